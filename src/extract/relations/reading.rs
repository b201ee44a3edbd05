//! Settled mentions -> relation mentions: pairs of mentions, weighed by a fitted model.
//!
//! Frames propose; much is said in ways that no frame holds, and some frames match what they do not mean. A multinomial logistic
//! model (A. Berger, S. Della Pietra, V. Della Pietra, *A maximum entropy approach to natural language processing*, 1996) weighs
//! every pair of mentions of a sentence, and of what it carries over from before, by what stands between and around them, with
//! the frames that matched among its features. It is fitted on sentences whose links readers wrote down in full.

use rustc_hash::{FxHashMap, FxHashSet};

use super::pair_features::{CLASSES, Place, Words};
use super::{Link, Scene, confidence, context, modality};
use crate::extract::numbered::{FeatureList, FeatureNames};
use crate::knowledge::{FeatureId, vocab};
use crate::model::RuleId;
use crate::text::{Language, Span};

/// Two mentions and what is known of the pair; the right one stands in the sentence, the left one before it.
#[derive(Debug)]
pub(crate) struct Pair {
    pub(crate) left: (usize, Span),
    pub(crate) right: (usize, Span),
    pub(crate) sentence: usize,
    /// Clause and first token of the right mention, for the modality.
    clause: usize,
    token: usize,
    /// The word that governs the right mention.
    trigger: Option<usize>,
    pub(crate) features: Vec<FeatureId>,
}

impl Pair {
    /// Whether its left end is carried in from before the sentence.
    fn is_carried(&self, scene: &Scene<'_>) -> bool {
        !scene.cx.doc.sentences[self.sentence].span.contains(self.left.1)
    }
}

/// Groups farther apart than this are not paired.
const FARTHEST: usize = 12;

/// The class of a word, for features.
pub(crate) type ClassIndex = FxHashMap<String, &'static str>;

/// Every word of the classes with the first class that holds it.
pub(crate) fn class_index(knowledge: &crate::knowledge::Knowledge, language: Language) -> ClassIndex {
    let mut index = ClassIndex::default();
    for class in CLASSES {
        for word in knowledge.lexicon(language).class(class) {
            let head = word.split(' ').next().unwrap_or(word);
            index.entry(head.to_owned()).or_insert(class);
        }
    }
    index
}

/// Links that frames state, by sentence and ends.
type Stated<'l, 'a> = FxHashMap<(Span, usize, usize), Vec<&'l Link<'a>>>;

fn by_ends<'l, 'a>(stated: &'l [Link<'a>]) -> Stated<'l, 'a> {
    let mut index = Stated::default();
    for link in stated {
        index.entry(key(link)).or_default().push(link);
    }
    index
}

