//! Settled mentions -> readings: what a fitted model makes of every two mentions of a sentence.
//!
//! Frames propose; much is said in ways that no frame holds, and some frames match what they do not mean. A multinomial logistic
//! model (A. Berger, S. Della Pietra, V. Della Pietra, *A maximum entropy approach to natural language processing*, 1996) weighs
//! every pair of mentions of a sentence, and of what it carries over from before, by what stands between and around them, with
//! the frames that matched among its features. It is fitted on sentences whose links readers wrote down in full.

use rustc_hash::FxHashMap;

use super::ends::{End, Ends};
use super::inner::{Stand, stands};
use super::modality::{self, Trigger};
use super::places::{Place as GroupPlace, Words};
use super::ties::Way;
use super::{Link, Scene, context};
use crate::extract::numbered::{FeatureList, FeatureNames, Seen, seen};
use crate::extract::reader::{self, Look};
use crate::knowledge::{FeatureId, Knowledge, LINKED, normalize};
use crate::model::{AnnotatedDocument, Modality};
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
    /// The word that governs what is said of the two.
    pub(crate) fn governed_by(&self, scene: &Scene<'_>) -> Trigger {
        self.place(scene).governed_by()
    }

    fn place(&self, scene: &Scene<'_>) -> Place {
        Place {
            sentence: self.sentence,
            clause: self.clause,
            token: self.token,
            trigger: self.trigger,
            left: self.left.1,
            carried: self.is_carried(scene),
        }
    }

    /// The pair as the network looks at it.
    pub(crate) fn look(&self, doc: &AnnotatedDocument) -> Look {
        Look::new(doc, (self.left.1, self.right.1), self.sentence, self.trigger)
    }

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
pub(crate) fn class_index(knowledge: &Knowledge, language: Language) -> ClassIndex {
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
    places: &'r [GroupPlace<'r>],
    ends: &'r [End<'r>],
    stated: &'r Stated<'r, 'r>,
}

impl Reader<'_> {
    fn sentence_pairs(&self, list: &mut FeatureList<'_>, see: &mut dyn FnMut(Pair<'_>)) {
        let stands = self.stands();
        for (at, left) in self.places.iter().enumerate() {
            for (gap, right) in self.places[at + 1..].iter().take(FARTHEST).enumerate() {
                list.ids.clear();
                self.words.shared(left, right, gap, list);
                let n_shared = list.ids.len();
                let verb = right.verb_before.filter(|verb| *verb >= left.group.tokens.end);
                for a in &stands[at] {
                    for b in stands[at + 1 + gap].iter().filter(|b| b.term != a.term) {
                        list.ids.truncate(n_shared);
                        let frames = self.frames(a.term, b.term);
                        self.words.own(&self.ends(a.term, b.term), right, verb, frames, list);
                        inside(a, b, list);
                        see(self.pair((a.term, a.span), b, right, verb, &list.ids));
                    }
                }
            }
        }
    }

    fn carried_pairs(&self, list: &mut FeatureList<'_>, see: &mut dyn FnMut(Pair<'_>)) {
        let carried = context::carried(self.words.scene, self.words.sentence);
        let stands = self.stands();
        for (at, right) in self.places.iter().enumerate() {
            for (term, place, role) in &carried {
                let role = Seen::new(role.name());
                list.ids.clear();
                self.words.carried(role, right, at, list);
                let n_shared = list.ids.len();
                for b in stands[at].iter().filter(|b| b.term != *term) {
                    list.ids.truncate(n_shared);
                    let (ends, frames) = (self.ends(*term, b.term), self.frames(*term, b.term));
                    self.words.carried_own(role, &ends, right, frames, list);
                    if let Some((place, last)) = b.inside {
                        list.add(seen!("far_inside"), place, last);
                        list.add(seen!("far_inside_role"), place, role);
                    }
                    see(self.pair((*term, *place), b, right, right.verb_before, &list.ids));
                }
            }
        }
    }

    /// The terms of every group, those inside others with them.
    fn stands(&self) -> Vec<Vec<Stand<'_>>> {
        self.places.iter().map(|place| stands(self.words.scene, &place.group.members)).collect()
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
        right: &Stand<'_>,
        place: &GroupPlace<'_>,
        trigger: Option<usize>,
        features: &'f [FeatureId],
    ) -> Pair<'f> {
        let (clause, token) = (place.clause, place.group.tokens.start);
        let right = (right.term, right.span);
        Pair { left, right, sentence: self.words.sentence, clause, token, trigger, features }
    }
}

