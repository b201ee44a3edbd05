//! Annotated papers -> one JSON record a paper: words, terms and pairs as the network sees them, and what is marked. For
//! `scripts/fit_reader.py`.
//!
//! ```text
//! cargo run --release --example observe_reading -- [--seeds DIR] STATEMENTS.jsonl CORPUS GOLD.json|PAPER [CORPUS ...] > reading.jsonl
//! ```
//! CORPUS is the folder that holds the paper a gold file names; of a paper without one only the judged sentences teach. DIR holds models
//! that did not see the papers, and an empty `reader.bin`, so that the network learns to look at terms and kinds that are as good as they
//! will be in new papers.

#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, missing_docs)] // a tool for developers, not the product

use std::collections::BTreeMap;
use std::env;
use std::path::Path;

use serde_json::{Value, json};
use sinograph::extract::{Extractor, LookObservation, words_of};
use sinograph::knowledge::Knowledge;
use sinograph::model::AnnotatedDocument;
use sinograph::segment::Segmenter;

#[path = "support/gold.rs"]
#[allow(dead_code)] // each example uses its part
mod gold;
use gold::{Gold, Squeezed};
#[path = "support/seeds.rs"]
#[allow(dead_code)] // each example uses its part
mod seeds;
#[path = "support/statements.rs"]
#[allow(dead_code)] // each example uses its part
mod statements;
use statements::Judged;

fn main() {
    let (options, args) = seeds::options(env::args().skip(1).collect());
    let knowledge = Knowledge::load(&options).expect("knowledge");
    let (segmenter, extractor) = (Segmenter::new(&knowledge), Extractor::new(&knowledge));
    let statements = statements::read(Path::new(&args[0]));
    for pair in args[1..].chunks(2) {
        let (doc, gold) = gold::annotated(&pair[0], &pair[1], &knowledge, &segmenter);
        let judged = Judged::new(&doc, statements.get(&gold.doc).map_or(&[], Vec::as_slice));
        let seen = extractor.observe_reading(&doc);
        let squeezed = Squeezed::new(&doc);
        let shown: Vec<Vec<usize>> =
            gold.relations.iter().map(|relation| squeezed.sentences(&doc, &relation.hint)).collect();
        let mut numbers: BTreeMap<&[String], usize> = BTreeMap::new();
        for word in &seen.words {
            let next = numbers.len();
            numbers.entry(word).or_insert(next);
        }
        let mut words: Vec<&[String]> = vec![&[]; numbers.len()];
        numbers.iter().for_each(|(word, at)| words[*at] = word);
        let terms = seen.terms.iter().map(|(names, places)| {
            let places: Vec<[usize; 2]> = places.iter().map(|words| [words.start, words.end]).collect();
            let marked = gold.find_any(names);
            let marked = marked.map(|(at, salience, exact)| json!([at, salience, exact, gold.kinds[at]]));
            json!([places, marked])
        });
        let record = json!({
            "doc": gold.doc,
            "n_concepts": gold.n_concepts,
            "words": words,
            "tokens": seen.words.iter().map(|word| numbers[word.as_slice()]).collect::<Vec<_>>(),
            "tags": doc.tokens.iter().map(|token| token.tag as usize).collect::<Vec<_>>(),
            "sentences": sentences(&doc),
            "terms": terms.collect::<Vec<_>>(),
            "judged_terms": judged.mentions().into_iter().map(|(span, kind, is_bad)| {
                let words = words_of(&doc, span);
                json!([[words.start, words.end], kind, is_bad])
            }).collect::<Vec<_>>(),
            "judged_pairs": seen.pairs.iter().filter_map(|pair| Some(look(pair, &judged.ways(pair.sentence, pair.spans[0], pair.spans[1])?, &[]))).collect::<Vec<_>>(),
            "pairs": seen.pairs.iter().filter_map(|pair| marked(&gold, &shown, pair)).collect::<Vec<_>>(),
        });
        println!("{record}");
    }
}

/// First word, word behind the last, and kind of the block of every sentence.
fn sentences(doc: &AnnotatedDocument) -> Vec<[usize; 3]> {
    let block = |at: usize| doc.document.blocks[at].kind as usize;
    let of = |sentence: &sinograph::model::Sentence| {
        [sentence.tokens.start, sentence.tokens.end, block(sentence.block)]
    };
    doc.sentences.iter().map(of).collect()
}

/// A pair of two marked concepts with the links that its own sentence shows, and those that others show.
fn marked(gold: &Gold, shown: &[Vec<usize>], pair: &LookObservation) -> Option<Value> {
    let [left, right] = pair.names.each_ref().map(|names| gold.find_any(names).map(|(at, ..)| at));
    let ends = (left?, right?);
    if ends.0 == ends.1 {
        return None;
    }
    let (mut here, mut elsewhere) = (Vec::new(), Vec::new());
    for (relation, sentences) in gold.relations.iter().zip(shown) {
        let is_forward = (relation.source, relation.target) == ends;
        if is_forward || (relation.target, relation.source) == ends {
            let way = gold::way(&relation.kind, is_forward);
            if sentences.contains(&pair.sentence) { &mut here } else { &mut elsewhere }.push(way);
        }
    }
    Some(look(pair, &here, &elsewhere))
}

/// A pair with the ways in which its own sentence links it, and those in which others do.
fn look(pair: &LookObservation, here: &[String], elsewhere: &[String]) -> Value {
    let [left, right] = [&pair.words[0], &pair.words[1]].map(|words| [words.start, words.end]);
    json!([left, right, pair.verb, pair.distance, pair.kinds, here, elsewhere])
}
