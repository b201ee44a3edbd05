//! Sentences whose links readers wrote down -> `seeds/pairs.tsv`: which pairs of mentions are linked, and how.
//!
//! ```text
//! cargo run --release --example fit_pairs -- seeds/pairs.tsv CORPUS STATEMENTS.jsonl|GOLD.json [CORPUS ...] [--no-words CORPUS GOLD.json ...] [--no-figures]
//! ```
//! CORPUS holds the papers that the judgements name. Judged sentences name every link that a reader can defend; gold graphs the links
//! that an analyst wants, so that two of their concepts without a link are a denial. Papers behind --no-words teach nothing of words
//! that others do not hold. Fits two logistic models, whether and how a pair is linked; prints what they read in gold papers left out.

#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, missing_docs)] // a tool for developers, not the product

use std::collections::BTreeMap;
use std::path::Path;
use std::{env, fs};

use serde_json::Value;
use sinograph::extract::{Extractor, FeatureNames, PairObservation};
use sinograph::knowledge::{Knowledge, Options};
use sinograph::model::AnnotatedDocument;
use sinograph::segment::Segmenter;

#[path = "support/gold.rs"]
#[allow(dead_code)] // each example uses its part
mod gold;
use gold::{Gold, Squeezed};
#[path = "support/sparse.rs"]
#[allow(dead_code)] // each example uses its part
mod sparse;
#[path = "support/statements.rs"]
#[allow(dead_code)] // each example uses its part
mod statements;
use sparse::{Index, Pull, Row, fit_any, fit_labels};
use statements::Judged;

/// Fits without printing figures of papers left out.
const QUIET: &str = "--no-figures";
const N_FOLDS: usize = 5;
/// Features of fewer pairs are left out.
const LEAST_COUNT: usize = 5;
const N_ROUNDS: u64 = 8;

/// Where the papers that were written for the project lie.
const OWN: &str = "quality/papers";

struct Paper {
    rows: Vec<Row>,
    language: &'static str,
    /// Links that readers wrote down in its sentences.
    n_links: usize,
    /// Of a gold paper, the concepts at the two ends of each row.
    ends: Vec<(usize, usize)>,
}

/// How much a pair of a judged sentence counts beside a pair of a gold graph.
const JUDGED: f32 = 0.3;
/// How much a linked pair counts in sentences other than that which the gold graph names as evidence.
const ELSEWHERE: f32 = 0.3;

fn main() {
    let args: Vec<String> = env::args().skip(1).collect();
    let knowledge = Knowledge::load(&Options::default()).expect("built-in knowledge");
    let reader = Reader {
        segmenter: Segmenter::new(&knowledge),
        extractor: Extractor::new(&knowledge),
        knowledge: &knowledge,
    };
    let names = FeatureNames::default();
    let mut index = Index::default();
    let mut labels: Vec<String> = Vec::new();
    let mut papers = Vec::new();
    let split = args.iter().position(|arg| arg == "--no-words").unwrap_or(args.len());
    let pairs: Vec<&String> = args[1..].iter().filter(|arg| *arg != "--no-words" && *arg != QUIET).collect();
    let mut n_lending = usize::MAX;
    for (at, pair) in pairs.chunks(2).enumerate() {
        if at == (split - 1) / 2 {
            n_lending = papers.iter().map(|paper: &Paper| paper.rows.len()).sum();
        }
        let (corpus, file) = (Path::new(pair[0]), pair[1]);
        if file.ends_with(".json") {
            let text = fs::read_to_string(file).expect("gold");
            let gold: Value = serde_json::from_str(&text).expect("json");
            let (doc, pairs) = reader.read(&corpus.join(gold["doc"].as_str().expect("doc")), &names);
            papers.push(gold_paper(&doc, &pairs, &Gold::read(&gold), &mut index, &mut labels));
            continue;
        }
        for (name, records) in &statements::read(Path::new(file)) {
            let mut places = [corpus, Path::new(OWN)].into_iter().map(|folder| folder.join(name));
            let path = places.find(|path| path.is_file()).expect("a judged paper in CORPUS or of our own");
            let (doc, pairs) = reader.read(&path, &names);
            papers.push(paper(&doc, &pairs, records, &mut index, &mut labels));
        }
    }
    let n_links: usize = papers.iter().map(|paper| paper.n_links).sum();
    let n_pairs: usize = papers.iter().map(|paper| paper.rows.len()).sum();
    let n_linked = papers.iter().flat_map(|paper| &paper.rows).filter(|row| !row.labels.is_empty()).count();
    println!("{} papers, {n_pairs} pairs, {n_linked} linked, {n_links} links written down", papers.len());
    index.drop_rare(papers.iter_mut().flat_map(|paper| &mut paper.rows), |row| row < n_lending, LEAST_COUNT);
    if !args.iter().any(|arg| arg == QUIET) {
        leave_out(&papers, index.0.len(), labels.len());
    }
    let all: Vec<&Row> = papers.iter().flat_map(|paper| &paper.rows).collect();
    let weights = fit(&all, index.0.len(), labels.len());
    let mut all_labels = vec!["linked".to_owned()];
    all_labels.extend(labels.iter().cloned());
    sparse::write(&args[0], &index, &all_labels, &names, |feature, label| match label {
        0 => weights.linked[feature],
        _ => weights.kinds[feature * labels.len() + label - 1],
    });
}

