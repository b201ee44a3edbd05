//! Two writers and a reader: the second writer waits or says who holds the store; the reader sees the last commit.

use std::fs;
use std::thread;
use std::time::Duration;

use sinograph::store::Store;

use crate::papers::{add, code, fresh_json, graph_json, ids, names, run, sinograph, stderr, write_papers};

#[test]
fn a_second_writer_says_who_holds_the_store() {
    let folder = tempfile::tempdir().expect("the system gives a folder");
    let papers = write_papers(&folder.path().join("papers"), 3);
    let path = folder.path().join("sinograph.db");
    assert_eq!(code(&run(&add(&papers[..1], &path, &[]))), 0);
    let held = Store::write(&path, Duration::ZERO, &|_| {}).expect("nobody else writes");
    let refused = run(&add(&papers[1..2], &path, &["--wait", "0"]));
    assert_eq!(code(&refused), 5, "{}", stderr(&refused));
    let holder = format!("process {}", std::process::id());
    assert!(
        stderr(&refused).contains(&holder) && stderr(&refused).contains("--wait"),
        "{}",
        stderr(&refused)
    );
    let removed = run(&["remove", "000.md", "--wait", "0", "--store", &path.display().to_string()]);
    assert_eq!(code(&removed), 5, "{}", stderr(&removed));
    // Readers are not disturbed.
    let status = run(&["status", "--store", &path.display().to_string()]);
    assert_eq!(code(&status), 0, "{}", stderr(&status));
    held.close().expect("the disk has room");
    assert_eq!(ids(&path).len(), 1);
}

#[test]
fn a_second_writer_waits_and_then_works() {
    let folder = tempfile::tempdir().expect("the system gives a folder");
    let papers = write_papers(&folder.path().join("papers"), 3);
    let path = folder.path().join("sinograph.db");
    assert_eq!(code(&run(&add(&papers[..1], &path, &[]))), 0);
    let held = Store::write(&path, Duration::ZERO, &|_| {}).expect("nobody else writes");
    let waiting = sinograph(&add(&papers[1..2], &path, &["--wait", "60"]))
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the program starts");
    thread::sleep(Duration::from_millis(1500));
    held.close().expect("the disk has room");
    let output = waiting.wait_with_output().expect("it ends");
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert_eq!(ids(&path).len(), 2);
}

#[test]
fn four_writers_at_once_end_in_the_graph_of_all() {
    let folder = tempfile::tempdir().expect("the system gives a folder");
    let papers = write_papers(&folder.path().join("papers"), 12);
    let place = folder.path().join("store");
    fs::create_dir(&place).expect("the folder is ours");
    let path = place.join("sinograph.db");
    let writers: Vec<_> = papers
        .chunks(3)
        .map(|papers| {
            sinograph(&add(papers, &path, &["--wait", "100"]))
                .stdout(std::process::Stdio::null())
                .stderr(std::process::Stdio::piped())
                .spawn()
                .expect("the program starts")
        })
        .collect();
    // Readers meanwhile get an answer: the papers so far, or that there is no store yet.
    for _ in 0..10 {
        let status = run(&["status", "--json", "--store", &path.display().to_string()]);
        assert!([0, 4].contains(&code(&status)), "{}", stderr(&status));
        thread::sleep(Duration::from_millis(50));
    }
    for writer in writers {
        let output = writer.wait_with_output().expect("it ends");
        assert_eq!(code(&output), 0, "{}", stderr(&output));
    }
    assert!(graph_json(&path).expect("sound") == fresh_json(&papers), "the order of writers shows");
    assert_eq!(names(&place), ["sinograph.db"], "one file is left");
}

#[test]
fn a_reader_sees_the_last_commit_while_a_writer_is_in_the_middle() {
    let folder = tempfile::tempdir().expect("the system gives a folder");
    let papers = write_papers(&folder.path().join("papers"), 2);
    let path = folder.path().join("sinograph.db");
    assert_eq!(code(&run(&add(&papers, &path, &[]))), 0);
    let mut writing = Store::write(&path, Duration::ZERO, &|_| {}).expect("nobody else writes");
    let entries = writing.entries().expect("sound");
    let shown = path.display().to_string();
    let outcome = writing.transaction(|store| {
        store.remove(entries[0].number)?;
        let reading = run(&["status", "--json", "--store", &shown]);
        assert_eq!(code(&reading), 0, "{}", stderr(&reading));
        let status: serde_json::Value = serde_json::from_slice(&reading.stdout).expect("JSON");
        assert_eq!(status["documents"].as_array().map(Vec::len), Some(2));
        Ok(())
    });
    outcome.expect("nobody hinders it");
    writing.close().expect("the disk has room");
    assert_eq!(ids(&path).len(), 1);
}
