//! A graph and two of its documents -> what both speak of, what only one does, and where they contradict each other.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::{EdgeIndex, NodeIndex};

use crate::knowledge::vocab;
use crate::model::{ConceptGraph, Evidence, Modality};

/// What one document says of two concepts.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// The link in the graph.
    pub edge: EdgeIndex,
    /// Relation kind.
    pub kind: String,
    /// How it is stated.
    pub modality: Modality,
    /// The surest place in this document that states it.
    pub evidence: Evidence,
}

/// Two statements that cannot both hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Disagreement {
    /// Source of both.
    pub source: NodeIndex,
    /// Target of both.
    pub target: NodeIndex,
    /// What the first document says.
    pub left: Claim,
    /// What the second document says.
    pub right: Claim,
}

/// Two documents side by side.
#[derive(Debug, Clone, Default)]
pub struct Comparison {
    /// Concepts of both, those that a reader wants most first.
    pub shared: Vec<NodeIndex>,
    /// Concepts of the first only.
    pub only_left: Vec<NodeIndex>,
    /// Concepts of the second only.
    pub only_right: Vec<NodeIndex>,
    /// Links that both state.
    pub shared_links: Vec<EdgeIndex>,
    /// Statements that contradict each other.
    pub disagreements: Vec<Disagreement>,
}

/// Compares two documents, given by their index in the graph.
///
/// They disagree over a pair of concepts where one says that the first promotes the second and the other that it hinders it, or
/// where one denies what the other states, recommends or holds possible.
#[must_use]
pub fn compare(graph: &ConceptGraph, left: usize, right: usize) -> Comparison {
    let mut found = Comparison::default();
    for node in graph.graph.node_indices() {
        let documents = &graph.graph[node].documents;
        match (documents.binary_search(&left).is_ok(), documents.binary_search(&right).is_ok()) {
            (true, true) => found.shared.push(node),
            (true, false) => found.only_left.push(node),
            (false, true) => found.only_right.push(node),
            (false, false) => {}
        }
    }
    for list in [&mut found.shared, &mut found.only_left, &mut found.only_right] {
        list.sort_by(|a, b| graph.graph[*b].score.total_cmp(&graph.graph[*a].score).then(a.cmp(b)));
    }
    let (said_left, said_right) = (claims(graph, left), claims(graph, right));
    for (ends, left_claims) in &said_left {
        for left in left_claims {
            for right in said_right.get(ends).into_iter().flatten() {
                if left.edge == right.edge {
                    found.shared_links.push(left.edge);
                } else if contradict(left, right) {
                    let (left, right) = (left.clone(), right.clone());
                    found.disagreements.push(Disagreement { source: ends.0, target: ends.1, left, right });
                }
            }
        }
    }
    let unique: BTreeSet<EdgeIndex> = found.shared_links.drain(..).collect();
    found.shared_links.extend(unique);
    found
}

type Claims = BTreeMap<(NodeIndex, NodeIndex), Vec<Claim>>;

fn claims(graph: &ConceptGraph, document: usize) -> Claims {
    let mut claims: Claims = BTreeMap::new();
    for edge in graph.graph.edge_indices() {
        let relation = &graph.graph[edge];
        let Some(ends) = graph.graph.edge_endpoints(edge) else { continue };
        let best = relation.evidence.iter().filter(|evidence| evidence.document == document).fold(
            None,
            |best: Option<&Evidence>, evidence| match best {
                Some(known) if known.confidence >= evidence.confidence => best,
                _ => Some(evidence),
            },
        );
        if let Some(evidence) = best {
            let claim = Claim {
                edge,
                kind: relation.key.kind.clone(),
                modality: relation.key.modality,
                evidence: evidence.clone(),
            };
            claims.entry(ends).or_default().push(claim);
        }
    }
    claims
}

fn contradict(left: &Claim, right: &Claim) -> bool {
    let denied = |claim: &Claim| claim.modality == Modality::Negated;
    let opposed = |a: &Claim, b: &Claim| a.kind == vocab::PROMOTES && b.kind == vocab::HINDERS;
    if left.kind == right.kind {
        return denied(left) != denied(right);
    }
    !denied(left) && !denied(right) && (opposed(left, right) || opposed(right, left))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::RuleId;
    use crate::text::Span;

    fn claim(kind: &str, modality: Modality) -> Claim {
        let evidence = Evidence {
            document: 0,
            span: Span { start: 0, end: 1 },
            rule: RuleId::from("a/b"),
            confidence: 0.5,
        };
        Claim { edge: EdgeIndex::new(0), kind: kind.into(), modality, evidence }
    }

    #[test]
    fn what_contradicts_and_what_does_not() {
        let check = |a: (&str, Modality), b: (&str, Modality), expected: bool| {
            let (a, b) = (claim(a.0, a.1), claim(b.0, b.1));
            assert_eq!(contradict(&a, &b), expected, "{a:?} {b:?}");
            assert_eq!(contradict(&b, &a), expected, "{b:?} {a:?}");
        };
        check(("promotes", Modality::Asserted), ("hinders", Modality::Asserted), true);
        check(("promotes", Modality::Asserted), ("promotes", Modality::Negated), true);
        check(("uses", Modality::Recommended), ("uses", Modality::Negated), true);
        check(("promotes", Modality::Asserted), ("promotes", Modality::Recommended), false);
        check(("promotes", Modality::Negated), ("hinders", Modality::Asserted), false);
        check(("promotes", Modality::Asserted), ("uses", Modality::Negated), false);
    }
}
