//! Fragments <-> rows of documents, paths, texts and fragments.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rusqlite::{OptionalExtension, Row, params};

use super::parts::PartsRecord;
use super::passages;
use super::record::FragmentRecord;
use super::{Passage, Store, StoreError};
use crate::model::{Document, Fragment, Labels, Metadata};
use crate::text::Digest;

/// Rows that are read one after another and checked side by side.
const BATCH: usize = 256;

/// What the store knows of a document without reading its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Number of its rows; it may change when a document is removed and added again.
    pub number: i64,
    /// Identity by content.
    pub id: String,
    /// SHA-256 of the bytes read.
    pub sha256: String,
    /// Title.
    pub title: Labels,
    /// Authors as printed.
    pub authors: Vec<String>,
    /// Year of publication.
    pub year: Option<u16>,
    /// Journal or site.
    pub source: Option<String>,
    /// Digital object identifier.
    pub doi: Option<String>,
    /// Codes of its languages, the one with more text first.
    pub language: Vec<String>,
    /// Characters of the clean text.
    pub n_chars: usize,
    /// Fingerprint of the program and knowledge that read it.
    pub reader: String,
    /// Files that hold it, sorted.
    pub paths: Vec<String>,
    checksum: String,
}

/// What became of a document that was put into the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// It is new.
    Added,
    /// Its content was there, read by other knowledge or another program, and is replaced.
    Replaced,
    /// Its content was there; it has one path more.
    Known,
}

impl Store {
    /// Every document in order of their ids.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when a row is not what was written.
    pub fn entries(&self) -> Result<Vec<Entry>, StoreError> {
        let mut entries: BTreeMap<i64, Entry> = BTreeMap::new();
        let mut rows = self.prepare(
            "SELECT number, id, sha256, title_zh, title_en, authors, year, source, doi, language, chars, reader, checksum
             FROM documents",
        )?;
        let mut rows = rows.query([]).map_err(|e| self.error(e))?;
        while let Some(row) = rows.next().map_err(|e| self.error(e))? {
            let entry = entry(row).map_err(|e| self.error(e))?;
            let entry = entry.filter(|entry| entry.digest() == entry.checksum);
            let entry = entry.ok_or_else(|| self.damaged("a row of documents is not what was written"))?;
            entries.insert(entry.number, entry);
        }
        for (path, document) in self.paths()? {
            let entry = entries.get_mut(&document);
            entry
                .ok_or_else(|| self.damaged(format!("the path {path:?} leads to no document")))?
                .paths
                .push(path);
        }
        let mut entries: Vec<Entry> = entries.into_values().collect();
        entries.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(entries)
    }

    fn paths(&self) -> Result<Vec<(String, i64)>, StoreError> {
        let mut found = Vec::new();
        let mut rows = self.prepare("SELECT path, document, checksum FROM paths ORDER BY path")?;
        let mut rows = rows.query([]).map_err(|e| self.error(e))?;
        while let Some(row) = rows.next().map_err(|e| self.error(e))? {
            let read =
                || -> rusqlite::Result<(String, i64, String)> { Ok((row.get(0)?, row.get(1)?, row.get(2)?)) };
            let (path, document, checksum) = read().map_err(|e| self.error(e))?;
            if path_digest(&path, document) != checksum {
                return Err(self.damaged("a row of paths is not what was written"));
            }
            found.push((path, document));
        }
        Ok(found)
    }

