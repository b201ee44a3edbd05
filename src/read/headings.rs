//! The start of a line -> its number, in every style of Chinese and English papers.

use std::sync::LazyLock;

use regex::Regex;

/// How a heading or item is numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// `第一章`, `第二部分`, `Part I`; `貳、`, under which papers from Taiwan count `一、`.
    Chapter,
    /// `一、`
    Han,
    /// `（一）`
    ParenHan,
    /// `1 问题`, `2.1 机制`: so many numbers.
    Dotted(u8),
    /// `1．`, `1、`, `1. ` in a Chinese paper that counts chapters otherwise.
    Point,
    /// `（1）`, `1）`
    Paren,
    /// `I. Scope`
    Roman,
    /// No number: the level of Markdown.
    Plain(u8),
}

static NUMBERS: LazyLock<Vec<(Regex, Style)>> = LazyLock::new(|| {
    let rule =
        |pattern: &str, style| (Regex::new(pattern).expect("the pattern is constant and tested"), style);
    vec![
        rule(
            r"^第\s*[一二三四五六七八九十百\d]+\s*[章节篇]|^第[一二三四五六七八九十]+部分|^(?i:(?:part|chapter)\s+(?:\d+|[ivx]+)\b[.:]?)",
            Style::Chapter,
        ),
        rule(r"^[壹贰貳叁参參肆伍陆陸柒捌玖拾]{1,2}\s*[、．.]", Style::Chapter),
        rule(r"^[一二三四五六七八九十]{1,3}\s*[、．.]", Style::Han),
        rule(r"^[（(]\s*[一二三四五六七八九十]{1,3}\s*[)）]", Style::ParenHan),
        rule(r"^[（(]\s*\d{1,2}\s*[)）]|^\d{1,2}\s*[)）]|^[①-⑳]", Style::Paren),
        rule(r"^\d{1,2}[．.]\d{1,2}[．.]\d{1,2}[．.]?\s*", Style::Dotted(3)),
        rule(r"^\d{1,2}[．.]\d{1,2}[．.]?\s*", Style::Dotted(2)),
        rule(r"^\d{1,2}\s*[．、]|^\d{1,2}\.(?:\s|\b|$)", Style::Point),
        rule(r"^\d{1,2}\s*", Style::Dotted(1)),
        rule(r"^(?:I{1,3}|IV|VI{0,3}|IX|X)\.\s+", Style::Roman),
    ]
});

/// The number in front of a line and the bytes it takes; `None` where there is none or it belongs to the sentence
/// (`2024年`, `3个`, `1.5倍`).
pub(super) fn number(line: &str) -> Option<(Style, usize)> {
    let (style, found) =
        NUMBERS.iter().find_map(|(regex, style)| regex.find(line).map(|found| (*style, found)))?;
    let rest = line[found.end()..].trim_start_matches([' ', '　', '.', '．', '、', ':', '：']);
    let first = rest.chars().next()?;
    let counts = matches!(style, Style::Dotted(_)) && !found.as_str().ends_with(char::is_whitespace);
    let is_measure = matches!(
        first,
        '年' | '月'
            | '日'
            | '个'
            | '%'
            | '％'
            | '-'
            | '—'
            | '～'
            | '~'
            | '种'
            | '项'
            | '位'
            | '家'
            | '亿'
            | '万'
            | '倍'
            | '/'
            | ','
            | ')'
            | '次'
            | '世'
            | '大'
            | '条'
            | '类'
            | '篇'
            | '例'
            | '名'
            | '岁'
            | '号'
            | '元'
            | '°'
            | '×'
            | '℃'
            | '+'
    );
    let is_decimal = counts && (first.is_ascii_alphanumeric() || is_measure);
    let belongs = is_decimal || first.is_ascii_digit() || is_measure && matches!(style, Style::Dotted(1));
    (!belongs).then(|| (style, line.len() - rest.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_style_is_told_from_a_count() {
        let check = |line: &str, expected: Option<(Style, &str)>| {
            let found = number(line).map(|(style, at)| (style, &line[at..]));
            assert_eq!(found, expected, "{line}");
        };
        check("一、问题的提出", Some((Style::Han, "问题的提出")));
        check("貳、文獻回顧", Some((Style::Chapter, "文獻回顧")));
        check("（一） 理论内涵", Some((Style::ParenHan, "理论内涵")));
        check("2.1 把握关系", Some((Style::Dotted(2), "把握关系")));
        check("2.1把握关系", Some((Style::Dotted(2), "把握关系")));
        check("3 政策建议", Some((Style::Dotted(1), "政策建议")));
        check("1. 内涵", Some((Style::Point, "内涵")));
        check("（2）完善制度", Some((Style::Paren, "完善制度")));
        check("2024年，成果", None);
        check("3个方面", None);
        check("1.5倍的增长", None);
        check("10 years later", Some((Style::Dotted(1), "years later")));
    }
}