/// Whether the two stand inside longer names, and where.
fn inside(left: &Stand<'_>, right: &Stand<'_>, list: &mut FeatureList<'_>) {
    if let Some((place, last)) = left.inside {
        list.add(seen!("left_inside"), place, last);
        list.add(seen!("left_inside_at"), place, seen!(""));
    }
    if let Some((place, last)) = right.inside {
        list.add(seen!("right_inside"), place, last);
        list.add(seen!("right_inside_at"), place, seen!(""));
    }
    if left.inside.is_some() && right.inside.is_some() {
        list.add(seen!("both_inside"), seen!(""), seen!(""));
    }
}

/// Pairs with smaller odds by the linear model alone, in logarithms, are passed over at once.
const LEAST_ODDS: f32 = -4.6;
/// Readings less likely than this to find a link at all are passed over at once.
const LEAST_LINKED: f32 = 0.02;
/// Ways less likely than this, once there is a link, are not kept.
const LEAST_WAY: f32 = 0.02;

/// What the model makes of one pair in one sentence.
#[derive(Debug, Clone)]
pub(crate) struct Reading {
    pub(crate) place: Place,
    /// How likely the two are linked at all.
    pub(crate) linked: f64,
    /// How likely each way is, once they are linked.
    pub(crate) ways: Vec<(Way, f32)>,
}

/// Where a pair is read, and by which word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) sentence: usize,
    clause: usize,
    /// First token of the right mention.
    token: usize,
    /// The verb that governs it.
    trigger: Option<usize>,
    /// Where the left mention stands.
    left: Span,
    /// Whether the left mention is carried in from before the sentence.
    pub(crate) carried: bool,
}

/// A passage of no more sentences than this shows a carried mention together with the sentence it is carried into.
const LONGEST_PASSAGE: usize = 3;

impl Place {
    /// The words that show the link: the sentence, and where the left mention is carried in from shortly before, all from there on.
    pub(crate) fn span(self, scene: &Scene<'_>) -> Span {
        let doc = scene.cx.doc;
        let own = &doc.sentences[self.sentence];
        let earlier = doc.sentence_at(self.left.start).filter(|earlier| {
            *earlier < self.sentence
                && self.sentence - earlier < LONGEST_PASSAGE
                && doc.sentences[*earlier].block == own.block
        });
        let start = earlier.map_or(own.span.start, |earlier| doc.sentences[earlier].span.start);
        Span { start, end: own.span.end }
    }

    /// The word that states the link; empty where none does.
    pub(crate) fn predicate(self, scene: &Scene<'_>) -> Span {
        let start = scene.cx.doc.sentences[self.sentence].span.start;
        self.trigger.map_or(Span { start, end: start }, |token| scene.cx.doc.tokens[token].span)
    }

    /// How the clause states a link of a kind.
    pub(crate) fn modality(self, scene: &Scene<'_>, kind: &str) -> Modality {
        modality::of_trigger(scene.cx, self.governed_by(), kind)
    }

    fn governed_by(self) -> Trigger {
        Trigger { sentence: self.sentence, clause: self.clause, token: self.trigger.unwrap_or(self.token) }
    }

    /// The rule that reads it.
    pub(crate) fn rule(self) -> &'static str {
        if self.carried { "reading/carried" } else { "reading/pair" }
    }
}

impl Reading {
    /// Turns it to be seen from the other end.
    pub(crate) fn flip(&mut self, knowledge: &Knowledge) {
        for ((kind, flipped), _) in &mut self.ways {
            *flipped = !*flipped && !knowledge.relations[*kind].symmetric;
        }
    }

    /// How likely a way is, once the two are linked.
    pub(crate) fn chance(&self, way: Way) -> f32 {
        self.ways.iter().find(|(known, _)| *known == way).map_or(0.0, |(_, chance)| *chance)
    }
}