    /// Puts a fragment in, in the transaction that runs; its path now leads to it and to nothing else.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn put(&self, fragment: &Fragment, passages: &[Passage], reader: &str) -> Result<Put, StoreError> {
        let document = &fragment.document;
        let known: Option<(i64, String)> = self
            .connection
            .prepare_cached("SELECT number, reader FROM documents WHERE id = ?1")
            .and_then(|mut found| {
                found.query_row([&document.id], |row| Ok((row.get(0)?, row.get(1)?))).optional()
            })
            .map_err(|e| self.error(e))?;
        let (number, outcome) = match known {
            Some((number, by)) if by == reader && self.is_same(number, fragment, passages)? => {
                (number, Put::Known)
            }
            Some((number, _)) => {
                self.erase(number, false)?;
                self.insert(Some(number), fragment, passages, reader)?;
                (number, Put::Replaced)
            }
            None => (self.insert(None, fragment, passages, reader)?, Put::Added),
        };
        self.lead(&document.path, number)?;
        Ok(outcome)
    }

    /// Whether the stored text is that of the fragment; a reader with other limits may have read less or more.
    fn is_same(&self, number: i64, fragment: &Fragment, passages: &[Passage]) -> Result<bool, StoreError> {
        let written: Option<String> = self
            .prepare("SELECT checksum FROM texts WHERE document = ?1")?
            .query_row([number], |row| row.get(0))
            .optional()
            .map_err(|e| self.error(e))?;
        let document = &fragment.document;
        let parts = serde_json::to_string(&PartsRecord::of(document)).unwrap_or_default();
        let words = passages::checksum(passages);
        Ok(written == Some(digest(&document.id, &[&document.text, &parts, &words])))
    }

    /// Lets a path lead to a document; a document that loses its last path by that is removed.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn lead(&self, path: &str, number: i64) -> Result<(), StoreError> {
        let before: Option<i64> = self
            .connection
            .query_row("SELECT document FROM paths WHERE path = ?1", [path], |row| row.get(0))
            .optional()
            .map_err(|e| self.error(e))?;
        if before == Some(number) {
            return Ok(());
        }
        let checksum = path_digest(path, number);
        self.execute("INSERT OR REPLACE INTO paths VALUES (?1, ?2, ?3)", params![path, number, checksum])?;
        match before {
            Some(before) => self.erase_without_path(before).map(|_| ()),
            None => Ok(()),
        }
    }

    /// Takes a path away; whether its document went with it, because it has no other.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn remove_path(&self, path: &str) -> Result<bool, StoreError> {
        let number: Option<i64> = self
            .connection
            .query_row("DELETE FROM paths WHERE path = ?1 RETURNING document", [path], |row| row.get(0))
            .optional()
            .map_err(|e| self.error(e))?;
        number.map_or(Ok(false), |number| self.erase_without_path(number))
    }

    /// Removes a document with all its paths.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn remove(&self, number: i64) -> Result<(), StoreError> {
        self.execute("DELETE FROM paths WHERE document = ?1", [number])?;
        self.erase(number, true)
    }

    fn erase_without_path(&self, number: i64) -> Result<bool, StoreError> {
        let n_paths: i64 = self
            .connection
            .query_row("SELECT count(*) FROM paths WHERE document = ?1", [number], |row| row.get(0))
            .map_err(|e| self.error(e))?;
        if n_paths == 0 {
            self.erase(number, true)?;
        }
        Ok(n_paths == 0)
    }

    fn erase(&self, number: i64, with_row: bool) -> Result<(), StoreError> {
        self.erase_passages(number)?;
        self.execute("DELETE FROM fragments WHERE document = ?1", [number])?;
        self.execute("DELETE FROM texts WHERE document = ?1", [number])?;
        if with_row {
            self.execute("DELETE FROM documents WHERE number = ?1", [number])?;
        }
        Ok(())
    }

    fn insert(
        &self,
        number: Option<i64>,
        fragment: &Fragment,
        passages: &[Passage],
        reader: &str,
    ) -> Result<i64, StoreError> {
        let document = &fragment.document;
        let written = |error: serde_json::Error| self.damaged(format!("{}: {error}", document.path));
        let authors = serde_json::to_string(&document.metadata.authors).map_err(written)?;
        let parts = serde_json::to_string(&PartsRecord::of(document)).map_err(written)?;
        let record = serde_json::to_string(&FragmentRecord::of(fragment)).map_err(written)?;
        let codes: Vec<&str> = document.languages().iter().map(|language| language.code()).collect();
        let meta = &document.metadata;
        let mut entry = Entry {
            number: number.unwrap_or(0),
            id: document.id.clone(),
            sha256: document.sha256.clone(),
            title: meta.title.clone(),
            authors: meta.authors.clone(),
            year: meta.year,
            source: meta.source.clone(),
            doi: meta.doi.clone(),
            language: codes.iter().map(|code| (*code).to_owned()).collect(),
            n_chars: document.text.chars().count(),
            reader: reader.to_owned(),
            paths: Vec::new(),
            checksum: String::new(),
        };
        entry.checksum = entry.digest();
        self.execute(
            "INSERT OR REPLACE INTO documents VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            params![
                number,
                entry.id,
                entry.sha256,
                entry.title.zh,
                entry.title.en,
                authors,
                entry.year,
                entry.source,
                entry.doi,
                codes.join(" "),
                entry.n_chars as i64,
                entry.reader,
                entry.checksum
            ],
        )?;
        let number = number.unwrap_or_else(|| self.connection.last_insert_rowid());
        let words = self.put_passages(number, passages)?;
        let checksum = digest(&entry.id, &[&document.text, &parts, &words]);
        self.execute(
            "INSERT INTO texts VALUES (?1, ?2, ?3, ?4, ?5)",
            params![number, checksum, document.text, parts, words],
        )?;
        let checksum = digest(&entry.id, &[&record]);
        self.execute("INSERT INTO fragments VALUES (?1, ?2, ?3)", params![number, checksum, record])?;
        Ok(number)
    }

    /// One document with its text.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when a row is not what was written.
    pub fn document(&self, entry: &Entry) -> Result<Document, StoreError> {
        self.text_row(entry)?.document(entry).ok_or_else(|| self.bad_text(entry))
    }

    /// All documents with their texts, in order.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when a row is not what was written.
    pub fn documents(&self, entries: &[Entry]) -> Result<Vec<Document>, StoreError> {
        let mut documents = Vec::with_capacity(entries.len());
        for batch in entries.chunks(BATCH) {
            let rows: Vec<TextRow> =
                batch.iter().map(|entry| self.text_row(entry)).collect::<Result<_, _>>()?;
            let read: Vec<Option<Document>> =
                rows.into_par_iter().zip(batch).map(|(row, entry)| row.document(entry)).collect();
            for (document, entry) in read.into_iter().zip(batch) {
                documents.push(document.ok_or_else(|| self.bad_text(entry))?);
            }
        }
        Ok(documents)
    }

    /// What one document says.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when a row is not what was written.
    pub fn fragment(&self, entry: &Entry) -> Result<Fragment, StoreError> {
        let document = self.document(entry)?;
        self.record_row(entry)?.fragment(document).ok_or_else(|| self.bad_record(entry))
    }

    /// What all documents say, in order.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when a row is not what was written.
    pub fn fragments(&self, entries: &[Entry]) -> Result<Vec<Fragment>, StoreError> {
        let mut fragments = Vec::with_capacity(entries.len());
        for batch in entries.chunks(BATCH) {
            let documents = self.documents(batch)?;
            let rows: Vec<RecordRow> =
                batch.iter().map(|entry| self.record_row(entry)).collect::<Result<_, _>>()?;
            let read: Vec<Option<Fragment>> =
                rows.into_par_iter().zip(documents).map(|(row, document)| row.fragment(document)).collect();
            for (fragment, entry) in read.into_iter().zip(batch) {
                fragments.push(fragment.ok_or_else(|| self.bad_record(entry))?);
            }
        }
        Ok(fragments)
    }

    fn text_row(&self, entry: &Entry) -> Result<TextRow, StoreError> {
        let row = self
            .prepare("SELECT text, parts, words, checksum FROM texts WHERE document = ?1")?
            .query_row([entry.number], |row| {
                Ok(TextRow {
                    text: row.get(0)?,
                    parts: row.get(1)?,
                    words: row.get(2)?,
                    checksum: row.get(3)?,
                })
            })
            .optional();
        row.map_err(|e| self.error(e))?.ok_or_else(|| self.bad_text(entry))
    }

    fn record_row(&self, entry: &Entry) -> Result<RecordRow, StoreError> {
        let row = self
            .prepare("SELECT record, checksum FROM fragments WHERE document = ?1")?
            .query_row([entry.number], |row| Ok(RecordRow { record: row.get(0)?, checksum: row.get(1)? }))
            .optional();
        row.map_err(|e| self.error(e))?.ok_or_else(|| self.bad_record(entry))
    }

    fn bad_text(&self, entry: &Entry) -> StoreError {
        self.damaged(format!("the text of document {} is not what was written", entry.id))
    }

    fn bad_record(&self, entry: &Entry) -> StoreError {
        self.damaged(format!("the record of document {} is not what was written", entry.id))
    }

    /// Rows of a table.
    pub(super) fn count(&self, table: &str) -> Result<usize, StoreError> {
        let n: i64 = self
            .connection
            .query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))
            .map_err(|e| self.error(e))?;
        Ok(usize::try_from(n).unwrap_or(0))
    }

    pub(super) fn prepare(&self, sql: &str) -> Result<rusqlite::CachedStatement<'_>, StoreError> {
        self.connection.prepare_cached(sql).map_err(|e| self.error(e))
    }

    pub(super) fn execute(&self, sql: &str, values: impl rusqlite::Params) -> Result<usize, StoreError> {
        self.prepare(sql)?.execute(values).map_err(|e| self.error(e))
    }
}

