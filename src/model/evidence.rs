//! Why something is believed: the rule that fired, how sure it is, where it stands.

use std::fmt;
use std::sync::Arc;

use crate::text::Span;

/// Name of a rule: `file/rule`, for instance `headings/title` or `promotes/drives`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(pub Arc<str>);

impl From<&str> for RuleId {
    fn from(name: &str) -> Self {
        RuleId(Arc::from(name))
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Estimated precision, 0..=1.
pub type Confidence = f64;

/// How a text states a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Modality {
    /// Stated as fact.
    Asserted,
    /// Called for: 应, 需, should, it is necessary to.
    Recommended,
    /// Held possible: 可能, may.
    Hypothetical,
    /// Denied: 未, 并非, not.
    Negated,
}

impl Modality {
    /// The name in records and keys.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Modality::Asserted => "asserted",
            Modality::Recommended => "recommended",
            Modality::Hypothetical => "hypothetical",
            Modality::Negated => "negated",
        }
    }
}

/// One place that speaks for a concept or a link.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// Index of the document in the graph.
    pub document: usize,
    /// The words that state it; the quote is the slice of the text under it.
    pub span: Span,
    /// The rule that read it.
    pub rule: RuleId,
    /// How sure the rule is here.
    pub confidence: Confidence,
}
