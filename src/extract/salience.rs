//! Candidates with their termhood -> what an analyst would want of them in a small picture: each thing once, under its best name.
//!
//! Variants of one name (中试平台, 中试平台建设) are equally term-like, but a second one says little beside the first; the same holds of the
//! translation in the abstract of the other language. The idea is that of maximal marginal relevance (J. Carbonell, J. Goldstein,
//! *The use of MMR*, 1998).

use super::mentions::Context;
use super::terms::Candidate;
use crate::text::Language;

/// What a term in the language of the second abstract loses: it repeats what the paper says in its own.
pub(crate) const FOREIGN: f64 = 1.5;
/// What a name loses beside a better one that is nearly the same, holds it or is held by it in good part, or a little.
const NEARLY_THE_SAME: f64 = 2.0;
const IN_GOOD_PART: f64 = 0.6;
const IN_SMALL_PART: f64 = 0.18;
/// From which share of its size on a name is nearly the longer one, or a good part of it.
const NEARLY: f64 = 0.8;
const GOOD_PART: f64 = 0.5;
/// Names ranked below this place are not compared.
const MOST_COMPARED: usize = 250;

/// Gives every candidate its salience. The losses are in logarithms of odds.
pub(crate) fn rank(cx: &Context<'_>, candidates: &mut [Candidate<'_>]) {
    let main = cx.doc.document.languages().first().copied();
    let mut order: Vec<(f64, usize)> = Vec::with_capacity(candidates.len());
    for (at, candidate) in candidates.iter().enumerate() {
        let loss = if is_foreign(main, candidate) { FOREIGN } else { 0.0 };
        order.push((odds(candidate.termhood) - loss, at));
    }
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| candidates[a.1].key.cmp(&candidates[b.1].key)));
    let mut better: Vec<usize> = Vec::new();
    for (place, (sum, at)) in order.iter().enumerate() {
        let loss = if place < MOST_COMPARED {
            let losses = better.iter().map(|other| overlap(&candidates[*at], &candidates[*other]));
            losses.fold(0.0, f64::max)
        } else {
            0.0
        };
        better.push(*at);
        candidates[*at].salience = probability(sum - loss);
    }
}

/// Whether a term is in the language of the second abstract, given the main one of its paper.
pub(crate) fn is_foreign(main: Option<Language>, term: &Candidate<'_>) -> bool {
    main == Some(Language::Zh) && term.language == Language::En
}

/// The probability with odds of this logarithm.
pub(crate) fn probability(odds: f64) -> f64 {
    1.0 / (1.0 + (-odds).exp())
}

/// The logarithm of the odds.
pub(crate) fn odds(probability: f64) -> f64 {
    let inside = probability.clamp(1e-6, 1.0 - 1e-6);
    (inside / (1.0 - inside)).ln()
}

/// What the lesser of two names loses beside the better one.
fn overlap(a: &Candidate<'_>, b: &Candidate<'_>) -> f64 {
    if a.language != b.language {
        return 0.0;
    }
    let (short, long) = if a.key.len() <= b.key.len() { (a, b) } else { (b, a) };
    match (holds(short, long), size(short) / size(long)) {
        (false, _) => 0.0,
        (true, share) if share >= NEARLY => NEARLY_THE_SAME,
        (true, share) if share >= GOOD_PART => IN_GOOD_PART,
        (true, _) => IN_SMALL_PART,
    }
}

/// The size of a name: Chinese characters, English words.
pub(crate) fn size(term: &Candidate<'_>) -> f64 {
    match term.language {
        Language::Zh => term.key.chars().count() as f64,
        Language::En => term.key.split(' ').count() as f64,
    }
}

/// Whether a name stands within another one of the same language.
pub(crate) fn holds(short: &Candidate<'_>, long: &Candidate<'_>) -> bool {
    match short.language {
        Language::Zh => long.key.contains(short.key.as_str()),
        Language::En => holds_words(&long.key, &short.key),
    }
}

/// Whether the words of one key stand in a row in the other.
fn holds_words(long: &str, short: &str) -> bool {
    long.match_indices(short).any(|(at, _)| {
        let end = at + short.len();
        (at == 0 || long.as_bytes()[at - 1] == b' ') && (end == long.len() || long.as_bytes()[end] == b' ')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_held_whole() {
        assert!(holds_words("rural credit office", "credit office"));
        assert!(!holds_words("rural credit office", "edit office"));
        assert!(holds_words("a an an b", "an b"));
    }
}
