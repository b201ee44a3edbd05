//! How long questions to a large graph take: `cargo run --profile quick --example ask_speed -- PAPERS`.
//!
//! Builds the graph once and asks each question many times, of concepts spread evenly over the graph. Prints the median and the worst.
//! `scripts/ask_speed.py` does the same with networkx on the `graph.json` of the same papers.

use std::io::{self, Write};
use std::path::PathBuf;
use std::time::Instant;

use petgraph::Direction;
use petgraph::graph::NodeIndex;

use sinograph::knowledge::{Knowledge, Options};
use sinograph::model::ConceptGraph;
use sinograph::pipeline::Pipeline;
use sinograph::query::{self, Selection};
use sinograph::{analyze, query::Found};

/// How often a quick question is asked, and a slow one.
const MANY: usize = 200;
const FEW: usize = 5;

fn main() {
    let papers: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let knowledge = Knowledge::load(&Options::default()).expect("the built-in knowledge loads");
    let (graph, report) = Pipeline::new(&knowledge).build(&papers, &|_, _| {});
    let (n_nodes, n_links) = (graph.graph.node_count(), graph.graph.edge_count());
    say(&format!("{} papers, {n_nodes} concepts, {n_links} links", report.n_documents));
    let nodes = sample(&graph);
    let all = Selection::default();
    let label = |at: usize| graph.graph[nodes[at % nodes.len()]].label.clone();
    time("search", MANY, |at| query::search(&graph, &label(at)).len());
    time("find a name nearly", MANY, |at| match query::find(&graph, &format!("{}㐀", label(at))) {
        Found::One { .. } => 1,
        Found::Nothing { near } => near.len(),
    });
    time("show", MANY, |at| {
        let node = nodes[at % nodes.len()];
        query::links(&graph, node, Direction::Outgoing).len()
            + query::links(&graph, node, Direction::Incoming).len()
    });
    time("neighbours, 1 link", MANY, |at| query::neighbours(&graph, nodes[at % nodes.len()], 1, &all).len());
    time("neighbours, 2 links", MANY, |at| query::neighbours(&graph, nodes[at % nodes.len()], 2, &all).len());
    time("path, best of 1", MANY / 4, |at| {
        query::paths(&graph, nodes[at % nodes.len()], nodes[(at * 7 + 3) % nodes.len()], 1, &all).len()
    });
    time("path, 3 ways", MANY / 4, |at| {
        query::paths(&graph, nodes[at % nodes.len()], nodes[(at * 7 + 3) % nodes.len()], 3, &all).len()
    });
    time("explain", MANY, |at| {
        let node = nodes[at % nodes.len()];
        graph.graph.neighbors_undirected(node).map(|other| query::statements(&graph, node, other).len()).sum()
    });
    time("rank", FEW, |_| analyze::ranks(&graph).len());
    time("communities", FEW, |_| analyze::communities(&graph).groups.len());
    time("matrix region x model", FEW, |_| {
        analyze::matrix(&graph, "region", "model", &Default::default()).cells.len()
    });
    time("gaps", FEW, |_| analyze::gaps(&graph).single.len());
    time("timeline", FEW, |_| analyze::timeline(&graph, &Default::default()).rows.len());
}

/// Linked concepts, evenly spaced over the graph.
fn sample(graph: &ConceptGraph) -> Vec<NodeIndex> {
    let linked: Vec<NodeIndex> = graph
        .graph
        .node_indices()
        .filter(|node| graph.graph.neighbors_undirected(*node).next().is_some())
        .collect();
    (0..MANY.min(linked.len())).map(|at| linked[at * linked.len() / MANY]).collect()
}

fn time(question: &str, n_times: usize, answer: impl Fn(usize) -> usize) {
    let mut times: Vec<f64> = (0..n_times)
        .map(|at| {
            let started = Instant::now();
            std::hint::black_box(answer(at));
            started.elapsed().as_secs_f64() * 1_000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    say(&format!(
        "{question:<24} median {:>9.3} ms   worst {:>9.3} ms",
        times[n_times / 2],
        times[n_times - 1]
    ));
}

fn say(line: &str) {
    writeln!(io::stdout().lock(), "{line}").expect("stdout takes a line");
}
