//! One fragment, looked at by place: which names begin and end where.

use std::collections::BTreeMap;

use super::claim::Said;
use crate::knowledge::Glossary;
use crate::model::{BlockKind, Fragment};
use crate::text::{Language, Span, is_han, language_of, match_key, simplified, strip_marks};

/// A fragment with its mentions by where they begin and end.
pub(super) struct Reading<'f> {
    /// Index of the document.
    pub(super) at: usize,
    pub(super) fragment: &'f Fragment,
    starts: BTreeMap<u32, Vec<(Span, usize)>>,
    ends: BTreeMap<u32, Vec<(Span, usize)>>,
}

impl<'f> Reading<'f> {
    pub(super) fn of(at: usize, fragment: &'f Fragment) -> Self {
        let (mut starts, mut ends): (BTreeMap<u32, Vec<_>>, BTreeMap<u32, Vec<_>>) = Default::default();
        for mention in &fragment.mentions {
            starts.entry(mention.span.start).or_default().push((mention.span, mention.term));
            ends.entry(mention.span.end).or_default().push((mention.span, mention.term));
        }
        for list in starts.values_mut().chain(ends.values_mut()) {
            list.sort_unstable();
            list.dedup();
        }
        Reading { at, fragment, starts, ends }
    }

    pub(super) fn text(&self) -> &'f str {
        &self.fragment.document.text
    }

    /// Mentions that end at a byte, the longest first.
    pub(super) fn ending(&self, at: usize) -> &[(Span, usize)] {
        u32::try_from(at).ok().and_then(|at| self.ends.get(&at)).map_or(&[], Vec::as_slice)
    }

    /// Mentions that begin at a byte, the shortest first.
    pub(super) fn starting(&self, at: usize) -> &[(Span, usize)] {
        u32::try_from(at).ok().and_then(|at| self.starts.get(&at)).map_or(&[], Vec::as_slice)
    }

    /// The mention that is exactly this span.
    pub(super) fn exactly(&self, span: Span) -> Option<usize> {
        self.starting(span.start as usize).iter().find(|(known, _)| *known == span).map(|(_, term)| *term)
    }

    /// Mentions of one language that lie within a span, in order of the text.
    pub(super) fn within(&self, span: Span, language: Language) -> Vec<(Span, usize)> {
        let found = self.starts.range(span.start..span.end).flat_map(|(_, list)| list);
        let found = found
            .filter(|(known, term)| known.end <= span.end && self.fragment.terms[*term].language == language);
        found.copied().collect()
    }

    /// What a term is called.
    pub(super) fn term(&self, term: usize) -> Said {
        let term = &self.fragment.terms[term];
        Said { key: simplified(&term.key), label: term.label.clone(), language: term.language }
    }

    /// What a span says, as a name; `None` when nothing is left of it.
    pub(super) fn said(&self, span: Span) -> Option<Said> {
        if let Some(term) = self.exactly(span) {
            return Some(self.term(term));
        }
        said(span.of(self.text()))
    }

    /// Blocks that are read for concepts.
    pub(super) fn blocks(&self) -> impl Iterator<Item = (BlockKind, Language, Span)> + '_ {
        let blocks = self.fragment.document.blocks.iter().filter(|block| block.kind.is_read());
        blocks.map(|block| (block.kind, block.language, block.span))
    }
}

/// A stretch of text as a name.
pub(super) fn said(text: &str) -> Option<Said> {
    let label = strip_marks(text).trim().to_owned();
    let key = simplified(&match_key(&label));
    let language = language_of(&label);
    (!key.is_empty() && key.len() < 120).then_some(Said { key, label, language })
}

/// A word of English text.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) span: Span,
    /// Lower case, as a match key has it.
    pub(super) key: String,
    pub(super) base: String,
    pub(super) is_stop_word: bool,
    /// Whether a mark stands before it that no name crosses.
    pub(super) is_first: bool,
}

/// The English words of a span, in order.
pub(super) fn tokens(text: &str, span: Span, glossary: &Glossary) -> Vec<Token> {
    let mut tokens = Vec::new();
    let slice = span.of(text);
    let mut chars = slice.char_indices().peekable();
    let mut is_first = true;
    while let Some((at, c)) = chars.next() {
        if c.is_ascii_alphanumeric() {
            let mut end = at + 1;
            while let Some((_, c)) = chars.next_if(|(_, c)| c.is_ascii_alphanumeric()) {
                end += c.len_utf8();
            }
            let key = match_key(&slice[at..end]);
            let key = if key.is_empty() { slice[at..end].to_lowercase() } else { key };
            let span = Span::new(span.start as usize + at, span.start as usize + end);
            let is_stop_word = Glossary::is_stop_word(&key);
            let base = glossary.base(&key);
            tokens.push(Token { span, key, base, is_stop_word, is_first });
            is_first = false;
        } else if !c.is_whitespace() && !matches!(c, '-' | '\'' | '’' | '&' | '‐') || is_han(c) {
            is_first = true;
        }
    }
    tokens
}
