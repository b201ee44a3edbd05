//! A sentence -> the mentions that stand in it, and those before it that it may speak of without naming them.

use super::Scene;
use crate::text::Span;

/// At most this many mentions are carried into a sentence.
const MOST_CARRIED: usize = 8;

/// The mentions of a sentence in order, lists taken apart: term and place.
pub(crate) fn members(scene: &Scene<'_>, sentence: usize) -> Vec<(usize, Span)> {
    let groups = scene.groups[sentence].iter().flat_map(|clause| &clause.groups);
    groups.flat_map(|group| group.members.iter().copied()).collect()
}

/// Where a mention that a sentence carries over was spoken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// In the sentence before: its first mention.
    Opening,
    /// In the sentence before: its second mention.
    Next,
    /// The topic of the item or section.
    Topic,
    /// The topic of a section around it.
    Section,
    /// The topic of the paper.
    Title,
    /// In the heading of its section, beside the topic.
    Heading,
    /// In the title of the paper, beside the topic.
    InTitle,
    /// What the discourse holds to be the subject of one of its clauses.
    Subject,
}

impl Role {
    /// Its name in features.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Role::Opening => "opening",
            Role::Next => "next",
            Role::Topic => "topic",
            Role::Section => "section",
            Role::Title => "title",
            Role::Heading => "heading",
            Role::InTitle => "in_title",
            Role::Subject => "subject",
        }
    }
}

/// The mentions that a sentence may carry over: what the sentence before spoke of, topics of its item, its sections and its
/// paper, and the subjects of its clauses; none that the sentence names itself.
pub(crate) fn carried(scene: &Scene<'_>, sentence: usize) -> Vec<(usize, Span, Role)> {
    let cx = scene.cx;
    let present: Vec<usize> = members(scene, sentence).into_iter().map(|(term, _)| term).collect();
    let mut carried: Vec<(usize, Span, Role)> = Vec::new();
    let block = cx.doc.sentences[sentence].block;
    if sentence > 0 && cx.doc.sentences[sentence - 1].block == block {
        let before = members(scene, sentence - 1).into_iter().zip([Role::Opening, Role::Next]);
        carried.extend(before.map(|((term, span), role)| (term, span, role)));
    }
    let with = |role| move |(term, span)| (term, span, role);
    carried.extend(scene.discourse.topic(cx.doc, cx, sentence).map(with(Role::Topic)));
    let own_section = cx.doc.document.blocks[block].section;
    // A title in the other language says the same again.
    let language = cx.doc.sentences[sentence].language;
    let is_own = |(term, _): &(usize, Span)| scene.terms[*term].language == language;
    let headings = scene.discourse.section_terms[own_section].iter().copied().filter(is_own);
    carried.extend(headings.map(with(Role::Heading)));
    let mut section = Some(own_section);
    while let Some(index) = section {
        carried.extend(scene.discourse.section_topics[index].map(with(Role::Section)));
        section = cx.doc.document.sections[index].parent;
    }
    carried.extend(scene.discourse.title_topic.map(with(Role::Title)));
    let titles = scene.discourse.title_terms.iter().copied().filter(is_own);
    carried.extend(titles.map(with(Role::InTitle)));
    let mut kept = distinct(carried, &present);
    kept.truncate(MOST_CARRIED);
    let clauses = 0..cx.doc.sentences[sentence].clauses.len();
    let subjects = clauses.filter_map(|clause| scene.discourse.carried(sentence, clause));
    kept.extend(subjects.flat_map(|subject| {
        subject.terms.iter().map(|term| (*term, subject.span, Role::Subject)).collect::<Vec<_>>()
    }));
    distinct(kept, &present)
}

fn distinct(carried: Vec<(usize, Span, Role)>, present: &[usize]) -> Vec<(usize, Span, Role)> {
    let mut kept: Vec<(usize, Span, Role)> = Vec::new();
    for one in carried {
        if !present.contains(&one.0) && kept.iter().all(|(known, ..)| *known != one.0) {
            kept.push(one);
        }
    }
    kept
}
