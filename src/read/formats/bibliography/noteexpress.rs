//! Export of NoteExpress, as CNKI and Wanfang write it -> records.

use super::citation::Slot;
use super::tagged::Layout;
use crate::read::formats::{Reader, Sniff};
use crate::read::limits::Limits;
use crate::read::passage::{Raw, Trouble};

/// Export of NoteExpress, as CNKI and Wanfang write it: `{Reference Type}` begins a record.
pub(in crate::read::formats) struct NoteExpress;

const LAYOUT: Layout = Layout {
    field,
    starts: &["Reference Type"],
    slots: &[
        ("Title", Slot::Title),
        ("Translated Title", Slot::Title),
        ("Author", Slot::Author),
        ("Journal", Slot::Source),
        ("Secondary Title", Slot::Source),
        ("Source", Slot::Source),
        ("Publisher", Slot::Source),
        ("Year", Slot::Year),
        ("Date", Slot::Year),
        ("Keywords", Slot::Keywords),
        ("Abstract", Slot::Abstract),
        ("DOI", Slot::Doi),
    ],
};

/// `{Title}: words`; exports also have a comma inside the braces and a colon of full width.
fn field(line: &str) -> Option<(&str, &str)> {
    let (tag, rest) = line.strip_prefix('{')?.split_once('}')?;
    let value = rest.trim_start().trim_start_matches([':', '：']);
    Some((tag.trim_end_matches([',', ' ']), value))
}

impl Reader for NoteExpress {
    fn name(&self) -> &'static str {
        "noteexpress"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["net"]
    }

    fn claims(&self, sniff: &Sniff<'_>) -> bool {
        sniff.has_line(&["{Reference Type}"])
    }

    fn read(&self, bytes: &[u8], limits: &Limits) -> Result<Vec<Raw>, Trouble> {
        LAYOUT.read(bytes, limits)
    }
}
