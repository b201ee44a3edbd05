//! Equations that hold for every input: equal bytes from equal sets, quotes that are slices, no panic on any bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::Duration;

use assert_cmd::Command;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use sinograph::export::{self, ExportFile, ExportOptions, Exporter, View};
use sinograph::knowledge::{Knowledge, Options, vocab};
use sinograph::model::{ConceptGraph, Document, Fragment};
use sinograph::pipeline::{self, Pipeline};
use sinograph::store::{self, Store};
use sinograph::{analyze, read, resolve};

static KNOWLEDGE: LazyLock<Knowledge> =
    LazyLock::new(|| Knowledge::load(&Options::default()).expect("the built-in knowledge loads"));
static PIPELINE: LazyLock<Pipeline<'static>> = LazyLock::new(|| Pipeline::new(&KNOWLEDGE));

/// The sample papers, sorted.
fn papers() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/papers");
    let entries = fs::read_dir(folder).expect("the sample papers are part of the project");
    let mut papers: Vec<PathBuf> = entries.map(|entry| entry.expect("readable").path()).collect();
    papers.retain(|path| !path.ends_with("README.md"));
    papers.sort();
    papers
}

fn sinograph() -> Command {
    Command::new(env!("CARGO_BIN_EXE_sinograph"))
}

/// `graph.json` and `graph.dot` of a run.
fn built(papers: &[PathBuf], threads: &str) -> (Vec<u8>, Vec<u8>) {
    let output = tempfile::tempdir().expect("the system gives a folder");
    sinograph()
        .arg("build")
        .args(papers)
        .arg("-o")
        .arg(output.path())
        .args(["--quiet", "--threads", threads])
        .assert()
        .success();
    let bytes = |name: &str| fs::read(output.path().join(name)).expect("written");
    (bytes("graph.json"), bytes("graph.dot"))
}

#[test]
fn threads_and_the_order_of_files_change_nothing() {
    let papers = papers();
    let reversed: Vec<PathBuf> = papers.iter().rev().cloned().collect();
    let one = built(&papers, "1");
    assert!(one == built(&papers, "2"), "two threads give other bytes than one");
    assert!(one == built(&reversed, "2"), "files in reverse give other bytes");
}

#[test]
fn no_paper_makes_a_thing_part_of_its_own_part() {
    let (json, _) = built(&papers(), "2");
    let graph: serde_json::Value = serde_json::from_slice(&json).expect("graph.json is JSON");
    let mut told: BTreeSet<[&str; 4]> = BTreeSet::new();
    for edge in graph["edges"].as_array().expect("edges") {
        let text = |key: &str| edge[key].as_str().expect("text");
        if vocab::UPWARD.contains(&text("type")) {
            let documents = edge["documents"].as_array().expect("documents").iter();
            told.extend(documents.map(|document| {
                [text("source"), text("target"), text("type"), document.as_str().expect("an id")]
            }));
        }
    }
    assert!(told.len() > 100, "only {} links", told.len());
    for [source, target, kind, document] in &told {
        assert!(
            !told.contains(&[*target, *source, *kind, *document]),
            "{source} {kind} {target} and back in {document}"
        );
    }
}

#[test]
fn every_quote_is_the_slice_of_the_printed_text() {
    let (json, _) = built(&papers(), "2");
    let graph: serde_json::Value = serde_json::from_slice(&json).expect("graph.json is JSON");
    let mut texts: BTreeMap<String, Vec<char>> = BTreeMap::new();
    for document in graph["graph"]["documents"].as_array().expect("documents") {
        let path = document["path"].as_str().expect("a path");
        let printed = sinograph().args(["text", path]).assert().success().get_output().stdout.clone();
        let chars: Vec<char> = String::from_utf8(printed).expect("text is UTF-8").chars().collect();
        assert_eq!(document["chars"].as_u64(), Some(chars.len() as u64), "{path}");
        texts.insert(document["id"].as_str().expect("an id").to_owned(), chars);
    }
    let mut n_quotes = 0;
    for entry in graph["nodes"].as_array().into_iter().chain(graph["edges"].as_array()).flatten() {
        let evidence = entry["evidence"].as_array().expect("evidence");
        assert!(!evidence.is_empty(), "nothing without evidence: {entry}");
        for evidence in evidence {
            let text = &texts[evidence["document"].as_str().expect("a document")];
            let at =
                |field: &str| usize::try_from(evidence[field].as_u64().expect("a position")).expect("small");
            let slice: String = text[at("start")..at("end")].iter().collect();
            assert_eq!(evidence["quote"].as_str(), Some(slice.as_str()));
            n_quotes += 1;
        }
    }
    assert!(n_quotes > 500, "only {n_quotes} quotes");
}

/// The fragments of the sample papers.
static FRAGMENTS: LazyLock<Vec<Fragment>> = LazyLock::new(|| {
    let fragment =
        |path: &PathBuf| PIPELINE.fragment(PIPELINE.document(path).expect("a sample paper is readable"));
    papers().iter().map(fragment).collect()
});

