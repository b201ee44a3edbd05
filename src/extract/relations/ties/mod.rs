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
    /// The names of the two terms, labels first, the more salient term first.
    pub names: [Vec<String>; 2],
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
pub(super) fn links<'a>(scene: &Scene<'a>, structural: &[Link<'a>], stated: &[Link<'a>]) -> Vec<Link<'a>> {
    let mut found = Vec::new();
    let judge = Judge::new(scene);
    each(scene, structural, stated, decide::LEAST_WANTED, &mut |seen| judge.links(scene, &seen, &mut found));
    found
}

/// The kinds of links that the model of readings was fitted on.
pub(super) fn fitted<'s>(scene: &'s Scene<'_>) -> impl Iterator<Item = &'s str> {
    scene.cx.knowledge.pairs.labels.iter().filter_map(|label| label.strip_prefix(['>', '<']))
}

/// Shows every tie that is looked at closely with its numbers.
pub(super) fn observe(
    scene: &Scene<'_>,
    structural: &[Link<'_>],
    stated: &[Link<'_>],
) -> Vec<TieObservation> {
    let mut all = Vec::new();
    let names = scene.names();
    each(scene, structural, stated, 0.0, &mut |seen| {
        let sums = Sums::new(seen.tie);
        let ways = ways(scene).into_iter().map(|way| {
            let numbers = numbers::of_way(scene, seen.ends, seen.tie, &sums, &seen.numbers, way);
            (scene.cx.knowledge.relations[way.0].name.clone(), way.1, numbers)
        });
        all.push(TieObservation {
            names: [names[seen.ends.0].clone(), names[seen.ends.1].clone()],
            ways: ways.collect(),
            numbers: seen.numbers.0.clone(),
        });
    });
    all
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
    numbers: numbers::Numbers,
}

fn each<'a>(
    scene: &Scene<'a>,
    structural: &[Link<'a>],
    stated: &[Link<'a>],
    least_salience: f64,
    see: &mut dyn FnMut(Seen<'_, 'a>),
) {
    let (facts, topics) = facts::all(scene);
    let ties = Ties::gather(scene, &facts, &topics, reading::readings(scene, stated), structural, stated);
    let strengths = Strengths::new(facts.len(), ties.map.iter().map(|(ends, tie)| (ends, tie.best())));
    let mut ends: Vec<&(usize, usize)> = ties.map.keys().collect();
    ends.sort_unstable();
    for ends in ends {
        let tie = &ties.map[ends];
        let is_salient = salience(scene, *ends) >= least_salience;
        if is_salient && (tie.best() >= LEAST_CHANCE || tie.is_structured()) {
            see(Seen { ends: *ends, tie, numbers: numbers::of_tie(scene, &facts, &strengths, *ends, tie) });
        }
    }
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
    fn every_number_has_a_name_and_a_way_back_swaps_the_ends() {
        let names = tie_numbers();
        let first_end = names.iter().position(|name| name.ends_with("_source")).expect("ends");
        let ties = ties();
        assert!(!ties.is_empty());
        for tie in &ties {
            let n_ends = tie.numbers.len() - first_end;
            assert_eq!(n_ends % 2, 0);
            for (kind, flipped, row) in &tie.ways {
                assert_eq!(row.len(), names.len(), "{kind}");
                let (own, other) = if *flipped { (1, 0) } else { (0, 1) };
                for pair in (first_end..tie.numbers.len()).step_by(2) {
                    assert_eq!(
                        [row[pair], row[pair + 1]],
                        [tie.numbers[pair + own], tie.numbers[pair + other]]
                    );
                }
            }
        }
    }

    #[test]
    fn sentences_of_the_whole_paper_are_counted() {
        let at = tie_numbers().iter().position(|name| name == "n_together").expect("a number");
        let ends = ["社区养老模式", "日间照料中心"];
        let tie = ties()
            .into_iter()
            .find(|tie| ends.iter().all(|end| tie.names.iter().any(|names| names[0] == *end)));
        assert!(tie.expect("the two are tied").numbers[at] >= 2.0);
    }
}
