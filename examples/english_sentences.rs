//! Papers -> their English sentences with words and parts of speech, one JSON record a line: what a teacher of English tags reads.
//!
//! ```text
//! cargo run --release --example english_sentences -- PAPER ... > sentences.jsonl
//! ```

#![allow(clippy::print_stdout, clippy::expect_used)] // a tool for developers, not the product

use std::env;
use std::path::Path;

use serde_json::json;
use sinograph::knowledge::{Knowledge, Options};
use sinograph::segment::Segmenter;
use sinograph::text::Language;

fn main() {
    let knowledge = Knowledge::load(&Options::default()).expect("built-in knowledge");
    let segmenter = Segmenter::new(&knowledge);
    for path in env::args().skip(1) {
        let bytes = std::fs::read(Path::new(&path)).expect("readable");
        let document = sinograph::read::read(&path, &bytes, &knowledge).expect("a document");
        let doc = segmenter.segment(document);
        for sentence in doc.sentences.iter().filter(|sentence| sentence.language == Language::En) {
            let start = sentence.span.start;
            let words: Vec<_> = sentence
                .tokens
                .clone()
                .map(|at| {
                    let span = doc.tokens[at].span;
                    json!([span.start - start, span.end - start, doc.tokens[at].tag as u8])
                })
                .collect();
            let text = doc.document.slice(sentence.span);
            println!("{}", json!({ "text": text, "words": words }));
        }
    }
}
