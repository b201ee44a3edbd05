//! ConceptGraph and what is wanted of it -> the smaller ConceptGraph that a picture, a table or a file shows.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;

use crate::model::{Concept, ConceptGraph, Document, Evidence, Modality, Relation};

/// What is wanted of a graph. An empty set wants all; the default wants the whole graph.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// Kinds of concepts, in the order asked for.
    pub types: Vec<String>,
    /// Kinds of links.
    pub relations: BTreeSet<String>,
    /// Modalities of links.
    pub modalities: BTreeSet<Modality>,
    /// Documents, as indices in the order asked for: only what they mention and state, with their evidence only.
    pub documents: Vec<usize>,
    /// Links below this confidence are left out, 0..=1.
    pub min_confidence: f64,
    /// Most concepts; the nearest to the focus first, then by salience.
    pub top: Option<usize>,
    /// Concepts that the picture is about; they are kept whatever their kind.
    pub focus: BTreeSet<NodeIndex>,
    /// How many links away from the focus; used with a focus only.
    pub depth: usize,
}

impl Selection {
    /// Whether it wants the whole graph.
    #[must_use]
    pub fn wants_all(&self) -> bool {
        self.types.is_empty()
            && self.relations.is_empty()
            && self.modalities.is_empty()
            && self.documents.is_empty()
            && self.focus.is_empty()
            && self.top.is_none()
            && self.min_confidence <= 0.0
    }

    /// Whether a link is wanted, its ends aside.
    #[must_use]
    pub fn wants_link(&self, relation: &Relation) -> bool {
        (self.relations.is_empty() || self.relations.contains(&relation.key.kind))
            && (self.modalities.is_empty() || self.modalities.contains(&relation.key.modality))
            && relation.confidence >= self.min_confidence
            && self.wants_documents(&relation.documents)
    }

    /// Whether a concept is wanted, its links aside.
    #[must_use]
    pub fn wants_concept(&self, node: NodeIndex, concept: &Concept) -> bool {
        let of_kind = self.types.is_empty() || self.types.contains(&concept.kind);
        self.focus.contains(&node) || (of_kind && self.wants_documents(&concept.documents))
    }

    fn wants_documents(&self, documents: &[usize]) -> bool {
        self.documents.is_empty() || documents.iter().any(|document| self.documents.contains(document))
    }
}

/// The part of a graph that a selection wants, in the order of the whole.
///
/// Where kinds or modalities of links are named, concepts without such a link go. Where documents are named, the part holds
/// these documents alone, and counts and evidence of links speak of them alone.
#[must_use]
pub fn select(graph: ConceptGraph, selection: &Selection) -> ConceptGraph {
    let edges = wanted_edges(&graph, selection);
    let distance = distances(&graph, selection, &edges);
    let nodes = best(&graph, selection, distance);
    let ConceptGraph { documents, graph } = graph;
    let mut part: DiGraph<Concept, Relation> = DiGraph::new();
    let mut new: BTreeMap<NodeIndex, NodeIndex> = BTreeMap::new();
    let kept = Kept::new(documents.len(), &selection.documents);
    for node in &nodes {
        new.insert(*node, part.add_node(kept.concept(&graph[*node])));
    }
    for edge in edges {
        if let Some((source, target)) = graph.edge_endpoints(edge)
            && let (Some(source), Some(target)) = (new.get(&source), new.get(&target))
        {
            part.add_edge(*source, *target, kept.relation(&graph[edge]));
        }
    }
    ConceptGraph { documents: kept.documents(documents), graph: part }
}

fn wanted_edges(graph: &ConceptGraph, selection: &Selection) -> Vec<EdgeIndex> {
    let wants = |node: NodeIndex| selection.wants_concept(node, &graph.graph[node]);
    let edges = graph
        .graph
        .edge_references()
        .filter(|edge| selection.wants_link(edge.weight()) && wants(edge.source()) && wants(edge.target()));
    edges.map(|edge| edge.id()).collect()
}

