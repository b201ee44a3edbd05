//! graph -> a map and a network for VOSviewer, as text files and as the JSON of VOSviewer Online.
//!
//! VOSviewer knows one undirected link per pair: statements of all kinds and directions add up; denied ones do not count.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::json::{GraphFile, NodeRecord};
use super::xml::escaped;
use super::{ExportError, ExportFile, Exporter, View};
use crate::model::Modality;

/// VOSviewer has no more clusters.
const MOST_CLUSTERS: usize = 1_000;

/// Map, network and JSON for VOSviewer.
pub(super) struct VosViewer;

impl Exporter for VosViewer {
    fn name(&self) -> &'static str {
        "vosviewer"
    }

    fn about(&self) -> &'static str {
        "map and network for VOSviewer; links of a pair add up"
    }

    fn is_folder(&self) -> bool {
        true
    }

    fn write(&self, view: &View<'_>) -> Result<Vec<ExportFile>, ExportError> {
        let record = view.record();
        let items = items(&record, view);
        let links = strengths(&record);
        Ok(vec![
            ExportFile::new("map.txt", map(&items)),
            ExportFile::new("network.txt", network(&links)),
            ExportFile::new("vosviewer.json", file(&items, &links)),
        ])
    }
}

struct Item<'r> {
    id: usize,
    label: String,
    description: String,
    cluster: usize,
    node: &'r NodeRecord,
    n_links: usize,
    /// Mean year of its dated papers.
    year: Option<f64>,
}

fn items<'r>(record: &'r GraphFile, view: &View<'_>) -> Vec<Item<'r>> {
    let years: BTreeMap<&str, u16> =
        record.graph.documents.iter().filter_map(|document| Some((&*document.id, document.year?))).collect();
    let mut n_links: BTreeMap<&str, usize> = BTreeMap::new();
    for edge in &record.edges {
        *n_links.entry(&edge.source).or_default() += 1;
        *n_links.entry(&edge.target).or_default() += 1;
    }
    let item = |(at, (node, concept)): (usize, (&'r NodeRecord, &crate::model::Concept))| {
        let dated: Vec<f64> =
            node.documents.iter().filter_map(|id| years.get(&**id)).map(|year| f64::from(*year)).collect();
        let year = dated.iter().sum::<f64>() / dated.len().max(1) as f64;
        let other =
            [&node.labels.zh, &node.labels.en].into_iter().flatten().cloned().collect::<Vec<_>>().join(" / ");
        Item {
            id: at + 1,
            label: one_line(&view.names().concept(concept)),
            description: one_line(&escaped(&format!("{} ({})", other, view.names().kind(&node.kind)))),
            cluster: node.community.min(MOST_CLUSTERS),
            node,
            n_links: n_links.get(&*node.id).copied().unwrap_or(0),
            year: (!dated.is_empty()).then_some(year),
        }
    };
    record.nodes.iter().zip(view.graph.graph.node_weights()).enumerate().map(item).collect()
}

/// Statements per pair, by the numbers of the two items.
fn strengths(record: &GraphFile) -> BTreeMap<(usize, usize), usize> {
    let number: BTreeMap<&str, usize> =
        record.nodes.iter().enumerate().map(|(at, node)| (&*node.id, at + 1)).collect();
    let mut strengths: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for edge in record.edges.iter().filter(|edge| edge.modality != Modality::Negated.name()) {
        let (a, b) = (number[&*edge.source], number[&*edge.target]);
        if a != b {
            *strengths.entry((a.min(b), a.max(b))).or_default() += edge.weight;
        }
    }
    strengths
}

fn map(items: &[Item<'_>]) -> String {
    let mut out = String::from(
        "id\tlabel\tdescription\tcluster\tweight<Papers>\tweight<Mentions>\tweight<Links>\tscore<Salience>\tscore<Avg. pub. year>\n",
    );
    for item in items {
        let year = item.year.map_or(String::new(), |year| format!("{year:.2}"));
        let _ = writeln!(
            out,
            "{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{year}",
            item.id,
            quoted(&item.label),
            quoted(&item.description),
            item.cluster,
            item.node.documents.len(),
            item.node.mentions,
            item.n_links,
            item.node.score,
        );
    }
    out
}

fn network(links: &BTreeMap<(usize, usize), usize>) -> String {
    links.iter().map(|((a, b), strength)| format!("{a}\t{b}\t{strength}\n")).collect()
}

fn file(items: &[Item<'_>], links: &BTreeMap<(usize, usize), usize>) -> String {
    let item = |item: &Item<'_>| {
        let mut scores = json!({ "Salience": item.node.score });
        if let Some(year) = item.year {
            scores["Avg. pub. year"] = json!((year * 100.0).round() / 100.0);
        }
        json!({
            "id": item.id,
            "label": item.label,
            "description": item.description,
            "cluster": item.cluster,
            "weights": {
                "Papers": item.node.documents.len(), "Mentions": item.node.mentions, "Links": item.n_links,
            },
            "scores": scores,
        })
    };
    let link = |((a, b), strength): (&(usize, usize), &usize)| json!({ "source_id": a, "target_id": b, "strength": strength });
    let file = json!({
        "network": {
            "items": items.iter().map(item).collect::<Vec<Value>>(),
            "links": links.iter().map(link).collect::<Vec<Value>>(),
        },
        "config": { "parameters": { "weight_index": 0 } },
        "info": { "title": "sinograph" },
    });
    format!("{file:#}\n")
}

/// A field of a map: in quotes where it holds what separates fields.
fn quoted(text: &str) -> String {
    if text.contains([',', ';', '"']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
