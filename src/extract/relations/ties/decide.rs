//! A tie with its numbers -> links, each with the sentences that show it.

use super::super::reading::Reading;
use super::super::{Link, Scene, is_apart, modality};
use super::gather::{Tie, Way};
use super::numbers::{self, Sums};
use super::{Seen, ways};
use crate::knowledge::{Columns, vocab};
use crate::model::{Modality, RuleId};
use crate::text::Span;

/// Two terms less likely linked than this are not.
const LEAST_LINKED: f64 = 0.05;
/// A link needs at least this probability of being there and being of its kind.
const LEAST_LIKELY: f64 = 0.045;
/// Of two ways to link a pair, the second needs at least this share of the probability of the first.
const SECOND: f64 = 0.4;
/// Links of one pair at most.
const MOST_WAYS: usize = 2;
/// The same probability times how salient the two are: in a graph that an analyst can read, what the paper is about comes before
/// what it mentions.
pub(super) const LEAST_WANTED: f64 = 0.0365;
/// A reading shows a link when it gives it at least this share of the best reading's chance.
const SHOWS: f64 = 0.3;

/// Ways that are weighed even where no reading, frame or structure speaks for them.
const COMMON: &[&str] =
    &[vocab::PART_OF, vocab::PROMOTES, vocab::IS_A, vocab::APPLIES_TO, vocab::USES, vocab::ADOPTS];

/// The two models, made ready for the numbers of this program.
pub(super) struct Judge {
    linked: Columns,
    kinds: Columns,
    ways: Vec<Way>,
}

impl Judge {
    pub(super) fn new(scene: &Scene<'_>) -> Self {
        let names = numbers::names();
        let knowledge = scene.cx.knowledge;
        Judge {
            linked: knowledge.linked.columns(&names),
            kinds: knowledge.link_kinds.columns(&names),
            ways: ways(scene),
        }
    }

    /// Adds the links of a tie.
    pub(super) fn links<'a>(&self, scene: &Scene<'a>, seen: &Seen<'_, 'a>, found: &mut Vec<Link<'a>>) {
        let linked = scene.cx.knowledge.linked.probability_of(&self.linked, &seen.numbers.0);
        let salience = super::salience(scene, seen.ends);
        if linked < LEAST_LINKED || linked * salience < LEAST_WANTED {
            return;
        }
        let mut likely = self.likely(scene, seen);
        trust(scene, seen, &mut likely);
        likely.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let best = likely.first().map_or(0.0, |(_, share)| *share);
        for (way, share) in likely.into_iter().take(MOST_WAYS) {
            let is_likely = linked * share >= LEAST_LIKELY && linked * share * salience >= LEAST_WANTED;
            if is_likely && share >= SECOND * best {
                show(scene, seen, way, linked * share, found);
            }
        }
    }

    /// The ways that are possible, each with how likely it is if the two are linked.
    fn likely(&self, scene: &Scene<'_>, seen: &Seen<'_, '_>) -> Vec<(Way, f64)> {
        let sums = Sums::new(seen.tie);
        let model = &scene.cx.knowledge.link_kinds;
        let chance = |way: &Way| {
            let row = numbers::of_way(scene, seen.ends, seen.tie, &sums, &seen.numbers, *way);
            (*way, model.probability_of(&self.kinds, &row))
        };
        let is_heard = |way: &&Way| {
            COMMON.contains(&scene.cx.knowledge.relations[way.0].name.as_str())
                || sums.has(**way)
                || is_stated(scene, seen, **way)
        };
        let mut likely: Vec<(Way, f64)> = self.ways.iter().filter(is_heard).map(chance).collect();
        let all: f64 = likely.iter().map(|(_, chance)| chance).sum();
        likely.iter_mut().for_each(|(_, chance)| *chance /= all.max(1e-9));
        likely.retain(|(way, _)| is_possible(scene, seen, *way));
        likely
    }
}

/// A frame that names both ends in one clause is believed unless the model holds another way this many times likelier.
const TRUST_IN_FRAMES: f64 = 100.0;
/// Frames with less weight of their own than this are not believed like that.
const SURE_FRAME: f64 = 0.5;

