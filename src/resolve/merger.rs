//! Names and claims -> clusters: the strongest claims first, and none that joins what must stay apart.
//!
//! A cluster is no chain: two names of one language must be claimed to be one, or be translations of one and the same name.

use std::collections::{BTreeMap, BTreeSet};

use super::claim::{Claim, LEAST};
use super::guards::{self, Guard};
use super::homonyms::is_short_form;
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
    /// Best confidence of any claim between two names.
    direct: BTreeMap<(usize, usize), f64>,
    /// Names that a claim joins with a name.
    beside: BTreeMap<usize, BTreeSet<usize>>,
    clusters: Clusters,
}

/// Follows the claims, best first; `claims` must be in a fixed order.
pub(super) fn merge(names: &Names, claims: &[Claim], knowledge: &Knowledge) -> Clusters {
    let n_names = names.names.len();
    let mut direct: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    let mut beside: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for claim in claims {
        let known = direct.entry((claim.left, claim.right)).or_default();
        *known = known.max(claim.confidence);
        beside.entry(claim.left).or_default().insert(claim.right);
        beside.entry(claim.right).or_default().insert(claim.left);
    }
    let clusters = Clusters {
        members: (0..n_names).map(|name| (name, vec![name])).collect(),
        root: (0..n_names).collect(),
        followed: Vec::new(),
        refused: Vec::new(),
    };
    let mut merger = Merger { names, knowledge, claims, direct, beside, clusters };
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

impl Merger<'_> {
    /// Joins the clusters of a claim unless a guard forbids it for any two of their names.
    fn follow(&mut self, at: usize) {
        let claim = &self.claims[at];
        let (a, b) = (self.clusters.root[claim.left], self.clusters.root[claim.right]);
        let (into, from) = (a.min(b), a.max(b));
        if into == from {
            return;
        }
        let said_so = claim.rule == "analyst/same";
        let clash = self.clusters.members[&into].iter().find_map(|left| {
            self.clusters.members[&from].iter().find_map(|right| self.clash(*left, *right, said_so))
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

    fn clash(&self, left: usize, right: usize, said_so: bool) -> Option<Guard> {
        let (a, b) = (&self.names.names[left], &self.names.names[right]);
        if said_so {
            return self.knowledge.decisions.differ(&a.key, &b.key).then_some(Guard::Analyst);
        }
        guards::forbids(a, b, self.knowledge).or_else(|| self.unclaimed(left, right))
    }

    /// Why two names of one language that no claim joins may not be one by way of others.
    fn unclaimed(&self, left: usize, right: usize) -> Option<Guard> {
        let (a, b) = (&self.names.names[left], &self.names.names[right]);
        if a.language != b.language || self.sure(left, right) >= LEAST {
            return None;
        }
        let short = is_short_form(&a.label, a.language) || is_short_form(&b.label, b.language);
        let least = if short { LEAST } else { STRONG };
        let empty = BTreeSet::new();
        let (near, far) =
            (self.beside.get(&left).unwrap_or(&empty), self.beside.get(&right).unwrap_or(&empty));
        let meets = near.intersection(far).any(|third| {
            let name = &self.names.names[*third];
            // Chinese names meet in an English one only where it is of several words: 代理 and 能动性 are both agency.
            let is_telling =
                a.language == Language::En || name.key.contains(' ') || name.language == a.language;
            is_telling && self.sure(left, *third) >= least && self.sure(right, *third) >= least
        });
        if meets && (short || !guards::are_neighbours(&a.key, &b.key, a.language)) {
            return None;
        }
        Some(if guards::are_neighbours(&a.key, &b.key, a.language) {
            Guard::Neighbours
        } else {
            Guard::Chain
        })
    }

    fn sure(&self, a: usize, b: usize) -> f64 {
        self.direct.get(&(a.min(b), a.max(b))).copied().unwrap_or(0.0)
    }
}