struct Reader<'k> {
    knowledge: &'k Knowledge,
    segmenter: Segmenter<'k>,
    extractor: Extractor<'k>,
}

impl Reader<'_> {
    fn read(&self, path: &Path, names: &FeatureNames) -> (AnnotatedDocument, Vec<PairObservation>) {
        let bytes = fs::read(path).expect("document");
        let document =
            sinograph::read::read(&path.display().to_string(), &bytes, self.knowledge).expect("reads");
        let doc = self.segmenter.segment(document);
        let (pairs, _) = self.extractor.observe_links(&doc, names);
        (doc, pairs)
    }
}

/// The pairs of concepts of a gold paper, with the links between them.
fn gold_paper(
    doc: &AnnotatedDocument,
    pairs: &[PairObservation],
    gold: &Gold,
    index: &mut Index,
    labels: &mut Vec<String>,
) -> Paper {
    let (mut rows, mut all_ends) = (Vec::new(), Vec::new());
    let squeezed = Squeezed::new(doc);
    let shown: Vec<Vec<usize>> =
        gold.relations.iter().map(|relation| squeezed.sentences(doc, &relation.hint)).collect();
    for pair in pairs {
        let [left, right] = pair.names.each_ref().map(|names| gold.find_any(names).map(|(at, ..)| at));
        let (Some(left), Some(right)) = (left, right) else { continue };
        if left == right {
            continue;
        }
        let (mut here, mut elsewhere) = (Vec::new(), Vec::new());
        for (relation, sentences) in gold.relations.iter().zip(&shown) {
            let is_forward = (relation.source, relation.target) == (left, right);
            if is_forward || (relation.source, relation.target) == (right, left) {
                let found = if sentences.contains(&pair.sentence) { &mut here } else { &mut elsewhere };
                found.push(label_of(gold::way(&relation.kind, is_forward), labels));
            }
        }
        let (labels, weight) = match (here.is_empty(), elsewhere.is_empty()) {
            (true, false) => (elsewhere, ELSEWHERE),
            _ => (here, 1.0),
        };
        rows.push(Row { features: index.numbers(&pair.features), labels, weight });
        all_ends.push((left.min(right), left.max(right)));
    }
    Paper { rows, language: "gold", n_links: gold.relations.len(), ends: all_ends }
}

fn label_of(name: String, labels: &mut Vec<String>) -> usize {
    labels.iter().position(|known| *known == name).unwrap_or_else(|| {
        labels.push(name);
        labels.len() - 1
    })
}

/// The judged pairs of a paper: those whose both mentions readers saw.
fn paper(
    doc: &AnnotatedDocument,
    pairs: &[PairObservation],
    records: &[Value],
    index: &mut Index,
    labels: &mut Vec<String>,
) -> Paper {
    let judged = Judged::new(doc, records);
    let mut rows = Vec::new();
    for pair in pairs {
        let Some(ways) = judged.ways(pair.sentence, pair.left, pair.right) else { continue };
        rows.push(Row {
            features: index.numbers(&pair.features),
            labels: ways.into_iter().map(|way| label_of(way, labels)).collect(),
            weight: JUDGED,
        });
    }
    let n_links = records.iter().map(|record| record["links"].as_array().map_or(0, Vec::len)).sum();
    let language =
        if doc.document.languages().iter().any(|language| language.code() == "zh") { "zh" } else { "en" };
    Paper { rows, language, n_links, ends: Vec::new() }
}

