//! Settled mentions -> relation mentions: instances named with their class, and lists behind a colon.

use super::{Link, RelationExtractor, Scene, modality};
use crate::knowledge::vocab;
use crate::model::{Modality, RuleId, Tag};
use crate::text::{Language, Span};

/// # What it finds
/// `A、B等N` and `N such as A and B` make A and B examples of N; `N：A、B和C` makes them parts or kinds of N.
///
/// # Example
/// `人工智能、量子信息等前沿技术` => 人工智能 -example_of-> 前沿技术.
/// `four models: chain integration and platform integration` => chain integration -is_a-> models.
/// `等多元主体参与` => nothing.
///
/// # Why it is believed
/// The forms are used for little else.
///
/// # Known misses
/// Classes named by a word that is no term.
pub(super) struct Instances;

impl RelationExtractor for Instances {
    fn name(&self) -> &'static str {
        "instances"
    }

    fn extract<'a>(&self, scene: &Scene<'a>, found: &mut Vec<Link<'a>>) {
        for sentence in 0..scene.cx.doc.sentences.len() {
            let language = scene.cx.doc.sentences[sentence].language;
            for clause in 0..scene.groups[sentence].len() {
                match language {
                    Language::Zh => and_others(scene, sentence, clause, found),
                    Language::En => such_as(scene, sentence, clause, found),
                }
            }
            behind_colon(scene, sentence, found);
        }
    }
}

/// 人工智能、量子信息等前沿技术
fn and_others<'a>(scene: &Scene<'a>, sentence: usize, clause: usize, found: &mut Vec<Link<'a>>) {
    let cx = scene.cx;
    for pair in scene.groups[sentence][clause].groups.windows(2) {
        let joint = pair[0].tokens.end..pair[1].tokens.start;
        let opens = joint
            .clone()
            .find(|at| !matches!(cx.word(*at), "”" | "》"))
            .is_some_and(|at| matches!(cx.word(at), "等" | "等等"));
        let clean = joint
            .clone()
            .all(|at| !matches!(cx.doc.tokens[at].tag, Tag::Verb | Tag::Preposition) && cx.word(at) != "，");
        if !opens || !clean || joint.len() > FARTHEST_CLASS || pair[0].terms == pair[1].terms {
            continue;
        }
        let class = pair[1].terms[0];
        for instance in &pair[0].terms {
            // Problems and measures in a list make up what is behind it; things are instances of it.
            let alike = scene.kind(*instance) == scene.kind(class)
                && matches!(scene.kind(class), vocab::PROBLEM | vocab::POLICY);
            let kind = if alike { vocab::PART_OF } else { vocab::EXAMPLE_OF };
            push(
                scene,
                sentence,
                *instance,
                class,
                kind,
                Modality::Asserted,
                "instances/and_others",
                0.6,
                found,
            );
        }
    }
}

/// The class stands at most this many words behind its instances.
const FARTHEST_CLASS: usize = 6;

/// frontier technologies such as quantum computing
fn such_as<'a>(scene: &Scene<'a>, sentence: usize, clause: usize, found: &mut Vec<Link<'a>>) {
    let cx = scene.cx;
    let groups: Vec<&super::Group> =
        scene.groups[sentence][clause..].iter().take(2).flat_map(|clause| &clause.groups).collect();
    for pair in groups.windows(2) {
        let joint: Vec<String> =
            (pair[0].tokens.end..pair[1].tokens.start).map(|at| cx.word(at).to_lowercase()).collect();
        let joint: Vec<&str> = joint
            .iter()
            .map(String::as_str)
            .filter(|word| !matches!(*word, "," | "the" | "a" | "(" | "–" | "an"))
            .collect();
        let is_example = matches!(
            joint.as_slice(),
            ["such", "as"]
                | ["including"]
                | ["like"]
                | ["e.g", "."]
                | ["e.g"]
                | ["for", "example"]
                | ["for", "instance"]
                | ["namely"]
        );
        if is_example {
            for instance in &pair[1].terms {
                push(
                    scene,
                    sentence,
                    *instance,
                    pair[0].terms[0],
                    vocab::EXAMPLE_OF,
                    Modality::Asserted,
                    "instances/such_as",
                    0.7,
                    found,
                );
            }
        }
    }
}

/// 四种模式：A、B和C
fn behind_colon<'a>(scene: &Scene<'a>, sentence: usize, found: &mut Vec<Link<'a>>) {
    let cx = scene.cx;
    let clauses = &cx.doc.sentences[sentence].clauses;
    for (at, pair) in clauses.windows(2).enumerate() {
        let mark = cx.doc.document.text[pair[0].span.end as usize..pair[1].span.start as usize].trim();
        if !mark.starts_with(['：', ':']) {
            continue;
        }
        let (Some(class), Some(list)) =
            (scene.groups[sentence][at].groups.last(), scene.groups[sentence][at + 1].groups.first())
        else {
            continue;
        };
        let near = pair[0].tokens.end - class.tokens.end <= 1;
        if !near || list.terms.len() < 2 {
            continue;
        }
        let same = list.terms.iter().all(|term| scene.kind(*term) == scene.kind(class.terms[0]));
        let kind =
            if same && scene.kind(class.terms[0]) == vocab::MODEL { vocab::IS_A } else { vocab::PART_OF };
        for member in &list.terms {
            let spoken = modality::of_span(cx, sentence, list.span, kind);
            push(
                scene,
                sentence,
                *member,
                class.terms[0],
                kind,
                spoken,
                "instances/behind_colon",
                0.6,
                found,
            );
        }
    }
}

#[expect(clippy::too_many_arguments, reason = "one call per form, each naming all it knows")]
fn push<'a>(
    scene: &Scene<'a>,
    sentence: usize,
    source: usize,
    target: usize,
    kind: &'a str,
    spoken: Modality,
    rule: &str,
    confidence: f64,
    found: &mut Vec<Link<'a>>,
) {
    let span = scene.cx.doc.sentences[sentence].span;
    let predicate = Span { start: span.start, end: span.start };
    found.push(Link {
        source,
        target,
        kind,
        modality: spoken,
        predicate,
        span,
        rule: RuleId::from(rule),
        confidence,
    });
}
