//! Readings of sentences, structure and neighbourhood -> for every two terms of a paper, all that speaks for a link between them.

use rustc_hash::FxHashMap;

use super::super::reading::Reading;
use super::super::{Link, Said, Scene};
use super::facts::{Facts, Topics};
use crate::model::BlockKind;

/// A kind of link and its direction: false from the more salient term to the other, true the other way.
pub(crate) type Way = (usize, bool);

/// All that speaks for a link between two terms.
#[derive(Debug, Default)]
pub(crate) struct Tie<'a> {
    /// How likely each reading of a sentence that names both finds them linked at all.
    pub(super) named: Chances,
    /// The same of readings that carry one end in from before.
    pub(super) carried: Chances,
    /// What the readings say.
    pub(super) readings: Vec<Reading>,
    /// What structure and frames state of it, in order.
    pub(super) structural: Vec<Link<'a>>,
    pub(super) stated: Vec<Link<'a>>,
    /// Sentences that hold both, covered or not, and neighbours that hold one each.
    pub(super) n_together: usize,
    pub(super) n_next: usize,
    /// By direction: the share of a term's sentences that stand under a heading of the other, whether it heads a section within
    /// one, how often it opens a sentence right under one, and the share of its sentences in an item titled by the other.
    pub(super) under: [f64; 2],
    pub(super) heads_within: [f64; 2],
    pub(super) opens_under: [f64; 2],
    pub(super) in_item: [f64; 2],
    /// The first sentence that brings both together without any reading.
    pub(super) seen: Option<usize>,
}

impl Tie<'_> {
    /// Whether headings, items, tables or neighbourhood bring the two together more than once by chance.
    pub(super) fn is_structured(&self) -> bool {
        let is_under = |both: [f64; 2], least: f64| both.iter().any(|share| *share >= least);
        !self.structural.is_empty()
            || !self.stated.is_empty()
            || self.n_together >= 2
            || is_under(self.heads_within, 0.1)
            || is_under(self.opens_under, 1.0)
            || is_under(self.in_item, 0.5)
            || is_under(self.under, 0.5)
            || (self.n_together + self.n_next) >= 1 && is_under(self.under, 0.2)
    }
}

/// Chances of several readings.
#[derive(Debug)]
pub(super) struct Chances {
    pub(super) best: f64,
    pub(super) second: f64,
    pub(super) n: usize,
    none: f64,
}

impl Default for Chances {
    fn default() -> Self {
        Chances { best: 0.0, second: 0.0, n: 0, none: 1.0 }
    }
}

impl Chances {
    fn add(&mut self, chance: f64) {
        self.second = self.second.max(chance.min(self.best));
        self.best = self.best.max(chance);
        self.n += 1;
        self.none *= 1.0 - chance;
    }

    /// The chance that one at least is right.
    pub(super) fn any(&self) -> f64 {
        1.0 - self.none
    }
}

/// The ties of a paper by their two terms, the more salient first.
pub(super) struct Ties<'a> {
    pub(super) map: FxHashMap<(usize, usize), Tie<'a>>,
}

/// Terms ranked below this place are tied by what sentences say and structure states only.
pub(super) const MOST_SALIENT: usize = 200;

impl<'a> Ties<'a> {
    /// Brings together what is known; `readings` are those of all sentences.
    pub(super) fn gather(
        scene: &Scene<'a>,
        facts: &[Facts],
        topics: &Topics,
        readings: Vec<(usize, usize, Reading)>,
        said: &Said<'a>,
    ) -> Self {
        let mut ties = Ties { map: FxHashMap::default() };
        for (left, right, mut reading) in readings {
            let (tie, flipped) = ties.of(facts, left, right);
            if flipped {
                reading.flip(scene.cx.knowledge);
            }
            let chances = if reading.place.carried { &mut tie.carried } else { &mut tie.named };
            chances.add(reading.linked);
            tie.readings.push(reading);
        }
        for link in &said.structural {
            ties.of(facts, link.source, link.target).0.structural.push(link.clone());
        }
        for link in &said.stated {
            ties.of(facts, link.source, link.target).0.stated.push(link.clone());
        }
        ties.neighbours(scene, facts);
        ties.structure(scene, facts, topics);
        ties
    }

