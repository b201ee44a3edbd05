//! AnnotatedDocument -> mentions: periods of policy and history.

use std::sync::LazyLock;

use regex::Regex;

use super::{Claim, Context, MentionExtractor};
use crate::knowledge::vocab;
use crate::text::Span;

static PERIOD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"[“\x22]?[一二三四五六七八九十]{1,3}五[”\x22]?(?:时期|期间|规划期)|",
        r"(?:党的)?十[一二三四五六七八九]大以来|改革开放(?:以来|后|初期|时期)|新中国成立(?:以来|初期|后)|",
        r"(?:20|19)世纪[\d一二三四五六七八九十]{1,2}0?年代(?:初期|中期|末期|末|后期)?|[一二三四五六七八九十两]战(?:后|期间)|",
        r"(?i:(?:the )?\d{1,2}(?:st|nd|rd|th) Five-Year Plan(?: period)?)",
    ))
    .expect("the pattern is constant and tested")
});

/// # What it finds
/// Named periods: five-year plans, the time since an event, decades. Stages of a cycle are found as noun phrases.
///
/// # Example
/// `“十四五”时期是关键阶段` => mention "“十四五”时期", stage.
/// `The 13th Five-Year Plan period is over` => mention "13th Five-Year Plan period", stage.
/// `2024年` => nothing.
///
/// # Why it is believed
/// The forms are fixed.
///
/// # Known misses
/// Periods named by a ruler or a crisis.
pub(super) struct Stages;

impl MentionExtractor for Stages {
    fn name(&self) -> &'static str {
        "stages"
    }

    fn extract<'a>(&self, cx: &Context<'a>, found: &mut Vec<Claim<'a>>) {
        for sentence in &cx.doc.sentences {
            let text = cx.slice(sentence.span);
            for period in PERIOD.find_iter(text) {
                let offset = sentence.span.start as usize;
                let start =
                    period.start() + if period.as_str().to_lowercase().starts_with("the ") { 4 } else { 0 };
                let span = Span::new(offset + start, offset + period.end());
                found.push(Claim { span, kind: Some(vocab::STAGE), rule: "stages/period" });
            }
        }
    }
}
