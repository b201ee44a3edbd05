//! Rows -> the stored graph: whole, in outline, or the part of it that a question needs.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::{EdgeIndex, NodeIndex};
use rayon::prelude::*;
use rusqlite::Row;

use super::assembly::{Assembly, ConceptRows, RelationRows};
use super::evidence;
use super::grounds::{Grounds, GroundsRow};
use super::names::ConceptNumber;
use super::rows::{ConceptRow, RelationRow};
use super::{Entry, Store, StoreError};
use crate::model::{ConceptGraph, Document};

const CONCEPTS: &str = "SELECT number, id, kind, label, label_zh, label_en, score, confidence, mentions, aliases, documents, checksum
                        FROM concepts";
const RELATIONS: &str = "SELECT number, source, target, kind, modality, predicate, weight, confidence, documents, checksum FROM relations";

/// A part of the stored graph, in the order of the whole, with the rows that it came from.
///
/// It holds every document, but a text only where evidence was asked for; and evidence and reasons of merges only where
/// [`Store::ground`] was asked for them.
pub struct Excerpt {
    /// The part.
    pub graph: ConceptGraph,
    pub(super) concepts: Vec<i64>,
    pub(super) relations: Vec<i64>,
}

impl Excerpt {
    /// The number of a concept of the part.
    #[must_use]
    pub fn number(&self, node: NodeIndex) -> ConceptNumber {
        ConceptNumber(self.concepts[node.index()])
    }
}

/// Links of a store, by number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Links {
    numbers: BTreeSet<i64>,
    ends: BTreeSet<ConceptNumber>,
}

impl Links {
    /// The concepts that they join.
    #[must_use]
    pub fn ends(&self) -> &BTreeSet<ConceptNumber> {
        &self.ends
    }

    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }
}

/// Rows that are held at a time while all are read.
const BATCH: usize = 4_096;

impl Store {
    /// The stored graph, with the texts of all its documents and all evidence.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when a row is not what was written.
    pub fn graph(&self, entries: &[Entry]) -> Result<ConceptGraph, StoreError> {
        let mut excerpt = self.outline(entries)?;
        excerpt.graph.documents = self.documents(entries)?;
        let indexes = numbers(entries);
        let Excerpt { graph: ConceptGraph { documents, graph }, concepts, relations } = &mut excerpt;
        self.all_grounds_of("concept_grounds", concepts, documents, &indexes, |node, found| {
            graph[NodeIndex::new(node)].evidence = found.evidence;
            graph[NodeIndex::new(node)].merges = found.merges;
        })?;
        self.all_grounds_of("relation_grounds", relations, documents, &indexes, |edge, found| {
            graph[EdgeIndex::new(edge)].evidence = found.evidence;
        })?;
        Ok(excerpt.graph)
    }

    /// All concepts and links, without texts and evidence.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when a row is not what was written.
    pub fn outline(&self, entries: &[Entry]) -> Result<Excerpt, StoreError> {
        let mut assembly = Assembly::of(entries, self.n_concepts()?, self.n_links()?);
        self.in_batches(CONCEPTS, concept_row, |rows| assembly.concepts(rows).ok_or_else(|| self.bad_row()))?;
        assembly.plant();
        self.in_batches(RELATIONS, relation_row, |rows| {
            assembly.relations(rows).ok_or_else(|| self.bad_row())
        })?;
        Ok(assembly.excerpt(entries))
    }

    /// Some concepts and links, and the concepts that the links join, without texts and evidence.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when a row is not what was written.
    pub fn excerpt(
        &self,
        entries: &[Entry],
        concepts: &BTreeSet<ConceptNumber>,
        links: &Links,
    ) -> Result<Excerpt, StoreError> {
        let (mut concept_rows, mut relation_rows) = (ConceptRows::new(), RelationRows::new());
        let mut one = self.prepare(&format!("{CONCEPTS} WHERE number = ?1"))?;
        for ConceptNumber(number) in concepts.union(&links.ends) {
            concept_rows.push(one.query_row([number], concept_row).map_err(|e| self.error(e))?);
        }
        let mut one = self.prepare(&format!("{RELATIONS} WHERE number = ?1"))?;
        for number in &links.numbers {
            relation_rows.push(one.query_row([number], relation_row).map_err(|e| self.error(e))?);
        }
        let mut assembly = Assembly::of(entries, concept_rows.len(), relation_rows.len());
        assembly.concepts(concept_rows).ok_or_else(|| self.bad_row())?;
        assembly.plant();
        assembly.relations(relation_rows).ok_or_else(|| self.bad_row())?;
        Ok(assembly.excerpt(entries))
    }

