//! A clause -> its mentions, lists taken together, and what governs each.

use std::ops::Range;

use super::super::mentions::Context;
use super::super::terms::{Candidate, Occurrence};
use crate::model::{Clause, Tag};
use crate::text::{Language, Span};

/// One mention, or a list of them that share a place in the clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Group {
    /// The terms of its members, in order.
    pub(crate) terms: Vec<usize>,
    /// Each member and where it stands.
    pub(crate) members: Vec<(usize, Span)>,
    /// From the first member to the last.
    pub(crate) span: Span,
    /// Its tokens.
    pub(crate) tokens: Range<usize>,
    /// The token of the preposition that governs it.
    pub(crate) governor: Option<usize>,
    /// Whether 的 (or "of" before it) makes it a modifier of what follows.
    pub(crate) modifies: bool,
}

impl Group {
    /// Whether this group only stands in front of another: 创新的路径, 我国创新体系.
    pub(crate) fn leads_to(&self, next: &Group) -> bool {
        let gap = next.tokens.start.saturating_sub(self.tokens.end);
        next.governor.is_none() && (gap == 0 || gap == 1 && self.modifies)
    }
}

/// The groups of one clause, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ClauseGroups {
    pub(crate) groups: Vec<Group>,
    /// The same with mentions that are clauses themselves, subject to object, opened to what they hold; empty where there are none.
    pub(crate) opened: Vec<Group>,
}

