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
    let found = papers(cx.graph(), node);
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
    let fields = json!({ "concept": record::concept(cx.graph(), node), "answers": answers });
    Ok(Answer::new(record::answer("papers", fields), table.text(cx.look))
        .or_nothing(found.is_empty(), "no paper speaks of it"))
}