    /// The links at most `depth` links away from a concept, in either direction; `None` when they are more than `most`.
    ///
    /// # Errors
    /// When the store is damaged.
    pub fn links_around(
        &self,
        concept: ConceptNumber,
        depth: usize,
        most: usize,
    ) -> Result<Option<Links>, StoreError> {
        let mut links = Links { numbers: BTreeSet::new(), ends: BTreeSet::from([concept]) };
        let mut ring = vec![concept];
        for _ in 0..depth {
            let mut next = Vec::new();
            for ConceptNumber(near) in ring {
                for sql in [
                    "SELECT number, target FROM relations WHERE source = ?1",
                    "SELECT number, source FROM relations WHERE target = ?1",
                ] {
                    let mut rows = self.prepare(sql)?;
                    let rows = rows
                        .query_map([near], |row| Ok((row.get(0)?, ConceptNumber(row.get(1)?))))
                        .map_err(|e| self.error(e))?;
                    for row in rows {
                        let (number, other) = row.map_err(|e| self.error(e))?;
                        links.numbers.insert(number);
                        if links.ends.insert(other) {
                            next.push(other);
                        }
                    }
                    if links.numbers.len() > most {
                        return Ok(None);
                    }
                }
            }
            ring = next;
        }
        Ok(Some(links))
    }

    /// The links between two concepts, in either direction.
    ///
    /// # Errors
    /// When the store is damaged.
    pub fn links_between(&self, a: ConceptNumber, b: ConceptNumber) -> Result<Links, StoreError> {
        let mut rows = self.prepare(
            "SELECT number FROM relations WHERE source = ?1 AND target = ?2
             UNION SELECT number FROM relations WHERE source = ?2 AND target = ?1",
        )?;
        let rows = rows.query_map([a.0, b.0], |row| row.get(0)).map_err(|e| self.error(e))?;
        let numbers = rows.collect::<Result<_, _>>().map_err(|e| self.error(e))?;
        Ok(Links { numbers, ends: BTreeSet::from([a, b]) })
    }

    /// Reads evidence and reasons of some concepts and links of a part, with the texts of its documents; only of the documents
    /// `within`, where some are named.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when a row is not what was written.
    pub fn ground(
        &self,
        entries: &[Entry],
        excerpt: &mut Excerpt,
        (nodes, edges): (&[NodeIndex], &[EdgeIndex]),
        within: &[usize],
    ) -> Result<(), StoreError> {
        let indexes = numbers(entries);
        let of_nodes: Vec<i64> = nodes.iter().map(|node| excerpt.concepts[node.index()]).collect();
        let of_edges: Vec<i64> = edges.iter().map(|edge| excerpt.relations[edge.index()]).collect();
        let concept_rows = self.some_grounds("concept_grounds", &of_nodes)?;
        let relation_rows = self.some_grounds("relation_grounds", &of_edges)?;
        let mut wanted: BTreeSet<usize> = BTreeSet::new();
        for (row, _) in concept_rows.iter().chain(&relation_rows) {
            let named = evidence::documents_of(&row.evidence, &indexes).ok_or_else(|| self.bad_row())?;
            let reasons = row.merges.as_deref().unwrap_or("[]");
            let reasons = evidence::documents_of_merges(reasons, &indexes).ok_or_else(|| self.bad_row())?;
            let named = named.into_iter().chain(reasons);
            wanted.extend(named.filter(|at| within.is_empty() || within.contains(at)));
        }
        for at in wanted {
            if excerpt.graph.documents[at].text.is_empty() {
                excerpt.graph.documents[at] = self.document(&entries[at])?;
            }
        }
        let grounds = self.read_grounds(&concept_rows, &excerpt.graph.documents, &indexes)?;
        for (node, number) in nodes.iter().zip(&of_nodes) {
            let found = grounds.get(number).ok_or_else(|| self.bad_row())?;
            excerpt.graph.graph[*node].evidence.clone_from(&found.evidence);
            excerpt.graph.graph[*node].merges.clone_from(&found.merges);
        }
        let grounds = self.read_grounds(&relation_rows, &excerpt.graph.documents, &indexes)?;
        for (edge, number) in edges.iter().zip(&of_edges) {
            let found = grounds.get(number).ok_or_else(|| self.bad_row())?;
            excerpt.graph.graph[*edge].evidence.clone_from(&found.evidence);
        }
        Ok(())
    }

