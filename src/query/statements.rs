//! Concepts -> the papers that speak of them, and the sentences that link two of them.

use std::collections::BTreeMap;

use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;

use crate::model::{ConceptGraph, Document, Evidence};
use crate::text::{Span, is_sentence_end};

/// A sentence that states a link.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Statement<'g> {
    /// The link.
    pub edge: EdgeIndex,
    /// Where it is stated.
    pub evidence: &'g Evidence,
}

/// A paper and what it has to do with a concept.
#[derive(Debug, Clone, PartialEq)]
pub struct Paper<'g> {
    /// Index of the document.
    pub document: usize,
    /// Links of the concept that it states.
    pub n_links: usize,
    /// A place where it names the concept, the surest of those kept.
    pub mention: Option<&'g Evidence>,
}

/// Everything that links two concepts, in either direction: by paper, then by place in the paper.
#[must_use]
pub fn statements(graph: &ConceptGraph, a: NodeIndex, b: NodeIndex) -> Vec<Statement<'_>> {
    let mut found: Vec<Statement<'_>> = links_between(graph, a, b)
        .into_iter()
        .flat_map(|edge| graph.graph[edge].evidence.iter().map(move |evidence| Statement { edge, evidence }))
        .collect();
    found.sort_by_key(|statement| (statement.evidence.document, statement.evidence.span, statement.edge));
    found.dedup_by_key(|statement| (statement.evidence.document, statement.evidence.span, statement.edge));
    found
}

/// The links between two concepts, in either direction.
#[must_use]
pub fn links_between(graph: &ConceptGraph, a: NodeIndex, b: NodeIndex) -> Vec<EdgeIndex> {
    let edges = graph.graph.edges_connecting(a, b).chain(graph.graph.edges_connecting(b, a));
    edges.map(|edge| edge.id()).collect()
}

/// The links that any of the documents states.
#[must_use]
pub fn links_of(graph: &ConceptGraph, documents: &[usize]) -> Vec<EdgeIndex> {
    let states = |edge: &EdgeIndex| {
        documents.iter().any(|document| graph.graph[*edge].documents.binary_search(document).is_ok())
    };
    graph.graph.edge_indices().filter(states).collect()
}

/// The papers that speak of a concept: those that link it most first.
#[must_use]
pub fn papers(graph: &ConceptGraph, node: NodeIndex) -> Vec<Paper<'_>> {
    let concept = &graph.graph[node];
    let mut n_links: BTreeMap<usize, usize> = BTreeMap::new();
    let out = graph.graph.edges(node);
    let into = graph.graph.edges_directed(node, petgraph::Direction::Incoming);
    for relation in out.chain(into).map(|edge| edge.weight()) {
        for document in &relation.documents {
            *n_links.entry(*document).or_default() += 1;
        }
    }
    let paper = |document: &usize| Paper {
        document: *document,
        n_links: n_links.get(document).copied().unwrap_or(0),
        mention: best(concept.evidence.iter().filter(|evidence| evidence.document == *document)),
    };
    let mut papers: Vec<Paper<'_>> = concept.documents.iter().map(paper).collect();
    papers.sort_by_key(|paper| (std::cmp::Reverse(paper.n_links), paper.document));
    papers
}

/// The sentence of the text around a place: what a reader needs to judge a mention.
#[must_use]
pub fn sentence(document: &Document, span: Span) -> &str {
    let block = document.blocks.partition_point(|block| block.span.end <= span.start);
    let Some(block) = document.blocks.get(block).filter(|block| block.span.contains(span)) else {
        return document.slice(span);
    };
    let (before, after) = (
        Span::new(block.span.range().start, span.range().start),
        Span::new(span.range().end, block.span.range().end),
    );
    let ends = |(at, c): &(usize, char)| is_sentence_end(*c).then_some(at + c.len_utf8());
    let start = document.slice(before).char_indices().filter_map(|found| ends(&found)).next_back();
    let end = document.slice(after).char_indices().find_map(|found| ends(&found));
    let start = before.range().start + start.unwrap_or(0);
    let end = after.range().start + end.unwrap_or(after.len());
    Span::new(start, end).of(&document.text).trim()
}

/// The surest evidence; the first of equals.
fn best<'g>(evidence: impl Iterator<Item = &'g Evidence>) -> Option<&'g Evidence> {
    let mut best: Option<&Evidence> = None;
    for found in evidence {
        if best.is_none_or(|known| found.confidence > known.confidence) {
            best = Some(found);
        }
    }
    best
}
