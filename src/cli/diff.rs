//! `sinograph diff A B`: what the second graph has more, less or otherwise.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};

use super::open::{self, Refusal};
use super::output::{complain, print};
use super::{KnowledgeArguments, OK};
use crate::export::json::GraphFile;
use crate::pipeline::Scope;
use crate::query::{Difference, Outline, OutlineConcept, OutlineLink, diff, outline};

#[derive(Args)]
pub(super) struct DiffArguments {
    /// The graph before: a store, a folder that holds one, or a graph.json
    first: PathBuf,
    /// The graph after
    second: PathBuf,
    /// Most lines to print of each kind; 0 for all
    #[arg(long, default_value_t = 20, value_name = "N")]
    most: usize,
    /// Print JSON, always whole
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    knowledge: KnowledgeArguments,
}

pub(super) fn run(arguments: &DiffArguments) -> u8 {
    let found = read(&arguments.first, &arguments.knowledge)
        .and_then(|first| Ok(diff(&first, &read(&arguments.second, &arguments.knowledge)?)));
    match found {
        Ok(found) if arguments.json => print(&format!("{:#}\n", record(&found))),
        Ok(found) => print(&shown(&found, arguments.most)),
        Err(refusal) => {
            complain(&refusal.message);
            return refusal.code;
        }
    }
    OK
}

/// A store begins with the name of its format; all else is read as a graph.json.
fn read(path: &Path, knowledge: &KnowledgeArguments) -> Result<Outline, Refusal> {
    let mut head = [0_u8; 6];
    let is_store = path.is_dir()
        || File::open(path).and_then(|mut file| file.read_exact(&mut head)).is_ok() && &head == b"SQLite";
    if !is_store {
        return Ok(of_file(open::graph_file(path)?));
    }
    let keeps = knowledge.is_silent();
    let knowledge = open::knowledge_beside(knowledge, path)?;
    Ok(outline(open::material(path, &knowledge, keeps, Scope::All)?.graph()))
}

fn of_file(file: GraphFile) -> Outline {
    let documents = file.graph.documents.into_iter().map(|document| {
        let title = document.title.zh.or(document.title.en).unwrap_or(document.path);
        (document.id, title)
    });
    let concepts = file.nodes.into_iter().map(|node| {
        let labels = [node.labels.zh, node.labels.en].into_iter().flatten();
        let names = node.aliases.into_iter().chain(labels).chain([node.label.clone()]).collect();
        let documents = node.documents.into_iter().collect();
        (node.id, OutlineConcept { kind: node.kind, label: node.label, names, documents })
    });
    let links: BTreeMap<_, _> = file
        .edges
        .into_iter()
        .map(|edge| {
            let link = OutlineLink {
                weight: edge.weight,
                confidence: edge.confidence,
                documents: edge.documents.into_iter().collect(),
            };
            ((edge.source, edge.kind, edge.modality, edge.target), link)
        })
        .collect();
    Outline { documents: documents.collect(), concepts: concepts.collect(), links }
}

type Link = (String, String, String, String);

fn link((source, kind, modality, target): &Link) -> String {
    let stated = if modality == "asserted" { String::new() } else { format!(" ({modality})") };
    format!("{source} -{kind}-> {target}{stated}")
}

fn shown(found: &Difference, most: usize) -> String {
    if found.is_empty() {
        return "no difference\n".into();
    }
    let document = |(id, title): &(String, String)| format!("{id} {title}");
    let mut text = String::new();
    list(&mut text, most, "papers gained", "+", found.documents_gained.iter().map(document));
    list(&mut text, most, "papers lost", "-", found.documents_lost.iter().map(document));
    list(&mut text, most, "concepts gained", "+", found.concepts_gained.iter().cloned());
    list(&mut text, most, "concepts lost", "-", found.concepts_lost.iter().cloned());
    let changes = found.concepts_changed.iter().map(|change| {
        let mut what: Vec<String> = change.was.iter().map(|was| format!("was {was}")).collect();
        what.extend(change.names_gained.iter().map(|name| format!("also {name}")));
        what.extend(change.names_lost.iter().map(|name| format!("no longer {name}")));
        if !change.documents_gained.is_empty() {
            what.push(format!("in {} more papers", change.documents_gained.len()));
        }
        if !change.documents_lost.is_empty() {
            what.push(format!("in {} papers less", change.documents_lost.len()));
        }
        format!("{}: {}", change.id, what.join(", "))
    });
    list(&mut text, most, "concepts changed", "~", changes);
    list(&mut text, most, "links gained", "+", found.links_gained.iter().map(link));
    list(&mut text, most, "links lost", "-", found.links_lost.iter().map(link));
    let changes = found.links_changed.iter().map(|change| {
        let ((n_before, n_after), (before, after)) = (change.weight, change.confidence);
        format!(
            "{}: {n_before} -> {n_after} statements, confidence {before:.2} -> {after:.2}",
            link(&change.link)
        )
    });
    list(&mut text, most, "links changed", "~", changes);
    text
}

fn list(
    text: &mut String,
    most: usize,
    name: &str,
    sign: &str,
    lines: impl ExactSizeIterator<Item = String>,
) {
    let n_lines = lines.len();
    if n_lines == 0 {
        return;
    }
    text.push_str(&format!("{n_lines} {name}\n"));
    let n_shown = if most == 0 { n_lines } else { most };
    for line in lines.take(n_shown) {
        text.push_str(&format!("  {sign} {line}\n"));
    }
    if n_lines > n_shown {
        text.push_str(&format!("    and {} more; --most 0 shows all\n", n_lines - n_shown));
    }
}

fn record(found: &Difference) -> Value {
    let documents = |list: &[(String, String)]| -> Vec<Value> {
        list.iter().map(|(id, title)| json!({"id": id, "title": title})).collect()
    };
    let one = |(source, kind, modality, target): &Link| json!({"source": source, "type": kind, "modality": modality, "target": target});
    let links = |list: &[Link]| -> Vec<Value> { list.iter().map(one).collect() };
    let concepts = found.concepts_changed.iter().map(|change| {
        json!({
            "id": change.id, "was": change.was, "names_gained": change.names_gained, "names_lost": change.names_lost,
            "documents_gained": change.documents_gained, "documents_lost": change.documents_lost,
        })
    });
    let changed = found.links_changed.iter().map(|change| {
        let mut value = one(&change.link);
        value["weight"] = json!([change.weight.0, change.weight.1]);
        value["confidence"] = json!([change.confidence.0, change.confidence.1]);
        value
    });
    json!({
        "documents": {"gained": documents(&found.documents_gained), "lost": documents(&found.documents_lost)},
        "concepts": {
            "gained": found.concepts_gained, "lost": found.concepts_lost, "changed": concepts.collect::<Vec<_>>(),
        },
        "links": {
            "gained": links(&found.links_gained), "lost": links(&found.links_lost), "changed": changed.collect::<Vec<_>>(),
        },
    })
}
