//! AnnotatedDocument -> mentions: what authors set in quotes is a name.

use super::{Claim, Context, MentionExtractor};
use crate::text::{Language, Span, is_han};

/// # What it finds
/// A short quotation without a sentence inside, and the noun that it goes on into.
///
/// # Example
/// `探索“楼宇经济”模式` => mentions "楼宇经济", "“楼宇经济”模式".
/// `the “missing middle” in lending` => mention "missing middle".
/// `他指出，“要加快发展，不断创新”` => nothing.
///
/// # Why it is believed
/// Coinages and slogans of policy stand in quotes; whole sentences of leaders do too, so commas and length decide.
///
/// # Known misses
/// Metaphors.
pub(super) struct Quotes;

/// Longest quotation that names something, in characters; English may take three times as many.
const LONGEST: usize = 18;

impl MentionExtractor for Quotes {
    fn name(&self) -> &'static str {
        "quotes"
    }

    fn extract<'a>(&self, cx: &Context<'a>, found: &mut Vec<Claim<'a>>) {
        for sentence in &cx.doc.sentences {
            let text = cx.slice(sentence.span);
            let offset = sentence.span.start as usize;
            let mut rest = 0;
            while let Some((open, close, after)) = quotation(text, rest) {
                rest = after;
                let inner = &text[open..close];
                let limit = if inner.contains(is_han) { LONGEST } else { LONGEST * 3 };
                let n_chars = inner.chars().count();
                let is_sentence = inner.contains(['。', '！', '？', '；', '.', '!', '?'])
                    || inner.contains(['，', ',']) && n_chars > 12;
                if n_chars < 2 || n_chars > limit || is_sentence || !inner.chars().any(char::is_alphabetic) {
                    continue;
                }
                let span = Span::new(offset + open, offset + close);
                let tail = tail(cx, &text[after..]);
                if tail > 0 {
                    let opening = open - text[..open].chars().next_back().map_or(0, char::len_utf8);
                    found.push(Claim {
                        span: Span::new(offset + opening, offset + after + tail),
                        kind: None,
                        rule: "quotes/with_head",
                    });
                }
                found.push(Claim { span, kind: None, rule: "quotes/whole" });
            }
        }
    }
}

/// The next quotation from byte `from`: start and end of what is inside, and where the closing mark ends.
fn quotation(text: &str, from: usize) -> Option<(usize, usize, usize)> {
    let (at, opening) = text[from..].char_indices().find(|(_, c)| matches!(c, '“' | '「' | '"'))?;
    let open = from + at + opening.len_utf8();
    let closing = match opening {
        '“' => '”',
        '「' => '」',
        _ => '"',
    };
    let close = open + text[open..].find(closing)?;
    Some((open, close, close + closing.len_utf8()))
}

/// Length of the noun that a quotation goes on into, 0 for none.
fn tail(cx: &Context<'_>, rest: &str) -> usize {
    let tails = cx.knowledge.lexicon(Language::Zh).class("quote_tail");
    let fits = tails.iter().filter(|tail| rest.starts_with(tail.as_str()));
    fits.map(String::len).max().unwrap_or(0)
}
