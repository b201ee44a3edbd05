//! fragments, graph <-> one SQLite file that never loses or lies.
//!
//! A document and what it says are committed in one transaction. Every row carries a checksum of what was written; what is read
//! is checked against it. The graph beside them says which set of documents it belongs to. `docs/store.md` shows the tables.

mod assembly;
mod documents;
mod error;
mod evidence;
mod exact;
mod excerpt;
mod facts;
mod graph;
mod grounds;
mod layout;
mod lock;
mod mentions;
mod names;
mod open;
mod parts;
mod passages;
mod record;
mod rows;
mod verify;
mod wire;

use std::path::{Path, PathBuf};

use rusqlite::Connection;

pub use documents::{Entry, Put};
pub use error::StoreError;
pub use excerpt::{Excerpt, Links};
pub use facts::Companion;
pub use graph::GraphState;
pub use names::ConceptNumber;
pub use open::FILE_NAME;
pub use passages::{Hit, Passage};
pub use verify::Verification;
pub use wire::{failure_line, from_line, to_line};

/// An open store.
pub struct Store {
    connection: Connection,
    path: PathBuf,
    /// Held by writers only.
    lock: Option<lock::WriterLock>,
}

impl Store {
    /// The file, as given.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn error(&self, error: rusqlite::Error) -> StoreError {
        StoreError::of(&self.path, error)
    }

    fn damaged(&self, what: impl Into<String>) -> StoreError {
        StoreError::Damaged { path: self.path.clone(), what: what.into() }
    }

    /// Does all of `work` or nothing of it.
    ///
    /// # Errors
    /// Those of `work`, and those of the disk when it is committed.
    pub fn transaction<T>(
        &mut self,
        work: impl FnOnce(&Self) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.connection.execute_batch("BEGIN IMMEDIATE").map_err(|e| self.error(e))?;
        let done = work(self).and_then(|value| {
            self.connection.execute_batch("COMMIT").map(|()| value).map_err(|e| self.error(e))
        });
        if done.is_err() && !self.connection.is_autocommit() {
            // The error that led here is the one to tell; a transaction that cannot be rolled back is never committed.
            let _ = self.connection.execute_batch("ROLLBACK");
        }
        done
    }
}