    /// The grounds of all rows, each told with the place of its number in `numbers`, in which all must be and nothing else.
    fn all_grounds_of(
        &self,
        table: &str,
        numbers: &[i64],
        documents: &[Document],
        indexes: &BTreeMap<i64, usize>,
        mut take: impl FnMut(usize, Grounds),
    ) -> Result<(), StoreError> {
        let mut missing: BTreeMap<i64, usize> =
            numbers.iter().enumerate().map(|(at, number)| (*number, at)).collect();
        self.in_batches(&select_grounds(table), grounds_row, |rows| {
            for (number, found) in self.read_grounds(&rows, documents, indexes)? {
                let at = missing.remove(&number).ok_or_else(|| self.bad_row())?;
                take(at, found);
            }
            Ok(())
        })?;
        if missing.is_empty() { Ok(()) } else { Err(self.bad_row()) }
    }

    /// Rows, so many at a time that they may be turned into what is kept on all cores, and never all held at once.
    fn in_batches<T>(
        &self,
        sql: &str,
        read: fn(&Row<'_>) -> rusqlite::Result<T>,
        mut take: impl FnMut(Vec<T>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut rows = self.prepare(sql)?;
        let mut rows = rows.query([]).map_err(|e| self.error(e))?;
        let mut batch = Vec::with_capacity(BATCH);
        while let Some(row) = rows.next().map_err(|e| self.error(e))? {
            batch.push(read(row).map_err(|e| self.error(e))?);
            if batch.len() == BATCH {
                take(std::mem::replace(&mut batch, Vec::with_capacity(BATCH)))?;
            }
        }
        take(batch)
    }

    /// Every row of a table of grounds.
    pub(super) fn all_grounds(&self, table: &str) -> Result<Vec<(GroundsRow, String)>, StoreError> {
        let mut rows = Vec::new();
        self.each(&select_grounds(table), |row| grounds_row(row).map(|row| rows.push(row)))?;
        Ok(rows)
    }

    fn some_grounds(&self, table: &str, wanted: &[i64]) -> Result<Vec<(GroundsRow, String)>, StoreError> {
        let key = if table == "concept_grounds" { "concept" } else { "relation" };
        let mut one = self.prepare(&format!("{} WHERE {key} = ?1", select_grounds(table)))?;
        let row = |number: &i64| one.query_row([number], grounds_row).map_err(|e| self.error(e));
        wanted.iter().map(row).collect()
    }

    fn read_grounds(
        &self,
        rows: &[(GroundsRow, String)],
        documents: &[Document],
        indexes: &BTreeMap<i64, usize>,
    ) -> Result<BTreeMap<i64, Grounds>, StoreError> {
        let read: Option<Vec<(i64, Grounds)>> = rows
            .par_iter()
            .map(|(row, checksum)| {
                let intact = row.digest() == *checksum;
                intact.then(|| row.grounds(documents, indexes)).flatten().map(|grounds| (row.number, grounds))
            })
            .collect();
        Ok(read.ok_or_else(|| self.bad_row())?.into_iter().collect())
    }

    fn bad_row(&self) -> StoreError {
        self.damaged("a row of the graph is not what was written")
    }
}

/// Indexes of documents by the numbers of their rows.
pub(super) fn numbers(entries: &[Entry]) -> BTreeMap<i64, usize> {
    entries.iter().enumerate().map(|(at, entry)| (entry.number, at)).collect()
}

/// What is known of a document before its text is read.
pub(super) fn without_text(entry: &Entry) -> Document {
    Document {
        id: entry.id.clone(),
        path: entry.paths.first().cloned().unwrap_or_default(),
        sha256: entry.sha256.clone(),
        text: String::new(),
        metadata: entry.metadata(),
        sections: Vec::new(),
        blocks: Vec::new(),
        tables: Vec::new(),
        pages: Vec::new(),
        format: String::new(),
    }
}

fn select_grounds(table: &str) -> String {
    match table {
        "concept_grounds" => "SELECT concept, evidence, checksum, merges FROM concept_grounds".to_owned(),
        _ => "SELECT relation, evidence, checksum, NULL FROM relation_grounds".to_owned(),
    }
}

fn grounds_row(row: &Row<'_>) -> rusqlite::Result<(GroundsRow, String)> {
    Ok((GroundsRow { number: row.get(0)?, evidence: row.get(1)?, merges: row.get(3)? }, row.get(2)?))
}

fn concept_row(row: &Row<'_>) -> rusqlite::Result<(i64, ConceptRow, String)> {
    Ok((row.get(0)?, ConceptRow::read(row)?, row.get(11)?))
}

fn relation_row(row: &Row<'_>) -> rusqlite::Result<(i64, RelationRow, String)> {
    Ok((row.get(0)?, RelationRow::read(row)?, row.get(9)?))
}
