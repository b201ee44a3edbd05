//! graph and findings -> a Markdown report, in Chinese or English: where a review of the literature can start.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;

use super::{ExportError, ExportFile, Exporter, Names, View, clean_label};
use crate::model::{Communities, Community, ConceptGraph, Evidence, Findings, Matrix, Modality};

/// Concepts, communities and gaps listed.
const N_RANKED: usize = 25;
const N_COMMUNITIES: usize = 8;
const N_GAPS: usize = 12;
/// Rows and columns of a matrix.
const N_ROWS: usize = 15;
const N_COLUMNS: usize = 8;
/// Links quoted of a community.
const N_QUOTED: usize = 3;

/// The report.
pub(super) struct Report;

impl Exporter for Report {
    fn name(&self) -> &'static str {
        "report"
    }

    fn about(&self) -> &'static str {
        "a Markdown report of rank, communities, matrices and gaps, with quotes"
    }

    fn wants_findings(&self) -> bool {
        true
    }

    fn write(&self, view: &View<'_>) -> Result<Vec<ExportFile>, ExportError> {
        let nothing = Findings::default();
        let findings = view.tables.findings.as_ref().unwrap_or(&nothing);
        let page = Page { graph: view.graph, names: view.names() };
        let mut out = String::new();
        page.opening(&mut out);
        page.ranking(&mut out, findings);
        page.communities(&mut out, &view.tables.communities);
        page.matrix(&mut out, &findings.adoption, ("地区与模式", "Regions and models"));
        page.matrix(&mut out, &findings.remedies, ("问题与政策", "Problems and policies"));
        page.gaps(&mut out, findings);
        page.papers(&mut out);
        Ok(vec![ExportFile::new("report.md", out)])
    }
}

struct Page<'a> {
    graph: &'a ConceptGraph,
    names: Names<'a>,
}

