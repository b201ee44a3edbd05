//! Export of RefWorks, as CNKI writes it -> records.

use super::citation::Slot;
use super::tagged::{self, Layout};
use crate::read::formats::{Reader, Sniff};
use crate::read::limits::Limits;
use crate::read::passage::{Raw, Trouble};

/// Export of RefWorks, as CNKI writes it: `RT` begins a record.
pub(in crate::read::formats) struct RefWorks;

const LAYOUT: Layout = Layout {
    field,
    starts: &["RT"],
    slots: &[
        ("SR", Slot::Serial),
        ("A1", Slot::Author),
        ("T1", Slot::Title),
        ("T2", Slot::Source),
        ("JF", Slot::Source),
        ("PB", Slot::Source),
        ("YR", Slot::Year),
        ("K1", Slot::Keywords),
        ("AB", Slot::Abstract),
        ("DO", Slot::Doi),
    ],
};

/// Tags that are known but not read; other words of two capitals begin no field.
const OTHERS: &[&str] = &[
    "RT", "A2", "A3", "AD", "IS", "OP", "SN", "CN", "LA", "LK", "DS", "VO", "PP", "NO", "UL", "FD", "SP",
    "CL", "ED", "LL", "JO",
];

/// `T1 words`.
fn field(line: &str) -> Option<(&str, &str)> {
    let (tag, value) = tagged::two_letters(line, " ")?;
    let is_known = OTHERS.contains(&tag) || LAYOUT.slots.iter().any(|(known, _)| *known == tag);
    is_known.then_some((tag, value))
}

impl Reader for RefWorks {
    fn name(&self) -> &'static str {
        "refworks"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &[]
    }

    fn claims(&self, sniff: &Sniff<'_>) -> bool {
        sniff.has_line(&[
            "RT Journal",
            "RT Dissertation",
            "RT Conference",
            "RT News",
            "RT Book",
            "RT Patent",
            "RT Generic",
        ])
    }

    fn read(&self, bytes: &[u8], limits: &Limits) -> Result<Vec<Raw>, Trouble> {
        LAYOUT.read(bytes, limits)
    }
}
