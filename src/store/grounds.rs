//! What concepts and links rest on (evidence, reasons of merges) <-> the values of one row.

use std::collections::BTreeMap;

use super::evidence::{self, Places};
use super::rows::json;
use crate::model::{Concept, Document, Evidence, MergeReason, Relation};
use crate::text::Digest;

/// A row of `concept_grounds` or, without reasons, of `relation_grounds`.
pub(super) struct GroundsRow {
    /// Number of the concept or link.
    pub(super) number: i64,
    pub(super) evidence: String,
    pub(super) merges: Option<String>,
}

/// What a row says.
pub(super) struct Grounds {
    pub(super) evidence: Vec<Evidence>,
    pub(super) merges: Vec<MergeReason>,
}

impl GroundsRow {
    pub(super) fn of_concept(number: i64, concept: &Concept, places: &Places<'_>) -> Self {
        let merges = Some(json(&places.merges(&concept.merges)));
        GroundsRow { number, evidence: places.record(&concept.evidence), merges }
    }

    pub(super) fn of_relation(number: i64, relation: &Relation, places: &Places<'_>) -> Self {
        GroundsRow { number, evidence: places.record(&relation.evidence), merges: None }
    }

    /// The grounds; of evidence in documents without a text nothing is kept. `None` when a place is none.
    pub(super) fn grounds(&self, documents: &[Document], indexes: &BTreeMap<i64, usize>) -> Option<Grounds> {
        Some(Grounds {
            evidence: evidence::read(&self.evidence, documents, indexes)?,
            merges: match &self.merges {
                Some(merges) => evidence::merges(merges, documents, indexes)?,
                None => Vec::new(),
            },
        })
    }

    pub(super) fn digest(&self) -> String {
        let digest = Digest::default().with(&self.number.to_le_bytes()).with(self.evidence.as_bytes());
        self.merges.iter().fold(digest, |digest, merges| digest.with(merges.as_bytes())).finish()
    }
}
