//! Gold graphs and their papers -> one JSON record for every two names of a paper that may be of one thing: what
//! `scripts/fit_coreference.py` learns from.
//!
//! ```text
//! cargo run --release --example observe_coreference -- [--seeds DIR] CORPUS GOLD.json [CORPUS GOLD.json ...] > names.jsonl
//! ```
//! CORPUS is the folder that holds the paper a gold file names; the name of a paper may stand in place of that of a gold file. `same` says whether the gold has the two as names of one concept; it is
//! null where only one of them, or neither, is exactly a name in the gold.

#![allow(clippy::print_stdout, clippy::expect_used, missing_docs)] // a tool for developers, not the product

use std::path::Path;
use std::{env, fs};

use serde_json::{Map, Value, json};
use sinograph::extract::Extractor;
use sinograph::knowledge::Knowledge;
use sinograph::segment::Segmenter;

#[path = "support/gold.rs"]
#[allow(dead_code)] // each example uses its part
mod gold;
use gold::Gold;
#[path = "support/seeds.rs"]
#[allow(dead_code)] // each example uses its part
mod seeds;

fn main() {
    let (options, args) = seeds::options(env::args().skip(1).collect());
    let knowledge = Knowledge::load(&options).expect("knowledge");
    let (segmenter, extractor) = (Segmenter::new(&knowledge), Extractor::new(&knowledge));
    for pair in args.chunks(2) {
        let (doc, gold) = if pair[1].ends_with(".json") {
            gold::annotated(&pair[0], &pair[1], &knowledge, &segmenter)
        } else {
            let path = Path::new(&pair[0]).join(&pair[1]);
            let bytes = fs::read(&path).expect("paper");
            let document = sinograph::read::read(&pair[1], &bytes, &knowledge).expect("reads");
            (segmenter.segment(document), Gold::read(&json!({ "doc": pair[1] })))
        };
        for (names, features) in extractor.observe_coreference(&doc) {
            let concepts = names.each_ref().map(|names| gold.find_any(names).filter(|(.., exact)| *exact));
            let same = concepts[0].zip(concepts[1]).map(|((a, ..), (b, ..))| a == b);
            let features: Map<String, Value> =
                features.iter().map(|(name, value)| (name.to_owned(), json!(value))).collect();
            let labels = names.each_ref().map(|names| &names[0]);
            println!("{}", json!({ "doc": gold.doc, "names": labels, "same": same, "features": features }));
        }
    }
}
