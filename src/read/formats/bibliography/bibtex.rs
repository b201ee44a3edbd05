//! BibTeX -> records.

use super::citation::{Citation, Slot};
use crate::read::decode;
use crate::read::formats::{Reader, Sniff};
use crate::read::limits::Limits;
use crate::read::passage::{Raw, Trouble};

/// BibTeX: `@article{` begins a record.
pub(in crate::read::formats) struct BibTex;

const SLOTS: &[(&str, Slot)] = &[
    ("title", Slot::Title),
    ("author", Slot::Author),
    ("journal", Slot::Source),
    ("journaltitle", Slot::Source),
    ("booktitle", Slot::Source),
    ("school", Slot::Source),
    ("publisher", Slot::Source),
    ("year", Slot::Year),
    ("date", Slot::Year),
    ("keywords", Slot::Keywords),
    ("keyword", Slot::Keywords),
    ("abstract", Slot::Abstract),
    ("doi", Slot::Doi),
];

impl Reader for BibTex {
    fn name(&self) -> &'static str {
        "bibtex"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["bib"]
    }

    fn claims(&self, sniff: &Sniff<'_>) -> bool {
        sniff.head.lines().take(60).any(|line| {
            let entry = line.trim_start().strip_prefix('@').and_then(|rest| rest.split_once('{'));
            entry.is_some_and(|(kind, _)| {
                !kind.is_empty() && kind.trim().chars().all(|c| c.is_ascii_alphabetic())
            })
        })
    }

    fn read(&self, bytes: &[u8], limits: &Limits) -> Result<Vec<Raw>, Trouble> {
        let decoded = decode::decode(bytes, limits.encoding.as_deref())?;
        let records: Vec<Citation> = entries(&decoded.text)
            .into_iter()
            .map(citation)
            .filter(|citation| !citation.titles.is_empty())
            .collect();
        if records.is_empty() {
            return Err(Trouble::failed("no-records", "holds no whole record; export it again"));
        }
        Ok(records.into_iter().map(|citation| citation.into_raw(decoded.encoding)).collect())
    }
}

/// Entries from their `@` to the brace that closes them; an entry without its last brace ends where the next begins.
fn entries(text: &str) -> Vec<&str> {
    let starts: Vec<usize> = text
        .match_indices('@')
        .map(|(at, _)| at)
        .filter(|at| {
            text[..*at].trim_end_matches([' ', '\t']).ends_with('\n') || text[..*at].trim().is_empty()
        })
        .collect();
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|(start, end)| text[*start..end].trim())
        .filter(|entry| entry.contains('='))
        .collect()
}

fn citation(entry: &str) -> Citation {
    let mut citation = Citation { record: entry.to_owned(), ..Citation::default() };
    let body = entry.split_once('{').map_or("", |(_, body)| body);
    let mut rest = body.split_once(',').map_or("", |(_, fields)| fields);
    while let Some((name, after)) = rest.split_once('=') {
        let (value, left) = value(after.trim_start());
        let name = name.trim().trim_start_matches(',').trim().to_lowercase();
        if let Some((_, slot)) = SLOTS.iter().find(|(known, _)| *known == name) {
            citation.put(*slot, &plain(value));
        }
        rest = left;
    }
    citation
}

/// The value in front of a text, in braces, in quotes or bare, and what follows.
fn value(text: &str) -> (&str, &str) {
    if let Some(quoted) = text.strip_prefix('"') {
        return quoted.split_once('"').unwrap_or((quoted, ""));
    }
    if !text.starts_with('{') {
        let end = text.find([',', '\n', '}']).unwrap_or(text.len());
        return text.split_at(end);
    }
    let mut depth = 0usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return (&text[1..at], &text[at + 1..]);
        }
    }
    (&text[1..], "")
}

/// A value without braces and the commands that only set letters.
fn plain(value: &str) -> String {
    value
        .replace(['{', '}'], "")
        .replace("\\&", "&")
        .replace("\\%", "%")
        .replace("\\_", "_")
        .replace("--", "–")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_read_also_without_their_last_brace() {
        let text = "@article{a1,\n title = {Land {Reform} in {Hills}},\n author = \"Hale, M. and Brandt, O.\",\n year = 2021,\n keywords={land, water}\n}\n\n@book{b, title={水权制度}, abstract = {水权制度促进节水。},\n";
        let found: Vec<Citation> = entries(text).into_iter().map(citation).collect();
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].titles, ["Land Reform in Hills"]);
        assert_eq!(found[0].authors, ["Hale, M.", "Brandt, O."]);
        assert_eq!(
            (found[0].year, found[0].keywords.as_slice()),
            (Some(2021), &["land".to_owned(), "water".to_owned()][..])
        );
        assert_eq!(found[1].summary, "水权制度促进节水。");
    }
}
