//! ConceptGraph -> a table of concepts of one kind against those of another: which papers join them.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;

use crate::model::{ConceptGraph, Matrix};

/// Concepts of kind `row` against concepts of kind `column`, with the links that join them in either direction.
///
/// An empty set of relations takes links of every kind. Rows and columns without any link are left out; those with the most cells
/// stand first, then the most salient. Denied links are cells too: that a paper denies a link is an answer.
#[must_use]
pub fn matrix(graph: &ConceptGraph, row: &str, column: &str, relations: &BTreeSet<String>) -> Matrix {
    let mut cells: BTreeMap<(NodeIndex, NodeIndex), Vec<petgraph::graph::EdgeIndex>> = BTreeMap::new();
    let kind = |node: NodeIndex| graph.graph[node].kind.as_str();
    let wanted = |name: &String| relations.is_empty() || relations.contains(name);
    for edge in graph.graph.edge_references().filter(|edge| wanted(&edge.weight().key.kind)) {
        let (source, target) = (edge.source(), edge.target());
        if kind(source) == row && kind(target) == column {
            cells.entry((source, target)).or_default().push(edge.id());
        } else if kind(target) == row && kind(source) == column {
            cells.entry((target, source)).or_default().push(edge.id());
        }
    }
    let rows = by_cells(graph, cells.keys().map(|(row, _)| *row));
    let columns = by_cells(graph, cells.keys().map(|(_, column)| *column));
    Matrix { rows, columns, cells }
}

fn by_cells(graph: &ConceptGraph, nodes: impl Iterator<Item = NodeIndex>) -> Vec<NodeIndex> {
    let mut counts: BTreeMap<NodeIndex, usize> = BTreeMap::new();
    for node in nodes {
        *counts.entry(node).or_default() += 1;
    }
    let score = |node: NodeIndex| graph.graph[node].score;
    let mut order: Vec<(NodeIndex, usize)> = counts.into_iter().collect();
    order.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| score(b.0).total_cmp(&score(a.0))).then(a.0.cmp(&b.0)));
    order.into_iter().map(|(node, _)| node).collect()
}
