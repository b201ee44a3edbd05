//! ConceptGraph <-> rows of concepts and relations; only rows that changed are written.

use std::collections::BTreeMap;

use petgraph::graph::{DiGraph, NodeIndex};
use rusqlite::{OptionalExtension, Row, params};

use super::evidence::{self, Places};
use super::record::modality;
use super::{Entry, Store, StoreError};
use crate::model::{Concept, ConceptGraph, ConceptId, Document, Labels, MergeReason, Relation, RelationKey};
use crate::text::Digest;

/// Which set of documents, read and joined by what, a graph belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GraphState(String);

impl GraphState {
    /// The state of a set of documents; `joiner` is the fingerprint of the program and knowledge that join them.
    #[must_use]
    pub fn of(entries: &[Entry], joiner: &str) -> Self {
        let digest = entries.iter().fold(Digest::default().with(joiner.as_bytes()), |digest, entry| {
            digest.with(entry.id.as_bytes()).with(entry.reader.as_bytes())
        });
        GraphState(digest.finish())
    }
}

impl Store {
    /// The state that the stored graph was made in; `None` before the first.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when the row is not what was written.
    pub fn graph_state(&self) -> Result<Option<GraphState>, StoreError> {
        let found: Option<(String, String)> = self
            .prepare("SELECT value, checksum FROM facts WHERE name = 'graph'")?
            .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()
            .map_err(|e| self.error(e))?;
        match found {
            Some((value, checksum)) if fact_digest(&value) != checksum => {
                Err(self.damaged("a row of facts is not what was written"))
            }
            found => Ok(found.map(|(value, _)| GraphState(value))),
        }
    }

    /// How many concepts the stored graph has.
    ///
    /// # Errors
    /// When the store is damaged.
    pub fn n_concepts(&self) -> Result<usize, StoreError> {
        self.count("concepts")
    }

    /// How many links the stored graph has.
    ///
    /// # Errors
    /// When the store is damaged.
    pub fn n_links(&self) -> Result<usize, StoreError> {
        self.count("relations")
    }

