//! A clause and its trigger -> how the text states it: as fact, as advice, as possible, as not so.
//!
//! Cues decide little by themselves: `should` in front of another verb, 未 inside a name, 要 in 只要. So cues are heard by a multinomial
//! logistic model over the words in front of, behind and around the trigger, fitted on links whose modality annotators and readers wrote
//! down (`seeds/modality.tsv`).

use std::ops::Range;

use super::super::mentions::Context;
use crate::extract::numbered::{FeatureList, FeatureNames};
use crate::knowledge::FeatureId;
use crate::model::{BlockKind, Modality, Tag, Zone};
use crate::text::{Language, Span};

/// The word that governs what a clause says of a link.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Trigger {
    pub(crate) sentence: usize,
    /// Index among the clauses of the sentence.
    pub(crate) clause: usize,
    pub(crate) token: usize,
}

/// All modalities.
const ALL: [Modality; 4] =
    [Modality::Asserted, Modality::Recommended, Modality::Hypothetical, Modality::Negated];

/// The modality of a link of a kind where it is stated.
pub(crate) fn of_trigger(cx: &Context<'_>, at: Trigger, kind: &str) -> Modality {
    let model = &cx.knowledge.modality;
    let mut sums = vec![0f32; model.labels.len()];
    let cues = by_cues(cx, at);
    model.add(&features(cx, at, kind, cues, None), &mut sums);
    let sum = |modality: &Modality| model.label(modality.name()).map_or(f32::MIN, |label| sums[label]);
    let likelier = |best: Modality, other: Modality| if sum(&other) > sum(&best) { other } else { best };
    ALL.into_iter().fold(cues, likelier)
}

/// Words farther behind the trigger than this are not looked at.
const FARTHEST_BEHIND: usize = 10;
/// Words of a heading that are looked at.
const MOST_OF_HEADING: usize = 12;

/// What speaks for the modality of a link of a kind; `cues` is what cues say.
pub(super) fn features(
    cx: &Context<'_>,
    at: Trigger,
    kind: &str,
    cues: Modality,
    names: Option<&FeatureNames>,
) -> Vec<FeatureId> {
    let annotated = &cx.doc.sentences[at.sentence];
    let clause = annotated.clauses[at.clause].tokens.clone();
    let trigger = at.token.clamp(clause.start, clause.end);
    let mut list = FeatureList { ids: Vec::new(), names };
    let cues = cues.name();
    let block = &cx.doc.document.blocks[annotated.block];
    let zone = match cx.doc.document.sections[block.section].zone {
        Zone::Front => "front",
        Zone::Body => "body",
        Zone::Recommendation => "recommendation",
        Zone::Conclusion => "conclusion",
    };
    list.see("bias", annotated.language.code(), "");
    list.see("kind", kind, "");
    list.see("cues", cues, annotated.language.code());
    list.see("cues_of_kind", cues, kind);
    list.see("zone", zone, kind);
    if block.kind == BlockKind::Item {
        list.see("item", zone, "");
    }
    if opens_bare(cx, annotated.tokens.clone()) {
        list.see("bare", zone, "");
    }
    let word = |token: usize| cx.word(token).to_lowercase();
    let mut bag = |template: &'static str, tokens: Range<usize>| {
        let mut words: Vec<String> = tokens.map(word).filter(|word| is_word(word)).collect();
        words.sort_unstable();
        words.dedup();
        words.iter().for_each(|word| list.see(template, word, ""));
    };
    bag("clause", clause.start..trigger);
    bag("near", trigger.saturating_sub(NEAR).max(clause.start)..trigger);
    bag("behind", trigger..clause.end.min(trigger + FARTHEST_BEHIND));
    bag("earlier", annotated.tokens.start..clause.start);
    bag("later", clause.end..annotated.tokens.end);
    if let Some(first) = annotated.tokens.clone().find(|token| is_word(cx.word(*token))) {
        list.see("first", &word(first), "");
    }
    // A clause with a subject of its own goes on with the advice of those before less often.
    let opening = clause.clone().find(|token| is_word(cx.word(*token)));
    let opening = opening.map_or("", |token| cx.doc.tokens[token].tag.name());
    list.see("opening", opening, "");
    for class in ["recommended", "hypothetical", "negated"] {
        let earlier = annotated.clauses[..at.clause].iter().rev();
        let n_since = earlier
            .take(DISTANCES.len())
            .position(|clause| has_cue(cx, annotated.language, class, clause.tokens.clone()));
        if let Some(n_since) = n_since {
            list.see(class, DISTANCES[n_since], opening);
        }
    }
    if trigger < clause.end {
        list.see("trigger", &word(trigger), "");
        if trigger > clause.start {
            list.see("trigger_behind", &word(trigger - 1), &word(trigger));
        }
    }
    for token in trigger.saturating_sub(NEAR).max(clause.start + 1)..trigger {
        list.see("two", &word(token - 1), &word(token));
    }
    if cx.slice(annotated.span).trim_end().ends_with(['?', '？']) {
        list.see("question", "", "");
    }
    let previous = at.sentence.checked_sub(1).map(|previous| &cx.doc.sentences[previous]);
    if let Some(previous) = previous.filter(|previous| previous.block == annotated.block)
        && has_cue(cx, previous.language, "recommended", previous.tokens.clone())
    {
        list.see("previous", "recommended", "");
    }
    if let Some(heading) = cx.doc.document.sections[block.section].heading {
        for token in cx.doc.tokens_in(heading).take(MOST_OF_HEADING) {
            list.see("heading", &word(token), "");
        }
    }
    list.ids
}

