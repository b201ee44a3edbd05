//! An English sentence -> words and parts of speech (Brill tagger of harper, with repairs for its known errors).

use std::sync::Arc;

use harper_brill::{BrillTagger, FreqDict, Tagger, UPOS, brill_tagger};

use crate::model::{Tag, Token};
use crate::text::Span;

pub(super) struct English {
    tagger: Arc<BrillTagger<FreqDict>>,
}

impl English {
    pub(super) fn new() -> Self {
        English { tagger: brill_tagger() }
    }

    pub(super) fn words(&self, text: &str, sentence: Span, tokens: &mut Vec<Token>) {
        let spans = cut(text, sentence);
        let words: Vec<String> = spans.iter().map(|span| span.of(text).to_owned()).collect();
        let tags = self.tagger.tag_sentence(&words);
        let first = tokens.len();
        for (at, span) in spans.iter().enumerate() {
            let tag = tag_of(&words[at], tags.get(at).copied().flatten());
            tokens.push(Token { span: *span, tag });
        }
        repair(text, &mut tokens[first..]);
    }
}

/// Words, numbers with their signs, and single marks; hyphens and ampersands stay inside words.
fn cut(text: &str, sentence: Span) -> Vec<Span> {
    let slice = sentence.of(text);
    let offset = sentence.start as usize;
    let chars: Vec<(usize, char)> = slice.char_indices().collect();
    let mut spans = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let (start, c) = chars[at];
        let mut to = at + 1;
        if c.is_whitespace() {
            at += 1;
            continue;
        }
        let is_price =
            matches!(c, '$' | '€' | '£') && chars.get(to).is_some_and(|(_, next)| next.is_ascii_digit());
        if c.is_alphanumeric() || is_price {
            while to < chars.len() && is_inside(&chars, to) {
                to += 1;
            }
        }
        let end = chars.get(to).map_or(slice.len(), |(end, _)| *end);
        // A possessive ending is a word of its own.
        let word = &slice[start..end];
        let cut = word
            .strip_suffix("'s")
            .or_else(|| word.strip_suffix("’s"))
            .map_or(end, |stem| start + stem.len());
        spans.push(Span::new(offset + start, offset + cut));
        if cut < end {
            spans.push(Span::new(offset + cut, offset + end));
        }
        at = to;
    }
    spans
}

fn is_inside(chars: &[(usize, char)], at: usize) -> bool {
    let c = chars[at].1;
    let next = chars.get(at + 1).map(|(_, c)| *c);
    let before = chars[at - 1].1;
    match c {
        _ if c.is_alphanumeric() => true,
        '-' | '&' | '\'' | '’' | '‐' | '‑' | '/' => {
            next.is_some_and(char::is_alphanumeric) && before.is_alphanumeric()
        }
        '.' | ',' => {
            before.is_ascii_digit() && next.is_some_and(|c| c.is_ascii_digit())
                || c == '.'
                    && before.is_alphabetic()
                    && next.is_some_and(char::is_alphabetic)
                    && is_short_run(chars, at)
        }
        '%' => before.is_ascii_digit(),
        _ => false,
    }
}

/// `U.S` and `e.g` keep their stops: one letter on either side.
fn is_short_run(chars: &[(usize, char)], at: usize) -> bool {
    let single = |index: usize, step: isize| {
        index
            .checked_add_signed(step)
            .and_then(|other| chars.get(other))
            .is_none_or(|(_, c)| !c.is_alphanumeric())
    };
    single(at - 1, -1) && single(at + 1, 1)
}