/// The files of some formats.
fn exported(graph: &ConceptGraph, formats: &[&dyn Exporter]) -> Vec<Vec<ExportFile>> {
    let tables = analyze::tables(graph);
    let options = ExportOptions::default();
    let view = View { graph, tables: &tables, knowledge: &KNOWLEDGE, options: &options };
    formats.iter().map(|format| format.write(&view).expect("exports")).collect()
}

/// `graph.json`: of all formats the one that holds most of a graph.
fn json(graph: &ConceptGraph) -> Vec<Vec<ExportFile>> {
    exported(graph, &[export::find("json").expect("a format")])
}

#[test]
fn order_and_repetition_of_fragments_change_nothing() {
    let once = exported(&resolve::resolve(FRAGMENTS.clone(), &KNOWLEDGE), export::ALL);
    let mut again: Vec<Fragment> = FRAGMENTS.iter().rev().cloned().collect();
    again.extend(FRAGMENTS.iter().skip(1).cloned());
    again.rotate_left(2);
    assert!(
        once == exported(&resolve::resolve(again, &KNOWLEDGE), export::ALL),
        "order or repetition changed the export"
    );
}

#[test]
fn a_fragment_depends_on_its_document_only() {
    let mut shuffled = papers();
    shuffled.rotate_left(3);
    let pipeline = Pipeline::new(&KNOWLEDGE);
    for path in shuffled {
        let fragment = pipeline.fragment(pipeline.document(&path).expect("readable"));
        assert!(FRAGMENTS.contains(&fragment), "{}: another fragment in another order", path.display());
    }
}

/// Walks any bytes through all rooms; whatever comes out must point into its own text.
fn walk(bytes: &[u8]) -> Result<(), TestCaseError> {
    let Ok(document) = read::read("any.md", bytes, &KNOWLEDGE) else { return Ok(()) };
    in_order(&document)?;
    let fragment = PIPELINE.fragment(document);
    let text = &fragment.document.text;
    let spans = fragment
        .mentions
        .iter()
        .map(|mention| mention.span)
        .chain(fragment.relations.iter().map(|relation| relation.span));
    for span in spans {
        prop_assert!(text.get(span.range()).is_some_and(|slice| !slice.is_empty()), "{span:?} is no slice");
    }
    for relation in &fragment.relations {
        prop_assert!(
            relation.source != relation.target && relation.source.max(relation.target) < fragment.terms.len()
        );
        prop_assert!((0.0..=1.0).contains(&relation.confidence));
    }
    let graph = resolve::resolve(vec![fragment], &KNOWLEDGE);
    prop_assert!(exported(&graph, export::ALL).iter().all(|files| !files.is_empty()));
    Ok(())
}

/// Blocks are in order, do not overlap and lie on borders of characters.
fn in_order(document: &Document) -> Result<(), TestCaseError> {
    let mut reach = 0;
    for block in &document.blocks {
        prop_assert!(block.span.start >= reach && document.text.get(block.span.range()).is_some());
        prop_assert!(block.section < document.sections.len());
        reach = block.span.end;
    }
    Ok(())
}

fn check<S: Strategy>(n_cases: u32, strategy: &S, test: impl Fn(S::Value) -> Result<(), TestCaseError>) {
    let config = Config { cases: n_cases, failure_persistence: None, ..Config::default() };
    // A fixed seed: a test that fails on one run must fail on the next.
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    if let Err(error) = runner.run(strategy, test) {
        panic!("{error}");
    }
}

#[test]
fn any_bytes_pass_without_a_panic() {
    check(64, &proptest::collection::vec(any::<u8>(), 0..1500), |bytes| walk(&bytes));
}

#[test]
fn any_characters_pass_without_a_panic() {
    let text = proptest::collection::vec(any::<char>(), 0..400)
        .prop_map(|chars| chars.into_iter().collect::<String>());
    check(64, &text, |text| walk(text.as_bytes()));
}

