//! `sinograph communities`: groups of concepts, named by their most salient.

use std::collections::BTreeSet;

use clap::Args;
use serde_json::json;

use super::{Answer, AskArguments, Context, Refusal, json as record};
use crate::analyze;

#[derive(Args)]
pub(in crate::cli) struct CommunityArguments {
    /// Most communities; 0 for all
    #[arg(long, default_value_t = 20, value_name = "N")]
    top: usize,
    /// Leave out communities with fewer concepts
    #[arg(long, default_value_t = 3, value_name = "N")]
    min_size: usize,
    /// Concepts listed of each
    #[arg(long, default_value_t = 8, value_name = "N")]
    members: usize,
    #[command(flatten)]
    pub(super) ask: AskArguments,
}

pub(super) fn answer(arguments: &CommunityArguments, cx: &Context<'_>) -> Result<Answer, Refusal> {
    let communities = analyze::communities(cx.graph());
    let top = if arguments.top == 0 { usize::MAX } else { arguments.top };
    let shown: Vec<_> = communities
        .numbered()
        .filter(|(_, group)| group.members.len() >= arguments.min_size)
        .take(top)
        .collect();
    let mut table = cx.table(&[
        ("#编号", "number"),
        ("#概念", "concepts"),
        ("#联系", "links"),
        ("#论文", "papers"),
        ("名称", "name"),
        ("其他概念", "other concepts"),
    ]);
    let mut answers = Vec::new();
    for (number, group) in shown {
        let papers: BTreeSet<usize> =
            group.members.iter().flat_map(|node| cx.graph().graph[*node].documents.iter().copied()).collect();
        let name = cx.names.community(cx.graph(), group);
        let others: Vec<String> = group
            .members
            .iter()
            .skip(3)
            .take(arguments.members.saturating_sub(3))
            .map(|node| cx.concept(*node))
            .collect();
        table.row(vec![
            number.to_string(),
            group.members.len().to_string(),
            group.n_links.to_string(),
            papers.len().to_string(),
            name.clone(),
            others.join("; "),
        ]);
        answers.push(json!({
            "number": number,
            "name": name,
            "size": group.members.len(),
            "links": group.n_links,
            "papers": papers.len(),
            "members": group.members.iter().map(|node| cx.graph().graph[*node].id.0.clone()).collect::<Vec<_>>(),
        }));
    }
    let is_empty = answers.is_empty();
    let n_all = communities.groups.len();
    let fields = json!({ "found": n_all, "answers": answers });
    Ok(Answer::new(record::answer("communities", fields), table.text(cx.look))
        .or_nothing(is_empty, "no community is as large; lower --min-size"))
}
