//! Word file whose main part has a name of its own -> the same under the usual names, as libraries look for them.

use std::io::{Cursor, Write};

use zip::write::{SimpleFileOptions, ZipWriter};

use super::packed::Package;
use crate::read::passage::Trouble;

const USUAL: &str = "word/document.xml";

/// The file under the usual names; `None` where they are usual, or where no part is named as the main one.
///
/// # Errors
/// When a part is damaged, or larger than the limits.
pub(super) fn usual(package: &mut Package<'_>) -> Result<Option<Vec<u8>>, Trouble> {
    let names = package.names();
    if names.iter().any(|name| name == USUAL) {
        return Ok(None);
    }
    let is_main = |name: &&String| name.starts_with("word/document") && name.ends_with(".xml");
    let Some(main) = names.iter().find(is_main) else { return Ok(None) };
    let file = main.trim_start_matches("word/");
    let relations = format!("word/_rels/{file}.rels");
    let mut renamed = ZipWriter::new(Cursor::new(Vec::new()));
    for name in &names {
        let Some(mut bytes) = package.part(name)? else { continue };
        let new = match name.as_str() {
            name if name == main => USUAL,
            name if name == relations => "word/_rels/document.xml.rels",
            name => name,
        };
        if matches!(new, "[Content_Types].xml" | "_rels/.rels") {
            bytes = String::from_utf8_lossy(&bytes).replace(main.as_str(), USUAL).into_bytes();
        }
        let damaged = |error: std::io::Error| {
            Trouble::failed("damaged", format!("is damaged ({error}); open it and save it again"))
        };
        renamed.start_file(new, SimpleFileOptions::default()).map_err(|error| damaged(error.into()))?;
        renamed.write_all(&bytes).map_err(damaged)?;
    }
    let whole = renamed.finish().map_err(|error| {
        Trouble::failed("damaged", format!("is damaged ({error}); open it and save it again"))
    })?;
    Ok(Some(whole.into_inner()))
}
