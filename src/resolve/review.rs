//! Fragments -> decisions that an analyst should look at: joins that are doubtful, and near misses; the most useful first.

use super::claim::{Claim, LEAST};
use super::guards::{self, Guard};
use super::joined::Joined;
use super::names::Name;
use super::near;
use crate::knowledge::Knowledge;
use crate::model::{Evidence, Fragment, RuleId};
use crate::text::close_gaps;

/// A join below this is doubtful.
const DOUBTFUL: f64 = 0.87;
/// A claim below this is not worth a look.
const WORTH: f64 = 0.55;

/// How useful an answer is about two names that only look alike, against one that a rule has asked for.
const ALIKE: f64 = 0.2;

/// A decision that may be wrong.
#[derive(Debug, Clone, PartialEq)]
pub struct Doubt {
    /// One name.
    pub left: String,
    /// The other name.
    pub right: String,
    /// Whether the two are one concept now.
    pub is_joined: bool,
    /// The rule that says that they are one.
    pub rule: String,
    /// How sure it is.
    pub confidence: f64,
    /// What keeps them apart: the name of a guard, or `unsure`; empty where they are joined.
    pub kept_apart_by: &'static str,
    /// How many papers speak of either.
    pub n_papers: usize,
    /// Where a paper lets one see that they are one; documents are indexes of the list that was given, in order of ids.
    pub evidence: Vec<Evidence>,
    /// How much an answer would change, for the order of the list.
    pub use_of_answer: f64,
}

/// Doubtful joins and near misses of a set of fragments, the most useful first, and the documents in order of their ids.
#[must_use]
pub fn review(fragments: Vec<Fragment>, knowledge: &Knowledge) -> (Vec<Doubt>, Vec<Fragment>) {
    let fragments = super::distinct(fragments);
    let joined = Joined::of(&fragments, knowledge);
    let mut doubts: Vec<Doubt> = Vec::new();
    for at in &joined.clusters.followed {
        let claim = &joined.claims[*at];
        if claim.confidence < DOUBTFUL {
            doubts.push(doubt(&joined, claim, None));
        }
    }
    let refused = joined.clusters.refused.iter().map(|(at, guard)| (&joined.claims[*at], Some(*guard)));
    let weak = joined.claims.iter().filter(|claim| (WORTH..LEAST).contains(&claim.confidence));
    for (claim, guard) in refused.chain(weak.map(|claim| (claim, None))) {
        let (a, b) = (joined.clusters.root[claim.left], joined.clusters.root[claim.right]);
        let is_open = a != b && guard != Some(Guard::Analyst) && claim.confidence >= WORTH;
        if is_open && !is_bare(&joined, claim) {
            doubts.push(Doubt {
                is_joined: false,
                kept_apart_by: guard.map_or("unsure", Guard::name),
                ..doubt(&joined, claim, guard)
            });
        }
    }
    doubts.extend(alike(&joined, knowledge));
    doubts.sort_by(|a, b| {
        b.use_of_answer
            .total_cmp(&a.use_of_answer)
            .then_with(|| (&a.left, &a.right, &a.rule).cmp(&(&b.left, &b.right, &b.rule)))
    });
    let mut seen = std::collections::BTreeSet::new();
    doubts.retain(|doubt| seen.insert((doubt.left.clone(), doubt.right.clone())));
    (doubts, fragments)
}

/// Pairs that no rule speaks of and no guard forbids, of one kind and nearly one name.
fn alike(joined: &Joined, knowledge: &Knowledge) -> Vec<Doubt> {
    let names = &joined.names.names;
    let borne: Vec<usize> = (0..names.len()).filter(|at| !names[*at].terms.is_empty()).collect();
    let keys = borne.iter().map(|at| (*at, names[*at].key.as_str(), names[*at].language));
    let mut found = Vec::new();
    for (a, b) in near::pairs(keys) {
        let (left, right) = (&names[a], &names[b]);
        let is_open = joined.clusters.root[a] != joined.clusters.root[b]
            && left.kind() == right.kind()
            && guards::forbids(left, right, knowledge).is_none();
        if is_open {
            let claim = Claim::by_name(a, b, "names/nearly_alike", 0.0);
            let n_papers = papers(left) + papers(right);
            found.push(Doubt {
                is_joined: false,
                kept_apart_by: "nobody_says_so",
                use_of_answer: ALIKE * (1.0 + n_papers as f64).ln(),
                ..doubt(joined, &claim, None)
            });
        }
    }
    found
}

/// Whether one of the names stands for nothing: it only translates another.
fn is_bare(joined: &Joined, claim: &Claim) -> bool {
    [claim.left, claim.right].iter().any(|name| joined.names.names[*name].terms.is_empty())
}

fn doubt(joined: &Joined, claim: &Claim, guard: Option<Guard>) -> Doubt {
    let names = &joined.names.names;
    let (left, right) = (&names[claim.left], &names[claim.right]);
    let n_papers = papers(left) + papers(right);
    // The nearer to a coin's toss, and the more papers, the more an answer changes.
    let unsure = match guard {
        Some(_) => claim.confidence,
        None => 1.0 - (claim.confidence - LEAST).abs() * 3.0,
    };
    Doubt {
        left: close_gaps(&left.label),
        right: close_gaps(&right.label),
        is_joined: true,
        rule: claim.rule.to_owned(),
        confidence: claim.confidence,
        kept_apart_by: "",
        n_papers,
        evidence: places(claim),
        use_of_answer: unsure.max(0.0) * (1.0 + n_papers as f64).ln(),
    }
}

fn papers(name: &Name) -> usize {
    let mut documents: Vec<usize> = name.terms.iter().map(|(document, _)| *document).collect();
    documents.dedup();
    documents.len()
}

/// The places of a claim as evidence.
pub(super) fn places(claim: &Claim) -> Vec<Evidence> {
    let evidence = claim.places.iter().map(|(document, span)| Evidence {
        document: *document,
        span: *span,
        rule: RuleId::from(claim.rule),
        confidence: claim.confidence,
    });
    evidence.collect()
}
