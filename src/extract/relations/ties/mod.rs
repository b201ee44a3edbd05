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
mod together;
mod weighed;

use super::{Said, Scene, Told, reading};
use decide::Judge;
use facts::{Facts, Topics};
pub(crate) use gather::Way;
use gather::{Tie, Ties};
use numbers::{Strengths, Sums};
pub(crate) use together::Bond;
use together::{Company, Look};
pub(crate) use weighed::Weighed;

/// What is known of two terms of a paper, as the fitting of weights sees it.
#[derive(Debug, Clone)]
pub struct TieObservation {
    /// The names of the two terms, labels first, the more salient term first.
    pub names: [Vec<String>; 2],
    /// Numbers of the tie by itself, in the order of [`TieNumbers::alone`].
    pub numbers: Vec<f64>,
    /// Numbers of the tie beside the first judgements of all others, in the order of [`TieNumbers::together`].
    pub together: Vec<f64>,
    /// Every way to link them: the kind, whether it leads from the second to the first, its numbers by itself and beside the others.
    pub ways: Vec<(String, bool, [Vec<f64>; 2])>,
}

/// Names of the numbers of ties and ways, each in order.
#[derive(Debug, Clone)]
pub struct TieNumbers {
    /// Of a tie by itself: those of the pair, then those of its ends in twos.
    pub alone: Vec<String>,
    /// Of a tie beside all others, in the same order.
    pub together: Vec<String>,
    /// Of a way by itself.
    pub of_way: Vec<String>,
    /// Of a way beside all others.
    pub of_way_together: Vec<String>,
}

/// Names of all numbers.
#[must_use]
pub fn tie_numbers() -> TieNumbers {
    TieNumbers {
        alone: numbers::names_of_tie(),
        together: together::names_of_tie(),
        of_way: numbers::names_of_way(),
        of_way_together: together::names_of_way(),
    }
}

/// A tie is looked at closely when one of its readings gives it this chance, or when structure does.
const LEAST_CHANCE: f64 = 0.03;

/// All that a paper says of its terms two by two.
pub(super) struct Gathered<'a> {
    facts: Vec<Facts>,
    topics: Topics,
    ties: Ties<'a>,
    judge: Judge<'a>,
}

/// A tie that is likely enough to be judged again, with the first judgement of it.
pub(super) struct Likely<'j, 'a> {
    seen: Seen<'j, 'a>,
    look: Look,
}

impl<'a> Gathered<'a> {
    pub(super) fn new(scene: &Scene<'a>, said: &Said<'a>) -> Self {
        let (facts, topics) = facts::all(scene);
        let readings = reading::readings(scene, &said.stated);
        let ties = Ties::gather(scene, &facts, &topics, readings, said);
        Gathered { facts, topics, ties, judge: Judge::new(scene) }
    }

    /// Judges every tie by itself.
    pub(super) fn judge_alone(&self, scene: &Scene<'a>) -> Vec<Likely<'_, 'a>> {
        let close = self.closely(scene, decide::LEAST_SALIENT).into_iter();
        close.filter_map(|seen| self.judge.first(scene, &seen).map(|look| Likely { seen, look })).collect()
    }

    /// Judges the likely ties again, beside each other and by how much their terms are wanted: the links of the paper, with one entry
    /// for every sentence that states them.
    pub(super) fn judge_together(
        &self,
        scene: &Scene<'a>,
        likely: &[Likely<'_, 'a>],
        wanted: &[f64],
    ) -> Vec<Told<'a>> {
        let looks = likely.iter().map(|likely| &likely.look);
        let company = Company::new(scene, &self.facts, &self.topics, looks, wanted);
        let mut found = Vec::new();
        likely.iter().for_each(|tie| self.judge.links(scene, &tie.seen, &tie.look, &company, &mut found));
        found
    }

    /// The ties that are looked at closely, in order of their ends.
    fn closely<'j>(&'j self, scene: &Scene<'a>, least_salience: f64) -> Vec<Seen<'j, 'a>> {
        let all = self.ties.map.iter();
        let strengths = Strengths::new(self.facts.len(), all.clone().map(|(ends, tie)| (ends, tie.best())));
        let is_close = |(ends, tie): &(&(usize, usize), &Tie<'a>)| {
            salience(scene, **ends) >= least_salience && (tie.best() >= LEAST_CHANCE || tie.is_structured())
        };
        let mut close: Vec<(&(usize, usize), &Tie<'a>)> = all.filter(is_close).collect();
        close.sort_unstable_by_key(|(ends, _)| **ends);
        let seen = |(ends, tie): (&(usize, usize), &'j Tie<'a>)| Seen {
            ends: *ends,
            tie,
            numbers: numbers::of_tie(scene, &self.facts, &strengths, *ends, tie),
        };
        close.into_iter().map(seen).collect()
    }
}

