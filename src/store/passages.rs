//! Words of passages <-> the full-text index, with a checksum over all that the index holds of a document.

use std::collections::BTreeMap;

use rusqlite::OptionalExtension;

use super::{Entry, Store, StoreError};
use crate::text::Span;

/// Most blocks of a document; the rowid of a passage holds the document above it.
const BLOCKS: i64 = 1 << 20;

/// The words of one block of a document, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Index of the block.
    pub block: usize,
    /// Its words, as they are searched for.
    pub words: Vec<String>,
}

/// A passage that answers a question.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Index of the document in the list of entries, which is that of the graph too.
    pub document: usize,
    /// Index of the block.
    pub block: usize,
    /// Where the block stands in the text.
    pub span: Span,
    /// How well it fits; larger is better.
    pub rank: f64,
}

impl Store {
    /// Passages that hold all of the words, best first, at most `most`.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when index or texts are not what was written.
    pub fn search(&self, words: &[String], entries: &[Entry], most: usize) -> Result<Vec<Hit>, StoreError> {
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let question: Vec<String> =
            words.iter().map(|word| format!("\"{}\"", word.replace('"', "\"\""))).collect();
        let indexes: BTreeMap<i64, usize> =
            entries.iter().enumerate().map(|(at, entry)| (entry.number, at)).collect();
        let mut found: Vec<(f64, usize, usize)> = Vec::new();
        {
            let mut rows = self.prepare(
                "SELECT rowid, rank FROM passages WHERE passages MATCH ?1 ORDER BY rank, rowid LIMIT ?2",
            )?;
            let mut rows = rows.query((question.join(" AND "), most as i64)).map_err(|e| self.error(e))?;
            while let Some(row) = rows.next().map_err(|e| self.error(e))? {
                let read = || Ok((row.get::<_, i64>(0)?, row.get::<_, f64>(1)?));
                let (rowid, rank) = read().map_err(|e| self.error(e))?;
                let document = indexes.get(&(rowid / BLOCKS));
                let document =
                    document.ok_or_else(|| self.damaged("the index of words names no document"))?;
                found.push((-rank, *document, usize::try_from(rowid % BLOCKS).unwrap_or(0)));
            }
        }
        // Equal ranks stand in order of documents, whatever numbers their rows have.
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| (a.1, a.2).cmp(&(b.1, b.2))));
        let mut hits = Vec::with_capacity(found.len());
        for (rank, at, block) in found {
            let document = self.document(&entries[at])?;
            let span = document.blocks.get(block).map(|block| block.span);
            let span = span.ok_or_else(|| self.damaged("the index of words names no passage"))?;
            hits.push(Hit { document: at, block, span, rank });
        }
        Ok(hits)
    }

    /// Indexes the passages of a document; the checksum of what the index now holds of it.
    pub(super) fn put_passages(&self, number: i64, passages: &[Passage]) -> Result<String, StoreError> {
        for passage in passages.iter().filter(|passage| !passage.words.is_empty()) {
            let rowid = number * BLOCKS + passage.block as i64;
            self.execute(
                "INSERT INTO passages (rowid, words) VALUES (?1, ?2)",
                (rowid, passage.words.join(" ")),
            )?;
        }
        Ok(checksum(passages))
    }

    pub(super) fn erase_passages(&self, number: i64) -> Result<(), StoreError> {
        let last = number * BLOCKS + BLOCKS - 1;
        self.execute("DELETE FROM passages WHERE rowid BETWEEN ?1 AND ?2", (number * BLOCKS, last))
            .map(|_| ())
    }

    /// The checksum of words that was written with a text.
    pub(super) fn words_checksum(&self, number: i64) -> Result<Option<String>, StoreError> {
        let found = self
            .prepare("SELECT words FROM texts WHERE document = ?1")?
            .query_row([number], |row| row.get(0))
            .optional();
        found.map_err(|e| self.error(e))
    }

    /// The checksum of the words that are indexed of each document.
    pub(super) fn index_sums(&self) -> Result<BTreeMap<i64, String>, StoreError> {
        let mut sums: BTreeMap<i64, IndexSum> = BTreeMap::new();
        let mut rows = self.prepare("SELECT rowid, words FROM passages")?;
        let mut rows = rows.query([]).map_err(|e| self.error(e))?;
        while let Some(row) = rows.next().map_err(|e| self.error(e))? {
            let read = || Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?));
            let (rowid, words) = read().map_err(|e| self.error(e))?;
            let sum = sums.entry(rowid.div_euclid(BLOCKS)).or_default();
            for (offset, word) in words.split(' ').enumerate() {
                sum.add(word, rowid.rem_euclid(BLOCKS), offset as i64);
            }
        }
        Ok(sums.into_iter().map(|(number, sum)| (number, sum.text())).collect())
    }
}

/// The checksum of the words of passages.
pub(super) fn checksum(passages: &[Passage]) -> String {
    let mut sum = IndexSum::default();
    for passage in passages {
        for (offset, word) in passage.words.iter().enumerate() {
            sum.add(word, passage.block as i64, offset as i64);
        }
    }
    sum.text()
}

/// Sum over words and places; the order in which the index gives them does not matter.
#[derive(Default)]
struct IndexSum(u64);

impl IndexSum {
    fn add(&mut self, word: &str, block: i64, offset: i64) {
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for byte in word.bytes().chain(block.to_le_bytes()).chain(offset.to_le_bytes()) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        // Spreads the last bytes over all bits, so that sums of neighbours do not meet.
        hash ^= hash >> 29;
        self.0 = self.0.wrapping_add(hash.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    }

    fn text(&self) -> String {
        format!("{:016x}", self.0)
    }
}
