//! Headings and titles -> the concepts that they name, which the text under them may speak of without naming them.

use super::super::mentions::Context;
use super::super::terms::{Candidate, Occurrence};
use crate::knowledge::vocab;
use crate::model::BlockKind;
use crate::text::Span;

/// At most this many concepts of one heading are carried into its section.
const MOST_OF_HEADING: usize = 3;

/// A term and where it stands.
type Topic = (usize, Span);

/// The terms of a paper and where they stand, asked by heading.
pub(super) struct Topics<'t, 'a> {
    cx: &'t Context<'a>,
    terms: &'t [Candidate<'a>],
    occurrences: &'t [Occurrence],
}

impl<'t, 'a> Topics<'t, 'a> {
    pub(super) fn new(
        cx: &'t Context<'a>,
        terms: &'t [Candidate<'a>],
        occurrences: &'t [Occurrence],
    ) -> Self {
        Topics { cx, terms, occurrences }
    }

    /// The longest term of a heading; the first of two alike.
    pub(super) fn longest(&self, heading: Span) -> Option<Topic> {
        let longer = |best: Topic, next: Topic| if next.1.len() > best.1.len() { next } else { best };
        self.within(heading).reduce(longer)
    }

    /// The terms of a heading that are most likely terms, those inside others with them, the surest first.
    pub(super) fn surest(&self, heading: Option<Span>) -> Vec<Topic> {
        self.surest_of(heading.into_iter().flat_map(|heading| self.within(heading)))
    }

    /// The same of the titles of the paper.
    pub(super) fn surest_of_titles(&self) -> Vec<Topic> {
        self.surest_of(self.in_titles())
    }

    /// The surest term of the titles of the paper.
    pub(super) fn of_titles(&self) -> Option<Topic> {
        self.surest_of_titles().into_iter().next()
    }

    fn surest_of(&self, all: impl Iterator<Item = Topic>) -> Vec<Topic> {
        let mut found: Vec<Topic> = Vec::new();
        for (term, span) in all {
            if found.iter().all(|(known, _)| *known != term) {
                found.push((term, span));
            }
        }
        let termhood = |topic: &Topic| self.terms[topic.0].termhood;
        found.sort_by(|a, b| termhood(b).total_cmp(&termhood(a)).then(a.1.cmp(&b.1)));
        found.truncate(MOST_OF_HEADING);
        found
    }

    /// What the titles name; who stands before a colon speaks the title, and is not what it is about.
    fn in_titles(&self) -> impl Iterator<Item = Topic> {
        let blocks = self.cx.doc.document.blocks.iter();
        let titles = blocks.filter(|block| block.kind == BlockKind::Title).map(|block| block.span);
        titles.flat_map(|title| self.within(title)).filter(|topic| !self.speaks(topic))
    }

    fn speaks(&self, (term, span): &Topic) -> bool {
        let behind = self.cx.doc.document.text[span.end as usize..].trim_start();
        self.terms[*term].kind == vocab::ACTOR && behind.starts_with([':', '：'])
    }

    fn within(&self, span: Span) -> impl Iterator<Item = Topic> {
        let from = self.occurrences.partition_point(|occurrence| occurrence.span.start < span.start);
        let inside =
            self.occurrences[from..].iter().take_while(move |occurrence| occurrence.span.start < span.end);
        inside
            .filter(move |occurrence| occurrence.span.end <= span.end)
            .map(|occurrence| (occurrence.term, occurrence.span))
    }
}
