//! Evidence <-> JSON text: document number, first byte, end, first character, characters, rule, confidence.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::Entry;
use super::exact::Exact;
use super::record::span;
use crate::model::{Document, Evidence, RuleId};
use crate::text::CharIndex;

type Record = (i64, u32, u32, usize, usize, String, Exact);

/// Documents by their index in a graph, with what their places are written by.
pub(super) struct Places<'t> {
    numbers: Vec<i64>,
    indexes: Vec<CharIndex<'t>>,
}

impl<'t> Places<'t> {
    /// The documents of a graph and of the store, both in order of their ids.
    pub(super) fn new(documents: &'t [Document], entries: &[Entry]) -> Self {
        Places {
            numbers: entries.iter().map(|entry| entry.number).collect(),
            indexes: documents.par_iter().map(|document| CharIndex::new(&document.text)).collect(),
        }
    }

    /// Numbers of documents.
    pub(super) fn numbers(&self, documents: &[usize]) -> Vec<i64> {
        documents.iter().map(|at| self.numbers[*at]).collect()
    }

    /// The record of a list of evidence.
    pub(super) fn record(&self, evidence: &[Evidence]) -> String {
        let record = |evidence: &Evidence| -> Record {
            let index = &self.indexes[evidence.document];
            let (first, end) =
                (index.chars_before(evidence.span.start), index.chars_before(evidence.span.end));
            (
                self.numbers[evidence.document],
                evidence.span.start,
                evidence.span.end,
                first,
                end - first,
                evidence.rule.to_string(),
                Exact(evidence.confidence),
            )
        };
        let records: Vec<Record> = evidence.iter().map(record).collect();
        serde_json::to_string(&records).expect("numbers and names are JSON")
    }
}

/// Indexes of documents from a list of their numbers; `None` when one is unknown.
pub(super) fn documents(numbers: &str, indexes: &BTreeMap<i64, usize>) -> Option<Vec<usize>> {
    let numbers: Vec<i64> = serde_json::from_str(numbers).ok()?;
    numbers.iter().map(|number| indexes.get(number).copied()).collect()
}

/// Indexes of the documents that a record of evidence names; `None` when one is unknown.
pub(super) fn documents_of(record: &str, indexes: &BTreeMap<i64, usize>) -> Option<Vec<usize>> {
    let records: Vec<Record> = serde_json::from_str(record).ok()?;
    records.iter().map(|(number, ..)| indexes.get(number).copied()).collect()
}

/// The evidence of a record, as far as the texts of its documents are there; `None` when a place is none.
pub(super) fn read(
    record: &str,
    documents: &[Document],
    indexes: &BTreeMap<i64, usize>,
) -> Option<Vec<Evidence>> {
    let records: Vec<Record> = serde_json::from_str(record).ok()?;
    let mut evidence = Vec::with_capacity(records.len());
    for (number, start, end, _, _, rule, confidence) in records {
        let document = *indexes.get(&number)?;
        let text = &documents[document].text;
        if text.is_empty() {
            continue;
        }
        let (span, rule) = (span(start, end, text)?, RuleId::from(rule.as_str()));
        evidence.push(Evidence { document, span, rule, confidence: confidence.0 });
    }
    Some(evidence)
}

/// How many quotes a record has; `None` when a place in characters is not the place in bytes.
pub(super) fn check(
    record: &str,
    numbers: &BTreeMap<i64, usize>,
    indexes: &[CharIndex<'_>],
) -> Option<usize> {
    let records: Vec<Record> = serde_json::from_str(record).ok()?;
    for (number, start, end, first, n_chars, ..) in &records {
        let index = &indexes[*numbers.get(number)?];
        let at = (index.chars_before(*start), index.chars_before(*end));
        if at != (*first, first + n_chars) || start == end {
            return None;
        }
    }
    Some(records.len())
}
