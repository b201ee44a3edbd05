//! Judged sentences (`quality/statements.jsonl`) and links (`quality/links.jsonl`) -> what readers say of the mentions of a paper and of the links between them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;
use sha2::{Digest, Sha256};
use sinograph::model::AnnotatedDocument;
use sinograph::text::Span;

use super::gold;

/// The judged sentences or links of a file, by the name of their paper.
pub(crate) fn read(file: &Path) -> BTreeMap<String, Vec<Value>> {
    let text = fs::read_to_string(file).expect("judgements");
    let mut judged: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for line in text.lines() {
        let record: Value = serde_json::from_str(line).expect("a record a line");
        judged.entry(record["doc"].as_str().expect("doc").to_owned()).or_default().push(record);
    }
    judged
}

/// What readers say of the sentences of one paper.
pub(crate) struct Judged<'a> {
    doc: &'a AnnotatedDocument,
    /// By index of the sentence.
    records: BTreeMap<usize, &'a Value>,
}

impl<'a> Judged<'a> {
    pub(crate) fn new(doc: &'a AnnotatedDocument, records: &'a [Value]) -> Self {
        let by_digest: BTreeMap<&str, &Value> =
            records.iter().map(|record| (record["sentence"].as_str().unwrap_or_default(), record)).collect();
        let of = |(at, sentence): (usize, &sinograph::model::Sentence)| {
            Some((at, *by_digest.get(digest(doc.document.slice(sentence.span)).as_str())?))
        };
        Judged { doc, records: doc.sentences.iter().enumerate().filter_map(of).collect() }
    }

    /// The mentions that readers saw in judged sentences, with their kinds, empty where readers did not look at kinds, and whether they
    /// are no concepts.
    pub(crate) fn mentions(&self) -> Vec<(Span, &'a str, bool)> {
        let mut found = Vec::new();
        for (at, record) in &self.records {
            let sentence = self.doc.sentences[*at].span;
            let text = self.doc.document.slice(sentence);
            let place = |chars: &Value| {
                let n = chars.as_u64().unwrap_or_default() as usize;
                sentence.start + text.char_indices().nth(n).map_or(text.len(), |(at, _)| at) as u32
            };
            let bad = list(&record["bad"]);
            for (n, mention) in list(&record["mentions"]).iter().enumerate() {
                let span = Span { start: place(&mention[0]), end: place(&mention[1]) };
                let kind = mention[2].as_str().filter(|_| record["kinds_read"] == true).unwrap_or_default();
                found.push((span, kind, bad.iter().any(|at| *at == n)));
            }
        }
        found
    }

    /// The ways in which a sentence links two mentions; nothing where readers did not see both.
    pub(crate) fn ways(&self, sentence: usize, left: Span, right: Span) -> Option<Vec<String>> {
        let links = self.links(sentence, left, right)?.into_iter();
        Some(links.map(|(link, is_forward)| gold::way(text(&link[2]), is_forward)).collect())
    }

    /// The links of two mentions by readers, each with its kind and how the sentence states it.
    pub(crate) fn stated(&self, sentence: usize, left: Span, right: Span) -> Vec<(String, String)> {
        let links = self.links(sentence, left, right).unwrap_or_default().into_iter();
        links.map(|(link, _)| (text(&link[2]).to_owned(), text(&link[3]).to_owned())).collect()
    }

    /// The links of two mentions by readers, each with whether it leads from left to right; nothing where they did not see both.
    fn links(&self, sentence: usize, left: Span, right: Span) -> Option<Vec<(&'a Value, bool)>> {
        let record = self.records.get(&sentence)?;
        let (left, right) = (self.seen(record, sentence, left)?, self.seen(record, sentence, right)?);
        let of_both = |link: &'a Value| {
            let (is_forward, is_backward) =
                (link[0] == left && link[1] == right, link[0] == right && link[1] == left);
            (is_forward || is_backward).then_some((link, is_forward))
        };
        Some(list(&record["links"]).iter().filter_map(of_both).collect())
    }

    /// The number that readers saw on a mention.
    fn seen(&self, record: &Value, sentence: usize, span: Span) -> Option<usize> {
        let (text, sentence) = (&self.doc.document, self.doc.sentences[sentence].span);
        let mentions = list(&record["mentions"]);
        if sentence.contains(span) {
            let chars = |start: u32, end: u32| text.slice(Span { start, end }).chars().count();
            let start = chars(sentence.start, span.start);
            let end = start + chars(span.start, span.end);
            return mentions.iter().position(|mention| mention[0] == start && mention[1] == end);
        }
        let wanted = digest(text.slice(span));
        let context = list(&record["context"]);
        context.iter().position(|known| *known == wanted).map(|at| mentions.len() + at)
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// What a stretch of text is known by in files without text.
pub(crate) fn digest(text: &str) -> String {
    let squeezed: String = text.split_whitespace().collect();
    let bytes = Sha256::digest(squeezed.as_bytes());
    bytes.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
