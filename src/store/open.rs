//! A path -> a store that can be read or written, or the reason why not; and back to one file on closing.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::layout::{APPLICATION, TABLES, VERSION};
use super::lock::WriterLock;
use super::{Store, StoreError};

/// Name of the store in a folder.
pub const FILE_NAME: &str = "sinograph.db";
/// How long SQLite waits for a short lock of another process.
const BUSY: Duration = Duration::from_secs(5);

/// What the first bytes of a file say.
enum Kind {
    Missing,
    Empty,
    Database,
}

impl Store {
    /// The file of a store: the path itself, or `sinograph.db` in it when it is a folder.
    #[must_use]
    pub fn file(path: &Path) -> PathBuf {
        if path.is_dir() { path.join(FILE_NAME) } else { path.to_path_buf() }
    }

    /// Opens a store for reading. Writers are not disturbed, and what they commit later is not seen by a reading that has begun.
    ///
    /// # Errors
    /// [`StoreError`], by what is wrong with the file.
    pub fn read(path: &Path) -> Result<Self, StoreError> {
        let path = Self::file(path);
        match kind(&path)? {
            Kind::Missing => return Err(StoreError::Missing { path }),
            Kind::Empty => return Err(StoreError::Blank { path }),
            Kind::Database => {}
        }
        let connection = open_reader(&path)?;
        let store = Store { connection, path, lock: None };
        if store.is_blank().map_err(|e| store.error(e))? {
            return Err(StoreError::Blank { path: store.path });
        }
        store.check_layout()?;
        Ok(store)
    }

    /// Opens a store for writing, makes it when it is not there, and waits for another writer; `waiting` is told who that is.
    ///
    /// # Errors
    /// [`StoreError::InUse`] when another writer is still there after `wait`; others by what is wrong with the file.
    pub fn write(path: &Path, wait: Duration, waiting: &dyn Fn(&str)) -> Result<Self, StoreError> {
        let path = Self::file(path);
        kind(&path)?;
        let lock = WriterLock::take(&path, wait, waiting)?;
        let is_new = !matches!(kind(&path)?, Kind::Database);
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let flags = if is_new { flags | OpenFlags::SQLITE_OPEN_CREATE } else { flags };
        let connection = Connection::open_with_flags(&path, flags).map_err(|e| StoreError::of(&path, e))?;
        let store = Store { connection, path, lock: Some(lock) };
        store.settle(BUSY.max(wait)).map_err(|e| store.error(e))?;
        if store.is_blank().map_err(|e| store.error(e))? {
            store.lay_out().map_err(|e| store.error(e))?;
        }
        store.check_layout()?;
        // Readers see the last commit while we write. Where one holds the file right now, the old way works too.
        match store.connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(())) {
            Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy) => {}
            logged => logged.map_err(|e| store.error(e))?,
        }
        Ok(store)
    }

    /// Ends the work: all that was committed moves into the one file, and the files beside it go.
    ///
    /// # Errors
    /// When the disk is full; what was committed is kept in the file beside it and is found again.
    pub fn close(self) -> Result<(), StoreError> {
        let Store { connection, path, lock } = self;
        if lock.is_some() {
            connection.busy_timeout(Duration::from_millis(200)).map_err(|e| StoreError::of(&path, e))?;
            let moved = connection.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()));
            match moved {
                // A reader holds the old pages; the next writer then moves what is left.
                Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy) => {}
                moved => moved.map_err(|e| StoreError::of(&path, e))?,
            }
        }
        connection.close().map_err(|(_, e)| StoreError::of(&path, e))
    }

    fn settle(&self, busy: Duration) -> rusqlite::Result<()> {
        self.connection.busy_timeout(busy)?;
        self.connection.execute_batch(
            "PRAGMA page_size = 8192; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY; PRAGMA cell_size_check = ON;
             PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA synchronous = FULL;",
        )
    }

    /// Whether nothing was ever committed to the file.
    fn is_blank(&self) -> rusqlite::Result<bool> {
        let n: i64 = self.connection.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get(0))?;
        Ok(n == 0 && self.number("application_id")? == 0)
    }

    fn lay_out(&self) -> rusqlite::Result<()> {
        self.connection.execute_batch(&format!(
            "BEGIN IMMEDIATE; {TABLES}
             PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {VERSION}; COMMIT;"
        ))
    }

    fn check_layout(&self) -> Result<(), StoreError> {
        let path = self.path.clone();
        if self.number("application_id").map_err(|e| self.error(e))? != APPLICATION {
            return Err(StoreError::Foreign { path, what: "a database of another program" });
        }
        let found = self.number("user_version").map_err(|e| self.error(e))?;
        if found == VERSION { Ok(()) } else { Err(StoreError::Version { path, found, known: VERSION }) }
    }

    fn number(&self, pragma: &str) -> rusqlite::Result<i32> {
        self.connection.query_row(&format!("PRAGMA {pragma}"), [], |row| row.get(0))
    }
}

