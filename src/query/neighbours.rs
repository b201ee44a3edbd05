//! A concept -> the concepts around it, and its own links in and out.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::Direction;
use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;

use super::Selection;
use crate::model::ConceptGraph;

/// A concept near another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Neighbour {
    /// The concept.
    pub node: NodeIndex,
    /// How many links away it is.
    pub distance: usize,
    /// The links that reach it from one step nearer, the surest first.
    pub via: Vec<EdgeIndex>,
}

/// Concepts at most `depth` links from a concept, along links and to kinds that the selection wants, in either direction: the
/// nearest first, then those reached by most papers, then the most salient.
#[must_use]
pub fn neighbours(
    graph: &ConceptGraph,
    node: NodeIndex,
    depth: usize,
    selection: &Selection,
) -> Vec<Neighbour> {
    let mut seen = BTreeSet::from([node]);
    let mut ring = vec![node];
    let mut found: Vec<Neighbour> = Vec::new();
    for distance in 1..=depth {
        let mut next: BTreeMap<NodeIndex, Vec<EdgeIndex>> = BTreeMap::new();
        for near in &ring {
            for (other, edge) in around(graph, *near) {
                let wanted = selection.wants_link(&graph.graph[edge])
                    && selection.wants_concept(other, &graph.graph[other]);
                if wanted && !seen.contains(&other) {
                    next.entry(other).or_default().push(edge);
                }
            }
        }
        seen.extend(next.keys());
        ring = next.keys().copied().collect();
        found.extend(next.into_iter().map(|(node, mut via)| {
            by_strength(graph, &mut via);
            Neighbour { node, distance, via }
        }));
    }
    let n_papers = |neighbour: &Neighbour| papers_of(graph, &neighbour.via).len();
    let score = |neighbour: &Neighbour| graph.graph[neighbour.node].score;
    found.sort_by(|a, b| {
        a.distance
            .cmp(&b.distance)
            .then_with(|| n_papers(b).cmp(&n_papers(a)))
            .then_with(|| score(b).total_cmp(&score(a)))
            .then(a.node.cmp(&b.node))
    });
    found
}

/// Links of a concept in one direction, the best evidenced first.
#[must_use]
pub fn links(graph: &ConceptGraph, node: NodeIndex, direction: Direction) -> Vec<EdgeIndex> {
    let mut links: Vec<EdgeIndex> =
        graph.graph.edges_directed(node, direction).map(|edge| edge.id()).collect();
    by_strength(graph, &mut links);
    links
}

/// Documents that state any of the links.
#[must_use]
pub fn papers_of(graph: &ConceptGraph, links: &[EdgeIndex]) -> BTreeSet<usize> {
    links.iter().flat_map(|edge| graph.graph[*edge].documents.iter().copied()).collect()
}

/// Most papers first, then the surest, then the first.
fn by_strength(graph: &ConceptGraph, links: &mut [EdgeIndex]) {
    links.sort_by(|a, b| {
        let (left, right) = (&graph.graph[*a], &graph.graph[*b]);
        right
            .documents
            .len()
            .cmp(&left.documents.len())
            .then_with(|| right.confidence.total_cmp(&left.confidence))
            .then(a.cmp(b))
    });
}

fn around(graph: &ConceptGraph, node: NodeIndex) -> Vec<(NodeIndex, EdgeIndex)> {
    let out = graph.graph.edges(node).map(|edge| (edge.target(), edge.id()));
    let into = graph.graph.edges_directed(node, Direction::Incoming);
    out.chain(into.map(|edge| (edge.source(), edge.id()))).collect()
}
