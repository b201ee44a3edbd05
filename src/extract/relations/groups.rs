//! A clause -> its mentions, lists taken together, and what governs each.

use std::ops::Range;

use super::super::mentions::Context;
use super::super::terms::Occurrence;
use crate::model::{Clause, Tag};
use crate::text::{Language, Span};

/// One mention, or a list of them that share a place in the clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Group {
    /// The terms of its members, in order.
    pub(crate) terms: Vec<usize>,
    /// From the first member to the last.
    pub(crate) span: Span,
    /// Its tokens.
    pub(crate) tokens: Range<usize>,
    /// The token of the preposition that governs it.
    pub(crate) governor: Option<usize>,
    /// Whether 的 (or "of" before it) makes it a modifier of what follows.
    pub(crate) modifies: bool,
}

/// The groups of one clause, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ClauseGroups {
    pub(crate) groups: Vec<Group>,
}

/// Groups of every clause of every sentence.
pub(crate) fn all(cx: &Context<'_>, occurrences: &[Occurrence]) -> Vec<Vec<ClauseGroups>> {
    let clause_groups = |clause: &Clause, language| {
        let from = occurrences.partition_point(|occurrence| occurrence.span.start < clause.span.start);
        let within = occurrences[from..].iter().take_while(|occurrence| occurrence.span.start < clause.span.end);
        let mut top: Vec<&Occurrence> = Vec::new();
        for occurrence in within.filter(|occurrence| occurrence.span.end <= clause.span.end) {
            if top.last().is_none_or(|last| last.span.end <= occurrence.span.start) {
                top.push(occurrence);
            }
        }
        ClauseGroups { groups: group(cx, &top, clause, language) }
    };
    let sentences = cx.doc.sentences.iter();
    sentences.map(|sentence| sentence.clauses.iter().map(|clause| clause_groups(clause, sentence.language)).collect()).collect()
}

fn group(cx: &Context<'_>, top: &[&Occurrence], clause: &Clause, language: Language) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for occurrence in top {
        let tokens = cx.doc.tokens_in(occurrence.span);
        if tokens.is_empty() {
            continue;
        }
        if let Some(last) = groups.last_mut()
            && joins(cx, last.tokens.end..tokens.start, language)
        {
            last.terms.push(occurrence.term);
            last.span = last.span.cover(occurrence.span);
            last.tokens.end = tokens.end;
            continue;
        }
        let governor = governor(cx, clause, tokens.start, language);
        groups.push(Group { terms: vec![occurrence.term], span: occurrence.span, tokens, governor, modifies: false });
    }
    for group in &mut groups {
        let next = (group.tokens.end < clause.tokens.end).then(|| group.tokens.end);
        group.modifies = next.is_some_and(|at| cx.doc.tokens[at].tag == Tag::De);
    }
    groups
}

/// Whether only joints of a list stand between two mentions.
fn joins(cx: &Context<'_>, between: Range<usize>, language: Language) -> bool {
    if between.is_empty() || between.len() > 3 {
        return false;
    }
    between.into_iter().all(|at| {
        let word = cx.word(at);
        match language {
            Language::Zh => matches!(word, "、" | "和" | "与" | "及" | "以及" | "或" | "“" | "”" | "《" | "》" | "-" | "—"),
            Language::En => matches!(word, "," | "and" | "or" | "&" | "“" | "”" | "\"" | "the" | "a" | "an" | "as" | "well"),
        }
    })
}

/// The preposition right before a mention; determiners, adjectives and quotes may stand between.
fn governor(cx: &Context<'_>, clause: &Clause, start: usize, language: Language) -> Option<usize> {
    let mut at = start;
    while at > clause.tokens.start {
        at -= 1;
        let word = cx.word(at);
        let tag = cx.doc.tokens[at].tag;
        let lower = word.to_lowercase();
        if cx.is_in(language, "preposition", if language == Language::En { &lower } else { word }) && tag != Tag::Noun {
            return Some(at);
        }
        let skipped = matches!(tag, Tag::Pronoun | Tag::Adjective) || matches!(word, "“" | "《" | "‘" | "\"" | "的" | "了") || tag == Tag::Number && language == Language::En;
        if !skipped {
            return None;
        }
    }
    None
}
