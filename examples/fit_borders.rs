//! Annotated papers -> `seeds/zh/borders.tsv`, `seeds/en/borders.tsv`: where terms begin and end.
//!
//! ```text
//! cargo run --release --example fit_borders -- SEEDS CORPUS ANNOTATED.json [CORPUS ANNOTATED.json ...]
//! ```
//! CORPUS is the folder that holds the document an annotated file names. Every place where a name of a concept stands is a term; of
//! all other stretches a share is taken that depends on their place alone. Words that fewer than three papers show are not learnt.

#![allow(clippy::print_stdout, clippy::expect_used, missing_docs)] // a tool for developers, not the product

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::ops::Range;

use sinograph::extract::{Extractor, FeatureNames};
use sinograph::knowledge::{Knowledge, Options};
use sinograph::model::AnnotatedDocument;
use sinograph::segment::Segmenter;
use sinograph::text::{Language, match_key};

#[path = "support/gold.rs"]
#[allow(dead_code)] // each example uses its part
mod gold;
use gold::Gold;
#[path = "support/sparse.rs"]
#[allow(dead_code)] // each example uses its part
mod sparse;
use sparse::{Index, Pull, Row, fit_any};

const LEAST_PAPERS: usize = 3;
const N_ROUNDS: u64 = 10;
const PULL: Pull = Pull { rate: 0.1, to_zero: 0.5, to_small: 2.0 };
/// One in so many stretches that share one border with a term, and of all others, teaches what is none.
const NEAR: u64 = 7;
const FAR: u64 = 33;

/// What the papers show in one language.
#[derive(Default)]
struct Taught {
    index: Index,
    papers: Vec<Vec<Row>>,
}

fn main() {
    let args: Vec<String> = env::args().skip(1).collect();
    let knowledge = Knowledge::load(&Options::default()).expect("built-in knowledge");
    let (segmenter, extractor) = (Segmenter::new(&knowledge), Extractor::new(&knowledge));
    let names = FeatureNames::default();
    let mut languages: BTreeMap<&str, Taught> = BTreeMap::new();
    for pair in args[1..].chunks(2) {
        let (doc, gold) = gold::annotated(&pair[0], &pair[1], &knowledge, &segmenter);
        teach(&extractor, &doc, &gold, &names, &mut languages);
    }
    for (code, mut taught) in languages {
        keep_common(&mut taught);
        let rows: Vec<&Row> = taught.papers.iter().flatten().collect();
        let n_terms = rows.iter().filter(|row| !row.labels.is_empty()).count();
        let weights = fit_any(&rows, taught.index.0.len(), N_ROUNDS, PULL);
        println!("{code}: {} stretches, {n_terms} of them terms", rows.len());
        let path = format!("{}/{code}/borders.tsv", args[0]);
        sparse::write(&path, &taught.index, &["term".to_owned()], &names, |feature, _| weights[feature]);
    }
}

/// Adds the stretches of a paper to what its languages are taught by.
fn teach(
    extractor: &Extractor<'_>,
    doc: &AnnotatedDocument,
    gold: &Gold,
    names: &FeatureNames,
    languages: &mut BTreeMap<&str, Taught>,
) {
    let stretches = extractor.stretches(doc);
    let name = |(_, tokens): &(usize, Range<usize>)| {
        let span = doc.tokens[tokens.start].span.cover(doc.tokens[tokens.end - 1].span);
        Some(match_key(doc.document.slice(span))).filter(|key| gold.names(key))
    };
    let found: Vec<Option<String>> = stretches.iter().map(name).collect();
    let mut n_places: BTreeMap<&str, usize> = BTreeMap::new();
    found.iter().flatten().for_each(|key| *n_places.entry(key).or_default() += 1);
    let terms = stretches.iter().zip(&found).filter(|(_, name)| name.is_some());
    let (first, last): (BTreeSet<usize>, BTreeSet<usize>) =
        terms.map(|((_, tokens), _)| (tokens.start, tokens.end)).unzip();
    for language in [Language::Zh, Language::En] {
        let taught = languages.entry(language.code()).or_default();
        let mut rows = Vec::new();
        for (stretch, name) in stretches.iter().zip(&found) {
            let (sentence, tokens) = stretch;
            let is_near = first.contains(&tokens.start) != last.contains(&tokens.end);
            let is_drawn = draw(tokens.start, tokens.end).is_multiple_of(if is_near { NEAR } else { FAR });
            if doc.sentences[*sentence].language != language || name.is_none() && !is_drawn {
                continue;
            }
            rows.push(Row {
                features: taught.index.numbers(&extractor.observe_stretch(doc, stretch, names)),
                labels: name.iter().map(|_| 0).collect(),
                // What a paper names a hundred times teaches ten times what it names once.
                weight: name.as_deref().map_or(1.0, |name| 1.0 / (n_places[name] as f32).sqrt()),
            });
        }
        taught.papers.push(rows);
    }
}

/// A number that depends on two others alone, evenly spread.
fn draw(a: usize, b: usize) -> u64 {
    let mixed =
        (a as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (b as u64).wrapping_mul(0xc2b2_ae3d_27d4_eb4f);
    (mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 32
}

/// Takes features out that few papers show.
fn keep_common(language: &mut Taught) {
    let mut n_papers = vec![0usize; language.index.0.len()];
    for paper in &language.papers {
        let seen: BTreeSet<u32> = paper.iter().flat_map(|row| row.features.iter().copied()).collect();
        seen.into_iter().for_each(|feature| n_papers[feature as usize] += 1);
    }
    for row in language.papers.iter_mut().flatten() {
        row.features.retain(|feature| n_papers[*feature as usize] >= LEAST_PAPERS);
    }
}
