//! `sinograph show CONCEPT`: one concept on one page.

use std::collections::BTreeMap;

use clap::Args;
use petgraph::Direction;
use petgraph::graph::{EdgeIndex, NodeIndex};
use serde_json::json;

use super::{Answer, AskArguments, Context, Refusal, concept, json as record};
use crate::cli::table::one_line;
use crate::pipeline::Scope;
use crate::query::{links, sentence};

#[derive(Args)]
pub(in crate::cli) struct ShowArguments {
    /// A concept: a name in either language, a part of one, or an id such as region/深圳
    concept: String,
    /// Most links in each direction; 0 for all
    #[arg(long, default_value_t = 15, value_name = "N")]
    top: usize,
    #[command(flatten)]
    pub(super) ask: AskArguments,
}

impl ShowArguments {
    /// What the question needs of the graph.
    pub(super) fn scope(&self) -> Scope<'_> {
        Scope::Around(&self.concept, 1)
    }
}

pub(super) fn answer(arguments: &ShowArguments, cx: &mut Context<'_>) -> Result<Answer, Refusal> {
    let node = concept(cx.graph(), &arguments.concept)?;
    cx.ground(&[node], &[])?;
    let out = links(cx.graph(), node, Direction::Outgoing);
    let into = links(cx.graph(), node, Direction::Incoming);
    let mut text = facts(cx, node);
    text.push_str(&papers(cx, node));
    for (zh, en, edges) in [("指向他者的联系", "Links out", &out), ("指向它的联系", "Links in", &into)]
    {
        text.push_str(&format!("\n{} {}\n", cx.heading(zh, en), edges.len()));
        if !edges.is_empty() {
            text.push_str(&counts(cx, edges));
            text.push_str(&listing(cx, node, edges, arguments.top));
        }
    }
    let shown = &cx.graph().graph[node];
    let list =
        |edges: &[EdgeIndex]| edges.iter().map(|edge| record::link(cx.graph(), *edge)).collect::<Vec<_>>();
    let fields = json!({
        "concept": record::concept(cx.graph(), node),
        "aliases": shown.aliases,
        "merges": record::merges(cx.graph(), node),
        "confidence": record::rounded(shown.confidence),
        "documents": shown.documents.iter().map(|at| record::paper(cx.graph(), *at)).collect::<Vec<_>>(),
        "out": list(&out),
        "in": list(&into),
        "evidence": shown.evidence.iter().map(|found| record::evidence(cx.graph(), found)).collect::<Vec<_>>(),
    });
    Ok(Answer::new(record::answer("show", fields), text))
}

fn facts(cx: &Context<'_>, node: NodeIndex) -> String {
    let concept = &cx.graph().graph[node];
    let other = [&concept.labels.zh, &concept.labels.en].into_iter().flatten();
    let label = cx.concept(node);
    let others: Vec<&str> = other.map(String::as_str).filter(|name| !label.contains(name)).collect();
    let mut text = format!("{}  {}\n", cx.heading(&label, &label), others.join("  "));
    text = format!("{}\n", text.trim_end());
    text.push_str(&format!(
        "{} · {} {} · {} {} · {} {:.2} · {}\n",
        cx.kind(node),
        concept.documents.len(),
        cx.names.pick("篇论文", "papers"),
        concept.n_mentions,
        cx.names.pick("次提及", "mentions"),
        cx.names.pick("显著度", "salience"),
        concept.score,
        one_line(&concept.id.0),
    ));
    if !concept.aliases.is_empty() {
        let aliases: Vec<String> = concept.aliases.iter().map(|alias| one_line(alias)).collect();
        text.push_str(&format!("{}: {}\n", cx.names.pick("又名", "also"), aliases.join("; ")));
    }
    if let Some(first) = concept.evidence.first() {
        let quote = sentence(&cx.graph().documents[first.document], first.span);
        text.push_str(&format!("{}: {}\n", cx.names.pick("原文", "quote"), one_line(quote)));
    }
    text
}

fn papers(cx: &Context<'_>, node: NodeIndex) -> String {
    let concept = &cx.graph().graph[node];
    let mut text = format!("\n{} {}\n", cx.heading("论文", "Papers"), concept.documents.len());
    for document in concept.documents.iter().take(10) {
        let document = &cx.graph().documents[*document];
        let year = document.metadata.year.map_or("    ".to_owned(), |year| year.to_string());
        text.push_str(&format!("{year}  {}\n", one_line(&cx.names.title(document))));
    }
    if concept.documents.len() > 10 {
        text.push_str(&cx.names.pick("… 其余见 papers 命令", "… `papers` lists them all"));
        text.push('\n');
    }
    text
}

/// `促进 5 · 采用 2`.
fn counts(cx: &Context<'_>, edges: &[EdgeIndex]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for edge in edges {
        *counts.entry(&cx.graph().graph[*edge].key.kind).or_default() += 1;
    }
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(kind, n)| (std::cmp::Reverse(*n), *kind));
    let parts: Vec<String> =
        counts.iter().map(|(kind, n)| format!("{} {n}", cx.names.relation(kind))).collect();
    format!("{}\n", parts.join(" · "))
}

fn listing(cx: &Context<'_>, node: NodeIndex, edges: &[EdgeIndex], top: usize) -> String {
    let mut table = cx.table(&[
        ("联系", "link"),
        ("概念", "concept"),
        ("类型", "type"),
        ("语气", "modality"),
        ("#论文", "papers"),
        ("#置信度", "confidence"),
    ]);
    let top = if top == 0 { edges.len() } else { top };
    for edge in edges.iter().take(top) {
        let Some((source, target)) = cx.graph().graph.edge_endpoints(*edge) else { continue };
        let other = if source == node { target } else { source };
        let relation = &cx.graph().graph[*edge];
        table.row(vec![
            cx.link(*edge, node),
            cx.concept(other),
            cx.kind(other),
            cx.names.modality(relation.key.modality),
            relation.documents.len().to_string(),
            format!("{:.2}", relation.confidence),
        ]);
    }
    table.text(cx.look)
}
