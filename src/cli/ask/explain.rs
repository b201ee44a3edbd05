//! `sinograph explain A [B]`: the sentences that link two concepts, or why the names of one are one.

use std::collections::BTreeSet;

use clap::Args;
use petgraph::graph::NodeIndex;
use serde_json::json;

use super::{Answer, AskArguments, Context, Refusal, concept, json as record};
use crate::cli::table::one_line;
use crate::model::MergeReason;
use crate::pipeline::Scope;
use crate::query::{Statement, links_between, statements};
use crate::text::match_key;

#[derive(Args)]
pub(in crate::cli) struct ExplainArguments {
    /// A concept: a name in either language, a part of one, or an id
    concept: String,
    /// Another concept
    other: Option<String>,
    #[command(flatten)]
    pub(super) ask: AskArguments,
}

impl ExplainArguments {
    /// What the question needs of the graph.
    pub(super) fn scope(&self) -> Scope<'_> {
        match &self.other {
            Some(other) => Scope::Between(&self.concept, other),
            None => Scope::Namesakes(&self.concept),
        }
    }
}

pub(super) fn answer(arguments: &ExplainArguments, cx: &mut Context<'_>) -> Result<Answer, Refusal> {
    let node = concept(cx.graph(), &arguments.concept)?;
    match &arguments.other {
        Some(other) => {
            let other = concept(cx.graph(), other)?;
            let between = links_between(cx.graph(), node, other);
            cx.ground(&[], &between)?;
            Ok(links(cx, node, other))
        }
        None => {
            cx.ground(&[node], &[])?;
            Ok(names(cx, node))
        }
    }
}

/// Every sentence that links two concepts: by paper, then by place.
fn links(cx: &Context<'_>, a: NodeIndex, b: NodeIndex) -> Answer {
    let found = statements(cx.graph(), a, b);
    let mut text = String::new();
    let mut document = None;
    for statement in &found {
        if document != Some(statement.evidence.document) {
            if document.is_some() {
                text.push('\n');
            }
            document = Some(statement.evidence.document);
            text.push_str(&paper(cx, statement.evidence.document));
        }
        text.push_str(&sentence(cx, statement));
    }
    let answers: Vec<_> = found
        .iter()
        .map(|statement| {
            json!({
                "link": record::link(cx.graph(), statement.edge),
                "paper": record::paper(cx.graph(), statement.evidence.document),
                "evidence": record::evidence(cx.graph(), statement.evidence),
            })
        })
        .collect();
    let fields = json!({ "a": record::concept(cx.graph(), a), "b": record::concept(cx.graph(), b), "answers": answers });
    let (left, right) = (cx.concept(a), cx.concept(b));
    let message = if a == b {
        format!("both names are the one concept {left:?}; `sinograph explain {left}` says why")
    } else {
        format!(
            "no sentence links {left:?} and {right:?}; `sinograph path {left} {right}` shows how they connect"
        )
    };
    Answer::new(record::answer("explain", fields), text).or_nothing(found.is_empty(), message)
}

fn paper(cx: &Context<'_>, document: usize) -> String {
    let document = &cx.graph().documents[document];
    let meta = &document.metadata;
    let title = cx.names.title(document);
    let mut parts = vec![meta.authors.join(", "), meta.source.clone().unwrap_or_default()];
    parts.push(meta.year.map_or(String::new(), |year| year.to_string()));
    parts.push(document.path.clone());
    parts.retain(|part| !part.is_empty());
    format!("{}\n  {}\n", cx.heading(&one_line(&title), &one_line(&title)), one_line(&parts.join(" · ")))
}

fn sentence(cx: &Context<'_>, statement: &Statement<'_>) -> String {
    let (edge, evidence) = (statement.edge, statement.evidence);
    let Some((source, target)) = cx.graph().graph.edge_endpoints(edge) else { return String::new() };
    let document = &cx.graph().documents[evidence.document];
    let record = crate::export::json::evidence(cx.graph(), evidence);
    let mut place: Vec<String> = record.section.iter().map(|heading| one_line(heading)).collect();
    place.extend(record.page.map(|page| cx.names.pick(&format!("第 {page} 页"), &format!("page {page}"))));
    let place = if place.is_empty() { String::new() } else { format!("\n      {}", place.join(" › ")) };
    format!(
        "  {} {} {}  ({}, {:.2}, {})\n      “{}”{place}\n",
        cx.concept(source),
        cx.link(edge, source),
        cx.concept(target),
        cx.names.modality(cx.graph().graph[edge].key.modality),
        evidence.confidence,
        evidence.rule,
        one_line(document.slice(evidence.span)),
    )
}

