//! AnnotatedDocument -> mentions: recommended measures, verb and object.

use std::ops::Range;

use super::{Claim, Context, MentionExtractor};
use crate::knowledge::vocab;
use crate::model::{BlockKind, Sentence, Tag, Zone};
use crate::text::Language;

/// # What it finds
/// A verb of the policy register with its object, where the text recommends: after 应, 需, should, in sections of advice, in
/// their lists.
///
/// # Example
/// `需强化河长巡查制度，完善水价形成机制` => mentions "强化河长巡查制度", "完善水价形成机制", policy.
/// `It is necessary to extend the flood warning service` => mention "extend the flood warning service", policy.
/// `政府去年加强了监管` => nothing.
///
/// # Why it is believed
/// Advice is written as bare verb phrases; the cue or the section tells it from reports of what was done.
///
/// # Known misses
/// Measures with two objects or an object of more than twenty characters.
pub(super) struct Measures;

/// Longest measure, in characters of Chinese.
const LONGEST: usize = 20;
/// Longest measure, in words of English.
const LONGEST_WORDS: usize = 11;

impl MentionExtractor for Measures {
    fn name(&self) -> &'static str {
        "measures"
    }

    fn extract<'a>(&self, cx: &Context<'a>, found: &mut Vec<Claim<'a>>) {
        for (at, sentence) in cx.doc.sentences.iter().enumerate() {
            match sentence.language {
                Language::Zh => chinese(cx, at, sentence, found),
                Language::En => english(cx, sentence, found),
            }
        }
    }
}

fn chinese<'a>(cx: &Context<'a>, index: usize, sentence: &Sentence, found: &mut Vec<Claim<'a>>) {
    let block = &cx.doc.document.blocks[sentence.block];
    let in_zone = cx.doc.document.sections[block.section].zone == Zone::Recommendation;
    let starts_item = cx.outline.item_of(index).is_some_and(|item| cx.outline.items[item].start == index);
    let mut advises = in_zone && starts_item || block.kind == BlockKind::Heading;
    for clause in &sentence.clauses {
        let cue =
            clause.tokens.clone().take(6).find(|at| cx.is_in(Language::Zh, "recommended", cx.word(*at)));
        let from = cue.map_or(clause.tokens.start, |at| at + 1);
        advises |= cue.is_some();
        let is_filler = |at: &usize| {
            matches!(cx.doc.tokens[*at].tag, Tag::Adverb | Tag::Punctuation | Tag::Pronoun | Tag::Conjunction)
                || matches!(cx.word(*at), "要" | "是" | "能" | "可" | "进一步")
        };
        let Some(start) = (from..clause.tokens.end).find(|at| !is_filler(at)) else { continue };
        let mut end = clause.tokens.end;
        while end > start && cx.doc.tokens[end - 1].tag == Tag::Punctuation {
            end -= 1;
        }
        if is_measure(cx, start..end) {
            let rule = match (cue.is_some(), advises || in_zone) {
                (true, _) => "measures/after_cue",
                (false, true) => "measures/in_advice",
                // The weights decide whether a mere clause is a measure.
                (false, false) => "measures/clause",
            };
            found.push(Claim { span: cx.span(start..end), kind: Some(vocab::POLICY), rule });
        }
    }
}

fn is_measure(cx: &Context<'_>, tokens: Range<usize>) -> bool {
    if tokens.len() < 2 {
        return false;
    }
    let text = cx.slice(cx.span(tokens.clone()));
    let opens = cx.is_in(Language::Zh, "measure", cx.word(tokens.start));
    let fits = (5..=LONGEST).contains(&text.chars().count());
    let ends_nominal =
        cx.doc.tokens[tokens.end - 1].tag.is_nominal() || cx.doc.tokens[tokens.end - 1].tag == Tag::Verb;
    let joined = tokens
        .clone()
        .any(|at| matches!(cx.word(at), "、" | "以" | "来" | "从而" | "使" | "并" | "为" | "了" | "是"));
    opens && fits && ends_nominal && !joined
}

fn english<'a>(cx: &Context<'a>, sentence: &Sentence, found: &mut Vec<Claim<'a>>) {
    let cues = cx.knowledge.lexicon(Language::En).class("recommended");
    let text = cx.slice(sentence.span).to_lowercase();
    let Some(cue) = cues.iter().filter_map(|cue| find_word(&text, cue).map(|at| at + cue.len())).min() else {
        return;
    };
    let from = sentence.span.start as usize + cue;
    let mut at = cx.doc.tokens.partition_point(|token| (token.span.start as usize) < from);
    while at < sentence.tokens.end {
        let word = cx.word(at).to_lowercase();
        let opens = cx.is_in(Language::En, "measure", &word);
        let before = at.checked_sub(1).map(|before| cx.word(before).to_lowercase()).unwrap_or_default();
        let placed =
            matches!(before.as_str(), "to" | "should" | "must" | "and" | "," | "also" | "be" | "it" | "is")
                || before.ends_with("ly");
        if !opens || !placed {
            at += 1;
            continue;
        }
        let end =
            (at + 1..sentence.tokens.end).find(|next| ends_phrase(cx, *next)).unwrap_or(sentence.tokens.end);
        let last_is_noun = cx.doc.tokens[end - 1].tag == Tag::Noun;
        if (3..=LONGEST_WORDS).contains(&(end - at)) && last_is_noun {
            found.push(Claim {
                span: cx.span(at..end),
                kind: Some(vocab::POLICY),
                rule: "measures/after_cue",
            });
        }
        at = end.max(at + 1);
    }
}

/// Where `cue` stands in `text` as whole words.
fn find_word(text: &str, cue: &str) -> Option<usize> {
    let at = text.find(cue)?;
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let whole =
        !is_letter(text[..at].chars().next_back()) && !is_letter(text[at + cue.len()..].chars().next());
    whole.then_some(at)
}

fn ends_phrase(cx: &Context<'_>, at: usize) -> bool {
    let word = cx.word(at).to_lowercase();
    let next = cx.doc.tokens.get(at + 1).map(|token| token.tag);
    match cx.doc.tokens[at].tag {
        Tag::Punctuation => word != "“" && word != "”",
        Tag::Conjunction => {
            matches!(next, Some(Tag::Verb | Tag::Adverb | Tag::Pronoun | Tag::Particle)) || word == "but"
        }
        Tag::Particle | Tag::Verb | Tag::Pronoun
            if matches!(word.as_str(), "to" | "which" | "that" | "who") =>
        {
            true
        }
        Tag::Preposition => matches!(
            word.as_str(),
            "by" | "through" | "so" | "if" | "when" | "while" | "as" | "because" | "than"
        ),
        Tag::Adverb => matches!(word.as_str(), "thereby" | "thus" | "so" | "is" | "are"),
        _ => false,
    }
}
