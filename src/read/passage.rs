//! What a reader hands on: passages of text in reading order, and what the format itself says of the paper.

use serde::{Deserialize, Serialize};

/// A stretch of a document before lines have their roles. Structure that the format states is kept as a variant;
/// all else is told later from the words, in one place for all formats.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Passage {
    /// A page begins.
    Page(u32),
    /// Lines as they stand, also with remains of markup.
    Text(String),
    /// One paragraph, joined already.
    Paragraph(String),
    /// The title of the paper.
    Title(String),
    /// A heading of this depth, 1 for chapters.
    Heading(u8, String),
    /// An item of a list.
    Item(String),
    /// Cells of a row of a table.
    Row(Vec<String>),
    /// About the paper or the page: a footnote, an address. Kept, not read for concepts.
    Note(String),
}

/// What the format says of the paper, apart from its text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stated {
    /// Titles, in any language.
    pub(super) titles: Vec<String>,
    /// Authors in order.
    pub(super) authors: Vec<String>,
    /// Year of publication.
    pub(super) year: Option<u16>,
    /// Journal, paper or site.
    pub(super) source: Option<String>,
    /// Digital object identifier.
    pub(super) doi: Option<String>,
    /// Whether these words are better than what the text says: true of bibliographic records and citation metadata,
    /// false of what word processors fill in.
    pub(super) is_reliable: bool,
    /// Running titles and other lines of the page margin, where journals print their name and the year.
    pub(super) margins: Vec<String>,
}

/// One document as its format gives it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Raw {
    /// Its text.
    pub(super) passages: Vec<Passage>,
    /// Its metadata.
    pub(super) stated: Stated,
    /// How many pages it has, for formats that have pages.
    pub(super) pages: Option<u32>,
    /// Character encoding, for formats of plain text.
    pub(super) encoding: Option<String>,
    /// What is missing: a code and words.
    pub(super) missing: Option<(String, String)>,
    /// The text of the record in a file of many; `None` where the file is the document.
    pub(super) record: Option<String>,
}

impl Raw {
    /// Notes what is missing; the first reason stays.
    pub(super) fn lacks(&mut self, reason: &str, message: impl Into<String>) {
        self.missing.get_or_insert_with(|| (reason.to_owned(), message.into()));
    }

    /// Characters of text in all passages.
    pub(super) fn n_chars(&self) -> usize {
        self.passages.iter().map(Passage::n_chars).sum()
    }
}

impl Passage {
    pub(super) fn n_chars(&self) -> usize {
        let count = |text: &String| text.chars().filter(|c| !c.is_whitespace()).count();
        match self {
            Passage::Page(_) => 0,
            Passage::Row(cells) => cells.iter().map(count).sum(),
            Passage::Text(text)
            | Passage::Paragraph(text)
            | Passage::Title(text)
            | Passage::Heading(_, text)
            | Passage::Item(text)
            | Passage::Note(text) => count(text),
        }
    }
}

/// Why a file gives no document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Trouble {
    /// How it ended.
    pub(super) end: End,
    /// A short code.
    pub(super) reason: String,
    /// What is wrong and what to do, without the path.
    pub(super) message: String,
}

/// The ends a file can come to without a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum End {
    /// No text.
    Empty,
    /// Not a kind that is read.
    Skipped,
    /// Broken or locked.
    Failed,
    /// The reading process died.
    Crashed,
    /// The limit of time.
    Timeout,
}

impl Trouble {
    pub(super) fn failed(reason: &str, message: impl Into<String>) -> Self {
        Trouble { end: End::Failed, reason: reason.to_owned(), message: message.into() }
    }

    pub(super) fn skipped(reason: &str, message: impl Into<String>) -> Self {
        Trouble { end: End::Skipped, reason: reason.to_owned(), message: message.into() }
    }

    pub(super) fn crashed(reason: &str, message: impl Into<String>) -> Self {
        Trouble { end: End::Crashed, reason: reason.to_owned(), message: message.into() }
    }

    pub(super) fn panicked() -> Self {
        Trouble::crashed(
            "panic",
            "made its reader give up; tell us of this file, and save it in another format",
        )
    }

    pub(super) fn out_of_memory() -> Self {
        Trouble::crashed("memory", "needs more memory than the limit; raise --max-memory to read it")
    }

    pub(super) fn timeout(message: impl Into<String>) -> Self {
        Trouble { end: End::Timeout, reason: "time".to_owned(), message: message.into() }
    }

    pub(super) fn empty(reason: &str, message: impl Into<String>) -> Self {
        Trouble { end: End::Empty, reason: reason.to_owned(), message: message.into() }
    }
}