/// A row of texts, not yet checked.
struct TextRow {
    text: String,
    parts: String,
    words: String,
    checksum: String,
}

impl TextRow {
    fn document(self, entry: &Entry) -> Option<Document> {
        let TextRow { text, parts, words, checksum } = self;
        if digest(&entry.id, &[&text, &parts, &words]) != checksum {
            return None;
        }
        let parts: PartsRecord = serde_json::from_str(&parts).ok()?;
        let path = entry.paths.first().cloned().unwrap_or_default();
        parts.document(&entry.id, path, &entry.sha256, text, entry.metadata())
    }
}

/// A row of fragments, not yet checked.
struct RecordRow {
    record: String,
    checksum: String,
}

impl RecordRow {
    fn fragment(self, document: Document) -> Option<Fragment> {
        if digest(&document.id, &[&self.record]) != self.checksum {
            return None;
        }
        let record: FragmentRecord = serde_json::from_str(&self.record).ok()?;
        record.fragment(document)
    }
}

impl Entry {
    /// What is known of the paper, save its keywords, which are spans of its text.
    pub(super) fn metadata(&self) -> Metadata {
        Metadata {
            title: self.title.clone(),
            authors: self.authors.clone(),
            year: self.year,
            source: self.source.clone(),
            doi: self.doi.clone(),
            keywords: Vec::new(),
        }
    }

