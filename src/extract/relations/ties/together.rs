//! The first judgement of every tie of a paper -> numbers of what the ties say of one another.
//!
//! A tie is judged twice: alone, and again beside the first judgements of all others. What is linked to a term already, what members of one
//! list are linked to, and which kinds of links a term and a paper have, tells what no pair shows by itself. Judging neighbours again by
//! what was predicted of them is the stacked graphical model of Z. Kou and W. Cohen (*Stacked graphical models for efficient inference in
//! Markov random fields*, 2007).

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::super::Scene;
use super::facts::{Facts, Topics};
use super::gather::{MOST_SALIENT, Way};
use super::numbers::pair_then_ends;

/// Numbers of the pair, in order.
const OF_PAIR: &[&str] = &["first_linked", "first_wanted", "through", "n_through"];
/// Numbers of each end, in order.
const OF_ENDS: &[&str] = &[
    "wanted",
    "wanted_place",
    "ties_share",
    "ties_place",
    "ties_sum",
    "alike",
    "siblings_linked",
    "n_siblings",
];
/// Numbers of one way to link the two, in order.
const OF_WAY: &[&str] = &[
    "first_way",
    "first_back",
    "source_way",
    "target_way",
    "siblings_of_source",
    "siblings_of_target",
    "way_in_paper",
];

/// Names of the numbers of a tie: those of the pair, then those of its ends in twos.
pub(super) fn names_of_tie() -> Vec<String> {
    pair_then_ends(OF_PAIR, OF_ENDS.iter().copied())
}

/// How many numbers of a tie stand before those of its ends.
pub(super) const N_OF_PAIR: usize = OF_PAIR.len();

/// Names of the numbers of a way.
pub(super) fn names_of_way() -> Vec<String> {
    OF_WAY.iter().map(|name| (*name).to_owned()).collect()
}

/// What the first judgement says of a tie.
#[derive(Debug)]
pub(super) struct Look {
    pub(super) ends: (usize, usize),
    /// How likely the two are linked at all.
    pub(super) linked: f64,
    /// The same times how salient the two are.
    pub(super) wanted: f64,
    /// How likely each way is if they are linked.
    pub(super) ways: Vec<(Way, f64)>,
}

impl Look {
    /// How likely a way is if the two are linked.
    fn share(&self, way: Way) -> f64 {
        self.ways.iter().find(|(known, _)| *known == way).map_or(0.0, |(_, share)| *share)
    }
}

/// A link as the first judgement sees it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bond {
    pub(crate) source: usize,
    pub(crate) target: usize,
    /// How likely it is, 0..=1.
    pub(crate) chance: f64,
}

/// A way less likely than this is no bond.
const LEAST_BOND: f64 = 0.03;

impl Look {
    /// The links that it makes likely.
    pub(super) fn bonds(&self) -> impl Iterator<Item = Bond> {
        let likely = self.ways.iter().filter(|(_, share)| self.linked * share >= LEAST_BOND);
        likely.map(|((_, flipped), share)| {
            let (source, target) = if *flipped { (self.ends.1, self.ends.0) } else { self.ends };
            Bond { source, target, chance: self.linked * share }
        })
    }
}

/// The looks at all ties of a paper that are likely enough to count.
pub(super) struct Company<'c> {
    /// How much each term is wanted, and its place among all.
    wanted: &'c [f64],
    places: Vec<usize>,
    looks: FxHashMap<(usize, usize), &'c Look>,
    /// The other ends of each term's ties, with how much each is wanted, most wanted first.
    partners: Vec<Vec<(usize, f64)>>,
    /// Names that hold a term or are held by it.
    alike: Vec<Vec<usize>>,
    /// Terms that stand in one list, series of items or row of headings with a term.
    siblings: Vec<Vec<usize>>,
    /// By term and kind: how many links of that kind leave the term and reach it, by their chances.
    leaves: FxHashMap<(usize, usize), f64>,
    reaches: FxHashMap<(usize, usize), f64>,
    /// The share of each kind among all links of the paper.
    kinds: Vec<f64>,
    is_symmetric: Vec<bool>,
}

