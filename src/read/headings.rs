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
    let is_measure = is_measure && !(matches!(style, Style::Dotted(2..)) && is_word(rest));
    let is_decimal = counts && (first.is_ascii_alphanumeric() && !is_acronym(rest) || is_measure);
    let is_decimal = is_decimal && !matches!(style, Style::Dotted(3..));
    let belongs = is_decimal || first.is_ascii_digit() || is_measure && matches!(style, Style::Dotted(1));
    (!belongs).then(|| (style, line.len() - rest.len()))
}

/// Words that begin with a character that counts or measures elsewhere; behind `4.2` they are the words of a heading.
const WORDS: &[&str] = &[
    "万物", "世界", "个人", "个体", "个别", "个性", "个案", "位点", "位移", "位置", "例外", "倍性", "元数",
    "元素", "单位", "号召", "号码", "名称", "名词", "大会", "大众", "大型", "大学", "大数", "大气", "大肠",
    "大豆", "大都", "大鼠", "家具", "家国", "家庭", "家族", "家畜", "家禽", "家长", "年报", "年轻", "年际",
    "年鉴", "年龄", "日志", "日报", "日本", "日照", "月球", "条件", "条例", "条目", "次生", "次要", "次级",
    "种业", "种养", "种子", "种植", "种群", "种质", "种间", "类型", "类别", "类群", "篇章", "项目",
];

fn is_word(rest: &str) -> bool {
    WORDS.iter().any(|word| rest.starts_with(word))
}

/// Whether a word in capitals or a name follows, and no unit: `1.4PCR检测`, `3.1Kalman滤波`, not `2.4GHz频段`.
fn is_acronym(rest: &str) -> bool {
    static UNIT: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^(?:[GMT]?Hz|[GM]?Pa|[GMT]Wh?|[GMTK]B|MPH|MW)").expect("constant"));
    let is_name = rest.starts_with(|c: char| c.is_ascii_uppercase())
        && rest.chars().take_while(char::is_ascii_alphabetic).count() >= 5;
    let is_upper = rest.chars().take(2).filter(char::is_ascii_uppercase).count() == 2;
    (is_upper || is_name) && !UNIT.is_match(rest)
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
        check("4.2年龄", Some((Style::Dotted(2), "年龄")));
        check("4.2年来", None);
        check("3.1种群的分布", Some((Style::Dotted(2), "种群的分布")));
        check("1.4PCR检测", Some((Style::Dotted(2), "PCR检测")));
        check("3.1Kalman滤波", Some((Style::Dotted(2), "Kalman滤波")));
        check("2.4GHz频段", None);
        check("1.2.3qPCR引物", Some((Style::Dotted(3), "qPCR引物")));
        check("（一）总体思路", Some((Style::ParenHan, "总体思路")));
        check("1）现状", Some((Style::Paren, "现状")));
        check("3D打印", None);
        check("5G网络", None);
        check("2035年远景目标", None);
        check("3个方面", None);
        check("1.5倍的增长", None);
        check("10 years later", Some((Style::Dotted(1), "years later")));
    }
}
