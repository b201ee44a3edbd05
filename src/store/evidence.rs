//! Evidence <-> JSON text: document number, first byte, end, first character, characters, rule, confidence.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::Entry;
use super::exact::Exact;
use super::record::span;
use crate::model::{Document, Evidence, MergeReason, RuleId};
use crate::text::CharIndex;

pub(super) type Record = (i64, u32, u32, usize, usize, String, Exact);

/// Name, the name it joined, rule, confidence, evidence.
pub(super) type MergeRecord = (String, String, String, Exact, Vec<Record>);

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
        serde_json::to_string(&self.records(evidence)).expect("numbers and names are JSON")
    }

    /// The records of the reasons why names are one concept.
    pub(super) fn merges(&self, merges: &[MergeReason]) -> Vec<MergeRecord> {
        let record = |merge: &MergeReason| {
            let rule = merge.rule.to_string();
            let (name, with) = (merge.name.clone(), merge.with.clone());
            (name, with, rule, Exact(merge.confidence), self.records(&merge.evidence))
        };
        merges.iter().map(record).collect()
    }

    fn records(&self, evidence: &[Evidence]) -> Vec<Record> {
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
        evidence.iter().map(record).collect()
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
    evidence(serde_json::from_str(record).ok()?, documents, indexes)
}

/// The reasons of a record, with evidence as far as the texts of its documents are there; `None` when a place is none.
pub(super) fn merges(
    record: &str,
    documents: &[Document],
    indexes: &BTreeMap<i64, usize>,
) -> Option<Vec<MergeReason>> {
    let records: Vec<MergeRecord> = serde_json::from_str(record).ok()?;
    let merges = records.into_iter().map(|(name, with, rule, confidence, places)| {
        let evidence = evidence(places, documents, indexes)?;
        Some(MergeReason {
            name,
            with,
            rule: RuleId::from(rule.as_str()),
            confidence: confidence.0,
            evidence,
        })
    });
    merges.collect()
}

/// Indexes of the documents that the reasons of a record name; `None` when one is unknown.
pub(super) fn documents_of_merges(record: &str, indexes: &BTreeMap<i64, usize>) -> Option<Vec<usize>> {
    let records: Vec<MergeRecord> = serde_json::from_str(record).ok()?;
    let places = records.iter().flat_map(|(.., places)| places);
    places.map(|(number, ..)| indexes.get(number).copied()).collect()
}

fn evidence(
    records: Vec<Record>,
    documents: &[Document],
    indexes: &BTreeMap<i64, usize>,
) -> Option<Vec<Evidence>> {
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
    check_places(&serde_json::from_str::<Vec<Record>>(record).ok()?, numbers, indexes)
}

/// The same for the reasons of merges.
pub(super) fn check_merges(
    record: &str,
    numbers: &BTreeMap<i64, usize>,
    indexes: &[CharIndex<'_>],
) -> Option<usize> {
    let merges: Vec<MergeRecord> = serde_json::from_str(record).ok()?;
    merges.iter().map(|(.., places)| check_places(places, numbers, indexes)).sum()
}

fn check_places(
    records: &[Record],
    numbers: &BTreeMap<i64, usize>,
    indexes: &[CharIndex<'_>],
) -> Option<usize> {
    for (number, start, end, first, n_chars, ..) in records {
        let index = &indexes[*numbers.get(number)?];
        let at = (index.chars_before(*start), index.chars_before(*end));
        if at != (*first, first + n_chars) || start == end {
            return None;
        }
    }
    Some(records.len())
}
