//! A block -> its sentences, Chinese, English or mixed.

use crate::text::{Span, is_closing_mark, is_han};

/// Words before a full stop that do not end a sentence.
const ABBREVIATIONS: &[&str] = &[
    "al", "approx", "cf", "co", "corp", "dept", "dr", "e.g", "eds", "eq", "etc", "fig", "figs", "gov", "i.e",
    "inc", "jr", "ltd", "mr", "mrs", "ms", "no", "nos", "p", "pp", "ph.d", "prof", "sec", "sen", "rep", "st",
    "u.k", "u.n", "u.s", "vol", "vs", "d.c", "e.u",
];
/// A sentence longer than this many bytes is cut at the next comma, so that one endless line cannot stall what follows.
const LONGEST: usize = 1_500;

/// The sentences of a block, each with its final mark and closing quotes, without white space around.
pub(super) fn split(text: &str, block: Span) -> Vec<Span> {
    let body = block.of(text);
    let mut spans = Vec::new();
    let mut start = 0;
    let mut chars = body.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let rest = &body[at + c.len_utf8()..];
        let is_long = at - start > LONGEST
            && (matches!(c, '，' | ',' | '；' | ';' | ' ' | '、') || at - start > 2 * LONGEST);
        let is_item = matches!(c, '；' | ';' | '，' | ',') && starts_item(rest, c);
        if !is_long && !is_item && !ends(c, &body[start..at], rest) {
            continue;
        }
        let mut end = at + c.len_utf8();
        while let Some((next, closing)) = chars
            .peek()
            .copied()
            .filter(|(_, next)| is_closing_mark(*next) || matches!(next, '。' | '！' | '？' | '"'))
        {
            end = next + closing.len_utf8();
            chars.next();
        }
        push(&mut spans, block, start, end, text);
        start = end;
    }
    push(&mut spans, block, start, body.len(), text);
    spans
}

/// Whether an item of a list starts behind a comma or semicolon: `；二是`, `，① `.
fn starts_item(rest: &str, mark: char) -> bool {
    let rest = rest.trim_start();
    let mut chars = rest.chars();
    let (first, second) = (chars.next().unwrap_or(' '), chars.next().unwrap_or(' '));
    let counts = "一二三四五六七八九十";
    let named = counts.contains(first) && second == '是'
        || first == '其' && counts.contains(second)
        || matches!(first, '（' | '(') && second.is_ascii_digit();
    ('①'..='⑳').contains(&first) || named && matches!(mark, '；' | ';')
}

fn push(spans: &mut Vec<Span>, block: Span, start: usize, end: usize, text: &str) {
    let offset = block.start as usize;
    let span = Span::new(offset + start, offset + end).trimmed(text);
    if !span.is_empty() {
        spans.push(span);
    }
}

fn ends(c: char, before: &str, rest: &str) -> bool {
    match c {
        '。' | '！' | '？' => true,
        '!' | '?' => rest.is_empty() || rest.starts_with(char::is_whitespace) || rest.starts_with(is_han),
        '.' => full_stop_ends(before, rest),
        _ => false,
    }
}

fn full_stop_ends(before: &str, rest: &str) -> bool {
    let Some(next) = rest.chars().next() else { return true };
    let word =
        before.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | ',' | '（')).next().unwrap_or("");
    let lower = word.to_lowercase();
    let is_initial = word.chars().count() <= 1 && word.chars().all(char::is_uppercase);
    if ABBREVIATIONS.contains(&lower.as_str())
        || is_initial
        || word.chars().all(|c| c.is_ascii_digit() || c == '.') && !word.is_empty() && !next.is_whitespace()
    {
        return false;
    }
    if next.is_whitespace() || is_closing_mark(next) || next == '"' {
        let after = rest.trim_start_matches(|c: char| c.is_whitespace() || is_closing_mark(c) || c == '"');
        return !after.starts_with(|c: char| c.is_lowercase());
    }
    // "development.Faced with": a blank was lost.
    let after: Vec<char> = rest.chars().take(2).collect();
    let is_word = word.chars().count() >= 3 && word.chars().all(|c| c.is_lowercase() || c == '-');
    is_word && after[0].is_uppercase() && after.get(1).is_some_and(|c| c.is_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> =
            split(text, Span::new(0, text.len())).into_iter().map(|span| span.of(text)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn chinese_sentences_keep_their_quotes() {
        check("他说：“要创新。”这是方向。", &["他说：“要创新。”", "这是方向。"]);
        check("转化率为3.5%。仍偏低！", &["转化率为3.5%。", "仍偏低！"]);
    }

    #[test]
    fn full_stops_of_abbreviations_and_numbers_do_not_end() {
        check(
            "The U.S. spent 3.6 billion. Dr. Lee et al. agree.",
            &["The U.S. spent 3.6 billion.", "Dr. Lee et al. agree."],
        );
        check(
            "It fosters development.Faced with this, it acts.",
            &["It fosters development.", "Faced with this, it acts."],
        );
        check("See e.g. the report.", &["See e.g. the report."]);
    }
}
