//! Papers -> one JSON record for every term, with all that is known of it when links are read: what `scripts/fit_ranking.py` learns from.
//!
//! ```text
//! cargo run --release --example observe_ranking -- [--seeds DIR] PAPER... > ranking.jsonl
//! ```
//! DIR holds models that did not see the papers.

#![allow(clippy::print_stdout, clippy::expect_used, missing_docs)] // a tool for developers, not the product

use std::{env, fs};

use serde_json::{Map, Value, json};
use sinograph::extract::Extractor;
use sinograph::knowledge::Knowledge;
use sinograph::segment::Segmenter;

#[path = "support/seeds.rs"]
mod seeds;

fn main() {
    let (options, papers) = seeds::options(env::args().skip(1).collect());
    let knowledge = Knowledge::load(&options).expect("knowledge");
    let (segmenter, extractor) = (Segmenter::new(&knowledge), Extractor::new(&knowledge));
    for path in papers {
        let bytes = fs::read(&path).expect("paper");
        let document = sinograph::read::read(&path, &bytes, &knowledge).expect("reads");
        let doc = segmenter.segment(document);
        for (names, features) in extractor.observe_ranking(&doc) {
            let features: Map<String, Value> =
                features.iter().map(|(name, value)| (name.to_owned(), json!(value))).collect();
            println!("{}", json!({ "doc": path, "names": names, "features": features }));
        }
    }
}