/// Shows every pair of every sentence with its features; `stated` are the links that frames made.
pub(crate) fn pairs(
    scene: &Scene<'_>,
    stated: &[Link<'_>],
    names: Option<&FeatureNames>,
    see: &mut dyn FnMut(Pair),
) {
    let stated = by_ends(stated);
    for sentence in 0..scene.cx.doc.sentences.len() {
        let words = Words::new(scene, sentence);
        sentence_pairs(scene, &words, sentence, &stated, names, see);
        carried_pairs(scene, &words, sentence, &stated, names, see);
    }
}

fn places<'s>(scene: &'s Scene<'_>, sentence: usize) -> Vec<Place<'s>> {
    let clauses = scene.groups[sentence].iter().enumerate();
    clauses
        .flat_map(|(clause, groups)| groups.groups.iter().map(move |group| Place { clause, group }))
        .collect()
}

fn sentence_pairs(
    scene: &Scene<'_>,
    words: &Words<'_>,
    sentence: usize,
    stated: &Stated<'_, '_>,
    names: Option<&FeatureNames>,
    see: &mut dyn FnMut(Pair),
) {
    let places = places(scene, sentence);
    let span = scene.cx.doc.sentences[sentence].span;
    for (at, left) in places.iter().enumerate() {
        for (gap, right) in places[at + 1..].iter().take(FARTHEST).enumerate() {
            let mut shared = FeatureList { ids: Vec::new(), names };
            words.shared(*left, *right, gap, &mut shared);
            let verb = words.verb_before(*right).filter(|verb| *verb >= left.group.tokens.end);
            for a in &left.group.members {
                for b in right.group.members.iter().filter(|b| b.0 != a.0) {
                    let frames =
                        stated.get(&(span, a.0.min(b.0), a.0.max(b.0))).map_or(&[][..], Vec::as_slice);
                    let mut own = FeatureList { ids: shared.ids.clone(), names };
                    words.own((a.0, b.0), *right, verb, frames, &mut own);
                    see(pair(sentence, *a, *b, *right, verb, own.ids));
                }
            }
        }
    }
}

fn carried_pairs(
    scene: &Scene<'_>,
    words: &Words<'_>,
    sentence: usize,
    stated: &Stated<'_, '_>,
    names: Option<&FeatureNames>,
    see: &mut dyn FnMut(Pair),
) {
    let carried = context::carried(scene, sentence);
    let span = scene.cx.doc.sentences[sentence].span;
    for (at, right) in places(scene, sentence).into_iter().enumerate() {
        let verb = words.verb_before(right);
        for (term, place, role) in &carried {
            let role = role.name();
            let mut shared = FeatureList { ids: Vec::new(), names };
            words.carried(role, right, at, &mut shared);
            for b in right.group.members.iter().filter(|b| b.0 != *term) {
                let frames =
                    stated.get(&(span, b.0.min(*term), b.0.max(*term))).map_or(&[][..], Vec::as_slice);
                let mut own = FeatureList { ids: shared.ids.clone(), names };
                words.carried_own(role, (*term, b.0), right, frames, &mut own);
                see(pair(sentence, (*term, *place), *b, right, verb, own.ids));
            }
        }
    }
}

fn pair(
    sentence: usize,
    left: (usize, Span),
    right: (usize, Span),
    place: Place<'_>,
    trigger: Option<usize>,
    features: Vec<FeatureId>,
) -> Pair {
    Pair { left, right, sentence, clause: place.clause, token: place.group.tokens.start, trigger, features }
}

/// The label of the weights for being linked at all.
const LINKED: &str = "linked";
/// Pairs less likely than this to be linked at all are passed over at once.
const LEAST_LINKED: f32 = 0.1;
/// A pair is linked when it is this likely to be linked, and in this way.
const LEAST_LIKELY: f64 = 0.14;
/// The same for a pair whose left end the sentence does not name.
const LEAST_LIKELY_CARRIED: f64 = 0.25;
/// How likely a kind is at least where a frame states it of both ends itself.
const STATED: f32 = 0.5;

/// The links of sentences: what the model holds likely, in the words of the frame that states it, where one does.
pub(crate) fn links<'a>(scene: &Scene<'a>, stated: Vec<Link<'a>>) -> Vec<Link<'a>> {
    let model = &scene.cx.knowledge.pairs;
    let frames = by_ends(&stated);
    let mut links = Vec::new();
    let Some(is_linked) = model.label(LINKED) else { return stated };
    let mut sums = vec![0f32; model.labels.len()];
    let mut judged: FxHashSet<(Span, usize, usize)> = FxHashSet::default();
    pairs(scene, &stated, None, &mut |pair| {
        judged.insert(ends_of(scene, &pair));
        sums.fill(0.0);
        model.add(&pair.features, &mut sums);
        let linked = 1.0 / (1.0 + (-sums[is_linked]).exp());
        if linked < LEAST_LINKED {
            return;
        }
        sums[is_linked] = f32::MIN;
        let (label, of_kind) = kind_label(scene, &pair, &sums, &frames);
        let likely = f64::from(linked) * f64::from(of_kind);
        let least = if pair.is_carried(scene) { LEAST_LIKELY_CARRIED } else { LEAST_LIKELY };
        if likely >= least {
            links.extend(read(scene, &pair, label, confidence::of_reading(likely), &frames));
        }
    });
    // Mates of one list and ends far apart are no pairs; what is stated of them stands for itself.
    links.extend(stated.iter().filter(|link| !judged.contains(&key(link))).map(|link| {
        let mut link = link.clone();
        confidence::weigh(scene, &mut link);
        link
    }));
    links
}

fn key(link: &Link<'_>) -> (Span, usize, usize) {
    (link.span, link.source.min(link.target), link.source.max(link.target))
}

fn ends_of(scene: &Scene<'_>, pair: &Pair) -> (Span, usize, usize) {
    let (left, right) = (pair.left.0, pair.right.0);
    (scene.cx.doc.sentences[pair.sentence].span, left.min(right), left.max(right))
}

/// A frame that names both ends in one clause is believed unless the model holds another kind this many times likelier.
const TRUST_IN_FRAMES: f32 = 30.0;

/// The likeliest label, and how likely it is if the pair is linked; what a frame states of both ends itself, unless that is unlikely.
fn kind_label<'m>(scene: &Scene<'m>, pair: &Pair, kinds: &[f32], frames: &Stated<'_, '_>) -> (&'m str, f32) {
    let labels = &scene.cx.knowledge.pairs.labels;
    let best = (0..kinds.len()).fold(0, |best, at| if kinds[at] > kinds[best] { at } else { best });
    let left = pair.left.0;
    let direct = frames
        .get(&ends_of(scene, pair))
        .into_iter()
        .flatten()
        .filter(|frame| frame.rule.0.matches('/').count() == 1);
    let stated = direct.filter_map(|frame| {
        labels.iter().position(|label| label[1..] == *frame.kind && is_said(scene, label, frame, left))
    });
    // Sums are logarithms of odds.
    let stated = stated.max_by(|a, b| kinds[*a].total_cmp(&kinds[*b]));
    let kept = stated.filter(|stated| kinds[*stated] + TRUST_IN_FRAMES.ln() >= kinds[best]);
    let chosen = kept.unwrap_or(best);
    let all: f32 = kinds.iter().map(|sum| (sum - kinds[chosen]).exp()).sum();
    (&labels[chosen], if kept.is_some() { (1.0 / all).max(STATED) } else { 1.0 / all })
}

