//! Gold graphs, judged sentences and their papers -> one JSON record for every two terms that a paper ties and a gold graph or readers
//! judged: what `scripts/fit_links.py` learns from.
//!
//! ```text
//! cargo run --release --example observe_ties -- [--seeds DIR] STATEMENTS.jsonl CORPUS GOLD.json|PAPER [CORPUS ...] > ties.jsonl
//! ```
//! CORPUS is the folder that holds the paper a gold file names. The first record names the numbers of all others.

#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, missing_docs)] // a tool for developers, not the product

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::path::Path;

use serde_json::{Value, json};
use sinograph::extract::{Extractor, FeatureNames, PairObservation, tie_numbers};
use sinograph::knowledge::Knowledge;
use sinograph::segment::Segmenter;
use sinograph::text::Span;

#[path = "support/gold.rs"]
#[allow(dead_code)] // each example uses its part
mod gold;
use gold::{Gold, SYMMETRIC};
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
    let names = tie_numbers();
    println!(
        "{}",
        json!({
            "alone": names.alone, "together": names.together,
            "of_way": names.of_way, "of_way_together": names.of_way_together,
        })
    );
    let statements = statements::read(Path::new(&args[0]));
    for pair in args[1..].chunks(2) {
        let (doc, gold) = gold::annotated(&pair[0], &pair[1], &knowledge, &segmenter);
        let judged = Judged::new(&doc, statements.get(&gold.doc).map_or(&[], Vec::as_slice));
        let (pairs, ties) = extractor.observe_links(&doc, &FeatureNames::default());
        let said = Said::all(&judged, &pairs);
        for tie in ties {
            let ends = tie.names.each_ref().map(|names| names[0].as_str());
            let of_gold = linked_in(&gold, &tie.names);
            let of_readers = said.of(ends);
            if of_gold.is_none() && of_readers.is_none() {
                continue;
            }
            let (marked, linked) = of_gold.unwrap_or_default();
            let ways = tie
                .ways
                .iter()
                .map(|(kind, flipped, [alone, together])| json!([kind, flipped, alone, together]));
            println!(
                "{}",
                json!({
                    "doc": gold.doc,
                    "core": marked,
                    "labels": ends,
                    "n_core": gold.n_core(),
                    "linked": linked,
                    "judged": of_readers,
                    "numbers": tie.numbers,
                    "together": tie.together,
                    "ways": ways.collect::<Vec<_>>(),
                })
            );
        }
    }
}

/// Of two gold concepts, whether both are clearly wanted and the ways in which the gold graph links them.
fn linked_in(gold: &Gold, names: &[Vec<String>; 2]) -> Option<(Value, Vec<Value>)> {
    let [(a, a_salience, _), (b, b_salience, _)] = [gold.find_any(&names[0])?, gold.find_any(&names[1])?];
    if a == b {
        return None;
    }
    let linked = gold.relations.iter().filter_map(|relation| {
        let ends = (relation.source, relation.target);
        let flipped = ends == (b, a);
        let is_symmetric = SYMMETRIC.contains(&relation.kind.as_str());
        (flipped || ends == (a, b)).then(|| json!([relation.kind, flipped && !is_symmetric]))
    });
    Some((json!(a_salience >= 2 && b_salience >= 2), linked.collect()))
}

/// What judged sentences say of two terms.
#[derive(Default)]
struct Judgement {
    n_pairs: usize,
    n_judged: usize,
    /// Ways from the first of the two labels in their order to the second, or back.
    ways: BTreeSet<String>,
    /// Judged pairs of which an end is no concept.
    n_bad: usize,
}

/// What judged sentences say of every two terms, by their labels in order.
struct Said<'a>(BTreeMap<[&'a str; 2], Judgement>);

impl<'a> Said<'a> {
    fn all(judged: &Judged<'_>, pairs: &'a [PairObservation]) -> Self {
        let mut said: BTreeMap<[&str; 2], Judgement> = BTreeMap::new();
        let bad: BTreeSet<Span> =
            judged.mentions().into_iter().filter(|(.., is_bad)| *is_bad).map(|(span, ..)| span).collect();
        for pair in pairs {
            let mut ends = pair.names.each_ref().map(|names| names[0].as_str());
            let is_turned = ends[0] > ends[1];
            if is_turned {
                ends.swap(0, 1);
            }
            let own = said.entry(ends).or_default();
            own.n_pairs += 1;
            let Some(ways) = judged.ways(pair.sentence, pair.left, pair.right) else { continue };
            own.n_judged += 1;
            own.n_bad += usize::from(bad.contains(&pair.left) || bad.contains(&pair.right));
            own.ways.extend(ways.iter().map(|way| turned(way, is_turned)));
        }
        Said(said)
    }

    /// The ways in which readers linked two terms, and whether an end is no concept; nothing where they did not read all sentences that
    /// may link them.
    fn of(&self, mut ends: [&str; 2]) -> Option<(Vec<Value>, bool)> {
        let is_turned = ends[0] > ends[1];
        if is_turned {
            ends.swap(0, 1);
        }
        let own = self.0.get(&ends).filter(|own| own.n_judged > 0)?;
        if own.ways.is_empty() && own.n_judged < own.n_pairs {
            return None;
        }
        let way = |way: &String| {
            let way = turned(way, is_turned);
            json!([&way[1..], way.starts_with('<')])
        };
        Some((own.ways.iter().map(way).collect(), 2 * own.n_bad > own.n_judged))
    }
}

/// A way as its other end sees it.
fn turned(way: &str, is_turned: bool) -> String {
    let (direction, kind) = way.split_at(1);
    gold::way(kind, (direction == ">") != is_turned)
}
