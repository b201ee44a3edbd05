//! ConceptGraph -> what the papers leave open.

use petgraph::Direction;
use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;

use crate::knowledge::vocab;
use crate::model::{ConceptGraph, Gaps, Modality, Relation};

/// Problems without a policy, models without a region, and links that one paper alone states. Denied links answer nothing.
#[must_use]
pub fn gaps(graph: &ConceptGraph) -> Gaps {
    Gaps {
        unaddressed: open(graph, vocab::PROBLEM, |node| is_addressed(graph, node)),
        placeless: open(graph, vocab::MODEL, |node| has_region(graph, node)),
        single: single(graph),
    }
}

/// Concepts of a kind that nothing settles: those first that are salient and that many papers speak of.
fn open(graph: &ConceptGraph, kind: &str, settled: impl Fn(NodeIndex) -> bool) -> Vec<NodeIndex> {
    let mut nodes: Vec<NodeIndex> = graph
        .graph
        .node_indices()
        .filter(|node| graph.graph[*node].kind == kind && !settled(*node))
        .collect();
    let worth = |node: NodeIndex| {
        let concept = &graph.graph[node];
        concept.score * (1.0 + (concept.documents.len() as f64).ln())
    };
    nodes.sort_by(|a, b| worth(*b).total_cmp(&worth(*a)).then(a.cmp(b)));
    nodes
}

fn counts(relation: &Relation) -> bool {
    relation.key.modality != Modality::Negated
}

/// Whether a policy is said to answer a problem, or to hold it back.
fn is_addressed(graph: &ConceptGraph, problem: NodeIndex) -> bool {
    graph.graph.edges_directed(problem, Direction::Incoming).any(|edge| {
        let answers = matches!(edge.weight().key.kind.as_str(), vocab::ADDRESSES | vocab::HINDERS);
        answers && counts(edge.weight()) && graph.graph[edge.source()].kind == vocab::POLICY
    })
}

/// Whether a model is linked with a place in any way.
fn has_region(graph: &ConceptGraph, model: NodeIndex) -> bool {
    let into = graph.graph.edges_directed(model, Direction::Incoming);
    let mut others = graph
        .graph
        .edges(model)
        .map(|edge| (edge.target(), edge.weight()))
        .chain(into.map(|edge| (edge.source(), edge.weight())));
    others.any(|(other, relation)| counts(relation) && graph.graph[other].kind == vocab::REGION)
}

/// Links that one paper alone states although other papers speak of both ends: the most salient ends first.
fn single(graph: &ConceptGraph) -> Vec<EdgeIndex> {
    let mut found: Vec<(f64, EdgeIndex)> = graph
        .graph
        .edge_references()
        .filter(|edge| counts(edge.weight()) && edge.weight().documents.len() == 1)
        .filter_map(|edge| {
            let (source, target) = (&graph.graph[edge.source()], &graph.graph[edge.target()]);
            let spoken_of = source.documents.len() > 1 && target.documents.len() > 1;
            spoken_of.then(|| ((source.score + target.score) * edge.weight().confidence, edge.id()))
        })
        .collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    found.into_iter().map(|(_, edge)| edge).collect()
}
