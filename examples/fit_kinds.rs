//! Gold graphs and judged sentences -> `seeds/kinds.tsv`: what kind of concept a name is.
//!
//! ```text
//! cargo run --release --example fit_kinds -- seeds/kinds.tsv STATEMENTS.jsonl CORPUS GOLD.json|PAPER [CORPUS ...] [--no-words CORPUS GOLD.json ...] [--no-figures]
//! ```
//! Papers behind --no-words teach nothing of words that fewer than two other papers hold: no coinage of theirs is learnt.
//! CORPUS is the folder that holds the document a gold file names. Of names that a gold file does not mark, those teach that readers of
//! judged sentences saw. Prints the share of right kinds in papers left out, beside that of
//! the votes alone.

#![allow(clippy::print_stdout, clippy::expect_used, missing_docs)] // a tool for developers, not the product

use std::collections::BTreeMap;
use std::env;
use std::path::Path;

use serde_json::Value;
use sinograph::extract::{Extractor, FeatureNames};
use sinograph::knowledge::{Knowledge, Options};
use sinograph::model::AnnotatedDocument;
use sinograph::segment::Segmenter;
use sinograph::text::match_key;

#[path = "support/gold.rs"]
#[allow(dead_code)] // each example uses its part
mod gold;
#[path = "support/sparse.rs"]
#[allow(dead_code)] // each example uses its part
mod sparse;
#[path = "support/statements.rs"]
#[allow(dead_code)] // each example uses its part
mod statements;
use sparse::{Index, Pull, Row, drop_of_few, fit_labels};
use statements::Judged;

/// Fits without printing figures of papers left out.
const QUIET: &str = "--no-figures";
const N_FOLDS: usize = 6;
/// Features of fewer papers are left out.
const LEAST_PAPERS: usize = 2;
const N_ROUNDS: u64 = 12;
/// Chosen on papers left out.
const PULL: Pull = Pull { rate: 0.1, to_zero: 0.5, to_small: 4.0 };
/// The kind that counts as right whatever a paper's readers chose.
const FREE: &str = "topic";

/// How much a name that readers of judged sentences saw counts beside one of a gold graph.
const JUDGED: f32 = 0.3;

struct Paper {
    rows: Vec<Row>,
    /// Language and voted kind of each row.
    voted: Vec<(&'static str, String)>,
}

fn main() {
    let (options, args): (Vec<String>, Vec<String>) = env::args().skip(1).partition(|arg| arg == QUIET);
    let knowledge = Knowledge::load(&Options::default()).expect("built-in knowledge");
    let (segmenter, extractor) = (Segmenter::new(&knowledge), Extractor::new(&knowledge));
    let names = FeatureNames::default();
    let mut index = Index::default();
    let mut labels: Vec<String> = Vec::new();
    let mut papers = Vec::new();
    let split = args.iter().position(|arg| arg == "--no-words").unwrap_or(args.len());
    let pairs: Vec<&String> = args[2..].iter().filter(|arg| *arg != "--no-words").collect();
    let n_lending = (split - 2) / 2;
    let statements = statements::read(Path::new(&args[1]));
    for pair in pairs.chunks(2) {
        let (doc, gold) = gold::annotated(pair[0], pair[1], &knowledge, &segmenter);
        let judged = judged_kinds(&doc, statements.get(&gold.doc).map_or(&[], Vec::as_slice));
        let mut paper = Paper { rows: Vec::new(), voted: Vec::new() };
        for observation in extractor.observe(&doc, &names) {
            let (kind, weight) = match gold.find_any(&observation.names) {
                Some((at, _, true)) => (&gold.kinds[at], 1.0),
                _ => match observation.names.iter().find_map(|name| judged.get(&match_key(name))) {
                    Some(kind) => (kind, JUDGED),
                    None => continue,
                },
            };
            let label = labels.iter().position(|known| known == kind).unwrap_or_else(|| {
                labels.push(kind.clone());
                labels.len() - 1
            });
            paper.rows.push(Row {
                features: index.numbers(&observation.kind_features),
                labels: vec![label],
                weight,
            });
            paper.voted.push((observation.language.code(), observation.voted));
        }
        papers.push(paper);
    }
    let mut rows: Vec<&mut Vec<Row>> = papers.iter_mut().map(|paper| &mut paper.rows).collect();
    drop_of_few(&mut rows, n_lending, LEAST_PAPERS);
    if options.is_empty() {
        leave_out(&papers, &index, &labels);
    }
    let all: Vec<&Row> = papers.iter().flat_map(|paper| &paper.rows).collect();
    let weights = fit_labels(&all, index.0.len(), labels.len(), N_ROUNDS, PULL);
    sparse::write(&args[0], &index, &labels, &names, |feature, label| {
        weights[feature * labels.len() + label]
    });
}

/// The kind that most judged mentions of a name have, by the key of the name.
fn judged_kinds(doc: &AnnotatedDocument, records: &[Value]) -> BTreeMap<String, String> {
    let judged = Judged::new(doc, records);
    let mut votes: BTreeMap<String, BTreeMap<&str, usize>> = BTreeMap::new();
    for (span, kind, _) in
        judged.mentions().into_iter().filter(|(_, kind, is_bad)| !kind.is_empty() && !is_bad)
    {
        *votes.entry(match_key(doc.document.slice(span))).or_default().entry(kind).or_default() += 1;
    }
    let most = |votes: BTreeMap<&str, usize>| {
        votes.into_iter().max_by_key(|(_, n)| *n).map(|(kind, _)| kind.to_owned())
    };
    votes.into_iter().filter_map(|(key, votes)| Some((key, most(votes)?))).collect()
}

fn leave_out(papers: &[Paper], index: &Index, labels: &[String]) {
    for language in ["zh", "en"] {
        let (mut n, mut n_voted, mut n_fitted) = (0, 0, 0);
        for fold in 0..N_FOLDS {
            let in_fold = |n: usize| n % N_FOLDS == fold;
            let train: Vec<&Row> = papers
                .iter()
                .enumerate()
                .filter(|(n, _)| !in_fold(*n))
                .flat_map(|(_, paper)| &paper.rows)
                .collect();
            let weights = fit_labels(&train, index.0.len(), labels.len(), N_ROUNDS, PULL);
            let test = papers.iter().enumerate().filter(|(n, _)| in_fold(*n)).map(|(_, paper)| paper);
            for (row, (_, voted)) in
                test.flat_map(|paper| paper.rows.iter().zip(&paper.voted)).filter(|(row, voted)| {
                    voted.0 == language && row.weight == 1.0 && labels[row.labels[0]] != FREE
                })
            {
                let kinds = sparse::probabilities(&weights, &row.features, labels.len());
                let best =
                    (0..kinds.len()).fold(0, |best, at| if kinds[at] > kinds[best] { at } else { best });
                n += 1;
                n_fitted += usize::from(best == row.labels[0]);
                n_voted += usize::from(*voted == labels[row.labels[0]]);
            }
        }
        let share = |part: usize| 100.0 * part as f64 / n.max(1) as f64;
        println!(
            "{language}, papers left out: {n} names, votes {:.1} %, fitted {:.1} %",
            share(n_voted),
            share(n_fitted)
        );
    }
}
