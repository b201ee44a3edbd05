//! Claims -> terms: which candidates are kept, of what kind, and where they all stand.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::compounds;
use super::features::{self, Features};
use super::kinds;
use super::mentions::{self, Claim, Context};
use super::salience;
use crate::knowledge::{FeatureId, vocab};
use crate::model::{BlockKind, RuleId, Tag};
use crate::text::{Language, MatchKey, Span, WordFinder, language_of, match_key, strip_marks};

/// A candidate term of one document with all that speaks for it.
#[derive(Debug)]
pub(crate) struct Candidate<'k> {
    pub(crate) key: MatchKey,
    pub(crate) label: String,
    pub(crate) language: Language,
    pub(crate) kind: &'k str,
    /// The kind that frames and fitted models of links take it for.
    pub(crate) known_as: &'k str,
    /// The kind that heads, form and claims vote for, and how sure that is.
    pub(crate) voted: (&'k str, f64),
    /// How sure the kind is, 0..=1.
    pub(crate) kind_confidence: f64,
    /// What its words and claims say of its kind, as numbers of features.
    pub(crate) words: Vec<FeatureId>,
    /// Claimed places with the rule that claimed them, in order.
    pub(crate) claims: Vec<(Span, &'static str)>,
    pub(crate) features: Features,
    /// How term-like it is, 0..=1.
    pub(crate) termhood: f64,
    /// How much an analyst would want it beside the better candidates of the paper, 0..=1.
    pub(crate) salience: f64,
    /// How much the network thinks it wanted, as logarithm of odds; 0 where it is blind.
    pub(crate) wanted: f64,
}

/// One place where a kept term stands.
#[derive(Debug, Clone)]
pub(crate) struct Occurrence {
    pub(crate) span: Span,
    /// Index of its candidate.
    pub(crate) term: usize,
    pub(crate) rule: RuleId,
    /// Whether a longer term covers it.
    pub(crate) nested: bool,
}

/// Candidates below this termhood are not terms.
const LEAST_TERMHOOD: f64 = 0.05;
/// The same of whole clauses that nothing but their marks sets apart, and of what only the model of borders proposes.
const LEAST_OF_DOUBTFUL: f64 = 0.15;
/// Most terms that one document may give, best first; bodies known by their place come on top.
const MOST_TERMS: usize = 700;

/// The kept candidates, best first, and every place where they stand, in order.
pub(crate) fn settle<'k>(cx: &Context<'k>, claims: &[Claim<'k>]) -> (Vec<Candidate<'k>>, Vec<Occurrence>) {
    let (candidates, occurrences) = placed(cx, claims);
    only_found(candidates, occurrences)
}

/// The candidates that are terms, best first, and every place where they stand, in order.
pub(crate) fn placed<'k>(cx: &Context<'k>, claims: &[Claim<'k>]) -> (Vec<Candidate<'k>>, Vec<Occurrence>) {
    let mut candidates = candidates(cx, claims);
    let is_proper = |candidate: &Candidate<'_>| {
        candidate.language == Language::Zh
            && mentions::is_proper_body(strip_marks(&candidate.label), &cx.knowledge.gazetteer)
    };
    candidates.retain(|candidate| {
        let is_loose =
            |rule: &str| ["pieces/", "learned/"].iter().any(|extractor| rule.starts_with(extractor));
        let is_doubtful = candidate.claims.iter().all(|(_, rule)| is_loose(rule));
        if is_doubtful && cx.knowledge.lexicon(candidate.language).is_generic(&candidate.label) {
            return false;
        }
        candidate.termhood >= if is_doubtful { LEAST_OF_DOUBTFUL } else { LEAST_TERMHOOD }
            || is_proper(candidate)
    });
    candidates.sort_by(|a, b| b.termhood.total_cmp(&a.termhood).then_with(|| a.key.cmp(&b.key)));
    let mut place = 0..;
    candidates
        .retain(|candidate| place.next().is_some_and(|place| place < MOST_TERMS) || is_proper(candidate));
    let mut occurrences = occurrences(cx, &candidates);
    compounds::keep_whole(cx, &candidates, &mut occurrences);
    mark_nested(&mut occurrences);
    (candidates, occurrences)
}

