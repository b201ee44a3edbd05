//! One byte of a store is flipped, two hundred times: `verify` finds it, or nothing that is read differs.

use std::fs;
use std::path::Path;

use sinograph::store::Store;

use crate::papers::{PIPELINE, Seeded, add, code, graph_json, run, stderr, write_papers};

const FLIPS: usize = 200;

#[test]
fn every_flipped_byte_is_found_or_harmless() {
    let folder = tempfile::tempdir().expect("the system gives a folder");
    let papers = write_papers(&folder.path().join("papers"), 4);
    let whole = folder.path().join("whole.db");
    let added = run(&add(&papers, &whole, &[]));
    assert_eq!(code(&added), 0, "{}", stderr(&added));
    let bytes = fs::read(&whole).expect("written");
    let expected = everything(&whole).expect("the store is sound");
    let flipped = folder.path().join("flipped.db");
    let mut seeded = Seeded(0xF11B);
    let (mut n_found, mut n_harmless) = (0, 0);
    for round in 0..FLIPS {
        let mut damaged = bytes.clone();
        let at = seeded.below(bytes.len() as u64) as usize;
        damaged[at] ^= 1 << seeded.below(8);
        fs::write(&flipped, &damaged).expect("the folder is ours");
        let problems = Store::read(&flipped).map(|store| store.verify().problems);
        let is_found = problems.as_ref().map_or(true, |problems| !problems.is_empty());
        // Even where it is found, nothing wrong may be read before anyone asks.
        match everything(&flipped) {
            Ok(read) => {
                assert!(read == expected, "flip {round} at byte {at}: wrong data was read, found: {is_found}")
            }
            Err(_) => {
                assert!(is_found, "flip {round} at byte {at}: reading fails, but verify says all is well")
            }
        }
        if is_found {
            n_found += 1;
        } else {
            n_harmless += 1;
        }
    }
    assert_eq!(n_found + n_harmless, FLIPS);
    assert!(n_found > FLIPS / 4, "only {n_found} of {FLIPS} flips were found; is anything checked?");
}

/// All that a user reads: the graph, the texts, the list of papers, the answers of the search.
fn everything(path: &Path) -> Result<Vec<String>, String> {
    let mut read = vec![graph_json(path)?];
    let store = Store::read(path).map_err(|error| error.to_string())?;
    let entries = store.entries().map_err(|error| error.to_string())?;
    for entry in &entries {
        read.push(format!("{} {:?} {:?} {:?}", entry.id, entry.title, entry.paths, entry.language));
        read.push(store.document(entry).map_err(|error| error.to_string())?.text);
    }
    Ok(read)
}

#[test]
fn the_search_finds_words_in_both_cuts() {
    let folder = tempfile::tempdir().expect("the system gives a folder");
    let papers = write_papers(&folder.path().join("papers"), 12);
    let path = folder.path().join("sinograph.db");
    let added = run(&add(&papers, &path, &[]));
    assert_eq!(code(&added), 0, "{}", stderr(&added));
    let store = Store::read(&path).expect("opens");
    let entries = store.entries().expect("sound");
    for question in ["绿色金融", "概念验证中心", "验证", "苏州 采用", "金融推动了"] {
        let hits = PIPELINE.search(&store, &entries, question, 50).expect("sound");
        let expected = papers.iter().filter(|path| {
            let text = fs::read_to_string(path).expect("ours");
            text.split("\n\n").any(|part| question.split(' ').all(|word| part.contains(word)))
        });
        let found: std::collections::BTreeSet<usize> = hits.iter().map(|hit| hit.document).collect();
        assert_eq!(found.len(), expected.count(), "{question}: {hits:?}");
    }
}
