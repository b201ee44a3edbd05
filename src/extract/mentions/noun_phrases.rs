//! AnnotatedDocument -> mentions: Chinese noun phrases, plain and glued.

use std::ops::Range;

use super::{Claim, Context, MentionExtractor};
use crate::model::{Clause, Tag};
use crate::text::Language;

/// # What it finds
/// Maximal runs of nouns and nouns made of verbs, without words that only point or grade; runs joined by 的 or 和 where the
/// last word holds them together.
///
/// # Example
/// `信息共享机制加快了货物周转` => mentions "信息共享机制", "货物周转".
/// `港口建设与渔业发展协同` => mention "港口建设与渔业发展协同".
/// `这一重要问题` => nothing.
///
/// # Why it is believed
/// Terms are noun phrases; the tagger learned which verbs are used as nouns.
///
/// # Known misses
/// Terms with a verb in the middle that are never set off by marks.
pub(super) struct NounPhrases;

/// Longest plain run and longest glued phrase, in characters.
const LONGEST: usize = 16;
const LONGEST_GLUED: usize = 20;

impl MentionExtractor for NounPhrases {
    fn name(&self) -> &'static str {
        "noun_phrases"
    }

    fn extract<'a>(&self, cx: &Context<'a>, found: &mut Vec<Claim<'a>>) {
        for sentence in cx.doc.sentences.iter().filter(|sentence| sentence.language == Language::Zh) {
            for clause in &sentence.clauses {
                let runs = runs(cx, clause);
                for run in &runs {
                    plain(cx, run.clone(), found);
                }
                glued(cx, &runs, clause, found);
            }
        }
    }
}

/// Maximal runs of nominal material in a clause.
fn runs(cx: &Context<'_>, clause: &Clause) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut start = clause.tokens.start;
    while start < clause.tokens.end {
        let mut end = start;
        while end < clause.tokens.end && is_material(cx, clause, start, end) {
            end += 1;
        }
        if end > start {
            runs.push(start..end);
        }
        start = end.max(start + 1);
    }
    runs
}

fn is_material(cx: &Context<'_>, clause: &Clause, start: usize, at: usize) -> bool {
    let token = cx.doc.tokens[at];
    let word = cx.word(at);
    let next = (at + 1 < clause.tokens.end).then(|| cx.doc.tokens[at + 1].tag);
    let nominal_next = next.is_some_and(Tag::is_nominal);
    let known_head = || cx.knowledge.lexicon(Language::Zh).heads.contains_key(word);
    match token.tag {
        tag if tag.is_nominal() => true,
        Tag::Adjective => {
            nominal_next && word.chars().count() >= 2 && !cx.is_in(Language::Zh, "lead_cut", word)
        }
        // A verb between nouns belongs to the term (农户参与模式); a verb at its end does when it is known as a head.
        Tag::Verb
            if at > start && !cx.is_in(Language::Zh, "never_inside", word) && word.chars().count() >= 2 =>
        {
            nominal_next && is_compound_head(cx, clause, at + 1)
                || known_head() && !nominal_next && next != Some(Tag::Particle) && !is_number(next)
        }
        Tag::Other | Tag::Number => {
            word.len() >= 2 && word.is_ascii() && word.chars().any(|c| c.is_ascii_alphabetic())
        }
        Tag::Punctuation => {
            at > start
                && nominal_next
                && matches!(word, "-" | "—" | "+" | "·" | "&" | "/")
                && clause.tokens.end > at + 1
        }
        _ => false,
    }
}

fn is_number(tag: Option<Tag>) -> bool {
    matches!(tag, Some(Tag::Number | Tag::Measure))
}

/// Whether the nouns from `at` on end in a head that terms are made with, so that the verb before them is part of a name.
fn is_compound_head(cx: &Context<'_>, clause: &Clause, at: usize) -> bool {
    let end = (at..clause.tokens.end)
        .find(|next| !cx.doc.tokens[*next].tag.is_nominal())
        .unwrap_or(clause.tokens.end);
    end - at == 1 && cx.is_in(Language::Zh, "glue_head", cx.word(end - 1))
}

