//! Readings of sentences and structure -> the links of a paper: every two terms are judged by all that the whole paper says of them.
//!
//! One sentence seldom decides. Two models of boosted trees weigh what all sentences, headings, items and tables tell of two terms,
//! with the readings of sentences among their numbers: the first whether they are linked, the second in which way. Judging pairs of a
//! document rather than pairs of a sentence is the task that Y. Yao and others set (*DocRED*, 2019); weighing models by a model is
//! stacked generalization (D. Wolpert, 1992).

mod decide;
mod facts;
mod gather;
mod numbers;

use super::{Link, Scene, reading};
use decide::Judge;
pub(crate) use gather::Way;
use gather::{Tie, Ties};
use numbers::{Strengths, Sums};

/// What is known of two terms of a paper, as the fitting of weights sees it.
#[derive(Debug, Clone)]
pub struct TieObservation {
    /// Labels of the two terms, the more salient first.
    pub labels: [String; 2],
    /// Numbers of the tie, in the order of [`tie_numbers`].
    pub numbers: Vec<f64>,
    /// Every way to link them: the kind, whether it leads from the second to the first, and all numbers, those of the way last.
    pub ways: Vec<(String, bool, Vec<f64>)>,
}

/// Names of the numbers of a tie and of a way.
#[must_use]
pub fn tie_numbers() -> Vec<String> {
    numbers::names()
}

/// A tie is looked at closely when one of its readings gives it this chance, or when structure does.
const LEAST_CHANCE: f64 = 0.03;

/// The links of a paper, with one entry for every sentence that states them.
pub(super) fn links<'a>(
    scene: &Scene<'a>,
    structural: Vec<Link<'a>>,
    stated: Vec<Link<'a>>,
) -> Vec<Link<'a>> {
    let mut found = Vec::new();
    let judge = Judge::new(scene);
    each(scene, &structural, &stated, &mut |seen| judge.links(scene, &seen, &mut found));
    let is_known = |link: &Link<'_>| vocabulary(scene).any(|kind| kind == link.kind);
    // What only the patterns of a user name, no model knows.
    found.extend(structural.into_iter().chain(stated).filter(|link| !is_known(link)));
    found
}

/// The kinds of links that the model of readings was fitted on.
fn vocabulary<'s>(scene: &'s Scene<'_>) -> impl Iterator<Item = &'s str> {
    scene.cx.knowledge.pairs.labels.iter().filter_map(|label| label.strip_prefix(['>', '<']))
}

/// Shows every tie that is looked at closely with its numbers.
pub(super) fn observe(
    scene: &Scene<'_>,
    structural: &[Link<'_>],
    stated: &[Link<'_>],
) -> Vec<TieObservation> {
    let mut all = Vec::new();
    each(scene, structural, stated, &mut |seen| {
        let label = |term: usize| scene.terms[term].label.clone();
        let sums = Sums::new(seen.tie);
        let ways = ways(scene).into_iter().map(|way| {
            let numbers = numbers::of_way(scene, seen.ends, seen.tie, &sums, &seen.numbers, way);
            (scene.cx.knowledge.relations[way.0].name.clone(), way.1, numbers)
        });
        all.push(TieObservation {
            labels: [label(seen.ends.0), label(seen.ends.1)],
            ways: ways.collect(),
            numbers: seen.numbers.0.clone(),
        });
    });
    all
}

/// Every kind of link in both directions; those without direction once.
fn ways(scene: &Scene<'_>) -> Vec<Way> {
    let relations = scene.cx.knowledge.relations.iter().enumerate();
    let is_known = |kind: &str| vocabulary(scene).any(|known| known == kind);
    relations
        .filter(|(_, relation)| is_known(&relation.name))
        .flat_map(|(kind, relation)| {
            let second = (!relation.symmetric).then_some((kind, true));
            std::iter::once((kind, false)).chain(second)
        })
        .collect()
}

/// A tie with its numbers.
pub(super) struct Seen<'j, 'a> {
    ends: (usize, usize),
    tie: &'j Tie<'a>,
    numbers: numbers::Numbers,
}

fn each<'a>(
    scene: &Scene<'a>,
    structural: &[Link<'a>],
    stated: &[Link<'a>],
    see: &mut dyn FnMut(Seen<'_, 'a>),
) {
    let (facts, topics) = facts::all(scene);
    let ties = Ties::gather(scene, &facts, &topics, reading::readings(scene, stated), structural, stated);
    let strengths = Strengths::new(facts.len(), ties.map.iter().map(|(ends, tie)| (ends, tie.best())));
    let mut ends: Vec<&(usize, usize)> = ties.map.keys().collect();
    ends.sort_unstable();
    for ends in ends {
        let tie = &ties.map[ends];
        if tie.best() >= LEAST_CHANCE || tie.is_structured() {
            see(Seen { ends: *ends, tie, numbers: numbers::of_tie(scene, &facts, &strengths, *ends, tie) });
        }
    }
}