    /// Checksum of the row; its number is left out, because SQLite gives it.
    fn digest(&self) -> String {
        let some = |value: &Option<String>| value.as_ref().map_or(String::new(), |value| format!("+{value}"));
        let mut digest = Digest::default();
        for part in [
            &self.id,
            &self.sha256,
            &some(&self.title.zh),
            &some(&self.title.en),
            &self.authors.join("\n"),
            &self.year.map_or(String::new(), |year| year.to_string()),
            &some(&self.source),
            &some(&self.doi),
            &self.language.join(" "),
            &self.n_chars.to_string(),
            &self.reader,
        ] {
            digest = digest.with(part.as_bytes());
        }
        digest.finish()
    }
}

/// A row as an entry; `None` when the list of authors is no list.
fn entry(row: &Row<'_>) -> rusqlite::Result<Option<Entry>> {
    let authors: String = row.get(5)?;
    let Ok(authors) = serde_json::from_str(&authors) else { return Ok(None) };
    let language: String = row.get(9)?;
    Ok(Some(Entry {
        number: row.get(0)?,
        id: row.get(1)?,
        sha256: row.get(2)?,
        title: Labels { zh: row.get(3)?, en: row.get(4)? },
        authors,
        year: row.get(6)?,
        source: row.get(7)?,
        doi: row.get(8)?,
        language: language.split(' ').filter(|code| !code.is_empty()).map(str::to_owned).collect(),
        n_chars: usize::try_from(row.get::<_, i64>(10)?).unwrap_or(0),
        reader: row.get(11)?,
        checksum: row.get(12)?,
        paths: Vec::new(),
    }))
}

fn digest(id: &str, parts: &[&str]) -> String {
    let digest = Digest::default().with(id.as_bytes());
    parts.iter().fold(digest, |digest, part| digest.with(part.as_bytes())).finish()
}

fn path_digest(path: &str, document: i64) -> String {
    digest(path, &[&document.to_string()])
}