/// How far each wanted concept is from the focus; all are at 0 where there is none.
fn distances(graph: &ConceptGraph, selection: &Selection, edges: &[EdgeIndex]) -> BTreeMap<NodeIndex, usize> {
    let mut around: BTreeMap<NodeIndex, Vec<NodeIndex>> = BTreeMap::new();
    for (source, target) in edges.iter().filter_map(|edge| graph.graph.edge_endpoints(*edge)) {
        around.entry(source).or_default().push(target);
        around.entry(target).or_default().push(source);
    }
    if selection.focus.is_empty() {
        let linked_only = !selection.relations.is_empty() || !selection.modalities.is_empty();
        let nodes = graph.graph.node_indices().filter(|node| {
            selection.wants_concept(*node, &graph.graph[*node]) && (!linked_only || around.contains_key(node))
        });
        return nodes.map(|node| (node, 0)).collect();
    }
    let mut distance: BTreeMap<NodeIndex, usize> = selection.focus.iter().map(|node| (*node, 0)).collect();
    let mut ring: Vec<NodeIndex> = selection.focus.iter().copied().collect();
    for depth in 1..=selection.depth {
        let mut next = BTreeSet::new();
        for near in ring.iter().filter_map(|node| around.get(node)).flatten() {
            if !distance.contains_key(near) {
                next.insert(*near);
            }
        }
        distance.extend(next.iter().map(|node| (*node, depth)));
        ring = next.into_iter().collect();
    }
    distance
}

/// At most `top` concepts: the nearest, then the most salient, then the first.
fn best(
    graph: &ConceptGraph,
    selection: &Selection,
    distance: BTreeMap<NodeIndex, usize>,
) -> BTreeSet<NodeIndex> {
    let mut nodes: Vec<(usize, NodeIndex)> =
        distance.into_iter().map(|(node, distance)| (distance, node)).collect();
    nodes.sort_by(|a, b| {
        let score = |node: NodeIndex| graph.graph[node].score;
        a.0.cmp(&b.0).then_with(|| score(b.1).total_cmp(&score(a.1))).then(a.1.cmp(&b.1))
    });
    let top = selection.top.unwrap_or(nodes.len()).max(selection.focus.len());
    nodes.into_iter().take(top).map(|(_, node)| node).collect()
}

/// New index of each document that stays.
struct Kept {
    new: Vec<Option<usize>>,
    all: bool,
}

impl Kept {
    fn new(n_documents: usize, wanted: &[usize]) -> Self {
        let mut n = 0;
        let place = |document: usize| {
            let stays = wanted.is_empty() || wanted.contains(&document);
            stays.then(|| {
                n += 1;
                n - 1
            })
        };
        Kept { new: (0..n_documents).map(place).collect(), all: wanted.is_empty() }
    }

    fn documents(&self, documents: Vec<Document>) -> Vec<Document> {
        documents.into_iter().zip(&self.new).filter(|(_, new)| new.is_some()).map(|(doc, _)| doc).collect()
    }

    fn concept(&self, concept: &Concept) -> Concept {
        let mut concept = concept.clone();
        concept.documents = self.indices(&concept.documents);
        concept.evidence = self.evidence(concept.evidence);
        concept
    }

    fn relation(&self, relation: &Relation) -> Relation {
        let mut relation = relation.clone();
        relation.documents = self.indices(&relation.documents);
        relation.evidence = self.evidence(relation.evidence);
        if !self.all {
            relation.weight = relation.evidence.len();
        }
        relation
    }

    fn indices(&self, documents: &[usize]) -> Vec<usize> {
        documents.iter().filter_map(|document| self.new[*document]).collect()
    }

    fn evidence(&self, evidence: Vec<Evidence>) -> Vec<Evidence> {
        let moved = |evidence: Evidence| {
            self.new[evidence.document].map(|document| Evidence { document, ..evidence })
        };
        evidence.into_iter().filter_map(moved).collect()
    }
}