/// Whether a label has the direction of a frame; links without direction have one label.
fn is_said(scene: &Scene<'_>, label: &str, frame: &Link<'_>, left: usize) -> bool {
    let symmetric = scene.cx.knowledge.relation_kind(frame.kind).is_some_and(|kind| kind.symmetric);
    symmetric || label.starts_with('>') == (frame.source == left)
}

/// The link that a label of the model names; nothing for a number that measures no statistic.
fn read<'a>(
    scene: &Scene<'a>,
    pair: &Pair,
    label: &str,
    probability: f64,
    frames: &Stated<'_, 'a>,
) -> Option<Link<'a>> {
    let kind = scene.cx.knowledge.relation_kind(label.get(1..)?)?;
    let (left, right) = (pair.left.0, pair.right.0);
    let (source, target) = if label.starts_with('>') { (left, right) } else { (right, left) };
    let span = scene.cx.doc.sentences[pair.sentence].span;
    if kind.name == vocab::HAS_INDICATOR && scene.kind(target) != vocab::INDICATOR {
        return None;
    }
    let stated = frames.get(&ends_of(scene, pair));
    let same = stated.and_then(|frames| {
        frames
            .iter()
            .find(|frame| (frame.source, frame.target, frame.kind) == (source, target, kind.name.as_str()))
    });
    if let Some(frame) = same {
        return Some(Link { confidence: probability, ..(*frame).clone() });
    }
    let at = pair.trigger.unwrap_or(pair.token);
    Some(Link {
        source,
        target,
        kind: &kind.name,
        modality: modality::of_trigger(scene.cx, pair.sentence, pair.clause, at),
        predicate: pair
            .trigger
            .map_or(Span { start: span.start, end: span.start }, |token| scene.cx.doc.tokens[token].span),
        span,
        rule: RuleId::from(if pair.is_carried(scene) { "reading/carried" } else { "reading/pair" }),
        confidence: probability,
    })
}
