//! Export of Web of Science, also as CiteSpace and CSSCI write it -> records.

use super::citation::Slot;
use super::tagged::{self, Layout};
use crate::read::formats::{Reader, Sniff};
use crate::read::limits::Limits;
use crate::read::passage::{Raw, Trouble};

/// Export of Web of Science, also as CiteSpace and CSSCI write it: `PT` begins a record.
pub(in crate::read::formats) struct WebOfScience;

const LAYOUT: Layout = Layout {
    field,
    starts: &["PT"],
    slots: &[
        ("TI", Slot::Title),
        ("AU", Slot::Author),
        ("SO", Slot::Source),
        ("PY", Slot::Year),
        ("DE", Slot::Keywords),
        ("AB", Slot::Abstract),
        ("DI", Slot::Doi),
        ("UT", Slot::Serial),
    ],
};

/// `TI words`; names of authors stand one on a line, three blanks further in.
fn field(line: &str) -> Option<(&str, &str)> {
    if line.starts_with("ER") && line.trim() == "ER" {
        return Some(("ER", ""));
    }
    tagged::two_letters(line, " ")
}

impl Reader for WebOfScience {
    fn name(&self) -> &'static str {
        "wos"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["ciw"]
    }

    fn claims(&self, sniff: &Sniff<'_>) -> bool {
        sniff.has_line(&["PT J", "PT C", "PT S", "PT B"]) && sniff.head.contains("\nTI ")
    }

    fn read(&self, bytes: &[u8], limits: &Limits) -> Result<Vec<Raw>, Trouble> {
        LAYOUT.read(bytes, limits)
    }
}
