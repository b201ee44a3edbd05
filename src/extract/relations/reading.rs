//! Settled mentions -> relation mentions: pairs of mentions, weighed by a fitted model.
//!
//! Frames propose; much is said in ways that no frame holds, and some frames match what they do not mean. A multinomial logistic
//! model (A. Berger, S. Della Pietra, V. Della Pietra, *A maximum entropy approach to natural language processing*, 1996) weighs
//! every pair of mentions of a sentence, and of what it carries over from before, by what stands between and around them, with
//! the frames that matched among its features. It is fitted on sentences whose links readers wrote down in full.

use rustc_hash::{FxHashMap, FxHashSet};

use super::ends::{End, Ends};
use super::places::{Place, Words};
use super::{Link, Scene, confidence, context, modality};
use crate::extract::numbered::{FeatureList, FeatureNames, Seen, seen};
use crate::knowledge::{FeatureId, LINKED, vocab};
use crate::model::RuleId;
use crate::text::{Language, Span};

/// Two mentions and what is known of the pair; the right one stands in the sentence, the left one before it.
#[derive(Debug)]
pub(crate) struct Pair<'f> {
    pub(crate) left: (usize, Span),
    pub(crate) right: (usize, Span),
    pub(crate) sentence: usize,
    /// Clause and first token of the right mention, for the modality.
    clause: usize,
    token: usize,
    /// The word that governs the right mention.
    trigger: Option<usize>,
    pub(crate) features: &'f [FeatureId],
}

impl Pair<'_> {
    /// Whether its left end is carried in from before the sentence.
    fn is_carried(&self, scene: &Scene<'_>) -> bool {
        !scene.cx.doc.sentences[self.sentence].span.contains(self.left.1)
    }
}

/// Groups farther apart than this are not paired.
const FARTHEST: usize = 12;

/// Word classes that say what one mention does to another.
const CLASSES: &[Seen<'static>] = &[
    seen!("promote"),
    seen!("raise"),
    seen!("support"),
    seen!("build"),
    seen!("hinder"),
    seen!("cause"),
    seen!("address"),
    seen!("use"),
    seen!("adopt"),
    seen!("propose"),
    seen!("include"),
    seen!("consist"),
    seen!("apply"),
    seen!("align"),
    seen!("interact"),
    seen!("contrast"),
    seen!("locate"),
    seen!("copula"),
    seen!("promoting_role"),
    seen!("causing_role"),
    seen!("part_role"),
    seen!("kind_role"),
    seen!("indicator_verb"),
];

/// The class of a word, for features.
pub(crate) type ClassIndex = FxHashMap<String, Seen<'static>>;

/// Every word of the classes with the first class that holds it.
pub(crate) fn class_index(knowledge: &crate::knowledge::Knowledge, language: Language) -> ClassIndex {
    let mut index = ClassIndex::default();
    for class in CLASSES {
        for word in knowledge.lexicon(language).class(class.text) {
            let head = word.split(' ').next().unwrap_or(word);
            index.entry(head.to_owned()).or_insert(*class);
        }
    }
    index
}

/// Links that frames state, by sentence and ends.
pub(crate) type Stated<'l, 'a> = FxHashMap<(Span, usize, usize), Vec<&'l Link<'a>>>;

pub(crate) fn by_ends<'l, 'a>(stated: &'l [Link<'a>]) -> Stated<'l, 'a> {
    let mut index = Stated::default();
    for link in stated {
        index.entry(key(link)).or_default().push(link);
    }
    index
}

/// Shows every pair of every sentence with its features; `stated` are the links that frames made.
pub(crate) fn pairs(
    scene: &Scene<'_>,
    stated: &Stated<'_, '_>,
    names: Option<&FeatureNames>,
    see: &mut dyn FnMut(Pair<'_>),
) {
    let ends = End::all(scene.terms);
    let mut list = FeatureList { ids: Vec::new(), names };
    for sentence in 0..scene.cx.doc.sentences.len() {
        let words = Words::new(scene, sentence);
        let places = words.places();
        let reader = Reader { words: &words, places: &places, ends: &ends, stated };
        reader.sentence_pairs(&mut list, see);
        reader.carried_pairs(&mut list, see);
    }
}

/// One sentence with all that its pairs are read by.
struct Reader<'r> {
    words: &'r Words<'r>,
    places: &'r [Place<'r>],
    ends: &'r [End<'r>],
    stated: &'r Stated<'r, 'r>,
}

