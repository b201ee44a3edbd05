//! What happened to each document: read, or not and why.

use std::collections::BTreeMap;

use crate::model::ConceptGraph;

/// One document that gave nothing, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The message, with path and remedy.
    pub message: String,
}

/// The outcome of a run.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Documents read.
    pub n_documents: usize,
    /// Characters read.
    pub n_chars: usize,
    /// Concepts by kind.
    pub concepts: BTreeMap<String, usize>,
    /// Links by kind.
    pub relations: BTreeMap<String, usize>,
    /// Documents that failed, in order of their paths.
    pub failures: Vec<Failure>,
}

impl Report {
    /// Sets the counts to those of a graph.
    pub fn count(&mut self, graph: &ConceptGraph) {
        self.n_documents = graph.documents.len();
        self.n_chars = graph.documents.iter().map(|document| document.text.chars().count()).sum();
        for concept in graph.graph.node_weights() {
            *self.concepts.entry(concept.kind.clone()).or_default() += 1;
        }
        for relation in graph.graph.edge_weights() {
            *self.relations.entry(relation.key.kind.clone()).or_default() += 1;
        }
    }
}
