//! graph -> an Obsidian vault: a note per concept with its links and quotes, a note per paper, an index.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use petgraph::Direction;
use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;

use super::{ExportError, ExportFile, Exporter, View, clean_label, json};
use crate::model::{Document, Evidence};

/// Stands in the properties of every note we write; a note without it is somebody's own and is never overwritten.
const MARKER: &str = "generator: \"sinograph\"";
/// Longest file name in bytes, short of what every file system takes.
const LONGEST: usize = 150;
/// Quotes of a link.
const MOST_QUOTES: usize = 2;

/// A vault of notes.
pub(super) struct Obsidian;

impl Exporter for Obsidian {
    fn name(&self) -> &'static str {
        "obsidian"
    }

    fn about(&self) -> &'static str {
        "a vault: a note per concept and paper, linked"
    }

    fn is_folder(&self) -> bool {
        true
    }

    fn marker(&self) -> Option<&'static str> {
        Some(MARKER)
    }

    fn write(&self, view: &View<'_>) -> Result<Vec<ExportFile>, ExportError> {
        let vault = Vault::new(view);
        let mut files = vec![ExportFile::new("index.md", vault.index())];
        for node in view.graph.graph.node_indices() {
            files.push(ExportFile::new(
                format!("concepts/{}.md", vault.notes[node.index()]),
                vault.concept(node),
            ));
        }
        for (at, document) in view.graph.documents.iter().enumerate() {
            files.push(ExportFile::new(format!("papers/{}.md", vault.papers[at]), vault.paper(at, document)));
        }
        Ok(files)
    }
}

struct Vault<'a> {
    view: &'a View<'a>,
    /// File name of each concept, without the ending.
    notes: Vec<String>,
    /// File name of each paper, without the ending.
    papers: Vec<String>,
    /// Concepts of each paper.
    spoken_of: Vec<Vec<NodeIndex>>,
}

impl<'a> Vault<'a> {
    fn new(view: &'a View<'a>) -> Self {
        let mut taken = BTreeSet::from(["index".to_owned()]);
        let graph = view.graph;
        let mut spoken_of = vec![Vec::new(); graph.documents.len()];
        let mut notes = Vec::new();
        for node in graph.graph.node_indices() {
            let concept = &graph.graph[node];
            notes.push(unique(&view.names().concept(concept), &concept.kind, &mut taken));
            for document in &concept.documents {
                spoken_of[*document].push(node);
            }
        }
        let paper = |document: &Document| unique(&view.names().title(document), &document.id, &mut taken);
        let papers = graph.documents.iter().map(paper).collect();
        Vault { view, notes, papers, spoken_of }
    }

    fn index(&self) -> String {
        let names = self.view.names();
        let graph = self.view.graph;
        let mut out = head(&[]);
        let _ = writeln!(out, "# {}\n", names.pick("概念图", "Concept graph"));
        for (number, group) in self.view.tables.communities.numbered().take(30) {
            if group.members.len() < 3 {
                break;
            }
            let _ = writeln!(out, "## {number} {}\n", line(&names.community(graph, group)));
            for node in group.members.iter().take(15) {
                let _ = writeln!(out, "- {} ({})", self.to(*node), names.kind(&graph.graph[*node].kind));
            }
            out.push('\n');
        }
        let _ = writeln!(out, "## {}\n", names.pick("论文", "Papers"));
        for (at, document) in graph.documents.iter().enumerate() {
            let _ = writeln!(out, "- {}", self.to_paper(at, document));
        }
        out
    }

    fn concept(&self, node: NodeIndex) -> String {
        let concept = &self.view.graph.graph[node];
        let names = self.view.names();
        let mut other: BTreeSet<String> = concept.aliases.iter().map(|alias| clean_label(alias)).collect();
        other.extend(
            [&concept.labels.zh, &concept.labels.en].into_iter().flatten().map(|label| clean_label(label)),
        );
        other.remove(&self.notes[node.index()]);
        let text = |value: &str| format!("\"{}\"", yaml(value));
        let list = |values: Vec<String>| format!("[{}]", values.join(", "));
        let mut out = head(&[
            ("id", text(&concept.id.0)),
            ("type", text(&concept.kind)),
            ("aliases", list(other.iter().map(|alias| text(alias)).collect())),
            ("tags", list(vec![text(&format!("sinograph/{}", concept.kind))])),
            ("papers", concept.documents.len().to_string()),
            ("mentions", concept.n_mentions.to_string()),
            ("score", json::rounded(concept.score).to_string()),
            ("confidence", json::rounded(concept.confidence).to_string()),
            ("community", self.view.tables.communities.of[node.index()].to_string()),
        ]);
        let _ = writeln!(out, "# {}\n\n{}\n", line(&names.concept(concept)), names.kind(&concept.kind));
        for (zh, en, direction) in [
            ("指向他者的联系", "Links out", Direction::Outgoing),
            ("指向它的联系", "Links in", Direction::Incoming),
        ] {
            self.links(&mut out, node, direction, &names.pick(zh, en));
        }
        let _ = writeln!(out, "## {}\n", names.pick("论文", "Papers"));
        for document in &concept.documents {
            let _ = writeln!(out, "- {}", self.to_paper(*document, &self.view.graph.documents[*document]));
        }
        out
    }

