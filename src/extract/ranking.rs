//! Terms with the links of the paper -> how much an analyst would want each of them.
//!
//! What a term is linked to tells whether the paper is about it, but links are read last. So salience is judged twice: before links are
//! read, from where a term stands ([`super::salience`]), and here, by boosted trees that also see the links that its ties make likely, each
//! judged by itself, and the better terms that hold it or are held by it. Ranking what a first pass has ranked with what only its result
//! shows is known from the search of documents (I. Matveeva and others, *High accuracy retrieval with multiple nested ranker*, 2006).

use super::features::Features;
use super::relations::{Bond, Scene};
use super::salience::{FOREIGN, holds, is_foreign, odds, probability, size};
use super::terms::Candidate;
use crate::text::Language;

/// Terms ranked below this place hold nothing and are held by nothing.
const MOST_COMPARED: usize = 200;

/// How much each term is wanted, 0..=1, in order of the terms.
pub(crate) fn wanted(scene: &Scene<'_>, bonds: &[Bond]) -> Vec<f64> {
    let trees = &scene.cx.knowledge.wanted;
    if trees.is_empty() {
        return scene.terms.iter().map(|term| term.salience).collect();
    }
    let main = scene.cx.doc.document.languages().first().copied();
    let wanted = features(scene, bonds).into_iter().zip(scene.terms).map(|(features, term)| {
        let loss = if is_foreign(main, term) { FOREIGN } else { 0.0 };
        probability(odds(trees.probability(features.iter())) - loss)
    });
    wanted.collect()
}

/// What the links of a term say of it, those that leave it and those that reach it.
#[derive(Default, Clone, Copy)]
struct Side {
    n: f64,
    sum: f64,
    best: f64,
    /// Sum of the saliences of the other ends, each as sure as its link.
    neighbours: f64,
    best_neighbour: f64,
}

/// What is known of every term, in order of the terms.
pub(crate) fn features(scene: &Scene<'_>, bonds: &[Bond]) -> Vec<Features> {
    let sides = sides(scene, bonds);
    let most = sides.iter().map(|[out, into]| out.sum + into.sum).fold(1e-9, f64::max);
    let mut order: Vec<usize> = (0..scene.terms.len()).collect();
    order.sort_by(|a, b| {
        let salience = |at: usize| scene.terms[at].salience;
        salience(*b).total_cmp(&salience(*a)).then_with(|| scene.terms[*a].key.cmp(&scene.terms[*b].key))
    });
    let mut places = vec![0; order.len()];
    order.iter().enumerate().for_each(|(place, term)| places[*term] = place);
    let mut counts = vec![[0.0; 2]; scene.terms.len()];
    for occurrence in scene.occurrences {
        counts[occurrence.term][usize::from(occurrence.nested)] += 1.0;
    }
    let main = scene.cx.doc.document.languages().first().copied();
    let kinds = &scene.cx.knowledge.network.kinds;
    let of_term = |(at, term): (usize, &Candidate<'_>)| {
        let mut features = Features::default();
        let [alone, nested] = counts[at];
        let kind = kinds.iter().position(|kind| kind == term.known_as);
        for (name, value) in [
            ("salience", odds(term.salience)),
            ("termhood", odds(term.termhood)),
            ("read", term.wanted),
            ("place", places[at] as f64),
            ("n_terms", order.len() as f64),
            ("kind", kind.map_or(0.0, |kind| kind as f64 + 1.0)),
            ("kind_confidence", term.kind_confidence),
            ("n_alone", f64::ln_1p(alone)),
            ("n_nested", f64::ln_1p(nested)),
            ("size", size(term)),
            ("is_foreign", f64::from(u8::from(main != Some(term.language)))),
            ("is_zh", f64::from(u8::from(term.language == Language::Zh))),
            ("share_of_links", (sides[at][0].sum + sides[at][1].sum) / most),
        ] {
            features.set(name, value);
        }
        for (names, side) in NAMES.iter().zip(&sides[at]) {
            let values = [side.n, side.sum, side.best, side.neighbours, side.best_neighbour];
            names.iter().zip(values).for_each(|(name, value)| features.set(name, value));
        }
        overlaps(scene, &order, places[at], &mut features);
        features
    };
    scene.terms.iter().enumerate().map(of_term).collect()
}

const NAMES: [[&str; 5]; 2] = [
    ["out_n", "out_sum", "out_best", "out_neighbours", "out_best_neighbour"],
    ["in_n", "in_sum", "in_best", "in_neighbours", "in_best_neighbour"],
];

/// The links that leave each term and those that reach it.
fn sides(scene: &Scene<'_>, bonds: &[Bond]) -> Vec<[Side; 2]> {
    let mut sides = vec![[Side::default(); 2]; scene.terms.len()];
    for bond in bonds {
        for (side, own, other) in [(0, bond.source, bond.target), (1, bond.target, bond.source)] {
            let side = &mut sides[own][side];
            let neighbour = bond.chance * scene.terms[other].salience;
            side.n += 1.0;
            side.sum += bond.chance;
            side.best = side.best.max(bond.chance);
            side.neighbours += neighbour;
            side.best_neighbour = side.best_neighbour.max(neighbour);
        }
    }
    sides
}

