//! RIS, as Wanfang, VIP and most publishers write it -> records.

use super::citation::Slot;
use super::tagged::{self, Layout};
use crate::read::formats::{Reader, Sniff};
use crate::read::limits::Limits;
use crate::read::passage::{Raw, Trouble};

/// RIS, as Wanfang, VIP and most publishers write it: `TY  -` begins a record.
pub(in crate::read::formats) struct Ris;

const LAYOUT: Layout = Layout {
    field: |line| tagged::two_letters(line, "  - "),
    starts: &["TY"],
    slots: &[
        ("TI", Slot::Title),
        ("T1", Slot::Title),
        ("TT", Slot::Title),
        ("AU", Slot::Author),
        ("A1", Slot::Author),
        ("JO", Slot::Source),
        ("JF", Slot::Source),
        ("T2", Slot::Source),
        ("PY", Slot::Year),
        ("Y1", Slot::Year),
        ("DA", Slot::Year),
        ("KW", Slot::Keywords),
        ("AB", Slot::Abstract),
        ("N2", Slot::Abstract),
        ("DO", Slot::Doi),
    ],
};

impl Reader for Ris {
    fn name(&self) -> &'static str {
        "ris"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["ris"]
    }

    fn claims(&self, sniff: &Sniff<'_>) -> bool {
        sniff.has_line(&["TY  - "])
    }

    fn read(&self, bytes: &[u8], limits: &Limits) -> Result<Vec<Raw>, Trouble> {
        LAYOUT.read(bytes, limits)
    }
}
