//! What happened to each document: read, or not and why.

use std::collections::BTreeMap;

/// One document that gave nothing, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The message, with path and remedy.
    pub message: String,
}

/// The outcome of a run.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Documents read.
    pub n_documents: usize,
    /// Characters read.
    pub n_chars: usize,
    /// Concepts by kind.
    pub concepts: BTreeMap<String, usize>,
    /// Links by kind.
    pub relations: BTreeMap<String, usize>,
    /// Documents that failed, in order of their paths.
    pub failures: Vec<Failure>,
}
