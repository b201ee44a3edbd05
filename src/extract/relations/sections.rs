//! Settled mentions -> relation mentions: headings and items are parts of what they stand under.

use super::{Link, RelationExtractor, Scene, modality};
use crate::knowledge::vocab;
use crate::model::{Modality, RuleId};
use crate::text::Span;

/// # What it finds
/// The concept of a heading or of an item's title is part of the concept of the heading above, or a kind of it where the
/// two share their last word.
///
/// # Example
/// `二、养老模式` over `（一）社区养老模式` => 社区养老模式 -is_a-> 养老模式.
/// `主要体现在四个方面。其一，水量分配。` under `流域治理的内容` => 水量分配 -part_of-> 流域治理的内容.
/// `## Finance` over a paragraph that names banks => nothing.
///
/// # Why it is believed
/// Authors nest what belongs together.
///
/// # Known misses
/// Headings that follow each other in time; items whose parent is named three sentences before.
pub(super) struct Sections;

impl RelationExtractor for Sections {
    fn name(&self) -> &'static str {
        "sections"
    }

    fn extract<'a>(&self, scene: &Scene<'a>, found: &mut Vec<Link<'a>>) {
        let document = &scene.cx.doc.document;
        for (index, section) in document.sections.iter().enumerate() {
            let Some(child) = scene.discourse.section_topics[index] else { continue };
            let mut parent = section.parent;
            while let Some(at) = parent {
                if let Some(topic) = scene.discourse.section_topics[at] {
                    push(
                        scene,
                        child,
                        topic.0,
                        document.sections[index].heading,
                        "sections/heading",
                        0.5,
                        Modality::Asserted,
                        found,
                    );
                    break;
                }
                parent = document.sections[at].parent;
            }
        }
        for index in 0..scene.cx.outline.items.len() {
            item(scene, index, found);
        }
    }
}

fn item<'a>(scene: &Scene<'a>, index: usize, found: &mut Vec<Link<'a>>) {
    let item = &scene.cx.outline.items[index];
    let Some(child) = scene.discourse.item_topics[index] else { return };
    let (rule, confidence) =
        if item.set_off { ("sections/item", 0.6) } else { ("sections/item_clause", 0.4) };
    let parent = match item.parent {
        Some(parent) => scene.discourse.item_topics[parent].map(|(term, _)| term),
        None => lead_in(scene, index).or_else(|| section_topic(scene, item.section)),
    };
    let Some(parent) = parent else { return };
    let spoken = modality::of_place(scene.cx, item.section);
    push(
        scene,
        child,
        parent,
        Some(scene.cx.doc.sentences[item.start].span),
        rule,
        confidence,
        spoken,
        found,
    );
}

/// The subject of the sentence that announces a series: `…主要体现在四个方面。其一，…`.
fn lead_in(scene: &Scene<'_>, index: usize) -> Option<usize> {
    let items = &scene.cx.outline.items;
    let item = &items[index];
    let first = items
        .iter()
        .position(|other| {
            other.series == item.series
                && other.section == item.section
                && other.parent == item.parent
                && other.end > item.start.saturating_sub(60)
                && block_of(scene, other.start) == block_of(scene, item.start)
        })
        .unwrap_or(index);
    let before = items[first].start.checked_sub(1)?;
    let sentence = &scene.cx.doc.sentences[before];
    let text = scene.cx.slice(sentence.span);
    let announces = [
        "方面",
        "如下",
        "以下",
        "包括",
        "体现",
        "表现",
        "：",
        ":",
        "following",
        "include",
        "种",
        "个",
        "three",
        "four",
        "two",
        "five",
        "several",
    ]
    .iter()
    .any(|cue| text.contains(cue));
    let near = block_of(scene, before) == block_of(scene, items[first].start) || text.ends_with(['：', ':']);
    if !announces || !near {
        return None;
    }
    let mut groups = scene.groups[before].iter().flat_map(|clause| &clause.groups);
    let subject = groups.find(|group| group.governor.is_none())?;
    subject.terms.first().copied()
}

fn block_of(scene: &Scene<'_>, sentence: usize) -> usize {
    scene.cx.doc.sentences[sentence].block
}

fn section_topic(scene: &Scene<'_>, mut section: usize) -> Option<usize> {
    loop {
        if let Some((term, _)) = scene.discourse.section_topics[section] {
            return Some(term);
        }
        section = scene.cx.doc.document.sections[section].parent?;
    }
}

#[expect(
    clippy::too_many_arguments,
    reason = "one call site per kind of structure, each naming all it knows"
)]
fn push<'a>(
    scene: &Scene<'a>,
    child: (usize, Span),
    parent: usize,
    span: Option<Span>,
    rule: &str,
    confidence: f64,
    spoken: Modality,
    found: &mut Vec<Link<'a>>,
) {
    let (below, above) = (scene.kind(child.0), scene.kind(parent));
    let kind = if is_kind_of(scene, child.0, parent) { vocab::IS_A } else { vocab::PART_OF };
    // A problem under a goal is no part of it; a region is no part of a model.
    let mismatch = below == vocab::INDICATOR
        || below == vocab::REGION && above != vocab::REGION
        || (below == vocab::PROBLEM) != (above == vocab::PROBLEM) && above != vocab::TOPIC;
    let confidence = if mismatch { confidence * 0.5 } else { confidence };
    found.push(Link {
        source: child.0,
        target: parent,
        kind,
        modality: spoken,
        predicate: Span { start: child.1.start, end: child.1.start },
        span: span.unwrap_or(child.1),
        rule: RuleId::from(rule),
        confidence,
    });
}

/// 社区养老模式 is a 养老模式: same kind, same last word, and the parent is the shorter, more general name.
fn is_kind_of(scene: &Scene<'_>, child: usize, parent: usize) -> bool {
    let tail = |term: usize| -> String {
        let chars: Vec<char> = scene.terms[term].label.chars().collect();
        chars[chars.len().saturating_sub(2)..].iter().collect()
    };
    let same = scene.kind(child) == scene.kind(parent) && tail(child) == tail(parent);
    same && matches!(scene.kind(child), vocab::MODEL | vocab::POLICY | vocab::THEORY | vocab::TECHNOLOGY)
}
