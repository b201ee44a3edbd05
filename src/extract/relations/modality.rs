//! A clause and its trigger -> how the text states it: as fact, as advice, as possible, as not so.

use super::super::mentions::Context;
use crate::model::{Modality, Tag, Zone};
use crate::text::{Language, Span};

/// The modality of what token `trigger` states in a clause.
///
/// Negation counts right before the trigger; a cue of possibility anywhere in the clause; a cue of advice holds from
/// where it stands to the end of the sentence, and over the bare verbs of sentences after it.
pub(crate) fn of_trigger(cx: &Context<'_>, sentence: usize, clause: usize, trigger: usize) -> Modality {
    let annotated = &cx.doc.sentences[sentence];
    let tokens = annotated.clauses[clause].tokens.clone();
    let before = tokens.start..trigger.clamp(tokens.start, tokens.end);
    if is_negated(cx, annotated.language, before.clone()) {
        return Modality::Negated;
    }
    if has_cue(cx, annotated.language, "hypothetical", tokens.start..trigger.clamp(tokens.start, tokens.end))
    {
        return Modality::Hypothetical;
    }
    if is_advised(cx, sentence, clause, before) { Modality::Recommended } else { Modality::Asserted }
}

/// The modality of a span that structure, not a verb, states: advice in sections of advice.
pub(crate) fn of_place(cx: &Context<'_>, section: usize) -> Modality {
    match cx.doc.document.sections[section].zone {
        Zone::Recommendation => Modality::Recommended,
        _ => Modality::Asserted,
    }
}

/// The modality of a stretch of text inside a sentence, by the cues in front of it.
pub(crate) fn of_span(cx: &Context<'_>, sentence: usize, span: Span) -> Modality {
    let clauses = &cx.doc.sentences[sentence].clauses;
    let clause = clauses
        .iter()
        .position(|clause| clause.span.end >= span.end)
        .unwrap_or(clauses.len().saturating_sub(1));
    let trigger = cx.doc.tokens.partition_point(|token| token.span.start < span.start);
    of_trigger(cx, sentence, clause, trigger)
}

fn is_negated(cx: &Context<'_>, language: Language, before: std::ops::Range<usize>) -> bool {
    const REACH: usize = 4;
    let from = before.end.saturating_sub(REACH).max(before.start);
    let near = from..before.end;
    near.clone().any(|at| {
        let word = cx.word(at).to_lowercase();
        let next = if at + 1 < cx.doc.tokens.len() { cx.word(at + 1) } else { "" };
        let only = matches!(next, "only" | "just" | "merely" | "仅" | "只" | "但");
        cx.is_in(language, "negated", &word) && !only
    })
}

fn has_cue(cx: &Context<'_>, language: Language, class: &str, tokens: std::ops::Range<usize>) -> bool {
    match language {
        Language::Zh => tokens
            .into_iter()
            .any(|at| cx.is_in(language, class, cx.word(at)) && !cx.doc.tokens[at].tag.is_nominal()),
        Language::En => {
            if tokens.is_empty() {
                return false;
            }
            let text = format!(" {} ", cx.slice(cx.span(tokens)).to_lowercase());
            cx.knowledge.lexicon(language).class(class).iter().any(|cue| {
                text.find(cue.as_str()).is_some_and(|at| {
                    let borders = [text[..at].chars().next_back(), text[at + cue.len()..].chars().next()];
                    borders.into_iter().flatten().all(|c| !c.is_alphanumeric())
                })
            })
        }
    }
}

fn is_advised(cx: &Context<'_>, sentence: usize, clause: usize, before: std::ops::Range<usize>) -> bool {
    let annotated = &cx.doc.sentences[sentence];
    let language = annotated.language;
    if has_cue(cx, language, "recommended", before.clone()) {
        return true;
    }
    let earlier = &annotated.clauses[..clause];
    let advised_before =
        earlier.iter().any(|clause| has_cue(cx, language, "recommended", clause.tokens.clone()));
    if advised_before {
        return true;
    }
    let is_bare = opens_bare(cx, annotated.tokens.clone());
    let section = cx.doc.document.blocks[annotated.block].section;
    if cx.doc.document.sections[section].zone == Zone::Recommendation && is_bare {
        return true;
    }
    // Bare verbs go on with the advice of the sentence before.
    let previous = sentence
        .checked_sub(1)
        .map(|at| &cx.doc.sentences[at])
        .filter(|previous| previous.block == annotated.block);
    is_bare
        && language == Language::Zh
        && previous.is_some_and(|previous| has_cue(cx, language, "recommended", previous.tokens.clone()))
}

/// Whether a sentence starts with a verb of measures, perhaps behind a number or an adverb.
fn opens_bare(cx: &Context<'_>, tokens: std::ops::Range<usize>) -> bool {
    let skipped = |at: &usize| {
        matches!(
            cx.doc.tokens[*at].tag,
            Tag::Punctuation | Tag::Number | Tag::Adverb | Tag::Conjunction | Tag::Pronoun
        ) || matches!(
            cx.word(*at),
            "一是"
                | "二是"
                | "三是"
                | "四是"
                | "第一"
                | "第二"
                | "第三"
                | "其一"
                | "其二"
                | "其三"
                | "首先"
                | "其次"
                | "最后"
                | "同时"
                | "此外"
                | "是"
                | "一方面"
                | "另一方面"
        )
    };
    let first = tokens.take(12).find(|at| !skipped(at));
    first.is_some_and(|at| {
        cx.is_in(Language::Zh, "measure", cx.word(at))
            || cx.is_in(Language::En, "measure", &cx.word(at).to_lowercase())
    })
}
