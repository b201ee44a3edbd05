//! ConceptGraph -> communities: groups of concepts that are linked more with each other than with the rest.

use std::collections::{BTreeMap, BTreeSet};

use leiden_rs::{GraphDataBuilder, Leiden, LeidenConfig};
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;

use super::centrality::importance;
use crate::model::{Communities, Community, ConceptGraph, Modality};

/// The same graph gives the same communities.
const SEED: u64 = 20_240_101;

/// The communities of a graph, numbered by size from 1; members stand by their importance within it, so the first few name a community.
///
/// Leiden (Traag, Waltman, van Eck 2019) with modularity at resolution 1, over pairs of concepts: their links of all kinds and
/// directions add up by confidence, denied ones aside. A concept without links is a community of its own.
///
/// # Complexity
/// Near-linear in the number of links.
#[must_use]
pub fn communities(graph: &ConceptGraph) -> Communities {
    let labels = partition(graph.graph.node_count(), &weights(graph));
    let mut members: BTreeMap<usize, Vec<NodeIndex>> = BTreeMap::new();
    for node in graph.graph.node_indices() {
        members.entry(labels[node.index()]).or_default().push(node);
    }
    let mut groups: Vec<Vec<NodeIndex>> = members.into_values().collect();
    groups.sort_by_key(|members| (std::cmp::Reverse(members.len()), members[0]));
    let mut of = vec![0; graph.graph.node_count()];
    for (number, members) in (1..).zip(&groups) {
        for node in members {
            of[node.index()] = number;
        }
    }
    let mut n_links = vec![0; groups.len()];
    let mut n_within = vec![0; graph.graph.node_count()];
    for edge in graph.graph.edge_references() {
        let (source, target) = (of[edge.source().index()], of[edge.target().index()]);
        if source == target {
            n_links[source - 1] += 1;
            n_within[edge.source().index()] += 1;
            n_within[edge.target().index()] += 1;
        }
    }
    let score = |node: &NodeIndex| importance(&graph.graph[*node], n_within[node.index()]);
    let group = |(mut members, n_links): (Vec<NodeIndex>, usize)| {
        members.sort_by(|a, b| score(b).total_cmp(&score(a)).then(a.cmp(b)));
        Community { members, n_links }
    };
    let groups = groups.into_iter().zip(n_links).map(group).collect();
    Communities { of, groups }
}

/// How strongly each pair is linked, by the smaller and the larger node.
fn weights(graph: &ConceptGraph) -> BTreeMap<(usize, usize), f64> {
    let mut weights: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    let links = graph.graph.edge_references().filter(|edge| edge.weight().key.modality != Modality::Negated);
    for edge in links.filter(|edge| edge.source() != edge.target()) {
        let (a, b) = (edge.source().index(), edge.target().index());
        *weights.entry((a.min(b), a.max(b))).or_default() += edge.weight().confidence;
    }
    weights.retain(|_, weight| weight.is_finite() && *weight > 0.0);
    weights
}

/// A label for each node. Where Leiden refuses a graph, its connected parts are the communities.
fn partition(n_nodes: usize, weights: &BTreeMap<(usize, usize), f64>) -> Vec<usize> {
    if weights.is_empty() {
        return (0..n_nodes).collect();
    }
    let mut builder = GraphDataBuilder::new(n_nodes);
    for ((a, b), weight) in weights {
        if builder.add_edge(*a, *b, *weight).is_err() {
            return components(n_nodes, weights);
        }
    }
    // Thresholds that no graph reaches keep the run on one thread, where it is the same on every machine.
    let config = LeidenConfig::builder()
        .seed(SEED)
        .parallel_local_moving_threshold(usize::MAX)
        .parallel_aggregation_threshold(usize::MAX)
        .build();
    let found = builder.build().and_then(|data| Leiden::new(config).run(&data));
    match found {
        Ok(found) if found.partition.len() == n_nodes => apart(n_nodes, found.partition.as_slice(), weights),
        _ => components(n_nodes, weights),
    }
}

/// Nodes without links must not share a label with anything.
fn apart(n_nodes: usize, labels: &[usize], weights: &BTreeMap<(usize, usize), f64>) -> Vec<usize> {
    let linked: BTreeSet<usize> = weights.keys().flat_map(|(a, b)| [*a, *b]).collect();
    let beyond = labels.iter().max().map_or(0, |most| most + 1);
    (0..n_nodes).map(|node| if linked.contains(&node) { labels[node] } else { beyond + node }).collect()
}

fn components(n_nodes: usize, weights: &BTreeMap<(usize, usize), f64>) -> Vec<usize> {
    let mut sets = petgraph::unionfind::UnionFind::<usize>::new(n_nodes);
    for (a, b) in weights.keys() {
        sets.union(*a, *b);
    }
    sets.into_labeling()
}
