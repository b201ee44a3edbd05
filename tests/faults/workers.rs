//! Reading processes that end, hang or talk nonsense: each costs one document, and the next is read by another.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use sinograph::knowledge::{Knowledge, Options};
use sinograph::read::{Desk, Limits, Source};
use sinograph::report::Status;

/// A program of these lines in place of a reading process.
fn program(folder: &Path, lines: &str) -> PathBuf {
    let path = folder.join("reader");
    fs::write(&path, format!("#!/bin/sh\n{lines}\n")).expect("ours");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("ours");
    path
}

#[track_caller]
fn check(lines: &str, expected: (Status, &str)) {
    let folder = tempfile::tempdir().expect("the system gives a folder");
    let knowledge = Knowledge::load(&Options::default()).expect("the built-in knowledge loads");
    let page = folder.path().join("page.html");
    fs::write(&page, "<html><body><p>渔业技术推动港口建设。</p></body></html>").expect("ours");
    let limits = Limits { seconds: 2, ..Limits::default() };
    let desk = Desk::with_workers(limits, program(folder.path(), lines), "read-worker");
    let source = Source { path: page, is_named: true };
    let started = Instant::now();
    // Twice: a child that was lost is replaced, and the next is no better.
    for _ in 0..2 {
        let outcomes = desk.documents(&source, &knowledge);
        let entry = &outcomes[0].entry;
        assert_eq!((entry.status, entry.reason.as_str()), expected, "{lines}: {}", entry.message);
        assert!(outcomes[0].document.is_none());
    }
    assert!(started.elapsed() < Duration::from_secs(12), "{lines}: {:?}", started.elapsed());
}

#[test]
fn a_reader_that_fails_costs_one_document() {
    check("exit 0", (Status::Crashed, "died"));
    check("exit 70", (Status::Crashed, "died"));
    check("read line; kill -ABRT $$", (Status::Crashed, "died"));
    check("read line; kill -SEGV $$", (Status::Crashed, "died"));
    check(
        "read line; echo 'memory allocation of 9 bytes failed' >&2; kill -ABRT $$",
        (Status::Crashed, "memory"),
    );
    check("read line; echo 'thread has overflowed its stack' >&2; kill -ABRT $$", (Status::Crashed, "depth"));
    check("read line; echo nonsense; cat >/dev/null", (Status::Crashed, "garbled"));
    check("read line; printf '{\"Ok\":[{\"passages\":'; exit 0", (Status::Crashed, "died"));
    check("trap '' TERM; read line; while :; do sleep 1; done", (Status::Timeout, "time"));
    check("read line; exec 1>&-; while :; do sleep 1; done", (Status::Crashed, "died"));
}

#[test]
fn a_program_that_is_not_there_is_said_so() {
    let knowledge = Knowledge::load(&Options::default()).expect("the built-in knowledge loads");
    let desk = Desk::with_workers(Limits::default(), PathBuf::from("/nowhere/sinograph"), "read-worker");
    let outcomes = desk.outcomes("x.html", b"<html><body><p>x</p></body></html>", true, &knowledge);
    assert_eq!((outcomes[0].entry.status, outcomes[0].entry.reason.as_str()), (Status::Failed, "no-reader"));
}
