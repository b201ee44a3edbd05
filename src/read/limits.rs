//! How much one document may cost; each limit has a name that a report shows when it is hit.

use serde::{Deserialize, Serialize};

/// The limits. What lies beyond gives `partial`, `skipped`, `failed` or `timeout` with the name of the limit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// `size`: bytes of a file.
    pub size: u64,
    /// `time`: seconds for parsing one file in a child process.
    pub seconds: u64,
    /// `memory`: bytes of address space of a child process.
    pub memory: u64,
    /// `depth`: nested elements of a web page or an XML part.
    pub depth: usize,
    /// `zip-limit`: bytes of all parts of a packed document, unpacked; `stream-limit`: bytes of one stream of a PDF.
    pub inflated: u64,
    /// `text`: characters of one document.
    pub chars: usize,
    /// Name of the encoding of plain text, where the user knows it.
    pub encoding: Option<String>,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            size: 200 * 1024 * 1024,
            seconds: 60,
            memory: 1024 * 1024 * 1024,
            depth: 512,
            inflated: 256 * 1024 * 1024,
            chars: 20_000_000,
            encoding: None,
        }
    }
}
