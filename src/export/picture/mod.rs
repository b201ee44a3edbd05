//! graph -> what a picture shows of it: few concepts that connect, their links, a legend and a caption.

mod caption;
mod choice;
mod look;
mod names;
mod presets;

use std::collections::BTreeSet;

use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;

pub(super) use caption::{caption, legend_kinds};
pub(super) use look::{MODALITIES, line_style};
pub(super) use names::{kind_name, named, relation_name, shown, width, wrapped};

use super::View;
use crate::knowledge::Knowledge;
use crate::model::{ConceptGraph, Modality};

/// Language of labels and legend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LabelLanguage {
    /// Chinese where there is a Chinese name.
    Zh,
    /// English where there is an English name.
    En,
    /// Both, one above the other.
    Both,
}

impl LabelLanguage {
    /// The language that most concepts of a graph have a name in; Chinese when in doubt.
    #[must_use]
    pub fn of(graph: &ConceptGraph) -> Self {
        let n_zh = graph.graph.node_weights().filter(|concept| concept.labels.zh.is_some()).count();
        let n_en = graph.graph.node_weights().filter(|concept| concept.labels.en.is_some()).count();
        if n_en > n_zh { LabelLanguage::En } else { LabelLanguage::Zh }
    }
}

/// What a picture is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Preset {
    /// The best concepts that connect.
    #[default]
    Overview,
    /// Some concepts and what stands around them.
    Focus(BTreeSet<NodeIndex>),
    /// One paper, by its index: what it says, denials included.
    Paper(usize),
    /// Two papers: what only the first, both, and only the second speak of.
    Compare(usize, usize),
    /// Concepts of one kind against concepts of another, such as regions and models.
    Matrix(String, String),
    /// The best concepts, framed by community.
    Community,
}

/// Colours of a picture.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Style {
    /// Coloured by kind.
    #[default]
    Light,
    /// Black on white: kinds are told by words, modality by dashes; cut to a page.
    Print,
}

/// What is drawn, and how.
#[derive(Debug, Clone)]
pub struct PictureOptions {
    /// What the picture is about.
    pub preset: Preset,
    /// Most concepts in the picture.
    pub top: usize,
    /// Language of labels and legend.
    pub language: LabelLanguage,
    /// Links below this confidence are left out, 0..=1.
    pub min_confidence: f64,
    /// Colours.
    pub style: Style,
}

impl Default for PictureOptions {
    fn default() -> Self {
        PictureOptions {
            preset: Preset::Overview,
            top: 40,
            language: LabelLanguage::Zh,
            min_confidence: 0.35,
            style: Style::Light,
        }
    }
}

/// Concepts that are framed together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    pub(super) title: String,
    pub(super) nodes: Vec<NodeIndex>,
}

/// What a picture shows.
pub(super) struct Picture<'a> {
    pub(super) graph: &'a ConceptGraph,
    pub(super) knowledge: &'a Knowledge,
    pub(super) options: &'a PictureOptions,
    /// Concepts, in order of the graph.
    pub(super) nodes: Vec<NodeIndex>,
    /// Links, in order of the graph; several may join one pair.
    pub(super) edges: Vec<EdgeIndex>,
    /// Frames; a concept is in one at most.
    pub(super) groups: Vec<Group>,
    /// Concepts to stress.
    pub(super) stressed: BTreeSet<NodeIndex>,
    /// Further links of the drawn pairs, less sure, that are not drawn.
    pub(super) n_weaker: usize,
}

/// Most links drawn between one pair, and how sure the others must be beside the surest; the caption counts the rest.
const LINKS_PER_PAIR: usize = 3;
const NEARLY_AS_SURE: f64 = 0.8;

impl<'a> Picture<'a> {
    /// What the options ask for, chosen from the graph of the view.
    pub(super) fn new(view: &View<'a>) -> Self {
        let options = &view.options.picture;
        let chosen = presets::choose(view.graph, view.tables, options);
        let nodes: Vec<NodeIndex> = chosen.nodes.iter().copied().collect();
        let (edges, n_weaker) = links(view.graph, &chosen, options);
        Picture {
            graph: view.graph,
            knowledge: view.knowledge,
            options,
            nodes,
            edges,
            groups: chosen.groups,
            stressed: chosen.stressed,
            n_weaker,
        }
    }
}

/// The links of the chosen pairs: the surest of each pair, and those nearly as sure; and how many were left out.
fn links(graph: &ConceptGraph, chosen: &choice::Choice, options: &PictureOptions) -> (Vec<EdgeIndex>, usize) {
    let mut edges = Vec::new();
    let mut n_weaker = 0;
    for (a, b) in &chosen.pairs {
        let mut of_pair: Vec<EdgeIndex> = graph
            .graph
            .edges_connecting(*a, *b)
            .chain(graph.graph.edges_connecting(*b, *a))
            .map(|edge| edge.id())
            .filter(|edge| is_drawn(graph, *edge, options))
            .collect();
        let sure = |edge: &EdgeIndex| graph.graph[*edge].confidence;
        of_pair.sort_by(|a, b| sure(b).total_cmp(&sure(a)).then(a.cmp(b)));
        of_pair.dedup();
        let n_all = of_pair.len();
        let floor = of_pair.first().map_or(0.0, sure) * NEARLY_AS_SURE;
        of_pair.retain(|edge| sure(edge) >= floor);
        of_pair.truncate(LINKS_PER_PAIR);
        n_weaker += n_all - of_pair.len();
        edges.extend(of_pair);
    }
    edges.sort();
    (edges, n_weaker)
}

/// Whether a link may be drawn: sure enough, and not denied unless the picture is close enough to show denials.
fn is_drawn(graph: &ConceptGraph, edge: EdgeIndex, options: &PictureOptions) -> bool {
    let relation = &graph.graph[edge];
    let close = matches!(options.preset, Preset::Focus(_) | Preset::Paper(_) | Preset::Compare(..));
    relation.confidence >= options.min_confidence
        && (close || relation.key.modality != Modality::Negated)
        && graph.graph.edge_endpoints(edge).is_some_and(|(source, target)| source != target)
}
