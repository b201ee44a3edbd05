//! Rows of concepts and links, in any order -> a graph in its own order, with the numbers of the rows.

use std::collections::BTreeMap;

use petgraph::graph::{DiGraph, NodeIndex};
use rayon::prelude::*;

use super::Entry;
use super::excerpt::{Excerpt, numbers, without_text};
use super::rows::{ConceptRow, RelationRow};
use crate::model::{Concept, ConceptGraph, Relation};

/// Rows of concepts with their numbers and checksums.
pub(super) type ConceptRows = Vec<(i64, ConceptRow, String)>;
/// Rows of relations with their numbers and checksums.
pub(super) type RelationRows = Vec<(i64, RelationRow, String)>;

/// A graph while it is read: first all concepts, then all links between them.
pub(super) struct Assembly {
    indexes: BTreeMap<i64, usize>,
    concepts: Vec<(i64, Concept)>,
    relations: Vec<(NodeIndex, NodeIndex, i64, Relation)>,
    graph: DiGraph<Concept, Relation>,
    nodes: BTreeMap<i64, NodeIndex>,
    numbers: Vec<i64>,
}

impl Assembly {
    /// Nothing yet, with room for so many concepts and links.
    pub(super) fn of(entries: &[Entry], n_concepts: usize, n_relations: usize) -> Self {
        Assembly {
            indexes: numbers(entries),
            concepts: Vec::with_capacity(n_concepts),
            relations: Vec::with_capacity(n_relations),
            graph: DiGraph::new(),
            nodes: BTreeMap::new(),
            numbers: Vec::new(),
        }
    }

    /// Takes concepts in; `None` when a row is not what was written.
    pub(super) fn concepts(&mut self, rows: ConceptRows) -> Option<()> {
        let indexes = &self.indexes;
        let read: Option<Vec<(i64, Concept)>> = rows
            .into_par_iter()
            .map(|(number, row, checksum)| {
                let intact = row.digest() == checksum;
                intact.then(|| row.concept(indexes)).flatten().map(|concept| (number, concept))
            })
            .collect();
        self.concepts.extend(read?);
        Some(())
    }

    /// Gives the concepts their places; all are there now.
    pub(super) fn plant(&mut self) {
        let mut concepts = std::mem::take(&mut self.concepts);
        concepts.par_sort_by(|a, b| a.1.id.cmp(&b.1.id));
        self.graph.reserve_exact_nodes(concepts.len());
        for (number, concept) in concepts {
            self.nodes.insert(number, self.graph.add_node(concept));
            self.numbers.push(number);
        }
    }

    /// Takes links in; `None` when a row is not what was written, or an end is not there.
    pub(super) fn relations(&mut self, rows: RelationRows) -> Option<()> {
        let (indexes, nodes) = (&self.indexes, &self.nodes);
        let read: Option<Vec<(NodeIndex, NodeIndex, i64, Relation)>> = rows
            .into_par_iter()
            .map(|(number, row, checksum)| {
                let (source, target) = (*nodes.get(&row.source)?, *nodes.get(&row.target)?);
                let relation = (row.digest() == checksum).then(|| row.relation(indexes)).flatten()?;
                Some((source, target, number, relation))
            })
            .collect();
        self.relations.extend(read?);
        Some(())
    }

    /// The graph, with every document and no text.
    pub(super) fn excerpt(self, entries: &[Entry]) -> Excerpt {
        let Assembly { mut relations, mut graph, numbers, .. } = self;
        relations.par_sort_by(|a, b| (a.0, a.1, &a.3.key).cmp(&(b.0, b.1, &b.3.key)));
        graph.reserve_exact_edges(relations.len());
        let mut relation_numbers = Vec::with_capacity(relations.len());
        for (source, target, number, relation) in relations {
            graph.add_edge(source, target, relation);
            relation_numbers.push(number);
        }
        let documents = entries.iter().map(without_text).collect();
        Excerpt { graph: ConceptGraph { documents, graph }, concepts: numbers, relations: relation_numbers }
    }
}
