//! What each preset draws.

use std::collections::BTreeSet;

use petgraph::graph::NodeIndex;

use super::choice::{Choice, Pool};
use super::names::{document_title, shown};
use super::{DotOptions, Group, LabelLanguage, Preset};
use crate::knowledge::vocab;
use crate::model::{Concept, ConceptGraph, Tables};

pub(super) fn choose(graph: &ConceptGraph, tables: &Tables, options: &DotOptions) -> Choice {
    let nowhere = BTreeSet::new();
    let plain = |_: NodeIndex, concept: &Concept| concept.kind != vocab::INDICATOR;
    match &options.preset {
        Preset::Overview => Pool::new(graph, options, &plain).grow(options.top, &nowhere),
        Preset::Focus(focus) => focused(graph, options, focus),
        Preset::Paper(document) => {
            let of_paper = |node, concept: &Concept| {
                plain(node, concept) && concept.documents.binary_search(document).is_ok()
            };
            Pool::new(graph, options, &of_paper).grow(options.top, &nowhere)
        }
        Preset::Compare(left, right) => compared(graph, options, *left, *right),
        Preset::Matrix(rows, columns) => matrix(graph, options, rows, columns),
        Preset::Community => {
            let mut choice = Pool::new(graph, options, &plain).grow(options.top, &nowhere);
            choice.groups = communities(graph, tables, options, &choice.nodes);
            choice
        }
    }
}

fn focused(graph: &ConceptGraph, options: &DotOptions, focus: &BTreeSet<NodeIndex>) -> Choice {
    let wants =
        |node: NodeIndex, concept: &Concept| focus.contains(&node) || concept.kind != vocab::INDICATOR;
    let near: BTreeSet<NodeIndex> = focus.iter().flat_map(|node| within(graph, *node, 2)).collect();
    let pool = Pool::new(graph, options, &|node, concept| near.contains(&node) && wants(node, concept));
    let mut choice = pool.grow(options.top, focus);
    choice.stressed.clone_from(focus);
    choice
}

/// Concepts at most `depth` links away, in either direction.
fn within(graph: &ConceptGraph, node: NodeIndex, depth: usize) -> BTreeSet<NodeIndex> {
    let mut found = BTreeSet::from([node]);
    for _ in 0..depth {
        let next: Vec<NodeIndex> =
            found.iter().flat_map(|node| graph.graph.neighbors_undirected(*node)).collect();
        found.extend(next);
    }
    found
}

/// A third of the picture for each side and for what they share, as far as there is something to show.
fn compared(graph: &ConceptGraph, options: &DotOptions, left: usize, right: usize) -> Choice {
    let speaks =
        |node: NodeIndex, document: usize| graph.graph[node].documents.binary_search(&document).is_ok();
    let wants = |node: NodeIndex, concept: &Concept| {
        concept.kind != vocab::INDICATOR && (speaks(node, left) || speaks(node, right))
    };
    let side = |node: NodeIndex| match (speaks(node, left), speaks(node, right)) {
        (true, true) => 1,
        (true, false) => 0,
        _ => 2,
    };
    let mut nodes: BTreeSet<NodeIndex> = BTreeSet::new();
    for wanted in [1, 0, 2] {
        let pool = Pool::new(graph, options, &|node, concept| wants(node, concept) && side(node) == wanted);
        nodes.extend(pool.grow((options.top / 3).max(3), &BTreeSet::new()).nodes);
    }
    let pool = Pool::new(graph, &DotOptions { top: options.top * 2, ..options.clone() }, &|node, _| {
        nodes.contains(&node)
    });
    let most = nodes.len() * 4 / 3;
    let pairs = pool.pairs_among(&nodes).into_iter().take(most).collect();
    let title = |document: usize| document_title(&graph.documents[document], options.language);
    let both = match options.language {
        LabelLanguage::Zh => "两篇共有".to_owned(),
        LabelLanguage::En => "in both papers".to_owned(),
        LabelLanguage::Both => "两篇共有 · in both papers".to_owned(),
    };
    let group = |wanted: usize, title: String| Group {
        title,
        nodes: nodes.iter().copied().filter(|node| side(*node) == wanted).collect(),
    };
    let groups = vec![group(0, title(left)), group(1, both), group(2, title(right))];
    Choice { groups, pairs, nodes, ..Choice::default() }
}

/// Concepts of two kinds that are linked with each other.
fn matrix(graph: &ConceptGraph, options: &DotOptions, rows: &str, columns: &str) -> Choice {
    let pool = Pool::new(graph, options, &|_, concept| concept.kind == rows || concept.kind == columns);
    let all: BTreeSet<NodeIndex> = graph.graph.node_indices().collect();
    let mut choice = Choice::default();
    for (a, b) in pool.pairs_among(&all) {
        let crosses = graph.graph[a].kind != graph.graph[b].kind || rows == columns;
        let n_new = [a, b].iter().filter(|node| !choice.nodes.contains(node)).count();
        if crosses && choice.nodes.len() + n_new <= options.top {
            choice.nodes.extend([a, b]);
            choice.pairs.insert((a, b));
        }
    }
    choice
}

fn communities(
    graph: &ConceptGraph,
    tables: &Tables,
    options: &DotOptions,
    nodes: &BTreeSet<NodeIndex>,
) -> Vec<Group> {
    let of = |node: &NodeIndex| tables.communities.of.get(node.index()).copied();
    let numbers: BTreeSet<usize> = nodes.iter().filter_map(of).collect();
    let group = |number: usize| {
        let members: Vec<NodeIndex> = nodes.iter().copied().filter(|node| of(node) == Some(number)).collect();
        let mut best = members.clone();
        let score = |node: &NodeIndex| graph.graph[*node].score;
        best.sort_by(|a, b| score(b).total_cmp(&score(a)).then(a.cmp(b)));
        let names: Vec<String> =
            best.iter().take(2).map(|node| shown(&graph.graph[*node], options.language)).collect();
        Group { title: names.join(" · ").replace('\n', " "), nodes: members }
    };
    numbers.into_iter().map(group).filter(|group| group.nodes.len() > 1).collect()
}
