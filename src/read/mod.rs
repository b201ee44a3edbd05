//! bytes -> Document: one clean text with its sections, blocks, tables and metadata.

mod assemble;
mod clean;
mod decode;
mod error;
mod files;
mod headings;
mod lines;
mod metadata;
mod tables;

pub use error::ReadError;
pub use files::{find, read_file};

use crate::knowledge::Knowledge;
use crate::model::Document;
use crate::text::sha256;

/// Reads one document from its bytes.
///
/// # Errors
/// [`ReadError::Empty`] for no text, [`ReadError::Binary`] for what is no text, [`ReadError::Encoding`] for bytes that no
/// known encoding explains.
pub fn read(path: &str, bytes: &[u8], knowledge: &Knowledge) -> Result<Document, ReadError> {
    let raw = decode::decode(path, bytes)?;
    let lines = lines::classify(&clean::clean(&raw), knowledge);
    let document = assemble::assemble(path, sha256(bytes), &lines, knowledge);
    if document.blocks.is_empty() {
        return Err(ReadError::Empty { path: path.to_owned() });
    }
    Ok(document)
}