const THRESHOLDS: [f32; 8] = [0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.3, 0.4];

#[derive(Default, Clone, Copy)]
struct Tally {
    n_read: usize,
    n_linked: usize,
    n_typed: usize,
}

/// What is read in gold papers left out: of their pairs of concepts that stand together, each counted once, by its likeliest place.
fn leave_out(papers: &[Paper], n_features: usize, n_labels: usize) {
    let mut tallies = [Tally::default(); THRESHOLDS.len()];
    let (mut n_links, mut n_pairs) = (0, 0);
    let held: Vec<usize> = (0..papers.len()).filter(|n| papers[*n].language == "gold").collect();
    for fold in 0..N_FOLDS {
        let in_fold = |n: &usize| held.iter().position(|at| at == n).is_some_and(|at| at % N_FOLDS == fold);
        let rest = papers.iter().enumerate().filter(|(n, _)| !in_fold(n));
        let train: Vec<&Row> = rest.flat_map(|(_, paper)| &paper.rows).collect();
        let weights = fit(&train, n_features, n_labels);
        for paper in held.iter().filter(|n| in_fold(n)).map(|n| &papers[*n]) {
            n_links += paper.n_links;
            let mut best: BTreeMap<(usize, usize), (f32, bool, bool)> = BTreeMap::new();
            for (row, ends) in paper.rows.iter().zip(&paper.ends) {
                let (linked, kinds) = probabilities(&weights, &row.features, n_labels);
                let kind = (0..n_labels).fold(0, |best, at| if kinds[at] > kinds[best] { at } else { best });
                let known = best.entry(*ends).or_insert((-1.0, false, false));
                let sure = linked * kinds[kind];
                if sure > known.0 {
                    *known = (sure, !row.labels.is_empty(), row.labels.contains(&kind));
                }
            }
            n_pairs += best.len();
            for (linked, is_linked, is_typed) in best.into_values() {
                for (least, tally) in THRESHOLDS.iter().zip(tallies.iter_mut()) {
                    if linked >= *least {
                        tally.n_read += 1;
                        tally.n_linked += usize::from(is_linked);
                        tally.n_typed += usize::from(is_typed);
                    }
                }
            }
        }
    }
    println!("gold papers left out: {n_links} links, {n_pairs} pairs of concepts that stand together");
    for (least, tally) in THRESHOLDS.iter().zip(tallies) {
        let share = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
        println!(
            "  at {least}: {:5} read, linked at all {:4.1} %, with this type and direction {:4.1} %, recall {:4.1} %, typed {:4.1} %",
            tally.n_read,
            share(tally.n_linked, tally.n_read),
            share(tally.n_typed, tally.n_read),
            share(tally.n_linked, n_links),
            share(tally.n_typed, n_links),
        );
    }
}

/// Weights by feature: of being linked at all, and of each kind of link.
struct Weights {
    linked: Vec<f32>,
    kinds: Vec<f32>,
}

/// The probability of a link, and of each label if there is one.
fn probabilities(weights: &Weights, features: &[u32], n_labels: usize) -> (f32, Vec<f32>) {
    let sum: f32 = features.iter().map(|feature| weights.linked[*feature as usize]).sum();
    (1.0 / (1.0 + (-sum).exp()), sparse::probabilities(&weights.kinds, features, n_labels))
}

const LINKED: Pull = Pull { rate: 0.05, to_zero: 4.0, to_small: 10.0 };
const KINDS: Pull = Pull { rate: 0.08, to_zero: 4.0, to_small: 10.0 };

fn fit(rows: &[&Row], n_features: usize, n_labels: usize) -> Weights {
    Weights {
        linked: fit_any(rows, n_features, N_ROUNDS, LINKED),
        kinds: fit_labels(rows, n_features, n_labels, N_ROUNDS, KINDS),
    }
}
