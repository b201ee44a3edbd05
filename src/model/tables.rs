//! What is computed from a finished graph, by node and edge: made by `analyze`, printed by `cli`, written by `export`.

use std::collections::BTreeMap;

use petgraph::graph::{EdgeIndex, NodeIndex};

/// A group of concepts that are linked more with each other than with the rest.
#[derive(Debug, Clone, PartialEq)]
pub struct Community {
    /// Its concepts, the most important within it first; the first few name it.
    pub members: Vec<NodeIndex>,
    /// How many links join two of its concepts.
    pub n_links: usize,
}

/// The communities of a graph; every concept is in exactly one.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Communities {
    /// Number of the community of each node, counted from 1.
    pub of: Vec<usize>,
    /// The communities in order of their numbers, so the first, which is the largest, is number 1.
    pub groups: Vec<Community>,
}

impl Communities {
    /// The communities with the numbers that `of` and every file and table give them.
    pub fn numbered(&self) -> impl Iterator<Item = (usize, &Community)> {
        (1..).zip(&self.groups)
    }
}

/// How central a concept is, by several measures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rank {
    /// The concept.
    pub node: NodeIndex,
    /// Links that lead to it.
    pub n_in: usize,
    /// Links that start from it.
    pub n_out: usize,
    /// Salience, weighed by papers and links: what a reader of all papers should see first.
    pub importance: f64,
    /// Share of a random walk along the links, 0..=1; all shares add up to 1.
    pub pagerank: f64,
    /// Share of shortest paths between two others that pass through it, 0..=1.
    pub betweenness: f64,
}

/// Concepts of one kind against concepts of another: which links, and so which papers, join them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Matrix {
    /// Concepts of the rows, those with the most cells first.
    pub rows: Vec<NodeIndex>,
    /// Concepts of the columns, those with the most cells first.
    pub columns: Vec<NodeIndex>,
    /// Links of a row and a column, in either direction.
    pub cells: BTreeMap<(NodeIndex, NodeIndex), Vec<EdgeIndex>>,
}

/// What the papers leave open.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Gaps {
    /// Problems that no policy, model or other measure is said to address, the most salient first.
    pub unaddressed: Vec<NodeIndex>,
    /// Models that no region or actor is said to adopt, and that stand nowhere, the most salient first.
    pub placeless: Vec<NodeIndex>,
    /// Links between salient concepts that one paper alone states, though several papers speak of both ends.
    pub single: Vec<EdgeIndex>,
}

/// All that a report of findings needs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Findings {
    /// Every concept with its measures, in order of nodes.
    pub ranks: Vec<Rank>,
    /// Regions against models.
    pub adoption: Matrix,
    /// Problems against policies.
    pub remedies: Matrix,
    /// What the papers leave open.
    pub gaps: Gaps,
}

/// Tables that go into files.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tables {
    /// Communities.
    pub communities: Communities,
    /// Computed only where a format asks for it.
    pub findings: Option<Findings>,
}
