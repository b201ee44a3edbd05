//! AnnotatedDocument -> mentions: English noun phrases.

use std::ops::Range;

use super::{Claim, Context, MentionExtractor};
use crate::model::{Sentence, Tag};
use crate::text::Language;

/// # What it finds
/// Runs of adjectives and nouns that end in a noun; such runs joined by "and" inside one phrase, or by "of", "to",
/// "between" behind a head that needs it; capitalised names; verbs with their objects where they name an aim or a lack; short
/// clauses that say what ails something.
///
/// # Example
/// `The lack of clean water hinders clinics` => mentions "lack of clean water", "clean water", "clinics".
/// `cultural and ecological heritage` => mention "cultural and ecological heritage".
/// `to restore the wetland` => mention "restore the wetland".
/// `this paper` => nothing.
///
/// # Why it is believed
/// Terms are noun phrases; determiners and words of degree are no part of them.
///
/// # Known misses
/// Terms that are verbs; names with lower-case words inside other than "of", "for" and "and".
pub(super) struct EnglishPhrases;

/// Longest phrase, in words.
const LONGEST: usize = 9;

impl MentionExtractor for EnglishPhrases {
    fn name(&self) -> &'static str {
        "english_phrases"
    }

    fn extract<'a>(&self, cx: &Context<'a>, found: &mut Vec<Claim<'a>>) {
        for sentence in cx.doc.sentences.iter().filter(|sentence| sentence.language == Language::En) {
            let chunks = chunks(cx, sentence);
            for chunk in &chunks {
                push(cx, chunk.clone(), "english_phrases/chunk", found);
                inner(cx, chunk.clone(), found);
            }
            joined(cx, &chunks, found);
            acts(cx, sentence, &chunks, found);
            aims(cx, sentence, &chunks, found);
            states(cx, sentence, &chunks, found);
            graded(cx, sentence, &chunks, found);
            names(cx, sentence, found);
            single_names(cx, sentence, found);
        }
    }
}

/// Shorter names inside a chunk: both sides of a possessive, and the ends of a long run.
fn inner<'a>(cx: &Context<'a>, chunk: Range<usize>, found: &mut Vec<Claim<'a>>) {
    let mut start = chunk.start;
    for at in chunk.clone() {
        if cx.doc.tokens[at].tag == Tag::De {
            push(cx, start..at, "english_phrases/side", found);
            start = at + 1;
        }
    }
    let run = start..chunk.end;
    if start > chunk.start {
        push(cx, run.clone(), "english_phrases/side", found);
    }
    if run.len() >= 3 {
        push(cx, run.end - 2..run.end, "english_phrases/tail", found);
        if cx.doc.tokens[run.start + 1].tag == Tag::Noun {
            push(cx, run.start..run.start + 2, "english_phrases/head", found);
        }
    }
    if run.len() >= 4 {
        push(cx, run.end - 3..run.end, "english_phrases/tail", found);
    }
}

/// Runs of adjectives and nouns ending in a noun, without words that point or grade in front.
fn chunks(cx: &Context<'_>, sentence: &Sentence) -> Vec<Range<usize>> {
    let mut chunks = Vec::new();
    let mut start = sentence.tokens.start;
    while start < sentence.tokens.end {
        let mut end = start;
        while end < sentence.tokens.end && is_material(cx, sentence, start, end) {
            end += 1;
        }
        let next = end.max(start + 1);
        while start < end && cx.is_in(Language::En, "lead_cut", &cx.word(start).to_lowercase()) {
            start += 1;
        }
        if end - start >= 2 && opens_with_verb(cx, sentence, start) {
            start += 1;
            while start < end && cx.is_in(Language::En, "lead_cut", &cx.word(start).to_lowercase()) {
                start += 1;
            }
        }
        while start < end
            && (cx.doc.tokens[end - 1].tag != Tag::Noun
                || cx.is_in(Language::En, "tail_cut", &cx.word(end - 1).to_lowercase()))
        {
            end -= 1;
        }
        if start < end {
            chunks.push(start..end);
        }
        start = next;
    }
    chunks
}

