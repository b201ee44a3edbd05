//! bytes -> passages: one reader per format behind one trait, told apart by content.

mod bibliography;
mod docx;
mod docx_names;
mod epub;
mod front_matter;
mod html;
mod packed;
mod pdf;
mod text;

use super::decode;
use super::limits::Limits;
use super::passage::{Raw, Trouble};

/// A format that can be read. To add one, write its file and its line in [`READERS`].
pub(super) trait Reader: Sync {
    /// Its name in reports and in `graph.json`.
    fn name(&self) -> &'static str;

    /// Ends of file names that promise this format; a file that breaks the promise has failed, it is not skipped.
    fn extensions(&self) -> &'static [&'static str] {
        &[]
    }

    /// Whether its parser is complex enough to hang, to crash or to eat the memory on a hostile file.
    fn is_isolated(&self) -> bool {
        false
    }

    /// Whether a file is of this format, by its beginning and not by its name alone.
    fn claims(&self, sniff: &Sniff<'_>) -> bool;

    /// The documents in a file: one, or one per record.
    ///
    /// # Errors
    /// When the file gives no document; says why and what to do.
    fn read(&self, bytes: &[u8], limits: &Limits) -> Result<Vec<Raw>, Trouble>;
}

/// All readers, the surest signs first; plain text takes what is left.
pub(super) const READERS: &[&dyn Reader] = &[
    &pdf::Pdf,
    &docx::Docx,
    &epub::Epub,
    &bibliography::NoteExpress,
    &bibliography::RefWorks,
    &bibliography::EndNote,
    &bibliography::Ris,
    &bibliography::BibTex,
    &bibliography::CnkiTable,
    &bibliography::Cnki,
    &bibliography::WebOfScience,
    &bibliography::CslJson,
    &html::Html,
    &text::Text,
];

/// The beginning of a file, looked at before it is read.
pub(super) struct Sniff<'b> {
    /// All its bytes.
    pub(super) bytes: &'b [u8],
    /// The first lines as text, as well as they can be decoded, without blanks in front.
    pub(super) head: String,
    /// The end of its name in lower case.
    pub(super) extension: String,
}

impl<'b> Sniff<'b> {
    /// Looks at a file.
    pub(super) fn new(bytes: &'b [u8], extension: &str) -> Self {
        let head = decode::head(bytes);
        Sniff { bytes, head: head.trim_start().to_owned(), extension: extension.to_lowercase() }
    }

    /// Whether a line of the head begins with one of the words.
    pub(super) fn has_line(&self, words: &[&str]) -> bool {
        self.head.lines().take(60).any(|line| words.iter().any(|word| line.trim_start().starts_with(word)))
    }
}

/// The reader for a file.
///
/// # Errors
/// Skipped when the file is of a kind that is not read; failed when its name promises a format that it is not.
pub(super) fn reader(sniff: &Sniff<'_>) -> Result<&'static dyn Reader, Trouble> {
    if let Some(reader) = READERS.iter().find(|reader| reader.claims(sniff)) {
        return Ok(*reader);
    }
    let promised = READERS.iter().find(|reader| reader.extensions().contains(&sniff.extension.as_str()));
    if let Some(reader) = promised
        && reader.is_isolated()
    {
        let name = reader.name();
        let what =
            packed::kind(sniff.bytes).map_or_else(String::new, |what| format!(", it looks like {what}"));
        return Err(Trouble::failed(
            &format!("not-a-{name}"),
            format!(
                "is named .{} but is not of that format{what}; open it and save it again",
                sniff.extension
            ),
        ));
    }
    match packed::kind(sniff.bytes) {
        Some(what) => {
            Err(Trouble::skipped(packed::code(what), format!("is {what}; {}", packed::remedy(what))))
        }
        None => Err(text::refuse(sniff)),
    }
}

/// A reader by its name, for the process that reads on behalf of another.
pub(super) fn by_name(name: &str) -> Option<&'static dyn Reader> {
    READERS.iter().find(|reader| reader.name() == name).copied()
}
