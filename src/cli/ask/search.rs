//! `sinograph search TEXT`: concepts by any part of any name.

use clap::Args;
use serde_json::json;

use super::{Answer, AskArguments, Context, Refusal, json as record};
use crate::pipeline::Scope;
use crate::query::{Match, search};

#[derive(Args)]
pub(in crate::cli) struct SearchArguments {
    /// A name or a part of one, Chinese or English
    text: String,
    /// Most answers; 0 for all
    #[arg(long, default_value_t = 20, value_name = "N")]
    top: usize,
    #[command(flatten)]
    pub(super) ask: AskArguments,
}

impl SearchArguments {
    /// What the question needs of the graph.
    pub(super) fn scope(&self) -> Scope<'_> {
        Scope::Search(&self.text)
    }
}

pub(super) fn answer(arguments: &SearchArguments, cx: &Context<'_>) -> Result<Answer, Refusal> {
    let hits = search(cx.graph(), &arguments.text);
    let shown = if arguments.top == 0 { hits.len() } else { arguments.top.min(hits.len()) };
    let mut table = cx.table(&[
        ("概念", "concept"),
        ("类型", "type"),
        ("匹配的名称", "by name"),
        ("#论文", "papers"),
        ("#显著度", "salience"),
    ]);
    for hit in &hits[..shown] {
        let concept = &cx.graph().graph[hit.node];
        let name = cx.concept(hit.node);
        let by = if name == hit.name { String::new() } else { hit.name.clone() };
        let cells = [
            name,
            cx.kind(hit.node),
            by,
            concept.documents.len().to_string(),
            format!("{:.2}", concept.score),
        ];
        table.row(cells.to_vec());
    }
    let how = |how: Match| match how {
        Match::Whole => "whole",
        Match::Start => "start",
        Match::Part => "part",
        Match::Words => "words",
    };
    let answers: Vec<_> = hits[..shown]
        .iter()
        .map(|hit| json!({ "concept": record::concept(cx.graph(), hit.node), "name": hit.name, "match": how(hit.how) }))
        .collect();
    let mut text = table.text(cx.look);
    if shown < hits.len() {
        let more = hits.len() - shown;
        text.push_str(&cx.names.pick(
            &format!("另有 {more} 个；--top 0 显示全部"),
            &format!("{more} more; --top 0 shows them all"),
        ));
        text.push('\n');
    }
    let fields = json!({ "query": arguments.text, "found": hits.len(), "answers": answers });
    let message = if hits.is_empty() {
        super::concept(cx.graph(), &arguments.text).err().map_or(String::new(), |refusal| refusal.message)
    } else {
        String::new()
    };
    Ok(Answer::new(record::answer("search", fields), text).or_nothing(hits.is_empty(), message))
}