/// Whether a phrase starts with a verb that the tagger took for a noun: at the start of an item, behind "to" or "and".
fn opens_with_verb(cx: &Context<'_>, sentence: &Sentence, start: usize) -> bool {
    let before = (start > sentence.tokens.start).then(|| cx.word(start - 1).to_lowercase());
    let placed = before.as_deref().is_none_or(|before| {
        matches!(before, "to" | "and" | "-" | "•" | "*" | "," | "or" | ":" | "who" | "which" | "that")
    });
    let word = cx.word(start).to_lowercase();
    let forms = ["", "s", "es", "d", "ed", "ing"];
    let stems: Vec<&str> = forms.iter().filter_map(|ending| word.strip_suffix(ending)).collect();
    placed
        && VERBS.iter().any(|class| {
            stems.iter().any(|stem| {
                cx.is_in(Language::En, class, stem) || cx.is_in(Language::En, class, &format!("{stem}e"))
            })
        })
}

/// Classes whose words are read as verbs at the start of a phrase.
const VERBS: &[&str] = &["measure", "promote", "raise", "build", "address", "adopt", "use", "propose"];

fn is_material(cx: &Context<'_>, sentence: &Sentence, start: usize, at: usize) -> bool {
    let tag = cx.doc.tokens[at].tag;
    let next = (at + 1 < sentence.tokens.end).then(|| cx.doc.tokens[at + 1].tag);
    match tag {
        Tag::Noun => true,
        Tag::Adjective => {
            matches!(next, Some(Tag::Noun | Tag::Adjective))
                || matches!(next, Some(Tag::Conjunction)) && adjective_pair(cx, sentence, at)
        }
        // "cultural and ecological heritage"
        Tag::Conjunction => {
            at > start
                && cx.doc.tokens[at - 1].tag == Tag::Adjective
                && cx.word(at) == "and"
                && matches!(next, Some(Tag::Adjective))
        }
        Tag::De => at > start && matches!(next, Some(Tag::Noun | Tag::Adjective)),
        // "coastal fishing villages"
        Tag::Verb => {
            at > start
                && cx.word(at).ends_with("ing")
                && matches!(cx.doc.tokens[at - 1].tag, Tag::Noun | Tag::Adjective)
                && matches!(next, Some(Tag::Noun))
        }
        Tag::Number => {
            cx.word(at).len() == 4
                && at > start
                && next.is_none_or(|next| next != Tag::Noun)
                && is_name(cx, at - 1)
        }
        _ => false,
    }
}

fn adjective_pair(cx: &Context<'_>, sentence: &Sentence, at: usize) -> bool {
    let tag = |index: usize| (index < sentence.tokens.end).then(|| cx.doc.tokens[index].tag);
    cx.word(at + 1) == "and"
        && tag(at + 2) == Some(Tag::Adjective)
        && matches!(tag(at + 3), Some(Tag::Noun | Tag::Adjective))
}

fn is_name(cx: &Context<'_>, at: usize) -> bool {
    cx.word(at).starts_with(|c: char| c.is_uppercase())
}

fn push<'a>(cx: &Context<'a>, chunk: Range<usize>, rule: &'static str, found: &mut Vec<Claim<'a>>) {
    if chunk.is_empty() || chunk.len() > LONGEST {
        return;
    }
    let span = cx.span(chunk.clone());
    let text = cx.slice(span);
    let short = text.chars().count() < 3 && !text.chars().all(|c| c.is_ascii_uppercase());
    let single_letter = text.chars().count() < 2;
    if !short && !single_letter && !cx.knowledge.lexicon(Language::En).is_generic(text) {
        found.push(Claim { span, kind: None, rule });
    }
}

