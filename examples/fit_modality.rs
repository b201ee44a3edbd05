//! Judged sentences and annotated papers -> `seeds/modality.tsv`: how a text states a link, as fact, as advice, as possible, as not so.
//!
//! ```text
//! cargo run --release --example fit_modality -- [--seeds DIR] seeds/modality.tsv STATEMENTS.jsonl CORPUS GOLD.json|PAPER [CORPUS ...]
//! ```
//! CORPUS is the folder that holds the document a gold file names. Readers of sentences say how each link is stated, annotators how each of
//! theirs is, in the sentence that they name. Prints what is right in papers left out, beside cues alone.

#![allow(clippy::print_stdout, clippy::expect_used, missing_docs)] // a tool for developers, not the product

use std::env;
use std::path::Path;

use sinograph::extract::{Extractor, FeatureNames, PairObservation};
use sinograph::knowledge::Knowledge;
use sinograph::segment::Segmenter;

#[path = "support/gold.rs"]
#[allow(dead_code)] // each example uses its part
mod gold;
#[path = "support/seeds.rs"]
#[allow(dead_code)] // each example uses its part
mod seeds;
#[path = "support/sparse.rs"]
#[allow(dead_code)] // each example uses its part
mod sparse;
#[path = "support/statements.rs"]
#[allow(dead_code)] // each example uses its part
mod statements;
use gold::Squeezed;
use sparse::{Index, Pull, Row, drop_of_few, fit_labels};
use statements::Judged;

const N_FOLDS: usize = 6;
/// Features of fewer papers are left out.
const LEAST_PAPERS: usize = 3;
const N_ROUNDS: u64 = 8;
/// Chosen on papers left out.
const PULL: Pull = Pull { rate: 0.08, to_zero: 6.0, to_small: 8.0 };
const LABELS: [&str; 4] = ["asserted", "recommended", "hypothetical", "negated"];
/// How much a link that readers of sentences judged counts beside one of annotators.
const JUDGED: f32 = 0.5;

#[derive(Default)]
struct Paper {
    rows: Vec<Row>,
    /// Language of each row, whether annotators made it, and what cues alone say.
    known: Vec<(&'static str, bool, usize)>,
}

fn main() {
    let (options, args) = seeds::options(env::args().skip(1).collect());
    let knowledge = Knowledge::load(&options).expect("knowledge");
    let (segmenter, extractor) = (Segmenter::new(&knowledge), Extractor::new(&knowledge));
    let names = FeatureNames::default();
    let mut index = Index::default();
    let label = |name: &str| LABELS.iter().position(|label| *label == name).expect("a modality");
    let statements = statements::read(Path::new(&args[1]));
    let mut papers = Vec::new();
    for pair in args[2..].chunks(2) {
        let (doc, gold) = gold::annotated(&pair[0], &pair[1], &knowledge, &segmenter);
        let judged = Judged::new(&doc, statements.get(&gold.doc).map_or(&[], Vec::as_slice));
        let squeezed = Squeezed::new(&doc);
        let shown: Vec<Vec<usize>> =
            gold.relations.iter().map(|relation| squeezed.sentences(&doc, &relation.hint)).collect();
        let known = |seen: &PairObservation| {
            let read = judged.stated(seen.sentence, seen.left, seen.right).into_iter();
            let mut known: Vec<(String, (String, bool))> =
                read.map(|(kind, modality)| (kind, (modality, false))).collect();
            let ends = seen.names.each_ref().map(|names| gold.find_any(names).map(|(at, ..)| at));
            let [Some(left), Some(right)] = ends else { return known };
            let is_stated = |(relation, sentences): &(&gold::GoldRelation, &Vec<usize>)| {
                let ends = (relation.source, relation.target);
                (ends == (left, right) || ends == (right, left)) && sentences.contains(&seen.sentence)
            };
            let marked = gold.relations.iter().zip(&shown).filter(is_stated);
            known.extend(
                marked.map(|(relation, _)| (relation.kind.clone(), (relation.modality.clone(), true))),
            );
            known
        };
        let mut paper = Paper::default();
        for link in extractor.observe_modality(&doc, &names, &known) {
            let (modality, is_annotated) = link.known;
            paper.known.push((link.language.code(), is_annotated, label(link.by_cues)));
            paper.rows.push(Row {
                features: index.numbers(&link.features),
                labels: vec![label(&modality)],
                weight: if is_annotated { 1.0 } else { JUDGED },
            });
        }
        papers.push(paper);
    }
    let mut rows: Vec<&mut Vec<Row>> = papers.iter_mut().map(|paper| &mut paper.rows).collect();
    drop_of_few(&mut rows, usize::MAX, LEAST_PAPERS);
    leave_out(&papers, index.0.len());
    let all: Vec<&Row> = papers.iter().flat_map(|paper| &paper.rows).collect();
    let weights = fit_labels(&all, index.0.len(), LABELS.len(), N_ROUNDS, PULL);
    let labels = LABELS.map(str::to_owned);
    sparse::write(&args[0], &index, &labels, &names, |feature, label| {
        weights[feature * LABELS.len() + label]
    });
}

/// Of links with one modality: how many there are, how many were said to be so by cues and by the model, how many of these rightly.
#[derive(Default, Clone, Copy)]
struct Tally {
    n: usize,
    said: [usize; 2],
    right: [usize; 2],
}

fn leave_out(papers: &[Paper], n_features: usize) {
    let sets = [("zh", true), ("zh", false), ("en", true), ("en", false)];
    let mut tallies = [[Tally::default(); LABELS.len()]; 4];
    for fold in 0..N_FOLDS {
        let rest = papers.iter().enumerate().filter(|(n, _)| n % N_FOLDS != fold);
        let train: Vec<&Row> = rest.flat_map(|(_, paper)| &paper.rows).collect();
        let weights = fit_labels(&train, n_features, LABELS.len(), N_ROUNDS, PULL);
        for paper in papers.iter().enumerate().filter(|(n, _)| n % N_FOLDS == fold).map(|(_, paper)| paper) {
            for (row, (language, is_annotated, by_cues)) in paper.rows.iter().zip(&paper.known) {
                let set = sets.iter().position(|set| set == &(*language, *is_annotated)).expect("a set");
                let chances = sparse::probabilities(&weights, &row.features, LABELS.len());
                let better = |best: usize, at: usize| if chances[at] > chances[best] { at } else { best };
                let fitted = (0..LABELS.len()).fold(0, better);
                tallies[set][row.labels[0]].n += 1;
                for (by, said) in [*by_cues, fitted].into_iter().enumerate() {
                    tallies[set][said].said[by] += 1;
                    tallies[set][said].right[by] += usize::from(said == row.labels[0]);
                }
            }
        }
    }
    let share = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
    for ((language, is_annotated), tallies) in sets.iter().zip(&tallies) {
        let n: usize = tallies.iter().map(|tally| tally.n).sum();
        let right = |by: usize| share(tallies.iter().map(|tally| tally.right[by]).sum(), n);
        let by_whom = if *is_annotated { "annotators" } else { "readers" };
        println!(
            "{language}, {by_whom}, papers left out: {n} links, cues {:.1} %, fitted {:.1} %",
            right(0),
            right(1)
        );
        for (label, tally) in LABELS.iter().zip(tallies) {
            let both = |by: usize| (share(tally.right[by], tally.said[by]), share(tally.right[by], tally.n));
            let ((cues_right, cues_found), (right, found)) = (both(0), both(1));
            println!(
                "  {label:12} {:6}: right {cues_right:.0} -> {right:.0} %, found {cues_found:.0} -> {found:.0} %",
                tally.n
            );
        }
    }
}
