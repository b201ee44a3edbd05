//! graph -> Graphviz DOT: a picture for a report, small and legible by default.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use petgraph::graph::{EdgeIndex, NodeIndex};

use super::layout::Direction;
use super::picture::{
    MODALITIES, Picture, Preset, Style, caption, kind_name, legend_kinds, line_style, named, relation_name,
    shown, wrapped,
};
use super::{ExportError, ExportFile, Exporter, View, clean_label, svg};
use crate::model::Modality;

/// Fonts that show Chinese, on every system that has one of them.
const FONTS: &str = "Noto Sans CJK SC,Source Han Sans SC,Microsoft YaHei,PingFang SC,Hiragino Sans GB,WenQuanYi Micro Hei,SimHei,Arial Unicode MS,Helvetica,Arial,sans-serif";
/// Longest tooltip in characters.
const LONGEST_TOOLTIP: usize = 300;
/// Above this many concepts layers grow too wide, and springs draw better.
const MOST_IN_LAYERS: usize = 150;
/// Kinds per row of the legend.
const LEGEND_ROW: usize = 12;

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
        Ok(vec![ExportFile::new("graph.dot", write(&Picture::new(view)))])
    }
}

fn write(picture: &Picture<'_>) -> String {
    let in_columns = matches!(picture.options.preset, Preset::Compare(..) | Preset::Matrix(..));
    let mut out = String::new();
    let _ = writeln!(out, "digraph \"sinograph\" {{");
    out.push_str(&head(picture));
    let grouped: BTreeSet<NodeIndex> = picture
        .groups
        .iter()
        .filter(|group| !group.title.is_empty())
        .flat_map(|group| group.nodes.iter().copied())
        .collect();
    for (n, group) in picture.groups.iter().enumerate().filter(|(_, group)| !group.title.is_empty()) {
        let _ = writeln!(
            out,
            "  subgraph \"cluster_{n}\" {{\n    label=\"{}\"; labelloc=\"t\"; labeljust=\"l\"; fontsize=\"12\"; fontcolor=\"#404040\"; style=\"rounded\"; color=\"#b0b0b0\"; margin=\"10\";",
            label_text(&group.title)
        );
        for node in &group.nodes {
            let _ = writeln!(out, "    {}", node_line(picture, *node));
        }
        out.push_str("  }\n");
    }
    for node in picture.nodes.iter().filter(|node| !grouped.contains(node)) {
        let _ = writeln!(out, "  {}", node_line(picture, *node));
    }
    for edge in &picture.edges {
        let Some(mut line) = edge_line(picture, *edge) else { continue };
        if in_columns && leads_left(picture, *edge) {
            // Columns keep their places, whichever way a link runs.
            line = line.replacen(" [", " [constraint=\"false\", ", 1);
        }
        let _ = writeln!(out, "  {line}");
    }
    if in_columns {
        out.push_str(&columns(picture));
    }
    out.push_str("}\n");
    out
}

/// Settings of the whole: engine, direction, page, fonts, legend.
fn head(picture: &Picture<'_>) -> String {
    let engine = if picture.nodes.len() > MOST_IN_LAYERS {
        "layout=\"sfdp\", overlap=\"prism\", K=\"1.2\", splines=\"line\"".to_owned()
    } else {
        let rankdir = match svg::direction(picture) {
            Direction::Down if picture.groups.is_empty() => "TB",
            _ => "LR",
        };
        format!(
            "layout=\"dot\", rankdir=\"{rankdir}\", nodesep=\"0.16\", ranksep=\"0.45\", splines=\"true\", newrank=\"true\""
        )
    };
    let print = picture.options.style == Style::Print;
    let page = if print { ", size=\"10.5,7.5\", margin=\"0.2\"" } else { ", pad=\"0.2\"" };
    let fill = if print { "rounded" } else { "rounded,filled" };
    let mut out = String::new();
    let _ = writeln!(
        out,
        "  graph [charset=\"UTF-8\", {engine}, bgcolor=\"white\", fontname=\"{FONTS}\", fontsize=\"10\", outputorder=\"edgesfirst\", labelloc=\"b\"{page}, label=<{}>];",
        legend(picture)
    );
    let _ = writeln!(
        out,
        "  node [fontname=\"{FONTS}\", shape=\"box\", style=\"{fill}\", color=\"#7f7f7f\", penwidth=\"0.8\", margin=\"0.1,0.05\", height=\"0.3\", width=\"0.5\"];"
    );
    let _ = writeln!(
        out,
        "  edge [fontname=\"{FONTS}\", fontsize=\"9\", fontcolor=\"#505050\", arrowsize=\"0.65\"];"
    );
    out
}

fn node_line(picture: &Picture<'_>, node: NodeIndex) -> String {
    let concept = &picture.graph.graph[node];
    let language = picture.options.language;
    let kind = picture.knowledge.concept_kind(&concept.kind);
    let name = kind.map_or(concept.kind.clone(), |kind| kind_name(kind, language));
    let mut lines = wrapped(&shown(concept, language));
    let colour = match picture.options.style {
        Style::Light => kind.map_or("#ffffff", |kind| kind.colour.as_str()),
        Style::Print => {
            lines.push(format!("[{name}]"));
            "#ffffff"
        }
    };
    let stress = if picture.stressed.contains(&node) { ", penwidth=\"2.4\", color=\"#202020\"" } else { "" };
    let tooltip = format!("{} · {} · {}", concept.label, name, concept.n_mentions);
    format!(
        "\"c{}\" [label=\"{}\", shape=\"{}\", fillcolor=\"{colour}\", fontsize=\"{:.1}\"{stress}, tooltip=\"{}\"];",
        node.index(),
        label_text(&lines.join("\n")),
        kind.map_or("box", |kind| kind.shape.as_str()),
        11.0 + 3.0 * concept.score.clamp(0.0, 1.0),
        tooltip_text(&tooltip)
    )
}