impl<'c> Company<'c> {
    pub(super) fn new(
        scene: &Scene<'_>,
        facts: &[Facts],
        topics: &Topics,
        looks: impl Iterator<Item = &'c Look>,
        wanted: &'c [f64],
    ) -> Self {
        let is_symmetric: Vec<bool> =
            scene.cx.knowledge.relations.iter().map(|relation| relation.symmetric).collect();
        let mut order: Vec<usize> = (0..wanted.len()).collect();
        order.sort_by(|a, b| wanted[*b].total_cmp(&wanted[*a]).then(a.cmp(b)));
        let mut places = vec![0; order.len()];
        order.into_iter().enumerate().for_each(|(place, term)| places[term] = place);
        let mut company = Company {
            wanted,
            places,
            looks: FxHashMap::default(),
            partners: vec![Vec::new(); facts.len()],
            alike: vec![Vec::new(); facts.len()],
            siblings: siblings(scene, facts.len(), topics),
            leaves: FxHashMap::default(),
            reaches: FxHashMap::default(),
            kinds: vec![0.0; is_symmetric.len()],
            is_symmetric,
        };
        for look in looks {
            let (a, b) = look.ends;
            company.partners[a].push((b, look.wanted));
            company.partners[b].push((a, look.wanted));
            for ((kind, flipped), share) in &look.ways {
                let chance = look.linked * share;
                let (source, target) = if *flipped { (b, a) } else { (a, b) };
                *company.leaves.entry((source, *kind)).or_default() += chance;
                *company.reaches.entry((target, *kind)).or_default() += chance;
                if company.is_symmetric[*kind] {
                    *company.leaves.entry((target, *kind)).or_default() += chance;
                    *company.reaches.entry((source, *kind)).or_default() += chance;
                }
                company.kinds[*kind] += chance;
            }
            company.looks.insert(look.ends, look);
        }
        let all: f64 = company.kinds.iter().sum();
        company.kinds.iter_mut().for_each(|kind| *kind /= all.max(1e-9));
        for list in &mut company.partners {
            list.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        }
        company.find_alike(scene, facts);
        company
    }

    fn find_alike(&mut self, scene: &Scene<'_>, facts: &[Facts]) {
        let terms: Vec<usize> = (0..facts.len())
            .filter(|term| facts[*term].rank < MOST_SALIENT && !self.partners[*term].is_empty())
            .collect();
        for (n, a) in terms.iter().enumerate() {
            for b in &terms[n + 1..] {
                let (own, other) = (&scene.terms[*a].key, &scene.terms[*b].key);
                if own.contains(other.as_str()) || other.contains(own.as_str()) {
                    self.alike[*a].push(*b);
                    self.alike[*b].push(*a);
                }
            }
        }
    }

    /// The look at two terms, and whether it was seen from the second.
    fn of(&self, a: usize, b: usize) -> Option<(&Look, bool)> {
        let straight = self.looks.get(&(a, b)).map(|look| (*look, false));
        straight.or_else(|| self.looks.get(&(b, a)).map(|look| (*look, true)))
    }

    fn linked(&self, a: usize, b: usize) -> f64 {
        self.of(a, b).map_or(0.0, |(look, _)| look.linked)
    }

    fn wanted(&self, a: usize, b: usize) -> f64 {
        self.of(a, b).map_or(0.0, |(look, _)| look.wanted)
    }

    /// The chance of a link of a kind from one term to another.
    fn chance(&self, source: usize, target: usize, kind: usize) -> f64 {
        self.of(source, target).map_or(0.0, |(look, flipped)| {
            look.linked * look.share((kind, flipped && !self.is_symmetric[kind]))
        })
    }

    /// How much two terms are wanted together.
    pub(super) fn both_wanted(&self, (a, b): (usize, usize)) -> f64 {
        self.wanted[a] * self.wanted[b]
    }

