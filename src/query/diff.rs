//! Two graphs -> what the second has more, less or otherwise.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::ConceptGraph;

/// What two graphs are compared by; a graph.json gives it as well as a store.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Outline {
    /// Title or path of each document, by id.
    pub documents: BTreeMap<String, String>,
    /// Concepts by id.
    pub concepts: BTreeMap<String, OutlineConcept>,
    /// Links by source, kind, modality, target.
    pub links: BTreeMap<(String, String, String, String), OutlineLink>,
}

/// A concept in outline.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct OutlineConcept {
    /// Kind.
    pub kind: String,
    /// Preferred name.
    pub label: String,
    /// All names, sorted.
    pub names: BTreeSet<String>,
    /// Ids of the documents that mention it.
    pub documents: BTreeSet<String>,
}

/// A link in outline.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct OutlineLink {
    /// Statements.
    pub weight: usize,
    /// How sure it is.
    pub confidence: f64,
    /// Ids of the documents that state it.
    pub documents: BTreeSet<String>,
}

/// How a concept that both graphs have became another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its id in the second graph.
    pub id: String,
    /// Its id in the first graph, where that was another.
    pub was: Option<String>,
    /// Names it has now and had not.
    pub names_gained: Vec<String>,
    /// Names it had and has not.
    pub names_lost: Vec<String>,
    /// Documents that mention it now and did not.
    pub documents_gained: Vec<String>,
    /// Documents that mentioned it and do not.
    pub documents_lost: Vec<String>,
}

/// How a link that both graphs have became another.
#[derive(Debug, Clone, PartialEq)]
pub struct LinkChange {
    /// Source, kind, modality, target.
    pub link: (String, String, String, String),
    /// Statements in the first and in the second graph.
    pub weight: (usize, usize),
    /// How sure it was and is.
    pub confidence: (f64, f64),
}

/// What the second graph has more, less or otherwise than the first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Difference {
    /// Documents of the second only, by id, with their title or path.
    pub documents_gained: Vec<(String, String)>,
    /// Documents of the first only.
    pub documents_lost: Vec<(String, String)>,
    /// Concepts of the second only.
    pub concepts_gained: Vec<String>,
    /// Concepts of the first only.
    pub concepts_lost: Vec<String>,
    /// Concepts of both with other names or documents.
    pub concepts_changed: Vec<Change>,
    /// Links of the second only.
    pub links_gained: Vec<(String, String, String, String)>,
    /// Links of the first only.
    pub links_lost: Vec<(String, String, String, String)>,
    /// Links of both with another number of statements or another confidence.
    pub links_changed: Vec<LinkChange>,
}

impl Difference {
    /// Whether the two graphs are alike in all that is compared.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Difference::default()
    }
}

/// The outline of a graph.
#[must_use]
pub fn outline(graph: &ConceptGraph) -> Outline {
    let ids = |documents: &[usize]| documents.iter().map(|at| graph.documents[*at].id.clone()).collect();
    let documents = graph.documents.iter().map(|document| {
        let title = document.metadata.title.zh.as_ref().or(document.metadata.title.en.as_ref());
        (document.id.clone(), title.unwrap_or(&document.path).clone())
    });
    let concepts = graph.graph.node_weights().map(|concept| {
        let labels = [&concept.labels.zh, &concept.labels.en];
        let names = concept.aliases.iter().chain(labels.into_iter().flatten()).chain([&concept.label]);
        let outline = OutlineConcept {
            kind: concept.kind.clone(),
            label: concept.label.clone(),
            names: names.cloned().collect(),
            documents: ids(&concept.documents),
        };
        (concept.id.0.clone(), outline)
    });
    let id = |node: petgraph::graph::NodeIndex| graph.graph[node].id.0.clone();
    let links = graph.graph.edge_indices().filter_map(|edge| {
        let (source, target) = graph.graph.edge_endpoints(edge)?;
        let relation = &graph.graph[edge];
        let key =
            (id(source), relation.key.kind.clone(), relation.key.modality.name().to_owned(), id(target));
        let link = OutlineLink {
            weight: relation.weight,
            confidence: relation.confidence,
            documents: ids(&relation.documents),
        };
        Some((key, link))
    });
    Outline { documents: documents.collect(), concepts: concepts.collect(), links: links.collect() }
}

/// What `second` has more, less or otherwise than `first`.
///
/// A concept whose id is gone but whose preferred name is among the names of a new one has changed its id: its kind or the name
/// that it is shown by is another now. Its links are compared under the new id.
#[must_use]
pub fn diff(first: &Outline, second: &Outline) -> Difference {
    let renamed = renamed(first, second);
    let now = |id: &String| renamed.get(id).unwrap_or(id).clone();
    let mut found = Difference {
        documents_gained: missing(&second.documents, &first.documents),
        documents_lost: missing(&first.documents, &second.documents),
        ..Difference::default()
    };
    let before: BTreeMap<String, (&String, &OutlineConcept)> =
        first.concepts.iter().map(|(id, concept)| (now(id), (id, concept))).collect();
    found.concepts_gained = second.concepts.keys().filter(|id| !before.contains_key(*id)).cloned().collect();
    for (id, (was, concept)) in &before {
        match second.concepts.get(id) {
            None => found.concepts_lost.push((*was).clone()),
            Some(other) => {
                let change = change(id, was, concept, other);
                found.concepts_changed.extend(change);
            }
        }
    }
    let links: BTreeMap<(String, String, String, String), &OutlineLink> = first
        .links
        .iter()
        .map(|((source, kind, modality, target), link)| {
            ((now(source), kind.clone(), modality.clone(), now(target)), link)
        })
        .collect();
    found.links_gained = second.links.keys().filter(|key| !links.contains_key(*key)).cloned().collect();
    for (key, link) in &links {
        match second.links.get(key) {
            None => found.links_lost.push(key.clone()),
            Some(other)
                if other.weight != link.weight || (other.confidence - link.confidence).abs() > 5e-5 =>
            {
                found.links_changed.push(LinkChange {
                    link: key.clone(),
                    weight: (link.weight, other.weight),
                    confidence: (link.confidence, other.confidence),
                });
            }
            Some(_) => {}
        }
    }
    found
}

