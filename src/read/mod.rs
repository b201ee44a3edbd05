//! bytes -> Document: one clean text with its sections, blocks, tables and metadata.

mod assemble;
mod authors;
mod clean;
mod decode;
mod desk;
mod error;
mod files;
mod fold;
mod formats;
mod furniture;
mod headings;
mod limits;
mod lines;
mod margin_numbers;
mod metadata;
mod parts;
mod passage;
mod tables;
mod workers;

pub use desk::{Desk, Outcome};
pub use error::ReadError;
pub use files::{Source, find, read_file, shown};
pub use limits::Limits;
pub use workers::serve;

use crate::knowledge::Knowledge;
use crate::model::Document;

/// Reads one document from its bytes, in this process; of a file with many records, the first that can be read.
///
/// # Errors
/// When the bytes give no document; the error says how that ended and what to do.
pub fn read(path: &str, bytes: &[u8], knowledge: &Knowledge) -> Result<Document, ReadError> {
    let outcomes = Desk::in_process(Limits::default()).outcomes(path, bytes, true, knowledge);
    let mut first = None;
    for outcome in outcomes {
        if let Some(document) = outcome.document {
            return Ok(document);
        }
        first.get_or_insert(outcome.entry);
    }
    let none = || {
        crate::report::Entry::new(path, crate::report::Status::Empty).because("blank", "holds no document")
    };
    Err(ReadError(Box::new(first.unwrap_or_else(none))))
}
