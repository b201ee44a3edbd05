//! One file -> what the rooms make of every sentence: words with tags, terms, links. For writing rules.
//!
//! ```text
//! cargo run --release --example inspect -- paper.txt [WORD]
//! ```

#![allow(clippy::print_stdout, clippy::expect_used)] // a tool for developers, not the product

use std::env;
use std::path::Path;

use sinograph::extract::Extractor;
use sinograph::knowledge::{Knowledge, Options};
use sinograph::segment::Segmenter;

fn main() {
    let args: Vec<String> = env::args().skip(1).collect();
    let knowledge = Knowledge::load(&Options::default()).expect("built-in knowledge");
    let bytes = std::fs::read(Path::new(&args[0])).expect("readable");
    let document = sinograph::read::read(&args[0], &bytes, &knowledge).expect("a document");
    let doc = Segmenter::new(&knowledge).segment(document);
    let fragment = Extractor::new(&knowledge).extract(doc.clone());
    for sentence in &doc.sentences {
        let text = doc.document.slice(sentence.span);
        if args.get(1).is_some_and(|word| !text.contains(word.as_str())) {
            continue;
        }
        println!("\n{:?} {text}", doc.document.blocks[sentence.block].kind);
        let words: Vec<String> =
            sentence.tokens.clone().map(|at| format!("{}/{:?}", doc.word(at), doc.tokens[at].tag)).collect();
        println!("  {}", words.join(" "));
        for mention in fragment.mentions.iter().filter(|mention| sentence.span.contains(mention.span)) {
            let term = &fragment.terms[mention.term];
            println!(
                "  [{}] {} {:.2} {}",
                doc.document.slice(mention.span),
                term.kind,
                term.score,
                mention.rule
            );
        }
        for link in fragment.relations.iter().filter(|link| sentence.span.contains(link.span)) {
            println!(
                "  {} -{}/{}-> {}  {} {:.2}",
                fragment.terms[link.source].label,
                link.kind,
                link.modality.name(),
                fragment.terms[link.target].label,
                link.rule,
                link.confidence
            );
        }
    }
}