    /// The numbers of a tie, in the order of [`names_of_tie`].
    pub(super) fn of_tie(&self, look: &Look) -> Vec<f64> {
        let (a, b) = look.ends;
        let mut row = Vec::with_capacity(OF_PAIR.len() + 2 * OF_ENDS.len());
        let through = self.partners[a].iter().filter(|(other, _)| *other != b);
        let through: Vec<f64> = through.map(|(other, wanted)| wanted.min(self.wanted(*other, b))).collect();
        row.extend([
            look.linked,
            look.wanted,
            through.iter().copied().fold(0.0, f64::max),
            through.iter().sum(),
        ]);
        let ends = [a, b];
        let mut each = |value: &dyn Fn(usize, usize) -> f64| row.extend([value(a, b), value(b, a)]);
        let sums = ends.map(|end| self.partners[end].iter().map(|(_, wanted)| wanted).sum::<f64>());
        let sum = |end: usize| if end == a { sums[0] } else { sums[1] };
        each(&|end, _| self.wanted[end]);
        each(&|end, _| self.places[end] as f64);
        each(&|end, _| look.wanted / sum(end).max(1e-9));
        each(&|end, _| self.partners[end].partition_point(|(_, wanted)| *wanted > look.wanted) as f64);
        each(&|end, _| sum(end));
        each(&|end, other| {
            self.alike[end].iter().map(|alike| self.wanted(*alike, other)).fold(0.0, f64::max)
        });
        each(&|end, other| {
            mean(
                self.siblings[end]
                    .iter()
                    .filter(|term| **term != other)
                    .map(|term| self.linked(*term, other)),
            )
        });
        each(&|end, _| self.siblings[end].len() as f64);
        row
    }

    /// The numbers of a way to link a tie, in the order of [`names_of_way`].
    pub(super) fn of_way(&self, look: &Look, way: Way) -> Vec<f64> {
        let (kind, flipped) = way;
        let (source, target) = if flipped { (look.ends.1, look.ends.0) } else { look.ends };
        let share = look.share(way);
        let back = if self.is_symmetric[kind] { share } else { look.share((kind, !flipped)) };
        // A link counts among those of its own ends only where it was likely enough to be in company.
        let own = self.chance(source, target, kind);
        let of = |sums: &FxHashMap<(usize, usize), f64>, term| {
            sums.get(&(term, kind)).copied().unwrap_or(0.0) - own
        };
        let others = |term: usize, other: usize| {
            self.siblings[term].iter().copied().filter(move |sibling| *sibling != other)
        };
        vec![
            share,
            back,
            of(&self.leaves, source),
            of(&self.reaches, target),
            mean(others(source, target).map(|term| self.chance(term, target, kind))),
            mean(others(target, source).map(|term| self.chance(source, term, kind))),
            self.kinds[kind],
        ]
    }
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (n, sum) = values.fold((0.0, 0.0), |(n, sum), value| (n + 1.0, sum + value));
    if n > 0.0 { sum / n } else { 0.0 }
}

/// Longer lists are no series of one kind.
const MOST_MEMBERS: usize = 12;
/// A heading or title is of a term that takes at least this share of it.
const MOST_OF_TITLE: f64 = 0.5;

