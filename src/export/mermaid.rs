//! graph -> a Mermaid flowchart for Markdown pages (GitHub, Obsidian, Notion): the most salient concepts and their links.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use petgraph::graph::NodeIndex;

use super::{ExportError, ExportFile, Exporter, View, clean_label};
use crate::model::Modality;

/// Mermaid refuses more links than this.
const MOST_LINKS: usize = 480;
/// Longest label in characters.
const LONGEST: usize = 60;

/// Mermaid.
pub(super) struct Mermaid;

impl Exporter for Mermaid {
    fn name(&self) -> &'static str {
        "mermaid"
    }

    fn about(&self) -> &'static str {
        "a flowchart for Markdown pages: the most salient concepts"
    }

    fn is_picture(&self) -> bool {
        true
    }

    fn write(&self, view: &View<'_>) -> Result<Vec<ExportFile>, ExportError> {
        let graph = &view.graph.graph;
        let nodes = shown(view);
        let mut edges: Vec<_> = graph
            .edge_indices()
            .filter_map(|edge| graph.edge_endpoints(edge).map(|ends| (edge, ends)))
            .filter(|(edge, (source, target))| {
                nodes.contains(source)
                    && nodes.contains(target)
                    && graph[*edge].confidence >= view.options.picture.min_confidence
            })
            .collect();
        edges.sort_by(|a, b| graph[b.0].confidence.total_cmp(&graph[a.0].confidence).then(a.0.cmp(&b.0)));
        edges.truncate(MOST_LINKS);
        edges.sort();
        let mut out = String::from("flowchart LR\n");
        let numbers: BTreeMap<NodeIndex, usize> =
            nodes.iter().enumerate().map(|(n, node)| (*node, n)).collect();
        for (node, n) in &numbers {
            let concept = &graph[*node];
            let _ = writeln!(
                out,
                "  n{n}[\"{}\"]:::{}",
                escaped(&view.names().concept(concept)),
                class(&concept.kind)
            );
        }
        for (edge, (source, target)) in &edges {
            let relation = &graph[*edge];
            let label = escaped(&view.names().relation(&relation.key.kind));
            let (line, label) = match relation.key.modality {
                Modality::Asserted => ("-->", label),
                Modality::Recommended | Modality::Hypothetical => {
                    ("-.->", format!("{label} ({})", escaped(&view.names().modality(relation.key.modality))))
                }
                Modality::Negated => {
                    ("--x", format!("{label} ({})", escaped(&view.names().modality(Modality::Negated))))
                }
            };
            let _ = writeln!(out, "  n{} {line}|\"{label}\"| n{}", numbers[source], numbers[target]);
        }
        let used: BTreeSet<&str> = nodes.iter().map(|node| graph[*node].kind.as_str()).collect();
        for kind in view.knowledge.concepts.iter().filter(|kind| used.contains(kind.name.as_str())) {
            let _ = writeln!(
                out,
                "  classDef {} fill:{},stroke:#7f7f7f,color:#222",
                class(&kind.name),
                kind.colour
            );
        }
        Ok(vec![ExportFile::new("graph.mmd", out)])
    }
}

/// The most salient concepts, those that are linked with another of them first.
fn shown(view: &View<'_>) -> BTreeSet<NodeIndex> {
    let graph = &view.graph.graph;
    let mut ranked: Vec<NodeIndex> = graph.node_indices().collect();
    ranked.sort_by(|a, b| graph[*b].score.total_cmp(&graph[*a].score).then(a.cmp(b)));
    ranked.into_iter().take(view.options.picture.top).collect()
}

/// A name of a class: letters only, and never a word of Mermaid.
fn class(kind: &str) -> String {
    format!("k_{}", kind.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').collect::<String>())
}

/// A text between quotes: what Mermaid or a browser would read as markup becomes an entity.
fn escaped(text: &str) -> String {
    let mut short: String = clean_label(text).chars().take(LONGEST).collect();
    if short.chars().count() == LONGEST {
        short.push('…');
    }
    let mut out = String::new();
    for c in short.chars() {
        match c {
            '"' | '#' | '&' | '<' | '>' | '`' | '\\' | '*' | '_' | '|' | '{' | '}' | '[' | ']' | '('
            | ')' | ';' => {
                let _ = write!(out, "#{};", u32::from(c));
            }
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => out.push(' '),
            c => out.push(c),
        }
    }
    if out.trim().is_empty() { "…".to_owned() } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_becomes_entities() {
        assert_eq!(escaped("a\"<b>#\n"), "a#34;#60;b#62;#35; ");
        assert_eq!(escaped(""), "…");
        assert_eq!(class("a b-c"), "k_abc");
    }
}
