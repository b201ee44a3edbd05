//! ConceptGraph -> tables by concept: numbers computed after the graph is built.

mod centrality;
mod communities;
mod gaps;
mod matrix;
mod timeline;

use std::collections::BTreeSet;

pub use centrality::ranks;
pub use communities::communities;
pub use gaps::gaps;
pub use matrix::matrix;
pub use timeline::{Timeline, timeline};

use crate::knowledge::vocab;
use crate::model::{ConceptGraph, Findings, Tables};

/// The tables that go into every file.
#[must_use]
pub fn tables(graph: &ConceptGraph) -> Tables {
    Tables { communities: communities(graph), findings: None }
}

/// What a report of findings needs besides.
#[must_use]
pub fn findings(graph: &ConceptGraph) -> Findings {
    Findings {
        ranks: ranks(graph),
        adoption: matrix(graph, vocab::REGION, vocab::MODEL, &BTreeSet::new()),
        remedies: matrix(graph, vocab::PROBLEM, vocab::POLICY, &BTreeSet::new()),
        gaps: gaps(graph),
    }
}
