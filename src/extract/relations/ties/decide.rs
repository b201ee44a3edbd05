//! A tie with its numbers -> links, each with the sentences that show it.

use std::ops::Range;

use super::super::reading::Reading;
use super::super::{Link, Scene, Told, is_apart, modality};
use super::gather::{Tie, Way};
use super::numbers::{self, Sums};
use super::together::{self, Company, Look};
use super::weighed::Weighed;
use super::{Seen, ways};
use crate::knowledge::{Columns, Trees, vocab};
use crate::model::{Modality, RuleId};
use crate::text::Span;

/// A link needs at least this probability of being there and being of its kind.
const LEAST_LIKELY: f64 = 0.03;
/// The same probability times how much each of the two is wanted and the root of how likely sentences state it: a link is wanted when
/// it is there, both its ends are, and a reader of its sentences finds it. Of several ways to link a pair, those that come not near the
/// likeliest one need more.
const LEAST_WANTED: f64 = 0.0038;
const LEAST_WANTED_FAR: f64 = 0.005;
/// A way comes near the likeliest one from this share of its probability on.
const NEAR: f64 = 0.4;
/// A way with a smaller share of the probability of the likeliest one is none.
const LEAST_SHARE: f64 = 0.15;
/// Links of one pair at most.
const MOST_WAYS: usize = 4;
/// A reading shows a link when it gives it at least this share of the best reading's chance.
const SHOWS: f64 = 0.3;

/// Ways that are weighed even where no reading, frame or structure speaks for them.
const COMMON: &[&str] =
    &[vocab::PART_OF, vocab::PROMOTES, vocab::IS_A, vocab::APPLIES_TO, vocab::USES, vocab::ADOPTS];

/// A tie is judged again beside the others where it is at least so likely linked by its first judgement, and so likely that times how
/// salient the two are.
const LEAST_FIRST: f64 = 0.03;
pub(super) const LEAST_SALIENT: f64 = 0.02;

