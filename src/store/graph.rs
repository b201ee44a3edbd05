//! ConceptGraph -> rows of concepts, relations, their grounds and names; only rows that changed are written.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rusqlite::params;

use super::evidence::Places;
use super::facts::GRAPH;
use super::grounds::GroundsRow;
use super::rows::{ConceptRow, RelationRow};
use super::{Entry, Store, StoreError};
use crate::model::{Concept, ConceptGraph, Relation};
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
        Ok(self.fact(GRAPH)?.map(GraphState))
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
        let concepts = self.put_concepts(graph, &places)?;
        let relations = self.put_relations(graph, &places, &concepts)?;
        let nodes: Vec<(i64, &Concept)> = concepts.into_iter().zip(graph.graph.node_weights()).collect();
        let of_concept =
            |(number, concept): &(i64, &Concept)| GroundsRow::of_concept(*number, concept, &places);
        self.put_grounds("concept_grounds", nodes.par_iter().map(of_concept).collect())?;
        let edges: Vec<(i64, &Relation)> = relations.into_iter().zip(graph.graph.edge_weights()).collect();
        let of_relation =
            |(number, relation): &(i64, &Relation)| GroundsRow::of_relation(*number, relation, &places);
        self.put_grounds("relation_grounds", edges.par_iter().map(of_relation).collect())?;
        self.put_fact(GRAPH, &state.0)
    }

    /// Writes the concepts; the number of each, in order of the graph.
    fn put_concepts(&self, graph: &ConceptGraph, places: &Places<'_>) -> Result<Vec<i64>, StoreError> {
        let mut before: BTreeMap<String, (i64, String)> = BTreeMap::new();
        let mut highest = 0;
        self.each("SELECT id, number, checksum FROM concepts", |row| {
            let number = row.get(1)?;
            highest = highest.max(number);
            before.insert(row.get(0)?, (number, row.get(2)?));
            Ok(())
        })?;
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
            let known = before.remove(&concept.id.0);
            let number = known.as_ref().map_or(highest + 1, |(number, _)| *number);
            highest = highest.max(number);
            numbers.push(number);
            if known.as_ref().is_some_and(|(_, known)| *known == checksum) {
                continue;
            }
            if known.is_some() {
                self.forget_names(number)?;
            }
            self.put_names(number, concept)?;
            self.put_concept(number, &record, &checksum)?;
        }
        for (number, _) in before.into_values() {
            self.forget_names(number)?;
            self.execute("DELETE FROM concepts WHERE number = ?1", [number])?;
        }
        Ok(numbers)
    }

    fn put_concept(&self, number: i64, record: &ConceptRow, checksum: &str) -> Result<(), StoreError> {
        self.execute(
            "INSERT OR REPLACE INTO concepts VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
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
                checksum
            ],
        )
        .map(|_| ())
    }

    /// Writes the links between concepts of these numbers; the number of each, in order of the graph.
    fn put_relations(
        &self,
        graph: &ConceptGraph,
        places: &Places<'_>,
        concepts: &[i64],
    ) -> Result<Vec<i64>, StoreError> {
        let mut before: BTreeMap<(i64, i64, String, String), (i64, String)> = BTreeMap::new();
        let mut highest = 0;
        self.each("SELECT source, target, kind, modality, number, checksum FROM relations", |row| {
            let number = row.get(4)?;
            highest = highest.max(number);
            before.insert((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?), (number, row.get(5)?));
            Ok(())
        })?;
        let records: Vec<(RelationRow, String)> = graph
            .graph
            .raw_edges()
            .par_iter()
            .map(|edge| {
                let ends = (concepts[edge.source().index()], concepts[edge.target().index()]);
                let row = RelationRow::of(&edge.weight, ends, places);
                let checksum = row.digest();
                (row, checksum)
            })
            .collect();
        let mut numbers = Vec::with_capacity(records.len());
        let mut changed: Vec<(i64, RelationRow, String)> = Vec::new();
        for (row, checksum) in records {
            let known = before.remove(&(row.source, row.target, row.kind.clone(), row.modality.clone()));
            let number = known.as_ref().map_or(highest + 1, |(number, _)| *number);
            highest = highest.max(number);
            numbers.push(number);
            if known.is_none_or(|(_, known)| known != checksum) {
                changed.push((number, row, checksum));
            }
        }
        for (number, _) in before.into_values() {
            self.execute("DELETE FROM relations WHERE number = ?1", [number])?;
        }
        for (number, row, checksum) in changed {
            self.put_relation(number, &row, &checksum)?;
        }
        Ok(numbers)
    }

    fn put_relation(&self, number: i64, row: &RelationRow, checksum: &str) -> Result<(), StoreError> {
        self.execute(
            "INSERT OR REPLACE INTO relations VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
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
                checksum
            ],
        )
        .map(|_| ())
    }

    fn put_grounds(&self, table: &str, rows: Vec<GroundsRow>) -> Result<(), StoreError> {
        let mut before: BTreeMap<i64, String> = BTreeMap::new();
        let (key, merges) = match table {
            "concept_grounds" => ("concept", "?4, "),
            _ => ("relation", ""),
        };
        self.each(&format!("SELECT {key}, checksum FROM {table}"), |row| {
            before.insert(row.get(0)?, row.get(1)?);
            Ok(())
        })?;
        let checksums: Vec<String> = rows.par_iter().map(GroundsRow::digest).collect();
        let insert = format!("INSERT OR REPLACE INTO {table} VALUES (?1, ?2, {merges}?3)");
        for (row, checksum) in rows.into_iter().zip(checksums) {
            if before.remove(&row.number).is_some_and(|known| known == checksum) {
                continue;
            }
            match row.merges {
                Some(merges) => self.execute(&insert, params![row.number, row.evidence, checksum, merges])?,
                None => self.execute(&insert, params![row.number, row.evidence, checksum])?,
            };
        }
        for number in before.into_keys() {
            self.execute(&format!("DELETE FROM {table} WHERE {key} = ?1"), [number])?;
        }
        Ok(())
    }

    pub(super) fn each(
        &self,
        sql: &str,
        mut take: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<()>,
    ) -> Result<(), StoreError> {
        let mut rows = self.prepare(sql)?;
        let mut rows = rows.query([]).map_err(|e| self.error(e))?;
        while let Some(row) = rows.next().map_err(|e| self.error(e))? {
            take(row).map_err(|e| self.error(e))?;
        }
        Ok(())
    }
}