/// Words in capitals in a row, with small words between them: Office of Rural Credit, Clean Rivers Act of 2005.
fn names<'a>(cx: &Context<'a>, sentence: &Sentence, found: &mut Vec<Claim<'a>>) {
    let is_capital = |at: usize| is_name(cx, at) && cx.word(at).len() >= 2;
    let small = |at: usize| matches!(cx.word(at), "of" | "for" | "and" | "the" | "on" | "&");
    let mut start = sentence.tokens.start;
    while start < sentence.tokens.end {
        let points = matches!(
            cx.word(start),
            "The" | "A" | "An" | "This" | "These" | "In" | "It" | "But" | "And" | "For" | "If"
        );
        if !is_capital(start) || points {
            start += 1;
            continue;
        }
        let mut end = start + 1;
        let mut next = end;
        while next < sentence.tokens.end && next - start < LONGEST {
            let is_year =
                cx.doc.tokens[next].tag == Tag::Number && next > start + 1 && cx.word(next - 1) == "of";
            if is_capital(next) || is_year {
                end = next + 1;
            } else if !small(next) {
                break;
            }
            next += 1;
        }
        if end - start >= 2 {
            push(cx, start..end, "english_phrases/capitals", found);
        }
        start = end;
    }
}

/// A gerund with its object: guaranteeing a buyer.
fn acts<'a>(cx: &Context<'a>, sentence: &Sentence, chunks: &[Range<usize>], found: &mut Vec<Claim<'a>>) {
    for chunk in chunks {
        let points = chunk.start > sentence.tokens.start
            && matches!(cx.word(chunk.start - 1), "the" | "a" | "an" | "its" | "their" | "more" | "new");
        let before = if points { chunk.start - 1 } else { chunk.start };
        if before == sentence.tokens.start {
            continue;
        }
        let verb = before - 1;
        let token = cx.doc.tokens[verb];
        if token.tag == Tag::Verb && cx.word(verb).len() >= 6 && cx.word(verb).ends_with("ing") {
            push(cx, verb..chunk.end, "english_phrases/act", found);
        }
    }
}

/// A verb with its object behind "to", or at the start of a heading or an item: to restore the wetland; Repair pumps.
fn aims<'a>(cx: &Context<'a>, sentence: &Sentence, chunks: &[Range<usize>], found: &mut Vec<Claim<'a>>) {
    let is_aside = |at: usize| {
        matches!(cx.doc.tokens[at].tag, Tag::Adverb | Tag::Pronoun)
            || matches!(
                cx.word(at),
                "the" | "a" | "an" | "its" | "their" | "more" | "new" | "our" | "your" | "any" | "all"
            )
    };
    for (n, chunk) in chunks.iter().enumerate() {
        let mut verb = chunk.start;
        while verb > sentence.tokens.start && is_aside(verb - 1) {
            verb -= 1;
        }
        // "catch up in", "invest in": one preposition belongs to the verb.
        if verb > sentence.tokens.start + 1 && cx.doc.tokens[verb - 1].tag == Tag::Preposition {
            verb -= 1;
        }
        let Some(verb) = verb.checked_sub(1).filter(|verb| *verb >= sentence.tokens.start) else { continue };
        let behind_to = verb > sentence.tokens.start && cx.word(verb - 1).eq_ignore_ascii_case("to");
        let is_lack = cx.is_in(Language::En, "lack", &cx.word(verb).to_lowercase());
        let opens = verb == sentence.tokens.start;
        if cx.doc.tokens[verb].tag != Tag::Verb && !is_lack || !(behind_to || opens || is_lack) {
            continue;
        }
        let rule = match (is_lack, behind_to) {
            (true, _) => "english_phrases/lack",
            (_, true) => "english_phrases/aim",
            _ => "english_phrases/order",
        };
        push(cx, verb..chunk.end, rule, found);
        if let Some(next) = chunks.get(n + 1)
            && (chunk.end..next.start)
                .all(|at| matches!(cx.word(at), "of" | "for" | "in" | "to" | "the" | "a" | "and"))
        {
            push(cx, verb..next.end, rule, found);
        }
    }
}

/// A subject and what ails it: drinking water is scarce.
fn states<'a>(cx: &Context<'a>, sentence: &Sentence, chunks: &[Range<usize>], found: &mut Vec<Claim<'a>>) {
    for chunk in chunks {
        let mut at = chunk.end;
        let mut has_copula = false;
        while at < sentence.tokens.end && at < chunk.end + 4 {
            let word = cx.word(at).to_lowercase();
            if matches!(
                word.as_str(),
                "is" | "are" | "was" | "were" | "remain" | "remains" | "be" | "been" | "become" | "becomes"
            ) {
                has_copula = true;
            } else if has_copula && cx.is_in(Language::En, "ailing", &word) {
                push(cx, chunk.start..at + 1, "english_phrases/state", found);
                break;
            } else if cx.doc.tokens[at].tag != Tag::Adverb
                && !matches!(word.as_str(), "too" | "very" | "often" | "has" | "have" | "can" | "may")
            {
                break;
            }
            at += 1;
        }
    }
}

