//! The fields of one record -> a document.

use std::sync::LazyLock;

use regex::Regex;

use crate::read::passage::{Passage, Raw, Stated};
use crate::text::is_han;

static NOISE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^\s*[<＜]正[>＞]\s*|\(#br\)|&lt;/?[a-z]+&gt;|</?(?:sup|sub|i|b|em|strong|p|br|jats:[a-z]+)\s*/?>|^\s*(?:abstract|摘要|【摘要】)\s*[:：]?\s*")
        .expect("constant")
});
static MARKS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\s*[\[［(（]\s*\d[\d,，;；\s]*[\]］)）]|\s*\*+$").expect("constant"));
static YEAR: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?:19|20)\d\d").expect("constant"));

/// What a field of a record holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    Title,
    Author,
    Year,
    Source,
    Doi,
    Keywords,
    Abstract,
    /// Counts records in one export; no part of the identity of the record.
    Serial,
}

/// One record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Citation {
    pub(super) titles: Vec<String>,
    pub(super) authors: Vec<String>,
    pub(super) year: Option<u16>,
    pub(super) source: Option<String>,
    pub(super) doi: Option<String>,
    pub(super) keywords: Vec<String>,
    pub(super) summary: String,
    /// The text of the record, by which it is known wherever it is found again.
    pub(super) record: String,
}

impl Citation {
    /// Puts the value of a field where it belongs.
    pub(super) fn put(&mut self, slot: Slot, value: &str) {
        let value = cleaned(value);
        if value.is_empty() {
            return;
        }
        match slot {
            Slot::Title => self.titles.push(value),
            Slot::Author => self.authors.extend(authors(&value)),
            Slot::Year => self.year = self.year.or_else(|| YEAR.find(&value)?.as_str().parse().ok()),
            Slot::Source => {
                self.source.get_or_insert(value);
            }
            Slot::Doi => {
                let doi = value.find("10.").map(|at| value[at..].to_owned());
                self.doi = self.doi.take().or(doi);
            }
            Slot::Keywords => self.keywords.extend(keywords(&value)),
            Slot::Abstract if self.summary.is_empty() => self.summary = value,
            Slot::Abstract => {
                self.summary.push('\n');
                self.summary.push_str(&value);
            }
            Slot::Serial => {}
        }
    }

    /// The document. A record without abstract and keywords says nothing that can be read: its document has no text.
    pub(super) fn into_raw(self, encoding: &str) -> Raw {
        let mut raw = Raw {
            encoding: Some(encoding.to_owned()),
            record: Some(self.record.trim().to_owned()),
            ..Raw::default()
        };
        if self.summary.is_empty() && self.keywords.is_empty() {
            return raw;
        }
        let is_zh = self.titles.iter().chain([&self.summary]).any(|text| text.chars().any(is_han));
        let (summary, keywords) =
            if is_zh { ("摘要：", "关键词：") } else { ("Abstract: ", "Keywords: ") };
        raw.passages.extend(self.titles.iter().map(|title| Passage::Title(title.clone())));
        if !self.authors.is_empty() {
            raw.passages.push(Passage::Note(self.authors.join(if is_zh { "，" } else { "; " })));
        }
        let place: Vec<String> =
            self.source.iter().cloned().chain(self.year.map(|year| year.to_string())).collect();
        if !place.is_empty() {
            raw.passages.push(Passage::Note(place.join(if is_zh { "，" } else { ", " })));
        }
        for (n, part) in self.summary.lines().filter(|part| !part.trim().is_empty()).enumerate() {
            raw.passages.push(Passage::Paragraph(format!(
                "{}{}",
                if n == 0 { summary } else { "" },
                part.trim()
            )));
        }
        if !self.keywords.is_empty() {
            raw.passages.push(Passage::Paragraph(format!(
                "{keywords}{}",
                self.keywords.join(if is_zh { "；" } else { "; " })
            )));
        }
        raw.stated = Stated {
            titles: self.titles,
            authors: self.authors,
            year: self.year,
            source: self.source,
            doi: self.doi,
            is_reliable: true,
            margins: Vec::new(),
        };
        raw
    }
}

fn cleaned(value: &str) -> String {
    let text = NOISE.replace_all(value.trim(), "");
    let text = text
        .replace("&amp;", "&")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&nbsp;", " ");
    text.split_whitespace().collect::<Vec<_>>().join(" ").trim_end_matches([';', '；']).to_owned()
}

/// Names without marks of affiliations. A comma parts Chinese names; in a Latin name it stands before the given name.
fn authors(value: &str) -> Vec<String> {
    let value = MARKS.replace_all(value, "").replace("%A", ";");
    let is_zh = value.chars().any(is_han);
    let parts = value.split(|c: char| matches!(c, ';' | '；') || (is_zh && matches!(c, ',' | '，' | '、')));
    parts
        .flat_map(|part| part.split(" and "))
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .collect()
}

/// Keywords, parted by semicolons, else by commas.
fn keywords(value: &str) -> Vec<String> {
    let has_semicolon = value.contains([';', '；']);
    let parts =
        value.split(|c: char| matches!(c, ';' | '；') || (!has_semicolon && matches!(c, ',' | '，' | '、')));
    parts.map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect()
}