/// Why the names of a concept are one.
fn names(cx: &Context<'_>, node: NodeIndex) -> Answer {
    let concept = &cx.graph().graph[node];
    let mut text =
        format!("{}  {}\n", cx.heading(&cx.concept(node), &cx.concept(node)), one_line(&concept.id.0));
    for merge in &concept.merges {
        text.push_str(&reason_of(cx, merge));
    }
    if concept.merges.is_empty() {
        text.push_str(&cx.names.pick(
            "没有合并：所有写法只差标点、大小写、简繁或单复数",
            "nothing was merged: its spellings differ in marks, case, script or number only",
        ));
        text.push('\n');
    }
    let names: Vec<String> = concept.aliases.iter().map(|alias| one_line(alias)).collect();
    if !names.is_empty() {
        text.push_str(&format!("{}: {}\n", cx.names.pick("所有写法", "all spellings"), names.join("; ")));
    }
    let namesakes = namesakes(cx, node);
    if !namesakes.is_empty() {
        let list: Vec<String> =
            namesakes.iter().map(|other| one_line(&cx.graph().graph[*other].id.0)).collect();
        let what = cx.names.pick("同名而不同的概念", "other things of one of these names");
        text.push_str(&format!("{what}: {}\n", list.join("; ")));
    }
    let fields = json!({
        "concept": record::concept(cx.graph(), node),
        "aliases": concept.aliases,
        "merges": record::merges(cx.graph(), node),
        "namesakes": namesakes.iter().map(|other| record::concept(cx.graph(), *other)).collect::<Vec<_>>(),
    });
    Answer::new(record::answer("explain", fields), text)
}

/// Why one name joined: the two names, the reason, how sure it is, and the words of the papers.
fn reason_of(cx: &Context<'_>, merge: &MergeReason) -> String {
    let mut text = format!(
        "  {} = {}  {} {:.2} · {}\n",
        one_line(&merge.name),
        one_line(&merge.with),
        reason(cx, &merge.rule.0),
        merge.confidence,
        merge.rule,
    );
    for evidence in &merge.evidence {
        let document = &cx.graph().documents[evidence.document];
        let quote = one_line(document.slice(evidence.span));
        text.push_str(&format!("      “{quote}”  {}\n", one_line(&cx.names.title(document))));
    }
    text
}

/// Other concepts that bear one of the names of a concept.
fn namesakes(cx: &Context<'_>, node: NodeIndex) -> Vec<NodeIndex> {
    let keys = |node: NodeIndex| -> BTreeSet<String> {
        let concept = &cx.graph().graph[node];
        let labels = [&concept.labels.zh, &concept.labels.en].into_iter().flatten();
        labels.chain(&concept.aliases).map(|name| match_key(name)).collect()
    };
    let own = keys(node);
    let others = cx.graph().graph.node_indices().filter(|other| *other != node);
    others.filter(|other| !own.is_disjoint(&keys(*other))).collect()
}

/// What a rule of `resolve` means, in words.
fn reason(cx: &Context<'_>, rule: &str) -> String {
    let (zh, en) = match rule.split('/').next().unwrap_or(rule) {
        "place" => ("同一地点的名称", "names of one place"),
        "variant" => ("同一名称的变体", "variants of one name"),
        "bilingual" => ("逐词互译", "translate each other word by word"),
        "keywords" => ("中英文关键词对应", "stand together in keyword lists"),
        "list" => ("中英文列举对应", "stand together in lists of both languages"),
        "bracket" => ("文中括注", "a paper puts one in brackets behind the other"),
        "analyst" => ("分析者指定", "the analyst said so"),
        _ => ("文中说明为同一事物", "a paper says that they are one"),
    };
    cx.names.pick(zh, en)
}
