//! Papers -> sentences with numbered mentions, for readers to judge which of them each sentence links.
//!
//! ```text
//! cargo run --release --example draw_statements -- SENTENCES_PER_PAPER SEED PAPER... > statements.json
//! ```
//! One JSON record a sentence: the document and its SHA-256, the sentence with the one before and its headings, and the mentions
//! as characters within the sentence. The same seed draws the same sentences.

#![allow(clippy::print_stdout, clippy::expect_used, missing_docs)] // a tool for developers, not the product

use std::env;

use serde_json::json;
use sinograph::extract::Statement;

#[path = "support/drawn.rs"]
mod drawn;
#[path = "support/seeds.rs"]
mod seeds;

fn main() {
    drawn::each_paper(
        env::args().skip(1).collect(),
        |extractor, doc| {
            let mut statements: Vec<Statement> = extractor.observe_statements(doc);
            statements.retain(|statement| {
                drawn::is_short_prose(doc, &doc.sentences[statement.sentence])
                    && statement.mentions.len() + statement.context.len().min(1) >= 2
            });
            statements
        },
        |doc, statement| {
            let sentence = &doc.sentences[statement.sentence];
            let mention = |(span, kind): &_| {
                let (start, end) = drawn::chars(doc, sentence, *span);
                json!([start, end, kind])
            };
            let context = |(span, kind): &_| json!([doc.document.slice(*span), kind]);
            let mut record = drawn::record(doc, statement.sentence);
            record["mentions"] = statement.mentions.iter().map(mention).collect();
            record["context"] = statement.context.iter().map(context).collect();
            println!("{record}");
        },
    );
}
