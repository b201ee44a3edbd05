//! Text with a tag in front of every field -> records.

use super::citation::{Citation, Slot};
use crate::read::decode;
use crate::read::limits::Limits;
use crate::read::passage::{Raw, Trouble};

/// How a tagged format is laid out.
pub(super) struct Layout {
    /// The field of a line: its tag and value; `None` where the line goes on with the field before.
    pub(super) field: fn(&str) -> Option<(&str, &str)>,
    /// Tags that begin a record.
    pub(super) starts: &'static [&'static str],
    /// What the tags mean; others are known but not read.
    pub(super) slots: &'static [(&'static str, Slot)],
}

impl Layout {
    /// The documents of a file.
    pub(super) fn read(&self, bytes: &[u8], limits: &Limits) -> Result<Vec<Raw>, Trouble> {
        let decoded = decode::decode(bytes, limits.encoding.as_deref())?;
        let records = self.records(&decoded.text);
        if records.is_empty() {
            return Err(Trouble::failed("no-records", "holds no whole record; export it again"));
        }
        Ok(records.into_iter().map(|citation| citation.into_raw(decoded.encoding)).collect())
    }

    /// The records in a text.
    pub(super) fn records(&self, text: &str) -> Vec<Citation> {
        let mut records: Vec<Citation> = Vec::new();
        let mut open: Option<(Slot, String)> = None;
        for line in text.trim_start_matches('\u{feff}').lines() {
            let line = line.trim_end();
            let Some((tag, value)) = (self.field)(line) else {
                if let (Some((slot, value)), false) = (&mut open, line.trim().is_empty()) {
                    if *slot == Slot::Author {
                        value.push(';');
                    }
                    join(value, line.trim());
                    add(&mut records, line);
                }
                continue;
            };
            close(&mut records, &mut open);
            if self.starts.contains(&tag) {
                records.push(Citation::default());
            }
            let slot = self.slots.iter().find(|(known, _)| *known == tag).map(|(_, slot)| *slot);
            if slot != Some(Slot::Serial) {
                add(&mut records, line);
            }
            open = slot.map(|slot| (slot, value.trim().to_owned()));
        }
        close(&mut records, &mut open);
        records.retain(|record| !record.titles.is_empty());
        records
    }
}

fn add(records: &mut [Citation], line: &str) {
    if let Some(record) = records.last_mut() {
        record.record.push_str(line.trim());
        record.record.push('\n');
    }
}

fn close(records: &mut [Citation], open: &mut Option<(Slot, String)>) {
    if let (Some((slot, value)), Some(record)) = (open.take(), records.last_mut()) {
        record.put(slot, &value);
    }
}

/// A field that goes on in the next line: Chinese without a blank between.
fn join(value: &mut String, line: &str) {
    let is_wide =
        |c: Option<char>| c.is_some_and(|c| crate::text::is_han(c) || crate::text::is_wide_punctuation(c));
    let is_wide_gap = is_wide(value.chars().next_back()) || is_wide(line.chars().next());
    if !value.is_empty() && !is_wide_gap {
        value.push(' ');
    }
    value.push_str(line);
}

/// A tag of two letters or digits and its value behind a separator.
pub(super) fn two_letters<'l>(line: &'l str, separator: &str) -> Option<(&'l str, &'l str)> {
    let tag = line.get(..2)?;
    let is_tag = tag.starts_with(|c: char| c.is_ascii_uppercase())
        && tag.ends_with(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit());
    let rest = &line[2..];
    let value = rest
        .strip_prefix(separator)
        .or_else(|| (rest.trim().is_empty() || rest == separator.trim_end()).then_some(""))?;
    is_tag.then_some((tag, value))
}
