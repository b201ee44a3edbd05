//! graph -> Cytoscape JSON (`.cyjs`) for Cytoscape and Cytoscape.js.

use serde_json::{Value, json};

use super::{ExportError, ExportFile, Exporter, View, link_id};

/// Cytoscape JSON.
pub(super) struct CyJs;

impl Exporter for CyJs {
    fn name(&self) -> &'static str {
        "cyjs"
    }

    fn about(&self) -> &'static str {
        "JSON for Cytoscape and Cytoscape.js"
    }

    fn write(&self, view: &View<'_>) -> Result<Vec<ExportFile>, ExportError> {
        let record = view.record();
        let names = view.names();
        let colour =
            |kind: &str| view.knowledge.concept_kind(kind).map_or("#ffffff", |kind| kind.colour.as_str());
        let node = |node: &super::json::NodeRecord| {
            json!({ "data": {
                "id": node.id, "label": node.label, "name": node.label, "type": node.kind,
                "label_zh": node.labels.zh, "label_en": node.labels.en, "aliases": node.aliases,
                "papers": node.documents.len(), "documents": node.documents, "mentions": node.mentions,
                "score": node.score, "confidence": node.confidence, "community": node.community,
                "colour": colour(&node.kind),
            }})
        };
        let edge = |edge: &super::json::EdgeRecord| {
            json!({ "data": {
                "id": link_id(edge), "source": edge.source, "target": edge.target,
                "label": names.relation(&edge.kind), "interaction": edge.kind, "type": edge.kind,
                "modality": edge.modality, "predicate": edge.predicate, "weight": edge.weight,
                "papers": edge.documents.len(), "documents": edge.documents, "confidence": edge.confidence,
                "quote": edge.evidence.first().map(|found| &found.quote),
            }})
        };
        let file = json!({
            "format_version": "1.0",
            "generated_by": record.graph.generator,
            "target_cytoscapejs_version": "~3",
            "data": { "name": "sinograph" },
            "elements": {
                "nodes": record.nodes.iter().map(node).collect::<Vec<Value>>(),
                "edges": record.edges.iter().map(edge).collect::<Vec<Value>>(),
            },
        });
        Ok(vec![ExportFile::new("graph.cyjs", format!("{file:#}\n"))])
    }
}