/// Every reading of every pair of terms that may be linked: the left term, the right one, and what is read of them.
pub(crate) fn readings(scene: &Scene<'_>, stated: &[Link<'_>]) -> Vec<(usize, usize, Reading)> {
    let model = &scene.cx.knowledge.pairs;
    let Some(is_linked) = model.label(LINKED) else { return Vec::new() };
    let ways: Vec<Option<Way>> = model.labels.iter().map(|label| way_of(scene.cx.knowledge, label)).collect();
    let mut second = SecondOpinion::new(scene);
    let mut found = Vec::new();
    let mut sums = vec![0f32; model.labels.len()];
    pairs(scene, &by_ends(stated), None, &mut |pair| {
        let mut odds = model.gate(pair.features);
        if odds < LEAST_ODDS {
            return;
        }
        second.hear(scene, &pair);
        odds = second.odds(odds);
        let linked = 1.0 / (1.0 + (-odds).exp());
        if linked < LEAST_LINKED {
            return;
        }
        sums.fill(0.0);
        model.add(pair.features, &mut sums);
        sums[is_linked] = f32::MIN;
        second.mix(&mut sums);
        normalize(&mut sums);
        let likely = ways.iter().zip(&sums).filter(|(_, chance)| **chance >= LEAST_WAY);
        let ways = likely.filter_map(|(way, chance)| Some(((*way)?, *chance))).collect();
        let place = pair.place(scene);
        found.push((pair.left.0, pair.right.0, Reading { place, linked: f64::from(linked), ways }));
    });
    found
}

/// How much the network counts beside the linear model. On papers left out, 0.35, 0.5 and 0.65 were tried with a forerunner, and 0.35 was best.
const SHARE: f32 = 0.4;

/// What the network thinks of the pair in hand.
struct SecondOpinion<'r> {
    pairs: Option<reader::Pairs<'r>>,
    /// The kind of every term, as the network knows it.
    kinds: Vec<usize>,
    /// The judgement of each way of the network among the labels of the linear model.
    labels: Vec<Option<usize>>,
    judged: Vec<f32>,
}

impl<'r> SecondOpinion<'r> {
    fn new(scene: &'r Scene<'_>) -> Self {
        let (network, model) = (&scene.cx.knowledge.network, &scene.cx.knowledge.pairs);
        SecondOpinion {
            pairs: (!scene.reader.is_blind()).then(|| scene.reader.pairs()),
            kinds: scene.terms.iter().map(|term| network.kind(term.known_as)).collect(),
            labels: network.ways.iter().map(|way| model.label(way)).collect(),
            judged: Vec::new(),
        }
    }

    fn hear(&mut self, scene: &Scene<'_>, pair: &Pair<'_>) {
        if let Some(pairs) = &mut self.pairs {
            let kinds = [self.kinds[pair.left.0], self.kinds[pair.right.0]];
            let sentence = &scene.cx.doc.sentences[pair.sentence].tokens;
            pairs.judge(&pair.look(scene.cx.doc), kinds, sentence, &mut self.judged);
        }
    }

    /// The odds of a link with what the network thinks of them.
    fn odds(&self, first: f32) -> f32 {
        self.judged.first().map_or(first, |second| first + SHARE * (second - first))
    }

    /// Does the same with the sums of the ways; those that the network does not know keep theirs.
    fn mix(&self, sums: &mut [f32]) {
        let Some(ways) = self.judged.get(1..) else { return };
        let known = || self.labels.iter().zip(ways).filter_map(|(label, way)| Some(((*label)?, *way)));
        // Both as logarithms of probabilities among the ways that both know.
        let whole = |all: &mut dyn Iterator<Item = f32>| all.map(f32::exp).sum::<f32>().max(1e-20).ln();
        let first = whole(&mut known().map(|(label, _)| sums[label]));
        let second = whole(&mut known().map(|(_, way)| way));
        for (label, way) in known() {
            sums[label] += SHARE * ((way - second) - (sums[label] - first));
        }
    }
}

/// The way that a label of the model names.
fn way_of(knowledge: &Knowledge, label: &str) -> Option<Way> {
    let name = label.strip_prefix(['>', '<'])?;
    let kind = knowledge.relations.iter().position(|relation| relation.name == name)?;
    Some((kind, label.starts_with('<')))
}

fn key(link: &Link<'_>) -> (Span, usize, usize) {
    (link.span, link.source.min(link.target), link.source.max(link.target))
}
