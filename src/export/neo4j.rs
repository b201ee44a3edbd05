//! graph -> a folder for `neo4j-admin database import`: concepts, documents, relations, mentions, and the command.

use super::json::GraphFile;
use super::{ExportError, ExportFile, Exporter, View, link_id};

/// Tables for the bulk import of Neo4j.
pub(super) struct Neo4jCsv;

/// The command that reads the folder.
const IMPORT: &str = "#!/bin/sh
# Loads this folder into an empty database of a Neo4j 5 that is stopped: sh import.sh [DATABASE]
set -e
cd \"$(dirname \"$0\")\"
neo4j-admin database import full \"${1:-neo4j}\" --overwrite-destination --array-delimiter=';' --legacy-style-quoting=false \\
  --nodes=concepts.csv --nodes=documents.csv --relationships=relations.csv --relationships=mentions.csv
";

impl Exporter for Neo4jCsv {
    fn name(&self) -> &'static str {
        "neo4j-csv"
    }

    fn about(&self) -> &'static str {
        "tables and the command for the bulk import of Neo4j"
    }

    fn is_folder(&self) -> bool {
        true
    }

    fn write(&self, view: &View<'_>) -> Result<Vec<ExportFile>, ExportError> {
        let record = view.record();
        Ok(vec![
            concepts(&record)?,
            documents(&record)?,
            relations(&record)?,
            mentions(&record)?,
            ExportFile::new("import.sh", IMPORT),
        ])
    }
}

fn concepts(record: &GraphFile) -> Result<ExportFile, ExportError> {
    let heads = [
        "id:ID(Concept)",
        "label",
        "label_zh",
        "label_en",
        "type",
        "aliases:string[]",
        "papers:int",
        "mentions:int",
        "score:double",
        "confidence:double",
        "community:int",
        ":LABEL",
    ];
    let row = |node: &super::json::NodeRecord| {
        vec![
            node.id.clone(),
            node.label.clone(),
            node.labels.zh.clone().unwrap_or_default(),
            node.labels.en.clone().unwrap_or_default(),
            node.kind.clone(),
            array(&node.aliases),
            node.documents.len().to_string(),
            node.mentions.to_string(),
            node.score.to_string(),
            node.confidence.to_string(),
            node.community.to_string(),
            "Concept".to_owned(),
        ]
    };
    file("concepts.csv", &heads, record.nodes.iter().map(row))
}

fn documents(record: &GraphFile) -> Result<ExportFile, ExportError> {
    let heads = [
        "id:ID(Document)",
        "title_zh",
        "title_en",
        "authors:string[]",
        "year:int",
        "source",
        "doi",
        "path",
        ":LABEL",
    ];
    let row = |document: &super::json::DocumentRecord| {
        vec![
            document.id.clone(),
            document.title.zh.clone().unwrap_or_default(),
            document.title.en.clone().unwrap_or_default(),
            array(&document.authors),
            document.year.map_or(String::new(), |year| year.to_string()),
            document.source.clone().unwrap_or_default(),
            document.doi.clone().unwrap_or_default(),
            document.path.clone(),
            "Document".to_owned(),
        ]
    };
    file("documents.csv", &heads, record.graph.documents.iter().map(row))
}

fn relations(record: &GraphFile) -> Result<ExportFile, ExportError> {
    let heads = [
        ":START_ID(Concept)",
        ":END_ID(Concept)",
        "id",
        "modality",
        "predicate",
        "weight:int",
        "papers:int",
        "confidence:double",
        "documents:string[]",
        "quotes:string[]",
        ":TYPE",
    ];
    let row = |edge: &super::json::EdgeRecord| {
        let quotes: Vec<String> = edge.evidence.iter().map(|found| found.quote.clone()).collect();
        vec![
            edge.source.clone(),
            edge.target.clone(),
            link_id(edge),
            edge.modality.clone(),
            edge.predicate.clone(),
            edge.weight.to_string(),
            edge.documents.len().to_string(),
            edge.confidence.to_string(),
            array(&edge.documents),
            array(&quotes),
            edge.kind.to_uppercase(),
        ]
    };
    file("relations.csv", &heads, record.edges.iter().map(row))
}

fn mentions(record: &GraphFile) -> Result<ExportFile, ExportError> {
    let heads = [":START_ID(Concept)", ":END_ID(Document)", ":TYPE"];
    let rows = record.nodes.iter().flat_map(|node| {
        node.documents
            .iter()
            .map(|document| vec![node.id.clone(), document.clone(), "MENTIONED_IN".to_owned()])
    });
    file("mentions.csv", &heads, rows)
}

/// Several values in one cell; a semicolon inside a value becomes the wide one.
fn array(values: &[String]) -> String {
    values.iter().map(|value| value.replace(';', "；")).collect::<Vec<_>>().join(";")
}

/// Without line breaks in cells, which the import refuses unless it is told and is slower for.
fn file(
    name: &str,
    heads: &[&str],
    rows: impl Iterator<Item = Vec<String>>,
) -> Result<ExportFile, ExportError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(heads)?;
    for row in rows {
        writer.write_record(row.iter().map(|cell| cell.replace(['\n', '\r'], " ")))?;
    }
    let bytes = writer.into_inner().map_err(|error| ExportError::Csv(error.into_error().into()))?;
    Ok(ExportFile { path: name.to_owned(), bytes })
}
