//! graph -> Cypher statements that can be run again and again: MERGE by id, then SET.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::json::{EdgeRecord, GraphFile};
use super::{ExportError, ExportFile, Exporter, View, link_id};

/// Rows per statement.
const BATCH: usize = 1_000;

/// A script for Neo4j, Memgraph and other Cypher engines.
pub(super) struct Cypher;

impl Exporter for Cypher {
    fn name(&self) -> &'static str {
        "cypher"
    }

    fn about(&self) -> &'static str {
        "a script for Neo4j: cypher-shell -f graph.cypher"
    }

    fn write(&self, view: &View<'_>) -> Result<Vec<ExportFile>, ExportError> {
        let record = view.record();
        let mut out = String::new();
        out.push_str("CREATE CONSTRAINT concept_id IF NOT EXISTS FOR (n:Concept) REQUIRE n.id IS UNIQUE;\n");
        out.push_str(
            "CREATE CONSTRAINT document_id IF NOT EXISTS FOR (d:Document) REQUIRE d.id IS UNIQUE;\n",
        );
        documents(&mut out, &record);
        concepts(&mut out, &record);
        mentions(&mut out, &record);
        relations(&mut out, &record);
        Ok(vec![ExportFile::new("graph.cypher", out)])
    }
}

fn documents(out: &mut String, record: &GraphFile) {
    let rows = record.graph.documents.iter().map(|document| {
        let title = document.title.zh.as_ref().or(document.title.en.as_ref());
        map(&[
            ("id", text(&document.id)),
            ("title", text(title.unwrap_or(&document.path))),
            ("authors", list(&document.authors)),
            ("year", document.year.map_or("null".to_owned(), |year| year.to_string())),
            ("source", text(document.source.as_deref().unwrap_or_default())),
            ("doi", text(document.doi.as_deref().unwrap_or_default())),
            ("path", text(&document.path)),
        ])
    });
    let fields = ["title", "authors", "year", "source", "doi", "path"];
    batches(out, rows.collect(), &format!("MERGE (d:Document {{id: r.id}}) SET {}", set("d", &fields)));
}

fn concepts(out: &mut String, record: &GraphFile) {
    let rows = record.nodes.iter().map(|node| {
        map(&[
            ("id", text(&node.id)),
            ("label", text(&node.label)),
            ("label_zh", text(node.labels.zh.as_deref().unwrap_or_default())),
            ("label_en", text(node.labels.en.as_deref().unwrap_or_default())),
            ("type", text(&node.kind)),
            ("aliases", list(&node.aliases)),
            ("papers", node.documents.len().to_string()),
            ("mentions", node.mentions.to_string()),
            ("score", float(node.score)),
            ("confidence", float(node.confidence)),
            ("community", node.community.to_string()),
        ])
    });
    let fields = [
        "label",
        "label_zh",
        "label_en",
        "type",
        "aliases",
        "papers",
        "mentions",
        "score",
        "confidence",
        "community",
    ];
    batches(out, rows.collect(), &format!("MERGE (n:Concept {{id: r.id}}) SET {}", set("n", &fields)));
}

fn mentions(out: &mut String, record: &GraphFile) {
    let rows = record.nodes.iter().flat_map(|node| {
        node.documents.iter().map(|document| map(&[("s", text(&node.id)), ("t", text(document))]))
    });
    let merge = "MATCH (n:Concept {id: r.s}) MATCH (d:Document {id: r.t}) MERGE (n)-[:MENTIONED_IN]->(d)";
    batches(out, rows.collect(), merge);
}

fn relations(out: &mut String, record: &GraphFile) {
    let mut by_kind: BTreeMap<&str, Vec<&EdgeRecord>> = BTreeMap::new();
    for edge in &record.edges {
        by_kind.entry(&edge.kind).or_default().push(edge);
    }
    let fields = ["modality", "predicate", "weight", "papers", "confidence", "documents", "quotes"];
    for (kind, edges) in by_kind {
        let rows = edges.into_iter().map(|edge| {
            let quotes: Vec<String> = edge.evidence.iter().map(|found| found.quote.clone()).collect();
            map(&[
                ("s", text(&edge.source)),
                ("t", text(&edge.target)),
                ("id", text(&link_id(edge))),
                ("modality", text(&edge.modality)),
                ("predicate", text(&edge.predicate)),
                ("weight", edge.weight.to_string()),
                ("papers", edge.documents.len().to_string()),
                ("confidence", float(edge.confidence)),
                ("documents", list(&edge.documents)),
                ("quotes", list(&quotes)),
            ])
        });
        let merge = format!(
            "MATCH (a:Concept {{id: r.s}}) MATCH (b:Concept {{id: r.t}}) MERGE (a)-[x:{} {{id: r.id}}]->(b) SET {}",
            label(kind),
            set("x", &fields)
        );
        batches(out, rows.collect(), &merge);
    }
}

/// `UNWIND [rows] AS r` and what is done with each.
fn batches(out: &mut String, rows: Vec<String>, then: &str) {
    for batch in rows.chunks(BATCH) {
        let _ = writeln!(out, "UNWIND [\n{}\n] AS r\n{then};", batch.join(",\n"));
    }
}

fn set(variable: &str, fields: &[&str]) -> String {
    fields.iter().map(|field| format!("{variable}.{field} = r.{field}")).collect::<Vec<_>>().join(", ")
}

fn map(pairs: &[(&str, String)]) -> String {
    let pairs: Vec<String> = pairs.iter().map(|(key, value)| format!("{key}: {value}")).collect();
    format!("{{{}}}", pairs.join(", "))
}

fn list(values: &[String]) -> String {
    format!("[{}]", values.iter().map(|value| text(value)).collect::<Vec<_>>().join(", "))
}

/// Always with a point, so that a column of numbers has one type.
fn float(value: f64) -> String {
    format!("{value:?}")
}

/// A type of links: letters, digits and underscores, in capitals; anything else is quoted.
fn label(kind: &str) -> String {
    let name = kind.to_uppercase();
    if name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && !name.starts_with(|c: char| c.is_ascii_digit())
    {
        name
    } else {
        format!("`{}`", name.replace('`', "``"))
    }
}

/// A string literal.
fn text(value: &str) -> String {
    let mut out = String::with_capacity(value.len() + 2);
    out.push('\'');
    for c in value.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\'' => out.push_str("\\'"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('\'');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_end_where_they_should() {
        assert_eq!(text("a\\"), "'a\\\\'");
        assert_eq!(text("'}) DETACH DELETE n //\n"), "'\\'}) DETACH DELETE n //\\n'");
        assert_eq!(text("\u{85}"), "'\\u0085'");
        assert_eq!(label("part_of"), "PART_OF");
        assert_eq!(label("a`b"), "`A``B`");
    }
}
