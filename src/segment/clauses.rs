//! A sentence -> its clauses: between commas, colons and semicolons, but not inside lists or numbers.

use std::ops::Range;

use crate::model::{Clause, Tag, Token};
use crate::text::{Language, Span};

pub(super) fn split(
    text: &str,
    sentence: Span,
    tokens: &[Token],
    range: Range<usize>,
    language: Language,
) -> Vec<Clause> {
    let mut clauses = Vec::new();
    let mut first = range.start;
    let mut depth = 0i32;
    for at in range.clone() {
        let mark = tokens[at].span.of(text);
        match mark {
            "（" | "(" | "“" | "《" | "「" => depth += 1,
            "）" | ")" | "”" | "》" | "」" => depth -= 1,
            _ => {}
        }
        let is_break = match (mark, language) {
            ("；" | ";", _) => true,
            ("，" | "," | "：" | ":" | "——" | "—", Language::Zh) => {
                depth <= 0 && !(mark == "," && groups_digits(text, tokens[at].span))
            }
            (":" | "：", Language::En) => true,
            (",", Language::En) => depth <= 0 && comma_parts(text, tokens, at, &range),
            ("–" | "—", Language::En) => depth <= 0,
            _ => false,
        };
        if is_break {
            push(&mut clauses, tokens, first..at);
            first = at + 1;
        }
    }
    push(&mut clauses, tokens, first..range.end);
    if clauses.is_empty() {
        clauses.push(Clause { span: sentence, tokens: range });
    }
    clauses
}

fn push(clauses: &mut Vec<Clause>, tokens: &[Token], range: Range<usize>) {
    if range.clone().any(|at| tokens[at].tag != Tag::Punctuation) {
        let span = Span { start: tokens[range.start].span.start, end: tokens[range.end - 1].span.end };
        clauses.push(Clause { span, tokens: range });
    }
}

/// Whether a comma stands before the last three digits of a number, or before three of them and a further comma: 5,089.
fn groups_digits(text: &str, comma: Span) -> bool {
    let is_digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    let (before, behind) = (&text.as_bytes()[..comma.range().start], &text.as_bytes()[comma.range().end..]);
    is_digit(before.last()) && (0..3).all(|at| is_digit(behind.get(at))) && !is_digit(behind.get(3))
}

/// Whether an English comma parts clauses: what follows has a verb of its own and is not the last member of a list.
fn comma_parts(text: &str, tokens: &[Token], comma: usize, range: &Range<usize>) -> bool {
    let is_comma = |at: usize| tokens[at].span.of(text) == ",";
    let end = (comma + 1..range.end).find(|at| is_comma(*at)).unwrap_or(range.end);
    let start = (range.start..comma).rev().find(|at| is_comma(*at)).map_or(range.start, |at| at + 1);
    let has_verb = |part: Range<usize>| {
        part.into_iter().any(|at| tokens[at].tag == Tag::Verb || is_copula(tokens[at].span.of(text)))
    };
    let closes_list = tokens.get(comma + 1).is_some_and(|token| matches!(token.span.of(text), "and" | "or"))
        && start > range.start
        && !has_verb(start..comma);
    has_verb(comma + 1..end) && !closes_list
}

fn is_copula(word: &str) -> bool {
    matches!(
        word,
        "is" | "are" | "was" | "were" | "be" | "has" | "have" | "can" | "may" | "should" | "must" | "will"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comma_within_a_number_groups_its_digits() {
        let is_grouped = |text: &str| {
            let at = text.find(',').expect("a comma") as u32;
            groups_digits(text, Span { start: at, end: at + 1 })
        };
        assert!(is_grouped("村医5,089人"));
        assert!(is_grouped("13,910,000元"));
        for other in ["共5,其中3人", "见3,20页", "12,3456", "村医,089人"] {
            assert!(!is_grouped(other), "{other}");
        }
    }
}