/// The links that the first judgement finds, by their chances: what terms are ranked again by.
pub(super) fn bonds(likely: &[Likely<'_, '_>]) -> Vec<Bond> {
    likely.iter().flat_map(|tie| tie.look.bonds()).collect()
}

/// The kinds of links that the model of readings was fitted on.
pub(super) fn fitted<'s>(scene: &'s Scene<'_>) -> impl Iterator<Item = &'s str> {
    scene.cx.knowledge.pairs.labels.iter().filter_map(|label| label.strip_prefix(['>', '<']))
}

/// Shows every tie that is looked at closely with its numbers.
pub(super) fn observe(
    scene: &Scene<'_>,
    gathered: &Gathered<'_>,
    likely: &[Likely<'_, '_>],
    wanted: &[f64],
) -> Vec<TieObservation> {
    let looks = likely.iter().map(|likely| &likely.look);
    let company = Company::new(scene, &gathered.facts, &gathered.topics, looks, wanted);
    let names = scene.names();
    let observation = |seen: Seen<'_, '_>| {
        let look = gathered.judge.look(scene, &seen);
        let sums = Sums::new(seen.tie);
        let of_way = |way: Way| {
            let alone = numbers::of_way(scene, seen.ends, seen.tie, &sums, way);
            (scene.cx.knowledge.relations[way.0].name.clone(), way.1, [alone, company.of_way(&look, way)])
        };
        TieObservation {
            names: [names[seen.ends.0].clone(), names[seen.ends.1].clone()],
            ways: ways(scene).into_iter().map(of_way).collect(),
            together: company.of_tie(&look),
            numbers: seen.numbers,
        }
    };
    gathered.closely(scene, 0.0).into_iter().map(observation).collect()
}

/// Every kind of link in both directions; those without direction once.
fn ways(scene: &Scene<'_>) -> Vec<Way> {
    let relations = scene.cx.knowledge.relations.iter().enumerate();
    let is_known = |kind: &str| fitted(scene).any(|known| known == kind);
    relations
        .filter(|(_, relation)| is_known(&relation.name))
        .flat_map(|(kind, relation)| {
            let second = (!relation.symmetric).then_some((kind, true));
            std::iter::once((kind, false)).chain(second)
        })
        .collect()
}

/// How salient two terms are together.
fn salience(scene: &Scene<'_>, ends: (usize, usize)) -> f64 {
    (scene.terms[ends.0].salience * scene.terms[ends.1].salience).sqrt()
}

/// A tie with its numbers.
pub(super) struct Seen<'j, 'a> {
    ends: (usize, usize),
    tie: &'j Tie<'a>,
    /// Its numbers by itself.
    numbers: Vec<f64>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{Extractor, FeatureNames};
    use crate::knowledge::{Knowledge, Options};
    use crate::segment::Segmenter;

    const PAPER: &str = "# 县域养老服务网络建设\n\n## 一、社区养老模式\n\n社区养老模式促进养老服务网络建设。社区养老模式还依托日间照料中心。\n\n\
        ## 二、日间照料中心\n\n日间照料中心支撑社区养老模式，也推动养老服务网络建设。\n";

    fn ties() -> Vec<TieObservation> {
        let knowledge = Knowledge::load(&Options::default()).expect("loads");
        let document = crate::read::read("a.md", PAPER.as_bytes(), &knowledge).expect("reads");
        let doc = Segmenter::new(&knowledge).segment(document);
        Extractor::new(&knowledge).observe_links(&doc, &FeatureNames::default()).1
    }

    #[test]
    fn every_number_has_a_name() {
        let (names, ties) = (tie_numbers(), ties());
        assert!(!ties.is_empty());
        for tie in &ties {
            assert_eq!(tie.numbers.len(), names.alone.len());
            assert_eq!(tie.together.len(), names.together.len());
            for (kind, _, [alone, together]) in &tie.ways {
                assert_eq!(alone.len(), names.of_way.len(), "{kind}");
                assert_eq!(together.len(), names.of_way_together.len(), "{kind}");
            }
        }
    }

    #[test]
    fn sentences_of_the_whole_paper_are_counted() {
        let at = tie_numbers().alone.iter().position(|name| name == "n_together").expect("a number");
        let ends = ["社区养老模式", "日间照料中心"];
        let tie = ties()
            .into_iter()
            .find(|tie| ends.iter().all(|end| tie.names.iter().any(|names| names[0] == *end)));
        assert!(tie.expect("the two are tied").numbers[at] >= 2.0);
    }
}