/// Pieces that papers are made of, and that parsers stumble over.
const PIECES: &[&str] = &[
    "绿色金融",
    "推动",
    "产业升级",
    "的",
    "和",
    "与",
    "、",
    "，",
    "。",
    "；",
    "：",
    "？",
    "“",
    "”",
    "《",
    "》",
    "（",
    "）",
    "(",
    ")",
    "[",
    "]",
    "[1]",
    "【",
    "】",
    "应完善",
    "为了",
    "通过",
    "没有",
    "不足",
    "问题",
    "模式",
    "机制",
    "例如",
    "等",
    "其一",
    "一是",
    "一、",
    "（一）",
    "1.",
    "1.1 ",
    "①",
    "十四五",
    "时期",
    "2024年",
    "30%",
    "4.2万亿元",
    "－",
    "—",
    "–",
    "…",
    "·",
    "/",
    "深圳",
    "表1 ",
    "图2 ",
    "摘要：",
    "关键词：",
    "参考文献",
    "doi:10.1/x",
    "第3期",
    "green finance",
    " promotes ",
    " does not ",
    "upgrading",
    " of ",
    " and ",
    " such as ",
    ", ",
    ". ",
    "; ",
    ": ",
    "The ",
    "R&D",
    "\"",
    "'",
    "’",
    "Abstract",
    "Keywords: ",
    "Table 1 ",
    "References",
    "Figure 2. ",
    "3.5",
    "7.2 trillion yuan",
    "in 2020",
    "\t",
    "\n",
    "\n\n",
    "\r\n",
    "\u{c}",
    "\u{3000}",
    "\u{a0}",
    "\u{200b}",
    "\u{feff}",
    "\u{ad}",
    "\u{301}",
    "👩‍🔬",
    "𠮷",
    "# ",
    "## ",
    "### ",
    "- ",
    "* ",
    "> ",
    "| ",
    " |",
    "| --- | --- |",
    "---",
    "**",
    "*",
    "`",
    "```",
    "~~",
    "[^1]",
    "![图](a.png)",
    "[链接](http://a.b)",
    "<sup>2</sup>",
    "<br>",
    "&nbsp;",
    "&amp;",
    "$x_1$",
    "\\cite{a}",
    "\\",
    "{",
    "}",
    "\"id\": ",
];

#[test]
fn any_mixture_of_pieces_passes_without_a_panic() {
    let text = proptest::collection::vec(proptest::sample::select(PIECES), 0..160)
        .prop_map(|pieces| pieces.concat());
    check(96, &text, |text| walk(text.as_bytes()));
}

/// A store and what it says it holds after papers came and went.
fn came_and_went(steps: &[(bool, usize)]) -> Result<(), TestCaseError> {
    let all = &*FRAGMENTS;
    let folder = tempfile::tempdir().expect("the system gives a folder");
    let path = folder.path().join("sinograph.db");
    let mut held: BTreeSet<usize> = BTreeSet::new();
    for (n, (is_added, which)) in steps.iter().enumerate() {
        let mut store = Store::write(&path, Duration::ZERO, &|_| {}).expect("nobody else writes");
        let fragment = &all[*which];
        let entries = store.entries().expect("sound");
        let known = entries.iter().find(|entry| entry.id == fragment.document.id);
        let done = store.transaction(|store| match (is_added, known) {
            (true, _) => store.put(fragment, &[], &pipeline::reader(&KNOWLEDGE)).map(|_| ()),
            (false, Some(entry)) => store.remove(entry.number),
            (false, None) => Ok(()),
        });
        done.expect("the disk has room");
        if *is_added {
            held.insert(*which)
        } else {
            held.remove(which)
        };
        // Some states are joined in between, others not; what was stored before must not show.
        if n % 3 == 0 {
            pipeline::join(&mut store, &KNOWLEDGE).expect("sound");
        }
        store.close().expect("the disk has room");
    }
    let mut store = Store::write(&path, Duration::ZERO, &|_| {}).expect("nobody else writes");
    let joined = pipeline::join(&mut store, &KNOWLEDGE).expect("sound");
    let (stored, fits) = pipeline::graph(&store, &KNOWLEDGE).expect("sound");
    let fresh = json(&resolve::resolve(held.iter().map(|which| all[*which].clone()).collect(), &KNOWLEDGE));
    prop_assert!(fits, "the stored graph does not fit what was just stored");
    prop_assert!(json(&joined) == fresh, "{steps:?}: joined differs from a fresh build");
    prop_assert!(json(&stored) == fresh, "{steps:?}: stored differs from a fresh build");
    prop_assert!(store.verify().problems.is_empty(), "{steps:?}: {:?}", store.verify().problems);
    Ok(())
}

#[test]
fn any_sequence_of_adding_and_removing_equals_a_fresh_build() {
    let step = (any::<bool>(), 0..papers().len());
    check(24, &proptest::collection::vec(step, 1..12), |steps| came_and_went(&steps));
}

#[test]
fn a_stored_fragment_is_the_one_that_was_put_in() {
    let folder = tempfile::tempdir().expect("the system gives a folder");
    let mut store = Store::write(folder.path(), Duration::ZERO, &|_| {}).expect("nobody else writes");
    let written = &*FRAGMENTS;
    let put = |store: &Store| {
        written.iter().try_for_each(|fragment| store.put(fragment, &[], "reader").map(|_| ()))
    };
    store.transaction(put).expect("the disk has room");
    let entries = store.entries().expect("sound");
    let read = store.fragments(&entries).expect("sound");
    assert_eq!(read.len(), written.len());
    assert!(written.iter().all(|fragment| read.contains(fragment)), "a fragment came back otherwise");
    for fragment in written {
        let line = store::to_line(fragment, "reader");
        assert!(!line.contains('\n'));
        assert_eq!(store::from_line(line.as_bytes()), Ok((fragment.clone(), "reader".to_owned())));
    }
}
