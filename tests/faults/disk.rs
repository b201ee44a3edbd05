//! Disks that are full or may not be written to: exit code 7, and all that was committed is there.

#![expect(clippy::print_stderr, reason = "a test that cannot run here says so")]

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::papers::{add, code, committed, fresh_json, graph_json, ids, run, stderr, write_papers};

/// A small disk in memory; `None` where the system does not let us mount one.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    fn mount(options: &str) -> Option<Self> {
        let folder = tempfile::tempdir().expect("the system gives a folder");
        let mounted = mount(&["-t", "tmpfs", "-o", options, "tmpfs"], folder.path());
        if !mounted {
            eprintln!("no disk can be mounted here; the tests with full and read-only disks are skipped");
        }
        mounted.then_some(SmallDisk(folder))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0.path()).status();
    }
}

fn mount(options: &[&str], at: &Path) -> bool {
    let status = Command::new("mount").args(options).arg(at).stderr(std::process::Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

#[test]
fn a_full_disk_loses_nothing_and_goes_on_with_more_room() {
    let Some(disk) = SmallDisk::mount("size=600k") else { return };
    let folder = tempfile::tempdir().expect("the system gives a folder");
    let papers = write_papers(folder.path(), 80);
    let store = disk.path().join("sinograph.db");
    let full = run(&add(&papers, &store, &[]));
    assert_eq!(code(&full), 7, "{}", stderr(&full));
    assert!(
        stderr(&full).contains("sinograph.db") && stderr(&full).contains("free space"),
        "{}",
        stderr(&full)
    );
    let told = committed(&full.stdout);
    assert!(!told.is_empty() && told.len() < papers.len(), "{} papers fit", told.len());
    assert!(mount(&["-o", "remount,size=64m"], disk.path()), "the disk was ours a moment ago");
    let there = ids(&store);
    assert!(told.iter().all(|id| there.contains(id)), "a paper was told as committed and is lost");
    let rerun = run(&add(&papers, &store, &[]));
    assert_eq!(code(&rerun), 0, "{}", stderr(&rerun));
    assert!(graph_json(&store).expect("sound") == fresh_json(&papers), "the rerun ends in other bytes");
}

#[test]
fn a_read_only_disk_can_be_read() {
    let Some(disk) = SmallDisk::mount("size=16m") else { return };
    let folder = tempfile::tempdir().expect("the system gives a folder");
    let papers = write_papers(folder.path(), 3);
    let store = disk.path().join("sinograph.db");
    assert_eq!(code(&run(&add(&papers[..2], &store, &[]))), 0);
    assert!(mount(&["-o", "remount,ro"], disk.path()), "the disk was ours a moment ago");
    let shown = store.display().to_string();
    for command in ["status", "verify"] {
        let output = run(&[command, "--store", &shown]);
        assert_eq!(code(&output), 0, "{command}: {}", stderr(&output));
    }
    let refused = run(&add(&papers[2..], &store, &[]));
    assert_eq!(code(&refused), 7, "{}", stderr(&refused));
    assert!(stderr(&refused).contains("permissions"), "{}", stderr(&refused));
    assert_eq!(ids(&store).len(), 2);
}

/// The same without the right to mount: the system lets no file grow beyond a limit.
#[cfg(unix)]
#[test]
fn a_file_that_may_not_grow_is_an_io_error() {
    let folder = tempfile::tempdir().expect("the system gives a folder");
    let papers = write_papers(&folder.path().join("papers"), 80);
    let store = folder.path().join("sinograph.db");
    let output = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 400; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_sinograph")])
        .args(add(&papers, &store, &[]))
        .output()
        .expect("a shell is there");
    assert_eq!(code(&output), 7, "{}", stderr(&output));
    let told = committed(&output.stdout);
    let there = if fs::metadata(&store).is_ok_and(|meta| meta.len() > 0) { ids(&store) } else { Vec::new() };
    assert!(told.iter().all(|id| there.contains(id)), "a paper was told as committed and is lost");
    let rerun = run(&add(&papers, &store, &[]));
    assert_eq!(code(&rerun), 0, "{}", stderr(&rerun));
    assert!(graph_json(&store).expect("sound") == fresh_json(&papers), "the rerun ends in other bytes");
}