impl Reader<'_> {
    fn sentence_pairs(&self, list: &mut FeatureList<'_>, see: &mut dyn FnMut(Pair<'_>)) {
        for (at, left) in self.places.iter().enumerate() {
            for (gap, right) in self.places[at + 1..].iter().take(FARTHEST).enumerate() {
                list.ids.clear();
                self.words.shared(left, right, gap, list);
                let n_shared = list.ids.len();
                let verb = right.verb_before.filter(|verb| *verb >= left.group.tokens.end);
                for a in &left.group.members {
                    for b in right.group.members.iter().filter(|b| b.0 != a.0) {
                        list.ids.truncate(n_shared);
                        self.words.own(&self.ends(a.0, b.0), right, verb, self.frames(a.0, b.0), list);
                        see(self.pair(*a, *b, right, verb, &list.ids));
                    }
                }
            }
        }
    }

    fn carried_pairs(&self, list: &mut FeatureList<'_>, see: &mut dyn FnMut(Pair<'_>)) {
        let carried = context::carried(self.words.scene, self.words.sentence);
        for (at, right) in self.places.iter().enumerate() {
            for (term, place, role) in &carried {
                let role = Seen::new(role.name());
                list.ids.clear();
                self.words.carried(role, right, at, list);
                let n_shared = list.ids.len();
                for b in right.group.members.iter().filter(|b| b.0 != *term) {
                    list.ids.truncate(n_shared);
                    let (ends, frames) = (self.ends(*term, b.0), self.frames(*term, b.0));
                    self.words.carried_own(role, &ends, right, frames, list);
                    see(self.pair((*term, *place), *b, right, right.verb_before, &list.ids));
                }
            }
        }
    }

    fn ends(&self, left: usize, right: usize) -> Ends<'_> {
        Ends { left: &self.ends[left], right: &self.ends[right] }
    }

    /// The links that frames state of two terms in this sentence.
    fn frames(&self, a: usize, b: usize) -> &[&Link<'_>] {
        let span = self.words.scene.cx.doc.sentences[self.words.sentence].span;
        self.stated.get(&(span, a.min(b), a.max(b))).map_or(&[][..], Vec::as_slice)
    }

    fn pair<'f>(
        &self,
        left: (usize, Span),
        right: (usize, Span),
        place: &Place<'_>,
        trigger: Option<usize>,
        features: &'f [FeatureId],
    ) -> Pair<'f> {
        let (clause, token) = (place.clause, place.group.tokens.start);
        Pair { left, right, sentence: self.words.sentence, clause, token, trigger, features }
    }
}

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
    pairs(scene, &frames, None, &mut |pair| {
        let ends = ends_of(scene, &pair);
        if frames.contains_key(&ends) {
            judged.insert(ends);
        }
        let linked = 1.0 / (1.0 + (-model.gate(pair.features)).exp());
        if linked < LEAST_LINKED {
            return;
        }
        sums.fill(0.0);
        model.add(pair.features, &mut sums);
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

fn ends_of(scene: &Scene<'_>, pair: &Pair<'_>) -> (Span, usize, usize) {
    let (left, right) = (pair.left.0, pair.right.0);
    (scene.cx.doc.sentences[pair.sentence].span, left.min(right), left.max(right))
}

/// A frame that names both ends in one clause is believed unless the model holds another kind this many times likelier.
const TRUST_IN_FRAMES: f32 = 30.0;

/// The likeliest label, and how likely it is if the pair is linked; what a frame states of both ends itself, unless that is unlikely.
fn kind_label<'m>(
    scene: &Scene<'m>,
    pair: &Pair<'_>,
    kinds: &[f32],
    frames: &Stated<'_, '_>,
) -> (&'m str, f32) {
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
    pair: &Pair<'_>,
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
