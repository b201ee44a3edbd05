//! `sinograph compare DOC DOC`: what two papers share, what only one says, where they contradict each other.

use clap::Args;
use petgraph::graph::{EdgeIndex, NodeIndex};
use serde_json::{Value, json};

use super::open::{self, Refusal, StoreArguments};
use super::output::{complain, print};
use super::{KnowledgeArguments, OK, lookup};
use crate::model::ConceptGraph;
use crate::pipeline::Scope;
use crate::query::{Claim, Comparison, compare, links_of};
use crate::store::Store;

#[derive(Args)]
pub(super) struct CompareArguments {
    /// A document by id, path or title
    first: String,
    /// Another document
    second: String,
    #[command(flatten)]
    store: StoreArguments,
    /// Most lines to print of each kind; 0 for all
    #[arg(long, default_value_t = 20, value_name = "N")]
    most: usize,
    /// Print JSON, always whole
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    knowledge: KnowledgeArguments,
}

pub(super) fn run(arguments: &CompareArguments) -> u8 {
    match compared(arguments) {
        Ok(text) => {
            print(&text);
            OK
        }
        Err(refusal) => {
            complain(&refusal.message);
            refusal.code
        }
    }
}

fn compared(arguments: &CompareArguments) -> Result<String, Refusal> {
    let knowledge = open::knowledge_beside(&arguments.knowledge, &arguments.store.store)?;
    let store = Store::read(&arguments.store.store)?;
    let entries = store.entries()?;
    store.close()?;
    let first = &entries[lookup::document(&entries, &arguments.first)?];
    let second = &entries[lookup::document(&entries, &arguments.second)?];
    let mut material =
        open::material(&arguments.store.store, &knowledge, arguments.knowledge.is_silent(), Scope::All)?;
    // The graph may be younger than the list by a paper that was added in between.
    let index = |graph: &ConceptGraph, id: &str| {
        graph.documents.iter().position(|document| document.id == id).unwrap_or(usize::MAX)
    };
    let both = [&first.id, &second.id].map(|id| index(material.graph(), id));
    let stated = links_of(material.graph(), &both);
    material.ground(&[], &stated, &both)?;
    let graph = material.graph();
    let found = compare(graph, both[0], both[1]);
    if arguments.json {
        return Ok(format!("{:#}\n", record(graph, &found, &first.id, &second.id)));
    }
    let mut text =
        format!("A {} {}\nB {} {}\n", first.id, lookup::title(first), second.id, lookup::title(second));
    let label = |node: &NodeIndex| format!("{} ({})", graph.graph[*node].label, graph.graph[*node].kind);
    list(&mut text, arguments.most, "concepts in both", found.shared.iter().map(label));
    list(&mut text, arguments.most, "concepts in A only", found.only_left.iter().map(label));
    list(&mut text, arguments.most, "concepts in B only", found.only_right.iter().map(label));
    list(
        &mut text,
        arguments.most,
        "links that both state",
        found.shared_links.iter().map(|edge| link(graph, *edge)),
    );
    let disagreements = found.disagreements.iter().map(|disagreement| {
        let say = |name: &str, claim: &Claim| {
            let quote = graph.documents[claim.evidence.document].slice(claim.evidence.span);
            format!("{name} {}\n      “{}”", link(graph, claim.edge), quote.replace('\n', " "))
        };
        format!("{}\n    {}", say("A", &disagreement.left), say("B", &disagreement.right))
    });
    list(&mut text, 0, "disagreements", disagreements);
    if found.disagreements.is_empty() {
        text.push_str("no disagreement found\n");
    }
    Ok(text)
}

fn link(graph: &ConceptGraph, edge: EdgeIndex) -> String {
    let label = |node: NodeIndex| graph.graph[node].label.as_str();
    let relation = &graph.graph[edge];
    let Some((source, target)) = graph.graph.edge_endpoints(edge) else { return String::new() };
    let stated = match relation.key.modality.name() {
        "asserted" => String::new(),
        other => format!(" ({other})"),
    };
    format!("{} -{}-> {}{stated}", label(source), relation.key.kind, label(target))
}

fn list(text: &mut String, most: usize, name: &str, lines: impl ExactSizeIterator<Item = String>) {
    let n_lines = lines.len();
    if n_lines == 0 {
        return;
    }
    text.push_str(&format!("{n_lines} {name}\n"));
    let n_shown = if most == 0 { n_lines } else { most };
    lines.take(n_shown).for_each(|line| text.push_str(&format!("    {line}\n")));
    if n_lines > n_shown {
        text.push_str(&format!("    and {} more; --most 0 shows all\n", n_lines - n_shown));
    }
}

fn record(graph: &ConceptGraph, found: &Comparison, first: &str, second: &str) -> Value {
    let ids = |nodes: &[NodeIndex]| -> Vec<&str> {
        nodes.iter().map(|node| graph.graph[*node].id.0.as_str()).collect()
    };
    let id = |node: NodeIndex| graph.graph[node].id.0.as_str();
    let links = found.shared_links.iter().filter_map(|edge| {
        let (source, target) = graph.graph.edge_endpoints(*edge)?;
        let key = &graph.graph[*edge].key;
        Some(json!({"source": id(source), "type": key.kind, "modality": key.modality.name(), "target": id(target)}))
    });
    let claim = |claim: &Claim| {
        let document = &graph.documents[claim.evidence.document];
        json!({
            "document": document.id, "type": claim.kind, "modality": claim.modality.name(),
            "quote": document.slice(claim.evidence.span), "rule": claim.evidence.rule.to_string(),
            "confidence": claim.evidence.confidence,
        })
    };
    let disagreements = found.disagreements.iter().map(|disagreement| {
        json!({
            "source": id(disagreement.source), "target": id(disagreement.target),
            "claims": [claim(&disagreement.left), claim(&disagreement.right)],
        })
    });
    json!({
        "documents": [first, second],
        "shared": ids(&found.shared), "only": [ids(&found.only_left), ids(&found.only_right)],
        "shared_links": links.collect::<Vec<_>>(), "disagreements": disagreements.collect::<Vec<_>>(),
    })
}
