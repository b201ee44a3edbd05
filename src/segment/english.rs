//! An English sentence -> words and parts of speech (our tagger).

use super::english_word::EnglishWord;
use super::tagger::Tagger;
use crate::knowledge::{Knowledge, PartsOfSpeech};
use crate::model::{Tag, Token};
use crate::text::Span;

pub(super) struct English<'k> {
    tagger: Option<Tagger<'k>>,
    parts: &'k PartsOfSpeech,
}

impl<'k> English<'k> {
    pub(super) fn new(knowledge: &'k Knowledge) -> Self {
        English { tagger: Tagger::new(knowledge.english_tagger), parts: &knowledge.parts_of_speech }
    }

    pub(super) fn words(&self, text: &str, sentence: Span, tokens: &mut Vec<Token>) {
        let spans = cut(text, sentence);
        let words = EnglishWord::all(spans.iter().map(|span| span.of(text)), self.parts);
        let tags = self.tagger.as_ref().map(|tagger| tagger.tag(&words)).unwrap_or_default();
        let first = tokens.len();
        let tagged = spans
            .iter()
            .enumerate()
            .map(|(at, span)| Token { span: *span, tag: tags.get(at).copied().unwrap_or(Tag::Noun) });
        tokens.extend(tagged);
        name_capitals(text, &mut tokens[first..]);
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

/// A capitalised word inside a sentence is no verb, and an adjective only before what it belongs to.
fn name_capitals(text: &str, tokens: &mut [Token]) {
    let is_in_front = |token: &Token| matches!(token.tag, Tag::Punctuation | Tag::Number);
    let first = tokens.iter().take_while(|token| is_in_front(token)).count();
    for at in first + 1..tokens.len() {
        let is_capital = tokens[at].span.of(text).chars().next().is_some_and(char::is_uppercase);
        let is_before_noun =
            tokens.get(at + 1).is_some_and(|token| matches!(token.tag, Tag::Noun | Tag::Adjective));
        let is_name = match tokens[at].tag {
            Tag::Verb => true,
            Tag::Adjective => !is_before_noun,
            _ => false,
        };
        if is_capital && is_name {
            tokens[at].tag = Tag::Noun;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clause_has_its_verb_where_a_noun_might_stand() {
        let knowledge = Knowledge::load(&crate::knowledge::Options::default()).expect("loads");
        let english = English::new(&knowledge);
        for (text, expected) in [
            ("The harbour fund finances small repairs.", vec!["finances"]),
            ("The committee adopted rules, and Cork raised wages.", vec!["adopted", "raised"]),
            ("Shared workshops cut costs, while the council backs local trainers.", vec!["cut", "backs"]),
            ("Nurses should work closely with schools that plan new courses.", vec!["work", "plan"]),
            ("The plans of the council for harbour repairs", vec![]),
            ("The Council Backs repairs.", vec![]),
            ("* Close the two oldest docks.", vec!["Close"]),
            ("The US plans a port, as the WHO advises.", vec!["plans", "advises"]),
        ] {
            let mut tokens = Vec::new();
            english.words(text, Span::new(0, text.len()), &mut tokens);
            let verbs = tokens.iter().filter(|token| token.tag == Tag::Verb).map(|token| token.span.of(text));
            assert_eq!(verbs.collect::<Vec<_>>(), expected, "{text}");
        }
    }

    #[test]
    fn capitals_tell_names_but_not_in_a_heading_of_capitals() {
        let knowledge = Knowledge::load(&crate::knowledge::Options::default()).expect("loads");
        let english = English::new(&knowledge);
        for (text, word, expected) in [
            ("The US plans a port.", "US", Tag::Noun),
            ("Ports helped us grow.", "us", Tag::Pronoun),
            ("PORTS OF THE NORTH", "OF", Tag::Preposition),
            ("PORTS OF THE NORTH", "THE", Tag::Pronoun),
        ] {
            let mut tokens = Vec::new();
            english.words(text, Span::new(0, text.len()), &mut tokens);
            let found = tokens.iter().find(|token| token.span.of(text) == word).map(|token| token.tag);
            assert_eq!(found, Some(expected), "{word} in {text}");
        }
    }

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
