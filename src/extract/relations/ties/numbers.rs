//! A tie -> the numbers that its models weigh.

use super::super::{Link, Scene};
use super::facts::Facts;
use super::gather::{Tie, Way};
use crate::extract::numbered::flag;
use crate::knowledge::vocab;

/// Numbers of the pair, in order.
const OF_PAIR: &[&str] = &[
    "named_best",
    "named_second",
    "n_named",
    "named_any",
    "carried_best",
    "n_carried",
    "carried_any",
    "best",
    "n_together",
    "n_next",
    "shared",
    "together",
    "distance",
    "same_end",
    "same_start",
    "siblings",
    "series",
    "sections",
    "chinese",
    "n_sentences",
    "languages",
    "structural",
    "stated",
    "n_stated",
];

/// Numbers of each end, in order; one for every kind of concept follows.
const OF_ENDS: &[&str] = &[
    "place",
    "degree",
    "termhood",
    "salience",
    "rank",
    "n",
    "free",
    "title",
    "keywords",
    "abstract",
    "headed",
    "titled",
    "length",
    "first",
    "kind_confidence",
    "under",
    "heads_within",
    "opens_under",
    "in_item",
    "inside",
    "earlier",
];

/// Numbers of one way to link the two, in order, behind all others.
const OF_WAY: &[&str] = &[
    "way",
    "sum",
    "most",
    "share_of_sum",
    "share_of_most",
    "structural_way",
    "stated_way",
    "fit",
    "source",
    "target",
];

/// Names of the numbers of a tie: those of the pair, then those of its ends in twos.
pub(super) fn names_of_tie() -> Vec<String> {
    let kinds: Vec<String> = vocab::CONCEPT_KINDS.iter().map(|kind| format!("is_{kind}")).collect();
    pair_then_ends(OF_PAIR, OF_ENDS.iter().copied().chain(kinds.iter().map(String::as_str)))
}

/// Names of numbers of a pair, then those of numbers of both its ends.
pub(super) fn pair_then_ends<'n>(of_pair: &[&str], of_ends: impl Iterator<Item = &'n str>) -> Vec<String> {
    let ends = of_ends.flat_map(|name| [format!("{name}_source"), format!("{name}_target")]);
    of_pair.iter().map(|name| (*name).to_owned()).chain(ends).collect()
}

/// Names of the numbers of a way.
pub(super) fn names_of_way() -> Vec<String> {
    OF_WAY.iter().map(|name| (*name).to_owned()).collect()
}

/// How many numbers of a tie stand before those of its ends.
pub(super) const N_OF_PAIR: usize = OF_PAIR.len();

/// How many ties each term has and how strong they are: the best chances, greatest first.
pub(super) struct Strengths(Vec<Vec<f64>>);

/// A term is held to be linked to another from this chance on.
const LIKELY: f64 = 0.3;

impl Strengths {
    pub(super) fn new<'t>(n_terms: usize, ties: impl Iterator<Item = (&'t (usize, usize), f64)>) -> Self {
        let mut all = vec![Vec::new(); n_terms];
        for ((a, b), best) in ties.filter(|(_, best)| *best > 0.0) {
            all[*a].push(best);
            all[*b].push(best);
        }
        all.iter_mut().for_each(|list| list.sort_unstable_by(|a, b| b.total_cmp(a)));
        Strengths(all)
    }

    fn place(&self, term: usize, best: f64) -> f64 {
        self.0[term].partition_point(|other| *other > best) as f64
    }

    fn degree(&self, term: usize) -> f64 {
        self.place(term, LIKELY)
    }
}

impl Tie<'_> {
    /// The greatest chance of all readings.
    pub(super) fn best(&self) -> f64 {
        self.named.best.max(self.carried.best)
    }
}

