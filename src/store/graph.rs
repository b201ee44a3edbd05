//! ConceptGraph <-> rows of concepts and relations; only rows that changed are written.

use std::collections::BTreeMap;

use petgraph::graph::{DiGraph, NodeIndex};
use rayon::prelude::*;
use rusqlite::{OptionalExtension, Row, params};

use super::evidence::Places;
use super::rows::{ConceptRow, RelationRow};
use super::{Entry, Store, StoreError};
use crate::model::{Concept, ConceptGraph, Document, Relation};
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

    /// How many documents the store holds.
    ///
    /// # Errors
    /// When the store is damaged.
    pub fn n_documents(&self) -> Result<usize, StoreError> {
        self.count("documents")
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
        let concepts: Vec<&Concept> = graph.graph.node_weights().collect();
        let records: Vec<(ConceptRow, String)> = concepts
            .par_iter()
            .map(|concept| {
                let record = ConceptRow::of(concept, places);
                let checksum = record.digest();
                (record, checksum)
            })
            .collect();
        for (concept, (record, checksum)) in concepts.into_iter().zip(records) {
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
        let records: Vec<(RelationRow, String)> = graph
            .graph
            .raw_edges()
            .par_iter()
            .map(|edge| {
                let ends = (numbers[edge.source().index()], numbers[edge.target().index()]);
                let row = RelationRow::of(&edge.weight, ends, places);
                let checksum = row.digest();
                (row, checksum)
            })
            .collect();
        for (row, checksum) in records {
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
        let documents: Vec<Document> = self.documents(entries)?;
        let indexes: BTreeMap<i64, usize> =
            entries.iter().enumerate().map(|(at, entry)| (entry.number, at)).collect();
        let mut rows: Vec<(i64, ConceptRow, String)> = Vec::new();
        self.each(
            "SELECT number, id, kind, label, label_zh, label_en, score, confidence, mentions, aliases, documents, evidence,
                    merges, checksum FROM concepts",
            |row| {
                rows.push((row.get(0)?, ConceptRow::read(row)?, row.get(13)?));
                Ok(())
            },
        )?;
        let concepts: Option<Vec<(i64, Concept)>> = rows
            .into_par_iter()
            .map(|(number, row, checksum)| {
                let intact = row.digest() == checksum;
                intact.then(|| row.concept(&documents, &indexes)).flatten().map(|concept| (number, concept))
            })
            .collect();
        let mut concepts = concepts.ok_or_else(|| self.bad_row())?;
        concepts.sort_by(|a, b| a.1.id.cmp(&b.1.id));
        let mut graph = DiGraph::new();
        let mut nodes: BTreeMap<i64, NodeIndex> = BTreeMap::new();
        for (number, concept) in concepts {
            nodes.insert(number, graph.add_node(concept));
        }
        let mut rows: Vec<(RelationRow, String)> = Vec::new();
        self.each(
            "SELECT source, target, kind, modality, predicate, weight, confidence, documents, evidence, checksum
             FROM relations",
            |row| {
                rows.push((RelationRow::read(row)?, row.get(9)?));
                Ok(())
            },
        )?;
        let relations: Option<Vec<(NodeIndex, NodeIndex, Relation)>> = rows
            .into_par_iter()
            .map(|(row, checksum)| {
                let ends = nodes.get(&row.source).copied().zip(nodes.get(&row.target).copied());
                let intact = row.digest() == checksum;
                let relation = intact.then(|| row.relation(&documents, &indexes)).flatten();
                ends.zip(relation).map(|((source, target), relation)| (source, target, relation))
            })
            .collect();
        let mut relations = relations.ok_or_else(|| self.bad_row())?;
        relations.sort_by(|a, b| (a.0, a.1, &a.2.key).cmp(&(b.0, b.1, &b.2.key)));
        for (source, target, relation) in relations {
            graph.add_edge(source, target, relation);
        }
        Ok(ConceptGraph { documents, graph })
    }

    fn each(
        &self,
        sql: &str,
        mut take: impl FnMut(&Row<'_>) -> rusqlite::Result<()>,
    ) -> Result<(), StoreError> {
        let mut rows = self.prepare(sql)?;
        let mut rows = rows.query([]).map_err(|e| self.error(e))?;
        while let Some(row) = rows.next().map_err(|e| self.error(e))? {
            take(row).map_err(|e| self.error(e))?;
        }
        Ok(())
    }

    fn bad_row(&self) -> StoreError {
        self.damaged("a row of the graph is not what was written")
    }
}

fn fact_digest(value: &str) -> String {
    Digest::default().with(value.as_bytes()).finish()
}
