//! What can be wrong with schema and seeds.

use std::path::PathBuf;

use thiserror::Error;

/// A fault in `schema/` or `seeds/`, with its place and its remedy.
#[derive(Debug, Error)]
pub enum KnowledgeError {
    /// A file could not be read from disk.
    #[error("{}: cannot be read: {source}; check the folder given with --schema or --seeds", path.display())]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A folder given on the command line holds none of the files that are read from it.
    #[error("{}: holds none of the known files ({known}); check the path", path.display())]
    NothingKnown {
        /// The folder.
        path: PathBuf,
        /// Names of files that would have been read.
        known: &'static str,
    },
    /// A dictionary could not be read from disk.
    #[error("{}: cannot be read: {source}; check the path given with --cedict", path.display())]
    Dictionary {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A dictionary has no entry.
    #[error("{}: is no CC-CEDICT file: no line reads like `繁體 简体 [pin1 yin1] /sense/`; unpack the download first", path.display())]
    NoDictionary {
        /// The file.
        path: PathBuf,
    },
    /// The decisions of an analyst could not be read from disk.
    #[error("{}: cannot be read: {source}; check the path given with --merges, or its encoding (UTF-8)", path.display())]
    Decisions {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A TOML file does not parse.
    #[error("{file}: {message}")]
    Toml {
        /// The file, relative to its root.
        file: String,
        /// What the parser said, with line and column.
        message: String,
    },
    /// A line of a table is not as its header says.
    #[error("{file}:{line}:1: {problem}; {remedy}")]
    Line {
        /// The file, relative to its root.
        file: String,
        /// Line, counted from 1.
        line: usize,
        /// What is wrong.
        problem: String,
        /// What to do.
        remedy: &'static str,
    },
    /// A pattern or kind is wrong.
    #[error("{file}: {entry}: {problem}; {remedy}")]
    Entry {
        /// The file, relative to its root.
        file: String,
        /// Name of the pattern or kind.
        entry: String,
        /// What is wrong.
        problem: String,
        /// What to do.
        remedy: &'static str,
    },
    /// A file that must be there is missing from the built-in set.
    #[error("{0}: missing from the built-in knowledge; rebuild sinograph")]
    Missing(String),
}
