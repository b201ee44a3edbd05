//! `sinograph path A B`: how two concepts connect.

use clap::Args;
use petgraph::graph::EdgeIndex;
use serde_json::json;

use super::{Answer, AskArguments, Context, Refusal, concept, json as record};
use crate::cli::selection::FilterArguments;
use crate::cli::table::one_line;
use crate::query::{Step, Way, paths};

#[derive(Args)]
pub(in crate::cli) struct PathArguments {
    /// Where to start: a name in either language, a part of one, or an id
    from: String,
    /// Where to end
    to: String,
    /// Most ways
    #[arg(long, default_value_t = 3, value_name = "N")]
    count: usize,
    #[command(flatten)]
    filter: FilterArguments,
    #[command(flatten)]
    pub(super) ask: AskArguments,
}

pub(super) fn answer(arguments: &PathArguments, cx: &mut Context<'_>) -> Result<Answer, Refusal> {
    let from = concept(cx.graph(), &arguments.from)?;
    let to = concept(cx.graph(), &arguments.to)?;
    let selection = arguments.filter.selection(cx.graph(), cx.names.knowledge)?;
    let ways = paths(cx.graph(), from, to, arguments.count, &selection);
    let used: Vec<EdgeIndex> =
        ways.iter().flat_map(|way| &way.steps).flat_map(|step| step.links.iter().copied()).collect();
    cx.ground(&[], &used)?;
    let cx = &*cx;
    let mut text = String::new();
    for (n, way) in ways.iter().enumerate() {
        if n > 0 {
            text.push('\n');
        }
        text.push_str(&shown(cx, n + 1, way));
    }
    let step = |step: &Step| {
        json!({
            "from": cx.graph().graph[step.from].id.0,
            "to": cx.graph().graph[step.to].id.0,
            "links": step.links.iter().map(|edge| {
                let mut link = record::link(cx.graph(), *edge);
                let first = cx.graph().graph[*edge].evidence.first();
                link["evidence"] = json!(first.map(|found| record::evidence(cx.graph(), found)));
                link
            }).collect::<Vec<_>>(),
        })
    };
    let way = |way: &Way| json!({ "cost": record::rounded(way.cost), "steps": way.steps.iter().map(step).collect::<Vec<_>>() });
    let fields = json!({
        "from": record::concept(cx.graph(), from),
        "to": record::concept(cx.graph(), to),
        "answers": ways.iter().map(way).collect::<Vec<_>>(),
    });
    let message = if from == to {
        "both names are one concept; `sinograph explain` says why".to_owned()
    } else {
        format!("nothing connects {:?} and {:?}", arguments.from, arguments.to)
    };
    Ok(Answer::new(record::answer("path", fields), text).or_nothing(ways.is_empty(), message))
}

/// A way as a list of steps, each with the sentence that supports its best link.
fn shown(cx: &Context<'_>, number: usize, way: &Way) -> String {
    let first = way.steps.first().map(|step| cx.concept(step.from)).unwrap_or_default();
    let title = cx.names.pick(&format!("路径 {number}"), &format!("Way {number}"));
    let mut text = format!("{}  {first}\n", cx.heading(&title, &title));
    for step in &way.steps {
        let Some(edge) = step.links.first() else { continue };
        let relation = &cx.graph().graph[*edge];
        let more = if step.links.len() > 1 { format!(" +{}", step.links.len() - 1) } else { String::new() };
        text.push_str(&format!(
            "  {} {}{more}  ({}, {} {}, {:.2})\n",
            cx.link(*edge, step.from),
            cx.concept(step.to),
            cx.names.modality(relation.key.modality),
            relation.documents.len(),
            cx.names.pick("篇论文", "papers"),
            relation.confidence,
        ));
        if let Some(found) = relation.evidence.first() {
            let document = &cx.graph().documents[found.document];
            let year = document.metadata.year.map_or(String::new(), |year| format!(" {year}"));
            text.push_str(&format!(
                "      “{}” {}{year}\n",
                one_line(document.slice(found.span)),
                one_line(&cx.names.title(document)),
            ));
        }
    }
    text
}