    /// The tie of two terms, and whether the second is the more salient one.
    fn of(&mut self, facts: &[Facts], a: usize, b: usize) -> (&mut Tie<'a>, bool) {
        let flipped = facts[a].rank > facts[b].rank;
        (self.map.entry(if flipped { (b, a) } else { (a, b) }).or_default(), flipped)
    }

    /// Counts sentences that hold both, and neighbours in one paragraph that hold one each.
    fn neighbours(&mut self, scene: &Scene<'_>, facts: &[Facts]) {
        let sentences = &scene.cx.doc.sentences;
        let mut holds: Vec<Vec<usize>> = vec![Vec::new(); sentences.len()];
        for (term, known) in facts.iter().enumerate().filter(|(_, known)| known.rank < MOST_SALIENT) {
            for sentence in &known.sentences {
                holds[*sentence].push(term);
            }
        }
        for (at, terms) in holds.iter().enumerate() {
            for (n, a) in terms.iter().enumerate() {
                for b in &terms[n + 1..] {
                    let tie = self.of(facts, *a, *b).0;
                    tie.n_together += 1;
                    tie.seen.get_or_insert(at);
                }
            }
            if at == 0 || sentences[at - 1].block != sentences[at].block {
                continue;
            }
            for a in terms {
                for b in holds[at - 1].iter().filter(|b| !terms.contains(b)) {
                    let tie = self.of(facts, *a, *b).0;
                    tie.n_next += 1;
                    tie.seen.get_or_insert(at);
                }
            }
        }
    }

    /// What stands under which heading and in which item.
    fn structure(&mut self, scene: &Scene<'_>, facts: &[Facts], topics: &Topics) {
        let doc = scene.cx.doc;
        for (term, known) in facts.iter().enumerate().filter(|(_, known)| known.rank < MOST_SALIENT) {
            let share = 1.0 / known.sentences.len().max(1) as f64;
            for sentence in &known.sentences {
                let block = &doc.document.blocks[doc.sentences[*sentence].block];
                let in_heading = block.kind == BlockKind::Heading && known.headed.contains(&block.section);
                let opens = || {
                    let groups = scene.groups[*sentence].first().and_then(|clause| clause.groups.first());
                    groups.is_some_and(|group| group.members.first().is_some_and(|first| first.0 == term))
                };
                let mut section = Some(block.section);
                let mut depth = 0;
                while let Some(at) = section {
                    for (topic, of_heading) in &topics.of_section[at] {
                        if *topic == term || facts[*topic].rank >= MOST_SALIENT {
                            continue;
                        }
                        let (tie, flipped) = self.of(facts, term, *topic);
                        let side = usize::from(flipped);
                        tie.seen.get_or_insert(*sentence);
                        tie.under[side] += share;
                        if in_heading && depth > 0 {
                            let near = if depth == 1 { 2.0 } else { 1.0 };
                            tie.heads_within[side] = tie.heads_within[side].max(near * of_heading);
                        }
                        if depth == 0 && !in_heading && opens() {
                            tie.opens_under[side] += 1.0;
                        }
                    }
                    section = doc.document.sections[at].parent;
                    depth += 1;
                }
                let mut item = scene.cx.outline.item_of(*sentence);
                while let Some(at) = item {
                    for (topic, _) in &topics.of_item[at] {
                        if *topic != term && facts[*topic].rank < MOST_SALIENT {
                            let (tie, flipped) = self.of(facts, term, *topic);
                            tie.seen.get_or_insert(*sentence);
                            tie.in_item[usize::from(flipped)] += share;
                        }
                    }
                    item = scene.cx.outline.items[at].parent;
                }
            }
        }
    }
}
