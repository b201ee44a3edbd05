//! AnnotatedDocument -> mentions: statistics with number and unit.

use std::sync::LazyLock;

use regex::Regex;

use super::{Claim, Context, MentionExtractor};
use crate::knowledge::vocab;
use crate::model::{Clause, Tag};
use crate::text::{Language, Span};

static ZH_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"\d[\d,]*(?:\.\d+)?\s*(?:[%％]|‰|个百分点|(?:多|余)?(?:万亿|千亿|百亿|亿|千万|百万|万|千)?(?:多|余)?",
        r"(?:元|美元|欧元|吨|公里|千米|平方公里|人次|人|家|项|件|篇|倍|亩|公顷|千瓦时|千瓦|座|所|户|立方米|英镑|日元|条|部|辆|台)|(?:万亿|亿|万)(?:多|余)?)",
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
const LONGEST: usize = 26;

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
                    if sentence.language == Language::Zh
                        && let Some(phrase) = phrase(cx, clause, span)
                    {
                        found.push(Claim {
                            span: phrase,
                            kind: Some(vocab::INDICATOR),
                            rule: "indicators/phrase",
                        });
                    } else {
                        found.push(Claim { span, kind: Some(vocab::INDICATOR), rule: "indicators/number" });
                    }
                }
            }
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
            || matches!(cx.doc.tokens[at].tag, Tag::Adjective | Tag::De | Tag::Other)
    };
    while at > clause.tokens.start && material(at - 1) {
        at -= 1;
    }
    while at < verb && cx.doc.tokens[at].tag == Tag::De {
        at += 1;
    }
    let span = Span { start: cx.doc.tokens[at].span.start, end: number.end };
    (has_verb && at < verb && cx.slice(span).chars().count() <= LONGEST).then_some(span)
}
