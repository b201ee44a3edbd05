//! AnnotatedDocument -> mentions: stretches of words whose borders look like those of terms that readers marked.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Claim, Context, MentionExtractor};
use crate::model::Tag;
use crate::text::Span;

/// # What it finds
/// The stretches of a paper that a fitted model of borders holds likeliest to be terms, whatever their parts of speech, where no
/// other extractor found them.
///
/// # Example
/// `试行科研经费包干制，` => mention "科研经费包干制".
/// `The agency runs a pay-as-you-save scheme for tenants.` => mention "pay-as-you-save scheme".
/// `这是因为`, `杭州推行包干制` => nothing.
///
/// # Why it is believed
/// Rules name the forms of terms that their authors thought of; readers also mark verbs with their objects, names with numbers and
/// clauses. Where such a name begins and ends is told by the words on both sides of its borders.
///
/// # Known misses
/// Names that hold a comma; names longer than fourteen words.
pub(super) struct Learned;

/// Names of a paper at most, the likeliest first.
const MOST_NAMES: usize = 400;

impl MentionExtractor for Learned {
    fn name(&self) -> &'static str {
        "learned"
    }

    fn extract<'a>(&self, cx: &Context<'a>, found: &mut Vec<Claim<'a>>) {
        let known: FxHashSet<&str> = found.iter().map(|claim| cx.slice(claim.span)).collect();
        // What a statistic counts and measures is told by its own rules.
        let holds_statistic =
            |span: Span| cx.statistics_in(span).iter().any(|statistic| statistic.is_in(span));
        let mut names: FxHashMap<&str, Name> = FxHashMap::default();
        for (score, tokens) in cx.borders.likely() {
            let span = cx.span(tokens.clone());
            let surface = cx.slice(span);
            let is_other = known.contains(surface) || tells(cx, tokens) || is_reference(cx, tokens);
            if !is_other && !holds_statistic(span) {
                let name = names.entry(surface).or_insert(Name { score: *score, places: Vec::new() });
                name.score = name.score.max(*score);
                name.places.push(span);
            }
        }
        let mut names: Vec<Name> = names.into_values().collect();
        names.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.places.cmp(&b.places)));
        for span in names.into_iter().take(MOST_NAMES).flat_map(|name| name.places) {
            found.push(Claim { span, kind: None, rule: "learned/span" });
        }
    }
}

/// Whether a stretch tells what somebody or some place does.
fn tells(cx: &Context<'_>, tokens: &Range<usize>) -> bool {
    let tags = || cx.doc.tokens[tokens.clone()].iter().map(|token| token.tag);
    let is_name = |tag: Tag| matches!(tag, Tag::Place | Tag::Person | Tag::Organisation);
    tags().next().is_some_and(is_name) && tags().any(|tag| tag == Tag::Verb)
        || tags().any(|tag| tag == Tag::Pronoun)
}

/// Whether a stretch begins with the number of a table or a figure.
fn is_reference(cx: &Context<'_>, tokens: &Range<usize>) -> bool {
    let second = cx.doc.tokens[tokens.start + 1];
    let word = cx.word(tokens.start).to_lowercase();
    second.tag == Tag::Number && cx.knowledge.layout.captions.contains(&word)
}

/// A name that no other extractor found.
struct Name {
    /// The best score of its places.
    score: f32,
    places: Vec<Span>,
}

#[cfg(test)]
mod tests {
    use crate::extract::Extractor;
    use crate::extract::FeatureNames;
    use crate::knowledge::{Knowledge, Options};
    use crate::segment::Segmenter;

    #[test]
    fn names_that_no_rule_knows_are_proposed_once_each() {
        let knowledge = Knowledge::load(&Options::default()).expect("loads");
        let text = "各地试行科研经费包干制，并推行首席专家负责制。\n\n科研经费包干制减轻了报销负担，首席专家负责制仍缺少细则。";
        let document = crate::read::read("a.txt", text.as_bytes(), &knowledge).expect("reads");
        let doc = Segmenter::new(&knowledge).segment(document);
        let seen = Extractor::new(&knowledge).observe(&doc, &FeatureNames::default());
        let labels: Vec<&str> = seen.iter().map(|candidate| candidate.label.as_str()).collect();
        for wanted in ["科研经费包干制", "首席专家负责制"] {
            assert_eq!(labels.iter().filter(|label| **label == wanted).count(), 1, "{wanted} in {labels:?}");
        }
    }
}
