//! Papers -> one JSON record for every term, with all that is known of it when links are read: what `scripts/fit_ranking.py` learns from.
//!
//! ```text
//! cargo run --release --example observe_ranking -- [--seeds DIR] PAPER... > ranking.jsonl
//! ```
//! DIR holds models that did not see the papers.

#![allow(clippy::print_stdout, clippy::expect_used, missing_docs)] // a tool for developers, not the product

use std::env;

use serde_json::{Map, Value, json};

#[path = "support/seeds.rs"]
mod seeds;

fn main() {
    seeds::each_paper(env::args().skip(1).collect(), |extractor, path, doc| {
        for (names, features) in extractor.observe_ranking(doc) {
            let features: Map<String, Value> =
                features.iter().map(|(name, value)| (name.to_owned(), json!(value))).collect();
            println!("{}", json!({ "doc": path, "names": names, "features": features }));
        }
    });
}
