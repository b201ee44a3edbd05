//! ConceptGraph -> concepts by the year of the papers that speak of them.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::NodeIndex;

use crate::model::ConceptGraph;

/// Concepts by year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Timeline {
    /// Years that have papers, in order, with how many.
    pub years: Vec<(u16, usize)>,
    /// Papers without a year.
    pub n_undated: usize,
    /// Concepts with the number of papers per year, in the order of `years`: those in most dated papers first.
    pub rows: Vec<(NodeIndex, Vec<usize>)>,
}

/// How many papers of each year speak of each concept; an empty set of kinds takes them all.
#[must_use]
pub fn timeline(graph: &ConceptGraph, kinds: &BTreeSet<String>) -> Timeline {
    let mut years: BTreeMap<u16, usize> = BTreeMap::new();
    for document in &graph.documents {
        if let Some(year) = document.metadata.year {
            *years.entry(year).or_default() += 1;
        }
    }
    let n_undated = graph.documents.iter().filter(|document| document.metadata.year.is_none()).count();
    let mut rows: Vec<(NodeIndex, Vec<usize>)> = graph
        .graph
        .node_indices()
        .filter(|node| kinds.is_empty() || kinds.contains(&graph.graph[*node].kind))
        .map(|node| {
            let of_concept = graph.graph[node].documents.iter();
            let dated: Vec<u16> =
                of_concept.filter_map(|document| graph.documents[*document].metadata.year).collect();
            let count = |year: &u16| dated.iter().filter(|known| *known == year).count();
            (node, years.keys().map(count).collect())
        })
        .filter(|(_, counts): &(NodeIndex, Vec<usize>)| counts.iter().any(|n| *n > 0))
        .collect();
    let score = |node: NodeIndex| graph.graph[node].score;
    let total = |counts: &[usize]| counts.iter().sum::<usize>();
    rows.sort_by(|a, b| {
        total(&b.1).cmp(&total(&a.1)).then_with(|| score(b.0).total_cmp(&score(a.0))).then(a.0.cmp(&b.0))
    });
    Timeline { years: years.into_iter().collect(), n_undated, rows }
}
