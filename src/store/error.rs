//! Why a store could not be read or written.

use std::path::{Path, PathBuf};

use thiserror::Error;

/// A store that does not do what was asked, with the remedy.
#[derive(Debug, Error)]
pub enum StoreError {
    /// No such file.
    #[error("{}: there is no store; make one with `sinograph build PATH... -o DIR` or name it with --store", path.display())]
    Missing {
        /// As given.
        path: PathBuf,
    },
    /// A store that was made a moment ago, or whose first writer was stopped.
    #[error("{}: nothing was committed to it yet; put papers in with `sinograph add`", path.display())]
    Blank {
        /// As given.
        path: PathBuf,
    },
    /// A file of something else.
    #[error("{}: is not a sinograph store ({what}); it was left as it is, name the store with --store", path.display())]
    Foreign {
        /// As given.
        path: PathBuf,
        /// What it is instead.
        what: &'static str,
    },
    /// Written in a layout that this program does not know.
    #[error(
        "{}: has layout {found}, this program reads layout {known}; {}", path.display(),
        if found > known { "use a newer sinograph" } else { "build it anew from the papers" }
    )]
    Version {
        /// As given.
        path: PathBuf,
        /// The layout of the file.
        found: i32,
        /// The layout of this program.
        known: i32,
    },
    /// Another process writes to it.
    #[error("{}: is in use by {holder}; wait until that is done, or use --wait SECONDS", path.display())]
    InUse {
        /// As given.
        path: PathBuf,
        /// Who holds it.
        holder: String,
    },
    /// Bytes of it are not what was written.
    #[error("{}: is damaged: {what}; restore a copy, or delete it and build it anew from the papers", path.display())]
    Damaged {
        /// As given.
        path: PathBuf,
        /// What does not hold.
        what: String,
    },
    /// The system refused.
    #[error("{}: cannot be {doing}: {problem}; {}", path.display(), remedy(problem))]
    System {
        /// As given.
        path: PathBuf,
        /// `read` or `written`.
        doing: &'static str,
        /// What the system said.
        problem: String,
    },
}

fn remedy(problem: &str) -> &'static str {
    if problem.contains("full") || problem.contains("space") || problem.contains("No space") {
        "free space and run it again, nothing that was committed is lost"
    } else {
        "check the permissions of the file and its folder"
    }
}

impl StoreError {
    /// What SQLite said about a file, sorted by who can help.
    pub(super) fn of(path: &Path, error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        let path = path.to_path_buf();
        let text = error.to_string();
        match error.sqlite_error_code() {
            Some(Code::DatabaseBusy | Code::DatabaseLocked) => {
                StoreError::InUse { path, holder: "another program".into() }
            }
            Some(Code::DatabaseCorrupt) => StoreError::Damaged { path, what: text },
            Some(Code::NotADatabase) => StoreError::Foreign { path, what: "no SQLite database" },
            Some(Code::DiskFull) => StoreError::System { path, doing: "written", problem: text },
            Some(Code::ReadOnly) => StoreError::System { path, doing: "written", problem: text },
            Some(
                Code::CannotOpen
                | Code::PermissionDenied
                | Code::SystemIoFailure
                | Code::FileLockingProtocolFailed,
            ) => StoreError::System { path, doing: "read or written", problem: text },
            // What the file holds is not what its layout says: a column is missing, a value has another type.
            _ => StoreError::Damaged { path, what: text },
        }
    }
}
