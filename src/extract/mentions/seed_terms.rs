//! AnnotatedDocument -> mentions: general vocabulary that is known beforehand.

use rustc_hash::FxHashSet;

use super::{Claim, Context, MentionExtractor};
use crate::knowledge::Knowledge;
use crate::text::{Language, WordFinder, match_key};

/// The seed terms and places, compiled for one pass over a text.
pub(crate) struct Matcher {
    terms: WordFinder,
    /// Keys of terms that are written in capitals: WHO, IT. In small letters the same is another word.
    in_capitals: FxHashSet<String>,
    places: WordFinder,
}

impl Matcher {
    /// Compiles the vocabulary.
    pub(crate) fn new(knowledge: &Knowledge) -> Self {
        let lexicons = [knowledge.lexicon(Language::Zh), knowledge.lexicon(Language::En)];
        let terms = lexicons.iter().flat_map(|lexicon| &lexicon.term_list);
        let places = knowledge.gazetteer.places.iter().flat_map(crate::knowledge::Place::names);
        let in_capitals =
            terms.clone().filter(|term| is_in_capitals(term)).map(|term| match_key(term)).collect();
        Matcher { in_capitals, terms: compile(terms.map(String::as_str)), places: compile(places) }
    }

    /// Byte ranges of terms in a text, longest at each place.
    pub(crate) fn terms<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (usize, usize)> + 't {
        self.terms.longest(text).map(|found| (found.start, found.end))
    }

    /// Byte ranges of places in a text, longest at each place.
    pub(crate) fn places<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (usize, usize)> + 't {
        self.places.longest(text).map(|found| (found.start, found.end))
    }
}

fn is_in_capitals(term: &str) -> bool {
    term.is_ascii() && term.chars().any(char::is_alphabetic) && !term.chars().any(|c| c.is_ascii_lowercase())
}

/// Whether a stretch of text may stand for a name in capitals: `NGOs` and `Unesco` do, `Who` and `who` do not.
fn may_be_in_capitals(text: &str) -> bool {
    const SHORTEST: usize = 4;
    let n_capitals = text.chars().filter(char::is_ascii_uppercase).count();
    let opens = text.starts_with(|c: char| c.is_ascii_uppercase());
    n_capitals >= 2 || opens && text.len() >= SHORTEST
}

fn compile<'w>(words: impl Iterator<Item = &'w str>) -> WordFinder {
    WordFinder::folded(words.filter(|word| word.chars().count() >= 2))
}

/// # What it finds
/// Terms of the general vocabulary of policy and research, on borders of words.
///
/// # Example
/// `发展新质生产力` => mention "新质生产力", goal.
/// `foster new quality productive forces` => mention "new quality productive forces", goal.
///
/// # Why it is believed
/// Each entry was written down with its kind.
///
/// # Known misses
/// Everything new: seeds hold no coinage of any one paper.
pub(super) struct SeedTerms;

impl MentionExtractor for SeedTerms {
    fn name(&self) -> &'static str {
        "seed_terms"
    }

    fn extract<'a>(&self, cx: &Context<'a>, found: &mut Vec<Claim<'a>>) {
        for sentence in &cx.doc.sentences {
            for (from, to) in cx.matcher.terms(cx.slice(sentence.span)) {
                let Some(span) = super::regions::on_words(cx, sentence.span, from, to) else { continue };
                let key = match_key(cx.slice(span));
                if cx.matcher.in_capitals.contains(&key) && !may_be_in_capitals(cx.slice(span)) {
                    continue;
                }
                let known = [Language::Zh, Language::En]
                    .iter()
                    .find_map(|language| cx.knowledge.lexicon(*language).terms.get(&key));
                if let Some(kind) = known {
                    found.push(Claim { span, kind: Some(kind), rule: "seed_terms/known" });
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_capitals_is_no_word_in_small_letters() {
        for (name, expected) in [("WHO", true), ("COVID-19", true), ("Unesco", false), ("19", false)] {
            assert_eq!(is_in_capitals(name), expected, "{name}");
        }
        for (text, expected) in
            [("WHO", true), ("NGOs", true), ("Unesco", true), ("Who", false), ("who", false), ("nato", false)]
        {
            assert_eq!(may_be_in_capitals(text), expected, "{text}");
        }
    }
}
