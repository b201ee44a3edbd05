//! AnnotatedDocument -> claims: every extractor says where it sees a term, and why.

mod actors;
mod books;
mod cells;
mod english_phrases;
mod headings;
mod indicators;
mod keywords;
mod learned;
mod lists;
mod measures;
mod noun_phrases;
mod pieces;
mod problems;
mod quotes;
mod regions;
mod seed_terms;
mod stages;

use super::borders::Borders;
use super::outline::Outline;
use super::trim;
use crate::knowledge::Knowledge;
use crate::model::{AnnotatedDocument, Tag};
use crate::text::{Language, Span};

pub(crate) use actors::is_proper_body;
pub(crate) use indicators::{Statistic, all as statistics, forms};
pub(crate) use seed_terms::Matcher;

/// One extractor's word that a term stands somewhere.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Claim<'k> {
    /// Where.
    pub(crate) span: Span,
    /// Its kind, where the extractor knows better than the head word.
    pub(crate) kind: Option<&'k str>,
    /// `extractor/rule`.
    pub(crate) rule: &'static str,
}

/// What every extractor may look at.
pub(crate) struct Context<'a> {
    pub(crate) doc: &'a AnnotatedDocument,
    pub(crate) knowledge: &'a Knowledge,
    pub(crate) outline: &'a Outline,
    pub(crate) matcher: &'a Matcher,
    pub(crate) borders: &'a Borders,
    /// In order of the text.
    pub(crate) statistics: &'a [Statistic],
}

impl<'a> Context<'a> {
    /// The text under a span.
    pub(crate) fn slice(&self, span: Span) -> &'a str {
        self.doc.document.slice(span)
    }

    /// A token's word.
    pub(crate) fn word(&self, token: usize) -> &'a str {
        self.doc.document.slice(self.doc.tokens[token].span)
    }

    /// The span of a range of tokens; the range is not empty.
    pub(crate) fn span(&self, tokens: std::ops::Range<usize>) -> Span {
        self.doc.tokens[tokens.start].span.cover(self.doc.tokens[tokens.end - 1].span)
    }

    /// The statistics whose numbers stand within a span, whole or in part.
    pub(crate) fn statistics_in(&self, span: Span) -> &'a [Statistic] {
        let from = self.statistics.partition_point(|statistic| statistic.number().end <= span.start);
        let to = self.statistics.partition_point(|statistic| statistic.number().start < span.end);
        &self.statistics[from..to.max(from)]
    }

    /// Whether a word belongs to a class of a language.
    pub(crate) fn is_in(&self, language: Language, class: &str, word: &str) -> bool {
        self.knowledge.lexicon(language).is_in(class, word)
    }
}

/// One way of seeing terms. Its headings of documentation are fixed, because they become the manual.
pub(crate) trait MentionExtractor: Sync {
    /// Name of the extractor, the first half of its rule ids.
    fn name(&self) -> &'static str;
    /// Adds its claims.
    fn extract<'a>(&self, cx: &Context<'a>, found: &mut Vec<Claim<'a>>);
}

/// Every extractor, marks first, whole phrases last; the learned one sees what the others found.
pub(crate) const EXTRACTORS: &[&dyn MentionExtractor] = &[
    &keywords::Keywords,
    &headings::Headings,
    &books::Books,
    &quotes::Quotes,
    &seed_terms::SeedTerms,
    &regions::Regions,
    &actors::Actors,
    &stages::Stages,
    &indicators::Indicators,
    &problems::Problems,
    &pieces::Pieces,
    &measures::Measures,
    &cells::Cells,
    &lists::Lists,
    &noun_phrases::NounPhrases,
    &english_phrases::EnglishPhrases,
    &learned::Learned,
];

/// Whether a claim is another name of a statistic, which knows it already. What a user lists stays.
fn is_second_name(cx: &Context<'_>, claim: &Claim<'_>) -> bool {
    let is_other = !["indicators/", "seed_terms/"].iter().any(|extractor| claim.rule.starts_with(extractor));
    is_other && cx.statistics_in(claim.span).iter().any(|statistic| statistic.is_named_by(claim.span))
}

/// Whether nothing is claimed but one English word that only joins others: `For`, `who`, but not `WHO`. What a user lists stays.
fn is_grammar(cx: &Context<'_>, claim: &Claim<'_>) -> bool {
    let tokens = cx.doc.tokens_in(claim.span);
    let joins = |at: usize| {
        matches!(cx.doc.tokens[at].tag, Tag::Pronoun | Tag::Preposition | Tag::Conjunction | Tag::Particle)
    };
    let is_word = |text: &str| text.is_ascii() && text.contains(|c: char| c.is_ascii_lowercase());
    tokens.len() == 1
        && joins(tokens.start)
        && is_word(cx.slice(claim.span))
        && !claim.rule.starts_with("seed_terms/")
}

/// All claims of all extractors, in order of the text, each cut to what can be a name.
pub(crate) fn claims<'a>(cx: &Context<'a>) -> Vec<Claim<'a>> {
    let mut found = Vec::new();
    for extractor in EXTRACTORS {
        let before = found.len();
        extractor.extract(cx, &mut found);
        debug_assert!(found[before..].iter().all(|claim| claim.rule.starts_with(extractor.name())));
    }
    found.retain_mut(|claim| {
        let part = trim::trimmed(cx.slice(claim.span));
        let start = claim.span.range().start;
        claim.span = part.as_ref().map_or(claim.span, |part| Span::new(start + part.start, start + part.end));
        part.is_some() && !is_grammar(cx, claim) && !is_second_name(cx, claim)
    });
    found.sort_by_key(|claim| (claim.span.start, std::cmp::Reverse(claim.span.end), claim.rule));
    found
}
