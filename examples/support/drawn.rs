//! Sentences drawn for readers: which ones, and what is shown of their surroundings.

use std::path::Path;

use serde_json::{Value, json};
use sinograph::extract::Extractor;
use sinograph::model::{AnnotatedDocument, BlockKind, Sentence};
use sinograph::text::Span;

use super::seeds;

/// Sentences longer than this many characters are not drawn; readers lose the thread.
const LONGEST: usize = 420;

/// Shows of every paper of the arguments `N SEED PAPER...` N of its items, drawn the same for the same seed.
pub(crate) fn each_paper<T>(
    mut args: Vec<String>,
    items: impl Fn(&Extractor<'_>, &AnnotatedDocument) -> Vec<T>,
    mut show: impl FnMut(&AnnotatedDocument, &T),
) {
    let papers = args.split_off(2);
    let n_drawn: usize = args[0].parse().expect("a number of sentences");
    let mut seed: u64 = args[1].parse().expect("a seed");
    seeds::each_paper(papers, |extractor, _, doc| {
        let mut items: Vec<(usize, T)> = items(extractor, doc).into_iter().enumerate().collect();
        for at in (1..items.len()).rev() {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            items.swap(at, (seed >> 33) as usize % (at + 1));
        }
        items.truncate(n_drawn);
        items.sort_by_key(|(at, _)| *at);
        items.iter().for_each(|(_, item)| show(doc, item));
    });
}

/// Whether a sentence is prose that can be read at a glance.
pub(crate) fn is_short_prose(doc: &AnnotatedDocument, sentence: &Sentence) -> bool {
    let kind = doc.document.blocks[sentence.block].kind;
    matches!(kind, BlockKind::Paragraph | BlockKind::Heading)
        && doc.document.slice(sentence.span).chars().count() <= LONGEST
}

/// The characters of a sentence that a span takes.
pub(crate) fn chars(doc: &AnnotatedDocument, sentence: &Sentence, span: Span) -> (usize, usize) {
    let count = |start, end| doc.document.slice(Span { start, end }).chars().count();
    let start = count(sentence.span.start, span.start);
    (start, start + count(span.start, span.end))
}

/// Document, sentence, the sentence before it and its headings.
pub(crate) fn record(doc: &AnnotatedDocument, at: usize) -> Value {
    let sentence = &doc.sentences[at];
    let before =
        at.checked_sub(1).map(|at| &doc.sentences[at]).filter(|before| before.block == sentence.block);
    let mut headings = Vec::new();
    let mut section = Some(doc.document.blocks[sentence.block].section);
    while let Some(index) = section {
        headings.extend(doc.document.sections[index].heading.map(|span| doc.document.slice(span)));
        section = doc.document.sections[index].parent;
    }
    headings.reverse();
    json!({
        "doc": Path::new(&doc.document.path).file_name().map(|name| name.to_string_lossy().into_owned()),
        "sha256": doc.document.sha256,
        "text": doc.document.slice(sentence.span),
        "before": before.map_or("", |before| doc.document.slice(before.span)),
        "headings": headings,
    })
}
