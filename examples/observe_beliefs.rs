//! Judged sentences, judged links and their papers -> one JSON record for every link that is told in one of these sentences or was judged
//! itself, and whether readers say so, too: what `scripts/fit_belief.py` learns from.
//!
//! ```text
//! cargo run --release --example observe_beliefs -- [--seeds DIR] STATEMENTS.jsonl LINKS.jsonl CORPUS GOLD.json|PAPER [CORPUS ...] > beliefs.jsonl
//! ```
//! CORPUS is the folder that holds the paper a gold file names. Ends that readers did not see in a sentence teach nothing.

#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, missing_docs)] // a tool for developers, not the product

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::path::Path;

use serde_json::{Value, json};
use sinograph::extract::{BeliefObservation, Extractor};
use sinograph::knowledge::Knowledge;
use sinograph::model::AnnotatedDocument;
use sinograph::segment::Segmenter;
use sinograph::text::Span;

#[path = "support/gold.rs"]
#[allow(dead_code)] // each example uses its part
mod gold;
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
    let (statements, links) = (statements::read(Path::new(&args[0])), statements::read(Path::new(&args[1])));
    for pair in args[2..].chunks(2) {
        let (doc, gold) = gold::annotated(&pair[0], &pair[1], &knowledge, &segmenter);
        let [records, links] =
            [&statements, &links].map(|all| all.get(&gold.doc).map_or(&[][..], Vec::as_slice));
        if records.is_empty() && links.is_empty() {
            continue;
        }
        let judged = Judged::new(&doc, records);
        let bad: BTreeSet<Span> =
            judged.mentions().into_iter().filter(|(.., is_bad)| *is_bad).map(|(span, ..)| span).collect();
        for link in extractor.observe_beliefs(&doc) {
            let Some(is_right) =
                by_itself(&doc, links, &link).or_else(|| in_sentence(&doc, &judged, &bad, &link))
            else {
                continue;
            };
            println!(
                "{}",
                json!({
                    "doc": gold.doc,
                    "names": link.names.each_ref().map(|names| &names[0]),
                    "kind": link.kind,
                    "is_right": is_right,
                    "features": link.features.into_iter().collect::<BTreeMap<_, _>>(),
                })
            );
        }
    }
}

/// Whether a reader who was shown the link and its passage found that the passage tells it.
fn by_itself(doc: &AnnotatedDocument, judged: &[Value], link: &BeliefObservation) -> Option<bool> {
    let passage = statements::digest(doc.document.slice(link.passage));
    let names = link
        .names
        .each_ref()
        .map(|names| names.iter().map(|name| statements::digest(name)).collect::<Vec<_>>());
    let is_it = |record: &&Value| {
        let is = |field: &str, values: &[String]| values.iter().any(|value| record[field] == value.as_str());
        record["kind"] == link.kind.as_str()
            && record["passage"] == passage.as_str()
            && is("source", &names[0])
            && is("target", &names[1])
    };
    judged.iter().find(is_it).map(|record| record["verdict"] == "right")
}

/// Whether readers who named every link of the sentence named it; nothing where they did not see both ends.
fn in_sentence(
    doc: &AnnotatedDocument,
    judged: &Judged<'_>,
    bad: &BTreeSet<Span>,
    link: &BeliefObservation,
) -> Option<bool> {
    // Readers judged the last sentence of a passage, beside what stands before it.
    let sentence = doc.sentence_at(link.passage.end.saturating_sub(1))?;
    let ways = link.places[0].iter().flat_map(|source| {
        link.places[1].iter().filter_map(|target| judged.ways(sentence, *source, *target))
    });
    let ways = ways.reduce(|all, more| [all, more].concat())?;
    let is_bad = link.places.iter().any(|places| places.iter().all(|place| bad.contains(place)));
    Some(ways.contains(&gold::way(&link.kind, true)) && !is_bad)
}
