//! AnnotatedDocument -> mentions: clauses that state a problem.

use super::{Claim, Context, MentionExtractor};
use crate::knowledge::vocab;
use crate::model::Tag;
use crate::text::{Language, Span};

/// # What it finds
/// A short clause, or a member of a list, whose predicate says that something is missing, slow or out of step.
///
/// # Example
/// `存在成果转化率低、跨区域协同不畅等问题` => mentions "成果转化率低", "跨区域协同不畅", problem.
/// `转化效率不断提高` => nothing.
///
/// # Why it is believed
/// The predicates are a closed list; Chinese names problems by clauses more often than by nouns.
///
/// # Known misses
/// Problems told as stories.
pub(super) struct Problems;

/// Longest predicate of a problem, in characters.
const LONGEST_ENDING: usize = 8;
/// Longest clause that names a problem, in characters.
const LONGEST: usize = 20;

impl MentionExtractor for Problems {
    fn name(&self) -> &'static str {
        "problems"
    }

    fn extract<'a>(&self, cx: &Context<'a>, found: &mut Vec<Claim<'a>>) {
        for sentence in cx.doc.sentences.iter().filter(|sentence| sentence.language == Language::Zh) {
            for clause in &sentence.clauses {
                let mut first = clause.tokens.start;
                for at in clause.tokens.clone() {
                    let word = cx.word(at);
                    if word == "、"
                        || word == "等"
                        || word == "和" && at + 1 < clause.tokens.end && ends_badly(cx, first..at).is_some()
                    {
                        piece(cx, first..at, found);
                        first = at + 1;
                    }
                }
                piece(cx, first..clause.tokens.end, found);
            }
        }
    }
}

fn piece<'a>(cx: &Context<'a>, tokens: std::ops::Range<usize>, found: &mut Vec<Claim<'a>>) {
    let Some(end) = ends_badly(cx, tokens.clone()) else {
        lack(cx, tokens, found);
        return;
    };
    // The subject starts after the last word that only introduces it: 但仍存在, 面临着.
    let opens = |at: &usize| {
        let (word, tag) = (cx.word(*at), cx.doc.tokens[*at].tag);
        matches!(tag, Tag::Punctuation | Tag::Pronoun)
            || matches!(
                word,
                "存在"
                    | "面对"
                    | "应对"
                    | "破解"
                    | "克服"
                    | "缓解"
                    | "避免"
                    | "仍然"
                    | "出现"
                    | "再次"
                    | "最后"
                    | "首先"
                    | "其次"
                    | "面临"
                    | "面临着"
                    | "导致"
                    | "造成"
                    | "但"
                    | "而"
                    | "使得"
                    | "是"
                    | "由于"
                    | "因"
                    | "如"
                    | "有"
                    | "例如"
                    | "尽管"
                    | "虽然"
                    | "然而"
                    | "且"
                    | "仍"
                    | "还"
                    | "又"
                    | "也"
                    | "即"
                    | "以及"
                    | "针对"
                    | "解决"
                    | "因为"
                    | "则"
                    | "加之"
                    | "使"
                    | "包括"
                    | "着"
            )
    };
    let start = (tokens.start..end).rev().find(opens).map_or(tokens.start, |at| at + 1);
    if start >= end {
        return;
    }
    let span = cx.span(start..end);
    let n_chars = cx.slice(span).chars().count();
    if (4..=LONGEST).contains(&n_chars) && cx.doc.tokens[start].tag != Tag::Preposition {
        found.push(Claim { span, kind: Some(vocab::PROBLEM), rule: "problems/clause" });
    }
}

/// A piece that opens with what is missing or not done: 缺乏稳定的资金来源, 难以形成合力.
fn lack<'a>(cx: &Context<'a>, tokens: std::ops::Range<usize>, found: &mut Vec<Claim<'a>>) {
    let mut tokens = tokens;
    while !tokens.is_empty() && cx.doc.tokens[tokens.end - 1].tag == Tag::Punctuation {
        tokens.end -= 1;
    }
    let Some(start) = tokens.clone().find(|at| cx.is_in(Language::Zh, "lack", cx.word(*at))) else { return };
    if tokens.end - start < 2 || tokens.end - start > 10 {
        return;
    }
    let span = cx.span(start..tokens.end);
    if (5..=LONGEST).contains(&cx.slice(span).chars().count()) {
        found.push(Claim { span, kind: Some(vocab::PROBLEM), rule: "problems/lack" });
    }
}

/// One past the last token of the piece when it ends in a problem predicate behind a subject.
fn ends_badly(cx: &Context<'_>, tokens: std::ops::Range<usize>) -> Option<usize> {
    let mut end = tokens.end;
    while end > tokens.start
        && (cx.doc.tokens[end - 1].tag == Tag::Punctuation
            || matches!(cx.word(end - 1), "的" | "问题" | "了"))
    {
        end -= 1;
    }
    if end <= tokens.start + 1 {
        return None;
    }
    let text = cx.slice(cx.span(tokens.start..end));
    let endings = &cx.knowledge.lexicon(Language::Zh).problem_endings;
    let starts: Vec<usize> = text.char_indices().rev().take(LONGEST_ENDING).map(|(at, _)| at).collect();
    let ending = starts.iter().rev().map(|at| &text[*at..]).find(|ending| {
        endings.contains(*ending) || ending.starts_with("不够") && ending.chars().count() >= 3
    })?;
    let tail = Span::new(
        cx.doc.tokens[end - 1].span.end as usize - ending.len(),
        cx.doc.tokens[end - 1].span.end as usize,
    );
    let has_subject = (tokens.start..end)
        .any(|at| cx.doc.tokens[at].span.end <= tail.start && cx.doc.tokens[at].tag.is_nominal());
    has_subject.then_some(end)
}
