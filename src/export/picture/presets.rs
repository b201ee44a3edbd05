//! What each preset draws.

use std::collections::BTreeSet;

use petgraph::graph::NodeIndex;

use super::choice::{Choice, Pool};
use super::names::{document_title, shown};
use super::{Group, LabelLanguage, PictureOptions, Preset};
use crate::knowledge::vocab;
use crate::model::{Concept, ConceptGraph, Tables};

pub(super) fn choose(graph: &ConceptGraph, tables: &Tables, options: &PictureOptions) -> Choice {
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
            let pool = Pool::new(graph, options, &plain);
            let mut choice = pool.grow(options.top, &nowhere);
            choice.groups = communities(graph, tables, options, &choice.nodes);
            thinned(&pool, &mut choice);
            choice
        }
    }
}

fn focused(graph: &ConceptGraph, options: &PictureOptions, focus: &BTreeSet<NodeIndex>) -> Choice {
    let wants =
        |node: NodeIndex, concept: &Concept| focus.contains(&node) || concept.kind != vocab::INDICATOR;
    let near: BTreeSet<NodeIndex> =
        focus.iter().flat_map(|node| graph.graph.neighbors_undirected(*node)).collect();
    let mut pool = Pool::new(graph, options, &wants);
    pool.favour(&near, 0.6);
    let mut choice = pool.grow(options.top, focus);
    choice.stressed.clone_from(focus);
    choice
}

/// A third of the picture for each side and for what they share, as far as there is something to show.
fn compared(graph: &ConceptGraph, options: &PictureOptions, left: usize, right: usize) -> Choice {
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
    let third = (options.top / 3).max(3);
    let shared = Pool::new(graph, options, &|node, concept| wants(node, concept) && side(node) == 1);
    let shared = shared.grow(third, &BTreeSet::new()).nodes;
    let mut nodes = shared.clone();
    let mut pairs = BTreeSet::new();
    for wanted in [0, 2] {
        // What only one paper speaks of is shown by its strongest links to what both speak of.
        let pool = Pool::new(graph, options, &|node, concept| {
            shared.contains(&node) || wants(node, concept) && side(node) == wanted
        });
        let mut own: BTreeSet<NodeIndex> = BTreeSet::new();
        for (a, b) in pool.pairs_among(&graph.graph.node_indices().collect()) {
            let (near, far) = if shared.contains(&a) { (a, b) } else { (b, a) };
            if !shared.contains(&near) || shared.contains(&far) || own.len() >= third && !own.contains(&far) {
                continue;
            }
            if own.insert(far) {
                pairs.insert((a, b));
            }
        }
        if own.is_empty() {
            own.extend(
                pool.grow(third, &BTreeSet::new()).nodes.into_iter().filter(|node| side(*node) == wanted),
            );
        }
        nodes.extend(own);
    }
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
fn matrix(graph: &ConceptGraph, options: &PictureOptions, rows: &str, columns: &str) -> Choice {
    let pool = Pool::new(graph, options, &|_, concept| concept.kind == rows || concept.kind == columns);
    let all: BTreeSet<NodeIndex> = graph.graph.node_indices().collect();
    let mut choice = Choice::default();
    for (a, b) in pool.pairs_among(&all) {
        let crosses = graph.graph[a].kind != graph.graph[b].kind;
        let n_new = [a, b].iter().filter(|node| !choice.nodes.contains(node)).count();
        if crosses && choice.nodes.len() + n_new <= options.top {
            choice.nodes.extend([a, b]);
            choice.pairs.insert((a, b));
        }
    }
    let of_kind = |kind: &str| -> Vec<NodeIndex> {
        choice.nodes.iter().copied().filter(|node| graph.graph[*node].kind == kind).collect()
    };
    choice.groups = [rows, columns].map(|kind| Group { title: String::new(), nodes: of_kind(kind) }).into();
    choice
}

/// Within a community all pairs stay; between two communities the strongest alone, so that frames can be told apart.
fn thinned(pool: &Pool, choice: &mut Choice) {
    let group = |node: NodeIndex| choice.groups.iter().position(|group| group.nodes.contains(&node));
    let mut joined = BTreeSet::new();
    let mut pairs = BTreeSet::new();
    for (a, b) in pool.pairs_among(&choice.nodes).into_iter().filter(|pair| choice.pairs.contains(pair)) {
        let (ga, gb) = (group(a), group(b));
        if ga == gb || joined.insert((ga.min(gb), ga.max(gb))) {
            pairs.insert((a, b));
        }
    }
    choice.pairs = pairs;
}

fn communities(
    graph: &ConceptGraph,
    tables: &Tables,
    options: &PictureOptions,
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
