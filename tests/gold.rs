//! The documents with gold graphs, each built alone -> figures that may not fall below `tests/gold_floors.toml`.
//!
//! Gold and documents lie beside the project, in `../shared`; where that folder is missing, nothing is measured.

#![expect(clippy::print_stderr, reason = "a test that measures nothing says so")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;

use sinograph::analyze;
use sinograph::export::json;
use sinograph::knowledge::{Knowledge, Options};
use sinograph::pipeline::Pipeline;

/// Figures with a floor: the name in the file of floors, and the line of `sinograph eval`.
const FIGURES: &[(&str, &str)] = &[
    ("recall_s3", "concept recall S3"),
    ("recall_s2", "concept recall S2+"),
    ("recall_all", "concept recall all"),
    ("r_precision", "concept R-precision"),
    ("type_accuracy", "type accuracy"),
    ("relations_any", "relation recall any type"),
    ("relations_typed", "relation recall typed"),
    ("modality_accuracy", "modality accuracy"),
];

fn shared() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared")
}

/// The document whose name starts so.
fn document(prefix: &str) -> PathBuf {
    let entries = fs::read_dir(shared().join("corpus")).expect("the corpus is a folder");
    let mut names: Vec<PathBuf> = entries.map(|entry| entry.expect("readable").path()).collect();
    names.retain(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(prefix)));
    names.sort();
    names.into_iter().next().unwrap_or_else(|| panic!("no document starts with {prefix:?}"))
}

/// What `sinograph eval` prints, by the names of its lines.
fn figures(gold: &Path, graph: &Path) -> BTreeMap<String, f64> {
    let output = Command::new(env!("CARGO_BIN_EXE_sinograph"))
        .arg("eval")
        .args([gold, graph])
        .assert()
        .success()
        .get_output()
        .stdout
        .clone();
    let text = String::from_utf8(output).expect("output is UTF-8");
    let pairs = text.lines().filter_map(|line| line.rsplit_once(' '));
    pairs.filter_map(|(name, value)| Some((name.trim().to_owned(), value.parse().ok()?))).collect()
}

#[test]
fn figures_stay_above_their_floors() {
    if !shared().join("gold").is_dir() || !shared().join("corpus").is_dir() {
        eprintln!("../shared has no gold or corpus: nothing is measured");
        return;
    }
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gold_floors.toml"))
        .expect("the floors are part of the project");
    let floors: BTreeMap<String, toml::Table> = toml::from_str(&text).expect("the floors are TOML");
    let knowledge = Knowledge::load(&Options::default()).expect("the built-in knowledge loads");
    let pipeline = Pipeline::new(&knowledge);
    let output = tempfile::tempdir().expect("the system gives a folder");
    let mut problems = Vec::new();
    for (name, floors) in &floors {
        let prefix = floors["document"].as_str().expect("document is the start of a file name");
        let (graph, report) = pipeline.build(&[document(prefix)], None, &|_, _| {});
        assert_eq!((report.n_documents, report.entries.len()), (1, 1), "{name}: {:?}", report.entries);
        let record = json::record(&graph, &analyze::communities(&graph).of);
        let path = output.path().join(format!("{name}.json"));
        fs::write(&path, serde_json::to_vec(&record).expect("exports")).expect("the folder is ours");
        let found = figures(&shared().join("gold").join(format!("{name}.json")), &path);
        for (key, line) in FIGURES {
            let value = *found.get(*line).unwrap_or_else(|| panic!("eval prints no {line:?}"));
            eprintln!("{name}: {line} {value:.1}");
            if let Some(floor) = floors.get(*key).and_then(toml::Value::as_float)
                && value < floor
            {
                problems.push(format!("{name}: {line} is {value:.1}, its floor is {floor:.1}"));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
