//! `sinograph matrix ROWTYPE COLTYPE`: concepts of one type against those of another, with the papers that join them.

use std::collections::{BTreeMap, BTreeSet};

use clap::Args;
use petgraph::graph::{EdgeIndex, NodeIndex};
use serde_json::json;

use super::{Answer, AskArguments, Context, Refusal, json as record};
use crate::analyze;
use crate::cli::selection::{kind, relations};
use crate::cli::table::Table;
use crate::model::{Matrix, Modality};
use crate::query::papers_of;

#[derive(Args)]
pub(in crate::cli) struct MatrixArguments {
    /// Type of the rows: region, 地区 ...
    rows: String,
    /// Type of the columns: model, 模式 ...
    columns: String,
    /// Kinds of links that count, separated by commas; all when left out
    #[arg(long, value_delimiter = ',', value_name = "RELATION", alias = "relation")]
    relations: Vec<String>,
    /// Most rows; 0 for all
    #[arg(long, default_value_t = 20, value_name = "N")]
    top: usize,
    /// Most columns; 0 for all
    #[arg(long, default_value_t = 8, value_name = "N")]
    top_columns: usize,
    #[command(flatten)]
    pub(super) ask: AskArguments,
}

pub(super) fn answer(arguments: &MatrixArguments, cx: &Context<'_>) -> Result<Answer, Refusal> {
    let knowledge = cx.names.knowledge;
    let (row, column) = (kind(knowledge, &arguments.rows)?, kind(knowledge, &arguments.columns)?);
    let mut matrix = analyze::matrix(cx.graph(), &row, &column, &relations(knowledge, &arguments.relations)?);
    let (n_rows, n_columns) = (matrix.rows.len(), matrix.columns.len());
    cut(&mut matrix, arguments.top, n_columns_shown(cx, arguments.top_columns));
    let mut text = shown(cx, &matrix, &row, &column);
    if matrix.rows.len() < n_rows || matrix.columns.len() < n_columns {
        // Rows that only have cells in columns left out go with them.
        let (rows, columns) = (n_rows - matrix.rows.len(), n_columns - matrix.columns.len());
        text.push_str(&cx.names.pick(
            &format!("另有 {rows} 行、{columns} 列；--top 0 --top-columns 0 显示全部"),
            &format!("{rows} more rows, {columns} more columns; --top 0 --top-columns 0 shows them all"),
        ));
        text.push('\n');
    }
    let cell = |((row, column), links): (&(NodeIndex, NodeIndex), &Vec<EdgeIndex>)| {
        let id = |node: NodeIndex| cx.graph().graph[node].id.0.clone();
        json!({
            "row": id(*row),
            "column": id(*column),
            "links": links.iter().map(|edge| record::link(cx.graph(), *edge)).collect::<Vec<_>>(),
        })
    };
    let fields = json!({
        "row_type": row, "column_type": column,
        "rows": matrix.rows.iter().map(|node| record::concept(cx.graph(), *node)).collect::<Vec<_>>(),
        "columns": matrix.columns.iter().map(|node| record::concept(cx.graph(), *node)).collect::<Vec<_>>(),
        "cells": matrix.cells.iter().map(cell).collect::<Vec<_>>(),
    });
    Ok(Answer::new(record::answer("matrix", fields), text).or_nothing(
        matrix.rows.is_empty(),
        format!("no link joins a {row} with a {column}; ask for other types"),
    ))
}

/// As many columns as the screen has room for: a cell that is cut no longer says which paper.
fn n_columns_shown(cx: &Context<'_>, most: usize) -> usize {
    match cx.look.width {
        Some(width) if most > 0 => most.min((width.saturating_sub(14) / 15).max(2)),
        _ => most,
    }
}

/// The first rows and columns, without those that are then empty.
fn cut(matrix: &mut Matrix, n_rows: usize, n_columns: usize) {
    let most = |n: usize| if n == 0 { usize::MAX } else { n };
    let columns: BTreeSet<_> = matrix.columns.iter().take(most(n_columns)).copied().collect();
    matrix.cells.retain(|(_, column), _| columns.contains(column));
    matrix.rows.retain(|row| matrix.cells.keys().any(|(known, _)| known == row));
    let rows: BTreeSet<_> = matrix.rows.iter().take(most(n_rows)).copied().collect();
    matrix.cells.retain(|(row, _), _| rows.contains(row));
    matrix.rows.retain(|row| rows.contains(row));
    matrix.columns.retain(|column| matrix.cells.keys().any(|(_, known)| known == column));
}

/// The table, with numbers for papers and their list below; marks say how a link is stated.
fn shown(cx: &Context<'_>, matrix: &Matrix, row: &str, column: &str) -> String {
    let links: Vec<EdgeIndex> = matrix.cells.values().flatten().copied().collect();
    let numbers: BTreeMap<usize, usize> = papers_of(cx.graph(), &links)
        .into_iter()
        .enumerate()
        .map(|(n, document)| (document, n + 1))
        .collect();
    let mut heads = vec![format!("{} \\ {}", cx.names.kind(row), cx.names.kind(column))];
    heads.extend(matrix.columns.iter().map(|node| cx.concept(*node)));
    let mut table = Table::new(&heads);
    for row in &matrix.rows {
        let mut cells = vec![cx.concept(*row)];
        cells.extend(matrix.columns.iter().map(|column| {
            matrix.cells.get(&(*row, *column)).map_or(String::new(), |links| cell(cx, links, &numbers))
        }));
        table.row(cells);
    }
    let mut text = table.text(cx.look);
    text.push('\n');
    for (document, number) in &numbers {
        let document = &cx.graph().documents[*document];
        let year = document.metadata.year.map_or(String::new(), |year| format!(" ({year})"));
        text.push_str(&format!(
            "[{number}] {}{year}\n",
            crate::cli::table::one_line(&cx.names.title(document))
        ));
    }
    text.push_str(&cx.names.pick("! 建议  ? 可能  × 否定", "! recommended  ? possible  × denied"));
    text.push('\n');
    text
}

/// `采用 [1][3]! `: each kind of link, the papers, and how they state it.
fn cell(cx: &Context<'_>, links: &[EdgeIndex], numbers: &BTreeMap<usize, usize>) -> String {
    let mut parts = Vec::new();
    for edge in links {
        let relation = &cx.graph().graph[*edge];
        let papers: String = relation.documents.iter().map(|at| format!("[{}]", numbers[at])).collect();
        let mark = match relation.key.modality {
            Modality::Asserted => "",
            Modality::Recommended => "!",
            Modality::Hypothetical => "?",
            Modality::Negated => "×",
        };
        parts.push(format!("{}{mark}{papers}", cx.names.relation(&relation.key.kind)));
    }
    parts.join(" ")
}
