//! A store -> everything in it that is not what was written.

use std::collections::BTreeSet;

use rusqlite::Connection;

use super::layout::TABLES;
use super::{Entry, Store, StoreError};
use crate::text::CharIndex;

/// Most problems of one kind that are listed.
const MOST: usize = 100;

/// What was looked at, and what is wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verification {
    /// Documents.
    pub n_documents: usize,
    /// Quotes compared with the text they are taken from.
    pub n_quotes: usize,
    /// Concepts and links.
    pub n_rows: usize,
    /// What is not what was written, in words; empty when all is well.
    pub problems: Vec<String>,
}

impl Store {
    /// Reads everything and compares it with its checksums, its texts and its indexes.
    #[must_use]
    pub fn verify(&self) -> Verification {
        let mut found = Verification::default();
        self.note(self.check_pages(), &mut found);
        self.note(self.check_tables(), &mut found);
        let entries = match self.entries() {
            Ok(entries) => entries,
            Err(error) => {
                found.problems.push(error.to_string());
                return found;
            }
        };
        found.n_documents = entries.len();
        self.note(self.check_documents(&entries, &mut found.n_quotes), &mut found);
        self.note(self.check_words(&entries), &mut found);
        match self.check_graph(&entries) {
            Ok((n_rows, n_quotes, problems)) => {
                found.n_rows = n_rows;
                found.n_quotes += n_quotes;
                found.problems.extend(problems);
            }
            Err(error) => found.problems.push(error.to_string()),
        }
        found
    }

    fn note(&self, checked: Result<Vec<String>, StoreError>, found: &mut Verification) {
        match checked {
            Ok(problems) => found.problems.extend(problems),
            Err(error) => found.problems.push(error.to_string()),
        }
    }

    /// Pages, trees, indexes and the index of words, as SQLite knows them.
    fn check_pages(&self) -> Result<Vec<String>, StoreError> {
        let mut rows = self.prepare(&format!("PRAGMA integrity_check({MOST})"))?;
        let rows = rows.query_map([], |row| row.get::<_, String>(0)).map_err(|e| self.error(e))?;
        let said: Vec<String> = rows.collect::<Result<_, _>>().map_err(|e| self.error(e))?;
        Ok(said.into_iter().filter(|line| line != "ok").collect())
    }

    /// Tables and views are those of the layout.
    fn check_tables(&self) -> Result<Vec<String>, StoreError> {
        let fresh = Connection::open_in_memory().map_err(|e| self.error(e))?;
        fresh.execute_batch(TABLES).map_err(|e| self.error(e))?;
        let (here, there) = (tables(&self.connection), tables(&fresh));
        let (here, there) = (here.map_err(|e| self.error(e))?, there.map_err(|e| self.error(e))?);
        Ok(here
            .symmetric_difference(&there)
            .map(|(name, _)| format!("{name} is not laid out as it was"))
            .collect())
    }

    fn check_documents(&self, entries: &[Entry], n_quotes: &mut usize) -> Result<Vec<String>, StoreError> {
        let mut problems = Vec::new();
        for entry in entries {
            match self.fragment(entry) {
                Ok(fragment) => {
                    *n_quotes += fragment.mentions.len() + fragment.relations.len() + fragment.aliases.len()
                }
                Err(error) => problems.push(error.to_string()),
            }
            if entry.paths.is_empty() {
                problems.push(format!("document {} has no path", entry.id));
            }
        }
        for table in ["texts", "fragments"] {
            let n_rows = self.count(table)?;
            if n_rows != entries.len() {
                problems.push(format!("{table} holds {n_rows} rows for {} documents", entries.len()));
            }
        }
        Ok(problems)
    }

    /// The words that passages are found by.
    fn check_words(&self, entries: &[Entry]) -> Result<Vec<String>, StoreError> {
        let mut sums = self.index_sums()?;
        let mut problems = Vec::new();
        for entry in entries {
            let written = self.words_checksum(entry.number)?;
            let sum = sums.remove(&entry.number).unwrap_or_else(|| "0".repeat(16));
            if written.as_deref() != Some(&sum) {
                problems.push(format!("the words of document {} are not what was written", entry.id));
            }
        }
        problems.extend(sums.keys().map(|number| format!("words of a document {number} that is not there")));
        Ok(problems)
    }

    /// Rows of the graph, and that the positions for people are those of the program.
    fn check_graph(&self, entries: &[Entry]) -> Result<(usize, usize, Vec<String>), StoreError> {
        self.check_facts()?;
        let graph = self.graph(entries)?;
        let outline = self.outline(entries)?;
        let nodes = outline.graph.graph.node_indices();
        let mut problems =
            self.check_names(nodes.map(|node| (outline.number(node).0, &outline.graph.graph[node])))?;
        let indexes: Vec<CharIndex<'_>> =
            graph.documents.iter().map(|document| CharIndex::new(&document.text)).collect();
        let numbers: std::collections::BTreeMap<i64, usize> =
            entries.iter().enumerate().map(|(at, entry)| (entry.number, at)).collect();
        let mut n_quotes = 0;
        for table in ["concept_grounds", "relation_grounds"] {
            for (row, _) in self.all_grounds(table)? {
                let merges = row.merges.as_deref().unwrap_or("[]");
                let evidence = super::evidence::check(&row.evidence, &numbers, &indexes);
                match evidence
                    .zip(super::evidence::check_merges(merges, &numbers, &indexes))
                    .map(|(a, b)| a + b)
                {
                    Some(n) => n_quotes += n,
                    None => {
                        problems.push(format!("{table} {}: a quote is not where it was found", row.number))
                    }
                }
            }
        }
        problems.truncate(MOST);
        Ok((graph.graph.node_count() + graph.graph.edge_count(), n_quotes, problems))
    }
}

fn tables(connection: &Connection) -> rusqlite::Result<BTreeSet<(String, String)>> {
    let mut rows = connection
        .prepare("SELECT name, type || ' ' || tbl_name || ' ' || coalesce(sql, '') FROM sqlite_schema")?;
    let rows = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    rows.collect()
}
