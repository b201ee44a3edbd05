//! A table of a page -> rows of cells, or prose where lines that merely stand in step were taken for a table.

use unpdf::Table;

use super::joins::{Vocabulary, is_hyphen};
use crate::read::passage::Passage;
use crate::text::is_han;

pub(super) fn rows(table: &Table, vocabulary: &Vocabulary, passages: &mut Vec<Passage>) {
    let raw: Vec<Vec<String>> = table
        .rows
        .iter()
        .map(|row| {
            row.cells
                .iter()
                .map(|cell| cell.plain_text().replace(['\n', '\t'], " ").trim().to_owned())
                .collect()
        })
        .collect();
    if is_prose(&raw) {
        for row in raw {
            passages.push(Passage::Paragraph(super::spacing::normal(&row.join(" "))));
        }
        return;
    }
    let mut rows: Vec<Vec<String>> = Vec::new();
    for row in raw {
        match rows.last_mut() {
            Some(last) if goes_on(last, &row) => {
                for (cell, more) in last.iter_mut().zip(&row) {
                    vocabulary.join(cell, more);
                }
            }
            _ => rows.push(row),
        }
    }
    for row in rows {
        passages.push(Passage::Row(row.iter().map(|cell| vocabulary.mend(cell)).collect()));
    }
}

/// Whether a row is the second line of the row above: a word is broken between them, or its first cell is blank.
pub(super) fn goes_on(above: &[String], row: &[String]) -> bool {
    let is_broken = above
        .iter()
        .zip(row)
        .any(|(cell, more)| cell.ends_with(is_hyphen) && more.starts_with(|c: char| c.is_lowercase()));
    let has_blank_head =
        row.first().is_some_and(String::is_empty) && above.first().is_some_and(|cell| !cell.is_empty());
    is_broken
        || (has_blank_head
            && row.len() == above.len()
            && row.iter().filter(|cell| !cell.is_empty()).count() < row.len())
}

/// Cells of one or two ideographs are lines of Chinese prose that justification has spread.
fn is_prose(rows: &[Vec<String>]) -> bool {
    let cells: Vec<&String> = rows.iter().flatten().filter(|cell| !cell.is_empty()).collect();
    let is_scrap = |cell: &&&String| cell.chars().count() <= 3 && cell.chars().any(is_han);
    let n_columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    n_columns < 2 || (n_columns > 5 && cells.iter().filter(is_scrap).count() * 3 > cells.len() * 2)
}
