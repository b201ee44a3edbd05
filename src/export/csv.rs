//! graph -> tables for Excel, pandas and Gephi: nodes.csv, edges.csv, evidence.csv, documents.csv.

use super::json::{EvidenceRecord, GraphFile};
use super::{ExportError, ExportFile, Exporter, View, link_id};

/// Comma separated values.
pub(super) struct Csv;

impl Exporter for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn about(&self) -> &'static str {
        "tables of nodes, edges, evidence and documents for Excel, pandas, Gephi"
    }

    fn is_folder(&self) -> bool {
        true
    }

    fn write(&self, view: &View<'_>) -> Result<Vec<ExportFile>, ExportError> {
        let record = view.record();
        let safe = view.options.csv_safe;
        Ok(vec![
            nodes(&record, safe)?,
            edges(&record, view, safe)?,
            evidence(&record, safe)?,
            documents(&record, safe)?,
        ])
    }
}

fn nodes(record: &GraphFile, safe: bool) -> Result<ExportFile, ExportError> {
    let heads = [
        "id",
        "label",
        "type",
        "label_zh",
        "label_en",
        "aliases",
        "papers",
        "mentions",
        "score",
        "confidence",
        "community",
        "documents",
    ];
    let row = |node: &super::json::NodeRecord| {
        vec![
            node.id.clone(),
            node.label.clone(),
            node.kind.clone(),
            node.labels.zh.clone().unwrap_or_default(),
            node.labels.en.clone().unwrap_or_default(),
            node.aliases.join("; "),
            node.documents.len().to_string(),
            node.mentions.to_string(),
            node.score.to_string(),
            node.confidence.to_string(),
            node.community.to_string(),
            node.documents.join(";"),
        ]
    };
    file("nodes.csv", &heads, record.nodes.iter().map(row), safe)
}

/// `type` is what Gephi calls the direction; `relation` is ours.
fn edges(record: &GraphFile, view: &View<'_>, safe: bool) -> Result<ExportFile, ExportError> {
    let heads = [
        "id",
        "source",
        "target",
        "type",
        "relation",
        "label",
        "modality",
        "predicate",
        "weight",
        "papers",
        "confidence",
        "documents",
        "quote",
    ];
    let row = |edge: &super::json::EdgeRecord| {
        vec![
            link_id(edge),
            edge.source.clone(),
            edge.target.clone(),
            "Directed".to_owned(),
            edge.kind.clone(),
            view.names().relation(&edge.kind),
            edge.modality.clone(),
            edge.predicate.clone(),
            edge.weight.to_string(),
            edge.documents.len().to_string(),
            edge.confidence.to_string(),
            edge.documents.join(";"),
            edge.evidence.first().map(|found| found.quote.clone()).unwrap_or_default(),
        ]
    };
    file("edges.csv", &heads, record.edges.iter().map(row), safe)
}

fn evidence(record: &GraphFile, safe: bool) -> Result<ExportFile, ExportError> {
    let heads = ["of", "id", "document", "section", "page", "start", "end", "quote", "rule", "confidence"];
    let row = |of: &str, id: &str, found: &EvidenceRecord| {
        vec![
            of.to_owned(),
            id.to_owned(),
            found.document.clone(),
            found.section.join(" > "),
            found.page.map_or(String::new(), |page| page.to_string()),
            found.start.to_string(),
            found.end.to_string(),
            found.quote.clone(),
            found.rule.clone(),
            found.confidence.to_string(),
        ]
    };
    let mut rows: Vec<Vec<String>> = Vec::new();
    for node in &record.nodes {
        rows.extend(node.evidence.iter().map(|found| row("node", &node.id, found)));
    }
    for edge in &record.edges {
        let id = link_id(edge);
        rows.extend(edge.evidence.iter().map(|found| row("edge", &id, found)));
    }
    file("evidence.csv", &heads, rows.into_iter(), safe)
}

fn documents(record: &GraphFile, safe: bool) -> Result<ExportFile, ExportError> {
    let heads =
        ["id", "title_zh", "title_en", "authors", "year", "source", "doi", "language", "path", "chars"];
    let row = |document: &super::json::DocumentRecord| {
        vec![
            document.id.clone(),
            document.title.zh.clone().unwrap_or_default(),
            document.title.en.clone().unwrap_or_default(),
            document.authors.join("; "),
            document.year.map_or(String::new(), |year| year.to_string()),
            document.source.clone().unwrap_or_default(),
            document.doi.clone().unwrap_or_default(),
            document.language.join(";"),
            document.path.clone(),
            document.chars.to_string(),
        ]
    };
    file("documents.csv", &heads, record.graph.documents.iter().map(row), safe)
}

/// A table with a byte order mark, by which Excel knows UTF-8.
fn file(
    name: &str,
    heads: &[&str],
    rows: impl Iterator<Item = Vec<String>>,
    safe: bool,
) -> Result<ExportFile, ExportError> {
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(heads)?;
    for row in rows {
        writer.write_record(row.iter().map(|cell| if safe { harmless(cell) } else { cell.clone() }))?;
    }
    let bytes = writer.into_inner().map_err(|error| ExportError::Csv(error.into_error().into()))?;
    Ok(ExportFile { path: name.to_owned(), bytes })
}

/// A cell that no spreadsheet runs as a formula.
fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_text() {
        assert_eq!(harmless("=1+1"), "'=1+1");
        assert_eq!(harmless("1+1"), "1+1");
    }
}
