//! What the rules of this room hand to the merger: two names, and why they should be one.

use crate::text::{Language, Span};

/// A claim below this is only a near miss, which `review` shows.
pub(super) const LEAST: f64 = 0.75;

/// A name as a paper writes it; it may be no term of any paper.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Said {
    /// Match key in simplified characters.
    pub(super) key: String,
    /// As written.
    pub(super) label: String,
    pub(super) language: Language,
}

/// Where a paper says something: document and span.
pub(super) type Place = (usize, Span);

/// Two names that a paper says, or lets one see, to be one thing.
#[derive(Debug, Clone)]
pub(super) struct Mined {
    pub(super) left: Said,
    pub(super) right: Said,
    pub(super) rule: &'static str,
    pub(super) confidence: f64,
    pub(super) places: Vec<Place>,
}

/// The same between names by their indexes.
#[derive(Debug, Clone)]
pub(super) struct Claim {
    pub(super) left: usize,
    pub(super) right: usize,
    pub(super) rule: &'static str,
    pub(super) confidence: f64,
    pub(super) places: Vec<Place>,
}

impl Claim {
    /// A claim that rests on the names alone.
    pub(super) fn by_name(left: usize, right: usize, rule: &'static str, confidence: f64) -> Self {
        Claim { left: left.min(right), right: left.max(right), rule, confidence, places: Vec::new() }
    }
}