fn plain<'a>(cx: &Context<'a>, run: Range<usize>, found: &mut Vec<Claim<'a>>) {
    let run = trimmed(cx, run);
    if run.is_empty() {
        return;
    }
    push(cx, run.clone(), "noun_phrases/run", LONGEST, found);
    // 中国渔业发展 speaks of 渔业发展 in a place; the place is a mention of its own.
    let first = cx.doc.tokens[run.start].tag;
    if run.len() > 1 && matches!(first, Tag::Place | Tag::Person) {
        push(cx, trimmed(cx, run.start + 1..run.end), "noun_phrases/after_name", LONGEST, found);
    }
    if let Some(verb) = run.clone().find(|at| cx.doc.tokens[*at].tag == Tag::Verb) {
        push(cx, trimmed(cx, run.start..verb), "noun_phrases/before_verb", LONGEST, found);
        push(cx, trimmed(cx, verb + 1..run.end), "noun_phrases/after_verb", LONGEST, found);
    } else if run.len() >= 4 {
        // Long runs hold shorter names: their last two and three words.
        push(cx, run.end - 3..run.end, "noun_phrases/tail", LONGEST, found);
    }
    if run.len() >= 3 {
        push(cx, run.end - 2..run.end, "noun_phrases/tail", LONGEST, found);
        if first != Tag::Place {
            push(cx, run.start..run.start + 2, "noun_phrases/head", LONGEST, found);
        }
    }
}

fn push<'a>(
    cx: &Context<'a>,
    run: Range<usize>,
    rule: &'static str,
    longest: usize,
    found: &mut Vec<Claim<'a>>,
) {
    if run.is_empty() {
        return;
    }
    let span = cx.span(run);
    let text = cx.slice(span);
    if (2..=longest).contains(&text.chars().count()) && !cx.knowledge.lexicon(Language::Zh).is_generic(text) {
        found.push(Claim { span, kind: None, rule });
    }
}

/// A run without words that point, grade or place at either end.
fn trimmed(cx: &Context<'_>, mut run: Range<usize>) -> Range<usize> {
    while !run.is_empty()
        && (cx.is_in(Language::Zh, "lead_cut", cx.word(run.start))
            || cx.doc.tokens[run.start].tag == Tag::Punctuation)
    {
        run.start += 1;
    }
    while !run.is_empty()
        && (cx.is_in(Language::Zh, "tail_cut", cx.word(run.end - 1))
            || cx.doc.tokens[run.end - 1].tag == Tag::Punctuation)
    {
        run.end -= 1;
    }
    run
}

/// Neighbouring runs with one joint between them: 的 before a strong head, 和 before a head that needs two sides.
fn glued<'a>(cx: &Context<'a>, runs: &[Range<usize>], clause: &Clause, found: &mut Vec<Claim<'a>>) {
    for (first, run) in runs.iter().enumerate() {
        let start = trimmed(cx, run.clone()).start;
        let mut end = run.end;
        for next in &runs[first + 1..] {
            let joint = end..next.start;
            if joint.len() != 1 {
                break;
            }
            let word = cx.word(joint.start);
            let last = cx.word(next.end - 1);
            end = next.end;
            if start >= end {
                break;
            }
            let at_edge = start == clause.tokens.start || end == clause.tokens.end || is_open(cx, start, end);
            let rule = match word {
                "的" if cx.is_in(Language::Zh, "glue_head", last) && at_edge => "noun_phrases/glued_de",
                "和" | "与" | "及" | "、" if cx.is_in(Language::Zh, "relational_head", last) => {
                    "noun_phrases/glued_pair"
                }
                "和" | "与" | "及"
                    if at_edge
                        && next.len() >= 2
                        && run.len() <= 2
                        && cx
                            .knowledge
                            .lexicon(Language::Zh)
                            .heads
                            .get(last)
                            .is_some_and(|head| head.confidence >= 0.7) =>
                {
                    "noun_phrases/shared_head"
                }
                "和" | "与" | "及" if end - start == 3 || same_tail(cx, start, joint.start, end) => {
                    "noun_phrases/pair"
                }
                "的" if is_open(cx, start, end) => "noun_phrases/edge_de",
                "的" | "和" | "与" | "及" | "、" => continue,
                _ => break,
            };
            push(cx, start..end, rule, LONGEST_GLUED, found);
        }
    }
}

/// Whether both sides of a joint end alike: 公平性与效率性.
fn same_tail(cx: &Context<'_>, start: usize, joint: usize, end: usize) -> bool {
    let (left, right) = (cx.slice(cx.span(start..joint)), cx.slice(cx.span(joint + 1..end)));
    left.chars().count() == right.chars().count() && left.chars().next_back() == right.chars().next_back()
}

/// Whether a phrase is bordered by a verb or a mark on both sides, so that nothing more belongs to it.
fn is_open(cx: &Context<'_>, start: usize, end: usize) -> bool {
    let before = start.checked_sub(1).map(|at| cx.doc.tokens[at].tag);
    let after = cx.doc.tokens.get(end).map(|token| token.tag);
    let border = |tag: Option<Tag>| {
        matches!(tag, None | Some(Tag::Verb | Tag::Punctuation | Tag::Preposition | Tag::Adverb))
    };
    border(before) && border(after)
}
