//! Settled mentions -> statements that two names are one thing: a quotation and the name that goes on behind it.

use super::mentions::Context;
use super::terms::{Candidate, Occurrence};
use crate::knowledge::vocab;
use crate::model::{AliasMention, RuleId};

/// Every statement of sameness between two kept terms, sorted, each once.
pub(crate) fn find(
    cx: &Context<'_>,
    terms: &[Candidate<'_>],
    occurrences: &[Occurrence],
) -> Vec<AliasMention> {
    let mut found: Vec<AliasMention> =
        occurrences.windows(2).filter_map(|pair| quoted(cx, terms, &pair[0], &pair[1])).collect();
    found.sort();
    found.dedup_by(|a, b| (a.left, a.right) == (b.left, b.right));
    found
}

/// `“楼宇经济”模式` and `楼宇经济`: the quotation and the name it goes on into.
fn quoted(
    cx: &Context<'_>,
    terms: &[Candidate<'_>],
    outer: &Occurrence,
    inner: &Occurrence,
) -> Option<AliasMention> {
    let whole = cx.slice(outer.span);
    let is_quote = whole.split(['“', '”', '「', '」']).nth(1) == Some(cx.slice(inner.span))
        && whole.starts_with(['“', '「'])
        && outer.span.contains(inner.span)
        && inner.span.start - outer.span.start <= 3
        && outer.term != inner.term
        && &*outer.rule.0 == "quotes/with_head";
    let alone = matches!(terms[inner.term].kind, vocab::REGION | vocab::ACTOR | vocab::INDICATOR);
    let (left, right) = (outer.term.min(inner.term), outer.term.max(inner.term));
    (is_quote && !alone).then(|| AliasMention {
        left,
        right,
        span: outer.span,
        rule: RuleId::from(AliasMention::QUOTED),
    })
}
