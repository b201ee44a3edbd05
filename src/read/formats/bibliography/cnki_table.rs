//! Table that CNKI exports for spreadsheets (a web page named .xls, or CSV) -> records.

use dom_query::Document;

use super::citation::{Citation, Slot};
use crate::read::decode;
use crate::read::formats::{Reader, Sniff};
use crate::read::limits::Limits;
use crate::read::passage::{Raw, Trouble};

/// Export of CNKI for spreadsheets: its first row names `Title-题名` and `Author-作者`.
pub(in crate::read::formats) struct CnkiTable;

/// Beginnings of column names; behind them stands the Chinese name.
const COLUMNS: &[(&str, Slot)] = &[
    ("Title", Slot::Title),
    ("Author", Slot::Author),
    ("Source", Slot::Source),
    ("Keyword", Slot::Keywords),
    ("Summary", Slot::Abstract),
    ("Year", Slot::Year),
    ("PubTime", Slot::Year),
    ("DOI", Slot::Doi),
];

impl Reader for CnkiTable {
    fn name(&self) -> &'static str {
        "cnki-table"
    }

    fn is_isolated(&self) -> bool {
        true
    }

    fn claims(&self, sniff: &Sniff<'_>) -> bool {
        let names = ["Title-题名", "Author-作者"];
        let is_row = sniff.head.lines().take(3).any(|line| names.iter().all(|name| line.contains(name)));
        let is_page = sniff.head.starts_with('<') && names.iter().all(|name| sniff.head.contains(name));
        is_row || is_page
    }

    fn read(&self, bytes: &[u8], limits: &Limits) -> Result<Vec<Raw>, Trouble> {
        let decoded = decode::decode(bytes, limits.encoding.as_deref())?;
        let text = decoded.text.trim_start_matches('\u{feff}').trim_start();
        let rows = if text.starts_with('<') { rows_of_page(text) } else { rows_of_csv(text) };
        let head = rows.iter().position(|row| row.iter().any(|cell| cell.contains("Title-题名")));
        let records: Vec<Citation> = head.map_or_else(Vec::new, |head| {
            rows[head + 1..]
                .iter()
                .map(|row| citation(&rows[head], row))
                .filter(|record| !record.titles.is_empty())
                .collect()
        });
        if records.is_empty() {
            return Err(Trouble::failed("no-records", "holds no whole record; export it again"));
        }
        Ok(records.into_iter().map(|record| record.into_raw(decoded.encoding)).collect())
    }
}

fn rows_of_page(text: &str) -> Vec<Vec<String>> {
    let page = Document::from(text);
    let root = page.root();
    let rows = root.descendants_it().filter(|node| node.has_name("tr"));
    let cells = rows.map(|row| {
        let cells = row.children_it(false).filter(|cell| cell.has_name("td") || cell.has_name("th"));
        cells.map(|cell| cell.text().trim().to_owned()).collect()
    });
    cells.collect()
}

fn rows_of_csv(text: &str) -> Vec<Vec<String>> {
    let delimiter = if text.lines().next().is_some_and(|line| line.contains('\t')) { b'\t' } else { b',' };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    reader
        .records()
        .flatten()
        .map(|record| record.iter().map(|cell| cell.trim().to_owned()).collect())
        .collect()
}

fn citation(head: &[String], row: &[String]) -> Citation {
    let mut citation = Citation::default();
    for (name, value) in head.iter().zip(row) {
        let tag = name.split('-').next().unwrap_or_default().trim();
        if let Some((_, slot)) = COLUMNS.iter().find(|(known, _)| *known == tag) {
            citation.put(*slot, value);
            citation.record.push_str(&format!("{tag}: {value}\n"));
        }
    }
    citation
}
