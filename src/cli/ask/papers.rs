//! `sinograph papers CONCEPT`: the papers that speak of a concept.

use clap::Args;
use serde_json::json;

use super::{Answer, AskArguments, Context, Refusal, concept, json as record};
use crate::pipeline::Scope;
use crate::query::{papers, sentence};

#[derive(Args)]
pub(in crate::cli) struct PaperArguments {
    /// A concept: a name in either language, a part of one, or an id
    concept: String,
    /// Most papers; 0 for all
    #[arg(long, default_value_t = 50, value_name = "N")]
    top: usize,
    #[command(flatten)]
    pub(super) ask: AskArguments,
}

impl PaperArguments {
    /// What the question needs of the graph.
    pub(super) fn scope(&self) -> Scope<'_> {
        Scope::Around(&self.concept, 1)
    }
}

pub(super) fn answer(arguments: &PaperArguments, cx: &mut Context<'_>) -> Result<Answer, Refusal> {
    let node = concept(cx.graph(), &arguments.concept)?;
    cx.ground(&[node], &[])?;
    let all = papers(cx.graph(), node);
    let n_found = all.len();
    let top = if arguments.top == 0 { n_found } else { arguments.top.min(n_found) };
    let unquoted = all[..top].iter().filter(|paper| paper.mention.is_none()).map(|paper| paper.document);
    let unquoted: Vec<usize> = unquoted.collect();
    cx.material.mention(node, &unquoted)?;
    let mut found = papers(cx.graph(), node);
    found.truncate(top);
    let mut table = cx.table(&[
        ("年份", "year"),
        ("题名", "title"),
        ("#联系", "links"),
        ("原文", "quote"),
        ("文件", "file"),
    ]);
    for paper in &found {
        let document = &cx.graph().documents[paper.document];
        table.row(vec![
            document.metadata.year.map_or(String::new(), |year| year.to_string()),
            cx.names.title(document),
            paper.n_links.to_string(),
            paper.mention.map_or(String::new(), |found| sentence(document, found.span).to_owned()),
            document.path.clone(),
        ]);
    }
    let answers: Vec<_> = found
        .iter()
        .map(|paper| {
            json!({
                "paper": record::paper(cx.graph(), paper.document),
                "links": paper.n_links,
                "mention": paper.mention.map(|found| record::evidence(cx.graph(), found)),
            })
        })
        .collect();
    let mut text = table.text(cx.look);
    if n_found > top {
        let more = n_found - top;
        text.push_str(&cx.names.pick(
            &format!("另有 {more} 篇；--top 0 显示全部"),
            &format!("{more} more; --top 0 shows them all"),
        ));
        text.push('\n');
    }
    let fields =
        json!({ "concept": record::concept(cx.graph(), node), "found": n_found, "answers": answers });
    Ok(Answer::new(record::answer("papers", fields), text)
        .or_nothing(found.is_empty(), "no paper speaks of it"))
}
