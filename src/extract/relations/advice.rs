//! Settled mentions -> relation mentions: measures of a section of advice further what the advice is for.

use super::{Link, RelationExtractor, Scene};
use crate::knowledge::vocab;
use crate::model::{Modality, RuleId, Zone};
use crate::text::Span;

/// # What it finds
/// The measure that titles a section or item of advice is recommended for what the paper is about, and measures named inside
/// are parts of it.
///
/// # Example
/// `四、政策建议` over `（一）完善补贴制度` in a paper on 秸秆利用 => 完善补贴制度 -promotes-> 秸秆利用, recommended.
/// `Recommendations` over `1. Fund shared labs` => Fund shared labs -promotes-> the topic.
/// `二、现状` over `（一）补贴制度` => nothing.
///
/// # Why it is believed
/// Advice is given for the sake of the paper's topic.
///
/// # Known misses
/// Advice against something.
pub(super) struct Advice;

impl RelationExtractor for Advice {
    fn name(&self) -> &'static str {
        "advice"
    }

    fn extract<'a>(&self, scene: &Scene<'a>, found: &mut Vec<Link<'a>>) {
        let document = &scene.cx.doc.document;
        let Some(topic) = topic(scene) else { return };
        for (index, section) in document.sections.iter().enumerate() {
            let Some((term, span)) = scene.discourse.section_topics[index] else { continue };
            if section.zone == Zone::Recommendation && scene.kind(term) == vocab::POLICY {
                push(scene, term, topic, span, found);
            }
        }
        for (index, item) in scene.cx.outline.items.iter().enumerate() {
            let Some((term, span)) = scene.discourse.item_topics[index] else { continue };
            let advises = document.sections[item.section].zone == Zone::Recommendation;
            if advises && item.parent.is_none() && scene.kind(term) == vocab::POLICY {
                push(scene, term, topic, span, found);
            }
        }
    }
}

/// What the paper is about: the best term of its title, else its best term.
fn topic(scene: &Scene<'_>) -> Option<usize> {
    let titles = scene.cx.doc.document.blocks.iter().filter(|block| block.kind == crate::model::BlockKind::Title);
    let in_title = titles.flat_map(|block| scene.occurrences_in(block.span)).map(|occurrence| occurrence.term).min();
    in_title.or((!scene.terms.is_empty()).then_some(0))
}

fn push<'a>(scene: &Scene<'a>, source: usize, target: usize, at: Span, found: &mut Vec<Link<'a>>) {
    let span = scene.cx.doc.sentence_at(at.start).map_or(at, |sentence| scene.cx.doc.sentences[sentence].span);
    let predicate = Span { start: at.start, end: at.start };
    found.push(Link { source, target, kind: vocab::PROMOTES, modality: Modality::Recommended, predicate, span, rule: RuleId::from("advice/measure"), confidence: 0.4 });
}
