//! graph -> bytes: one file per format.

mod clean;
mod dot;
mod error;
pub mod json;

pub use clean::clean_label;
pub use dot::{DotOptions, LabelLanguage};
pub use error::ExportError;

use crate::knowledge::Knowledge;
use crate::model::ConceptGraph;

/// A format that graphs are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Node-link JSON, the contract that other tools rely on.
    Json,
    /// Graphviz, as a picture for a report.
    Dot,
}

impl Format {
    /// Every format.
    pub const ALL: &'static [Format] = &[Format::Json, Format::Dot];

    /// Its name for `--format`, which is the ending of its file too.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Format::Json => "json",
            Format::Dot => "dot",
        }
    }

    /// Writes the graph; `communities` holds the community of every node.
    ///
    /// # Errors
    /// [`ExportError::Json`] when a record cannot be serialised.
    pub fn write(
        self,
        graph: &ConceptGraph,
        communities: &[usize],
        knowledge: &Knowledge,
        options: &DotOptions,
    ) -> Result<String, ExportError> {
        match self {
            Format::Json => json::write(graph, communities),
            Format::Dot => Ok(dot::write(graph, knowledge, options)),
        }
    }
}
