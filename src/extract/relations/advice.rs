//! Settled mentions -> relation mentions: measures of a section of advice further what the advice is for.

use super::{Link, RelationExtractor, Scene};
use crate::knowledge::vocab;
use crate::model::{Modality, RuleId, Zone};
use crate::text::{Language, Span};

/// # What it finds
/// What is called for to reach something furthers it: 为实现A，需B. The measure that titles a section or item of advice is
/// recommended for what the paper is about.
///
/// # Example
/// `四、政策建议` over `（一）完善补贴制度` in a paper on 秸秆利用 => 完善补贴制度 -promotes-> 秸秆利用, recommended.
/// `推动绿色转型，应采用碳税` => 碳税 -promotes-> 绿色转型, recommended.
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
        for sentence in 0..scene.cx.doc.sentences.len() {
            purpose(scene, sentence, found);
        }
        let document = &scene.cx.doc.document;
        let Some(topic) = topic(scene) else { return };
        for (index, section) in document.sections.iter().enumerate() {
            let Some((term, span)) = scene.discourse.section_topics[index] else { continue };
            if section.zone == Zone::Recommendation && scene.kind(term) == vocab::POLICY {
                push(scene, term, topic, span, found);
            }
        }
        for (sentence, annotated) in scene.cx.doc.sentences.iter().enumerate() {
            named(scene, sentence, document.blocks[annotated.block].section, topic, found);
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

/// Measures named in a section of advice further the topic; problems named in a section of problems hold it back.
fn named<'a>(scene: &Scene<'a>, sentence: usize, section: usize, topic: usize, found: &mut Vec<Link<'a>>) {
    let document = &scene.cx.doc.document;
    let heading = document.sections[section].heading.map_or("", |heading| scene.cx.slice(heading));
    let advises = document.sections[section].zone == Zone::Recommendation;
    let troubles = scene
        .cx
        .knowledge
        .lexicon(Language::Zh)
        .class("frame_problem")
        .iter()
        .any(|word| heading.contains(word.as_str()));
    for group in scene.groups[sentence].iter().flat_map(|clause| &clause.groups) {
        for term in group.terms.iter().filter(|term| scene.terms[**term].termhood >= LEAST_TERMHOOD) {
            let (kind, spoken, rule) = match scene.kind(*term) {
                vocab::POLICY if advises => (vocab::PROMOTES, Modality::Recommended, "advice/named"),
                vocab::PROBLEM if troubles => (vocab::HINDERS, Modality::Asserted, "advice/problem"),
                _ => continue,
            };
            let span = scene.cx.doc.sentences[sentence].span;
            let predicate = Span { start: group.span.start, end: group.span.start };
            found.push(Link {
                source: *term,
                target: topic,
                kind,
                modality: spoken,
                predicate,
                span,
                rule: RuleId::from(rule),
                confidence: 0.35,
            });
        }
    }
}

/// Terms less term-like than this are background.
const LEAST_TERMHOOD: f64 = 0.3;

/// 为促进A，需B；C。 and 推动A，可采用B: what is called for furthers what it is called for.
fn purpose<'a>(scene: &Scene<'a>, sentence: usize, found: &mut Vec<Link<'a>>) {
    let cx = scene.cx;
    let annotated = &cx.doc.sentences[sentence];
    let language = annotated.language;
    let Some((aim, clause)) = annotated
        .clauses
        .iter()
        .enumerate()
        .take(2)
        .find_map(|(at, clause)| aim(scene, sentence, at).map(|aim| (aim, clause)))
    else {
        return;
    };
    let rest: Vec<usize> = (0..annotated.clauses.len())
        .filter(|at| annotated.clauses[*at].span.start > clause.span.start)
        .collect();
    let calls = |at: &usize| {
        let tokens = annotated.clauses[*at].tokens.clone();
        let text = cx.slice(cx.span(tokens.clone())).to_lowercase();
        tokens.take(5).any(|token| cx.is_in(language, "recommended", &cx.word(token).to_lowercase()))
            || language == Language::En && text.contains("necessary")
    };
    let Some(first) = rest.iter().position(calls) else { return };
    for at in &rest[first..] {
        for group in scene.groups[sentence][*at]
            .groups
            .iter()
            .filter(|group| group.governor.is_none() && !group.modifies)
        {
            let means = group.terms.iter().filter(|term| {
                matches!(
                    scene.kind(**term),
                    vocab::POLICY
                        | vocab::MODEL
                        | vocab::MECHANISM
                        | vocab::CARRIER
                        | vocab::TECHNOLOGY
                        | vocab::TOPIC
                        | vocab::GOAL
                        | vocab::FACTOR
                )
            });
            for term in means {
                let predicate = Span { start: group.span.start, end: group.span.start };
                found.push(Link {
                    source: *term,
                    target: aim,
                    kind: vocab::PROMOTES,
                    modality: Modality::Recommended,
                    predicate,
                    span: annotated.span,
                    rule: RuleId::from("advice/purpose"),
                    confidence: 0.5,
                });
            }
        }
    }
}

/// What a clause without a subject sets out to reach: 为促进A, 推动A, to promote A.
fn aim(scene: &Scene<'_>, sentence: usize, clause: usize) -> Option<usize> {
    let cx = scene.cx;
    let annotated = &cx.doc.sentences[sentence];
    let tokens = annotated.clauses[clause].tokens.clone();
    let opens = |word: &str| match annotated.language {
        Language::Zh => matches!(word, "为" | "为了" | "要" | "要想" | "若要"),
        Language::En => matches!(word, "to" | "in"),
    };
    let mut start = tokens.start;
    let mut announced = false;
    while start < tokens.end
        && (opens(&cx.word(start).to_lowercase())
            || matches!(
                cx.word(start).to_lowercase().as_str(),
                "order" | "effectively" | "更好地" | "进一步" | "有效"
            ))
    {
        announced = true;
        start += 1;
    }
    let verb = cx.word(start.min(tokens.end - 1)).to_lowercase();
    let strives = ["promote", "raise", "build", "support"]
        .iter()
        .any(|class| cx.is_in(annotated.language, class, &verb));
    if !strives || annotated.language == Language::En && !announced {
        return None;
    }
    let group = scene.groups[sentence][clause].groups.iter().find(|group| group.tokens.start > start)?;
    group.terms.first().copied()
}

/// What the paper is about: the best term of its title, else its best term.
pub(super) fn topic(scene: &Scene<'_>) -> Option<usize> {
    let titles =
        scene.cx.doc.document.blocks.iter().filter(|block| block.kind == crate::model::BlockKind::Title);
    let in_title =
        titles.flat_map(|block| scene.occurrences_in(block.span)).map(|occurrence| occurrence.term).min();
    in_title.or((!scene.terms.is_empty()).then_some(0))
}

fn push<'a>(scene: &Scene<'a>, source: usize, target: usize, at: Span, found: &mut Vec<Link<'a>>) {
    let span =
        scene.cx.doc.sentence_at(at.start).map_or(at, |sentence| scene.cx.doc.sentences[sentence].span);
    let predicate = Span { start: at.start, end: at.start };
    found.push(Link {
        source,
        target,
        kind: vocab::PROMOTES,
        modality: Modality::Recommended,
        predicate,
        span,
        rule: RuleId::from("advice/measure"),
        confidence: 0.4,
    });
}
