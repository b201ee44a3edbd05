//! ConceptGraph -> community of each concept, by label propagation in a fixed order.

use std::collections::BTreeMap;

use petgraph::visit::EdgeRef;

use crate::model::ConceptGraph;

/// Rounds after which labels that still swing are left as they are.
const MOST_ROUNDS: usize = 30;

/// The community of each node, numbered by size; 0 is the largest.
///
/// Asynchronous label propagation (Raghavan, Albert, Kumara 2007) in order of nodes, ties to the smaller label, so that the
/// same graph always gives the same communities.
///
/// # Complexity
/// At most 30 passes over the edges.
#[must_use]
pub fn communities(graph: &ConceptGraph) -> Vec<usize> {
    let mut labels: Vec<usize> = (0..graph.graph.node_count()).collect();
    for _ in 0..MOST_ROUNDS {
        let mut changed = false;
        for node in graph.graph.node_indices() {
            let mut votes: BTreeMap<usize, f64> = BTreeMap::new();
            for edge in graph.graph.edges(node) {
                *votes.entry(labels[edge.target().index()]).or_default() += edge.weight().confidence;
            }
            for edge in graph.graph.edges_directed(node, petgraph::Direction::Incoming) {
                *votes.entry(labels[edge.source().index()]).or_default() += edge.weight().confidence;
            }
            let best = votes.iter().fold(None, |best: Option<(usize, f64)>, (label, vote)| match best {
                Some((_, most)) if most >= *vote => best,
                _ => Some((*label, *vote)),
            });
            if let Some((label, _)) = best
                && label != labels[node.index()]
            {
                labels[node.index()] = label;
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    numbered_by_size(&labels)
}

fn numbered_by_size(labels: &[usize]) -> Vec<usize> {
    let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
    for label in labels {
        *sizes.entry(*label).or_default() += 1;
    }
    let mut order: Vec<(usize, usize)> = sizes.into_iter().collect();
    order.sort_by_key(|(label, size)| (std::cmp::Reverse(*size), *label));
    let numbers: BTreeMap<usize, usize> =
        order.into_iter().enumerate().map(|(number, (label, _))| (label, number)).collect();
    labels.iter().map(|label| numbers[label]).collect()
}
