//! Names and claims -> clusters: the strongest claims first, and none that joins what must stay apart.
//!
//! A cluster is no chain: two names of one language must be claimed to be one, or be translations of one and the same name.

use std::collections::{BTreeMap, BTreeSet};

use super::claim::{Claim, LEAST};
use super::guards::{self, Guard};
use super::homonyms::is_short_form;
use super::joined::ONE_THING;
use super::names::Names;
use crate::knowledge::Knowledge;
use crate::text::Language;

/// Least confidence of the two claims by which two names of one language meet in a third.
const STRONG: f64 = 0.9;

/// Cluster of each name, and why names joined.
pub(super) struct Clusters {
    /// Names of each cluster, by its first name.
    pub(super) members: BTreeMap<usize, Vec<usize>>,
    /// First name of the cluster of each name.
    pub(super) root: Vec<usize>,
    /// The claims that were followed, by their index; each joined two clusters.
    pub(super) followed: Vec<usize>,
    /// Claims that a guard refused.
    pub(super) refused: Vec<(usize, Guard)>,
}

struct Merger<'a> {
    names: &'a Names,
    knowledge: &'a Knowledge,
    claims: &'a [Claim],
    /// The first spelling of each name.
    twin: Vec<usize>,
    /// Best confidence of any claim between two names.
    direct: BTreeMap<(usize, usize), f64>,
    /// Pairs that a paper states, and not the glossary alone.
    stated: BTreeSet<(usize, usize)>,
    /// Names that a claim joins with a name.
    beside: BTreeMap<usize, BTreeSet<usize>>,
    clusters: Clusters,
}

/// Follows the claims, best first; `claims` must be in a fixed order.
pub(super) fn merge(names: &Names, claims: &[Claim], knowledge: &Knowledge) -> Clusters {
    let n_names = names.names.len();
    let twin = twins(n_names, claims);
    let mut direct: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    let mut beside: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    let mut stated: BTreeSet<(usize, usize)> = BTreeSet::new();
    for claim in claims {
        let (a, b) = (twin[claim.left], twin[claim.right]);
        let known = direct.entry((a.min(b), a.max(b))).or_default();
        // What a paper uses for one thing may meet in a third name: two short forms in the long one.
        let may_chain = claim.rule == ONE_THING && claim.confidence >= LEAST;
        *known = known.max(if may_chain { STRONG } else { claim.confidence });
        if !claim.rule.starts_with("bilingual/") {
            stated.insert((a.min(b), a.max(b)));
        }
        beside.entry(a).or_default().insert(b);
        beside.entry(b).or_default().insert(a);
    }
    let clusters = Clusters {
        members: (0..n_names).map(|name| (name, vec![name])).collect(),
        root: (0..n_names).collect(),
        followed: Vec::new(),
        refused: Vec::new(),
    };
    let mut merger = Merger { names, knowledge, claims, twin, direct, stated, beside, clusters };
    let mut order: Vec<usize> = (0..claims.len()).filter(|at| claims[*at].confidence >= LEAST).collect();
    order.sort_by(|a, b| {
        let (a, b) = (&claims[*a], &claims[*b]);
        b.confidence
            .total_cmp(&a.confidence)
            .then_with(|| (a.left, a.right, a.rule).cmp(&(b.left, b.right, b.rule)))
    });
    for at in order {
        merger.follow(at);
    }
    merger.clusters
}

