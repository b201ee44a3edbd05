//! What happened to each document: read, or not and why.

mod status;

use std::collections::BTreeMap;

pub use status::{Entry, Status};

use crate::model::ConceptGraph;

/// The outcome of a run.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Documents read.
    pub n_documents: usize,
    /// Files of them whose content was in the store already and was not read again.
    pub n_unchanged: usize,
    /// Characters read.
    pub n_chars: usize,
    /// Concepts by kind.
    pub concepts: BTreeMap<String, usize>,
    /// Links by kind.
    pub relations: BTreeMap<String, usize>,
    /// What became of every file and record, in order of their paths.
    pub entries: Vec<Entry>,
}

impl Report {
    /// How many documents ended in a status.
    #[must_use]
    pub fn count(&self, status: Status) -> usize {
        self.entries.iter().filter(|entry| entry.status == status).count()
    }

    /// Whether a document was lost to an error, a crash or a limit of time.
    #[must_use]
    pub fn has_failed(&self) -> bool {
        self.entries.iter().any(|entry| entry.status.is_failure())
    }

    /// Sets the counts to those of a graph.
    pub fn tally(&mut self, graph: &ConceptGraph) {
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
