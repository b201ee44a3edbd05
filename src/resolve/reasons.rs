//! Claims that were followed -> why the names of a concept are one, told from its label outwards.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::claim::LEAST;
use super::homonyms::is_short_form;
use super::joined::{Joined, ONE_THING};
use super::review::places;
use crate::model::{MergeReason, RuleId};
use crate::text::{Language, close_gaps, match_key, simplified};

/// How good a long name must be beside its abbreviation, as a share of its score, to be the label of both.
const SHARE_OF_SHORT: f64 = 0.5;

/// Followed claims by the cluster that they made.
pub(super) fn by_cluster(joined: &Joined) -> BTreeMap<usize, Vec<usize>> {
    let mut by_cluster: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in &joined.clusters.followed {
        by_cluster.entry(joined.clusters.root[joined.claims[*at].left]).or_default().push(*at);
    }
    by_cluster
}

/// Names that are no terms and only translate others, the surest of each language first.
pub(super) fn bare_names<'j>(
    joined: &'j Joined,
    members: &[usize],
    followed: &[usize],
) -> Vec<(Language, &'j str)> {
    let sure = |name: usize| {
        let claims = followed.iter().map(|at| &joined.claims[*at]);
        let of_name = claims.filter(|claim| claim.left == name || claim.right == name);
        of_name.map(|claim| claim.confidence).fold(0.0, f64::max)
    };
    let bare = members.iter().copied().filter(|name| joined.names.names[*name].terms.is_empty());
    let mut bare: Vec<(f64, usize)> = bare.map(|name| (sure(name), name)).collect();
    bare.sort_by(|a, b| {
        let length = |name: usize| joined.names.names[name].label.len();
        b.0.total_cmp(&a.0).then_with(|| (length(a.1), a.1).cmp(&(length(b.1), b.1)))
    });
    bare.into_iter()
        .map(|(_, name)| &joined.names.names[name])
        .map(|name| (name.language, name.label.as_str()))
        .collect()
}

/// Abbreviations of a longer name of their language that is half as good a name: no labels.
pub(super) fn short_names(joined: &Joined, claims: &[usize]) -> BTreeSet<usize> {
    let names = &joined.names.names;
    let pairs = claims.iter().map(|at| &joined.claims[*at]);
    let pairs = pairs.filter(|claim| names[claim.left].language == names[claim.right].language);
    let short = pairs.filter_map(|claim| {
        let size = |name: usize| names[name].key.len();
        let (short, long) = if size(claim.left) < size(claim.right) {
            (claim.left, claim.right)
        } else {
            (claim.right, claim.left)
        };
        let is_short = is_short_form(&names[short].label, names[short].language);
        (is_short && names[long].score >= names[short].score * SHARE_OF_SHORT).then_some(short)
    });
    short.collect()
}

/// Claims within clusters that two names are a longer and a shorter one of one thing, also those that came too late to join them.
pub(super) fn of_short_names(joined: &Joined) -> BTreeMap<usize, Vec<usize>> {
    let mut by_cluster: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, claim) in joined.claims.iter().enumerate() {
        let [root, other] = [claim.left, claim.right].map(|name| joined.clusters.root[name]);
        if root == other && claim.confidence >= LEAST && [ONE_THING, "bracket/acronym"].contains(&claim.rule)
        {
            by_cluster.entry(root).or_default().push(at);
        }
    }
    by_cluster
}

/// Why each name joined: with the name next to it on the way to the label, in order of that way.
pub(super) fn merges(
    joined: &Joined,
    members: &[usize],
    followed: &[usize],
    label: &str,
) -> Vec<MergeReason> {
    let key = simplified(&match_key(label));
    let Some(first) = members
        .iter()
        .copied()
        .find(|name| joined.names.names[*name].key == key)
        .or(members.first().copied())
    else {
        return Vec::new();
    };
    let mut merges = Vec::new();
    let mut reached: BTreeSet<usize> = BTreeSet::from([first]);
    let mut queue: VecDeque<usize> = VecDeque::from([first]);
    while let Some(with) = queue.pop_front() {
        for at in followed {
            let claim = &joined.claims[*at];
            let other = match (claim.left == with, claim.right == with) {
                (true, _) => claim.right,
                (_, true) => claim.left,
                _ => continue,
            };
            if !reached.insert(other) {
                continue;
            }
            queue.push_back(other);
            merges.push(MergeReason {
                name: close_gaps(&joined.names.names[other].label),
                with: close_gaps(&joined.names.names[with].label),
                rule: RuleId::from(claim.rule),
                confidence: claim.confidence,
                evidence: places(claim),
            });
        }
    }
    merges
}
