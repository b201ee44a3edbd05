//! Why a graph could not be written.

use thiserror::Error;

/// A graph that does not fit a format.
#[derive(Debug, Error)]
pub enum ExportError {
    /// The serialiser refused.
    #[error("graph.json: cannot be serialised: {0}")]
    Json(#[from] serde_json::Error),
}
