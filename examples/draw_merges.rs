//! A store -> a sample of its merges and of nearly identical names left apart, for readers to judge.
//!
//! ```text
//! cargo run --example draw_merges -- STORE SEED > sample.txt
//! ```
//! 100 merges of a Chinese and an English name, 100 of one language, and 100 pairs left apart; each with an id, the rule, how sure
//! it is and what papers say. The same seed draws the same sample. `quality/merges.tsv` keeps ids and verdicts.

#![allow(clippy::print_stdout, clippy::expect_used)] // a tool for developers, not the product

use std::env;
use std::path::Path;

use sinograph::knowledge::{Knowledge, Options};
use sinograph::model::{ConceptGraph, MergeReason};
use sinograph::pipeline;
use sinograph::resolve::near;
use sinograph::store::Store;
use sinograph::text::{Digest, Language, language_of};

/// How many of each sort.
const SIZE: usize = 100;

fn main() {
    let args: Vec<String> = env::args().skip(1).collect();
    let seed: u64 = args[1].parse().expect("a seed");
    let knowledge = Knowledge::load(&Options::default()).expect("built-in knowledge");
    let store = Store::read(Path::new(&args[0])).expect("a store");
    let (graph, _) = pipeline::graph(&store, &knowledge).expect("a graph");
    let (mut across, mut within) = (Vec::new(), Vec::new());
    for node in graph.graph.node_indices() {
        for merge in &graph.graph[node].merges {
            let languages = (language_of(&merge.name), language_of(&merge.with));
            let line = shown(&graph, &graph.graph[node].id.0, merge);
            if languages.0 == languages.1 { within.push(line) } else { across.push(line) }
        }
    }
    let left_apart: Vec<String> = near(&graph)
        .into_iter()
        .map(|pair| {
            let (a, b) = (&graph.graph[pair.left], &graph.graph[pair.right]);
            let language = if language_of(&pair.left_name) == Language::Zh { "zh" } else { "en" };
            let (left, right) = (&pair.left_name, &pair.right_name);
            format!("{}\t{language}\t{} {left}\t{} {right}", id(&[left, right]), a.kind, b.kind)
        })
        .collect();
    for (what, list, salt) in
        [("zh-en", across, 1), ("one language", within, 2), ("left apart", left_apart, 3)]
    {
        println!("# {what}: {} of {}", SIZE.min(list.len()), list.len());
        for line in drawn(list, seed.wrapping_mul(31).wrapping_add(salt)) {
            println!("{line}");
        }
    }
}

fn id(parts: &[&str]) -> String {
    parts.iter().fold(Digest::default(), |digest, part| digest.with(part.as_bytes())).finish()
}

fn shown(graph: &ConceptGraph, concept: &str, merge: &MergeReason) -> String {
    let mut line = format!(
        "{}\t{} = {}\t{:.2} {}\t[{concept}]",
        id(&[&merge.name, &merge.with]),
        merge.name,
        merge.with,
        merge.confidence,
        merge.rule
    );
    for evidence in merge.evidence.iter().take(2) {
        let document = &graph.documents[evidence.document];
        let mut from = evidence.span.start.saturating_sub(45) as usize;
        while !document.text.is_char_boundary(from) {
            from += 1;
        }
        let quote: String = document.text[from..evidence.span.end as usize].chars().take(120).collect();
        line.push_str(&format!("\n\t\t{}: …{}", document.path, quote.replace('\n', " ")));
    }
    line
}

/// A sample without repetition, in the order drawn.
fn drawn(mut list: Vec<String>, mut seed: u64) -> Vec<String> {
    let n_drawn = SIZE.min(list.len());
    for at in 0..n_drawn {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let other = at + (seed >> 33) as usize % (list.len() - at);
        list.swap(at, other);
    }
    list.truncate(n_drawn);
    list
}
