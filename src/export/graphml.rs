//! graph -> GraphML for Gephi, yEd, igraph and networkx.
//!
//! Ids in GraphML are plain: igraph does not decode `&amp;` in them, and the standard allows no blanks. What is not plain is
//! percent-encoded there; the attribute `concept` has the id as every other format does.

use std::fmt::Write as _;

use super::json::{EdgeRecord, NodeRecord};
use super::xml::{attributes, escaped};
use super::{ExportError, ExportFile, Exporter, View, link_id};

/// Name, type, and how a record has it.
pub(super) type Attribute<R> = (&'static str, &'static str, fn(&R) -> String);

/// Attributes of nodes.
pub(super) const NODE: &[Attribute<NodeRecord>] = &[
    ("label", "string", |node| node.label.clone()),
    ("type", "string", |node| node.kind.clone()),
    ("label_zh", "string", |node| node.labels.zh.clone().unwrap_or_default()),
    ("label_en", "string", |node| node.labels.en.clone().unwrap_or_default()),
    ("aliases", "string", |node| node.aliases.join("; ")),
    ("papers", "int", |node| node.documents.len().to_string()),
    ("mentions", "int", |node| node.mentions.to_string()),
    ("score", "double", |node| node.score.to_string()),
    ("confidence", "double", |node| node.confidence.to_string()),
    ("community", "int", |node| node.community.to_string()),
    ("documents", "string", |node| node.documents.join(";")),
];

/// Attributes of links besides label and weight.
pub(super) const EDGE: &[Attribute<EdgeRecord>] = &[
    ("type", "string", |edge| edge.kind.clone()),
    ("modality", "string", |edge| edge.modality.clone()),
    ("predicate", "string", |edge| edge.predicate.clone()),
    ("papers", "int", |edge| edge.documents.len().to_string()),
    ("confidence", "double", |edge| edge.confidence.to_string()),
    ("documents", "string", |edge| edge.documents.join(";")),
    ("quote", "string", |edge| edge.evidence.first().map(|found| found.quote.clone()).unwrap_or_default()),
];

/// GraphML.
pub(super) struct GraphMl;

impl Exporter for GraphMl {
    fn name(&self) -> &'static str {
        "graphml"
    }

    fn about(&self) -> &'static str {
        "GraphML for Gephi, yEd, igraph, networkx"
    }

    fn write(&self, view: &View<'_>) -> Result<Vec<ExportFile>, ExportError> {
        let record = view.record();
        let mut out = String::from(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n",
        );
        keys(&mut out);
        out.push_str("  <graph id=\"sinograph\" edgedefault=\"directed\">\n");
        for node in &record.nodes {
            let _ = writeln!(out, "    <node{}>", attributes(&[("id", &plain(&node.id))]));
            data(&mut out, "n", "concept", &node.id);
            for (name, _, value) in NODE {
                data(&mut out, "n", name, &value(node));
            }
            out.push_str("    </node>\n");
        }
        for edge in &record.edges {
            let ends = [
                ("id", &*plain(&link_id(edge))),
                ("source", &*plain(&edge.source)),
                ("target", &*plain(&edge.target)),
            ];
            let _ = writeln!(out, "    <edge{}>", attributes(&ends));
            data(&mut out, "e", "label", &view.names().relation(&edge.kind));
            data(&mut out, "e", "weight", &edge.weight.to_string());
            for (name, _, value) in EDGE {
                data(&mut out, "e", name, &value(edge));
            }
            out.push_str("    </edge>\n");
        }
        out.push_str("  </graph>\n</graphml>\n");
        Ok(vec![ExportFile::new("graph.graphml", out)])
    }
}

fn keys(out: &mut String) {
    let mut key = |prefix: &str, of: &str, name: &str, kind: &str| {
        let _ = writeln!(
            out,
            "  <key id=\"{prefix}_{name}\" for=\"{of}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>"
        );
    };
    key("n", "node", "concept", "string");
    for (name, kind, _) in NODE {
        key("n", "node", name, kind);
    }
    key("e", "edge", "label", "string");
    key("e", "edge", "weight", "double");
    for (name, kind, _) in EDGE {
        key("e", "edge", name, kind);
    }
}

/// An id without markup, blanks and control characters; equal ids stay equal, and different ones different.
fn plain(id: &str) -> String {
    let mut out = String::with_capacity(id.len());
    for c in id.chars() {
        if c.is_whitespace() || c.is_control() || matches!(c, '&' | '<' | '>' | '"' | '\'' | '%') {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                let _ = write!(out, "%{byte:02X}");
            }
        } else {
            out.push(c);
        }
    }
    out
}

fn data(out: &mut String, prefix: &str, name: &str, value: &str) {
    let _ = writeln!(out, "      <data key=\"{prefix}_{name}\">{}</data>", escaped(value));
}