/// For every term those that stand beside it: in one list of a sentence, as titles of one series, as headings of one section.
fn siblings(scene: &Scene<'_>, n_terms: usize, topics: &Topics) -> Vec<Vec<usize>> {
    let mut lists: Vec<Vec<usize>> = Vec::new();
    let clauses = scene.groups.iter().flatten();
    lists.extend(clauses.flat_map(|clause| &clause.groups).map(|group| group.terms.clone()));
    let mut rows: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    let named = |terms: &[(usize, f64)]| {
        terms
            .iter()
            .filter(|(_, share)| *share >= MOST_OF_TITLE)
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .map(|(term, _)| *term)
    };
    for (item, terms) in scene.cx.outline.items.iter().zip(&topics.of_item) {
        rows.entry(item.row()).or_default().extend(named(terms));
    }
    lists.extend(rows.into_values());
    let mut rows: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (section, terms) in scene.cx.doc.document.sections.iter().zip(&topics.of_section) {
        rows.entry(section.parent).or_default().extend(named(terms));
    }
    lists.extend(rows.into_values());
    let mut siblings = vec![BTreeSet::new(); n_terms];
    for list in lists.iter().filter(|list| (2..=MOST_MEMBERS).contains(&list.len())) {
        for a in list {
            siblings[*a].extend(list.iter().copied().filter(|b| a != b));
        }
    }
    siblings.into_iter().map(|list| list.into_iter().collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Extractor;
    use crate::extract::relations::ties::facts;
    use crate::knowledge::{Knowledge, Options};
    use crate::segment::Segmenter;

    const PAPER: &str = "# 湿地修复\n\n湿地修复基金支持湿地修复。退耕还湿、生态补水和湿地修复改善水质。水质改善惠及渔民合作社。\n";

    /// Looks at the company of the first three terms of a paper: 0 is part of 1, 2 perhaps part of 1, 0 perhaps linked to 2.
    fn with_company(see: impl FnOnce(&Scene<'_>, &Company<'_>, usize, &[Look])) {
        let knowledge = Knowledge::load(&Options::default()).expect("loads");
        let document = crate::read::read("a.md", PAPER.as_bytes(), &knowledge).expect("reads");
        let doc = Segmenter::new(&knowledge).segment(document);
        Extractor::new(&knowledge).with_scene(&doc, |scene| {
            assert!(scene.terms.len() >= 3, "{PAPER} has {} terms", scene.terms.len());
            let part_of =
                knowledge.relations.iter().position(|relation| relation.name == "part_of").expect("is known");
            let look = |ends, linked, ways: &[(Way, f64)]| Look {
                ends,
                linked,
                wanted: linked / 2.0,
                ways: ways.to_vec(),
            };
            let looks = [
                look((0, 1), 0.8, &[((part_of, false), 0.9)]),
                look((1, 2), 0.5, &[((part_of, true), 0.6)]),
                look((0, 2), 0.2, &[]),
            ];
            let (facts, topics) = facts::all(scene);
            let wanted = vec![0.5; scene.terms.len()];
            see(scene, &Company::new(scene, &facts, &topics, looks.iter(), &wanted), part_of, &looks);
        });
    }

    fn number(names: &[String], row: &[f64], name: &str) -> f64 {
        row[names.iter().position(|known| known == name).expect("a name")]
    }

    #[test]
    fn a_tie_is_seen_among_the_other_ties_of_its_ends() {
        with_company(|_, company, _, looks| {
            let names = names_of_tie();
            let row = company.of_tie(&looks[2]);
            assert_eq!(row.len(), names.len());
            let of = |name| number(&names, &row, name);
            assert!((of("first_linked") - 0.2).abs() < 1e-9);
            // Through term 1 the two are linked as surely as the weaker of 0.4 and 0.25.
            assert!((of("through") - 0.25).abs() < 1e-9);
            assert!((of("ties_place_source") - 1.0).abs() < 1e-9, "the tie to 1 is wanted more");
            assert!((of("ties_share_source") - 0.1 / 0.5).abs() < 1e-9);
            assert!((of("ties_sum_target") - 0.35).abs() < 1e-9);
        });
    }

    #[test]
    fn a_way_is_seen_among_the_ways_of_its_ends_from_either_side() {
        with_company(|_, company, part_of, looks| {
            let names = names_of_way();
            // 2 is perhaps part of 1, as 0 is: the tie is kept as (1, 2), so the way is the flipped one.
            let row = company.of_way(&looks[1], (part_of, true));
            assert_eq!(row.len(), names.len());
            let of = |name| number(&names, &row, name);
            assert!((of("first_way") - 0.6).abs() < 1e-9);
            assert!(of("first_back").abs() < 1e-9);
            assert!((of("target_way") - 0.8 * 0.9).abs() < 1e-9, "the other part of term 1");
            assert!(of("source_way").abs() < 1e-9, "term 2 is part of nothing else");
            assert!((of("way_in_paper") - 1.0).abs() < 1e-9);
        });
    }

    #[test]
    fn members_of_one_list_are_siblings() {
        with_company(|scene, company, _, _| {
            let mut groups = scene.groups.iter().flatten().flat_map(|clause| &clause.groups);
            let list = groups.find(|group| group.terms.len() >= 2).expect("a sentence lists three");
            let (a, b) = (list.terms[0], list.terms[1]);
            assert!(company.siblings[a].contains(&b) && company.siblings[b].contains(&a));
        });
    }
}
