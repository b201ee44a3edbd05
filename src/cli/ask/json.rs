//! Concepts, links, papers and evidence as JSON, the same in every answer.

use petgraph::graph::{EdgeIndex, NodeIndex};
use serde_json::{Value, json};

use crate::export::json as file;
use crate::model::{ConceptGraph, Evidence};

/// An answer with the name and version of its layout.
pub(in crate::cli) fn answer(command: &str, fields: Value) -> Value {
    let mut answer = json!({ "schema": format!("sinograph.{command}/1") });
    if let (Some(answer), Value::Object(fields)) = (answer.as_object_mut(), fields) {
        answer.extend(fields);
    }
    answer
}

pub(super) fn concept(graph: &ConceptGraph, node: NodeIndex) -> Value {
    let concept = &graph.graph[node];
    json!({
        "id": concept.id.0,
        "type": concept.kind,
        "label": concept.label,
        "labels": { "zh": concept.labels.zh, "en": concept.labels.en },
        "papers": concept.documents.len(),
        "mentions": concept.n_mentions,
        "score": rounded(concept.score),
    })
}

pub(super) fn link(graph: &ConceptGraph, edge: EdgeIndex) -> Value {
    let relation = &graph.graph[edge];
    let ends = graph.graph.edge_endpoints(edge);
    let id = |node: NodeIndex| graph.graph[node].id.0.clone();
    json!({
        "source": ends.map(|(source, _)| id(source)),
        "target": ends.map(|(_, target)| id(target)),
        "type": relation.key.kind,
        "modality": relation.key.modality.name(),
        "predicate": relation.predicate,
        "documents": relation.documents.iter().map(|at| graph.documents[*at].id.clone()).collect::<Vec<_>>(),
        "weight": relation.weight,
        "confidence": rounded(relation.confidence),
    })
}

pub(super) fn paper(graph: &ConceptGraph, document: usize) -> Value {
    let document = &graph.documents[document];
    let meta = &document.metadata;
    json!({
        "id": document.id,
        "title": { "zh": meta.title.zh, "en": meta.title.en },
        "authors": meta.authors,
        "year": meta.year,
        "source": meta.source,
        "path": document.path,
    })
}

pub(super) fn evidence(graph: &ConceptGraph, evidence: &Evidence) -> Value {
    serde_json::to_value(file::evidence(graph, evidence)).unwrap_or_default()
}

/// Why the names of a concept are one.
pub(super) fn merges(graph: &ConceptGraph, node: NodeIndex) -> Vec<Value> {
    let merges = graph.graph[node].merges.iter().map(|merge| {
        json!({
            "name": merge.name,
            "with": merge.with,
            "rule": merge.rule.to_string(),
            "confidence": rounded(merge.confidence),
            "evidence": merge.evidence.iter().map(|found| evidence(graph, found)).collect::<Vec<_>>(),
        })
    });
    merges.collect()
}

/// Four digits, as in `graph.json`.
pub(in crate::cli) fn rounded(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}
