//! `sinograph timeline`: concepts by the years of the papers that speak of them.

use std::collections::BTreeSet;

use clap::Args;
use serde_json::json;

use super::{Answer, AskArguments, Context, Refusal, concept, json as record};
use crate::analyze;
use crate::cli::selection::kind;
use crate::cli::table::Table;

#[derive(Args)]
pub(in crate::cli) struct TimelineArguments {
    /// Concepts to follow; the most spoken of when left out
    concepts: Vec<String>,
    /// Types of concepts, separated by commas
    #[arg(long, value_delimiter = ',', value_name = "TYPE", alias = "type")]
    types: Vec<String>,
    /// Most concepts; 0 for all
    #[arg(long, default_value_t = 25, value_name = "N")]
    top: usize,
    #[command(flatten)]
    pub(super) ask: AskArguments,
}

pub(super) fn answer(arguments: &TimelineArguments, cx: &Context<'_>) -> Result<Answer, Refusal> {
    let kinds: BTreeSet<String> =
        arguments.types.iter().map(|name| kind(cx.names.knowledge, name)).collect::<Result<_, _>>()?;
    let wanted: BTreeSet<_> =
        arguments.concepts.iter().map(|name| concept(cx.graph(), name)).collect::<Result<_, _>>()?;
    let mut timeline = analyze::timeline(cx.graph(), &kinds);
    timeline.rows.retain(|(node, _)| wanted.is_empty() || wanted.contains(node));
    let n_all = timeline.rows.len();
    timeline.rows.truncate(if arguments.top == 0 { n_all } else { arguments.top });
    let mut heads = vec![cx.names.pick("概念", "concept"), cx.names.pick("类型", "type")];
    heads.extend(timeline.years.iter().map(|(year, _)| format!("#{year}")));
    let mut table = Table::new(&heads);
    for (node, counts) in &timeline.rows {
        let mut cells = vec![cx.concept(*node), cx.kind(*node)];
        cells.extend(counts.iter().map(|n| if *n == 0 { "·".to_owned() } else { n.to_string() }));
        table.row(cells);
    }
    let mut all = vec![cx.names.pick("所有论文", "all papers"), String::new()];
    all.extend(timeline.years.iter().map(|(_, n)| n.to_string()));
    table.row(all);
    let mut text = table.text(cx.look);
    if timeline.n_undated > 0 {
        let n = timeline.n_undated;
        text.push_str(&cx.names.pick(&format!("{n} 篇论文没有年份"), &format!("{n} papers have no year")));
        text.push('\n');
    }
    let row = |(node, counts): &(_, Vec<usize>)| {
        let years = timeline.years.iter().zip(counts).filter(|(_, n)| **n > 0);
        let years: Vec<_> = years.map(|((year, _), n)| json!({ "year": year, "papers": n })).collect();
        json!({ "concept": record::concept(cx.graph(), *node), "years": years })
    };
    let years: Vec<_> = timeline.years.iter().map(|(year, n)| json!({ "year": year, "papers": n })).collect();
    let fields = json!({
        "years": years, "undated": timeline.n_undated, "found": n_all,
        "answers": timeline.rows.iter().map(row).collect::<Vec<_>>(),
    });
    Ok(Answer::new(record::answer("timeline", fields), text)
        .or_nothing(timeline.rows.is_empty(), "no paper with a year speaks of such a concept"))
}
