//! A document cut into sentences, clauses and tagged words.

use std::ops::Range;

use super::Document;
use crate::text::{Language, Span};

/// Part of speech, one set for both languages, as coarse as the extractors need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Tag {
    /// Common noun: 模式, platform.
    Noun,
    /// Verb used as a noun or before one: 融合 in 融合模式.
    VerbalNoun,
    /// Verb that says something: 推动, promote.
    Verb,
    /// Adjective.
    Adjective,
    /// Adverb and auxiliary: 显著, 可能, may.
    Adverb,
    /// Preposition: 通过, by.
    Preposition,
    /// Conjunction: 和, and.
    Conjunction,
    /// The particle 的.
    De,
    /// Other particles: 了, to.
    Particle,
    /// Number.
    Number,
    /// Measure word, unit.
    Measure,
    /// Pronoun or determiner: 该, 其, this, the.
    Pronoun,
    /// Word of place inside a phrase: 中, 上.
    Locative,
    /// Time.
    Time,
    /// Name of a place.
    Place,
    /// Name of a person.
    Person,
    /// Name of an organisation.
    Organisation,
    /// Punctuation.
    Punctuation,
    /// Anything else.
    Other,
}

impl Tag {
    /// Every tag, in the order of its number.
    pub const ALL: [Tag; 19] = [
        Tag::Noun,
        Tag::VerbalNoun,
        Tag::Verb,
        Tag::Adjective,
        Tag::Adverb,
        Tag::Preposition,
        Tag::Conjunction,
        Tag::De,
        Tag::Particle,
        Tag::Number,
        Tag::Measure,
        Tag::Pronoun,
        Tag::Locative,
        Tag::Time,
        Tag::Place,
        Tag::Person,
        Tag::Organisation,
        Tag::Punctuation,
        Tag::Other,
    ];

    /// Its name in fitted files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Tag::Noun => "noun",
            Tag::VerbalNoun => "verbal_noun",
            Tag::Verb => "verb",
            Tag::Adjective => "adjective",
            Tag::Adverb => "adverb",
            Tag::Preposition => "preposition",
            Tag::Conjunction => "conjunction",
            Tag::De => "de",
            Tag::Particle => "particle",
            Tag::Number => "number",
            Tag::Measure => "measure",
            Tag::Pronoun => "pronoun",
            Tag::Locative => "locative",
            Tag::Time => "time",
            Tag::Place => "place",
            Tag::Person => "person",
            Tag::Organisation => "organisation",
            Tag::Punctuation => "punctuation",
            Tag::Other => "other",
        }
    }

    /// Whether a word so tagged can stand inside a noun phrase as its material.
    #[must_use]
    pub fn is_nominal(self) -> bool {
        matches!(self, Tag::Noun | Tag::VerbalNoun | Tag::Place | Tag::Person | Tag::Organisation)
    }
}

/// A word and its part of speech.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// Its part of speech.
    pub tag: Tag,
}

/// A part of a sentence between commas, colons or semicolons; 、 does not end one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// Where it stands, without the mark that ends it.
    pub span: Span,
    /// Its words, as a range of [`AnnotatedDocument::tokens`].
    pub tokens: Range<usize>,
}

/// A sentence of a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands, with its final mark.
    pub span: Span,
    /// Index of its block.
    pub block: usize,
    /// Its language.
    pub language: Language,
    /// Its words, as a range of [`AnnotatedDocument::tokens`].
    pub tokens: Range<usize>,
    /// Its clauses, in order.
    pub clauses: Vec<Clause>,
}

/// A document with its sentences and words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnnotatedDocument {
    /// What was read.
    pub document: Document,
    /// Sentences in order.
    pub sentences: Vec<Sentence>,
    /// Words of all sentences in order.
    pub tokens: Vec<Token>,
}

impl AnnotatedDocument {
    /// The word of a token.
    #[must_use]
    pub fn word(&self, token: usize) -> &str {
        self.document.slice(self.tokens[token].span)
    }

    /// The sentence that holds a position, if any does.
    #[must_use]
    pub fn sentence_at(&self, at: u32) -> Option<usize> {
        let index = self.sentences.partition_point(|sentence| sentence.span.end <= at);
        self.sentences.get(index).filter(|sentence| sentence.span.start <= at).map(|_| index)
    }

    /// The tokens that lie within a span.
    #[must_use]
    pub fn tokens_in(&self, span: Span) -> Range<usize> {
        let from = self.tokens.partition_point(|token| token.span.start < span.start);
        let to = self.tokens.partition_point(|token| token.span.end <= span.end);
        from..to.max(from)
    }
}
