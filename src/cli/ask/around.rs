//! `sinograph neighbours CONCEPT`: the concepts around a concept.

use clap::Args;
use serde_json::json;

use super::{Answer, AskArguments, Context, Refusal, concept, json as record};
use crate::cli::selection::FilterArguments;
use crate::pipeline::Scope;
use crate::query::{neighbours, papers_of};

#[derive(Args)]
pub(in crate::cli) struct NeighbourArguments {
    /// A concept: a name in either language, a part of one, or an id
    concept: String,
    /// How many links away
    #[arg(long, default_value_t = 1, value_name = "N")]
    depth: usize,
    /// Most answers; 0 for all
    #[arg(long, default_value_t = 40, value_name = "N")]
    top: usize,
    #[command(flatten)]
    filter: FilterArguments,
    #[command(flatten)]
    pub(super) ask: AskArguments,
}

impl NeighbourArguments {
    /// What the question needs of the graph.
    pub(super) fn scope(&self) -> Scope<'_> {
        Scope::Around(&self.concept, self.depth)
    }
}

pub(super) fn answer(arguments: &NeighbourArguments, cx: &Context<'_>) -> Result<Answer, Refusal> {
    let node = concept(cx.graph(), &arguments.concept)?;
    let selection = arguments.filter.selection(cx.graph(), cx.names.knowledge)?;
    let found = neighbours(cx.graph(), node, arguments.depth, &selection);
    let top = if arguments.top == 0 { found.len() } else { arguments.top };
    let mut table = cx.table(&[
        ("#距离", "distance"),
        ("概念", "concept"),
        ("类型", "type"),
        ("联系", "link"),
        ("来自", "from"),
        ("语气", "modality"),
        ("#论文", "papers"),
    ]);
    for neighbour in found.iter().take(top) {
        let Some((edge, (source, target))) =
            neighbour.via.first().and_then(|edge| Some((*edge, cx.graph().graph.edge_endpoints(*edge)?)))
        else {
            continue;
        };
        let nearer = if source == neighbour.node { target } else { source };
        let more = neighbour.via.len() - 1;
        let link = cx.link(edge, nearer);
        table.row(vec![
            neighbour.distance.to_string(),
            cx.concept(neighbour.node),
            cx.kind(neighbour.node),
            if more > 0 { format!("{link} +{more}") } else { link },
            cx.concept(nearer),
            cx.names.modality(cx.graph().graph[edge].key.modality),
            papers_of(cx.graph(), &neighbour.via).len().to_string(),
        ]);
    }
    let mut text = table.text(cx.look);
    if found.len() > top {
        let more = found.len() - top;
        text.push_str(&cx.names.pick(
            &format!("另有 {more} 个；--top 0 显示全部"),
            &format!("{more} more; --top 0 shows them all"),
        ));
        text.push('\n');
    }
    let answers: Vec<_> = found
        .iter()
        .take(top)
        .map(|neighbour| {
            json!({
                "concept": record::concept(cx.graph(), neighbour.node),
                "distance": neighbour.distance,
                "links": neighbour.via.iter().map(|edge| record::link(cx.graph(), *edge)).collect::<Vec<_>>(),
            })
        })
        .collect();
    let fields = json!({ "of": record::concept(cx.graph(), node), "found": found.len(), "answers": answers });
    Ok(Answer::new(record::answer("neighbours", fields), text).or_nothing(
        found.is_empty(),
        format!("{:?} has no such neighbours; ask for other types or links", arguments.concept),
    ))
}