fn missing(from: &BTreeMap<String, String>, other: &BTreeMap<String, String>) -> Vec<(String, String)> {
    from.iter()
        .filter(|(id, _)| !other.contains_key(*id))
        .map(|(id, title)| (id.clone(), title.clone()))
        .collect()
}

/// Ids of the first graph that are gone, with the id that the concept has now.
fn renamed(first: &Outline, second: &Outline) -> BTreeMap<String, String> {
    let mut by_name: BTreeMap<&str, Vec<(&String, &str)>> = BTreeMap::new();
    for (id, concept) in second.concepts.iter().filter(|(id, _)| !first.concepts.contains_key(*id)) {
        for name in &concept.names {
            by_name.entry(name).or_default().push((id, &concept.kind));
        }
    }
    let mut taken: BTreeSet<&String> = BTreeSet::new();
    let mut renamed = BTreeMap::new();
    for (id, concept) in first.concepts.iter().filter(|(id, _)| !second.concepts.contains_key(*id)) {
        let heirs = by_name.get(concept.label.as_str()).into_iter().flatten();
        // One of the same kind first.
        let heir =
            heirs.filter(|(heir, _)| !taken.contains(heir)).min_by_key(|(_, kind)| *kind != concept.kind);
        if let Some((heir, _)) = heir {
            taken.insert(heir);
            renamed.insert(id.clone(), (*heir).clone());
        }
    }
    renamed
}

fn change(id: &str, was: &str, before: &OutlineConcept, after: &OutlineConcept) -> Option<Change> {
    let less = |a: &BTreeSet<String>, b: &BTreeSet<String>| a.difference(b).cloned().collect::<Vec<_>>();
    let change = Change {
        id: id.to_owned(),
        was: (was != id).then(|| was.to_owned()),
        names_gained: less(&after.names, &before.names),
        names_lost: less(&before.names, &after.names),
        documents_gained: less(&after.documents, &before.documents),
        documents_lost: less(&before.documents, &after.documents),
    };
    let is_same = change.was.is_none()
        && change.names_gained.is_empty()
        && change.names_lost.is_empty()
        && change.documents_gained.is_empty()
        && change.documents_lost.is_empty();
    (!is_same).then_some(change)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline(concepts: &[(&str, &[&str])], links: &[(&str, &str, usize)]) -> Outline {
        let concept = |(id, names): &(&str, &[&str])| {
            let (kind, label) = id.split_once('/').expect("kind/label");
            let names = names.iter().map(|name| (*name).to_owned()).chain([label.to_owned()]).collect();
            let outline = OutlineConcept {
                kind: kind.into(),
                label: label.into(),
                names,
                documents: BTreeSet::from(["d".to_owned()]),
            };
            ((*id).to_owned(), outline)
        };
        let link = |(source, target, weight): &(&str, &str, usize)| {
            let key = ((*source).to_owned(), "promotes".into(), "asserted".into(), (*target).to_owned());
            (key, OutlineLink { weight: *weight, confidence: 0.5, documents: BTreeSet::new() })
        };
        Outline {
            documents: BTreeMap::new(),
            concepts: concepts.iter().map(concept).collect(),
            links: links.iter().map(link).collect(),
        }
    }

    #[test]
    fn a_graph_does_not_differ_from_itself() {
        let graph = outline(&[("topic/甲", &[]), ("topic/乙", &["丙"])], &[("topic/甲", "topic/乙", 2)]);
        assert!(diff(&graph, &graph).is_empty());
    }

    #[test]
    fn another_preferred_name_is_a_change_and_keeps_the_links() {
        let first = outline(&[("topic/甲", &[]), ("topic/乙", &[])], &[("topic/甲", "topic/乙", 2)]);
        let second = outline(
            &[("topic/丙", &["甲"]), ("topic/乙", &[]), ("topic/丁", &[])],
            &[("topic/丙", "topic/乙", 3)],
        );
        let found = diff(&first, &second);
        assert_eq!(found.concepts_gained, ["topic/丁"]);
        assert_eq!(found.concepts_lost, Vec::<String>::new());
        assert_eq!(found.concepts_changed.len(), 1);
        assert_eq!(found.concepts_changed[0].was.as_deref(), Some("topic/甲"));
        assert_eq!(found.concepts_changed[0].names_gained, ["丙"]);
        assert!(found.links_gained.is_empty() && found.links_lost.is_empty());
        assert_eq!(found.links_changed[0].weight, (2, 3));
    }
}
