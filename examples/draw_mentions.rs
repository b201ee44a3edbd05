//! Papers -> sentences with every place that is taken for a term, for readers to judge which are terms with the right borders.
//!
//! ```text
//! cargo run --release --example draw_mentions -- SENTENCES_PER_PAPER SEED PAPER... > mentions.json
//! ```
//! One JSON record a sentence: the document and its SHA-256, the sentence with the one before and its headings, and the mentions
//! as characters within the sentence, with their kinds. The same seed draws the same sentences.

#![allow(clippy::print_stdout, clippy::expect_used, missing_docs)] // a tool for developers, not the product

use std::env;

use serde_json::json;

#[path = "support/drawn.rs"]
mod drawn;

fn main() {
    let args: Vec<String> = env::args().skip(1).collect();
    drawn::each_paper(
        &args,
        |extractor, doc| {
            let fragment = extractor.extract(doc.clone());
            let of = |(at, sentence): (usize, &_)| {
                let mentions =
                    fragment.mentions.iter().filter(|mention| doc.sentences[at].span.contains(mention.span));
                let mentions: Vec<_> = mentions
                    .map(|mention| (mention.span, fragment.terms[mention.term].kind.clone()))
                    .collect();
                (drawn::is_short_prose(doc, sentence) && !mentions.is_empty()).then_some((at, mentions))
            };
            doc.sentences.iter().enumerate().filter_map(of).collect()
        },
        |doc, (at, mentions)| {
            let mention = |(span, kind): &_| {
                let (start, end) = drawn::chars(doc, &doc.sentences[*at], *span);
                json!([start, end, kind])
            };
            let mut record = drawn::record(doc, *at);
            record["mentions"] = mentions.iter().map(mention).collect();
            println!("{record}");
        },
    );
}
