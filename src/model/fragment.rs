//! What one document says: terms, where they are mentioned, and how they are linked.

use super::{Confidence, Document, Modality, RuleId};
use crate::text::{Language, MatchKey, Span};

/// Index of a term in its fragment.
pub type TermId = usize;

/// One concept as one document knows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// Concept kind, by its name in the schema.
    pub kind: String,
    /// The form it is shown by.
    pub label: String,
    /// Language of the label.
    pub language: Language,
    /// Match key of the label.
    pub key: MatchKey,
    /// How much an analyst would want it, 0..=1, from where it stands and what it is linked to.
    pub score: f64,
    /// How sure it is a term with this boundary and kind, 0..=1.
    pub confidence: Confidence,
}

/// One place where a term stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    /// The term.
    pub term: TermId,
    /// Where.
    pub span: Span,
    /// The rule that found it.
    pub rule: RuleId,
    /// How likely a reader finds the term with these borders there, 0..=1.
    pub confidence: Confidence,
}

/// One statement that links two terms.
#[derive(Debug, Clone, PartialEq)]
pub struct RelationMention {
    /// From.
    pub source: TermId,
    /// To.
    pub target: TermId,
    /// Relation kind, by its name in the schema.
    pub kind: String,
    /// How it is stated.
    pub modality: Modality,
    /// The word that states it, as written; empty where structure does.
    pub predicate: String,
    /// The words that state it.
    pub span: Span,
    /// The rule that read it.
    pub rule: RuleId,
    /// How sure that rule is.
    pub confidence: Confidence,
}

/// A statement that two terms of one document are one thing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct AliasMention {
    /// One name.
    pub left: TermId,
    /// The other name.
    pub right: TermId,
    /// The words that state it.
    pub span: Span,
    /// The rule that read it.
    pub rule: RuleId,
}

impl AliasMention {
    /// The rule of a quotation and the name that goes on behind it.
    pub const QUOTED: &'static str = "aliases/quoted";
    /// The rule that says how one paper uses two names, which it need not state anywhere.
    pub const ONE_THING: &'static str = "aliases/one_thing";
    /// The same where it is less sure.
    pub const PERHAPS_ONE_THING: &'static str = "aliases/perhaps_one_thing";
}

/// All that one document contributes; a pure function of the document and the knowledge.
#[derive(Debug, Clone, PartialEq)]
pub struct Fragment {
    /// The document.
    pub document: Document,
    /// Its terms, best first.
    pub terms: Vec<Term>,
    /// Its mentions in order of the text.
    pub mentions: Vec<Mention>,
    /// Its statements that two terms are one, in order of the terms.
    pub aliases: Vec<AliasMention>,
    /// Its statements in order of the text.
    pub relations: Vec<RelationMention>,
}