impl Page<'_> {
    fn pick(&self, zh: &str, en: &str) -> String {
        self.names.pick(zh, en)
    }

    fn concept(&self, node: NodeIndex) -> String {
        text(&self.names.concept(&self.graph.graph[node]))
    }

    fn opening(&self, out: &mut String) {
        let (n_papers, n_concepts, n_links) =
            (self.graph.documents.len(), self.graph.graph.node_count(), self.graph.graph.edge_count());
        let years: BTreeSet<u16> =
            self.graph.documents.iter().filter_map(|document| document.metadata.year).collect();
        let _ = writeln!(out, "# {}\n", self.pick("文献概念图报告", "What the papers say: a report"));
        let zh = format!("{n_papers} 篇论文，{n_concepts} 个概念，{n_links} 条联系。");
        let en = format!("{n_papers} papers, {n_concepts} concepts, {n_links} links.");
        out.push_str(&self.pick(&zh, &en));
        if let (Some(first), Some(last)) = (years.first(), years.last()) {
            out.push_str(
                &self.pick(&format!("年份 {first}–{last}。"), &format!(" Years {first} to {last}.")),
            );
        }
        out.push_str("\n\n");
        let zh =
            "每条联系都附有原文。方括号内的数字是文末论文的编号；标为“建议”“可能”“否定”的联系不是事实陈述。";
        let en = "Every link comes with the sentence that states it. Numbers in brackets are the papers at the end. Links marked recommended, possible or denied are not statements of fact.";
        let _ = writeln!(out, "{}\n", self.pick(zh, en));
    }

    fn ranking(&self, out: &mut String, findings: &Findings) {
        let _ = writeln!(out, "## {}\n", self.pick("主要概念", "Main concepts"));
        let mut ranks = findings.ranks.clone();
        ranks.sort_by(|a, b| b.importance.total_cmp(&a.importance).then(a.node.cmp(&b.node)));
        let heads = [
            self.pick("概念", "Concept"),
            self.pick("类型", "Type"),
            self.pick("论文", "Papers"),
            self.pick("入", "In"),
            self.pick("出", "Out"),
            "PageRank".to_owned(),
            self.pick("中介度", "Betweenness"),
        ];
        row(out, &heads);
        row(out, &["---", "---", "--:", "--:", "--:", "--:", "--:"].map(str::to_owned));
        for rank in ranks.iter().take(N_RANKED) {
            let concept = &self.graph.graph[rank.node];
            let cells = [
                self.concept(rank.node),
                self.names.kind(&concept.kind),
                concept.documents.len().to_string(),
                rank.n_in.to_string(),
                rank.n_out.to_string(),
                format!("{:.4}", rank.pagerank),
                format!("{:.4}", rank.betweenness),
            ];
            row(out, &cells);
        }
        out.push('\n');
    }

    fn communities(&self, out: &mut String, communities: &Communities) {
        let _ = writeln!(out, "## {}\n", self.pick("主题群", "Themes"));
        for (number, group) in communities.numbered().take(N_COMMUNITIES) {
            if group.members.len() < 3 {
                break;
            }
            let name = text(&self.names.community(self.graph, group));
            let _ = writeln!(out, "### {number} {name}\n");
            let members: Vec<String> =
                group.members.iter().skip(3).take(12).map(|node| self.concept(*node)).collect();
            let n = group.members.len();
            let zh = format!("{n} 个概念，{} 条内部联系。", group.n_links);
            let en = format!("{n} concepts, {} links among them.", group.n_links);
            let _ = writeln!(out, "{} {}\n", self.pick(&zh, &en), members.join("; "));
            for edge in self.best_links(group) {
                self.link(out, edge);
            }
            out.push('\n');
        }
    }

    /// Links within a community between its most salient concepts, each concept at most twice.
    fn best_links(&self, group: &Community) -> Vec<EdgeIndex> {
        let graph = &self.graph.graph;
        let members: BTreeSet<NodeIndex> = group.members.iter().copied().collect();
        let mut links: Vec<(f64, EdgeIndex, [NodeIndex; 2])> = members
            .iter()
            .flat_map(|node| graph.edges(*node))
            .filter(|edge| members.contains(&edge.target()))
            .map(|edge| {
                let ends = graph[edge.source()].score + graph[edge.target()].score;
                let papers = edge.weight().documents.len() as f64;
                (edge.weight().confidence * (ends + 0.5 * papers), edge.id(), [edge.source(), edge.target()])
            })
            .collect();
        links.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut used: BTreeMap<NodeIndex, usize> = BTreeMap::new();
        let mut best = Vec::new();
        for (_, edge, ends) in links {
            if best.len() == N_QUOTED {
                break;
            }
            if ends.iter().all(|end| used.get(end).copied().unwrap_or(0) < 2) {
                for end in ends {
                    *used.entry(end).or_default() += 1;
                }
                best.push(edge);
            }
        }
        best
    }

    /// `- A 促进 B（建议）` and below it the sentence.
    fn link(&self, out: &mut String, edge: EdgeIndex) {
        let Some((source, target)) = self.graph.graph.edge_endpoints(edge) else { return };
        let relation = &self.graph.graph[edge];
        let modality = match relation.key.modality {
            Modality::Asserted => String::new(),
            other => format!(" ({})", self.names.modality(other)),
        };
        let papers: String = relation.documents.iter().map(|at| format!("[{}]", at + 1)).collect();
        let name = self.names.relation(&relation.key.kind);
        let _ = writeln!(
            out,
            "- **{}** —{name}→ **{}**{modality} {papers}",
            self.concept(source),
            self.concept(target)
        );
        if let Some(evidence) = relation.evidence.first() {
            let _ = writeln!(out, "  > {}", self.quote(evidence));
        }
    }

    fn quote(&self, evidence: &Evidence) -> String {
        let document = &self.graph.documents[evidence.document];
        let section = document.section_path(document.section_at(evidence.span));
        let place = section.last().map_or(String::new(), |heading| format!(", {}", text(heading)));
        format!("{} [{}{place}]", text(document.slice(evidence.span)), evidence.document + 1)
    }

    fn matrix(&self, out: &mut String, matrix: &Matrix, title: (&str, &str)) {
        let _ = writeln!(out, "## {}\n", self.pick(title.0, title.1));
        let columns: Vec<NodeIndex> = matrix.columns.iter().take(N_COLUMNS).copied().collect();
        let in_table =
            |row: &NodeIndex| columns.iter().any(|column| matrix.cells.contains_key(&(*row, *column)));
        let rows: Vec<NodeIndex> = matrix.rows.iter().copied().filter(in_table).take(N_ROWS).collect();
        if rows.is_empty() {
            let _ = writeln!(out, "{}\n", self.pick("没有这样的联系。", "There are no such links."));
            return;
        }
        let heads: Vec<String> =
            std::iter::once(String::new()).chain(columns.iter().map(|node| self.concept(*node))).collect();
        row(out, &heads);
        row(out, &vec!["---".to_owned(); heads.len()]);
        for at in &rows {
            let cell = |column: &NodeIndex| {
                matrix.cells.get(&(*at, *column)).map_or(String::new(), |links| self.cell(links))
            };
            let cells: Vec<String> =
                std::iter::once(self.concept(*at)).chain(columns.iter().map(cell)).collect();
            row(out, &cells);
        }
        out.push('\n');
    }

    fn cell(&self, links: &[EdgeIndex]) -> String {
        let part = |edge: &EdgeIndex| {
            let relation = &self.graph.graph[*edge];
            let papers: String = relation.documents.iter().map(|at| format!("[{}]", at + 1)).collect();
            let modality = match relation.key.modality {
                Modality::Asserted => String::new(),
                other => format!(" ({})", self.names.modality(other)),
            };
            format!("{}{modality} {papers}", self.names.relation(&relation.key.kind))
        };
        links.iter().map(part).collect::<Vec<_>>().join("; ")
    }

    fn gaps(&self, out: &mut String, findings: &Findings) {
        let _ = writeln!(out, "## {}\n", self.pick("空白", "Gaps"));
        let lists = [
            (("没有政策应对的问题", "Problems that no policy addresses"), &findings.gaps.unaddressed),
            (("没有地区的模式", "Models without a region"), &findings.gaps.placeless),
        ];
        for ((zh, en), nodes) in lists {
            let _ = writeln!(out, "### {} ({})\n", self.pick(zh, en), nodes.len());
            for node in nodes.iter().take(N_GAPS) {
                let concept = &self.graph.graph[*node];
                let papers: String = concept.documents.iter().map(|at| format!("[{}]", at + 1)).collect();
                let _ = writeln!(out, "- **{}** {papers}", self.concept(*node));
            }
            out.push('\n');
        }
        let title = self.pick("只有一篇论文陈述的联系", "Links that one paper alone states");
        let _ = writeln!(out, "### {title} ({})\n", findings.gaps.single.len());
        for edge in findings.gaps.single.iter().take(N_GAPS) {
            self.link(out, *edge);
        }
        out.push('\n');
    }

    fn papers(&self, out: &mut String) {
        let _ = writeln!(out, "## {}\n", self.pick("论文", "Papers"));
        for (at, document) in self.graph.documents.iter().enumerate() {
            let meta = &document.metadata;
            let mut parts = vec![meta.authors.join(", "), self.names.title(document)];
            parts.extend(meta.source.clone());
            parts.extend(meta.year.map(|year| year.to_string()));
            parts.extend(meta.doi.as_ref().map(|doi| format!("doi:{doi}")));
            parts.retain(|part| !part.is_empty());
            let _ = writeln!(out, "{}. {}", at + 1, text(&parts.join(". ")));
        }
    }
}

fn row(out: &mut String, cells: &[String]) {
    let _ = writeln!(out, "| {} |", cells.join(" | "));
}

/// A text as one line of Markdown that shows as it is.
fn text(text: &str) -> String {
    let mut out = String::new();
    for c in clean_label(text).chars() {
        match c {
            '\\' | '`' | '*' | '_' | '<' | '>' | '[' | ']' | '|' | '#' | '~' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}
