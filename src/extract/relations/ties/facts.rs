//! Settled mentions -> what is known of every term in its whole paper.

use std::cmp::Reverse;

use super::super::Scene;
use crate::extract::outline::Item;
use crate::model::BlockKind;
use crate::text::{Language, Span};

/// One term in its paper.
#[derive(Debug, Default)]
pub(super) struct Facts {
    /// Its place among the terms of the paper, the most salient first.
    pub(super) rank: usize,
    /// Sentences it stands in, in order, each once.
    pub(super) sentences: Vec<usize>,
    /// In how many of them no longer name covers it.
    pub(super) n_free: usize,
    /// Whether titles, keywords and abstracts name it.
    pub(super) in_title: bool,
    pub(super) in_keywords: bool,
    pub(super) in_abstract: bool,
    /// Sections whose headings name it.
    pub(super) headed: Vec<usize>,
    /// Items whose titles name it.
    pub(super) titled: Vec<usize>,
    /// Where it first stands, as a share of the paper.
    pub(super) first: f64,
    /// Characters of a Chinese name; twice the words of an English one.
    pub(super) length: f64,
}

/// The terms of headings and titles, each with the share of the heading that it takes.
#[derive(Debug, Default)]
pub(super) struct Topics {
    pub(super) of_section: Vec<Vec<(usize, f64)>>,
    pub(super) of_item: Vec<Vec<(usize, f64)>>,
}

/// Looks at every place where a term stands.
pub(super) fn all(scene: &Scene<'_>) -> (Vec<Facts>, Topics) {
    let doc = scene.cx.doc;
    let mut facts: Vec<Facts> = scene.terms.iter().map(|_| Facts::default()).collect();
    let mut order: Vec<usize> = (0..facts.len()).collect();
    order.sort_by(|a, b| scene.terms[*b].salience.total_cmp(&scene.terms[*a].salience).then(a.cmp(b)));
    for (rank, term) in order.into_iter().enumerate() {
        facts[term].rank = rank;
        let label = &scene.terms[term].label;
        facts[term].length = match scene.terms[term].language {
            Language::Zh => label.chars().count() as f64,
            Language::En => 2.0 * label.split(' ').count() as f64,
        };
    }
    let headings = Stretches::new(doc.document.sections.iter().map(|section| section.heading));
    let titles = Stretches::new(scene.cx.outline.items.iter().map(|item: &Item| Some(item.title)));
    let mut topics = Topics {
        of_section: vec![Vec::new(); doc.document.sections.len()],
        of_item: vec![Vec::new(); scene.cx.outline.items.len()],
    };
    let length = doc.document.text.len().max(1) as f64;
    for occurrence in scene.occurrences {
        let Some(sentence) = doc.sentence_at(occurrence.span.start) else { continue };
        let known = &mut facts[occurrence.term];
        if known.sentences.is_empty() {
            known.first = f64::from(occurrence.span.start) / length;
        }
        if known.sentences.last() != Some(&sentence) {
            known.sentences.push(sentence);
            known.n_free += usize::from(!occurrence.nested);
        }
        match doc.document.blocks[doc.sentences[sentence].block].kind {
            BlockKind::Title => known.in_title = true,
            BlockKind::Keywords => known.in_keywords = true,
            BlockKind::Abstract => known.in_abstract = true,
            _ => {}
        }
        if let Some((section, share)) = headings.around(occurrence.span) {
            push_once(&mut known.headed, section);
            topics.of_section[section].push((occurrence.term, share));
        }
        if let Some((item, share)) = titles.around(occurrence.span) {
            push_once(&mut known.titled, item);
            topics.of_item[item].push((occurrence.term, share));
        }
    }
    (facts, topics)
}

fn push_once(list: &mut Vec<usize>, one: usize) {
    if list.last() != Some(&one) {
        list.push(one);
    }
}

/// Stretches of text in order of their start, each with its number.
struct Stretches(Vec<(Span, usize)>);

impl Stretches {
    fn new(spans: impl Iterator<Item = Option<Span>>) -> Self {
        let mut all: Vec<(Span, usize)> =
            spans.enumerate().filter_map(|(at, span)| Some((span?, at))).collect();
        all.sort_by_key(|(span, at)| (span.start, Reverse(span.end), *at));
        Stretches(all)
    }

    /// The stretch that starts last before a span and holds it, and the share of it that the span takes.
    fn around(&self, span: Span) -> Option<(usize, f64)> {
        let after = self.0.partition_point(|(stretch, _)| stretch.start <= span.start);
        let (stretch, at) = self.0.get(after.checked_sub(1)?)?;
        let share = span.len() as f64 / stretch.len().max(1) as f64;
        stretch.contains(span).then_some((*at, share))
    }
}
