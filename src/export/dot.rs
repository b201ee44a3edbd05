//! graph -> Graphviz DOT: a picture for a report, small and legible by default.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;

use super::{ExportError, ExportFile, Exporter, View, clean_label};
use crate::knowledge::{ConceptKind, Knowledge, RelationKind};
use crate::model::{Concept, ConceptGraph, Modality};
use crate::text::is_han;

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

/// What is drawn, and how.
#[derive(Debug, Clone)]
pub struct DotOptions {
    /// Most concepts in the picture.
    pub top: usize,
    /// Language of labels and legend.
    pub language: LabelLanguage,
    /// Links below this confidence are left out, 0..=1.
    pub min_confidence: f64,
}

impl Default for DotOptions {
    fn default() -> Self {
        DotOptions { top: 60, language: LabelLanguage::Zh, min_confidence: 0.3 }
    }
}

/// Fonts that show Chinese, on every system that has one of them.
const FONTS: &str = "Noto Sans CJK SC,Source Han Sans SC,Microsoft YaHei,PingFang SC,WenQuanYi Micro Hei,SimHei,Arial Unicode MS,sans-serif";
/// Most links drawn per concept, on average; the rest makes a hairball.
const LINKS_PER_CONCEPT: f64 = 1.5;
/// Longest tooltip in characters.
const LONGEST_TOOLTIP: usize = 300;
/// Characters of a label per line: Chinese, English.
const LINE: (usize, usize) = (10, 18);

/// Graphviz, as a picture for a report.
pub(super) struct Dot;

impl Exporter for Dot {
    fn name(&self) -> &'static str {
        "dot"
    }

    fn about(&self) -> &'static str {
        "a picture for Graphviz: the best concepts that connect"
    }

    fn is_picture(&self) -> bool {
        true
    }

    fn write(&self, view: &View<'_>) -> Result<Vec<ExportFile>, ExportError> {
        let text = write(view.graph, view.knowledge, &view.options.picture);
        Ok(vec![ExportFile::new("graph.dot", text)])
    }
}

fn write(graph: &ConceptGraph, knowledge: &Knowledge, options: &DotOptions) -> String {
    let (nodes, edges) = selection(graph, options);
    let mut out = String::new();
    let _ = writeln!(out, "digraph \"sinograph\" {{");
    let _ = writeln!(
        out,
        "  graph [charset=\"UTF-8\", rankdir=\"LR\", bgcolor=\"white\", fontname=\"{FONTS}\", nodesep=\"0.18\", ranksep=\"0.7\", splines=\"true\", outputorder=\"edgesfirst\"];"
    );
    let _ = writeln!(
        out,
        "  node [fontname=\"{FONTS}\", fontsize=\"11\", shape=\"box\", style=\"rounded,filled\", color=\"#7f7f7f\", penwidth=\"0.8\", margin=\"0.12,0.06\"];"
    );
    let _ = writeln!(
        out,
        "  edge [fontname=\"{FONTS}\", fontsize=\"9\", color=\"#5f6b7a\", fontcolor=\"#404040\", arrowsize=\"0.7\"];"
    );
    for node in &nodes {
        let _ = writeln!(out, "  {}", node_line(*node, &graph.graph[*node], knowledge, options));
    }
    for edge in &edges {
        if let Some(line) = edge_line(graph, *edge, knowledge, options) {
            let _ = writeln!(out, "  {line}");
        }
    }
    legend(&mut out, graph, &nodes, &edges, knowledge, options);
    out.push_str("}\n");
    out
}

