//! AnnotatedDocument -> mentions: statistics with number and unit.

use std::sync::LazyLock;

use regex::Regex;

use super::{Claim, Context, MentionExtractor};
use crate::knowledge::vocab;
use crate::model::{Clause, Tag};
use crate::text::{Language, Span};

static ZH_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:\d{1,3}(?: \d{3})+|\d[\d,]*)(?:\.\d+)?\s*(?:[%％]|‰|个百分点|(?:多|余)?(?:万亿|千亿|百亿|亿|千万|百万|万|千)?(?:多|余)?",
        r"(?:元|美元|欧元|吨|公里|千米|平方公里|平方米|人次|人|家|项|件|篇|倍|亩|公顷|千瓦时|千瓦|兆瓦|吉瓦|座|所|户|立方米|英镑|日元|韩元|条|部|辆|台|名|个|位|次|种|天|分|[ZEPTG]B)",
        r"|(?:万亿|亿|万)(?:多|余)?)",
        r"(?:[—～~\-至]+\d[\d,]*(?:\.\d+)?\s*(?:[%％]))?",
    ))
    .expect("the pattern is constant and tested")
});
static EN_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:[$€£¥]\s?\d[\d,]*(?:\.\d+)?(?:\s?(?:billion|million|trillion|thousand|[BMK]\b))?|\d[\d,]*(?:\.\d+)?(?:\s?%|\s(?:percent|per cent|percentage points))",
        r"|\d[\d,]*(?:\.\d+)?\s(?:billion|million|trillion)(?:\s(?:yuan|dollars|euros|pounds|people|tons|tonnes))?",
        r"|\d[\d,]{2,}\s(?:companies|firms|projects|patents|jobs|people|researchers|startups|yuan|dollars|tons|tonnes))",
    ))
    .expect("the pattern is constant and tested")
});

/// # What it finds
/// A number with its unit, together with what it measures when that stands in the same clause.
///
/// # Example
/// `科技成果转化率为30%左右` => mention "科技成果转化率为30%", indicator.
/// `Investment exceeded 3.6 trillion yuan` => mention "3.6 trillion yuan", indicator.
/// `2024年` => nothing.
///
/// # Why it is believed
/// The unit tells a statistic from a year, a count of sections or a formula.
///
/// # Known misses
/// Numbers in words; ranges across clauses.
pub(super) struct Indicators;

/// Longest phrase of a statistic, in characters.
const LONGEST: usize = 30;

impl MentionExtractor for Indicators {
    fn name(&self) -> &'static str {
        "indicators"
    }

    fn extract<'a>(&self, cx: &Context<'a>, found: &mut Vec<Claim<'a>>) {
        for sentence in &cx.doc.sentences {
            for clause in &sentence.clauses {
                let text = cx.slice(clause.span);
                if !text.contains(|c: char| c.is_ascii_digit()) {
                    continue;
                }
                let regex = if sentence.language == Language::Zh { &ZH_NUMBER } else { &EN_NUMBER };
                let offset = clause.span.start as usize;
                for number in regex.find_iter(text) {
                    let span = Span::new(offset + number.start(), offset + number.end());
                    let joined = text[..number.start()]
                        .chars()
                        .next_back()
                        .is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '='));
                    if joined {
                        continue;
                    }
                    let mut claim =
                        |span, rule| found.push(Claim { span, kind: Some(vocab::INDICATOR), rule });
                    if sentence.language == Language::Zh
                        && let Some(phrase) = phrase(cx, clause, span)
                    {
                        claim(phrase, "indicators/phrase");
                    } else {
                        claim(span, "indicators/number");
                    }
                    let from_start = Span { start: clause.span.start, end: span.end };
                    if sentence.language == Language::Zh
                        && (6..=LONGEST).contains(&cx.slice(from_start).chars().count())
                    {
                        claim(from_start, "indicators/clause");
                    }
                    if let Some(counted) = counted(cx, clause, span) {
                        claim(counted, "indicators/counted");
                    }
                }
                if sentence.language == Language::En {
                    counts(cx, clause, found);
                }
            }
        }
    }
}

/// From the number to what it counts: 1200名村医, 75 tons of wool.
fn counted(cx: &Context<'_>, clause: &Clause, number: Span) -> Option<Span> {
    let first = cx.doc.tokens.partition_point(|token| token.span.start < number.end);
    let of = first < clause.tokens.end && cx.word(first) == "of";
    let from = if of { first + 1 } else { first };
    let is_part = |at: &usize| matches!(cx.doc.tokens[*at].tag, Tag::Noun | Tag::VerbalNoun | Tag::Adjective);
    let end = (from..clause.tokens.end.min(from + MOST_COUNTED)).take_while(is_part).last()? + 1;
    let ends_in_noun = matches!(cx.doc.tokens[end - 1].tag, Tag::Noun | Tag::VerbalNoun);
    ends_in_noun.then(|| Span { start: number.start, end: cx.doc.tokens[end - 1].span.end })
}

/// Most words of what a number counts.
const MOST_COUNTED: usize = 4;

/// English numbers whose unit is what they count: 140 full-time employees.
fn counts<'a>(cx: &Context<'a>, clause: &Clause, found: &mut Vec<Claim<'a>>) {
    for at in clause.tokens.clone() {
        let token = cx.doc.tokens[at];
        let word = cx.word(at);
        let n_digits = word.chars().filter(char::is_ascii_digit).count();
        let is_year = n_digits == 4 && word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
        if token.tag != Tag::Number || n_digits < 2 || is_year {
            continue;
        }
        if let Some(span) = counted(cx, clause, token.span) {
            found.push(Claim { span, kind: Some(vocab::INDICATOR), rule: "indicators/counted" });
        }
    }
}

/// From what is measured to the number: 基础研究经费占比为6.3%.
fn phrase(cx: &Context<'_>, clause: &Clause, number: Span) -> Option<Span> {
    let mut at = cx.doc.tokens.partition_point(|token| token.span.start < number.start);
    let joins = |at: usize| {
        let word = cx.word(at);
        cx.is_in(Language::Zh, "indicator_verb", word)
            || matches!(cx.doc.tokens[at].tag, Tag::Adverb)
            || matches!(word, "了" | "到" | "至" | "由")
    };
    let mut has_verb = false;
    while at > clause.tokens.start && joins(at - 1) {
        has_verb = true;
        at -= 1;
    }
    let verb = at;
    let material = |at: usize| {
        cx.doc.tokens[at].tag.is_nominal()
            || matches!(cx.doc.tokens[at].tag, Tag::Adjective | Tag::De | Tag::Other | Tag::Locative)
    };
    if at > clause.tokens.start && cx.is_in(Language::Zh, "indicator_noun", cx.word(at - 1)) {
        has_verb = true;
    }
    while at > clause.tokens.start && material(at - 1) {
        at -= 1;
    }
    while at < verb && cx.doc.tokens[at].tag == Tag::De {
        at += 1;
    }
    let span = Span { start: cx.doc.tokens[at].span.start, end: number.end };
    (has_verb && span.start < number.start && cx.slice(span).chars().count() <= LONGEST).then_some(span)
}
