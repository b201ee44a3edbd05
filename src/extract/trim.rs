//! The text under a claim -> the part of it that can be a name: without marks, numbering, citations and half brackets.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::text::is_han;

/// `（一）`, `1）`, `第三，`: what counts the parts of a text. `3D`, `5G` and years are no such numbers.
static NUMBERING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(?:[（(〔]\s*(?:[一二三四五六七八九十]{1,3}|\d{1,2}|[a-z])\s*[)）〕]|(?:[一二三四五六七八九十]{1,3}|\d{1,2})\s*[、．]|(?:\d{1,2}|[a-z])\s*[)）]|第[一二三四五六七八九十]{1,3}[,，、：:]|[\[［]\s*\d{1,3}\s*[\]］]|\d{1,2}(?:[.．]\d{1,2}){2,3}[.．]?)\s*",
    )
    .expect("constant")
});
/// `[12]`, `［3-5］`.
static CITATION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[\[［]\s*\d{1,3}(?:\s*[,，、\-–—~]\s*\d{1,3})*\s*[\]］]").expect("constant")
});
/// Marks with which no name begins, beside those that labels lose anyway; opening brackets and quotes may.
const NEVER_FIRST: &[char] = &[
    '·', '•', '|', '/', '-', '–', '—', '*', '#', '△', '▲', '※', '&', '=', '+', '~', '～', ')', '）', ']',
    '］', '】', '」', '』', '》', '〉', '!', '！', '?', '？', '%', '>',
];
/// Marks with which no name ends, beside those that labels lose anyway; closing brackets and quotes may, and signs such
/// as `+` and `%`.
const NEVER_LAST: &[char] = &[
    '·', '•', '|', '/', '-', '–', '—', '*', '#', '&', '=', '~', '～', '(', '（', '[', '［', '【', '「', '『',
    '《', '〈', '<',
];
/// Words whose last character only looks like the particle.
const WHOLE: &[&str] = &["目的", "标的", "靶的", "有的放矢"];

/// The part of a claimed text that can be a name; `None` where no name is left, or marks of citation or of formulas
/// stand inside it.
pub(crate) fn trimmed(text: &str) -> Option<Range<usize>> {
    let mut part = text;
    loop {
        let shorter = balanced(without_end(without_start(part)));
        if shorter.len() == part.len() {
            break;
        }
        part = shorter;
    }
    let is_formula = part.contains(['{', '}'])
        || part.split('\\').skip(1).any(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()));
    if part.chars().count() < 2 || is_formula || CITATION.is_match(part) {
        return None;
    }
    let start = part.as_ptr() as usize - text.as_ptr() as usize;
    Some(start..start + part.len())
}

fn without_start(part: &str) -> &str {
    let part = part.trim_start();
    let bare = part.trim_start_matches(NEVER_FIRST);
    let bare = bare
        .strip_prefix('.')
        .filter(|rest| !rest.starts_with(|c: char| c.is_ascii_uppercase()))
        .unwrap_or(bare);
    let end = NUMBERING.find(bare).map_or(0, |found| found.end());
    &bare[end..]
}

fn without_end(part: &str) -> &str {
    let part = part.trim_end().trim_end_matches(NEVER_LAST).trim_end();
    let cited = CITATION.find_iter(part).last().filter(|found| found.end() == part.len());
    let part = cited.map_or(part, |found| part[..found.start()].trim_end());
    let raised = part.trim_end_matches(|c| matches!(c, '⁰' | '¹' | '²' | '³' | '⁴'..='⁹' | '①'..='⑳'));
    let part = if raised.ends_with(is_han) { raised } else { part };
    match part.strip_suffix('的') {
        Some(rest) if rest.ends_with(is_han) && !WHOLE.iter().any(|word| part.ends_with(word)) => rest,
        _ => part,
    }
}

/// Cuts a bracket without its other half: one that opens with all behind it, one that closes alone at the end.
fn balanced(part: &str) -> &str {
    let mut open: Vec<(usize, usize)> = Vec::new();
    for (at, c) in part.char_indices() {
        if let Some(kind) = OPENING.iter().position(|set| set.contains(&c)) {
            open.push((kind, at));
        } else if let Some(kind) = CLOSING.iter().position(|set| set.contains(&c)) {
            match open.pop() {
                Some((opened, _)) if opened == kind => {}
                Some((_, before)) => return cut(part, before),
                None => return cut(part, at),
            }
        }
    }
    open.first().map_or(part, |(_, at)| cut(part, *at))
}

/// Brackets of one kind, half and full width, open and close each other.
const OPENING: [&[char]; 5] = [&['(', '（'], &['[', '［', '〔'], &['《'], &['【'], &['「', '『']];
const CLOSING: [&[char]; 5] = [&[')', '）'], &[']', '］', '〕'], &['》'], &['】'], &['」', '』']];

/// The part before a lone bracket; behind it where it stands first.
fn cut(part: &str, at: usize) -> &str {
    if at == 0 { part.trim_start_matches(|c| OPENING.concat().contains(&c)) } else { &part[..at] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_a_name_is_left() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(trimmed(text).map(|part| &text[part]), expected, "{text}");
        };
        for (text, expected) in [
            ("（一）河道治理", "河道治理"),
            ("1）河道现状", "河道现状"),
            ("第三，河道治理", "河道治理"),
            ("河道治理②", "河道治理"),
            ("1.2.3.1河道治理", "河道治理"),
            ("a)河道治理", "河道治理"),
            ("[8］河道治理", "河道治理"),
            ("河道治理[12]", "河道治理"),
            ("河道治理［3-5］", "河道治理"),
            ("河道治理²", "河道治理"),
            ("河道治理的", "河道治理"),
            ("堤坝/", "堤坝"),
            ("-河道", "河道"),
            ("△河道", "河道"),
            ("水位计）", "水位计"),
            ("水位计（型号", "水位计"),
            ("(水位计", "水位计"),
            ("水位（WL)", "水位（WL)"),
            ("《河道规划(2009—2020年）》", "《河道规划(2009—2020年）》"),
            ("“清水”工程", "“清水”工程"),
            ("3D打印", "3D打印"),
            ("5G网络", "5G网络"),
            ("2035年远景目标", "2035年远景目标"),
            ("12五规划", "12五规划"),
            ("4.5万亩河滩", "4.5万亩河滩"),
            ("治河目的", "治河目的"),
            ("100 km²", "100 km²"),
            ("50%", "50%"),
            ("C++", "C++"),
            (".NET", ".NET"),
            ("一、二级河道", "二级河道"),
        ] {
            check(text, Some(expected));
        }
        for text in ["（一）", "）/", "\\frac { 1 } { 2 }", "河道[3]与堤坝", "的"] {
            check(text, None);
        }
    }
}
