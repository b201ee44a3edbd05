//! Settled mentions -> relation mentions: numbers belong to what they measure.

use super::{Group, Link, RelationExtractor, Scene, modality};
use crate::knowledge::vocab;
use crate::model::{Modality, RuleId};
use crate::text::Span;

/// # What it finds
/// A statistic belongs to the nearest concept before it in the clause, else to the subject of the sentence, else to the topic.
///
/// # Example
/// `南京的绿地率为41.5%` => 南京 -has_indicator-> 绿地率为41.5%.
/// `Cold storage capacity exceeded 220 million tons` => Cold storage capacity -has_indicator-> 220 million tons.
/// `2024年，7.2%` => nothing.
///
/// # Why it is believed
/// Numbers follow what they measure in both languages.
///
/// # Known misses
/// `分别为` with names and numbers in parallel lists.
pub(super) struct Statistics;

impl RelationExtractor for Statistics {
    fn name(&self) -> &'static str {
        "statistics"
    }

    fn extract<'a>(&self, scene: &Scene<'a>, found: &mut Vec<Link<'a>>) {
        for sentence in 0..scene.cx.doc.sentences.len() {
            let groups: Vec<&Group> =
                scene.groups[sentence].iter().flat_map(|clause| &clause.groups).collect();
            for (at, group) in groups.iter().enumerate() {
                let numbers = group.terms.iter().filter(|term| scene.kind(**term) == vocab::INDICATOR);
                for number in numbers {
                    let holder =
                        group.terms.iter().copied().find(|term| scene.kind(*term) != vocab::INDICATOR);
                    let inside = group
                        .members
                        .iter()
                        .find(|(term, _)| term == number)
                        .and_then(|(_, span)| holder_inside(scene, *span))
                        .map(|term| (term, "statistics/inside", 0.6));
                    let before = holder.or_else(|| holder_before(scene, &groups[..at]));
                    let holder = inside.or(before.map(|term| (term, "statistics/before", 0.6)));
                    let holder = holder.or_else(|| {
                        scene
                            .discourse
                            .topic(scene.cx.doc, scene.cx, sentence)
                            .map(|(term, _)| (term, "statistics/topic", 0.35))
                    });
                    let Some((holder, rule, confidence)) = holder else { continue };
                    let spoken = modality::of_span(scene.cx, sentence, group.span, vocab::HAS_INDICATOR);
                    let spoken = if spoken == Modality::Negated { Modality::Asserted } else { spoken };
                    found.push(Link {
                        source: holder,
                        target: *number,
                        kind: vocab::HAS_INDICATOR,
                        modality: spoken,
                        predicate: Span { start: group.span.start, end: group.span.start },
                        span: scene.cx.doc.sentences[sentence].span,
                        rule: RuleId::from(rule),
                        confidence,
                    });
                }
            }
        }
    }
}

/// The longest concept that a statistic starts with: the rate in 城镇化率为60%.
fn holder_inside(scene: &Scene<'_>, statistic: Span) -> Option<usize> {
    let parts = scene.occurrences_in(statistic).iter();
    let opening = parts.filter(|part| {
        part.span.start == statistic.start
            && part.span != statistic
            && scene.kind(part.term) != vocab::INDICATOR
    });
    opening.max_by_key(|part| part.span.end).map(|part| part.term)
}

/// The nearest concept before that can hold a number.
fn holder_before(scene: &Scene<'_>, groups: &[&Group]) -> Option<usize> {
    let holds = |term: &usize| !matches!(scene.kind(*term), vocab::INDICATOR | vocab::STAGE);
    groups.iter().rev().find_map(|group| group.terms.iter().rev().copied().find(holds))
}
