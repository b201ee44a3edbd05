//! A question answered from the part of a store that it needs gets the answer that the whole graph gives.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use petgraph::Direction;
use petgraph::graph::{EdgeIndex, NodeIndex};

use sinograph::knowledge::{Knowledge, Options};
use sinograph::model::ConceptGraph;
use sinograph::pipeline::{self, Material, Pipeline, Scope};
use sinograph::query::{self, Found, Selection};
use sinograph::read;
use sinograph::store::Store;
use sinograph::text::name_key;

fn material(path: &Path, scope: Scope<'_>, knowledge: &Knowledge) -> Material {
    let store = Store::read(path).expect("opens");
    let entries = store.entries().expect("sound");
    match Material::stored(store, entries, scope, knowledge).expect("sound") {
        Ok(material) => material,
        Err(_) => panic!("the stored graph is not that of the documents"),
    }
}

fn id(graph: &ConceptGraph, node: NodeIndex) -> String {
    graph.graph[node].id.0.clone()
}

fn ids(graph: &ConceptGraph, nodes: &[NodeIndex]) -> Vec<String> {
    nodes.iter().map(|node| id(graph, *node)).collect()
}

fn link(graph: &ConceptGraph, edge: EdgeIndex) -> String {
    let (source, target) = graph.graph.edge_endpoints(edge).expect("a link has ends");
    let relation = &graph.graph[edge];
    let (kind, modality) = (&relation.key.kind, relation.key.modality.name());
    format!("{} {kind}/{modality} {} {:?}", id(graph, source), id(graph, target), relation.documents)
}

fn found(graph: &ConceptGraph, text: &str) -> (Option<String>, bool, Vec<String>) {
    match query::find(graph, text) {
        Found::One { node, whole, others } => (Some(id(graph, node)), whole, ids(graph, &others)),
        Found::Nothing { near } => (None, false, ids(graph, &near)),
    }
}

fn node(graph: &ConceptGraph, text: &str) -> Option<NodeIndex> {
    match query::find(graph, text) {
        Found::One { node, .. } => Some(node),
        Found::Nothing { .. } => None,
    }
}

fn hits(graph: &ConceptGraph, text: &str) -> Vec<(String, String)> {
    query::search(graph, text).into_iter().map(|hit| (id(graph, hit.node), hit.name)).collect()
}

/// The names of a concept as names are compared.
fn names(graph: &ConceptGraph, node: NodeIndex) -> BTreeSet<String> {
    let concept = &graph.graph[node];
    let labels = [&concept.labels.zh, &concept.labels.en].into_iter().flatten().chain([&concept.label]);
    labels.chain(&concept.aliases).map(|name| name_key(name)).collect()
}

/// Names as people type them: whole, cut, misspelt, in traditional characters, as ids, as nonsense.
fn texts(graph: &ConceptGraph) -> BTreeSet<String> {
    let mut texts: BTreeSet<String> = [
        "",
        "  ",
        "，",
        "創新",
        "创新",
        "pilot testing",
        "testing PILOT",
        "融合 产业",
        "zzzz",
        "region:合肥",
        "model/无",
    ]
    .map(str::to_owned)
    .into();
    for concept in graph.graph.node_weights().step_by(17) {
        let chars: Vec<char> = concept.label.chars().collect();
        texts.insert(concept.label.clone());
        texts.insert(concept.id.0.clone());
        texts.extend(concept.aliases.last().cloned());
        texts.insert(chars[..chars.len().div_ceil(2)].iter().collect());
        let mut turned = chars;
        turned.reverse();
        texts.insert(turned.iter().collect());
    }
    texts
}

