//! AnnotatedDocument -> mentions: inner members of lists, whatever they are made of.

use super::{Claim, Context, MentionExtractor};
use crate::model::Tag;
use crate::text::Language;

/// # What it finds
/// What stands between two 、 of one clause, whole: its borders are certain on both sides.
///
/// # Example
/// `采用链条带动、平台汇聚、需求引导等方式` => mention "平台汇聚".
///
/// # Why it is believed
/// Members of a list are names of one kind.
///
/// # Known misses
/// First and last members, whose outer border is open; those are found as noun phrases.
pub(super) struct Lists;

/// Longest member, in characters.
const LONGEST: usize = 12;

impl MentionExtractor for Lists {
    fn name(&self) -> &'static str {
        "lists"
    }

    fn extract<'a>(&self, cx: &Context<'a>, found: &mut Vec<Claim<'a>>) {
        for sentence in cx.doc.sentences.iter().filter(|sentence| sentence.language == Language::Zh) {
            for clause in &sentence.clauses {
                let commas: Vec<usize> = clause.tokens.clone().filter(|at| cx.word(*at) == "、").collect();
                for pair in commas.windows(2) {
                    let mut tokens = pair[0] + 1..pair[1];
                    while !tokens.is_empty() && cx.doc.tokens[tokens.start].tag == Tag::Punctuation {
                        tokens.start += 1;
                    }
                    while !tokens.is_empty() && cx.doc.tokens[tokens.end - 1].tag == Tag::Punctuation {
                        tokens.end -= 1;
                    }
                    let has_noun = tokens
                        .clone()
                        .any(|at| cx.doc.tokens[at].tag.is_nominal() || cx.doc.tokens[at].tag == Tag::Verb);
                    let has_mark = tokens.clone().any(|at| cx.doc.tokens[at].tag == Tag::Punctuation);
                    let says = tokens.clone().any(|at| {
                        matches!(cx.doc.tokens[at].tag, Tag::Particle | Tag::Preposition | Tag::Pronoun)
                            || cx.is_in(Language::Zh, "never_inside", cx.word(at))
                    });
                    if tokens.is_empty() || !has_noun || has_mark || says {
                        continue;
                    }
                    let span = cx.span(tokens);
                    if (2..=LONGEST).contains(&cx.slice(span).chars().count()) {
                        found.push(Claim { span, kind: None, rule: "lists/inner" });
                    }
                }
            }
        }
    }
}
