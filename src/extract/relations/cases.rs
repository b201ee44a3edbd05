//! Settled mentions -> relation mentions: a section about a place says what is done there.

use super::{Link, RelationExtractor, Scene, modality};
use crate::knowledge::vocab;
use crate::model::RuleId;
use crate::text::Span;

/// # What it finds
/// In a section or item titled with a place, the models, policies and mechanisms named are adopted there, and facilities are
/// located there.
///
/// # Example
/// `（一）苏州：平台带动` over `首创“一站通”机制` => 苏州 -adopts-> “一站通”机制.
/// `## Estonia` over `The e-residency programme attracts founders` => Estonia -adopts-> e-residency programme.
/// `（一）区域差异` over `补贴政策` => nothing.
///
/// # Why it is believed
/// Case sections drop the subject that their title names.
///
/// # Known misses
/// Models of other places named for comparison.
pub(super) struct Cases;

/// Terms less term-like than this are background.
const LEAST_TERMHOOD: f64 = 0.3;

impl RelationExtractor for Cases {
    fn name(&self) -> &'static str {
        "cases"
    }

    fn extract<'a>(&self, scene: &Scene<'a>, found: &mut Vec<Link<'a>>) {
        let document = &scene.cx.doc.document;
        let places: Vec<Option<usize>> = document
            .sections
            .iter()
            .map(|section| section.heading.and_then(|heading| place(scene, heading)))
            .collect();
        for (sentence, annotated) in scene.cx.doc.sentences.iter().enumerate() {
            let block = &document.blocks[annotated.block];
            let item = scene
                .cx
                .outline
                .item_of(sentence)
                .map(|item| scene.cx.outline.items[item].title)
                .and_then(|title| place(scene, title));
            let Some(place) = item.or(places[block.section]) else { continue };
            for group in scene.groups[sentence].iter().flat_map(|clause| &clause.groups) {
                for term in group.terms.iter().filter(|term| scene.terms[**term].termhood >= LEAST_TERMHOOD) {
                    let (source, target, kind) = match scene.kind(*term) {
                        vocab::MODEL | vocab::POLICY | vocab::MECHANISM => (place, *term, vocab::ADOPTS),
                        vocab::CARRIER => (*term, place, vocab::LOCATED_IN),
                        _ => continue,
                    };
                    let spoken = modality::of_span(scene.cx, sentence, group.span, kind);
                    let predicate = Span { start: group.span.start, end: group.span.start };
                    found.push(Link {
                        source,
                        target,
                        kind,
                        modality: spoken,
                        predicate,
                        span: annotated.span,
                        rule: RuleId::from("cases/section"),
                        confidence: 0.35,
                    });
                }
            }
        }
    }
}

/// The place that a title names, when it names just one.
fn place(scene: &Scene<'_>, title: Span) -> Option<usize> {
    let mut places = scene
        .occurrences_in(title)
        .iter()
        .map(|occurrence| occurrence.term)
        .filter(|term| scene.kind(*term) == vocab::REGION);
    let first = places.next()?;
    places.all(|other| other == first).then_some(first)
}
