//! Concept, Relation <-> the values of one row, with a checksum over all of them; what they rest on is in `grounds`.

use std::collections::BTreeMap;

use rusqlite::Row;

use super::evidence::{self, Places};
use super::record::modality;
use crate::model::{Concept, ConceptId, Labels, Relation, RelationKey};
use crate::text::Digest;

/// A row of concepts, without its number and checksum.
pub(super) struct ConceptRow {
    pub(super) id: String,
    pub(super) kind: String,
    pub(super) label: String,
    pub(super) label_zh: Option<String>,
    pub(super) label_en: Option<String>,
    pub(super) score: f64,
    pub(super) confidence: f64,
    pub(super) mentions: i64,
    pub(super) aliases: String,
    pub(super) documents: String,
}

impl ConceptRow {
    pub(super) fn of(concept: &Concept, places: &Places<'_>) -> Self {
        ConceptRow {
            id: concept.id.0.clone(),
            kind: concept.kind.clone(),
            label: concept.label.clone(),
            label_zh: concept.labels.zh.clone(),
            label_en: concept.labels.en.clone(),
            score: concept.score,
            confidence: concept.confidence,
            mentions: concept.n_mentions as i64,
            aliases: json(&concept.aliases),
            documents: json(&places.numbers(&concept.documents)),
        }
    }

    pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(ConceptRow {
            id: row.get(1)?,
            kind: row.get(2)?,
            label: row.get(3)?,
            label_zh: row.get(4)?,
            label_en: row.get(5)?,
            score: row.get(6)?,
            confidence: row.get(7)?,
            mentions: row.get(8)?,
            aliases: row.get(9)?,
            documents: row.get(10)?,
        })
    }

    /// The concept without its grounds.
    pub(super) fn concept(self, indexes: &BTreeMap<i64, usize>) -> Option<Concept> {
        Some(Concept {
            id: ConceptId(self.id),
            kind: self.kind,
            label: self.label,
            labels: Labels { zh: self.label_zh, en: self.label_en },
            aliases: serde_json::from_str(&self.aliases).ok()?,
            documents: evidence::documents(&self.documents, indexes)?,
            n_mentions: usize::try_from(self.mentions).ok()?,
            confidence: self.confidence,
            score: self.score,
            evidence: Vec::new(),
            merges: Vec::new(),
        })
    }

    pub(super) fn digest(&self) -> String {
        Digest::default()
            .with(self.id.as_bytes())
            .with(self.kind.as_bytes())
            .with(self.label.as_bytes())
            .with(self.label_zh.as_deref().unwrap_or("\0").as_bytes())
            .with(self.label_en.as_deref().unwrap_or("\0").as_bytes())
            .with(&self.score.to_bits().to_le_bytes())
            .with(&self.confidence.to_bits().to_le_bytes())
            .with(&self.mentions.to_le_bytes())
            .with(self.aliases.as_bytes())
            .with(self.documents.as_bytes())
            .finish()
    }
}

/// A row of relations, without its number and checksum.
pub(super) struct RelationRow {
    pub(super) source: i64,
    pub(super) target: i64,
    pub(super) kind: String,
    pub(super) modality: String,
    pub(super) predicate: String,
    pub(super) weight: i64,
    pub(super) confidence: f64,
    pub(super) documents: String,
}

impl RelationRow {
    pub(super) fn of(relation: &Relation, (source, target): (i64, i64), places: &Places<'_>) -> Self {
        RelationRow {
            source,
            target,
            kind: relation.key.kind.clone(),
            modality: relation.key.modality.name().to_owned(),
            predicate: relation.predicate.clone(),
            weight: relation.weight as i64,
            confidence: relation.confidence,
            documents: json(&places.numbers(&relation.documents)),
        }
    }

    pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(RelationRow {
            source: row.get(1)?,
            target: row.get(2)?,
            kind: row.get(3)?,
            modality: row.get(4)?,
            predicate: row.get(5)?,
            weight: row.get(6)?,
            confidence: row.get(7)?,
            documents: row.get(8)?,
        })
    }

    /// The link without its grounds.
    pub(super) fn relation(self, indexes: &BTreeMap<i64, usize>) -> Option<Relation> {
        Some(Relation {
            key: RelationKey { kind: self.kind, modality: modality(&self.modality)? },
            predicate: self.predicate,
            documents: evidence::documents(&self.documents, indexes)?,
            weight: usize::try_from(self.weight).ok()?,
            confidence: self.confidence,
            evidence: Vec::new(),
        })
    }

    pub(super) fn digest(&self) -> String {
        Digest::default()
            .with(&self.source.to_le_bytes())
            .with(&self.target.to_le_bytes())
            .with(self.kind.as_bytes())
            .with(self.modality.as_bytes())
            .with(self.predicate.as_bytes())
            .with(&self.weight.to_le_bytes())
            .with(&self.confidence.to_bits().to_le_bytes())
            .with(self.documents.as_bytes())
            .finish()
    }
}

pub(super) fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("names and numbers are JSON")
}