/// The first spelling of each name: spellings count as one name where claims are weighed against chains.
fn twins(n_names: usize, claims: &[Claim]) -> Vec<usize> {
    const SPELLINGS: &[&str] = &[
        "variant/spelling",
        "variant/blanks",
        "variant/pair",
        "variant/plan",
        "variant/degree",
        "variant/mark",
        "variant/rank",
        "variant/synonym",
        "variant/quality",
        "variant/typo",
        "variant/cut_off",
        "place/gazetteer",
    ];
    fn first(twin: &[usize], mut at: usize) -> usize {
        while twin[at] != at {
            at = twin[at];
        }
        at
    }
    let mut twin: Vec<usize> = (0..n_names).collect();
    for claim in claims.iter().filter(|claim| SPELLINGS.contains(&claim.rule)) {
        let (a, b) = (first(&twin, claim.left), first(&twin, claim.right));
        twin[a.max(b)] = a.min(b);
    }
    (0..n_names).map(|at| first(&twin, at)).collect()
}

impl Merger<'_> {
    /// Joins the clusters of a claim unless a guard forbids it for any two of their names.
    fn follow(&mut self, at: usize) {
        let claim = &self.claims[at];
        let (a, b) = (self.clusters.root[claim.left], self.clusters.root[claim.right]);
        let (into, from) = (a.min(b), a.max(b));
        if into == from {
            return;
        }
        let clash = self.clusters.members[&into].iter().find_map(|left| {
            self.clusters.members[&from].iter().find_map(|right| self.clash(*left, *right, claim.rule))
        });
        if let Some(guard) = clash {
            self.clusters.refused.push((at, guard));
            return;
        }
        let moved = self.clusters.members.remove(&from).unwrap_or_default();
        for name in &moved {
            self.clusters.root[*name] = into;
        }
        self.clusters.members.entry(into).or_default().extend(moved);
        self.clusters.followed.push(at);
    }

    fn clash(&self, left: usize, right: usize, rule: &str) -> Option<Guard> {
        let (a, b) = (&self.names.names[left], &self.names.names[right]);
        if rule == "analyst/same" {
            return self.knowledge.decisions.differ(&a.key, &b.key).then_some(Guard::Analyst);
        }
        // A misspelt name may be of another kind, for want of a known word; it is the same name all the same.
        let is_spelling = self.twin[left] == self.twin[right];
        let forbidden = guards::forbids(a, b, self.knowledge);
        forbidden
            .filter(|guard| !is_spelling || *guard != Guard::Kinds)
            // The number of a heading or a picture is no part of the name behind it.
            .filter(|guard| !is_spelling || *guard != Guard::Numbers || rule != "variant/mark")
            .or_else(|| self.unclaimed(left, right))
    }

    /// Why two names of one language that no claim joins may not be one by way of others.
    fn unclaimed(&self, left: usize, right: usize) -> Option<Guard> {
        let (a, b) = (&self.names.names[left], &self.names.names[right]);
        let (one, other) = (self.twin[left], self.twin[right]);
        if a.language != b.language || one == other || self.sure(one, other) >= LEAST {
            return None;
        }
        let short = is_short_form(&a.label, a.language) || is_short_form(&b.label, b.language);
        let least = if short { LEAST } else { STRONG };
        let empty = BTreeSet::new();
        let (near, far) =
            (self.beside.get(&one).unwrap_or(&empty), self.beside.get(&other).unwrap_or(&empty));
        let meets = near.intersection(far).any(|third| {
            let name = &self.names.names[*third];
            // Chinese names meet in an English one only where papers state both: 代理 and 能动性 are both agency.
            let is_telling = a.language == Language::En
                || name.language == a.language
                || name.key.contains(' ') && self.is_stated(one, *third) && self.is_stated(other, *third);
            is_telling && self.sure(one, *third) >= least && self.sure(other, *third) >= least
        });
        if meets {
            return None;
        }
        Some(if guards::are_neighbours(&a.key, &b.key, a.language) {
            Guard::Neighbours
        } else {
            Guard::Chain
        })
    }

    fn is_stated(&self, a: usize, b: usize) -> bool {
        self.stated.contains(&(a.min(b), a.max(b)))
    }

    fn sure(&self, a: usize, b: usize) -> f64 {
        self.direct.get(&(a.min(b), a.max(b))).copied().unwrap_or(0.0)
    }
}
