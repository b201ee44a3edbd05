//! Files that are no store, or not one of this program: told apart, left as they are.

use std::fs;
use std::path::Path;

use crate::papers::{add, code, run, stderr, write_papers};

/// Every command refuses the file with the code and the words, and the file stays as it was.
#[track_caller]
fn check(path: &Path, expected: i32, says: &[&str]) {
    let bytes = fs::read(path).ok();
    let shown = path.display().to_string();
    let folder = tempfile::tempdir().expect("the system gives a folder");
    let papers = write_papers(folder.path(), 1);
    let commands: Vec<Vec<String>> = vec![
        vec!["status".into(), "--store".into(), shown.clone()],
        vec!["verify".into(), "--store".into(), shown.clone()],
        vec!["text".into(), "abcd".into(), "--store".into(), shown.clone()],
        vec!["remove".into(), "abcd".into(), "--store".into(), shown.clone()],
        vec!["compare".into(), "a".into(), "b".into(), "--store".into(), shown.clone()],
        add(&papers, path, &[]),
    ];
    for command in &commands {
        if expected == 4 && command[0] == "add" {
            continue;
        }
        let output = run(command);
        assert_eq!(code(&output), expected, "{command:?}: {}", stderr(&output));
        for word in says.iter().chain(&[shown.as_str(), "; "]) {
            assert!(stderr(&output).contains(word), "{command:?}: {word:?} is not in {}", stderr(&output));
        }
        assert_eq!(fs::read(path).ok(), bytes, "{command:?} changed the file");
    }
}

fn store(folder: &Path) -> std::path::PathBuf {
    let papers = write_papers(&folder.join("papers"), 3);
    let path = folder.join("sinograph.db");
    let added = run(&add(&papers, &path, &[]));
    assert_eq!(code(&added), 0, "{}", stderr(&added));
    path
}

#[test]
fn a_missing_store_is_named() {
    let folder = tempfile::tempdir().expect("the system gives a folder");
    check(&folder.path().join("nowhere.db"), 4, &["there is no store", "--store"]);
}

#[test]
fn a_text_file_is_no_store() {
    let folder = tempfile::tempdir().expect("the system gives a folder");
    let path = folder.path().join("notes.txt");
    fs::write(&path, "注意：这不是数据库。".repeat(20)).expect("the folder is ours");
    check(&path, 6, &["no SQLite database"]);
}

#[test]
fn a_database_of_another_program_is_no_store() {
    let folder = tempfile::tempdir().expect("the system gives a folder");
    let path = folder.path().join("other.db");
    let other = rusqlite::Connection::open(&path).expect("the folder is ours");
    other.execute_batch("CREATE TABLE notes (text TEXT)").expect("a table");
    drop(other);
    check(&path, 6, &["another program"]);
}

#[test]
fn newer_and_older_layouts_are_refused() {
    let folder = tempfile::tempdir().expect("the system gives a folder");
    let path = store(folder.path());
    for (version, says) in [(99, "newer sinograph"), (0, "build it anew")] {
        let connection = rusqlite::Connection::open(&path).expect("opens");
        connection.execute_batch(&format!("PRAGMA user_version = {version}")).expect("set");
        drop(connection);
        check(&path, 6, &[&format!("layout {version}"), says]);
    }
}

#[test]
fn a_cut_file_is_damaged() {
    let folder = tempfile::tempdir().expect("the system gives a folder");
    let path = store(folder.path());
    let bytes = fs::read(&path).expect("written");
    for part in [10, 50, 90, 99] {
        let cut = folder.path().join(format!("cut{part}.db"));
        fs::write(&cut, &bytes[..bytes.len() * part / 100]).expect("the folder is ours");
        check(&cut, 6, &["is damaged", "build it anew"]);
    }
}

#[test]
fn a_zeroed_page_is_damaged() {
    let folder = tempfile::tempdir().expect("the system gives a folder");
    let path = store(folder.path());
    let mut bytes = fs::read(&path).expect("written");
    // The page of the root of a table: the second of the file.
    bytes[8192..16384].fill(0);
    fs::write(&path, &bytes).expect("ours");
    let verified = run(&["verify", "--store", &path.display().to_string()]);
    assert_eq!(code(&verified), 6, "{}", stderr(&verified));
}

#[test]
fn a_store_that_is_a_folder_without_one_is_missing() {
    let folder = tempfile::tempdir().expect("the system gives a folder");
    let status = run(&["status", "--store", &folder.path().display().to_string()]);
    assert_eq!(code(&status), 4, "{}", stderr(&status));
    assert!(stderr(&status).contains("sinograph.db"), "{}", stderr(&status));
}