    /// Writes the graph of all documents of the store, in the transaction that runs.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn put_graph(
        &self,
        graph: &ConceptGraph,
        entries: &[Entry],
        state: &GraphState,
    ) -> Result<(), StoreError> {
        let places = Places::new(&graph.documents, entries);
        let numbers = self.put_concepts(graph, &places)?;
        self.put_relations(graph, &places, &numbers)?;
        let checksum = fact_digest(&state.0);
        self.execute("INSERT OR REPLACE INTO facts VALUES ('graph', ?1, ?2)", params![state.0, checksum])?;
        Ok(())
    }

    fn put_concepts(&self, graph: &ConceptGraph, places: &Places<'_>) -> Result<Vec<i64>, StoreError> {
        let mut before: BTreeMap<String, (i64, String)> = BTreeMap::new();
        let mut highest = 0;
        {
            let mut rows = self.prepare("SELECT id, number, checksum FROM concepts")?;
            let mut rows = rows.query([]).map_err(|e| self.error(e))?;
            while let Some(row) = rows.next().map_err(|e| self.error(e))? {
                let read = || Ok((row.get(0)?, (row.get(1)?, row.get(2)?)));
                let (id, known): (String, (i64, String)) = read().map_err(|e| self.error(e))?;
                highest = highest.max(known.0);
                before.insert(id, known);
            }
        }
        let mut numbers = Vec::with_capacity(graph.graph.node_count());
        for concept in graph.graph.node_weights() {
            let record = ConceptRow::of(concept, places);
            let checksum = record.digest();
            let number = match before.remove(&concept.id.0) {
                Some((number, known)) if known == checksum => {
                    numbers.push(number);
                    continue;
                }
                Some((number, _)) => number,
                None => {
                    highest += 1;
                    highest
                }
            };
            numbers.push(number);
            self.execute(
                "INSERT OR REPLACE INTO concepts VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
                params![
                    number,
                    record.id,
                    record.kind,
                    record.label,
                    record.label_zh,
                    record.label_en,
                    record.score,
                    record.confidence,
                    record.mentions,
                    record.aliases,
                    record.documents,
                    record.evidence,
                    record.merges,
                    checksum
                ],
            )?;
        }
        for (number, _) in before.into_values() {
            self.execute("DELETE FROM concepts WHERE number = ?1", [number])?;
        }
        Ok(numbers)
    }

    fn put_relations(
        &self,
        graph: &ConceptGraph,
        places: &Places<'_>,
        numbers: &[i64],
    ) -> Result<(), StoreError> {
        let mut before: BTreeMap<(i64, i64, String, String), (i64, String)> = BTreeMap::new();
        let mut highest = 0;
        {
            let mut rows =
                self.prepare("SELECT source, target, kind, modality, number, checksum FROM relations")?;
            let mut rows = rows.query([]).map_err(|e| self.error(e))?;
            while let Some(row) = rows.next().map_err(|e| self.error(e))? {
                let read =
                    || Ok(((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?), (row.get(4)?, row.get(5)?)));
                let (key, known): (_, (i64, String)) = read().map_err(|e| self.error(e))?;
                highest = highest.max(known.0);
                before.insert(key, known);
            }
        }
        let mut changed: Vec<(Option<i64>, RelationRow, String)> = Vec::new();
        for edge in graph.graph.edge_indices() {
            let Some((source, target)) = graph.graph.edge_endpoints(edge) else { continue };
            let ends = (numbers[source.index()], numbers[target.index()]);
            let row = RelationRow::of(&graph.graph[edge], ends, places);
            let checksum = row.digest();
            let key = (row.source, row.target, row.kind.clone(), row.modality.clone());
            match before.remove(&key) {
                Some((_, known)) if known == checksum => {}
                known => changed.push((known.map(|(number, _)| number), row, checksum)),
            }
        }
        for (number, _) in before.into_values() {
            self.execute("DELETE FROM relations WHERE number = ?1", [number])?;
        }
        for (number, row, checksum) in changed {
            let number = number.unwrap_or_else(|| {
                highest += 1;
                highest
            });
            self.execute(
                "INSERT OR REPLACE INTO relations VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
                params![
                    number,
                    row.source,
                    row.target,
                    row.kind,
                    row.modality,
                    row.predicate,
                    row.weight,
                    row.confidence,
                    row.documents,
                    row.evidence,
                    checksum
                ],
            )?;
        }
        Ok(())
    }

    /// The stored graph, with the texts of all its documents.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when a row is not what was written.
    pub fn graph(&self, entries: &[Entry]) -> Result<ConceptGraph, StoreError> {
        let documents: Vec<Document> =
            entries.iter().map(|entry| self.document(entry)).collect::<Result<_, _>>()?;
        let indexes: BTreeMap<i64, usize> =
            entries.iter().enumerate().map(|(at, entry)| (entry.number, at)).collect();
        let mut concepts: Vec<(i64, Concept)> = Vec::new();
        self.each(
            "SELECT number, id, kind, label, label_zh, label_en, score, confidence, mentions, aliases, documents, evidence,
                    merges, checksum FROM concepts",
            |row| {
                let (number, record, checksum) = (row.get(0)?, ConceptRow::read(row)?, row.get::<_, String>(13)?);
                let intact = record.digest() == checksum;
                let concept = intact.then(|| record.concept(&documents, &indexes)).flatten();
                Ok(concept.map(|concept| concepts.push((number, concept))))
            },
        )?;
        concepts.sort_by(|a, b| a.1.id.cmp(&b.1.id));
        let mut graph = DiGraph::new();
        let mut nodes: BTreeMap<i64, NodeIndex> = BTreeMap::new();
        for (number, concept) in concepts {
            nodes.insert(number, graph.add_node(concept));
        }
        let mut relations: Vec<(NodeIndex, NodeIndex, Relation)> = Vec::new();
        self.each(
            "SELECT source, target, kind, modality, predicate, weight, confidence, documents, evidence, checksum
             FROM relations",
            |row| {
                let (record, checksum) = (RelationRow::read(row)?, row.get::<_, String>(9)?);
                let intact = record.digest() == checksum;
                let ends = nodes.get(&record.source).copied().zip(nodes.get(&record.target).copied());
                let relation = intact.then(|| record.relation(&documents, &indexes)).flatten();
                Ok(ends.zip(relation).map(|((source, target), relation)| relations.push((source, target, relation))))
            },
        )?;
        relations.sort_by(|a, b| (a.0, a.1, &a.2.key).cmp(&(b.0, b.1, &b.2.key)));
        for (source, target, relation) in relations {
            graph.add_edge(source, target, relation);
        }
        Ok(ConceptGraph { documents, graph })
    }

    /// Walks over all rows; `None` from `take` means that the row is not what was written.
    fn each(
        &self,
        sql: &str,
        mut take: impl FnMut(&Row<'_>) -> rusqlite::Result<Option<()>>,
    ) -> Result<(), StoreError> {
        let mut rows = self.prepare(sql)?;
        let mut rows = rows.query([]).map_err(|e| self.error(e))?;
        while let Some(row) = rows.next().map_err(|e| self.error(e))? {
            take(row).map_err(|e| self.error(e))?.ok_or_else(|| {
                self.damaged("a row of the graph is not what was written; `build` makes it anew")
            })?;
        }
        Ok(())
    }
}

