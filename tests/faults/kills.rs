//! `add` is killed at a hundred random moments: what it told as committed is there, and a rerun ends in the same bytes.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use sinograph::store::{Store, StoreError};

use crate::papers::{
    Seeded, add, code, committed, fresh_json, graph_json, ids, names, run, sinograph, stderr, write_papers,
};

const ROUNDS: usize = 100;
const PAPERS: usize = 24;
/// Every so many rounds the run is finished and compared with an undisturbed one.
const FINISHED: usize = 8;

#[test]
fn killed_writers_lose_nothing_that_was_committed() {
    let folder = tempfile::tempdir().expect("the system gives a folder");
    let papers = write_papers(&folder.path().join("papers"), PAPERS);
    let expected = fresh_json(&papers);
    // How long an undisturbed run takes here and now, so that the moments fall into it.
    let started = Instant::now();
    let whole = run(&add(&papers, &folder.path().join("whole.db"), &[]));
    let lasts = started.elapsed();
    assert_eq!(code(&whole), 0, "{}", stderr(&whole));
    assert_eq!(committed(&whole.stdout).len(), PAPERS);
    assert!(
        graph_json(&folder.path().join("whole.db")).expect("sound") == expected,
        "add gives other bytes than a build"
    );
    let n_threads = 2;
    let outcomes: Vec<(usize, usize)> = thread::scope(|scope| {
        let rounds = |first: usize| {
            let (papers, expected) = (&papers, &expected);
            let folder = folder.path();
            scope.spawn(move || {
                let mut seeded = Seeded(0x5EED + first as u64);
                let rounds = (first..ROUNDS).step_by(n_threads);
                rounds
                    .map(|round| kill_once(folder, round, papers, expected, lasts, &mut seeded))
                    .collect::<Vec<_>>()
            })
        };
        let handles: Vec<_> = (0..n_threads).map(rounds).collect();
        handles.into_iter().flat_map(|handle| handle.join().expect("a round failed")).collect()
    });
    let in_the_middle = outcomes.iter().filter(|(n_told, n_there)| *n_told < PAPERS && *n_there > 0).count();
    assert!(
        in_the_middle > 5,
        "only {in_the_middle} of {ROUNDS} kills fell between the first and the last commit"
    );
}

/// How many documents were told as committed, and how many are there.
fn kill_once(
    folder: &Path,
    round: usize,
    papers: &[PathBuf],
    expected: &str,
    lasts: Duration,
    seeded: &mut Seeded,
) -> (usize, usize) {
    let place = folder.join(format!("round{round}"));
    std::fs::create_dir(&place).expect("the folder is ours");
    let store = place.join("sinograph.db");
    let mut child = sinograph(&add(papers, &store, &[]))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let mut stdout = BufReader::new(child.stdout.take().expect("it is piped"));
    let mut said: Vec<u8> = Vec::new();
    // Every second round falls among the commits; the others anywhere in the run.
    let moment = if round % 2 == 1 {
        for _ in 0..1 + seeded.below(PAPERS as u64 - 1) {
            stdout.read_until(b'\n', &mut said).expect("the pipe is ours");
        }
        Duration::from_micros(seeded.below(8_000))
    } else {
        Duration::from_micros(seeded.below(lasts.as_micros() as u64 * 11 / 10))
    };
    thread::sleep(moment);
    child.kill().expect("it is ours");
    stdout.read_to_end(&mut said).expect("the pipe is ours");
    child.wait().expect("it has ended");
    let told = committed(&said);
    let there = if store.exists() && std::fs::metadata(&store).is_ok_and(|meta| meta.len() > 0) {
        there(&store)
    } else {
        Vec::new()
    };
    for id in &told {
        assert!(
            there.contains(id),
            "round {round}, after {moment:?}: {id} was told as committed and is lost"
        );
    }
    if round.is_multiple_of(FINISHED) {
        let rerun = run(&add(papers, &store, &[]));
        assert_eq!(code(&rerun), 0, "round {round}: {}", stderr(&rerun));
        assert!(
            graph_json(&store).expect("sound") == expected,
            "round {round}: the rerun ends in other bytes"
        );
        assert_eq!(names(&place), ["sinograph.db"], "round {round}: one file is left");
        let verified = run(&["verify", "--store", &store.display().to_string()]);
        assert_eq!(code(&verified), 0, "round {round}: {}", stderr(&verified));
    }
    (told.len(), there.len())
}

/// Ids of the documents of a store; none where the writer died before it had laid out its tables.
fn there(store: &Path) -> Vec<String> {
    match Store::read(store) {
        Err(StoreError::Blank { .. }) => Vec::new(),
        _ => ids(store),
    }
}

/// A file and its journal as they lie on the disk in the middle of a transaction that is too large for memory: what a writer
/// leaves that dies there.
fn died_within(store: &Path, copy: &Path) {
    let connection = Connection::open(store).expect("SQLite opens it");
    connection
        .execute_batch(
            "PRAGMA cache_size = 2; PRAGMA cache_spill = 2; BEGIN IMMEDIATE; CREATE TABLE filler (text);
             WITH RECURSIVE rows (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM rows WHERE n < 2000)
             INSERT INTO filler SELECT hex(randomblob(500)) FROM rows;",
        )
        .expect("the transaction goes on");
    let beside = |path: &Path| path.with_extension("db-journal");
    std::fs::copy(store, copy).expect("the folder is ours");
    std::fs::copy(beside(store), beside(copy)).expect("there is a journal");
    assert!(std::fs::metadata(beside(copy)).is_ok_and(|meta| meta.len() > 0), "the journal is empty");
}

#[test]
fn a_journal_of_a_killed_writer_is_rolled_back_by_readers() {
    let folder = tempfile::tempdir().expect("the system gives a folder");
    let papers = write_papers(&folder.path().join("papers"), 3);
    let (store, copy) = (folder.path().join("whole.db"), folder.path().join("died.db"));
    assert_eq!(code(&run(&add(&papers, &store, &[]))), 0);
    let (known, graph) = (ids(&store), graph_json(&store));
    died_within(&store, &copy);
    let verified = run(&["verify", "--store", &copy.display().to_string()]);
    assert_eq!(code(&verified), 0, "{}", stderr(&verified));
    assert_eq!(ids(&copy), known);
    assert_eq!(graph_json(&copy), graph);
}

#[test]
fn a_writer_that_died_before_its_first_commit_left_an_empty_store() {
    let folder = tempfile::tempdir().expect("the system gives a folder");
    let papers = write_papers(&folder.path().join("papers"), 3);
    let (new, copy) = (folder.path().join("new.db"), folder.path().join("died.db"));
    died_within(&new, &copy);
    assert!(matches!(Store::read(&copy), Err(StoreError::Blank { .. })));
    let rerun = run(&add(&papers, &copy, &[]));
    assert_eq!(code(&rerun), 0, "{}", stderr(&rerun));
    assert_eq!(ids(&copy).len(), papers.len());
}
