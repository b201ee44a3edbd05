//! Settled mentions -> relation mentions: frames of verbs and prepositions, as patterns of the seeds.

use std::collections::BTreeMap;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::discourse::{Carry, subject_group};
use super::modality::{self, Trigger};
use super::reading::{ClassIndex, class_index};
use super::{ClauseGroups, Group, Link, RelationExtractor, Scene};
use crate::knowledge::{Element, Knowledge, Pattern, Role};
use crate::model::{RuleId, Tag};
use crate::text::{Language, Span, WordFinder};

/// Words of two neighbouring steps of a frame stand at most this many tokens apart.
const WIDEST_GAP: usize = 24;
/// The object of a frame starts at most this many tokens behind its last word.
const FARTHEST_OBJECT: usize = 7;

/// The patterns of both languages, compiled for one pass over a clause.
pub(crate) struct Frames {
    zh: FrameSet,
    en: FrameSet,
}

struct FrameSet {
    words: WordFinder,
    /// For every word: the patterns and steps that name it.
    owners: Vec<Vec<(usize, usize)>>,
    rules: Vec<[RuleId; 5]>,
    classes: ClassIndex,
}

impl Frames {
    /// Compiles the patterns.
    pub(crate) fn new(knowledge: &Knowledge) -> Self {
        Frames { zh: FrameSet::new(knowledge, Language::Zh), en: FrameSet::new(knowledge, Language::En) }
    }

    /// The word classes of a language, by word.
    pub(crate) fn classes(&self, language: Language) -> &ClassIndex {
        &self.set(language).classes
    }

    fn set(&self, language: Language) -> &FrameSet {
        match language {
            Language::Zh => &self.zh,
            Language::En => &self.en,
        }
    }
}

impl FrameSet {
    fn new(knowledge: &Knowledge, language: Language) -> Self {
        let patterns = &knowledge.lexicon(language).patterns;
        let mut words: Vec<&str> = Vec::new();
        let mut owners: Vec<Vec<(usize, usize)>> = Vec::new();
        let mut index: FxHashMap<String, usize> = FxHashMap::default();
        for (pattern, rule) in patterns.iter().enumerate() {
            for (step, element) in rule.elements.iter().enumerate() {
                let Element::Words(alternatives) = element else { continue };
                for word in alternatives {
                    let at = *index.entry(word.to_ascii_lowercase()).or_insert_with(|| {
                        words.push(word);
                        owners.push(Vec::new());
                        words.len() - 1
                    });
                    owners[at].push((pattern, step));
                }
            }
        }
        let carries = ["", "/clause", "/object", "/anaphor", "/topic"];
        let rules = patterns
            .iter()
            .map(|pattern| carries.map(|carry| RuleId::from(format!("{}{carry}", pattern.id).as_str())))
            .collect();
        FrameSet {
            words: WordFinder::folded(words),
            owners,
            rules,
            classes: class_index(knowledge, language),
        }
    }
}

/// A word of a pattern where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Hit {
    tokens: Range<usize>,
    span: Span,
}

/// One side of a link, and how it was found.
struct Bound {
    terms: Vec<usize>,
    carry: Option<Carry>,
}

/// # What it finds
/// Links that a frame states: verbs in active and passive, prepositions that go with verbs, copulas with a role.
///
/// # Example
/// `平台整合推动了成果转化` => 平台整合 -promotes-> 成果转化.
/// `Barriers to trade hinder growth` => Barriers to trade -hinders-> growth.
/// `平台整合没有推动成果转化` => negated.
///
/// # Why it is believed
/// Every pattern carries sentences it must accept and must reject.
///
/// # Known misses
/// Ends that are no mention; frames over three and more clauses.
pub(super) struct FrameLinks;

/// Name of the family.
pub(super) const NAME: &str = "frames";

impl RelationExtractor for FrameLinks {
    fn name(&self) -> &'static str {
        NAME
    }

    fn extract<'a>(&self, scene: &Scene<'a>, found: &mut Vec<Link<'a>>) {
        for sentence in 0..scene.cx.doc.sentences.len() {
            for clause in 0..scene.cx.doc.sentences[sentence].clauses.len() {
                clause_links(scene, sentence, clause, found);
            }
        }
    }
}

fn clause_links<'a>(scene: &Scene<'a>, sentence: usize, clause: usize, found: &mut Vec<Link<'a>>) {
    let ClauseGroups { groups, opened } = &scene.groups[sentence][clause];
    let from = found.len();
    links_between(scene, sentence, clause, groups, found);
    if !opened.is_empty() {
        let mut within = Vec::new();
        links_between(scene, sentence, clause, opened, &mut within);
        within.retain(|link| !found[from..].contains(link));
        found.append(&mut within);
    }
}