/// The best concepts that connect, and the surest links between them.
fn selection(graph: &ConceptGraph, options: &DotOptions) -> (Vec<NodeIndex>, Vec<EdgeIndex>) {
    let mut ranked: Vec<NodeIndex> =
        graph.graph.node_indices().filter(|node| graph.graph[*node].kind != "indicator").collect();
    ranked.sort_by(|a, b| graph.graph[*b].score.total_cmp(&graph.graph[*a].score).then(a.cmp(b)));
    let pool: BTreeSet<NodeIndex> = ranked.iter().take(options.top * 2).copied().collect();
    let mut edges: Vec<EdgeIndex> = graph
        .graph
        .edge_references()
        .filter(|edge| {
            pool.contains(&edge.source())
                && pool.contains(&edge.target())
                && edge.weight().confidence >= options.min_confidence
                && edge.weight().key.modality != Modality::Negated
        })
        .map(|edge| edge.id())
        .collect();
    let strength = |edge: EdgeIndex| {
        let ends = graph
            .graph
            .edge_endpoints(edge)
            .map_or(0.0, |(a, b)| graph.graph[a].score + graph.graph[b].score);
        graph.graph[edge].confidence
            + 0.5 * ends
            + 0.1 * (graph.graph[edge].documents.len() as f64 - 1.0).min(5.0)
    };
    edges.sort_by(|a, b| strength(*b).total_cmp(&strength(*a)).then(a.cmp(b)));
    // Grow from the surest links; one link a pair, so that the picture stays legible.
    let most_edges = (options.top as f64 * LINKS_PER_CONCEPT) as usize;
    let mut nodes: BTreeSet<NodeIndex> = BTreeSet::new();
    let mut kept: Vec<EdgeIndex> = Vec::new();
    let mut pairs: BTreeSet<(NodeIndex, NodeIndex)> = BTreeSet::new();
    let mut degree: BTreeMap<NodeIndex, usize> = BTreeMap::new();
    for edge in edges {
        let Some((source, target)) = graph.graph.edge_endpoints(edge) else { continue };
        let n_new = [source, target].iter().filter(|node| !nodes.contains(node)).count();
        let crowded = [source, target].iter().any(|node| degree.get(node).copied().unwrap_or(0) >= 10);
        if nodes.len() + n_new > options.top
            || kept.len() >= most_edges
            || crowded
            || !pairs.insert((source.min(target), source.max(target)))
        {
            continue;
        }
        nodes.extend([source, target]);
        for node in [source, target] {
            *degree.entry(node).or_default() += 1;
        }
        kept.push(edge);
    }
    drop_islands(graph, &mut nodes, &mut kept);
    if nodes.is_empty() {
        nodes.extend(ranked.iter().take(options.top.min(12)));
    }
    kept.sort();
    (nodes.into_iter().collect(), kept)
}

/// Leaves out components of two nodes when there is a larger picture to show.
fn drop_islands(graph: &ConceptGraph, nodes: &mut BTreeSet<NodeIndex>, edges: &mut Vec<EdgeIndex>) {
    let mut root: BTreeMap<NodeIndex, NodeIndex> = nodes.iter().map(|node| (*node, *node)).collect();
    fn find(root: &BTreeMap<NodeIndex, NodeIndex>, mut node: NodeIndex) -> NodeIndex {
        while root[&node] != node {
            node = root[&node];
        }
        node
    }
    for edge in edges.iter() {
        if let Some((a, b)) = graph.graph.edge_endpoints(*edge) {
            let (a, b) = (find(&root, a), find(&root, b));
            root.insert(a.max(b), a.min(b));
        }
    }
    let mut sizes: BTreeMap<NodeIndex, usize> = BTreeMap::new();
    for node in nodes.iter() {
        *sizes.entry(find(&root, *node)).or_default() += 1;
    }
    let largest = sizes.values().max().copied().unwrap_or(0);
    if largest < 8 {
        return;
    }
    nodes.retain(|node| sizes[&find(&root, *node)] >= 3);
    edges.retain(|edge| graph.graph.edge_endpoints(*edge).is_some_and(|(a, _)| nodes.contains(&a)));
}

