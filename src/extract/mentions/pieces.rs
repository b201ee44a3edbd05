//! AnnotatedDocument -> mentions: short clauses and members of lists that say something of their own.

use std::ops::Range;

use super::{Claim, Context, MentionExtractor};
use crate::model::{Sentence, Tag};
use crate::text::Language;

/// # What it finds
/// A stretch between two marks, without the words that only lead into it, that is a subject with its predicate or a verb with its object.
///
/// # Example
/// `目前面临人才流失加剧、合作渠道狭窄等` => mentions "人才流失加剧", "合作渠道狭窄".
/// `通过共建实验室，缩短研发周期` => mention "缩短研发周期".
/// `提高。` => nothing.
///
/// # Why it is believed
/// Chinese papers name problems, measures and outcomes by clauses, one between every two marks; the model of terms tells which of them are
/// wanted.
///
/// # Known misses
/// Clauses with a mark inside; clauses that tell what somebody did.
pub(super) struct Pieces;

/// Shortest and longest piece, in characters.
const CHARACTERS: std::ops::RangeInclusive<usize> = 4..=24;
/// Longest piece, in words.
const MOST_WORDS: usize = 12;

impl MentionExtractor for Pieces {
    fn name(&self) -> &'static str {
        "pieces"
    }

    fn extract<'a>(&self, cx: &Context<'a>, found: &mut Vec<Claim<'a>>) {
        for sentence in cx.doc.sentences.iter().filter(|sentence| sentence.language == Language::Zh) {
            for clause in &sentence.clauses {
                let mut first = clause.tokens.start;
                for at in clause.tokens.clone() {
                    if matches!(cx.word(at), "、" | "等" | "：" | "；") {
                        piece(cx, first..at, found);
                        first = at + 1;
                    }
                }
                piece(cx, first..clause.tokens.end, found);
                led_in(cx, sentence, clause.tokens.clone(), found);
            }
        }
    }
}

/// A piece without what leads into it and what closes it.
fn piece<'a>(cx: &Context<'a>, tokens: Range<usize>, found: &mut Vec<Claim<'a>>) {
    let mut tokens = tokens;
    let leads = |at: usize| {
        matches!(
            cx.doc.tokens[at].tag,
            Tag::Punctuation
                | Tag::Pronoun
                | Tag::Conjunction
                | Tag::Adverb
                | Tag::Preposition
                | Tag::Particle
        ) || cx.is_in(Language::Zh, "piece_lead", cx.word(at))
    };
    let closes = |at: usize| {
        matches!(cx.doc.tokens[at].tag, Tag::Punctuation | Tag::Particle | Tag::De)
            || matches!(cx.word(at), "了" | "着" | "等" | "问题" | "中" | "上" | "下" | "时" | "后")
    };
    while !tokens.is_empty() && leads(tokens.start) {
        tokens.start += 1;
    }
    while !tokens.is_empty() && closes(tokens.end - 1) {
        tokens.end -= 1;
    }
    claim(cx, tokens, ["pieces/state", "pieces/act"], found);
}

/// What stands behind the last word that leads into a clause: 这使得…, 导致…, 有利于….
fn led_in<'a>(cx: &Context<'a>, sentence: &Sentence, tokens: Range<usize>, found: &mut Vec<Claim<'a>>) {
    let is_lead = |at: &usize| cx.is_in(Language::Zh, "piece_lead", cx.word(*at));
    let Some(lead) = tokens.clone().skip(1).rev().find(is_lead) else { return };
    let stops = |at: &usize| matches!(cx.word(*at), "、" | "等" | "：" | "；");
    let mut end = (lead + 1..tokens.end.min(sentence.tokens.end)).find(stops).unwrap_or(tokens.end);
    while end > lead + 1 && matches!(cx.doc.tokens[end - 1].tag, Tag::Punctuation | Tag::Particle | Tag::De) {
        end -= 1;
    }
    claim(cx, lead + 1..end, ["pieces/led_state", "pieces/led_act"], found);
}

fn claim<'a>(cx: &Context<'a>, tokens: Range<usize>, rules: [&'static str; 2], found: &mut Vec<Claim<'a>>) {
    if tokens.len() < 2 || tokens.len() > MOST_WORDS {
        return;
    }
    let span = cx.span(tokens.clone());
    if !CHARACTERS.contains(&cx.slice(span).chars().count()) {
        return;
    }
    let tag = |at: usize| cx.doc.tokens[at].tag;
    let (first, last) = (tag(tokens.start), tag(tokens.end - 1));
    let is_predicate = |tag| matches!(tag, Tag::Verb | Tag::Adjective);
    let tells = tokens.clone().any(|at| matches!(cx.word(at), "了" | "过" | "着" | "、"));
    if tells {
        return;
    }
    if first == Tag::Verb && (last.is_nominal() || last == Tag::Verb) {
        found.push(Claim { span, kind: None, rule: rules[1] });
    } else if first.is_nominal()
        && (is_predicate(last) && !thrives(cx, tokens.end - 1) || last.is_nominal() && drives(cx, tokens))
    {
        found.push(Claim { span, kind: None, rule: rules[0] });
    }
}

/// Whether a predicate only says that things go on well: …不断提高.
fn thrives(cx: &Context<'_>, last: usize) -> bool {
    let word = cx.word(last);
    cx.is_in(Language::Zh, "raise", word) && last > 0 && cx.doc.tokens[last - 1].tag == Tag::Adverb
}

/// Whether one thing drives another: 居民用水推动管网改造 names how something works.
fn drives(cx: &Context<'_>, mut tokens: Range<usize>) -> bool {
    tokens.any(|at| cx.doc.tokens[at].tag == Tag::Verb && cx.is_in(Language::Zh, "promote", cx.word(at)))
}
