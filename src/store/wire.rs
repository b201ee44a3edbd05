//! Fragment <-> one line of JSON: how fragments travel between machines.

use serde::{Deserialize, Serialize};

use super::parts::PartsRecord;
use super::record::FragmentRecord;
use crate::model::{Document, Fragment, Labels, Metadata};

/// Number of the layout of a line.
const VERSION: u32 = 1;

/// A line that says why a document gave nothing.
#[derive(Serialize, Deserialize)]
struct Failed {
    status: String,
    path: Option<String>,
    message: String,
}

#[derive(Serialize, Deserialize)]
struct Line {
    status: String,
    version: u32,
    reader: String,
    document: DocumentLine,
    record: FragmentRecord,
}

#[derive(Serialize, Deserialize)]
struct DocumentLine {
    id: String,
    path: String,
    sha256: String,
    title: (Option<String>, Option<String>),
    authors: Vec<String>,
    year: Option<u16>,
    source: Option<String>,
    doi: Option<String>,
    text: String,
    parts: PartsRecord,
}

/// The fragment as JSON without a line break; `reader` is the fingerprint of the program and knowledge that read it.
///
/// # Panics
/// Never: names, numbers and texts are JSON.
#[must_use]
pub fn to_line(fragment: &Fragment, reader: &str) -> String {
    let Document { id, path, sha256, text, metadata, .. } = &fragment.document;
    let line = Line {
        status: "ok".into(),
        version: VERSION,
        reader: reader.to_owned(),
        document: DocumentLine {
            id: id.clone(),
            path: path.clone(),
            sha256: sha256.clone(),
            title: (metadata.title.zh.clone(), metadata.title.en.clone()),
            authors: metadata.authors.clone(),
            year: metadata.year,
            source: metadata.source.clone(),
            doi: metadata.doi.clone(),
            text: text.clone(),
            parts: PartsRecord::of(&fragment.document),
        },
        record: FragmentRecord::of(fragment),
    };
    serde_json::to_string(&line).expect("names, numbers and texts are JSON")
}

/// The line of a document that gave nothing.
///
/// # Panics
/// Never: texts are JSON.
#[must_use]
pub fn failure_line(path: Option<&str>, message: &str) -> String {
    let failed =
        Failed { status: "failed".into(), path: path.map(str::to_owned), message: message.to_owned() };
    serde_json::to_string(&failed).expect("texts are JSON")
}

/// The fragment of a line, and who read it.
///
/// # Errors
/// What is wrong with the line, or with the document that it should tell of.
pub fn from_line(line: &[u8]) -> Result<(Fragment, String), String> {
    let line: Line =
        serde_json::from_slice(line).map_err(|error| match serde_json::from_slice::<Failed>(line) {
            Ok(failed) if failed.status == "failed" => failed.message,
            _ => format!("is no line of `sinograph extract`: {error}"),
        })?;
    if line.version != VERSION {
        return Err(format!("has layout {}, this program reads layout {VERSION}", line.version));
    }
    let DocumentLine { id, path, sha256, title, authors, year, source, doi, text, parts } = line.document;
    let metadata = Metadata {
        title: Labels { zh: title.0, en: title.1 },
        authors,
        year,
        source,
        doi,
        keywords: Vec::new(),
    };
    let document = parts.document(&id, path, &sha256, text, metadata);
    let fragment = document.and_then(|document| line.record.fragment(document));
    let fragment = fragment.ok_or("is no fragment: a position lies outside of its text")?;
    Ok((fragment, line.reader))
}