/// Names of how many clauses lie between two.
const DISTANCES: [&str; 4] = ["0", "1", "2", "3"];
/// Tokens right in front of a trigger.
const NEAR: usize = 4;

fn is_word(word: &str) -> bool {
    word.chars().any(char::is_alphabetic)
}

/// What cues say: negation counts right before the trigger; a cue of possibility anywhere in the clause before it; a cue of advice holds
/// from where it stands to the end of the sentence, and over the bare verbs of sentences after it.
pub(super) fn by_cues(cx: &Context<'_>, at: Trigger) -> Modality {
    let annotated = &cx.doc.sentences[at.sentence];
    let tokens = annotated.clauses[at.clause].tokens.clone();
    let before = tokens.start..at.token.clamp(tokens.start, tokens.end);
    if is_negated(cx, annotated.language, before.clone()) {
        return Modality::Negated;
    }
    if has_cue(cx, annotated.language, "hypothetical", before.clone()) {
        return Modality::Hypothetical;
    }
    if is_advised(cx, at.sentence, at.clause, before) { Modality::Recommended } else { Modality::Asserted }
}

/// The modality of a span that structure, not a verb, states: advice in sections of advice.
pub(crate) fn of_place(cx: &Context<'_>, section: usize) -> Modality {
    match cx.doc.document.sections[section].zone {
        Zone::Recommendation => Modality::Recommended,
        _ => Modality::Asserted,
    }
}

/// The modality of a stretch of text inside a sentence, by the cues in front of it.
pub(crate) fn of_span(cx: &Context<'_>, sentence: usize, span: Span, kind: &str) -> Modality {
    let clauses = &cx.doc.sentences[sentence].clauses;
    let clause = clauses
        .iter()
        .position(|clause| clause.span.end >= span.end)
        .unwrap_or(clauses.len().saturating_sub(1));
    let token = cx.doc.tokens.partition_point(|token| token.span.start < span.start);
    of_trigger(cx, Trigger { sentence, clause, token }, kind)
}

fn is_negated(cx: &Context<'_>, language: Language, before: Range<usize>) -> bool {
    let from = before.end.saturating_sub(NEAR).max(before.start);
    let near = from..before.end;
    near.clone().any(|at| {
        let word = cx.word(at).to_lowercase();
        let next = if at + 1 < cx.doc.tokens.len() { cx.word(at + 1) } else { "" };
        let only = matches!(next, "only" | "just" | "merely" | "仅" | "只" | "但");
        cx.is_in(language, "negated", &word) && !only
    })
}

fn has_cue(cx: &Context<'_>, language: Language, class: &str, tokens: Range<usize>) -> bool {
    match language {
        Language::Zh => tokens
            .into_iter()
            .any(|at| cx.is_in(language, class, cx.word(at)) && !cx.doc.tokens[at].tag.is_nominal()),
        Language::En => {
            if tokens.is_empty() {
                return false;
            }
            let text = format!(" {} ", cx.slice(cx.span(tokens)).to_lowercase());
            cx.knowledge.lexicon(language).class(class).iter().any(|cue| {
                text.find(cue.as_str()).is_some_and(|at| {
                    let borders = [text[..at].chars().next_back(), text[at + cue.len()..].chars().next()];
                    borders.into_iter().flatten().all(|c| !c.is_alphanumeric())
                })
            })
        }
    }
}

fn is_advised(cx: &Context<'_>, sentence: usize, clause: usize, before: Range<usize>) -> bool {
    let annotated = &cx.doc.sentences[sentence];
    let language = annotated.language;
    if has_cue(cx, language, "recommended", before.clone()) {
        return true;
    }
    let earlier = &annotated.clauses[..clause];
    let advised_before =
        earlier.iter().any(|clause| has_cue(cx, language, "recommended", clause.tokens.clone()));
    if advised_before {
        return true;
    }
    let is_bare = opens_bare(cx, annotated.tokens.clone());
    let section = cx.doc.document.blocks[annotated.block].section;
    if cx.doc.document.sections[section].zone == Zone::Recommendation && is_bare {
        return true;
    }
    // Bare verbs go on with the advice of the sentence before.
    let previous = sentence
        .checked_sub(1)
        .map(|at| &cx.doc.sentences[at])
        .filter(|previous| previous.block == annotated.block);
    is_bare
        && language == Language::Zh
        && previous.is_some_and(|previous| has_cue(cx, language, "recommended", previous.tokens.clone()))
}

/// Whether a sentence starts with a verb of measures, perhaps behind a number or an adverb.
fn opens_bare(cx: &Context<'_>, tokens: Range<usize>) -> bool {
    let skipped = |at: &usize| {
        matches!(
            cx.doc.tokens[*at].tag,
            Tag::Punctuation | Tag::Number | Tag::Adverb | Tag::Conjunction | Tag::Pronoun
        ) || matches!(
            cx.word(*at),
            "一是"
                | "二是"
                | "三是"
                | "四是"
                | "第一"
                | "第二"
                | "第三"
                | "其一"
                | "其二"
                | "其三"
                | "首先"
                | "其次"
                | "最后"
                | "同时"
                | "此外"
                | "是"
                | "一方面"
                | "另一方面"
        )
    };
    let first = tokens.take(12).find(|at| !skipped(at));
    first.is_some_and(|at| {
        cx.is_in(Language::Zh, "measure", cx.word(at))
            || cx.is_in(Language::En, "measure", &cx.word(at).to_lowercase())
    })
}
