//! Papers -> one JSON record for every candidate term, with all that is known of it: what `scripts/fit_termhood.py` learns from.
//!
//! ```text
//! cargo run --release --example observe -- [--seeds DIR] PAPER... > candidates.jsonl
//! ```

#![allow(clippy::print_stdout, clippy::expect_used, missing_docs)] // a tool for developers, not the product

use std::env;

use serde_json::{Map, Value, json};
use sinograph::extract::FeatureNames;

#[path = "support/seeds.rs"]
mod seeds;

fn main() {
    seeds::each_paper(env::args().skip(1).collect(), |extractor, path, doc| {
        let names = FeatureNames::default();
        let observations = extractor.observe(doc, &names);
        let names = names.borrow();
        let main = doc.document.languages().first().map_or("", |language| language.code());
        for seen in observations {
            let features: Map<String, Value> =
                seen.features.iter().map(|(name, value)| (name.to_owned(), json!(value))).collect();
            let words: Vec<_> = seen.kind_features.iter().map(|id| &names[id]).collect();
            println!(
                "{}",
                json!({
                    "doc": path, "main": main, "label": seen.label, "names": seen.names, "language": seen.language.code(),
                    "features": features, "words": words,
                })
            );
        }
    });
}
