//! Settled mentions -> relation mentions: names inside names.

use super::{Link, RelationExtractor, Scene, modality};
use crate::knowledge::vocab;
use crate::model::RuleId;
use crate::text::Span;

/// # What it finds
/// A model named after a place is adopted there; a body or facility named after a place is located there; the two sides of a
/// name with 和 are its parts.
///
/// # Example
/// `苏州模式` => 苏州 -adopts-> 苏州模式.
/// `深圳湾实验室` => 深圳湾实验室 -located_in-> 深圳湾.
/// `科技与金融结合` => 科技 -part_of-> 科技与金融结合.
/// `中国科学院` => nothing.
///
/// # Why it is believed
/// Such names are built to say so.
///
/// # Known misses
/// Firms named after places they left.
pub(super) struct Names;

impl RelationExtractor for Names {
    fn name(&self) -> &'static str {
        "names"
    }

    fn extract<'a>(&self, scene: &Scene<'a>, found: &mut Vec<Link<'a>>) {
        let mut outer: Vec<usize> = Vec::new();
        let occurrences = scene.occurrences;
        for (at, inner) in occurrences.iter().enumerate() {
            outer.retain(|index| occurrences[*index].span.end >= inner.span.end);
            for index in &outer {
                let cover = &occurrences[*index];
                if let Some((source, target, kind, rule, confidence)) = inside(scene, inner.term, cover.term)
                {
                    push(scene, inner.span, source, target, kind, rule, confidence, found);
                }
            }
            outer.push(at);
            if let Some(next) = occurrences.get(at + 1)
                && next.span.start == inner.span.end
                && let Some((kind, rule)) = beside(scene, inner.term, next.term)
            {
                let (source, target) =
                    if kind == vocab::ADOPTS { (inner.term, next.term) } else { (next.term, inner.term) };
                push(scene, inner.span, source, target, kind, rule, 0.5, found);
            }
        }
    }
}

/// A name that joins two is a thing of its own when it is at least this salient; else it is two things side by side.
const LEAST_OF_PAIR: f64 = 0.2;

/// What a name inside another says of the two.
fn inside<'a>(
    scene: &Scene<'a>,
    inner: usize,
    outer: usize,
) -> Option<(usize, usize, &'a str, &'static str, f64)> {
    let (part, whole) = (scene.kind(inner), scene.kind(outer));
    let label = &scene.terms[outer].label;
    let starts = label.starts_with(&scene.terms[inner].label);
    match (part, whole) {
        (vocab::REGION, vocab::MODEL) if starts => {
            Some((inner, outer, vocab::ADOPTS, "names/model_of_place", 0.6))
        }
        (vocab::REGION, vocab::CARRIER | vocab::ACTOR | vocab::INDUSTRY) if starts => {
            Some((outer, inner, vocab::LOCATED_IN, "names/body_of_place", 0.55))
        }
        _ if is_side(label, &scene.terms[inner].label)
            && part != vocab::REGION
            && scene.terms[outer].salience >= LEAST_OF_PAIR =>
        {
            Some((inner, outer, vocab::PART_OF, "names/side_of_pair", 0.45))
        }
        _ => None,
    }
}

/// Whether a name is the left side, or the start of the right side, of a name that joins two.
fn is_side(whole: &str, part: &str) -> bool {
    ["和", "与", " and "].iter().filter_map(|joint| whole.split_once(joint)).any(|(left, right)| {
        let left = left.rsplit(" of ").next().unwrap_or(left);
        left == part || right.starts_with(part) && part.chars().count() * 2 >= right.chars().count()
    })
}

/// What two names side by side say: 苏州 金鸡湖.
fn beside<'a>(scene: &Scene<'a>, left: usize, right: usize) -> Option<(&'a str, &'static str)> {
    match (scene.kind(left), scene.kind(right)) {
        (vocab::REGION, vocab::CARRIER | vocab::ACTOR) => Some((vocab::LOCATED_IN, "names/beside_place")),
        (vocab::REGION, vocab::MODEL) => Some((vocab::ADOPTS, "names/model_beside_place")),
        _ => None,
    }
}

#[expect(clippy::too_many_arguments, reason = "one call per form, each naming all it knows")]
fn push<'a>(
    scene: &Scene<'a>,
    at: Span,
    source: usize,
    target: usize,
    kind: &'a str,
    rule: &str,
    confidence: f64,
    found: &mut Vec<Link<'a>>,
) {
    let Some(sentence) = scene.cx.doc.sentence_at(at.start) else { return };
    let span = scene.cx.doc.sentences[sentence].span;
    let spoken = modality::of_place(scene.cx, 0);
    found.push(Link {
        source,
        target,
        kind,
        modality: spoken,
        predicate: Span { start: at.start, end: at.start },
        span,
        rule: RuleId::from(rule),
        confidence,
    });
}
