//! Papers -> sentences with every place that may be a term, for readers to judge which are terms with the right borders.
//!
//! ```text
//! cargo run --release --example draw_mentions -- SENTENCES_PER_PAPER SEED PAPER... > mentions.json
//! ```
//! One JSON record a sentence: the document and its SHA-256, the sentence with the one before and its headings, and the places
//! as characters within the sentence, before any is dropped. The same seed draws the same sentences.

#![allow(clippy::print_stdout, clippy::expect_used, missing_docs)] // a tool for developers, not the product

use std::env;

use serde_json::json;
use sinograph::extract::FeatureNames;
use sinograph::text::Span;

#[path = "support/drawn.rs"]
mod drawn;
#[path = "support/seeds.rs"]
mod seeds;

fn main() {
    drawn::each_paper(
        env::args().skip(1).collect(),
        |extractor, doc| {
            let places = extractor.observe_places(doc, &FeatureNames::default());
            let spans: Vec<Span> = places.into_iter().map(|(span, ..)| span).collect();
            let of = |(at, sentence): (usize, &sinograph::model::Sentence)| {
                let from = spans.partition_point(|span| span.start < sentence.span.start);
                let to = spans.partition_point(|span| span.start < sentence.span.end);
                let own = spans[from..to].to_vec();
                (drawn::is_short_prose(doc, sentence) && !own.is_empty()).then_some((at, own))
            };
            doc.sentences.iter().enumerate().filter_map(of).collect()
        },
        |doc, (at, places)| {
            let place = |span: &Span| {
                let (start, end) = drawn::chars(doc, &doc.sentences[*at], *span);
                json!([start, end])
            };
            let mut record = drawn::record(doc, *at);
            record["mentions"] = places.iter().map(place).collect();
            println!("{record}");
        },
    );
}
