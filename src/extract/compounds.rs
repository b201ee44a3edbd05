//! Occurrences of Chinese terms -> those without a word of grammar at their edge: no 由海面流场 for 海面流场.
//!
//! Two terms that stand at one place and differ by one character at the front or at the end cannot both be meant there. Where the
//! character is a word of grammar by itself, the longer one is a slip. What a vocabulary lists stays.

use rustc_hash::FxHashMap;

use super::mentions::Context;
use super::terms::{Candidate, Occurrence};
use crate::text::{Language, Span, is_han};

/// Words of grammar that stand before names and after them.
const IN_FRONT: &str = "以了该其此的被和与及或等对在从由于当即如让将是若则而但且并各因使令据把";
const BEHIND: &str = "的了和与及或等由为对会可在是将被也都要则而";

/// Drops occurrences that a term without their first or last character shows to be slips.
pub(super) fn keep_whole(cx: &Context<'_>, candidates: &[Candidate<'_>], occurrences: &mut Vec<Occurrence>) {
    let at_place: FxHashMap<Span, usize> =
        occurrences.iter().enumerate().map(|(at, occurrence)| (occurrence.span, at)).collect();
    let mut is_cut = vec![false; occurrences.len()];
    for inner in occurrences.iter() {
        if candidates[inner.term].language != Language::Zh {
            continue;
        }
        for (outer, rest, grammar) in beside(cx, inner.span) {
            let Some(longer) = at_place.get(&outer) else { continue };
            let is_listed = occurrences[*longer].rule.0.starts_with("seed_terms/");
            is_cut[*longer] |= !is_listed && is_grammar(cx, rest, grammar);
        }
    }
    let mut cut = is_cut.into_iter();
    occurrences.retain(|_| !cut.next().unwrap_or(false));
}

/// The spans that hold one Han character more, at the front and at the end, with that character.
fn beside(cx: &Context<'_>, span: Span) -> impl Iterator<Item = (Span, Span, &'static str)> {
    let text = &cx.doc.document.text;
    let (start, end) = (span.start as usize, span.end as usize);
    let before = text[..start].chars().next_back().filter(|c| is_han(*c)).map(|c| start - c.len_utf8());
    let after = text[end..].chars().next().filter(|c| is_han(*c)).map(|c| end + c.len_utf8());
    let front = before.map(|from| (Span::new(from, end), Span::new(from, start), IN_FRONT));
    let back = after.map(|to| (Span::new(start, to), Span::new(end, to), BEHIND));
    front.into_iter().chain(back)
}

/// Whether a character is a word of grammar that no name begins or ends with.
fn is_grammar(cx: &Context<'_>, rest: Span, grammar: &str) -> bool {
    let tokens = cx.doc.tokens_in(rest);
    let is_word = tokens.len() == 1 && cx.doc.tokens[tokens.start].span == rest;
    is_word && grammar.contains(cx.slice(rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Extractor;
    use crate::knowledge::{Knowledge, Options};
    use crate::segment::Segmenter;

    #[test]
    fn a_word_of_grammar_is_no_part_of_a_name() {
        let knowledge = Knowledge::load(&Options::default()).expect("loads");
        let check = |text: &str, name: &str, expected: &[&str]| {
            let document =
                crate::read::read("a.md", format!("{text}\n").as_bytes(), &knowledge).expect("reads");
            let doc = Segmenter::new(&knowledge).segment(document);
            Extractor::new(&knowledge).with_context(&doc, |cx| {
                let start = doc.document.text.find(name).expect("is there");
                let span = Span::new(start, start + name.len());
                let slips = beside(cx, span).filter(|(_, rest, grammar)| is_grammar(cx, *rest, grammar));
                let slips: Vec<&str> = slips.map(|(outer, ..)| cx.slice(outer)).collect();
                assert_eq!(slips, expected, "{text}");
            });
        };
        check("研究人员由海面流场反演风速。", "海面流场", &["由海面流场"]);
        check("研究人员测量海面流场和风速。", "海面流场", &["海面流场和"]);
        check("研究人员测量近海面流场图。", "海面流场", &[]);
    }
}
