//! Papers -> sentences with numbered mentions, for readers to judge which of them each sentence links.
//!
//! ```text
//! cargo run --release --example draw_statements -- SENTENCES_PER_PAPER SEED PAPER... > statements.json
//! ```
//! One JSON record a sentence: the document and its SHA-256, the sentence with the one before and its headings, and the mentions
//! as characters within the sentence. The same seed draws the same sentences.

#![allow(clippy::print_stdout, clippy::expect_used)] // a tool for developers, not the product

use std::env;
use std::path::Path;

use serde_json::json;
use sinograph::extract::{Extractor, Statement};
use sinograph::knowledge::{Knowledge, Options};
use sinograph::model::{AnnotatedDocument, BlockKind};
use sinograph::segment::Segmenter;
use sinograph::text::Span;

/// Sentences longer than this many characters are not drawn; readers lose the thread.
const LONGEST: usize = 420;

fn main() {
    let args: Vec<String> = env::args().skip(1).collect();
    let n_sentences: usize = args[0].parse().expect("a number of sentences");
    let mut seed: u64 = args[1].parse().expect("a seed");
    let knowledge = Knowledge::load(&Options::default()).expect("built-in knowledge");
    let segmenter = Segmenter::new(&knowledge);
    let extractor = Extractor::new(&knowledge);
    for path in &args[2..] {
        let bytes = std::fs::read(Path::new(path)).expect("readable");
        let document = sinograph::read::read(path, &bytes, &knowledge).expect("a document");
        let doc = segmenter.segment(document);
        let mut statements: Vec<Statement> = extractor.observe_statements(&doc);
        statements.retain(|statement| is_drawn(&doc, statement));
        for at in (1..statements.len()).rev() {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            statements.swap(at, (seed >> 33) as usize % (at + 1));
        }
        statements.truncate(n_sentences);
        statements.sort_by_key(|statement| statement.sentence);
        for statement in &statements {
            println!("{}", record(&doc, statement));
        }
    }
}

fn is_drawn(doc: &AnnotatedDocument, statement: &Statement) -> bool {
    let sentence = &doc.sentences[statement.sentence];
    let n_chars = doc.document.slice(sentence.span).chars().count();
    let is_prose =
        matches!(doc.document.blocks[sentence.block].kind, BlockKind::Paragraph | BlockKind::Heading);
    is_prose && n_chars <= LONGEST && statement.mentions.len() + statement.context.len().min(1) >= 2
}

fn record(doc: &AnnotatedDocument, statement: &Statement) -> serde_json::Value {
    let sentence = &doc.sentences[statement.sentence];
    let text = doc.document.slice(sentence.span);
    let chars = |from: u32, to: u32| doc.document.slice(Span { start: from, end: to }).chars().count();
    let start = sentence.span.start;
    let mentions: Vec<_> = statement
        .mentions
        .iter()
        .map(|(span, kind)| json!([chars(start, span.start), chars(start, span.end), kind]))
        .collect();
    let context: Vec<_> =
        statement.context.iter().map(|(span, kind)| json!([doc.document.slice(*span), kind])).collect();
    let before = statement
        .sentence
        .checked_sub(1)
        .map(|at| &doc.sentences[at])
        .filter(|before| before.block == sentence.block)
        .map_or("", |before| doc.document.slice(before.span));
    let mut headings = Vec::new();
    let mut section = Some(doc.document.blocks[sentence.block].section);
    while let Some(index) = section {
        headings.extend(doc.document.sections[index].heading.map(|span| doc.document.slice(span)));
        section = doc.document.sections[index].parent;
    }
    headings.reverse();
    json!({
        "doc": Path::new(&doc.document.path).file_name().map(|name| name.to_string_lossy().into_owned()),
        "sha256": doc.document.sha256,
        "text": text,
        "mentions": mentions,
        "context": context,
        "before": before,
        "headings": headings,
    })
}
