//! Gold graphs and their papers -> one JSON record for every two gold concepts that a paper ties: what `scripts/fit_links.py` learns from.
//!
//! ```text
//! cargo run --release --example observe_ties -- [--seeds DIR] CORPUS GOLD.json [CORPUS GOLD.json ...] > ties.jsonl
//! ```
//! CORPUS is the folder that holds the paper a gold file names. The first record names the numbers of all others.

#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, missing_docs)] // a tool for developers, not the product

use std::env;

use serde_json::{Value, json};
use sinograph::extract::{Extractor, FeatureNames, TieObservation, tie_numbers};
use sinograph::knowledge::Knowledge;
use sinograph::segment::Segmenter;

#[path = "support/gold.rs"]
#[allow(dead_code)] // each example uses its part
mod gold;
use gold::{Gold, SYMMETRIC};
#[path = "support/seeds.rs"]
#[allow(dead_code)] // each example uses its part
mod seeds;

fn main() {
    let (options, args) = seeds::options(env::args().skip(1).collect());
    let knowledge = Knowledge::load(&options).expect("knowledge");
    let (segmenter, extractor) = (Segmenter::new(&knowledge), Extractor::new(&knowledge));
    let names = tie_numbers();
    println!(
        "{}",
        json!({
            "alone": names.alone, "together": names.together,
            "of_way": names.of_way, "of_way_together": names.of_way_together,
        })
    );
    for pair in args.chunks(2) {
        let (doc, gold) = gold::annotated(&pair[0], &pair[1], &knowledge, &segmenter);
        let (_, ties) = extractor.observe_links(&doc, &FeatureNames::default());
        for tie in ties {
            if let Some(record) = record(&gold, &tie) {
                println!("{record}");
            }
        }
    }
}

/// A tie of two gold concepts, with what the gold graph links.
fn record(gold: &Gold, tie: &TieObservation) -> Option<Value> {
    let [(a, a_salience, _), (b, b_salience, _)] =
        [gold.find_any(&tie.names[0])?, gold.find_any(&tie.names[1])?];
    if a == b {
        return None;
    }
    let linked = gold.relations.iter().filter_map(|relation| {
        let ends = (relation.source, relation.target);
        let flipped = ends == (b, a);
        let is_symmetric = SYMMETRIC.contains(&relation.kind.as_str());
        (flipped || ends == (a, b)).then(|| json!([relation.kind, flipped && !is_symmetric]))
    });
    let ways =
        tie.ways.iter().map(|(kind, flipped, [alone, together])| json!([kind, flipped, alone, together]));
    Some(json!({
        "doc": gold.doc,
        "ends": [a, b],
        "labels": tie.names.each_ref().map(|names| &names[0]),
        "core": a_salience >= 2 && b_salience >= 2,
        "n_core": gold.n_core(),
        "linked": linked.collect::<Vec<_>>(),
        "numbers": tie.numbers,
        "together": tie.together,
        "ways": ways.collect::<Vec<_>>(),
    }))
}