fn tag_of(word: &str, tag: Option<UPOS>) -> Tag {
    let first = word.chars().next().unwrap_or(' ');
    if first.is_ascii_digit() || matches!(first, '$' | '€' | '£') {
        let ordinal =
            word.ends_with("th") || word.ends_with("st") || word.ends_with("nd") || word.ends_with("rd");
        return if ordinal || word.contains('-') && word.ends_with(char::is_alphabetic) {
            Tag::Adjective
        } else {
            Tag::Number
        };
    }
    if !first.is_alphanumeric() {
        return if word == "'s" || word == "’s" { Tag::De } else { Tag::Punctuation };
    }
    match word.to_lowercase().as_str() {
        "of" | "by" | "in" | "on" | "for" | "with" | "from" | "through" | "between" | "among" | "into"
        | "via" | "at" | "under" | "during" | "across" | "against" | "towards" | "toward" | "within"
        | "without" | "as" | "than" => return Tag::Preposition,
        "and" | "or" | "but" | "nor" => return Tag::Conjunction,
        "the" | "a" | "an" | "this" | "that" | "these" | "those" | "its" | "their" | "it" | "they"
        | "which" | "who" | "such" | "each" | "both" | "some" | "any" | "all" | "our" | "we" | "his"
        | "her" | "many" | "several" | "other" | "another" | "these " => return Tag::Pronoun,
        "to" | "not" => return Tag::Particle,
        "is" | "are" | "was" | "were" | "be" | "been" | "being" | "has" | "have" | "had" | "can" | "may"
        | "might" | "could" | "will" | "would" | "shall" | "should" | "must" | "do" | "does" | "did"
        | "also" | "only" => return Tag::Adverb,
        _ => {}
    }
    match tag {
        Some(UPOS::NOUN | UPOS::PROPN) => Tag::Noun,
        Some(UPOS::VERB) => Tag::Verb,
        Some(UPOS::AUX | UPOS::ADV) => Tag::Adverb,
        Some(UPOS::ADJ) => Tag::Adjective,
        Some(UPOS::ADP | UPOS::SCONJ) => Tag::Preposition,
        Some(UPOS::CCONJ) => Tag::Conjunction,
        Some(UPOS::DET | UPOS::PRON) => Tag::Pronoun,
        Some(UPOS::NUM) => Tag::Number,
        Some(UPOS::PART) => Tag::Particle,
        Some(UPOS::PUNCT | UPOS::SYM) => Tag::Punctuation,
        Some(UPOS::INTJ) => Tag::Other,
        None if word.contains(['-', '‐', '‑']) => Tag::Adjective,
        None => Tag::Noun,
    }
}

/// Repairs by context: a participle before a noun is an adjective, a verb after a determiner or preposition of a noun
/// phrase is a noun, a capitalised word inside a sentence is a name.
fn repair(text: &str, tokens: &mut [Token]) {
    for at in 0..tokens.len() {
        let word = tokens[at].span.of(text);
        let before = at.checked_sub(1).map(|index| (tokens[index].tag, tokens[index].span.of(text)));
        let after = tokens.get(at + 1).map(|token| token.tag);
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        let lower = word.to_lowercase();
        let tag = tokens[at].tag;
        let nominal_next = matches!(after, Some(Tag::Noun));
        tokens[at].tag = match tag {
            Tag::Verb if at > 0 && capital => Tag::Noun,
            Tag::Adjective
                if at > 0 && capital && !nominal_next && !matches!(after, Some(Tag::Adjective)) =>
            {
                Tag::Noun
            }
            Tag::Verb
                if matches!(
                    before,
                    Some((
                        Tag::Pronoun,
                        "the" | "The" | "a" | "an" | "this" | "its" | "their" | "our" | "such" | "each"
                    ))
                ) =>
            {
                if nominal_next && (lower.ends_with("ed") || lower.ends_with("ing")) {
                    Tag::Adjective
                } else {
                    Tag::Noun
                }
            }
            Tag::Verb if matches!(before, Some((Tag::Adjective, _))) && !lower.ends_with("ed") => Tag::Noun,
            Tag::Verb
                if lower.ends_with("ed")
                    && nominal_next
                    && matches!(
                        before,
                        Some((Tag::Preposition | Tag::Adjective | Tag::Conjunction | Tag::Verb, _))
                    ) =>
            {
                Tag::Adjective
            }
            Tag::Noun if lower.ends_with("ly") && lower.len() > 5 && !capital => Tag::Adverb,
            other => other,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_with_their_hyphens_and_signs() {
        let text = "The U.S.-based firm's R&D cost $3.6 billion (12%), demand-driven.";
        let words: Vec<&str> =
            cut(text, Span::new(0, text.len())).into_iter().map(|span| span.of(text)).collect();
        let expected = [
            "The",
            "U.S",
            ".",
            "-",
            "based",
            "firm",
            "'s",
            "R&D",
            "cost",
            "$3.6",
            "billion",
            "(",
            "12%",
            ")",
            ",",
            "demand-driven",
            ".",
        ];
        assert_eq!(words, expected);
    }
}
