//! Places that are kept -> the mentions of a fragment, and nothing in it that is mentioned nowhere.

use std::cmp::Reverse;

use rustc_hash::FxHashSet;

use super::relations::Scene;
use super::terms;
use super::unithood::Places;
use crate::model::{AliasMention, Fragment, Mention, RuleId};
use crate::text::Span;

/// The places that are kept, with the other stretches that name the same, in order of the text.
pub(super) fn mentions(scene: &Scene<'_>, places: &Places<'_>) -> Vec<Mention> {
    let taken: FxHashSet<Span> = places.kept().map(|(occurrence, _)| occurrence.span).collect();
    let mut mentions: Vec<Mention> = Vec::with_capacity(taken.len());
    for (occurrence, confidence) in places.kept() {
        let mention = |span, rule| Mention { term: occurrence.term, span, rule, confidence };
        mentions.push(mention(occurrence.span, occurrence.rule.clone()));
        let forms = terms::forms(scene.cx, occurrence.span, &occurrence.rule.0);
        let forms = forms.into_iter().filter(|span| !taken.contains(span));
        mentions.extend(forms.map(|span| mention(span, RuleId::from("indicators/form"))));
    }
    mentions.sort_by_key(|mention| (mention.span.start, Reverse(mention.span.end), mention.term));
    mentions
}

/// Nothing without evidence: drops the terms that are mentioned nowhere. What is said of one goes to the best other name of the same thing,
/// if one is mentioned.
pub(super) fn only_mentioned(mut fragment: Fragment) -> Fragment {
    let mut is_mentioned = vec![false; fragment.terms.len()];
    fragment.mentions.iter().for_each(|mention| is_mentioned[mention.term] = true);
    let numbers = numbers(&is_mentioned, &fragment.aliases);
    let mut terms = is_mentioned.iter();
    fragment.terms.retain(|_| terms.next().copied().unwrap_or(false));
    fragment
        .mentions
        .iter_mut()
        .for_each(|mention| mention.term = numbers[mention.term].unwrap_or(mention.term));
    let two =
        |left: usize, right: usize| numbers[left].zip(numbers[right]).filter(|(left, right)| left != right);
    fragment.aliases.retain_mut(|alias| {
        let kept = two(alias.left, alias.right);
        kept.map(|(left, right)| (alias.left, alias.right) = (left.min(right), left.max(right))).is_some()
    });
    fragment.aliases.sort();
    fragment.aliases.dedup();
    fragment.relations.retain_mut(|link| {
        let kept = two(link.source, link.target);
        kept.map(|ends| (link.source, link.target) = ends).is_some()
    });
    fragment.relations.sort_by(|a, b| {
        (a.span, a.source, a.target, &a.kind)
            .cmp(&(b.span, b.source, b.target, &b.kind))
            .then_with(|| b.confidence.total_cmp(&a.confidence))
            .then_with(|| a.rule.cmp(&b.rule))
    });
    fragment
        .relations
        .dedup_by(|a, b| (a.span, a.source, a.target, &a.kind) == (b.span, b.source, b.target, &b.kind));
    fragment
}

/// The new number of each term: its own place among those that are mentioned, or that of the best mentioned name of the same thing.
fn numbers(is_mentioned: &[bool], aliases: &[AliasMention]) -> Vec<Option<usize>> {
    let mut places = 0..;
    let mut numbers: Vec<Option<usize>> =
        is_mentioned.iter().map(|is| is.then(|| places.next()).flatten()).collect();
    // Through names that are mentioned nowhere, too; the smallest number is that of the best term.
    let mut is_settled = false;
    while !is_settled {
        is_settled = true;
        for alias in aliases.iter().filter(|alias| *alias.rule.0 == *AliasMention::ONE_THING) {
            for (own, other) in [(alias.left, alias.right), (alias.right, alias.left)] {
                let better = numbers[other].filter(|new| numbers[own].is_none_or(|known| *new < known));
                if !is_mentioned[own] && better.is_some() {
                    numbers[own] = better;
                    is_settled = false;
                }
            }
        }
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alias(left: usize, right: usize, rule: &str) -> AliasMention {
        AliasMention { left, right, span: Span { start: 0, end: 1 }, rule: RuleId::from(rule) }
    }

    #[test]
    fn a_term_that_is_mentioned_nowhere_goes_to_another_name_of_its_thing() {
        let one = AliasMention::ONE_THING;
        let check = |is_mentioned: &[bool], aliases: &[AliasMention], expected: &[Option<usize>]| {
            assert_eq!(numbers(is_mentioned, aliases), expected, "{is_mentioned:?} {aliases:?}");
        };
        check(&[true, false, true], &[], &[Some(0), None, Some(1)]);
        check(&[true, false, true], &[alias(1, 2, one)], &[Some(0), Some(1), Some(1)]);
        // The better of two, and through a name that is mentioned nowhere itself.
        check(&[true, false, true], &[alias(0, 1, one), alias(1, 2, one)], &[Some(0), Some(0), Some(1)]);
        check(&[false, false, true], &[alias(0, 1, one), alias(1, 2, one)], &[Some(0), Some(0), Some(0)]);
        // A doubt moves nothing, nor does a name of a thing move a term that is mentioned.
        check(&[true, false], &[alias(0, 1, AliasMention::PERHAPS_ONE_THING)], &[Some(0), None]);
        check(&[true, true], &[alias(0, 1, one)], &[Some(0), Some(1)]);
    }
}
