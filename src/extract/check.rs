//! Patterns -> what is wrong with them: each is run on the sentences it carries.

use super::borders::Borders;
use super::mentions::{Context, Matcher};
use super::reader::Reader;
use super::relations::{self, Discourse, Frames, Scene, clause_groups};
use super::terms::{Candidate, Occurrence};
use super::{features::Features, kinds, outline};
use crate::knowledge::{Knowledge, Network, Pattern};
use crate::model::{Block, BlockKind, Document, Metadata, RuleId, Section, Zone};
use crate::segment::Segmenter;
use crate::text::{Language, Span, match_key};

/// Runs every pattern on its own sentences; one line for each that comes out otherwise than written.
#[must_use]
pub fn check_patterns(knowledge: &Knowledge) -> Vec<String> {
    let segmenter = Segmenter::new(knowledge);
    let matcher = Matcher::new(knowledge);
    let frames = Frames::new(knowledge);
    let mut problems = Vec::new();
    for pattern in
        [Language::Zh, Language::En].iter().flat_map(|language| &knowledge.lexicon(*language).patterns)
    {
        let links = |sentence: &str| links(sentence, pattern, knowledge, &segmenter, &matcher, &frames);
        for example in &pattern.accepts {
            let Some((sentence, expected)) = example.split_once(" => ") else {
                problems
                    .push(format!("{}: {example:?} has no \" => \"; write what must come out", pattern.id));
                continue;
            };
            let found = links(sentence);
            let missing: Vec<&str> =
                expected.split("; ").filter(|link| !found.iter().any(|found| found == link.trim())).collect();
            if !missing.is_empty() {
                problems
                    .push(format!("{}: {sentence:?} does not give {missing:?} but {found:?}", pattern.id));
            }
        }
        for sentence in &pattern.rejects {
            let found = links(sentence);
            if !found.is_empty() {
                problems.push(format!("{}: {sentence:?} gives {found:?}", pattern.id));
            }
        }
    }
    problems
}

/// The links that one pattern makes of a sentence whose mentions stand in `[brackets]`, as `a -kind-> b`.
fn links(
    sentence: &str,
    pattern: &Pattern,
    knowledge: &Knowledge,
    segmenter: &Segmenter<'_>,
    matcher: &Matcher,
    frames: &Frames,
) -> Vec<String> {
    let (text, spans) = unbracket(sentence, knowledge);
    let doc = segmenter.segment(document(text));
    let outline = outline::Outline::default();
    let borders = Borders::default();
    let cx = Context { doc: &doc, knowledge, outline: &outline, matcher, borders: &borders, statistics: &[] };
    let mut terms: Vec<Candidate<'_>> = Vec::new();
    let mut occurrences: Vec<Occurrence> = Vec::new();
    for span in spans {
        let (span, kind) = span;
        let label = cx.slice(span).to_owned();
        let key = match_key(&label);
        let term = terms.iter().position(|term| term.key == key).unwrap_or(terms.len());
        if term == terms.len() {
            terms.push(candidate(label, pattern.language, kind, knowledge));
        }
        occurrences.push(Occurrence { span, term, rule: RuleId::from("check/bracket"), nested: false });
    }
    let groups = clause_groups(&cx, &terms, &occurrences);
    let discourse = Discourse::build(&cx, &terms, &occurrences, &groups);
    // Frames do not ask the network.
    let network = Network::default();
    let reader = Reader::new(&doc, &network);
    let scene = Scene {
        cx: &cx,
        terms: &terms,
        groups: &groups,
        occurrences: &occurrences,
        likely: &[],
        one_thing: &[],
        discourse: &discourse,
        frames,
        reader: &reader,
    };
    let found = relations::all_links(&scene).into_iter().filter(|link| {
        link.rule.0.as_ref() == pattern.id
            || link.rule.0.strip_prefix(pattern.id.as_str()).is_some_and(|rest| rest.starts_with('/'))
    });
    found
        .map(|link| format!("{} -{}-> {}", terms[link.source].label, link.kind, terms[link.target].label))
        .collect()
}

fn candidate<'k>(
    label: String,
    language: Language,
    kind: &'k str,
    knowledge: &'k Knowledge,
) -> Candidate<'k> {
    Candidate {
        key: match_key(&label),
        label,
        language,
        kind,
        known_as: knowledge.known_as(kind),
        voted: (kind, 1.0),
        kind_confidence: 1.0,
        claims: Vec::new(),
        features: Features::default(),
        words: Vec::new(),
        termhood: 1.0,
        salience: 1.0,
        wanted: 0.0,
    }
}

/// The sentence without brackets, and its mentions with their kinds: `[policy:税收优惠]`, or `[税收优惠]` for a topic.
fn unbracket<'k>(sentence: &str, knowledge: &'k Knowledge) -> (String, Vec<(Span, &'k str)>) {
    let mut text = String::new();
    let mut mentions = Vec::new();
    for (n, part) in sentence.split(['[', ']']).enumerate() {
        if n % 2 == 0 {
            text.push_str(part);
            continue;
        }
        let known = part
            .split_once(':')
            .and_then(|(name, label)| knowledge.concept_kind(name).map(|kind| (kind.name.as_str(), label)));
        let (kind, label) = known.unwrap_or((kinds::UNKNOWN, part));
        mentions.push((Span::new(text.len(), text.len() + label.len()), kind));
        text.push_str(label);
    }
    (text, mentions)
}

fn document(text: String) -> Document {
    let span = Span::new(0, text.len());
    let language = crate::text::language_of(&text);
    Document {
        id: String::new(),
        path: String::new(),
        sha256: String::new(),
        metadata: Metadata::default(),
        sections: vec![Section { parent: None, level: 0, heading: None, zone: Zone::Body }],
        blocks: vec![Block { span, kind: BlockKind::Paragraph, section: 0, language }],
        tables: Vec::new(),
        pages: Vec::new(),
        format: "text".into(),
        text,
    }
}
