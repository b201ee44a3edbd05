//! Judged mentions -> one JSON record for every judged place with what is known of it: what `scripts/fit_unithood.py` learns from.
//!
//! ```text
//! cargo run --release --example observe_places -- MENTIONS.jsonl [--seeds DIR] PAPER... > places.jsonl
//! ```
//! `kept` says whether readers found a term with the right borders there. A judged place where no candidate stands is left out.

#![allow(clippy::print_stdout, clippy::expect_used, missing_docs)] // a tool for developers, not the product

use std::collections::BTreeMap;
use std::env;
use std::path::Path;

use serde_json::{Map, Value, json};
use sinograph::extract::FeatureNames;

#[path = "support/gold.rs"]
#[allow(dead_code)] // each example uses its part
mod gold;
#[path = "support/seeds.rs"]
mod seeds;
#[path = "support/statements.rs"]
#[allow(dead_code)] // each example uses its part
mod statements;

fn main() {
    let mut args: Vec<String> = env::args().skip(1).collect();
    let judged = statements::read(Path::new(&args.remove(0)));
    seeds::each_paper(args, |extractor, path, doc| {
        let name = Path::new(path).file_name().map(|name| name.to_string_lossy().into_owned());
        let Some((name, records)) = name.and_then(|name| judged.get_key_value(&name)) else { return };
        let names = FeatureNames::default();
        let places = extractor.observe_places(doc, &names).into_iter();
        let places: BTreeMap<_, _> =
            places.map(|(span, features, words)| (span, (features, words))).collect();
        let names = names.borrow();
        for (span, _, is_bad) in statements::Judged::new(doc, records).mentions() {
            let Some((features, words)) = places.get(&span) else { continue };
            let features: Map<String, Value> =
                features.iter().map(|(name, value)| (name.to_owned(), json!(value))).collect();
            let words: Vec<_> = words.iter().map(|id| &names[id]).collect();
            let text = doc.document.slice(span);
            println!(
                "{}",
                json!({ "doc": name, "name": text, "kept": !is_bad, "features": features, "words": words })
            );
        }
    });
}