fn edge_line(picture: &Picture<'_>, edge: EdgeIndex) -> Option<String> {
    let (source, target) = picture.graph.graph.edge_endpoints(edge)?;
    let relation = &picture.graph.graph[edge];
    let kind = picture.knowledge.relation_kind(&relation.key.kind);
    let mut label =
        kind.map_or(relation.key.kind.clone(), |kind| relation_name(kind, picture.options.language));
    let line = line_style(relation.key.modality, picture.options.style);
    let dash = match relation.key.modality {
        Modality::Asserted => kind.map_or(line.dash, |kind| kind.style.as_str()),
        _ => line.dash,
    };
    if relation.key.modality == Modality::Negated {
        label = format!("✕ {label}");
    }
    let quote = relation
        .evidence
        .first()
        .map_or("", |evidence| evidence.span.of(&picture.graph.documents[evidence.document].text));
    Some(format!(
        "\"c{}\" -> \"c{}\" [label=\"{}\", arrowhead=\"{}\", style=\"{dash}\", color=\"{}\", penwidth=\"{:.1}\", tooltip=\"{quote}\", labeltooltip=\"{quote}\"];",
        source.index(),
        target.index(),
        label_text(&label),
        kind.map_or("normal", |kind| kind.arrow.as_str()),
        line.colour,
        0.8 + 0.4 * (relation.documents.len() as f64).sqrt().min(4.0),
        quote = tooltip_text(quote),
    ))
}

/// Whether a link runs against the order of the columns.
fn leads_left(picture: &Picture<'_>, edge: EdgeIndex) -> bool {
    let column = |node: NodeIndex| picture.groups.iter().position(|group| group.nodes.contains(&node));
    let ends = picture.graph.graph.edge_endpoints(edge);
    ends.is_some_and(|(source, target)| column(source) > column(target))
}

/// Groups that stand as columns: each on one rank, from left to right.
fn columns(picture: &Picture<'_>) -> String {
    let mut out = String::new();
    let mut firsts = Vec::new();
    for group in picture.groups.iter().filter(|group| !group.nodes.is_empty()) {
        let ids: Vec<String> = group.nodes.iter().map(|node| format!("\"c{}\"", node.index())).collect();
        let _ = writeln!(out, "  {{ rank=\"same\"; {} }}", ids.join("; "));
        firsts.push(ids[0].clone());
    }
    for two in firsts.windows(2) {
        let _ = writeln!(out, "  {} -> {} [style=\"invis\", weight=\"0\", minlen=\"2\"];", two[0], two[1]);
    }
    out
}

/// A table below the picture: kinds that are drawn, lines that are drawn, and what is left out.
fn legend(picture: &Picture<'_>) -> String {
    let language = picture.options.language;
    let mut out = String::from("<table border=\"0\" cellborder=\"0\" cellspacing=\"3\" cellpadding=\"2\">");
    if picture.options.style == Style::Light {
        let kinds = legend_kinds(picture);
        let per_row = kinds.len().div_ceil(kinds.len().div_ceil(LEGEND_ROW).max(1)).max(1);
        for row in kinds.chunks(per_row) {
            out.push_str(
                "<tr><td><table border=\"0\" cellborder=\"1\" cellspacing=\"5\" cellpadding=\"3\"><tr>",
            );
            for kind in row {
                let _ = write!(
                    out,
                    "<td bgcolor=\"{}\" color=\"#7f7f7f\"> {} </td>",
                    kind.colour,
                    html_text(&kind_name(kind, language))
                );
            }
            out.push_str("</tr></table></td></tr>");
        }
    }
    let used: BTreeSet<Modality> =
        picture.edges.iter().map(|edge| picture.graph.graph[*edge].key.modality).collect();
    let lines = MODALITIES.iter().filter(|modality| used.contains(modality)).map(|modality| {
        let line = line_style(*modality, picture.options.style);
        let name = named(line.zh, line.en, language);
        format!("<font color=\"{}\">{}</font> {}", line.colour, line.sample, html_text(&name))
    });
    let lines: Vec<String> = lines.collect();
    if !lines.is_empty() {
        let _ = write!(out, "<tr><td>{}</td></tr>", lines.join("　　"));
    }
    let _ = write!(
        out,
        "<tr><td><font point-size=\"9\" color=\"#606060\">{}</font></td></tr></table>",
        html_text(&caption(picture))
    );
    out
}

/// A text inside of an HTML-like label.
fn html_text(text: &str) -> String {
    clean_label(text)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace(['\r', '\n', '\t'], " ")
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
        assert_eq!(html_text("<b a=\"&\">\n"), "&lt;b a=&quot;&amp;&quot;&gt; ");
    }
}
