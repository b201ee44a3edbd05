//! Judged mentions -> one JSON record for every judged place with what is known of it: what `scripts/fit_unithood.py` learns from.
//!
//! ```text
//! cargo run --release --example observe_places -- [--seeds DIR] MENTIONS.jsonl CORPUS PAPER [CORPUS PAPER ...] > places.jsonl
//! ```
//! `kept` says whether readers found a term with the right borders there. A judged place where no candidate stands is left out.

#![allow(clippy::print_stdout, clippy::expect_used, clippy::unwrap_used, missing_docs)] // a tool for developers, not the product

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::Path;

use serde_json::{Map, Value, json};
use sinograph::extract::{Extractor, FeatureNames};
use sinograph::knowledge::Knowledge;
use sinograph::segment::Segmenter;

#[path = "support/gold.rs"]
#[allow(dead_code)] // each example uses its part
mod gold;
#[path = "support/seeds.rs"]
#[allow(dead_code)] // each example uses its part
mod seeds;
#[path = "support/statements.rs"]
#[allow(dead_code)] // each example uses its part
mod statements;

fn main() {
    let (options, args) = seeds::options(env::args().skip(1).collect());
    let knowledge = Knowledge::load(&options).expect("knowledge");
    let (segmenter, extractor) = (Segmenter::new(&knowledge), Extractor::new(&knowledge));
    let judged = statements::read(Path::new(&args[0]));
    for pair in args[1..].chunks(2) {
        let Some(records) = judged.get(&pair[1]) else { continue };
        let bytes = fs::read(Path::new(&pair[0]).join(&pair[1])).expect("paper");
        let document = sinograph::read::read(&pair[1], &bytes, &knowledge).expect("reads");
        let doc = segmenter.segment(document);
        let names = FeatureNames::default();
        let places = extractor.observe_places(&doc, &names).into_iter();
        let places: BTreeMap<_, _> =
            places.map(|(span, features, words)| (span, (features, words))).collect();
        let names = names.borrow();
        for (span, _, is_bad) in statements::Judged::new(&doc, records).mentions() {
            let Some((features, words)) = places.get(&span) else { continue };
            let words: Vec<_> = words.iter().map(|id| &names[id]).collect();
            let features: Map<String, Value> =
                features.iter().map(|(name, value)| (name.to_owned(), json!(value))).collect();
            println!(
                "{}",
                json!({ "doc": pair[1], "name": doc.document.slice(span), "kept": !is_bad, "features": features, "words": words })
            );
        }
    }
}