struct ConceptRow {
    id: String,
    kind: String,
    label: String,
    label_zh: Option<String>,
    label_en: Option<String>,
    score: f64,
    confidence: f64,
    mentions: i64,
    aliases: String,
    documents: String,
    evidence: String,
    merges: String,
}

impl ConceptRow {
    fn of(concept: &Concept, places: &Places<'_>) -> Self {
        let merges: Vec<(&str, &str)> =
            concept.merges.iter().map(|merge| (merge.name.as_str(), merge.rule.as_str())).collect();
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
            evidence: places.record(&concept.evidence),
            merges: json(&merges),
        }
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
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
            evidence: row.get(11)?,
            merges: row.get(12)?,
        })
    }

    fn concept(self, documents: &[Document], indexes: &BTreeMap<i64, usize>) -> Option<Concept> {
        let merges: Vec<(String, String)> = serde_json::from_str(&self.merges).ok()?;
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
            evidence: evidence::read(&self.evidence, documents, indexes)?,
            merges: merges.into_iter().map(|(name, rule)| MergeReason { name, rule }).collect(),
        })
    }

    fn digest(&self) -> String {
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
            .with(self.evidence.as_bytes())
            .with(self.merges.as_bytes())
            .finish()
    }
}

struct RelationRow {
    source: i64,
    target: i64,
    kind: String,
    modality: String,
    predicate: String,
    weight: i64,
    confidence: f64,
    documents: String,
    evidence: String,
}

impl RelationRow {
    fn of(relation: &Relation, (source, target): (i64, i64), places: &Places<'_>) -> Self {
        RelationRow {
            source,
            target,
            kind: relation.key.kind.clone(),
            modality: relation.key.modality.name().to_owned(),
            predicate: relation.predicate.clone(),
            weight: relation.weight as i64,
            confidence: relation.confidence,
            documents: json(&places.numbers(&relation.documents)),
            evidence: places.record(&relation.evidence),
        }
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(RelationRow {
            source: row.get(0)?,
            target: row.get(1)?,
            kind: row.get(2)?,
            modality: row.get(3)?,
            predicate: row.get(4)?,
            weight: row.get(5)?,
            confidence: row.get(6)?,
            documents: row.get(7)?,
            evidence: row.get(8)?,
        })
    }

    fn relation(self, documents: &[Document], indexes: &BTreeMap<i64, usize>) -> Option<Relation> {
        Some(Relation {
            key: RelationKey { kind: self.kind, modality: modality(&self.modality)? },
            predicate: self.predicate,
            documents: evidence::documents(&self.documents, indexes)?,
            weight: usize::try_from(self.weight).ok()?,
            confidence: self.confidence,
            evidence: evidence::read(&self.evidence, documents, indexes)?,
        })
    }

    fn digest(&self) -> String {
        Digest::default()
            .with(&self.source.to_le_bytes())
            .with(&self.target.to_le_bytes())
            .with(self.kind.as_bytes())
            .with(self.modality.as_bytes())
            .with(self.predicate.as_bytes())
            .with(&self.weight.to_le_bytes())
            .with(&self.confidence.to_bits().to_le_bytes())
            .with(self.documents.as_bytes())
            .with(self.evidence.as_bytes())
            .finish()
    }
}

fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("names and numbers are JSON")
}

fn fact_digest(value: &str) -> String {
    Digest::default().with(value.as_bytes()).finish()
}
