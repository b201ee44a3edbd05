//! graph -> what the page holds of it, as compact JSON: rows instead of records, each sentence once.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;
use serde_json::{Value, json};

use super::page;
use crate::export::layout::arrange;
use crate::export::{ExportError, LabelLanguage, View, clean_label};
use crate::knowledge::Knowledge;
use crate::model::{ConceptGraph, Evidence, Modality, Tables};
use crate::text::{CharIndex, Span, match_key};

/// Most concepts of a page; beyond, it becomes slow to open and says so.
const MOST_CONCEPTS: usize = 3_000;
/// Most links of a page.
const MOST_LINKS: usize = 12_000;
/// Sentences kept for a concept and for a link.
const SENTENCES: (usize, usize) = (3, 6);
/// Longest sentence of a page in characters; tables may have rows without end.
const LONGEST_SENTENCE: usize = 600;
/// Most concepts around one, and most results of a search, in one answer.
const MOST_AROUND: usize = 150;
const MOST_RESULTS: usize = 30;

/// The graph as the page sees it.
pub struct Explorer<'a> {
    graph: &'a ConceptGraph,
    tables: &'a Tables,
    knowledge: &'a Knowledge,
    language: LabelLanguage,
    indexes: Vec<CharIndex<'a>>,
    keys: Vec<Vec<String>>,
}

/// Sentences already told, by document and place.
#[derive(Default)]
struct Sentences {
    number: BTreeMap<(usize, Span), usize>,
    rows: Vec<Value>,
}

impl<'a> Explorer<'a> {
    /// Prepares a graph for pages and questions.
    #[must_use]
    pub fn new(view: &View<'a>) -> Self {
        let graph = view.graph;
        let keys = |node: NodeIndex| {
            let concept = &graph.graph[node];
            let names = [Some(&concept.label), concept.labels.zh.as_ref(), concept.labels.en.as_ref()];
            let mut keys: Vec<String> =
                names.into_iter().flatten().chain(&concept.aliases).map(|name| match_key(name)).collect();
            keys.sort();
            keys.dedup();
            keys
        };
        Explorer {
            graph,
            tables: view.tables,
            knowledge: view.knowledge,
            language: view.options.picture.language,
            indexes: graph.documents.iter().map(|document| CharIndex::new(&document.text)).collect(),
            keys: graph.graph.node_indices().map(keys).collect(),
        }
    }

    /// The page; `served` where a server answers its questions.
    ///
    /// # Errors
    /// When a record cannot be serialised.
    pub fn page(&self, served: bool) -> Result<String, ExportError> {
        let nodes = self.best();
        let edges = self.links_among(&nodes);
        let mut data = self.part(&nodes, &edges);
        if let Some(fields) = data.as_object_mut() {
            let kinds =
                self.knowledge.concepts.iter().map(|kind| json!([kind.name, kind.zh, kind.en, kind.colour]));
            let relations = self
                .knowledge
                .relations
                .iter()
                .map(|kind| json!([kind.name, kind.zh, kind.en, kind.symmetric]));
            fields.insert("kinds".into(), kinds.collect());
            fields.insert("relations".into(), relations.collect());
            fields.insert("docs".into(), (0..self.graph.documents.len()).map(|at| self.paper(at)).collect());
            fields.insert(
                "total".into(),
                json!([self.graph.graph.node_count(), self.graph.graph.edge_count()]),
            );
            fields.insert("lang".into(), json!(if self.language == LabelLanguage::En { "en" } else { "zh" }));
            fields.insert("served".into(), json!(served));
        }
        Ok(page::assemble(&serde_json::to_string(&data)?, served))
    }

    /// A concept by its number, its nearest concepts and the links among them, as JSON for the page; `None` where there is none.
    ///
    /// # Errors
    /// When a record cannot be serialised.
    pub fn around(&self, concept: usize) -> Result<Option<String>, ExportError> {
        let node = NodeIndex::new(concept);
        if self.graph.graph.node_weight(node).is_none() {
            return Ok(None);
        }
        let mut near: Vec<NodeIndex> = self.graph.graph.neighbors_undirected(node).collect();
        near.sort();
        near.dedup();
        self.rank(&mut near);
        near.truncate(MOST_AROUND);
        near.push(node);
        near.sort();
        near.dedup();
        let edges = self.links_among(&near);
        Ok(Some(serde_json::to_string(&self.part(&near, &edges))?))
    }