/// The terms that a term holds and those that hold it: how many, the greatest share of the shorter name in the longer one, among
/// all and among better terms, and the best salience.
fn overlaps(scene: &Scene<'_>, order: &[usize], place: usize, features: &mut Features) {
    let own = &scene.terms[order[place]];
    let mut seen = [[0.0; 4]; 2];
    for (at, other) in order.iter().take(MOST_COMPARED).enumerate().filter(|(at, _)| *at != place) {
        let other = &scene.terms[*other];
        if other.language != own.language || other.key == own.key {
            continue;
        }
        let held = other.key.len() > own.key.len();
        let (short, long) = if held { (own, other) } else { (other, own) };
        if !holds(short, long) {
            continue;
        }
        let share = size(short) / size(long);
        let [n, most, most_of_better, best] = &mut seen[usize::from(held)];
        *n += 1.0;
        *most = f64::max(*most, share);
        if at < place {
            *most_of_better = f64::max(*most_of_better, share);
        }
        *best = f64::max(*best, other.salience);
    }
    let names = [
        ["holds_n", "holds_most", "holds_most_of_better", "holds_best"],
        ["held_n", "held_most", "held_most_of_better", "held_best"],
    ];
    for (names, values) in names.iter().zip(seen) {
        names.iter().zip(values).for_each(|(name, value)| features.set(name, value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Extractor;
    use crate::knowledge::{Knowledge, Options, Trees};
    use crate::model::AnnotatedDocument;
    use crate::segment::Segmenter;

    const PAPER: &str = "# 湿地修复基金的作用\n\nAbstract: The wetland fund supports wetland restoration in the basin.\n\n\
                         ## 一、基金的作用\n\n湿地修复基金支持湿地修复。湿地修复促进水质改善，水质改善是流域治理的目标。\n";

    fn annotated(text: &str, knowledge: &Knowledge) -> AnnotatedDocument {
        let document = crate::read::read("a.md", text.as_bytes(), knowledge).expect("reads");
        Segmenter::new(knowledge).segment(document)
    }

    #[test]
    fn links_and_longer_names_are_seen() {
        let knowledge = Knowledge::load(&Options::default()).expect("loads");
        let seen = Extractor::new(&knowledge).observe_ranking(&annotated(PAPER, &knowledge));
        let number = |label: &str, name: &str| {
            let (_, features) = seen.iter().find(|(names, _)| names[0] == label).expect("is a term");
            features.iter().find(|(known, _)| *known == name).map_or(0.0, |(_, value)| value)
        };
        assert!(number("水质改善", "in_n") >= 1.0 && number("水质改善", "in_best") > 0.0);
        assert!(number("湿地修复", "out_n") + number("湿地修复", "in_n") >= 2.0);
        assert!(number("湿地修复", "held_n") >= 1.0 && number("湿地修复", "held_best") > 0.0);
        assert!(number("湿地修复基金", "holds_n") >= 1.0);
        assert!(number("湿地修复", "n_nested") > 0.0 && number("湿地修复基金", "holds_best") > 0.0);
    }

    #[test]
    fn trees_overrule_salience_and_without_them_it_stays() {
        let mut knowledge = Knowledge::load(&Options::default()).expect("loads");
        // Every term stays, whatever its places are like.
        knowledge.unithood = Trees::default();
        let doc = annotated(PAPER, &knowledge);
        let fitted = Extractor::new(&knowledge).extract(doc.clone());
        knowledge.wanted = Trees::default();
        let extractor = Extractor::new(&knowledge);
        let plain = extractor.extract(doc.clone());
        let saliences = extractor
            .with_scene(&doc, |scene| scene.terms.iter().map(|term| term.salience).collect::<Vec<_>>());
        let scores = |fragment: &crate::model::Fragment| {
            fragment.terms.iter().map(|term| term.score).collect::<Vec<_>>()
        };
        assert_eq!(scores(&plain), saliences);
        assert_ne!(scores(&fitted), saliences);
        assert!(scores(&fitted).iter().all(|score| (0.0..=1.0).contains(score)));
    }

    #[test]
    fn names_of_the_second_abstract_lose() {
        let knowledge = Knowledge::load(&Options::default()).expect("loads");
        let doc = annotated(PAPER, &knowledge);
        assert_eq!(doc.document.languages(), [Language::Zh, Language::En]);
        Extractor::new(&knowledge).with_scene(&doc, |scene| {
            let bonds = crate::extract::relations::bonds(scene);
            let scores = wanted(scene, &bonds);
            let english = scene.terms.iter().zip(features(scene, &bonds)).zip(scores);
            let mut n = 0;
            for ((_, features), score) in english.filter(|((term, _), _)| term.language == Language::En) {
                let own = odds(knowledge.wanted.probability(features.iter()));
                assert!((own - FOREIGN - odds(score)).abs() < 1e-6);
                n += 1;
            }
            assert!(n > 0, "no English name in {PAPER}");
        });
    }
}