/// The links that frames state between some groups of a clause.
fn links_between<'a>(
    scene: &Scene<'a>,
    sentence: usize,
    clause: usize,
    groups: &[Group],
    found: &mut Vec<Link<'a>>,
) {
    let language = scene.cx.doc.sentences[sentence].language;
    let set = scene.frames.set(language);
    let hits = hits(scene, set, sentence, clause, groups);
    let patterns = &scene.cx.knowledge.lexicon(language).patterns;
    let mut tried: Vec<usize> = hits.iter().map(|((pattern, _), _)| *pattern).collect();
    tried.dedup();
    for pattern in tried {
        let steps = steps(&patterns[pattern], pattern, &hits);
        for words in chains(&steps) {
            matched(
                scene,
                (sentence, clause),
                groups,
                &patterns[pattern],
                &set.rules[pattern],
                &words,
                found,
            );
        }
    }
}

/// Words of patterns in a clause, outside mentions and on borders of words, by pattern and step.
fn hits(
    scene: &Scene<'_>,
    set: &FrameSet,
    sentence: usize,
    clause: usize,
    groups: &[Group],
) -> Vec<((usize, usize), Hit)> {
    let cx = scene.cx;
    let span = cx.doc.sentences[sentence].clauses[clause].span;
    let mut found: Vec<((usize, usize), Hit)> = Vec::new();
    for hit in set.words.all(cx.slice(span)) {
        let at = Span::new(span.start as usize + hit.start, span.start as usize + hit.end);
        let tokens = cx.doc.tokens_in(at);
        if tokens.is_empty()
            || cx.doc.tokens[tokens.start].span.start != at.start
            || cx.doc.tokens[tokens.end - 1].span.end != at.end
        {
            continue;
        }
        if groups.iter().any(|group| group.span.overlaps(at)) {
            continue;
        }
        found.extend(
            set.owners[hit.word].iter().map(|owner| (*owner, Hit { tokens: tokens.clone(), span: at })),
        );
    }
    found.sort_by_key(|(owner, hit)| (*owner, hit.span.start, std::cmp::Reverse(hit.span.end)));
    found.dedup_by(|next, kept| next.0 == kept.0 && next.1.span.start < kept.1.span.end);
    found
}

/// The hits of every step of words of a pattern; empty when a step has none.
fn steps(pattern: &Pattern, index: usize, hits: &[((usize, usize), Hit)]) -> Vec<Vec<Hit>> {
    let mut steps = Vec::new();
    for (step, element) in pattern.elements.iter().enumerate() {
        if matches!(element, Element::Words(_)) {
            let of_step: Vec<Hit> = hits
                .iter()
                .filter(|(owner, _)| *owner == (index, step))
                .map(|(_, hit)| hit.clone())
                .collect();
            if of_step.is_empty() {
                return Vec::new();
            }
            steps.push(of_step);
        }
    }
    steps
}

/// Every way to place the words in order: each first word with the nearest following words.
fn chains(steps: &[Vec<Hit>]) -> Vec<Vec<Hit>> {
    let Some((first, rest)) = steps.split_first() else { return Vec::new() };
    let mut chains = Vec::new();
    'first: for hit in first {
        let mut chain = vec![hit.clone()];
        for step in rest {
            let after = chain[chain.len() - 1].tokens.end;
            match step
                .iter()
                .find(|next| next.tokens.start >= after && next.tokens.start - after <= WIDEST_GAP)
            {
                Some(next) => chain.push(next.clone()),
                None => continue 'first,
            }
        }
        chains.push(chain);
    }
    chains
}

fn matched<'a>(
    scene: &Scene<'a>,
    (sentence, clause): (usize, usize),
    groups: &[Group],
    pattern: &'a Pattern,
    rules: &[RuleId; 5],
    words: &[Hit],
    found: &mut Vec<Link<'a>>,
) {
    let voice = voice(scene, sentence, pattern, &words[words.len() - 1]);
    let (mut source, mut target): (Option<Bound>, Option<Bound>) = (None, None);
    let mut n_words = 0;
    for element in &pattern.elements {
        let Element::Slot(role) = element else {
            n_words += 1;
            continue;
        };
        let bound = if n_words == 0 {
            subject(scene, sentence, clause, groups, words[0].tokens.start, pattern.carries)
        } else if n_words < words.len() {
            between(groups, words[n_words - 1].tokens.end..words[n_words].tokens.start)
        } else {
            object(scene, sentence, clause, groups, words[n_words - 1].tokens.end)
        };
        let slot = match role {
            Role::Source => &mut source,
            Role::Target => &mut target,
        };
        *slot = bound;
    }
    if let Voice::Passive(agent) = voice {
        target = source.take();
        source = agent.map(|terms| Bound { terms, carry: None });
    }
    let (Some(source), Some(target)) = (source, target) else { return };
    let carry = source.carry.or(target.carry);
    let rule = &rules[carry.map_or(0, |carry| carry as usize + 1)];
    let trigger = &words[words.len() - 1];
    let at = Trigger { sentence, clause, token: words[0].tokens.start.max(trigger.tokens.start) };
    for from in &source.terms {
        for to in &target.terms {
            let kind = kind(scene, pattern, *from, *to);
            let fit = scene.fit(kind, *from, *to);
            let confidence = pattern.weight * carry.map_or(1.0, Carry::factor) * [0.6, 0.85, 1.0][fit];
            found.push(Link {
                source: *from,
                target: *to,
                kind,
                modality: modality::of_trigger(scene.cx, at, kind),
                predicate: trigger.span,
                span: scene.cx.doc.sentences[sentence].span,
                rule: rule.clone(),
                confidence,
            });
        }
    }
}