fn node_line(node: NodeIndex, concept: &Concept, knowledge: &Knowledge, options: &DotOptions) -> String {
    let kind = knowledge.concept_kind(&concept.kind);
    let colour = kind.map_or("#ffffff", |kind| kind.colour.as_str());
    let shape = kind.map_or("box", |kind| kind.shape.as_str());
    let name = kind.map_or(concept.kind.clone(), |kind| kind_name(kind, options.language));
    let label = wrapped(&shown(concept, options.language));
    let size = 10.0 + 4.0 * concept.score;
    let tooltip = format!("{} · {} · {}", concept.label, name, concept.n_mentions);
    format!(
        "\"c{}\" [label=\"{}\", shape=\"{shape}\", fillcolor=\"{colour}\", fontsize=\"{size:.1}\", tooltip=\"{}\"];",
        node.index(),
        label_text(&label),
        tooltip_text(&tooltip)
    )
}

fn edge_line(
    graph: &ConceptGraph,
    edge: EdgeIndex,
    knowledge: &Knowledge,
    options: &DotOptions,
) -> Option<String> {
    let (source, target) = graph.graph.edge_endpoints(edge)?;
    let relation = &graph.graph[edge];
    let kind = knowledge.relation_kind(&relation.key.kind);
    let arrow = kind.map_or("normal", |kind| kind.arrow.as_str());
    let label = kind.map_or(relation.key.kind.clone(), |kind| relation_name(kind, options.language));
    let (style, colour) = match relation.key.modality {
        Modality::Asserted => (kind.map_or("solid", |kind| kind.style.as_str()), "#4a5a6a"),
        Modality::Recommended => ("dashed", "#2f6f9f"),
        Modality::Hypothetical => ("dotted", "#7a7a7a"),
        Modality::Negated => ("dashed", "#b03030"),
    };
    let quote = relation
        .evidence
        .first()
        .map_or("", |evidence| evidence.span.of(&graph.documents[evidence.document].text));
    let width = 0.8 + 0.4 * (relation.documents.len() as f64).sqrt();
    Some(format!(
        "\"c{}\" -> \"c{}\" [label=\"{}\", arrowhead=\"{arrow}\", style=\"{style}\", color=\"{colour}\", penwidth=\"{width:.1}\", tooltip=\"{quote}\", labeltooltip=\"{quote}\"];",
        source.index(),
        target.index(),
        label_text(&label),
        quote = tooltip_text(quote),
    ))
}

fn legend(
    out: &mut String,
    graph: &ConceptGraph,
    nodes: &[NodeIndex],
    edges: &[EdgeIndex],
    knowledge: &Knowledge,
    options: &DotOptions,
) {
    let used: BTreeSet<&str> = nodes.iter().map(|node| graph.graph[*node].kind.as_str()).collect();
    let modalities: BTreeSet<Modality> = edges.iter().map(|edge| graph.graph[*edge].key.modality).collect();
    let zh = options.language != LabelLanguage::En;
    let _ = writeln!(out, "  subgraph \"cluster_legend\" {{");
    let _ = writeln!(
        out,
        "    label=\"{}\"; fontsize=\"11\"; style=\"rounded\"; color=\"#c0c0c0\"; margin=\"8\";",
        if zh { "图例" } else { "Legend" }
    );
    let _ = writeln!(out, "    node [fontsize=\"9\", margin=\"0.06,0.03\", height=\"0.25\"];");
    let mut previous: Option<String> = None;
    for kind in knowledge.concepts.iter().filter(|kind| used.contains(kind.name.as_str())) {
        let id = format!("legend_{}", label_text(&kind.name));
        let _ = writeln!(
            out,
            "    \"{id}\" [label=\"{}\", shape=\"{}\", fillcolor=\"{}\"];",
            label_text(&kind_name(kind, options.language)),
            kind.shape,
            kind.colour
        );
        previous = Some(id);
    }
    let styles = [
        (Modality::Asserted, "solid", "#4a5a6a", "陈述", "stated"),
        (Modality::Recommended, "dashed", "#2f6f9f", "建议", "recommended"),
        (Modality::Hypothetical, "dotted", "#7a7a7a", "可能", "possible"),
    ];
    if let Some(anchor) = previous {
        for (modality, style, colour, name_zh, name_en) in styles {
            if modalities.contains(&modality) {
                let id = format!("legend_{}", modality.name());
                let name = if zh { name_zh } else { name_en };
                let _ = writeln!(out, "    \"{id}\" [label=\"{name}\", shape=\"plaintext\", style=\"\"];");
                let _ =
                    writeln!(out, "    \"{anchor}\" -> \"{id}\" [style=\"{style}\", color=\"{colour}\"];");
            }
        }
    }
    let _ = writeln!(out, "  }}");
}

