//! graph -> GEXF 1.3 for Gephi and Gephi Lite, with the colours of the schema.

use std::fmt::Write as _;

use super::graphml::{EDGE, NODE};
use super::xml::attributes;
use super::{ExportError, ExportFile, Exporter, View, link_id};
use crate::knowledge::Knowledge;

/// GEXF.
pub(super) struct Gexf;

impl Exporter for Gexf {
    fn name(&self) -> &'static str {
        "gexf"
    }

    fn about(&self) -> &'static str {
        "GEXF 1.3 for Gephi and Gephi Lite, coloured by type"
    }

    fn write(&self, view: &View<'_>) -> Result<Vec<ExportFile>, ExportError> {
        let record = view.record();
        let mut out = String::from(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gexf xmlns=\"http://gexf.net/1.3\" xmlns:viz=\"http://gexf.net/1.3/viz\" version=\"1.3\">\n",
        );
        let _ = writeln!(out, "  <meta><creator>{}</creator></meta>", record.graph.generator);
        out.push_str("  <graph defaultedgetype=\"directed\" mode=\"static\">\n");
        declared(&mut out, "node", NODE.iter().map(|(name, kind, _)| (*name, *kind)));
        declared(&mut out, "edge", EDGE.iter().map(|(name, kind, _)| (*name, *kind)));
        out.push_str("    <nodes>\n");
        for node in &record.nodes {
            let _ = writeln!(out, "      <node{}>", attributes(&[("id", &node.id), ("label", &node.label)]));
            values(&mut out, NODE.iter().map(|(name, _, value)| (*name, value(node))));
            let (red, green, blue) = colour(view.knowledge, &node.kind);
            let _ = writeln!(out, "        <viz:color r=\"{red}\" g=\"{green}\" b=\"{blue}\"/>");
            let _ = writeln!(out, "        <viz:size value=\"{:.1}\"/>", 4.0 + 16.0 * node.score);
            out.push_str("      </node>\n");
        }
        out.push_str("    </nodes>\n    <edges>\n");
        for edge in &record.edges {
            let relation = view.names().relation(&edge.kind);
            let weight = edge.weight.to_string();
            // `kind` is what keeps parallel links apart in Gephi.
            let facts = [
                ("id", &*link_id(edge)),
                ("source", &*edge.source),
                ("target", &*edge.target),
                ("type", "directed"),
                ("kind", &*edge.key),
                ("label", &*relation),
                ("weight", &*weight),
            ];
            let _ = writeln!(out, "      <edge{}>", attributes(&facts));
            values(&mut out, EDGE.iter().map(|(name, _, value)| (*name, value(edge))));
            out.push_str("      </edge>\n");
        }
        out.push_str("    </edges>\n  </graph>\n</gexf>\n");
        Ok(vec![ExportFile::new("graph.gexf", out)])
    }
}

fn declared<'a>(out: &mut String, class: &str, names: impl Iterator<Item = (&'a str, &'a str)>) {
    let _ = writeln!(out, "    <attributes class=\"{class}\">");
    for (name, kind) in names {
        let kind = if kind == "int" { "integer" } else { kind };
        let _ = writeln!(out, "      <attribute id=\"{name}\" title=\"{name}\" type=\"{kind}\"/>");
    }
    out.push_str("    </attributes>\n");
}

fn values<'a>(out: &mut String, values: impl Iterator<Item = (&'a str, String)>) {
    out.push_str("        <attvalues>\n");
    for (name, value) in values {
        let _ = writeln!(out, "          <attvalue{}/>", attributes(&[("for", name), ("value", &value)]));
    }
    out.push_str("        </attvalues>\n");
}

/// Red, green and blue of a kind; white for a kind that the schema does not have.
fn colour(knowledge: &Knowledge, kind: &str) -> (u8, u8, u8) {
    let hex = knowledge.concept_kind(kind).map_or("#ffffff", |kind| kind.colour.as_str());
    let part =
        |at: usize| hex.get(at..at + 2).and_then(|two| u8::from_str_radix(two, 16).ok()).unwrap_or(255);
    (part(1), part(3), part(5))
}