    /// The best concepts that a name fits, as JSON for the page.
    ///
    /// # Errors
    /// When a record cannot be serialised.
    pub fn search(&self, text: &str) -> Result<String, ExportError> {
        let key = match_key(text);
        let fit = |keys: &Vec<String>| {
            let grade = |name: &String| match () {
                () if *name == key => Some(0),
                () if name.starts_with(&key) => Some(1),
                () if name.contains(&key) => Some(2),
                () => None,
            };
            keys.iter().filter_map(grade).min()
        };
        let mut found: Vec<(usize, NodeIndex)> = Vec::new();
        if !key.is_empty() {
            let graded = self.keys.iter().enumerate();
            found.extend(graded.filter_map(|(at, keys)| fit(keys).map(|grade| (grade, NodeIndex::new(at)))));
        }
        let score = |node: NodeIndex| self.graph.graph[node].score;
        found.sort_by(|a, b| a.0.cmp(&b.0).then(score(b.1).total_cmp(&score(a.1))).then(a.1.cmp(&b.1)));
        found.truncate(MOST_RESULTS);
        let mut nodes: Vec<NodeIndex> = found.iter().map(|(_, node)| *node).collect();
        let order: Vec<usize> = nodes.iter().map(|node| node.index()).collect();
        nodes.sort();
        let mut data = self.part(&nodes, &[]);
        if let Some(fields) = data.as_object_mut() {
            fields.insert("order".into(), json!(order));
        }
        Ok(serde_json::to_string(&data)?)
    }

    /// The best concepts for a page: salient and linked before salient alone.
    fn best(&self) -> Vec<NodeIndex> {
        let mut nodes: Vec<NodeIndex> = self.graph.graph.node_indices().collect();
        if nodes.len() > MOST_CONCEPTS {
            self.rank(&mut nodes);
            nodes.truncate(MOST_CONCEPTS);
            nodes.sort();
        }
        nodes
    }

    fn rank(&self, nodes: &mut [NodeIndex]) {
        let worth = |node: &NodeIndex| {
            let n_links = self.graph.graph.neighbors_undirected(*node).take(8).count();
            self.graph.graph[*node].score + 0.05 * n_links as f64
        };
        let mut worths: Vec<(f64, NodeIndex)> = nodes.iter().map(|node| (worth(node), *node)).collect();
        worths.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        for (place, (_, node)) in nodes.iter_mut().zip(worths) {
            *place = node;
        }
    }

    fn links_among(&self, nodes: &[NodeIndex]) -> Vec<EdgeIndex> {
        let inside: BTreeSet<NodeIndex> = nodes.iter().copied().collect();
        let mut edges: Vec<EdgeIndex> = self
            .graph
            .graph
            .edge_references()
            .filter(|edge| inside.contains(&edge.source()) && inside.contains(&edge.target()))
            .map(|edge| edge.id())
            .collect();
        if edges.len() > MOST_LINKS {
            let sure = |edge: &EdgeIndex| self.graph.graph[*edge].confidence;
            edges.sort_by(|a, b| sure(b).total_cmp(&sure(a)).then(a.cmp(b)));
            edges.truncate(MOST_LINKS);
            edges.sort();
        }
        edges
    }