/// Groups of every clause of every sentence.
pub(crate) fn all(
    cx: &Context<'_>,
    terms: &[Candidate<'_>],
    occurrences: &[Occurrence],
) -> Vec<Vec<ClauseGroups>> {
    let clause_groups = |clause: &Clause, language| {
        let from = occurrences.partition_point(|occurrence| occurrence.span.start < clause.span.start);
        let within =
            occurrences[from..].iter().take_while(|occurrence| occurrence.span.start < clause.span.end);
        let within: Vec<&Occurrence> =
            within.filter(|occurrence| occurrence.span.end <= clause.span.end).collect();
        let of = |top: &[&Occurrence]| {
            let mut groups = group(cx, top, clause, language);
            for group in &mut groups {
                for term in &mut group.terms {
                    *term = core(cx, terms, &within, *term, group.span);
                }
            }
            groups
        };
        let top = best_cover(cx, terms, &within);
        let opened = opened(cx, terms, &within, &top).map_or_else(Vec::new, |top| of(&top));
        ClauseGroups { groups: of(&top), opened }
    };
    let sentences = cx.doc.sentences.iter();
    sentences
        .map(|sentence| {
            sentence.clauses.iter().map(|clause| clause_groups(clause, sentence.language)).collect()
        })
        .collect()
}

/// The mentions that together say most: long ones and sure ones win over what overlaps them.
///
/// # Complexity
/// Weighted interval scheduling, n log n in the mentions of a clause.
fn best_cover<'o>(
    cx: &Context<'_>,
    terms: &[Candidate<'_>],
    within: &[&'o Occurrence],
) -> Vec<&'o Occurrence> {
    let mut sorted: Vec<&Occurrence> = within.to_vec();
    sorted.sort_by_key(|occurrence| (occurrence.span.end, occurrence.span.start));
    // best[n]: the most that the first n mentions give, and whether the last of them is taken.
    let mut best: Vec<(f64, bool)> = vec![(0.0, false)];
    let before =
        |at: usize| sorted[..at].partition_point(|occurrence| occurrence.span.end <= sorted[at].span.start);
    for (at, occurrence) in sorted.iter().enumerate() {
        let n_chars = cx.slice(occurrence.span).chars().count() as f64;
        let taken = best[before(at)].0 + n_chars.powf(LENGTH) * (CERTAINTY + terms[occurrence.term].termhood);
        let left = best[at].0;
        best.push(if taken >= left { (taken, true) } else { (left, false) });
    }
    let mut top = Vec::new();
    let mut at = sorted.len();
    while at > 0 {
        if best[at].1 {
            top.push(sorted[at - 1]);
            at = before(at - 1);
        } else {
            at -= 1;
        }
    }
    top.reverse();
    top
}

/// The best cover without mentions that are clauses; `None` where the best of all has none.
fn opened<'o>(
    cx: &Context<'_>,
    terms: &[Candidate<'_>],
    within: &[&'o Occurrence],
    top: &[&'o Occurrence],
) -> Option<Vec<&'o Occurrence>> {
    let is_plain = |occurrence: &&&Occurrence| !is_clause(cx, occurrence.span, within);
    if top.iter().all(|occurrence| is_plain(&occurrence)) {
        return None;
    }
    let plain: Vec<&Occurrence> = within.iter().filter(is_plain).copied().collect();
    Some(best_cover(cx, terms, &plain))
}

/// Whether a mention begins with another, ends with a third, and has a verb between them; what takes 了 is one.
fn is_clause(cx: &Context<'_>, outer: Span, within: &[&Occurrence]) -> bool {
    let inner = || within.iter().filter(|inner| inner.span != outer && outer.contains(inner.span));
    inner().filter(|first| first.span.start == outer.start).any(|first| {
        inner().any(|last| {
            last.span.end == outer.end
                && first.span.end < last.span.start
                && cx
                    .doc
                    .tokens_in(Span { start: first.span.end, end: last.span.start })
                    .any(|at| cx.doc.tokens[at].tag == Tag::Verb || cx.word(at) == "了")
        })
    })
}

/// How much a mention counts for its length alone, beside its termhood.
const CERTAINTY: f64 = 0.15;
/// One name counts for more than its parts one by one.
const LENGTH: f64 = 1.5;

/// What a phrase is about when its last word only says that it is built or raised: 强国建设 speaks of 强国; and when a place
/// only stands in front.
fn core(
    cx: &Context<'_>,
    terms: &[Candidate<'_>],
    within: &[&Occurrence],
    term: usize,
    group: Span,
) -> usize {
    let Some(outer) =
        within.iter().find(|occurrence| occurrence.term == term && group.contains(occurrence.span))
    else {
        return term;
    };
    let text = cx.slice(outer.span);
    let inner = within.iter().filter(|inner| {
        outer.span.contains(inner.span)
            && inner.span != outer.span
            && terms[inner.term].termhood >= terms[term].termhood
    });
    let fits = inner.filter(|inner| {
        let front = cx.slice(Span { start: outer.span.start, end: inner.span.start });
        let back = cx.slice(Span { start: inner.span.end, end: outer.span.end });
        let place = cx.knowledge.gazetteer.find(front).is_some() || front.is_empty();
        place
            && (back.is_empty() || cx.is_in(Language::Zh, "shell_noun", back))
            && front.len() + back.len() < text.len()
    });
    fits.max_by(|a, b| terms[a.term].termhood.total_cmp(&terms[b.term].termhood))
        .map_or(term, |inner| inner.term)
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
            last.members.push((occurrence.term, occurrence.span));
            last.span = last.span.cover(occurrence.span);
            last.tokens.end = tokens.end;
            continue;
        }
        let governor = governor(cx, clause, tokens.start, language);
        groups.push(Group {
            terms: vec![occurrence.term],
            members: vec![(occurrence.term, occurrence.span)],
            span: occurrence.span,
            tokens,
            governor,
            modifies: false,
        });
    }
    for group in &mut groups {
        let next = (group.tokens.end < clause.tokens.end).then_some(group.tokens.end);
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
            Language::Zh => matches!(
                word,
                "、" | "和" | "与" | "及" | "以及" | "或" | "“" | "”" | "《" | "》" | "-" | "—"
            ),
            Language::En => matches!(
                word,
                "," | "and" | "or" | "&" | "“" | "”" | "\"" | "the" | "a" | "an" | "as" | "well"
            ),
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
        if cx.is_in(language, "preposition", if language == Language::En { &lower } else { word })
            && tag != Tag::Noun
        {
            return Some(at);
        }
        let skipped = matches!(tag, Tag::Pronoun | Tag::Adjective)
            || matches!(word, "“" | "《" | "‘" | "\"" | "的" | "了")
            || tag == Tag::Number && language == Language::En;
        if !skipped {
            return None;
        }
    }
    None
}