/// Two models, of whether and of how a tie is linked, made ready for the numbers of this program.
struct Models<'k> {
    linked: (&'k Trees, Columns),
    kinds: (&'k Trees, Columns),
    /// Where the numbers of ends begin in a row of a tie, of each part of it.
    ends: Vec<Range<usize>>,
}

/// The models of the first judgement and of the one beside all others.
pub(super) struct Judge<'k> {
    alone: Models<'k>,
    together: Models<'k>,
    /// Whether what a paper says of two terms states a link.
    stated: (&'k Trees, Columns),
    ways: Vec<Way>,
}

impl<'k> Judge<'k> {
    pub(super) fn new(scene: &Scene<'k>) -> Self {
        let knowledge = scene.cx.knowledge;
        let names = super::tie_numbers();
        let n_alone = names.alone.len();
        let n_both = n_alone + names.together.len();
        let own = numbers::N_OF_PAIR..n_alone;
        let beside = n_alone + together::N_OF_PAIR..n_both;
        let of_both = [names.alone.clone(), names.together.clone()].concat();
        Judge {
            stated: (&knowledge.stated, knowledge.stated.columns(&of_both)),
            alone: Models::new(
                &knowledge.linked,
                &knowledge.link_kinds,
                names.alone.clone(),
                names.of_way.clone(),
                vec![own.clone()],
            ),
            together: Models::new(
                &knowledge.linked_together,
                &knowledge.link_kinds_together,
                of_both,
                [names.of_way, names.of_way_together].concat(),
                vec![own, beside],
            ),
            ways: ways(scene),
        }
    }

    /// The first judgement of a tie; `None` where it is so unlikely that it need not be judged again.
    pub(super) fn first(&self, scene: &Scene<'_>, seen: &Seen<'_, '_>) -> Option<Look> {
        let linked = self.alone.linked(&seen.numbers);
        let is_likely = linked >= LEAST_FIRST && linked * super::salience(scene, seen.ends) >= LEAST_SALIENT;
        is_likely.then(|| self.look_at(scene, seen, linked))
    }

    /// The first judgement of a tie.
    pub(super) fn look(&self, scene: &Scene<'_>, seen: &Seen<'_, '_>) -> Look {
        self.look_at(scene, seen, self.alone.linked(&seen.numbers))
    }

    fn look_at(&self, scene: &Scene<'_>, seen: &Seen<'_, '_>, linked: f64) -> Look {
        let ways = self.likely(scene, seen, &self.alone, &seen.numbers, &|_| Vec::new());
        Look { ends: seen.ends, linked, wanted: linked * super::salience(scene, seen.ends), ways }
    }

    /// Adds the links of a tie.
    pub(super) fn links<'a>(
        &self,
        scene: &Scene<'a>,
        seen: &Seen<'_, 'a>,
        look: &Look,
        company: &Company<'_>,
        found: &mut Vec<Told<'a>>,
    ) {
        let numbers = [&seen.numbers[..], &company.of_tie(look)].concat();
        let again = !self.together.is_empty();
        let linked = if again { self.together.linked(&numbers) } else { look.linked };
        let both_wanted = company.both_wanted(seen.ends);
        if linked < LEAST_LIKELY || linked * both_wanted < LEAST_WANTED {
            return;
        }
        let stated = if self.stated.0.is_empty() {
            linked
        } else {
            self.stated.0.probability_of(&self.stated.1, &numbers)
        };
        let wanted = both_wanted * stated.sqrt();
        if linked * wanted < LEAST_WANTED {
            return;
        }
        let likely = if again {
            self.likely(scene, seen, &self.together, &numbers, &|way| company.of_way(look, way))
        } else {
            look.ways.clone()
        };
        let sure = sure_links(seen);
        let best = likely.iter().map(|(_, share)| *share).fold(0.0, f64::max);
        // What is surely stated comes first among the likeliest.
        let mut ranked: Vec<(Way, f64, bool)> = Vec::with_capacity(likely.len());
        for (way, share) in likely {
            let is_sure = sure.iter().any(|link| states(scene, seen, link, way));
            ranked.push((way, if is_sure { best } else { share }, is_sure));
        }
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(b.2.cmp(&a.2)).then(a.0.cmp(&b.0)));
        let settled: Vec<Span> = sure.iter().map(|link| link.span).collect();
        let (mut taken, mut n_told) = (Vec::with_capacity(MOST_WAYS), 0);
        let n_likely = ranked.iter().filter(|(_, share, _)| *share >= LEAST_SHARE * best).count();
        for (place, (way, share, is_sure)) in ranked.into_iter().enumerate() {
            let least = if share >= NEAR * best { LEAST_WANTED } else { LEAST_WANTED_FAR };
            let is_likely = linked * share >= LEAST_LIKELY && linked * share * wanted >= least;
            let name = |way: &Way| scene.cx.knowledge.relations[way.0].name.as_str();
            let is_excluded = !is_sure && taken.iter().any(|other| excludes(name(other), name(&way)));
            if is_likely && share >= LEAST_SHARE * best && !is_excluded {
                let before = found.len();
                // Where frames surely state it the other way round, the words of sure frames do not say it this way.
                let (kind, flipped) = way;
                let is_against = sure.iter().any(|link| states(scene, seen, link, (kind, !flipped)));
                let settled: &[Span] = if is_against { &settled } else { &[] };
                let weighed = Weighed {
                    linked,
                    stated,
                    wanted: both_wanted,
                    share,
                    best,
                    place,
                    n_likely,
                    n_together: seen.tie.n_together,
                    ..Weighed::default()
                };
                show(scene, seen, way, &weighed, settled, found);
                n_told += usize::from(found.len() > before);
                // What is denied speaks against no other way.
                if found[before..].iter().any(|told| told.link.modality != Modality::Negated) {
                    taken.push(way);
                }
            }
            if n_told == MOST_WAYS {
                break;
            }
        }
    }

    /// The ways that are possible, each with how likely it is if the two are linked.
    fn likely(
        &self,
        scene: &Scene<'_>,
        seen: &Seen<'_, '_>,
        models: &Models<'_>,
        of_tie: &[f64],
        beside: &dyn Fn(Way) -> Vec<f64>,
    ) -> Vec<(Way, f64)> {
        let sums = Sums::new(seen.tie);
        let (trees, columns) = &models.kinds;
        let open = models.seen_from_both(of_tie).map(|row| trees.open(columns, &row));
        let chance = |way: &Way| {
            let mut of_way = numbers::of_way(scene, seen.ends, seen.tie, &sums, *way);
            of_way.extend(beside(*way));
            // The chance before those of all ways are made to sum to one.
            (*way, trees.probability_behind(columns, &open[usize::from(way.1)], &of_way))
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

impl<'k> Models<'k> {
    fn new(
        linked: &'k Trees,
        kinds: &'k Trees,
        of_tie: Vec<String>,
        of_way: Vec<String>,
        ends: Vec<Range<usize>>,
    ) -> Self {
        Models {
            linked: (linked, linked.columns(&of_tie)),
            kinds: (kinds, kinds.columns(&[of_tie, of_way].concat())),
            ends,
        }
    }

    fn is_empty(&self) -> bool {
        self.linked.0.is_empty() || self.kinds.0.is_empty()
    }

    /// How likely a tie with these numbers is linked.
    fn linked(&self, of_tie: &[f64]) -> f64 {
        self.linked.0.probability_of(&self.linked.1, of_tie)
    }

    /// The numbers of a tie as its first end sees them, and as its second does.
    fn seen_from_both(&self, of_tie: &[f64]) -> [Vec<f64>; 2] {
        let mut flipped = of_tie.to_vec();
        for ends in &self.ends {
            flipped[ends.clone()].chunks_exact_mut(2).for_each(|both| both.swap(0, 1));
        }
        [of_tie.to_vec(), flipped]
    }
}

/// Frames with less weight than this, by their own and by how usual their ends are, do not come before what the models find likelier.
const SURE_FRAME: f64 = 0.475;

/// What sure frames of one clause and rows of tables state of two terms themselves.
fn sure_links<'s, 'a>(seen: &'s Seen<'_, 'a>) -> Vec<&'s Link<'a>> {
    let rows = seen.tie.structural.iter().filter(|link| link.rule.0.starts_with("tables/"));
    let is_direct = |link: &&Link<'_>| link.rule.0.matches('/').count() == 1 && link.confidence >= SURE_FRAME;
    seen.tie.stated.iter().chain(rows).filter(is_direct).collect()
}

/// Whether a link states a way to link two terms.
fn states(scene: &Scene<'_>, seen: &Seen<'_, '_>, link: &Link<'_>, (kind, flipped): Way) -> bool {
    let (source, target) = directed(seen.ends, flipped);
    link.is_like(&scene.cx.knowledge.relations[kind], source, target)
}

/// Kinds that say the contrary of each other, whichever way they lead.
const CONTRARY: &[[&str; 2]] = &[
    [vocab::PROMOTES, vocab::HINDERS],
    [vocab::CAUSES, vocab::ADDRESSES],
    [vocab::ALIGNED_WITH, vocab::CONTRASTS_WITH],
];

/// Whether two terms that are linked in one way cannot be linked in another way, by the kinds of both; a kind beside itself leads the other
/// way round.
fn excludes(one: &str, other: &str) -> bool {
    let is_turned = one == other && vocab::UPWARD.contains(&one);
    is_turned || CONTRARY.iter().any(|[a, b]| (one, other) == (*a, *b) || (one, other) == (*b, *a))
}

/// Whether structure or a frame states a link of a kind between the two, either way.
fn is_stated(scene: &Scene<'_>, seen: &Seen<'_, '_>, way: Way) -> bool {
    let name = &scene.cx.knowledge.relations[way.0].name;
    seen.tie.stated.iter().chain(&seen.tie.structural).any(|link| link.kind == name)
}

/// Only a statistic is an indicator, of what its own sentence names or structure and frames give it to; only a region is a region; a name that
/// another holds is linked to it by structure alone.
fn is_possible(scene: &Scene<'_>, seen: &Seen<'_, '_>, (kind, flipped): Way) -> bool {
    let name = scene.cx.knowledge.relations[kind].name.as_str();
    let (source, target) = directed(seen.ends, flipped);
    let is_indicator = || {
        let is_given = seen.tie.named.n > 0 || is_stated(scene, seen, (kind, flipped));
        is_given && scene.kind(target) == vocab::INDICATOR
    };
    // Universities in Lagos such as X: X is no Lagos.
    let is_a_region = [vocab::IS_A, vocab::EXAMPLE_OF].contains(&name) && scene.kind(target) == vocab::REGION;
    (name != vocab::HAS_INDICATOR || is_indicator())
        && (!is_a_region || scene.kind(source) == vocab::REGION)
        && is_apart(scene, seen.ends.0, seen.ends.1, name)
}

/// Adds a link once for every sentence that shows it, the clearest witnesses only: frames and structure that state it, readings
/// that give it, else what brings the two together. Words that are `settled` say only what is stated of them.
fn show<'a>(
    scene: &Scene<'a>,
    seen: &Seen<'_, 'a>,
    way: Way,
    weighed: &Weighed,
    settled: &[Span],
    found: &mut Vec<Told<'a>>,
) {
    let (kind, flipped) = way;
    let relation = &scene.cx.knowledge.relations[kind];
    let (source, target) = directed(seen.ends, flipped);
    let tie = seen.tie;
    let from = found.len();
    let confidence = weighed.believed();
    let states =
        tie.stated.iter().chain(&tie.structural).filter(|link| link.is_like(relation, source, target));
    found.extend(states.map(|link| Told {
        weighed: Some(Weighed { weight: link.confidence, ..weighed.clone() }),
        link: Link { source, target, confidence, ..link.clone() },
    }));
    let told = |words: (Span, Span), modality, rule: &str, weighed: Weighed| Told {
        link: Link {
            source,
            target,
            kind: &relation.name,
            modality,
            predicate: words.0,
            span: words.1,
            rule: RuleId::from(rule),
            confidence,
        },
        weighed: Some(weighed),
    };
    let of = |reading: &Reading| reading.linked * f64::from(reading.chance(way));
    let best = tie.readings.iter().map(of).fold(0.0, f64::max);
    let is_free = |reading: &Reading| !settled.contains(&scene.cx.doc.sentences[reading.place.sentence].span);
    let shows = |reading: &&Reading| best > 0.0 && of(reading) >= SHOWS * best && is_free(reading);
    // Where sentences name both ends, those that carry one over say no more.
    let is_direct =
        found.len() > from || tie.readings.iter().filter(shows).any(|reading| !reading.place.carried);
    let readings = tie.readings.iter().filter(shows).filter(|reading| !(is_direct && reading.place.carried));
    for reading in readings {
        let span = reading.place.span(scene);
        if found[from..].iter().all(|known| known.link.span != span) {
            let weighed = Weighed {
                read_linked: reading.linked,
                read_chance: f64::from(reading.chance(way)),
                read_share: of(reading) / best,
                ..weighed.clone()
            };
            let spoken = reading.place.modality(scene, &relation.name);
            found.push(told((reading.place.predicate(scene), span), spoken, reading.place.rule(), weighed));
        }
    }
    if found.len() == from
        && settled.is_empty()
        && let Some((span, spoken)) = together(scene, tie, &relation.name)
    {
        let nothing = Span { start: span.start, end: span.start };
        found.push(told((nothing, span), spoken, "reading/together", weighed.clone()));
    }
    let n_shown = found.len() - from;
    found[from..]
        .iter_mut()
        .filter_map(|told| told.weighed.as_mut())
        .for_each(|weighed| weighed.n_shown = n_shown);
}

/// The words that bring two terms together when nothing reads or states a link of this kind.
fn together(scene: &Scene<'_>, tie: &Tie<'_>, kind: &str) -> Option<(Span, Modality)> {
    if let Some(link) = tie.stated.iter().chain(&tie.structural).next() {
        return Some((link.span, link.modality));
    }
    let doc = scene.cx.doc;
    let likeliest = |a: &&Reading, b: &&Reading| {
        a.linked.total_cmp(&b.linked).then(b.place.sentence.cmp(&a.place.sentence))
    };
    if let Some(reading) = tie.readings.iter().max_by(likeliest) {
        return Some((reading.place.span(scene), reading.place.modality(scene, kind)));
    }
    let sentence = &doc.sentences[tie.seen?];
    let section = doc.document.blocks[sentence.block].section;
    Some((sentence.span, modality::of_place(scene.cx, section)))
}

/// Source and target of a way to link two terms.
fn directed(ends: (usize, usize), flipped: bool) -> (usize, usize) {
    if flipped { (ends.1, ends.0) } else { ends }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_part_of_a_thing_is_not_its_whole() {
        for (one, other, expected) in [
            (vocab::PART_OF, vocab::PART_OF, true),
            (vocab::PROMOTES, vocab::PROMOTES, false),
            (vocab::HINDERS, vocab::PROMOTES, true),
            (vocab::CAUSES, vocab::ADDRESSES, true),
            (vocab::PART_OF, vocab::USES, false),
        ] {
            assert_eq!(excludes(one, other), expected, "{one} {other}");
        }
    }

    #[test]
    fn the_second_end_sees_the_numbers_of_ends_swapped() {
        let trees = Trees::default();
        // Two numbers of the pair, four of its ends, then one and two of the second part.
        let models = Models::new(&trees, &trees, Vec::new(), Vec::new(), vec![2..6, 7..9]);
        let row = [0.1, 0.2, 1.0, 2.0, 3.0, 4.0, 0.3, 5.0, 6.0];
        let [first, second] = models.seen_from_both(&row);
        assert_eq!(first, row);
        assert_eq!(second, [0.1, 0.2, 2.0, 1.0, 4.0, 3.0, 0.3, 6.0, 5.0]);
    }
}