/// The numbers of a tie between two terms.
pub(super) fn of_tie(
    scene: &Scene<'_>,
    facts: &[Facts],
    strengths: &Strengths,
    (a, b): (usize, usize),
    tie: &Tie<'_>,
) -> Vec<f64> {
    let doc = scene.cx.doc;
    let (known, terms) = ([&facts[a], &facts[b]], [&scene.terms[a], &scene.terms[b]]);
    let n = doc.sentences.len() as f64;
    let [n_a, n_b] = known.map(|known| known.sentences.len() as f64);
    let together = tie.n_together as f64;
    let most = |links: &[Link<'_>]| links.iter().map(|link| link.confidence).fold(0.0, f64::max);
    let mut row = Vec::with_capacity(OF_PAIR.len() + 2 * (OF_ENDS.len() + vocab::CONCEPT_KINDS.len()));
    row.extend([
        tie.named.best,
        tie.named.second,
        tie.named.n as f64,
        tie.named.any(),
        tie.carried.best,
        tie.carried.n as f64,
        tie.carried.any(),
        tie.best(),
        together,
        tie.n_next as f64,
        together / (n_a + n_b - together).max(1.0),
        ((together + 0.1) * n / (n_a.max(1.0) * n_b.max(1.0))).ln(),
        (known[0].first - known[1].first).abs(),
        shared(terms[0].key.chars().rev(), terms[1].key.chars().rev()),
        shared(terms[0].key.chars(), terms[1].key.chars()),
        flag(are_siblings(scene, known)),
        flag(are_in_series(scene, known)),
        sections(scene, known),
        flag(doc.document.languages().first().is_some_and(|language| language.code() == "zh")),
        n,
        flag(terms[0].language != terms[1].language),
        most(&tie.structural),
        most(&tie.stated),
        tie.stated.len() as f64,
    ]);
    debug_assert_eq!(row.len(), OF_PAIR.len());
    let mut both = |a: f64, b: f64| row.extend([a, b]);
    let ends = [a, b];
    let mut each = |value: &dyn Fn(usize) -> f64| both(value(0), value(1));
    each(&|end| strengths.place(ends[end], tie.best()));
    each(&|end| strengths.degree(ends[end]));
    each(&|end| terms[end].termhood);
    each(&|end| terms[end].salience);
    each(&|end| known[end].rank as f64);
    each(&|end| known[end].sentences.len() as f64);
    each(&|end| known[end].n_free as f64 / known[end].sentences.len().max(1) as f64);
    each(&|end| flag(known[end].in_title));
    each(&|end| flag(known[end].in_keywords));
    each(&|end| flag(known[end].in_abstract));
    each(&|end| known[end].headed.len() as f64);
    each(&|end| known[end].titled.len() as f64);
    each(&|end| known[end].length);
    each(&|end| known[end].first);
    each(&|end| terms[end].kind_confidence);
    each(&|end| tie.under[end]);
    each(&|end| tie.heads_within[end]);
    each(&|end| tie.opens_under[end]);
    each(&|end| tie.in_item[end]);
    each(&|end| flag(terms[1 - end].key.contains(&terms[end].key)));
    each(&|end| flag(known[end].first < known[1 - end].first));
    for kind in vocab::CONCEPT_KINDS {
        each(&|end| flag(terms[end].known_as == *kind));
    }
    row
}

/// The numbers of one way to link a tie, in the order of [`names_of_way`].
pub(super) fn of_way(
    scene: &Scene<'_>,
    ends: (usize, usize),
    tie: &Tie<'_>,
    sums: &Sums,
    way: Way,
) -> Vec<f64> {
    let (kind, flipped) = way;
    let (source, target) = if flipped { (ends.1, ends.0) } else { ends };
    let relation = &scene.cx.knowledge.relations[kind];
    let (source_kind, target_kind) = (scene.known_as(source), scene.known_as(target));
    let said = |links: &[Link<'_>]| {
        let same = links.iter().filter(|link| link.is_like(relation, source, target));
        same.map(|link| link.confidence).fold(0.0, f64::max)
    };
    let number = |kind: &str| {
        vocab::CONCEPT_KINDS.iter().position(|known| *known == kind).unwrap_or(vocab::CONCEPT_KINDS.len())
            as f64
    };
    let (sum, most) = sums.of(way);
    let (all, all_most) = sums.all();
    vec![
        kind as f64,
        sum,
        most,
        sum / (all + 1e-6),
        most / (all_most + 1e-6),
        said(&tie.structural),
        said(&tie.stated),
        relation.fit(source_kind, target_kind) as f64,
        number(source_kind),
        number(target_kind),
    ]
}

/// A way with less than this chance in every reading is not heard.
const LEAST_HEARD: f64 = 0.004;

/// What the readings of a tie say of every way: the sum of their chances, and the greatest.
#[derive(Debug, Default)]
pub(super) struct Sums(Vec<(Way, f64, f64)>);

impl Sums {
    pub(super) fn new(tie: &Tie<'_>) -> Self {
        let mut sums: Vec<(Way, f64, f64)> = Vec::new();
        for reading in &tie.readings {
            for (way, chance) in &reading.ways {
                let chance = reading.linked * f64::from(*chance);
                match sums.iter_mut().find(|(known, ..)| known == way) {
                    Some((_, sum, most)) => (*sum, *most) = (*sum + chance, most.max(chance)),
                    None => sums.push((*way, chance, chance)),
                }
            }
        }
        Sums(sums)
    }

    /// Whether any reading gives a way some chance.
    pub(super) fn has(&self, way: Way) -> bool {
        self.of(way).1 >= LEAST_HEARD
    }

    fn of(&self, way: Way) -> (f64, f64) {
        self.0.iter().find(|(known, ..)| *known == way).map_or((0.0, 0.0), |(_, sum, most)| (*sum, *most))
    }

    fn all(&self) -> (f64, f64) {
        self.0.iter().fold((0.0, 0.0), |(all, all_most), (_, sum, most)| (all + sum, all_most + most))
    }
}

/// How many characters two names share from where they start.
fn shared(a: impl Iterator<Item = char>, b: impl Iterator<Item = char>) -> f64 {
    a.zip(b).take_while(|(a, b)| a == b).count() as f64
}

/// Whether both head sections of one section.
fn are_siblings(scene: &Scene<'_>, known: [&Facts; 2]) -> bool {
    let sections = &scene.cx.doc.document.sections;
    let above = |section: usize| sections[section].parent;
    known[0].headed.iter().any(|a| known[1].headed.iter().any(|b| a != b && above(*a) == above(*b)))
}

/// Whether both name items of one series.
fn are_in_series(scene: &Scene<'_>, known: [&Facts; 2]) -> bool {
    let items = &scene.cx.outline.items;
    let row = |at: usize| items[at].row();
    known[0].titled.iter().any(|a| known[1].titled.iter().any(|b| a != b && row(*a) == row(*b)))
}

/// The share of the sections of the rarer term that name the other, too.
fn sections(scene: &Scene<'_>, known: [&Facts; 2]) -> f64 {
    let doc = scene.cx.doc;
    let [a, b] = known.map(|known| {
        let mut all: Vec<usize> =
            known.sentences.iter().map(|at| doc.document.blocks[doc.sentences[*at].block].section).collect();
        all.dedup();
        all.sort_unstable();
        all.dedup();
        all
    });
    let both = a.iter().filter(|section| b.binary_search(section).is_ok()).count();
    both as f64 / a.len().min(b.len()).max(1) as f64
}
