//! Facts about the store as a whole <-> rows: which graph it holds, and which files of the user its graph is joined with.

use std::path::Path;

use rusqlite::{OptionalExtension, params};

use super::{Store, StoreError};
use crate::text::Digest;

/// Fact: the state that the stored graph was made in.
pub(super) const GRAPH: &str = "graph";

/// A file or folder of the user that the papers of a store are read and joined with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Companion {
    /// Decisions on names, `--merges`.
    Merges,
    /// A dictionary, `--cedict`.
    Cedict,
    /// A folder of kinds, `--schema`.
    Schema,
    /// A folder of vocabulary, `--seeds`.
    Seeds,
}

impl Companion {
    /// All there are.
    pub const ALL: [Companion; 4] =
        [Companion::Merges, Companion::Cedict, Companion::Schema, Companion::Seeds];

    /// The name of the fact, which is that of the option.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Companion::Merges => "merges",
            Companion::Cedict => "cedict",
            Companion::Schema => "schema",
            Companion::Seeds => "seeds",
        }
    }

    /// Whether its path leads to what it should: a folder, or a file.
    #[must_use]
    pub fn is_at(self, path: &Path) -> bool {
        match self {
            Companion::Merges | Companion::Cedict => path.is_file(),
            Companion::Schema | Companion::Seeds => path.is_dir(),
        }
    }
}

impl Store {
    /// The path that was kept for a companion, as it was given to [`Store::accompany`].
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when a fact is not what was written.
    pub fn companion(&self, companion: Companion) -> Result<Option<String>, StoreError> {
        self.check_facts()?;
        self.fact(companion.name())
    }

    /// Keeps the path of a companion, or that there is none, in the transaction that runs.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn accompany(&self, companion: Companion, path: Option<&str>) -> Result<(), StoreError> {
        match path {
            Some(path) => self.put_fact(companion.name(), path),
            None => self.execute("DELETE FROM facts WHERE name = ?1", [companion.name()]).map(|_| ()),
        }
    }

    pub(super) fn fact(&self, name: &str) -> Result<Option<String>, StoreError> {
        let found: Option<(String, String)> = self
            .prepare("SELECT value, checksum FROM facts WHERE name = ?1")?
            .query_row([name], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()
            .map_err(|e| self.error(e))?;
        match found {
            Some((value, checksum)) if digest(name, &value) != checksum => Err(self.bad_fact()),
            found => Ok(found.map(|(value, _)| value)),
        }
    }

    pub(super) fn put_fact(&self, name: &str, value: &str) -> Result<(), StoreError> {
        let checksum = digest(name, value);
        self.execute("INSERT OR REPLACE INTO facts VALUES (?1, ?2, ?3)", params![name, value, checksum])
            .map(|_| ())
    }

    /// Every fact, also those whose name is no longer one: what a flipped byte hides must not pass for never said.
    pub(super) fn check_facts(&self) -> Result<(), StoreError> {
        let mut intact = true;
        self.each("SELECT name, value, checksum FROM facts", |row| {
            let (name, value, checksum): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let is_known = name == GRAPH || Companion::ALL.iter().any(|companion| companion.name() == name);
            intact &= is_known && digest(&name, &value) == checksum;
            Ok(())
        })?;
        if intact { Ok(()) } else { Err(self.bad_fact()) }
    }

    fn bad_fact(&self) -> StoreError {
        self.damaged("a row of facts is not what was written")
    }
}

/// The state of the graph, the oldest fact, is summed up without its name.
fn digest(name: &str, value: &str) -> String {
    let start = if name == GRAPH { Digest::default() } else { Digest::default().with(name.as_bytes()) };
    start.with(value.as_bytes()).finish()
}