    /// Concepts with places, links and sentences, as rows; nodes are numbered as in the graph.
    fn part(&self, nodes: &[NodeIndex], edges: &[EdgeIndex]) -> Value {
        let local: BTreeMap<NodeIndex, usize> =
            nodes.iter().enumerate().map(|(at, node)| (*node, at)).collect();
        let ends: Vec<(usize, usize)> = edges
            .iter()
            .filter_map(|edge| self.graph.graph.edge_endpoints(*edge))
            .map(|(source, target)| (local[&source], local[&target]))
            .collect();
        let community = |node: &NodeIndex| self.tables.communities.of.get(node.index()).copied().unwrap_or(0);
        let groups: Vec<usize> = nodes.iter().map(community).collect();
        let points = arrange(nodes.len(), &groups, &ends);
        let mut sentences = Sentences::default();
        let rows = nodes.iter().zip(&points).map(|(node, point)| {
            let concept = &self.graph.graph[*node];
            json!([
                node.index(),
                self.kind_number(&concept.kind),
                clean_label(&concept.label),
                concept.labels.zh.as_deref().map(clean_label),
                concept.labels.en.as_deref().map(clean_label),
                concept.aliases.iter().map(|alias| clean_label(alias)).collect::<Vec<_>>(),
                concept.documents,
                concept.n_mentions,
                percent(concept.score),
                percent(concept.confidence),
                community(node),
                point.x.round(),
                point.y.round(),
                self.told(&concept.evidence, SENTENCES.0, &mut sentences),
            ])
        });
        let rows: Vec<Value> = rows.collect();
        let links: Vec<Value> = edges
            .iter()
            .filter_map(|edge| {
                let (source, target) = self.graph.graph.edge_endpoints(*edge)?;
                let relation = &self.graph.graph[*edge];
                Some(json!([
                    source.index(),
                    target.index(),
                    self.knowledge.relations.iter().position(|kind| kind.name == relation.key.kind),
                    modality_number(relation.key.modality),
                    percent(relation.confidence),
                    relation.weight,
                    relation.documents,
                    clean_label(&relation.predicate),
                    self.told(&relation.evidence, SENTENCES.1, &mut sentences),
                ]))
            })
            .collect();
        json!({ "nodes": rows, "edges": links, "sentences": sentences.rows })
    }

    /// Numbers of the sentences behind something, each with its confidence.
    fn told(&self, evidence: &[Evidence], most: usize, sentences: &mut Sentences) -> Vec<Value> {
        let mut told = Vec::new();
        for evidence in evidence.iter().take(most) {
            let place = (evidence.document, evidence.span);
            let next = sentences.rows.len();
            let number = *sentences.number.entry(place).or_insert(next);
            if number == next {
                sentences.rows.push(self.sentence(evidence));
            }
            told.push(json!([number, percent(evidence.confidence)]));
        }
        told
    }

    fn sentence(&self, evidence: &Evidence) -> Value {
        let document = &self.graph.documents[evidence.document];
        let index = &self.indexes[evidence.document];
        let block = document.blocks.partition_point(|block| block.span.end <= evidence.span.start);
        let section = document.blocks.get(block).map_or(0, |block| block.section);
        let quote = document.slice(evidence.span);
        let mut short: String = quote.chars().take(LONGEST_SENTENCE).collect();
        if short.len() < quote.len() {
            short.push('…');
        }
        json!([
            evidence.document,
            document.section_path(section),
            index.chars_before(evidence.span.start),
            index.chars_before(evidence.span.end),
            short,
            document.page_of(evidence.span),
        ])
    }

    fn paper(&self, at: usize) -> Value {
        let document = &self.graph.documents[at];
        let meta = &document.metadata;
        let name = document.path.rsplit(['/', '\\']).next().unwrap_or(&document.path);
        json!([
            meta.title.zh.as_deref().map(clean_label),
            meta.title.en.as_deref().map(clean_label),
            clean_label(name),
            meta.year,
            meta.source.as_deref().map(clean_label),
            meta.authors.iter().map(|author| clean_label(author)).collect::<Vec<_>>(),
        ])
    }

    fn kind_number(&self, kind: &str) -> Option<usize> {
        self.knowledge.concepts.iter().position(|known| known.name == kind)
    }
}

fn modality_number(modality: Modality) -> usize {
    match modality {
        Modality::Asserted => 0,
        Modality::Recommended => 1,
        Modality::Hypothetical => 2,
        Modality::Negated => 3,
    }
}

/// Hundredths: more would only make the page longer.
fn percent(value: f64) -> u32 {
    (value.clamp(0.0, 1.0) * 100.0).round() as u32
}
