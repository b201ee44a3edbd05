//! Settled mentions -> statements that two names are one thing: brackets, 以下简称, acronyms, keyword lists in step.

use super::mentions::Context;
use super::terms::{Candidate, Occurrence};
use crate::knowledge::vocab;
use crate::model::{AliasMention, RuleId};
use crate::text::{Language, Span};

/// Every statement of sameness between two kept terms, sorted, each once.
pub(crate) fn find(
    cx: &Context<'_>,
    terms: &[Candidate<'_>],
    occurrences: &[Occurrence],
) -> Vec<AliasMention> {
    let mut found = Vec::new();
    brackets(cx, terms, occurrences, &mut found);
    keyword_lists(cx, terms, occurrences, &mut found);
    quoted(cx, terms, occurrences, &mut found);
    found.sort();
    found.dedup_by(|a, b| (a.left, a.right) == (b.left, b.right));
    found
}

/// `研究与试验发展经费（以下简称“研发经费”）`, `要素重组（factor reorganization）`, `Oak Ridge Facility (ORF)`.
fn brackets(
    cx: &Context<'_>,
    terms: &[Candidate<'_>],
    occurrences: &[Occurrence],
    found: &mut Vec<AliasMention>,
) {
    let text = &cx.doc.document.text;
    for (at, left) in occurrences.iter().enumerate() {
        let rest = &text[left.span.end as usize..];
        let rest = rest.trim_start_matches([' ', '”', '"', '》']);
        if !rest.starts_with(['(', '（']) {
            continue;
        }
        let close = rest.find([')', '）']).unwrap_or(0);
        let inside = &rest[..close];
        let named = ["简称", "又称", "即", "亦称", "也称", "hereafter", "abbreviated", "known as"]
            .iter()
            .any(|cue| inside.contains(cue));
        let end = left.span.end + u32::try_from(close).unwrap_or(0) + 2;
        for right in occurrences[at + 1..]
            .iter()
            .take_while(|right| right.span.start < end)
            .filter(|right| right.term != left.term && right.span.start >= left.span.end)
        {
            let whole = inside.trim_matches(|c: char| !c.is_alphanumeric()) == cx.slice(right.span);
            let (a, b) = (&terms[left.term], &terms[right.term]);
            let short = b.label.strip_suffix('s').unwrap_or(&b.label);
            let acronym =
                short.len() <= 8 && short.chars().all(|c| c.is_ascii_uppercase() || c == '&' || c == '-');
            if named
                || whole && (a.language != b.language || acronym && is_acronym(&a.label, short, a.language))
            {
                push(
                    found,
                    left.term,
                    right.term,
                    left.span.cover(right.span),
                    if named { "aliases/named" } else { "aliases/bracket" },
                );
            }
        }
    }
}

/// Whether capitals are the initials of a name; a Chinese name may carry any.
fn is_acronym(name: &str, acronym: &str, language: Language) -> bool {
    let initials: String = name
        .split([' ', '-'])
        .filter_map(|word| word.chars().next())
        .filter(|c| c.is_alphabetic())
        .flat_map(char::to_uppercase)
        .collect();
    let small: String = name
        .split([' ', '-'])
        .filter(|word| word.starts_with(char::is_uppercase))
        .filter_map(|word| word.chars().next())
        .collect();
    language == Language::Zh
        || initials == acronym
        || small == acronym
        || initials.replace(['O', 'A', 'F', 'T'], "") == acronym.replace(['O', 'A', 'F', 'T'], "")
}

/// Two keyword lists of equal length name the same things in the same order.
fn keyword_lists(
    cx: &Context<'_>,
    terms: &[Candidate<'_>],
    occurrences: &[Occurrence],
    found: &mut Vec<AliasMention>,
) {
    let lists = &cx.doc.document.metadata.keywords;
    let of = |language| lists.iter().find(|(known, _)| *known == language).map(|(_, spans)| spans);
    let (Some(zh), Some(en)) = (of(Language::Zh), of(Language::En)) else { return };
    if zh.len() != en.len() {
        return;
    }
    let term = |span: &Span| {
        occurrences.iter().find(|occurrence| occurrence.span == *span).map(|occurrence| occurrence.term)
    };
    for (left, right) in zh.iter().zip(en) {
        if let (Some(a), Some(b)) = (term(left), term(right))
            && terms[a].language != terms[b].language
        {
            push(found, a, b, *right, "aliases/keywords");
        }
    }
}

/// `“楼宇经济”模式` and `楼宇经济`: the quotation and the name it goes on into.
fn quoted(
    cx: &Context<'_>,
    terms: &[Candidate<'_>],
    occurrences: &[Occurrence],
    found: &mut Vec<AliasMention>,
) {
    for pair in occurrences.windows(2) {
        let (outer, inner) = (&pair[0], &pair[1]);
        let quoted = cx.slice(outer.span).split(['“', '”', '「', '」']).nth(1);
        if quoted != Some(cx.slice(inner.span)) {
            continue;
        }
        let starts = outer.span.contains(inner.span)
            && inner.span.start - outer.span.start <= 3
            && outer.term != inner.term;
        let is_quote =
            starts && cx.slice(outer.span).starts_with(['“', '「']) && &*outer.rule.0 == "quotes/with_head";
        let alone = matches!(terms[inner.term].kind, vocab::REGION | vocab::ACTOR | vocab::INDICATOR);
        if is_quote && !alone {
            push(found, outer.term, inner.term, outer.span, "aliases/quoted");
        }
    }
}

fn push(found: &mut Vec<AliasMention>, a: usize, b: usize, span: Span, rule: &str) {
    found.push(AliasMention { left: a.min(b), right: a.max(b), span, rule: RuleId::from(rule) });
}
