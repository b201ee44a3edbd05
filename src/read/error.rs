//! Why a document could not be read.

use thiserror::Error;

/// A document that gives no text, with its remedy.
#[derive(Debug, Error)]
pub enum ReadError {
    /// The path does not exist.
    #[error("{path}: no such file or folder; check the spelling")]
    Missing {
        /// As given.
        path: String,
    },
    /// A folder holds no file that can be read.
    #[error("{path}: no .txt or .md file in this folder; give a folder of papers as text or Markdown")]
    NothingInFolder {
        /// As given.
        path: String,
    },
    /// The system would not give the bytes.
    #[error("{path}: cannot be read: {source}; check its permissions")]
    Io {
        /// As given.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// Nothing in it.
    #[error("{path}: holds no text; remove it or replace it with a copy that does")]
    Empty {
        /// As given.
        path: String,
    },
    /// Not a text.
    #[error("{path}: is not a text file ({what}); save it as UTF-8 text or Markdown")]
    Binary {
        /// As given.
        path: String,
        /// What it looks like.
        what: &'static str,
    },
    /// Bytes that no encoding explains.
    #[error(
        "{path}: byte {at} is not valid UTF-8 and the text fits no other known encoding; save it as UTF-8"
    )]
    Encoding {
        /// As given.
        path: String,
        /// Offset of the first bad byte, counted from 0.
        at: usize,
    },
    /// Larger than the limit.
    #[error("{path}: {size} bytes is over the limit of {limit}; split it into parts")]
    TooLarge {
        /// As given.
        path: String,
        /// Its size in bytes.
        size: u64,
        /// The limit in bytes.
        limit: u64,
    },
}