/// Nothing without evidence: drops candidates that stand nowhere inside one sentence.
fn only_found<'k>(
    candidates: Vec<Candidate<'k>>,
    mut occurrences: Vec<Occurrence>,
) -> (Vec<Candidate<'k>>, Vec<Occurrence>) {
    let mut stands = vec![false; candidates.len()];
    for occurrence in &occurrences {
        stands[occurrence.term] = true;
    }
    let mut index = vec![0usize; candidates.len()];
    let mut kept = Vec::with_capacity(candidates.len());
    for (term, candidate) in candidates.into_iter().enumerate() {
        index[term] = kept.len();
        if stands[term] {
            kept.push(candidate);
        }
    }
    for occurrence in &mut occurrences {
        occurrence.term = index[occurrence.term];
    }
    (kept, occurrences)
}

/// All candidates with their features and termhood, in order of their keys.
pub(crate) fn candidates<'k>(cx: &Context<'k>, claims: &[Claim<'k>]) -> Vec<Candidate<'k>> {
    let mut candidates = group(cx, claims);
    features::fill(cx, &mut candidates);
    for candidate in &mut candidates {
        candidate.termhood = cx.knowledge.termhood.probability(candidate.features.iter());
    }
    salience::rank(cx, &mut candidates);
    candidates
}

fn group<'k>(cx: &Context<'k>, claims: &[Claim<'k>]) -> Vec<Candidate<'k>> {
    let mut groups: Vec<(MatchKey, Vec<&Claim<'k>>)> = Vec::new();
    let mut by_key: FxHashMap<MatchKey, usize> = FxHashMap::default();
    let mut by_surface: FxHashMap<&str, Option<usize>> = FxHashMap::default();
    for claim in claims {
        let surface = cx.slice(claim.span);
        let group = *by_surface.entry(surface).or_insert_with(|| {
            let key = match_key(surface);
            // A name does not run from one cell or line into the next.
            let in_one_place = !surface.contains(['\t', '\n']);
            let names = in_one_place
                && key.chars().count() >= 2
                && !surface.starts_with(['的', '·', '和', '与', '及']);
            names.then(|| {
                *by_key.entry(key).or_insert_with_key(|key| {
                    groups.push((key.clone(), Vec::new()));
                    groups.len() - 1
                })
            })
        });
        if let Some(group) = group {
            groups[group].1.push(claim);
        }
    }
    groups.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    groups.into_iter().map(|(key, claims)| candidate(cx, key, &claims)).collect()
}

fn candidate<'k>(cx: &Context<'k>, key: MatchKey, claims: &[&Claim<'k>]) -> Candidate<'k> {
    let label = label(cx, claims);
    let language = language_of(&label);
    let voted = kind(cx, &label, language, claims);
    let claims = claims.iter().map(|claim| (claim.span, claim.rule)).collect();
    let mut candidate = Candidate {
        key,
        label,
        language,
        kind: voted.0,
        known_as: voted.0,
        voted,
        kind_confidence: voted.1,
        words: Vec::new(),
        claims,
        features: Features::default(),
        termhood: 0.0,
        salience: 0.0,
        wanted: 0.0,
    };
    candidate.words = kinds::features(&candidate, None);
    (candidate.kind, candidate.kind_confidence) = kinds::fitted(&candidate, cx.knowledge);
    candidate.known_as = cx.knowledge.known_as(candidate.kind);
    candidate
}

/// The commonest way of writing it; the first on a tie. English labels lose the capital of a sentence start.
fn label(cx: &Context<'_>, claims: &[&Claim<'_>]) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for claim in claims {
        let text = strip_marks(cx.slice(claim.span));
        match counts.iter_mut().find(|(known, _)| *known == text) {
            Some((_, n)) => *n += 1,
            None => counts.push((text, 1)),
        }
    }
    let best = counts.iter().map(|(_, n)| *n).max().unwrap_or(0);
    let lower = |text: &str| text.chars().all(|c| !c.is_uppercase());
    let (text, _) = counts
        .iter()
        .find(|(text, _)| lower(text))
        .or_else(|| counts.iter().find(|(_, n)| *n == best))
        .copied()
        .unwrap_or(("", 0));
    let unbalanced = |open: char, close: char| text.contains(open) != text.contains(close);
    if unbalanced('“', '”') { text.replace(['“', '”'], "") } else { text.to_owned() }
}

/// Votes of claims, of the head and of form.
fn kind<'k>(cx: &Context<'k>, label: &str, language: Language, claims: &[&Claim<'k>]) -> (&'k str, f64) {
    let mut votes: BTreeMap<&'k str, f64> = BTreeMap::new();
    let mut counted: Vec<&str> = Vec::new();
    for claim in claims {
        if let Some(kind) = claim.kind
            && !counted.contains(&claim.rule)
        {
            counted.push(claim.rule);
            *votes.entry(kind).or_default() += vote(claim.rule);
        }
    }
    if let Some(head) = kinds::by_head(label, language, cx.knowledge) {
        *votes.entry(head.kind.as_str()).or_default() += head.confidence;
    }
    if kinds::is_document_name(label, cx.knowledge) {
        *votes.entry(vocab::POLICY).or_default() += 2.0;
    }
    by_form(cx, label, language, claims, &mut votes);
    let total: f64 = votes.values().sum();
    let best = votes.iter().fold(None, |best: Option<(&str, f64)>, (kind, vote)| match best {
        Some((_, most)) if most >= *vote => best,
        _ => Some((kind, *vote)),
    });
    best.map_or((kinds::UNKNOWN, 0.3), |(kind, vote)| (kind, vote / total * vote.min(1.0)))
}

/// What form alone says: verb and object is a measure; a name in capitals without any known head is somebody.
fn by_form<'k>(
    cx: &Context<'k>,
    label: &str,
    language: Language,
    claims: &[&Claim<'k>],
    votes: &mut BTreeMap<&'k str, f64>,
) {
    let tokens = cx.doc.tokens_in(claims[0].span);
    match language {
        Language::Zh => {
            let opens =
                tokens.clone().next().is_some_and(|at| cx.is_in(Language::Zh, "measure", cx.word(at)));
            if opens && tokens.len() >= 3 && label.chars().count() >= 6 {
                *votes.entry(vocab::POLICY).or_default() += 0.8;
            }
            // 居民用水推动管网改造 names how something works, A—B—C a way of going about it, 不愿转 what is wrong.
            let inner = tokens.clone().skip(1).take(tokens.len().saturating_sub(2));
            let drives = inner.clone().any(|at| {
                cx.is_in(Language::Zh, "promote", cx.word(at)) && cx.doc.tokens[at].tag == Tag::Verb
            });
            if drives && !opens {
                *votes.entry(vocab::MECHANISM).or_default() += 0.7;
            }
            if label.contains(['—', '+', '－']) && label.chars().count() >= 5 {
                *votes.entry(vocab::MODEL).or_default() += 0.5;
            }
            if label.starts_with(['不', '难', '慢', '缺', '唯', '无']) && votes.is_empty() {
                votes.insert(vocab::PROBLEM, 0.5);
            }
            heading_frame(cx, claims, votes);
        }
        Language::En => {
            let small = |word: &str| matches!(word, "of" | "for" | "and" | "the" | "in" | "on" | "&");
            let named =
                label.split(' ').all(|word| small(word) || word.starts_with(|c: char| c.is_uppercase()));
            let inside = claims.iter().any(|claim| {
                cx.doc
                    .sentence_at(claim.span.start)
                    .is_some_and(|at| cx.doc.sentences[at].span.start != claim.span.start)
            });
            let is_acronym = label.chars().all(|c| c.is_uppercase() || c == '&') && label.len() <= 5;
            if named && inside && !is_acronym && votes.is_empty() {
                votes.insert(vocab::ACTOR, 0.5);
            }
        }
    }
}

/// What stands as title under a heading of problems is a problem, under a heading of advice a measure, and so on.
fn heading_frame<'k>(cx: &Context<'k>, claims: &[&Claim<'k>], votes: &mut BTreeMap<&'k str, f64>) {
    const FRAMES: &[(&str, &str)] = &[
        ("frame_problem", vocab::PROBLEM),
        ("frame_policy", vocab::POLICY),
        ("frame_mechanism", vocab::MECHANISM),
        ("frame_model", vocab::MODEL),
        ("frame_stage", vocab::STAGE),
    ];
    let document = &cx.doc.document;
    let Some(claim) = claims.iter().find(|claim| claim.rule.starts_with("headings/")) else { return };
    let block = document.blocks.partition_point(|block| block.span.end < claim.span.end);
    let Some(block) = document.blocks.get(block) else { return };
    let section = if block.kind == BlockKind::Heading {
        document.sections[block.section].parent
    } else {
        Some(block.section)
    };
    let Some(heading) = section.and_then(|section| document.sections[section].heading) else { return };
    let text = cx.slice(heading);
    let ends_with = |class: &str| {
        cx.knowledge.lexicon(Language::Zh).class(class).iter().any(|word| text.ends_with(word.as_str()))
    };
    if let Some((_, kind)) = FRAMES.iter().find(|(class, _)| ends_with(class)) {
        *votes.entry(kind).or_default() += 0.6;
    }
}

/// How much a claim that names a kind weighs against a head, which weighs its confidence.
fn vote(rule: &str) -> f64 {
    match rule {
        "regions/gazetteer" => 3.0,
        "books/document" | "indicators/phrase" | "indicators/number" | "indicators/counted"
        | "stages/period" => 2.5,
        "seed_terms/known" => 2.0,
        "problems/clause" => 1.5,
        "measures/after_cue" | "measures/in_advice" => 1.2,
        _ => 1.0,
    }
}

/// The other stretches that name what an occurrence names, where the rule that claimed it knows some.
pub(crate) fn forms(cx: &Context<'_>, span: Span, rule: &str) -> Vec<Span> {
    if rule.starts_with("indicators/") { mentions::forms(cx, span) } else { Vec::new() }
}

/// All names of a candidate, its label first.
pub(crate) fn names(cx: &Context<'_>, candidate: &Candidate<'_>) -> Vec<String> {
    let mut names = vec![candidate.label.clone()];
    for form in candidate.claims.iter().flat_map(|(span, rule)| forms(cx, *span, rule)) {
        let name = cx.slice(form);
        if names.iter().all(|known| known != name) {
            names.push(name.to_owned());
        }
    }
    names
}

/// Every place where a kept term stands on borders of words; a claimed place keeps the rule that claimed it.
fn occurrences(cx: &Context<'_>, candidates: &[Candidate<'_>]) -> Vec<Occurrence> {
    let mut claimed: FxHashMap<Span, &'static str> = FxHashMap::default();
    let mut surfaces: Vec<(&str, usize)> = Vec::new();
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    for (term, candidate) in candidates.iter().enumerate() {
        for (span, rule) in &candidate.claims {
            claimed.entry(*span).or_insert(rule);
            let surface = cx.slice(*span);
            if seen.insert(surface) {
                surfaces.push((surface, term));
            }
        }
    }
    let mut found: Vec<Occurrence> = Vec::new();
    let finder = WordFinder::exact(surfaces.iter().map(|(surface, _)| *surface));
    let mut rules: FxHashMap<&str, RuleId> = FxHashMap::default();
    for sentence in &cx.doc.sentences {
        for hit in finder.all(cx.slice(sentence.span)) {
            let offset = sentence.span.start as usize;
            let span = Span::new(offset + hit.start, offset + hit.end);
            let term = surfaces[hit.word].1;
            let rule = claimed.get(&span).copied();
            if rule.is_none() && !on_borders(cx, span, candidates[term].language) {
                continue;
            }
            let rule = rule.unwrap_or("terms/again");
            let rule = rules.entry(rule).or_insert_with(|| RuleId::from(rule)).clone();
            found.push(Occurrence { span, term, rule, nested: false });
        }
    }
    found.sort_by_key(|occurrence| {
        (occurrence.span.start, std::cmp::Reverse(occurrence.span.end), occurrence.term)
    });
    found.dedup_by_key(|occurrence| occurrence.span);
    found
}

/// Marks the places that a longer term covers; they are in order.
fn mark_nested(occurrences: &mut [Occurrence]) {
    let mut reach = 0;
    for occurrence in occurrences {
        occurrence.nested = occurrence.span.end <= reach;
        reach = reach.max(occurrence.span.end);
    }
}

/// Whether a span starts and ends where words do, and in Chinese does not split a run of one word.
fn on_borders(cx: &Context<'_>, span: Span, language: Language) -> bool {
    let tokens = cx.doc.tokens_in(span);
    let Some(first) = tokens.clone().next() else { return false };
    let borders =
        cx.doc.tokens[first].span.start == span.start && cx.doc.tokens[tokens.end - 1].span.end == span.end;
    let is_verb = tokens.len() == 1 && cx.doc.tokens[first].tag == Tag::Verb && language == Language::Zh;
    borders && !is_verb
}
