//! A mention -> the terms that its name holds: 成果转化 in 成果转化政策, which a sentence may speak of as well.

use super::Scene;
use crate::extract::numbered::{Seen, seen};
use crate::text::Span;

/// At most this many terms inside one mention are read, the surest first.
const MOST_INSIDE: usize = 3;
/// Terms less sure than this are not looked for inside others.
const LEAST_TERMHOOD: f64 = 0.1;

/// A term at a place, itself a mention or inside one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stand<'a> {
    pub(super) term: usize,
    pub(super) span: Span,
    /// Of a term inside a mention, where in it, and the last word of the mention.
    pub(super) inside: Option<(Seen<'static>, Seen<'a>)>,
}

/// The members of a group in order, each followed by the terms inside it.
pub(super) fn stands<'a>(scene: &'a Scene<'_>, members: &[(usize, Span)]) -> Vec<Stand<'a>> {
    let mut all = Vec::with_capacity(members.len() * 2);
    for (term, span) in members {
        all.push(Stand { term: *term, span: *span, inside: None });
        let from = all.len();
        let within = scene.occurrences_in(*span).iter().filter(|inner| {
            inner.span != *span
                && inner.term != *term
                && scene.terms[inner.term].termhood >= LEAST_TERMHOOD
                && members.iter().all(|(known, _)| *known != inner.term)
        });
        for inner in within {
            if all[from..].iter().all(|known| known.term != inner.term) {
                let inside = Some((place(*span, inner.span), last_word(scene, *span)));
                all.push(Stand { term: inner.term, span: inner.span, inside });
            }
        }
        let termhood = |stand: &Stand<'_>| scene.terms[stand.term].termhood;
        all[from..].sort_by(|a, b| termhood(b).total_cmp(&termhood(a)).then(a.span.cmp(&b.span)));
        all.truncate(from + MOST_INSIDE);
    }
    all
}

fn place(outer: Span, inner: Span) -> Seen<'static> {
    match (inner.start == outer.start, inner.end == outer.end) {
        (true, _) => seen!("front"),
        (_, true) => seen!("back"),
        _ => seen!("middle"),
    }
}

fn last_word<'a>(scene: &'a Scene<'_>, span: Span) -> Seen<'a> {
    let last = scene.cx.doc.tokens_in(span).last();
    last.map_or(seen!("-"), |at| Seen::new(scene.cx.word(at)))
}

#[cfg(test)]
mod tests {
    use crate::extract::{Extractor, FeatureNames};
    use crate::knowledge::{Knowledge, Options};
    use crate::segment::Segmenter;

    #[test]
    fn a_sentence_is_read_for_the_terms_inside_its_mentions() {
        let knowledge = Knowledge::load(&Options::default()).expect("loads");
        let paper = "# 节水灌溉补贴与粮食产量\n\n关键词：节水灌溉；节水灌溉补贴；粮食产量\n\n节水灌溉补贴提高了粮食产量。\n";
        let document = crate::read::read("a.md", paper.as_bytes(), &knowledge).expect("reads");
        let doc = Segmenter::new(&knowledge).segment(document);
        let (pairs, _) = Extractor::new(&knowledge).observe_links(&doc, &FeatureNames::default());
        let last = doc.sentences.len() - 1;
        let read: Vec<(&str, &str)> = pairs
            .iter()
            .filter(|pair| pair.sentence == last && doc.sentences[last].span.contains(pair.left))
            .map(|pair| (doc.document.slice(pair.left), doc.document.slice(pair.right)))
            .collect();
        assert!(read.contains(&("节水灌溉补贴", "粮食产量")), "{read:?}");
        assert!(read.contains(&("节水灌溉", "粮食产量")), "{read:?}");
    }
}