#[test]
fn parts_answer_as_the_whole_does() {
    let folder = tempfile::tempdir().expect("the system gives a folder");
    let path = folder.path().join("sinograph.db");
    let knowledge = Knowledge::load(&Options::default()).expect("loads");
    let papers = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("seeds/papers");
    let mut store = Store::write(&path, Duration::ZERO, &|_| {}).expect("nobody else writes");
    let (files, _) = read::find(&[papers], None);
    Pipeline::new(&knowledge).take_in(&mut store, &files, &mut |_| {}).expect("the disk has room");
    let whole = pipeline::join(&mut store, &knowledge).expect("sound");
    store.close().expect("the disk has room");

    let texts: Vec<String> = texts(&whole).into_iter().collect();
    assert!(texts.len() > 150, "only {} texts", texts.len());
    let (mut n_found, mut n_linked) = (0, 0);
    for (n, text) in texts.iter().enumerate() {
        let searched = material(&path, Scope::Search(text), &knowledge);
        assert_eq!(hits(searched.graph(), text), hits(&whole, text), "search {text:?}");
        let depth = n % 4;
        let mut around = material(&path, Scope::Around(text, depth), &knowledge);
        assert_eq!(found(around.graph(), text), found(&whole, text), "find {text:?}");
        let (Some(part), Some(full)) = (node(around.graph(), text), node(&whole, text)) else { continue };
        n_found += 1;
        let near = |graph: &ConceptGraph, node: NodeIndex| {
            let all = Selection::default();
            let of = |near: query::Neighbour| {
                (
                    id(graph, near.node),
                    near.distance,
                    near.via.iter().map(|edge| link(graph, *edge)).collect(),
                )
            };
            query::neighbours(graph, node, depth, &all)
                .into_iter()
                .map(of)
                .collect::<Vec<(_, _, Vec<String>)>>()
        };
        assert_eq!(near(around.graph(), part), near(&whole, full), "neighbours of {text:?}");
        for direction in [Direction::Outgoing, Direction::Incoming].into_iter().filter(|_| depth > 0) {
            let links = |graph: &ConceptGraph, node| -> Vec<String> {
                query::links(graph, node, direction).into_iter().map(|edge| link(graph, edge)).collect()
            };
            assert_eq!(links(around.graph(), part), links(&whole, full), "links of {text:?}");
        }
        around.ground(&[part], &[], &[]).expect("sound");
        let alike = material(&path, Scope::Namesakes(text), &knowledge);
        let bearers = |graph: &ConceptGraph, node: NodeIndex| -> Vec<String> {
            let own = names(graph, node);
            let shares = |other: &NodeIndex| !own.is_disjoint(&names(graph, *other));
            graph.graph.node_indices().filter(shares).map(|other| id(graph, other)).collect()
        };
        let again = node(alike.graph(), text).expect("it is there");
        assert_eq!(bearers(alike.graph(), again), bearers(&whole, full), "namesakes of {text:?}");
        assert_eq!(around.graph().graph[part], whole.graph[full], "{text:?}");
        let Some(other) = whole.graph.neighbors_undirected(full).next().map(|other| id(&whole, other)) else {
            continue;
        };
        n_linked += 1;
        let mut between = material(&path, Scope::Between(text, &other), &knowledge);
        let (a, b) = (node(between.graph(), text), node(between.graph(), &other));
        let (a, b) = a.zip(b).expect("both are there");
        let links = query::links_between(between.graph(), a, b);
        between.ground(&[], &links, &[]).expect("sound");
        let said = |graph: &ConceptGraph, a, b| -> Vec<String> {
            let quote = |statement: query::Statement<'_>| {
                let text = graph.documents[statement.evidence.document].slice(statement.evidence.span);
                format!("{} {text}", link(graph, statement.edge))
            };
            query::statements(graph, a, b).into_iter().map(quote).collect()
        };
        let whole_said = said(&whole, full, whole.nodes_by_id()[&sinograph::model::ConceptId(other.clone())]);
        assert!(!whole_said.is_empty());
        assert_eq!(said(between.graph(), a, b), whole_said, "{text:?} and {other:?}");
    }
    assert!(n_found > 100 && n_linked > 40, "{n_found} found, {n_linked} linked");
}

#[test]
fn every_statement_of_a_link_is_kept() {
    let knowledge = Knowledge::load(&Options::default()).expect("loads");
    let papers = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("seeds/papers");
    let (graph, _) = Pipeline::new(&knowledge).build(&[papers], None, &|_, _| {});
    for edge in graph.graph.edge_indices() {
        let relation = &graph.graph[edge];
        assert_eq!(relation.evidence.len(), relation.weight, "{}", link(&graph, edge));
    }
}
