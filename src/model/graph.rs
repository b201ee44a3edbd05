//! The graph over all documents: concepts as nodes, typed relations as edges.

use std::collections::BTreeMap;

use petgraph::graph::{DiGraph, NodeIndex};

use super::{Confidence, Document, Evidence, Labels, Modality, RuleId};

/// Stable name of a concept: `kind/label`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConceptId(pub String);

/// Why two names are one concept.
#[derive(Debug, Clone, PartialEq)]
pub struct MergeReason {
    /// The name that joined, as written.
    pub name: String,
    /// The name of the concept that it was found to be the same as.
    pub with: String,
    /// The rule, for instance `keywords/in_step`.
    pub rule: RuleId,
    /// How sure the rule is here.
    pub confidence: Confidence,
    /// Where papers say so; empty where the names themselves, a list of places or the glossary tell.
    pub evidence: Vec<Evidence>,
}

/// A thing that papers speak of.
#[derive(Debug, Clone, PartialEq)]
pub struct Concept {
    /// Stable name.
    pub id: ConceptId,
    /// Concept kind, by its name in the schema.
    pub kind: String,
    /// The form it is shown by.
    pub label: String,
    /// Preferred form per language.
    pub labels: Labels,
    /// All other forms, sorted.
    pub aliases: Vec<String>,
    /// Documents that mention it, as indices, sorted.
    pub documents: Vec<usize>,
    /// How many mentions.
    pub n_mentions: usize,
    /// How sure it is a concept of this kind.
    pub confidence: Confidence,
    /// Salience, 0..=1: would an analyst want it in a small picture?
    pub score: f64,
    /// Some mentions, of as many documents as possible, in order of document and place.
    pub evidence: Vec<Evidence>,
    /// Why its names are one concept.
    pub merges: Vec<MergeReason>,
}

/// What makes two relations between the same ends two: kind and modality.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RelationKey {
    /// Relation kind, by its name in the schema.
    pub kind: String,
    /// How it is stated.
    pub modality: Modality,
}

/// A typed, directed link, with all that states it.
#[derive(Debug, Clone, PartialEq)]
pub struct Relation {
    /// Kind and modality.
    pub key: RelationKey,
    /// The commonest word that states it; empty where structure does.
    pub predicate: String,
    /// Documents that state it, as indices, sorted.
    pub documents: Vec<usize>,
    /// How many statements.
    pub weight: usize,
    /// How sure it is.
    pub confidence: Confidence,
    /// Every statement, by document, the surest of each first; one place read by two rules counts once.
    pub evidence: Vec<Evidence>,
}

/// Concepts and relations over a set of documents, in a fixed order.
#[derive(Debug, Clone, Default)]
pub struct ConceptGraph {
    /// Documents in order of their ids.
    pub documents: Vec<Document>,
    /// Concepts and relations; nodes are in order of their ids, edges in order of their ends and keys.
    pub graph: DiGraph<Concept, Relation>,
}

impl ConceptGraph {
    /// Node of each concept id.
    #[must_use]
    pub fn nodes_by_id(&self) -> BTreeMap<&ConceptId, NodeIndex> {
        self.graph.node_indices().map(|node| (&self.graph[node].id, node)).collect()
    }
}
