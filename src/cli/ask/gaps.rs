//! `sinograph gaps`: what the papers leave open.

use clap::Args;
use petgraph::graph::{EdgeIndex, NodeIndex};
use serde_json::json;

use super::{Answer, AskArguments, Context, Refusal, json as record};
use crate::analyze;
use crate::cli::table::one_line;
use crate::query::sentence;

#[derive(Args)]
pub(in crate::cli) struct GapArguments {
    /// Most of each list; 0 for all
    #[arg(long, default_value_t = 15, value_name = "N")]
    top: usize,
    #[command(flatten)]
    pub(super) ask: AskArguments,
}

pub(super) fn answer(arguments: &GapArguments, cx: &mut Context<'_>) -> Result<Answer, Refusal> {
    let gaps = analyze::gaps(cx.graph());
    let top = if arguments.top == 0 { usize::MAX } else { arguments.top };
    let shown = gaps.unaddressed.iter().take(top).chain(gaps.placeless.iter().take(top));
    cx.ground(&shown.copied().collect::<Vec<NodeIndex>>(), &[])?;
    let cx = &*cx;
    let mut text =
        section(cx, "没有政策应对的问题", "Problems that no policy addresses", gaps.unaddressed.len());
    text.push_str(&concepts(cx, &gaps.unaddressed, top));
    text.push_str(&format!(
        "\n{}",
        section(cx, "没有地区的模式", "Models without a region", gaps.placeless.len())
    ));
    text.push_str(&concepts(cx, &gaps.placeless, top));
    let title = (
        "只有一篇论文陈述的联系（两端另有论文提及）",
        "Links that one paper alone states, of concepts that others speak of too",
    );
    text.push_str(&format!("\n{}", section(cx, title.0, title.1, gaps.single.len())));
    text.push_str(&links(cx, &gaps.single, top));
    let list = |nodes: &[NodeIndex]| {
        nodes.iter().take(top).map(|node| record::concept(cx.graph(), *node)).collect::<Vec<_>>()
    };
    let fields = json!({
        "unaddressed": { "found": gaps.unaddressed.len(), "answers": list(&gaps.unaddressed) },
        "placeless": { "found": gaps.placeless.len(), "answers": list(&gaps.placeless) },
        "single": {
            "found": gaps.single.len(),
            "answers": gaps.single.iter().take(top).map(|edge| record::link(cx.graph(), *edge)).collect::<Vec<_>>(),
        },
    });
    let is_empty = gaps.unaddressed.is_empty() && gaps.placeless.is_empty() && gaps.single.is_empty();
    Ok(Answer::new(record::answer("gaps", fields), text).or_nothing(is_empty, "nothing is open"))
}

fn section(cx: &Context<'_>, zh: &str, en: &str, n: usize) -> String {
    format!("{} {n}\n", cx.heading(zh, en))
}

fn concepts(cx: &Context<'_>, nodes: &[NodeIndex], top: usize) -> String {
    let mut table =
        cx.table(&[("概念", "concept"), ("#论文", "papers"), ("#显著度", "salience"), ("原文", "quote")]);
    for node in nodes.iter().take(top) {
        let concept = &cx.graph().graph[*node];
        let quote = concept.evidence.first();
        let quote = quote.map_or("", |found| sentence(&cx.graph().documents[found.document], found.span));
        let cells = [
            cx.concept(*node),
            concept.documents.len().to_string(),
            format!("{:.2}", concept.score),
            one_line(quote),
        ];
        table.row(cells.to_vec());
    }
    if table.is_empty() { String::new() } else { table.text(cx.look) }
}

fn links(cx: &Context<'_>, edges: &[EdgeIndex], top: usize) -> String {
    let mut table = cx.table(&[
        ("概念", "concept"),
        ("联系", "link"),
        ("概念", "concept"),
        ("语气", "modality"),
        ("#置信度", "confidence"),
        ("论文", "paper"),
    ]);
    for edge in edges.iter().take(top) {
        let Some((source, target)) = cx.graph().graph.edge_endpoints(*edge) else { continue };
        let relation = &cx.graph().graph[*edge];
        let paper = relation.documents.first().map(|at| cx.names.title(&cx.graph().documents[*at]));
        table.row(vec![
            cx.concept(source),
            cx.link(*edge, source),
            cx.concept(target),
            cx.names.modality(relation.key.modality),
            format!("{:.2}", relation.confidence),
            paper.unwrap_or_default(),
        ]);
    }
    if table.is_empty() { String::new() } else { table.text(cx.look) }
}