/// A phrase with the word of degree before it: high flood risk, low tidal range; and one with a plain second member: fishing boats
/// and ferries.
fn graded<'a>(cx: &Context<'a>, sentence: &Sentence, chunks: &[Range<usize>], found: &mut Vec<Claim<'a>>) {
    for (n, chunk) in chunks.iter().enumerate() {
        let before = chunk.start.checked_sub(1).filter(|before| *before >= sentence.tokens.start);
        if let Some(before) = before
            && cx.doc.tokens[before].tag == Tag::Adjective
            && !cx.is_in(Language::En, "counting", &cx.word(before).to_lowercase())
        {
            push(cx, before..chunk.end, "english_phrases/graded", found);
        }
        if let Some(next) = chunks.get(n + 1)
            && next.start == chunk.end + 1
            && matches!(cx.word(chunk.end), "and" | "or")
            && (2..=4).contains(&chunk.len())
            && next.len() == 1
        {
            push(cx, chunk.start..next.end, "english_phrases/pair", found);
        }
    }
}

/// One word in capitals inside a sentence: Lagos, FAO.
fn single_names<'a>(cx: &Context<'a>, sentence: &Sentence, found: &mut Vec<Claim<'a>>) {
    for at in sentence.tokens.clone() {
        let word = cx.word(at);
        let is_acronym =
            word.len() >= 2 && word.chars().filter(char::is_ascii_uppercase).count() * 2 > word.len();
        let is_inside =
            at > sentence.tokens.start && !matches!(cx.word(at - 1), "." | ":" | "“" | "\"" | "*");
        if is_acronym || is_inside && word.len() >= 3 && is_name(cx, at) {
            push(cx, at..at + 1, "english_phrases/capital", found);
        }
    }
}

/// Chunks joined by a preposition behind a head that needs it, or by "and" where they share a head or form a name.
fn joined<'a>(cx: &Context<'a>, chunks: &[Range<usize>], found: &mut Vec<Claim<'a>>) {
    for (first, chunk) in chunks.iter().enumerate() {
        let head = cx.word(chunk.end - 1);
        let mut end = chunk.end;
        for (n, next) in chunks[first + 1..].iter().take(3).enumerate() {
            let joint: Vec<String> = (end..next.start).map(|at| cx.word(at).to_lowercase()).collect();
            let joint: Vec<&str> = joint
                .iter()
                .map(String::as_str)
                .filter(|word| !matches!(*word, "the" | "a" | "an" | "its" | "their"))
                .collect();
            let relational = cx.is_in(Language::En, "relational_head", head)
                || cx.is_in(Language::En, "relational_head", &head.to_lowercase());
            let named = is_name(cx, chunk.end - 1) && is_name(cx, next.start) && chunk.start > 0;
            let rule = match joint.as_slice() {
                ["of"] if named => "english_phrases/name",
                ["for" | "on" | "and"] if named && n == 0 && chunk.len() + next.len() >= 3 => {
                    "english_phrases/name"
                }
                ["of" | "to" | "between" | "in" | "for" | "against" | "from" | "towards" | "with"]
                    if n == 0 && relational =>
                {
                    "english_phrases/relational"
                }
                ["of"] if n == 0 => "english_phrases/of",
                [
                    "for" | "in" | "to" | "between" | "with" | "on" | "from" | "against" | "into" | "without",
                ] if n == 0 && next.len() + chunk.len() <= 6 => "english_phrases/tied",
                ["and"] if n > 0 && relational => "english_phrases/relational",
                ["and"] if n == 0 && next.len() >= 2 && chunk.len() <= 2 => "english_phrases/shared_head",
                _ => break,
            };
            end = next.end;
            push(cx, chunk.start..end, rule, found);
        }
    }
}