    fn links(&self, out: &mut String, node: NodeIndex, direction: Direction, title: &str) {
        let graph = &self.view.graph.graph;
        let mut by_kind: BTreeMap<&str, Vec<EdgeIndex>> = BTreeMap::new();
        for edge in graph.edges_directed(node, direction) {
            by_kind.entry(&edge.weight().key.kind).or_default().push(edge.id());
        }
        if by_kind.is_empty() {
            return;
        }
        let _ = writeln!(out, "## {title}\n");
        for (kind, mut edges) in by_kind {
            let _ = writeln!(out, "### {}\n", self.view.names().relation(kind));
            edges.sort_by(|a, b| graph[*b].confidence.total_cmp(&graph[*a].confidence).then(a.cmp(b)));
            for edge in edges {
                let Some((source, target)) = graph.edge_endpoints(edge) else { continue };
                let other = if direction == Direction::Outgoing { target } else { source };
                let relation = &graph[edge];
                let _ = writeln!(
                    out,
                    "- {} ({}, {} {}, {:.2})",
                    self.to(other),
                    self.view.names().modality(relation.key.modality),
                    relation.documents.len(),
                    self.view.names().pick("篇论文", "papers"),
                    relation.confidence
                );
                for evidence in relation.evidence.iter().take(MOST_QUOTES) {
                    self.quote(out, evidence);
                }
            }
            out.push('\n');
        }
    }

    fn quote(&self, out: &mut String, evidence: &Evidence) {
        let document = &self.view.graph.documents[evidence.document];
        let quote = line(document.slice(evidence.span));
        let _ = writeln!(out, "    - “{quote}” — {}", self.to_paper(evidence.document, document));
    }

    fn paper(&self, at: usize, document: &Document) -> String {
        let meta = &document.metadata;
        let names = self.view.names();
        let text = |value: &str| format!("\"{}\"", yaml(value));
        let authors: Vec<String> = meta.authors.iter().map(|author| text(author)).collect();
        let mut out = head(&[
            ("id", text(&document.id)),
            ("authors", format!("[{}]", authors.join(", "))),
            ("year", meta.year.map_or("null".to_owned(), |year| year.to_string())),
            ("source", text(meta.source.as_deref().unwrap_or_default())),
            ("doi", text(meta.doi.as_deref().unwrap_or_default())),
            ("file", text(&document.path)),
            ("tags", format!("[{}]", text("sinograph/paper"))),
        ]);
        let _ =
            writeln!(out, "# {}\n\n## {}\n", line(&names.title(document)), names.pick("概念", "Concepts"));
        let graph = &self.view.graph.graph;
        let mut nodes = self.spoken_of[at].clone();
        nodes.sort_by(|a, b| graph[*b].score.total_cmp(&graph[*a].score).then(a.cmp(b)));
        for node in nodes {
            let _ = writeln!(out, "- {} ({})", self.to(node), names.kind(&graph[node].kind));
        }
        out
    }

    /// `[[note|label]]`; the label without what would end it.
    fn to(&self, node: NodeIndex) -> String {
        let label = self.view.names().concept(&self.view.graph.graph[node]);
        format!("[[{}|{}]]", self.notes[node.index()], inside_link(&label))
    }

    fn to_paper(&self, at: usize, document: &Document) -> String {
        format!("[[{}|{}]]", self.papers[at], inside_link(&self.view.names().title(document)))
    }
}

fn head(properties: &[(&str, String)]) -> String {
    let mut out = format!("---\n{MARKER}\n");
    for (name, value) in properties {
        let _ = writeln!(out, "{name}: {value}");
    }
    out.push_str("---\n\n");
    out
}

/// A text between double quotes in YAML.
fn yaml(text: &str) -> String {
    let mut out = String::new();
    for c in clean_label(text).chars() {
        match c {
            '\\' | '"' => out.extend(['\\', c]),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}

fn inside_link(label: &str) -> String {
    line(label).replace(['[', ']', '|'], " ")
}

/// A text as one line of Markdown that shows as it is.
fn line(text: &str) -> String {
    let mut out = String::new();
    for c in clean_label(text).chars() {
        match c {
            '\\' | '`' | '*' | '_' | '<' | '>' | '#' | '[' | ']' | '|' | '$' | '~' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A file name for a label: nothing that a file system or a link of Obsidian refuses, and none that differs from another in case
/// alone; where two would be equal, the second says what else tells it apart.
fn unique(label: &str, other: &str, taken: &mut BTreeSet<String>) -> String {
    let name = safe(label);
    let mut candidates = std::iter::once(name.clone())
        .chain(std::iter::once(format!("{name} ({})", safe(other))))
        .chain((2..).map(|n| format!("{name} ({n})")));
    // The numbers never end, so one is free.
    candidates.find(|name| taken.insert(name.to_lowercase())).unwrap_or(name)
}

fn safe(label: &str) -> String {
    let mut name: String = clean_label(label)
        .chars()
        .map(|c| match c {
            '*' | '"' | '\\' | '/' | '<' | '>' | ':' | '|' | '?' | '#' | '^' | '[' | ']' | '\u{fffd}' => '-',
            c if c.is_control() => ' ',
            c => c,
        })
        .collect();
    let mut end = LONGEST.min(name.len());
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    name.truncate(end);
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = name.trim_matches('.').trim();
    let stem = name.split('.').next().unwrap_or_default().to_uppercase();
    let reserved = ["CON", "PRN", "AUX", "NUL"].contains(&&*stem)
        || (stem.len() == 4 && (stem.starts_with("COM") || stem.starts_with("LPT")));
    match name {
        "" => "-".to_owned(),
        name if reserved => format!("{name}-"),
        name => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_are_safe_and_differ_by_more_than_case() {
        let mut taken = BTreeSet::new();
        let mut check =
            |label: &str, expected: &str| assert_eq!(unique(label, "region", &mut taken), expected);
        check("a/b: c?", "a-b- c-");
        check("Delta", "Delta");
        check("delta", "delta (region)");
        check("DELTA", "DELTA (2)");
        check("nul", "nul-");
        check("..", "-");
        assert!(safe(&"链".repeat(500)).len() <= LONGEST);
    }
}