/// Lifts ways that a sure frame or a row of a table states of both ends itself to the likeliest one.
fn trust(scene: &Scene<'_>, seen: &Seen<'_, '_>, likely: &mut [(Way, f64)]) {
    let best = likely.iter().map(|(_, share)| *share).fold(0.0, f64::max);
    for ((kind, flipped), share) in likely.iter_mut() {
        let relation = &scene.cx.knowledge.relations[*kind];
        let (source, target) = directed(seen.ends, *flipped);
        let rows = seen.tie.structural.iter().filter(|link| link.rule.0.starts_with("tables/"));
        let is_stated = seen.tie.stated.iter().chain(rows).any(|link| {
            let is_direct = link.rule.0.matches('/').count() == 1 && link.confidence >= SURE_FRAME;
            is_direct && link.is_like(relation, source, target)
        });
        if is_stated && *share * TRUST_IN_FRAMES >= best {
            *share = share.max(best);
        }
    }
}

/// Whether structure or a frame states a link of a kind between the two, either way.
fn is_stated(scene: &Scene<'_>, seen: &Seen<'_, '_>, way: Way) -> bool {
    let name = &scene.cx.knowledge.relations[way.0].name;
    seen.tie.stated.iter().chain(&seen.tie.structural).any(|link| link.kind == name)
}

/// Only a statistic is an indicator, of what its own sentence names or structure and frames give it to; a name that another holds is
/// linked to it by structure alone.
fn is_possible(scene: &Scene<'_>, seen: &Seen<'_, '_>, (kind, flipped): Way) -> bool {
    let name = scene.cx.knowledge.relations[kind].name.as_str();
    let (_, target) = directed(seen.ends, flipped);
    let is_indicator = || {
        let is_given = seen.tie.named.n > 0 || is_stated(scene, seen, (kind, flipped));
        is_given && scene.kind(target) == vocab::INDICATOR
    };
    (name != vocab::HAS_INDICATOR || is_indicator()) && is_apart(scene, seen.ends.0, seen.ends.1, name)
}

/// Adds a link once for every sentence that shows it, the clearest witnesses only: frames and structure that state it, readings
/// that give it, else what brings the two together.
fn show<'a>(scene: &Scene<'a>, seen: &Seen<'_, 'a>, way: Way, probability: f64, found: &mut Vec<Link<'a>>) {
    let (kind, flipped) = way;
    let relation = &scene.cx.knowledge.relations[kind];
    let (source, target) = directed(seen.ends, flipped);
    let tie = seen.tie;
    let from = found.len();
    let (read, confidence) = (
        scene.cx.knowledge.calibration.of_read(probability),
        scene.cx.knowledge.calibration.of_stated(probability),
    );
    let states =
        tie.stated.iter().chain(&tie.structural).filter(|link| link.is_like(relation, source, target));
    found.extend(states.map(|link| Link { source, target, confidence, ..link.clone() }));
    let link = |words: (Span, Span), modality, rule: &str| Link {
        source,
        target,
        kind: &relation.name,
        modality,
        predicate: words.0,
        span: words.1,
        rule: RuleId::from(rule),
        confidence: read,
    };
    let of = |reading: &Reading| reading.linked * f64::from(reading.chance(way));
    let best = tie.readings.iter().map(of).fold(0.0, f64::max);
    for reading in tie.readings.iter().filter(|reading| best > 0.0 && of(reading) >= SHOWS * best) {
        let span = scene.cx.doc.sentences[reading.place.sentence].span;
        if found[from..].iter().all(|known| known.span != span) {
            found.push(link(
                (reading.place.predicate(scene), span),
                reading.place.modality(scene),
                reading.place.rule(),
            ));
        }
    }
    if found.len() == from
        && let Some((span, spoken)) = together(scene, tie)
    {
        found.push(link((Span { start: span.start, end: span.start }, span), spoken, "reading/together"));
    }
}

/// The words that bring two terms together when nothing reads or states a link of this kind.
fn together(scene: &Scene<'_>, tie: &Tie<'_>) -> Option<(Span, Modality)> {
    if let Some(link) = tie.stated.iter().chain(&tie.structural).next() {
        return Some((link.span, link.modality));
    }
    let doc = scene.cx.doc;
    let likeliest = |a: &&Reading, b: &&Reading| {
        a.linked.total_cmp(&b.linked).then(b.place.sentence.cmp(&a.place.sentence))
    };
    if let Some(reading) = tie.readings.iter().max_by(likeliest) {
        return Some((doc.sentences[reading.place.sentence].span, reading.place.modality(scene)));
    }
    let sentence = &doc.sentences[tie.seen?];
    let section = doc.document.blocks[sentence.block].section;
    Some((sentence.span, modality::of_place(scene.cx, section)))
}

/// Source and target of a way to link two terms.
fn directed(ends: (usize, usize), flipped: bool) -> (usize, usize) {
    if flipped { (ends.1, ends.0) } else { ends }
}