fn shown(concept: &Concept, language: LabelLanguage) -> String {
    let zh = concept.labels.zh.as_deref();
    let en = concept.labels.en.as_deref();
    match language {
        LabelLanguage::Zh => zh.or(en).unwrap_or(&concept.label).to_owned(),
        LabelLanguage::En => en.or(zh).unwrap_or(&concept.label).to_owned(),
        LabelLanguage::Both => match (zh, en) {
            (Some(zh), Some(en)) => format!("{zh}\n{en}"),
            _ => concept.label.clone(),
        },
    }
}

fn kind_name(kind: &ConceptKind, language: LabelLanguage) -> String {
    names(&kind.zh, &kind.en, language)
}

fn relation_name(kind: &RelationKind, language: LabelLanguage) -> String {
    names(&kind.zh, &kind.en, language)
}

fn names(zh: &str, en: &str, language: LabelLanguage) -> String {
    match language {
        LabelLanguage::Zh => zh.to_owned(),
        LabelLanguage::En => en.to_owned(),
        LabelLanguage::Both => format!("{zh} {en}"),
    }
}

/// Breaks a label into lines: Chinese by characters, English at blanks.
fn wrapped(label: &str) -> String {
    let mut lines = Vec::new();
    for part in label.split('\n') {
        let width = if part.contains(is_han) { LINE.0 } else { LINE.1 };
        let mut line = String::new();
        let mut n = 0;
        for c in part.chars() {
            let breaks = if part.contains(is_han) {
                n >= width && !matches!(c, '”' | '》' | '）' | '、' | '，')
            } else {
                n >= width && c == ' '
            };
            if breaks {
                lines.push(std::mem::take(&mut line));
                n = 0;
                if c == ' ' {
                    continue;
                }
            }
            line.push(c);
            n += 1;
        }
        lines.push(line);
    }
    lines.join("\n")
}

/// A label as Graphviz reads it: backslash, quote and line break escaped, entities switched off.
fn label_text(label: &str) -> String {
    clean_label(label)
        .replace('&', "&amp;")
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace(['\r', '\t'], " ")
        .replace('\n', "\\n")
}

/// A tooltip: like a label, but without any backslash, since Graphviz expands some even when they are escaped.
fn tooltip_text(text: &str) -> String {
    let mut short: String = text.chars().take(LONGEST_TOOLTIP).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    clean_label(&short)
        .replace('&', "&amp;")
        .replace('\\', "＼")
        .replace('"', "\\\"")
        .replace(['\r', '\t', '\n'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_escaped_for_graphviz() {
        assert_eq!(label_text("a\\\"b&<c>\nd"), "a\\\\\\\"b&amp;<c>\\nd");
        assert_eq!(tooltip_text("a\\N\"b"), "a＼N\\\"b");
    }

    #[test]
    fn long_labels_are_wrapped() {
        assert_eq!(wrapped("基于时间维度的政策需求框架"), "基于时间维度的政策需\n求框架");
        assert_eq!(
            wrapped("deep integration of innovation chains"),
            "deep integration of\ninnovation chains"
        );
    }
}