fn kind<'a>(scene: &Scene<'a>, pattern: &'a Pattern, source: usize, target: usize) -> &'a str {
    let of = |kinds: &'a BTreeMap<String, String>, end: usize| {
        kinds.get(scene.kind(end)).or_else(|| kinds.get(scene.known_as(end)))
    };
    of(&pattern.by_target, target).or_else(|| of(&pattern.by_source, source)).unwrap_or(&pattern.kind)
}

fn subject(
    scene: &Scene<'_>,
    sentence: usize,
    clause: usize,
    groups: &[Group],
    before: usize,
    carries: bool,
) -> Option<Bound> {
    if let Some(group) = subject_group(groups, before) {
        return Some(Bound { terms: group.terms.clone(), carry: None });
    }
    let language = scene.cx.doc.sentences[sentence].language;
    let carried = scene.discourse.carried(sentence, clause).filter(|_| carries)?;
    let allowed =
        super::discourse::drops_subjects(language) || matches!(carried.carry, Carry::Clause | Carry::Anaphor);
    allowed.then(|| Bound { terms: carried.terms.clone(), carry: Some(carried.carry) })
}

fn between(groups: &[Group], tokens: Range<usize>) -> Option<Bound> {
    let mut within =
        groups.iter().filter(|group| tokens.start <= group.tokens.start && group.tokens.end <= tokens.end);
    within.next_back().map(|group| Bound { terms: group.terms.clone(), carry: None })
}

/// The object behind a word: the first group within reach; where 的 follows, the head behind it.
fn object(
    scene: &Scene<'_>,
    sentence: usize,
    clause: usize,
    groups: &[Group],
    after: usize,
) -> Option<Bound> {
    let at = groups.iter().position(|group| group.tokens.start >= after)?;
    let first = &groups[at];
    let gap = after..first.tokens.start;
    let cx = scene.cx;
    let blocks = |token: usize| {
        let word = cx.word(token);
        let tag = cx.doc.tokens[token].tag;
        tag == Tag::Punctuation && !matches!(word, "“" | "《" | "\"" | "‘" | "(" | "（")
            || matches!(word, "而" | "但" | "but" | "that" | "which")
    };
    let of = gap.clone().all(|token| {
        matches!(cx.word(token), "the" | "of" | "its" | "a" | "an" | "for" | "to" | "in")
            || !matches!(cx.doc.tokens[token].tag, Tag::Preposition)
    });
    if gap.len() > FARTHEST_OBJECT || gap.into_iter().any(blocks) || !of {
        return None;
    }
    let end = cx.doc.sentences[sentence].clauses[clause].tokens.end;
    let group = head_of(groups, at, end);
    Some(Bound { terms: group.terms.clone(), carry: None })
}

/// The last group of a chain joined by 的 or by nothing.
fn head_of(groups: &[Group], mut at: usize, end: usize) -> &Group {
    while groups.get(at + 1).is_some_and(|next| groups[at].leads_to(next) && next.tokens.end <= end) {
        at += 1;
    }
    &groups[at]
}

enum Voice {
    Active,
    /// With its agent behind "by", when there is one.
    Passive(Option<Vec<usize>>),
}

/// Whether the verb of an English frame stands in the passive: a form of "be" in front of a past participle.
fn voice(scene: &Scene<'_>, sentence: usize, pattern: &Pattern, verb: &Hit) -> Voice {
    let cx = scene.cx;
    let single = pattern.elements.iter().filter(|element| matches!(element, Element::Words(_))).count() == 1;
    let starts = matches!(pattern.elements.first(), Some(Element::Slot(Role::Source)));
    if pattern.language == Language::Zh || !single || !starts || verb.tokens.len() > 1 {
        return Voice::Active;
    }
    let word = cx.word(verb.tokens.start).to_lowercase();
    let participle = word.ends_with("ed")
        || word.ends_with("en")
        || matches!(
            word.as_str(),
            "driven" | "built" | "led" | "made" | "held" | "set" | "put" | "brought" | "met"
        );
    let before: Vec<String> = (verb.tokens.start.saturating_sub(3)..verb.tokens.start)
        .map(|at| cx.word(at).to_lowercase())
        .collect();
    let be = |word: &String| matches!(word.as_str(), "is" | "are" | "was" | "were" | "be" | "been" | "being");
    let by = (verb.tokens.end..cx.doc.sentences[sentence].tokens.end).take(6).find(|at| cx.word(*at) == "by");
    if !participle || !(before.iter().any(be) || by == Some(verb.tokens.end)) {
        return Voice::Active;
    }
    let groups = scene.groups[sentence].iter().flat_map(|clause| &clause.groups);
    let agent = by.and_then(|by| {
        groups.into_iter().find(|group| group.tokens.start > by && group.tokens.start <= by + 4)
    });
    Voice::Passive(agent.map(|group| group.terms.clone()))
}
