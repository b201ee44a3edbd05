//! Why a graph could not be written.

use thiserror::Error;

/// A graph that does not fit a format.
#[derive(Debug, Error)]
pub enum ExportError {
    /// The serialiser refused.
    #[error("graph.json: cannot be serialised: {0}")]
    Json(#[from] serde_json::Error),
    /// What it is written to takes no more.
    #[error("{0}")]
    Output(#[from] std::io::Error),
    /// The writer of tables refused.
    #[error("a table cannot be written: {0}")]
    Csv(#[from] csv::Error),
    /// The writer of RDF refused.
    #[error("the triples cannot be written: {0}")]
    Rdf(String),
}
