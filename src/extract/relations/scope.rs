//! Settled mentions -> relation mentions: what is said within a stage, industry or place applies to it.

use super::{Link, RelationExtractor, Scene, modality};
use crate::knowledge::vocab;
use crate::model::RuleId;
use crate::text::{Language, Span};

/// # What it finds
/// Policies of a sentence that opens with a scope (在成长期, 针对传统产业, for start-ups), and policies in an item or section named
/// after a stage, apply to it.
///
/// # Example
/// `在成长期，政府应完善税收优惠政策` => 税收优惠政策 -applies_to-> 成长期.
/// `针对传统产业，提供绿色金融` => 绿色金融 -applies_to-> 传统产业.
/// `在这一过程中，税收优惠下降` => nothing.
///
/// # Why it is believed
/// A scope in front holds for the whole sentence; stages are what policy papers order measures by.
///
/// # Known misses
/// Scopes carried over more than one paragraph.
pub(super) struct ScopeLinks;

impl RelationExtractor for ScopeLinks {
    fn name(&self) -> &'static str {
        "scope"
    }

    fn extract<'a>(&self, scene: &Scene<'a>, found: &mut Vec<Link<'a>>) {
        for sentence in 0..scene.cx.doc.sentences.len() {
            if scene.cx.doc.sentences[sentence].language == Language::Zh {
                opening(scene, sentence, found);
            }
            topic_stage(scene, sentence, found);
        }
    }
}

fn is_scope(kind: &str) -> bool {
    matches!(
        kind,
        vocab::STAGE | vocab::INDUSTRY | vocab::TECHNOLOGY | vocab::ACTOR | vocab::REGION | vocab::CARRIER
    )
}

fn is_instrument(kind: &str) -> bool {
    matches!(kind, vocab::POLICY | vocab::MECHANISM)
}

fn opening<'a>(scene: &Scene<'a>, sentence: usize, found: &mut Vec<Link<'a>>) {
    let cx = scene.cx;
    let Some(first) = scene.groups[sentence].first().and_then(|clause| clause.groups.first()) else { return };
    let Some(governor) = first.governor else { return };
    let near_start = governor <= cx.doc.sentences[sentence].tokens.start + 2;
    if !near_start || !cx.is_in(Language::Zh, "scope", cx.word(governor)) {
        return;
    }
    for scope in first.terms.iter().filter(|term| is_scope(scene.kind(**term))) {
        instruments(scene, sentence, first.span, *scope, "scope/opening", 0.55, found);
    }
}

fn topic_stage<'a>(scene: &Scene<'a>, sentence: usize, found: &mut Vec<Link<'a>>) {
    if let Some((term, span)) = scene.discourse.topic(scene.cx.doc, scene.cx, sentence)
        && scene.kind(term) == vocab::STAGE
    {
        instruments(scene, sentence, span, term, "scope/topic", 0.5, found);
    }
}

fn instruments<'a>(
    scene: &Scene<'a>,
    sentence: usize,
    scope: Span,
    target: usize,
    rule: &str,
    confidence: f64,
    found: &mut Vec<Link<'a>>,
) {
    let span = scene.cx.doc.sentences[sentence].span;
    for group in
        scene.groups[sentence].iter().flat_map(|clause| &clause.groups).filter(|group| group.span != scope)
    {
        for term in group.terms.iter().filter(|term| is_instrument(scene.kind(**term)) && **term != target) {
            let spoken = modality::of_span(scene.cx, sentence, group.span, vocab::APPLIES_TO);
            let predicate = Span { start: group.span.start, end: group.span.start };
            found.push(Link {
                source: *term,
                target,
                kind: vocab::APPLIES_TO,
                modality: spoken,
                predicate,
                span,
                rule: RuleId::from(rule),
                confidence,
            });
        }
    }
}
