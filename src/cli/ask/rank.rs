//! `sinograph rank`: concepts by how central they are.

use clap::{Args, ValueEnum};
use serde_json::json;

use super::{Answer, AskArguments, Context, Refusal, json as record};
use crate::analyze;
use crate::cli::selection::FilterArguments;
use crate::model::Rank;
use crate::query::select;

#[derive(Args)]
pub(in crate::cli) struct RankArguments {
    /// What the order goes by
    #[arg(long, value_enum, default_value_t = Measure::Importance)]
    by: Measure,
    /// Most answers; 0 for all
    #[arg(long, default_value_t = 30, value_name = "N")]
    top: usize,
    #[command(flatten)]
    filter: FilterArguments,
    #[command(flatten)]
    pub(super) ask: AskArguments,
}

/// A measure of importance.
#[derive(Clone, Copy, ValueEnum)]
enum Measure {
    /// Salience, weighed by papers and links
    Importance,
    /// Would a reader of the paper that says most of it want it in a small picture?
    Salience,
    /// Links in and out
    Degree,
    /// Links to it, from concepts that are linked to themselves
    Pagerank,
    /// Stands between others
    Betweenness,
    /// Papers that speak of it
    Papers,
}

pub(super) fn answer(arguments: &RankArguments, cx: &Context<'_>) -> Result<Answer, Refusal> {
    let mut selection = arguments.filter.selection(cx.graph(), cx.names.knowledge)?;
    // Types choose what is listed, not what counts: a region is central by its links with models.
    let types = std::mem::take(&mut selection.types);
    let part = (!selection.wants_all()).then(|| select(cx.graph().clone(), &selection));
    let graph = part.as_ref().unwrap_or(cx.graph());
    let mut ranks = analyze::ranks(graph);
    ranks.retain(|rank| types.is_empty() || types.contains(&graph.graph[rank.node].kind));
    let value = |rank: &Rank| match arguments.by {
        Measure::Importance => rank.importance,
        Measure::Salience => graph.graph[rank.node].score,
        Measure::Degree => (rank.n_in + rank.n_out) as f64,
        Measure::Pagerank => rank.pagerank,
        Measure::Betweenness => rank.betweenness,
        Measure::Papers => graph.graph[rank.node].documents.len() as f64,
    };
    ranks.sort_by(|a, b| value(b).total_cmp(&value(a)).then(a.node.cmp(&b.node)));
    let n_all = ranks.len();
    ranks.truncate(if arguments.top == 0 { n_all } else { arguments.top });
    let mut table = cx.table(&[
        ("#", "#"),
        ("概念", "concept"),
        ("类型", "type"),
        ("#显著度", "salience"),
        ("#论文", "papers"),
        ("#入", "in"),
        ("#出", "out"),
        ("#PageRank", "PageRank"),
        ("#中介度", "betweenness"),
    ]);
    for (n, rank) in ranks.iter().enumerate() {
        let concept = &graph.graph[rank.node];
        table.row(vec![
            (n + 1).to_string(),
            cx.names.concept(concept),
            cx.names.kind(&concept.kind),
            format!("{:.2}", concept.score),
            concept.documents.len().to_string(),
            rank.n_in.to_string(),
            rank.n_out.to_string(),
            format!("{:.5}", rank.pagerank),
            format!("{:.5}", rank.betweenness),
        ]);
    }
    let answers: Vec<_> = ranks
        .iter()
        .map(|rank| {
            json!({
                "concept": record::concept(graph, rank.node),
                "importance": record::rounded(rank.importance),
                "in": rank.n_in,
                "out": rank.n_out,
                "pagerank": rank.pagerank,
                "betweenness": rank.betweenness,
            })
        })
        .collect();
    let fields = json!({ "found": n_all, "answers": answers });
    Ok(Answer::new(record::answer("rank", fields), table.text(cx.look))
        .or_nothing(ranks.is_empty(), "no concept is of these types and papers"))
}