/// Looks at a file before SQLite does: a file cut short would otherwise be read until the missing page is wanted. A file with a log
/// beside it is whole only together with it, so that SQLite must look.
fn kind(path: &Path) -> Result<Kind, StoreError> {
    let refused = |problem: std::io::Error| StoreError::System {
        path: path.to_path_buf(),
        doing: "read",
        problem: problem.to_string(),
    };
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(problem) if problem.kind() == std::io::ErrorKind::NotFound => return Ok(Kind::Missing),
        Err(problem) => return Err(refused(problem)),
    };
    let size = file.metadata().map_err(refused)?.len();
    let mut head = [0_u8; 100];
    if size == 0 {
        return Ok(Kind::Empty);
    }
    let n_read = file.read(&mut head).map_err(refused)?;
    if has_log(path) {
        return Ok(Kind::Database);
    }
    if n_read < head.len() || &head[..16] != b"SQLite format 3\0" {
        return Err(StoreError::Foreign { path: path.to_path_buf(), what: "no SQLite database" });
    }
    let page = u64::from(u16::from_be_bytes([head[16], head[17]]));
    let page = if page == 1 { 65_536 } else { page };
    let n_pages = u64::from(u32::from_be_bytes([head[28], head[29], head[30], head[31]]));
    if size < page * n_pages {
        let what = format!("{} of its {} bytes are missing", page * n_pages - size, page * n_pages);
        return Err(StoreError::Damaged { path: path.to_path_buf(), what });
    }
    Ok(Kind::Database)
}

/// Whether a write-ahead log or a rollback journal lies beside a store: a writer that was killed leaves one, and SQLite puts the file
/// right by it when it opens it.
fn has_log(path: &Path) -> bool {
    is_beside(path, "-wal") || is_beside(path, JOURNAL)
}

/// End of the name of a rollback journal.
const JOURNAL: &str = "-journal";

fn is_beside(path: &Path, end: &str) -> bool {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    fs::metadata(name).is_ok_and(|meta| meta.len() > 0)
}

/// Takes back what a killed writer had not committed, which a reading connection may not. A living writer's journal is left alone: its
/// lock says whose it is.
fn roll_back(path: &Path) -> rusqlite::Result<()> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY)?;
    connection.query_row("SELECT count(*) FROM sqlite_master", [], |_| Ok(()))
}

fn open_reader(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let prepare = |connection: &Connection| {
        connection.busy_timeout(BUSY)?;
        connection.execute_batch(
            "PRAGMA cache_size = -65536; PRAGMA cell_size_check = ON; PRAGMA trusted_schema = OFF;
             PRAGMA query_only = ON; BEGIN; SELECT count(*) FROM sqlite_master;",
        )
    };
    let open = || {
        Connection::open_with_flags(path, flags)
            .and_then(|connection| prepare(&connection).map(|()| connection))
    };
    let mut opened = open();
    let is_refused =
        opened.as_ref().is_err_and(|e| e.sqlite_error_code() == Some(rusqlite::ErrorCode::ReadOnly));
    if is_refused && is_beside(path, JOURNAL) && roll_back(path).is_ok() {
        opened = open();
    }
    match opened {
        // On a disc or in a folder where nothing may be written, SQLite cannot share the file; without a log it need not.
        Err(error)
            if matches!(
                error.sqlite_error_code(),
                Some(rusqlite::ErrorCode::CannotOpen | rusqlite::ErrorCode::ReadOnly)
            ) && !has_log(path) =>
        {
            let uri = format!("file:{}?immutable=1", percent(path));
            Connection::open_with_flags(uri, flags | OpenFlags::SQLITE_OPEN_URI)
                .and_then(|connection| prepare(&connection).map(|()| connection))
                .map_err(|e| StoreError::of(path, e))
        }
        other => other.map_err(|e| StoreError::of(path, e)),
    }
}

/// A path as SQLite reads it in a URI.
fn percent(path: &Path) -> String {
    path.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23")
}
