//! Export of EndNote (Refer) -> records.

use super::citation::Slot;
use super::tagged::Layout;
use crate::read::formats::{Reader, Sniff};
use crate::read::limits::Limits;
use crate::read::passage::{Raw, Trouble};

/// Export of EndNote (Refer): `%0` begins a record.
pub(in crate::read::formats) struct EndNote;

const LAYOUT: Layout = Layout {
    field,
    starts: &["%0"],
    slots: &[
        ("%T", Slot::Title),
        ("%A", Slot::Author),
        ("%J", Slot::Source),
        ("%B", Slot::Source),
        ("%I", Slot::Source),
        ("%D", Slot::Year),
        ("%K", Slot::Keywords),
        ("%X", Slot::Abstract),
        ("%R", Slot::Doi),
    ],
};

/// `%T words`.
fn field(line: &str) -> Option<(&str, &str)> {
    let tag = line.get(..2)?;
    let is_tag =
        tag.starts_with('%') && tag.ends_with(|c: char| c.is_ascii_alphanumeric() || "@+&".contains(c));
    let value = &line[2..];
    (is_tag && (value.is_empty() || value.starts_with(' '))).then_some((tag, value))
}

impl Reader for EndNote {
    fn name(&self) -> &'static str {
        "endnote"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["enw"]
    }

    fn claims(&self, sniff: &Sniff<'_>) -> bool {
        sniff.has_line(&["%0 "])
    }

    fn read(&self, bytes: &[u8], limits: &Limits) -> Result<Vec<Raw>, Trouble> {
        LAYOUT.read(bytes, limits)
    }
}
