//! Export of CNKI in its own layouts, custom and E-Study -> records.

use super::citation::Slot;
use super::tagged::Layout;
use crate::read::formats::{Reader, Sniff};
use crate::read::limits::Limits;
use crate::read::passage::{Raw, Trouble};

/// Export of CNKI in its own layouts, custom and E-Study: `SrcDatabase-来源库` begins a record.
pub(in crate::read::formats) struct Cnki;

const LAYOUT: Layout = Layout {
    field,
    starts: &["SrcDatabase", "DataType"],
    slots: &[
        ("Title", Slot::Title),
        ("Author", Slot::Author),
        ("Source", Slot::Source),
        ("Keyword", Slot::Keywords),
        ("Summary", Slot::Abstract),
        ("Year", Slot::Year),
        ("PubTime", Slot::Year),
        ("DOI", Slot::Doi),
    ],
};

/// Tags that are known but not read.
const OTHERS: &[&str] = &[
    "SrcDatabase",
    "DataType",
    "Organ",
    "FirstDuty",
    "Fund",
    "Volume",
    "Period",
    "Page",
    "PageCount",
    "CLC",
    "ISSN",
    "URL",
    "Link",
    "CN",
    "Roll",
    "Role",
];

/// `Title-题名: words`; the colon may be of full width and without a blank behind it.
fn field(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once([':', '：'])?;
    let tag = name.split('-').next()?.trim();
    let is_known = OTHERS.contains(&tag) || LAYOUT.slots.iter().any(|(known, _)| *known == tag);
    (is_known && name.chars().count() < 30).then_some((tag, value))
}

impl Reader for Cnki {
    fn name(&self) -> &'static str {
        "cnki"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["eln"]
    }

    fn claims(&self, sniff: &Sniff<'_>) -> bool {
        sniff.has_line(&["SrcDatabase", "DataType:", "DataType："])
    }

    fn read(&self, bytes: &[u8], limits: &Limits) -> Result<Vec<Raw>, Trouble> {
        LAYOUT.read(bytes, limits)
    }
}
