//! A passage in both languages -> names whose words translate each other, wherever they stand in it.
//!
//! One of the two must be a term of the paper; the other may be any run of words of the passage, so that a translation is found
//! though nobody took it for a term.

use rustc_hash::{FxHashMap, FxHashSet};

use super::claim::{Mined, Said};
use super::cover::{Cover, EnglishName, cover, is_adjective, is_cut_off};
use super::pages::Passage;
use super::reading::{Reading, Token, tokens};
use crate::knowledge::Glossary;
use crate::text::{Language, Span, is_han, match_key, simplified};

/// Most words of an English phrase.
const MOST_WORDS: usize = 13;
/// Fewest characters of a Chinese phrase that is no term.
const FEWEST_CHARACTERS: usize = 4;

pub(super) fn find(readings: &[Reading<'_>], passage: &Passage, glossary: &Glossary, found: &mut Vec<Mined>) {
    let (zh, en) = (&readings[passage.zh.0], &readings[passage.en.0]);
    let words = tokens(en.text(), passage.en.1, glossary);
    let mut seen: FxHashSet<usize> = FxHashSet::default();
    for (span, term) in zh.within(passage.zh.1, Language::Zh) {
        if seen.insert(term) {
            english_for(zh, en, passage, (span, term), &words, glossary, found);
        }
    }
    // What the abstract says in English, the text may say in Chinese elsewhere.
    let mut elsewhere: Vec<(Span, usize)> =
        zh.fragment.mentions.iter().map(|mention| (mention.span, mention.term)).collect();
    elsewhere.retain(|(_, term)| zh.fragment.terms[*term].language == Language::Zh);
    elsewhere.sort_unstable();
    for (span, term) in elsewhere {
        if zh.fragment.terms[term].key.chars().count() >= FEWEST_CHARACTERS && seen.insert(term) {
            let from = found.len();
            english_for(zh, en, passage, (span, term), &words, glossary, found);
            // It may have been said of another thing.
            found[from..].iter_mut().for_each(|claim| claim.confidence = 0.94);
        }
    }
    let chinese = Chinese::of(zh, passage.zh.1, glossary);
    let mut seen: FxHashSet<usize> = FxHashSet::default();
    for (span, term) in en.within(passage.en.1, Language::En) {
        if seen.insert(term) {
            chinese.phrase_for(zh, en, passage, (span, term), glossary, found);
        }
    }
}

/// The shortest run of English words that translates a Chinese term, with nothing left over.
fn english_for(
    zh: &Reading<'_>,
    en: &Reading<'_>,
    passage: &Passage,
    (at, term): (Span, usize),
    words: &[Token],
    glossary: &Glossary,
    found: &mut Vec<Mined>,
) {
    let name = zh.term(term);
    let vocabulary = glossary.vocabulary(&name.key);
    if vocabulary.is_empty() {
        return;
    }
    let is_in = |token: &Token| vocabulary.contains(token.base.as_str());
    let mut best: Option<(usize, usize, usize)> = None;
    let is_torn = |first: &usize| {
        // In "ecological and cultural heritage" the second adjective does not stand alone.
        let shares = *first >= 2 && words[first - 1].key == "and" && !words[*first].is_first;
        let shares = shares && is_adjective(&words[*first].key) && is_adjective(&words[first - 2].key);
        shares || en.text()[..words[*first].span.start as usize].ends_with(['-', '‐'])
    };
    for first in (0..words.len()).filter(|first| is_in(&words[*first]) && !is_torn(first)) {
        for last in first..words.len().min(first + MOST_WORDS) {
            let crosses = last > first && words[last].is_first;
            if crosses || !(is_in(&words[last]) || words[last].is_stop_word) {
                break;
            }
            let goes_on =
                words.get(last + 1).is_some_and(|next| !next.is_first && !next.is_stop_word && is_in(next));
            if goes_on || words[last].is_stop_word || best.is_some_and(|(n, ..)| n <= last - first + 1) {
                continue;
            }
            if last > first && cuts_a_name(en, words, first, last) {
                continue;
            }
            let key: Vec<&str> = words[first..=last].iter().map(|word| word.key.as_str()).collect();
            let english = EnglishName::of(&key.join(" "), glossary);
            if cover(glossary, &name.key, &english, false).is_some_and(|cover| translates(&cover)) {
                best = Some((last - first + 1, first, last));
            }
        }
    }
    let Some((_, first, last)) = best else { return };
    let span = words[first].span.cover(words[last].span);
    let Some(right) = en.said(span).filter(|said| said.language == Language::En) else { return };
    let places = vec![(zh.at, at), (en.at, span)];
    found.push(Mined { left: name, right, rule: passage.rule, confidence: 0.96, places });
}

/// Whether the run ends within a name that begins in it: `care for water` before `quality`, where `water quality` is a term. Two plain
/// nouns before a third may stand alone.
fn cuts_a_name(en: &Reading<'_>, words: &[Token], first: usize, last: usize) -> bool {
    let is_longer = |word: &Token| {
        en.starting(word.span.start as usize).iter().any(|(known, _)| known.end > words[last].span.end)
    };
    let goes_on = words.get(last + 1).is_some_and(|next| !next.is_first && !next.is_stop_word);
    let is_open = is_adjective(&words[last].key) || words[first..=last].iter().any(|word| word.is_stop_word);
    goes_on && is_open && words[first + 1..=last].iter().any(is_longer)
}

/// Whether nothing is left over. In one passage, three words in whatever order are enough.
fn translates(cover: &Cover) -> bool {
    cover.is_full() || cover.share() > 0.999 && cover.n_parts >= 3 && !cover.is_joined_otherwise
}

/// A Chinese passage with the words of the glossary that stand in it.
struct Chinese {
    chars: Vec<(usize, char)>,
    /// From a base form to places in `chars`: first and one past the last character of a word that it may translate.
    by_word: FxHashMap<String, Vec<(usize, usize)>>,
}

impl Chinese {
    fn of(reading: &Reading<'_>, span: Span, glossary: &Glossary) -> Self {
        let text = span.of(reading.text());
        // Longer passages are bodies of text that were taken for an abstract.
        let chars: Vec<(usize, char)> =
            text.char_indices().take(2500).map(|(at, c)| (span.start as usize + at, c)).collect();
        let mut by_word: FxHashMap<String, Vec<(usize, usize)>> = FxHashMap::default();
        for from in 0..chars.len() {
            let mut word = String::new();
            for (n, (_, c)) in chars[from..].iter().take(glossary.longest()).enumerate() {
                if !is_han(*c) {
                    break;
                }
                word.push(*c);
                let plain = simplified(&word);
                for base in glossary.get(&plain).iter().flatten() {
                    by_word.entry(base.clone()).or_default().push((from, from + n + 1));
                }
            }
        }
        Chinese { chars, by_word }
    }

    /// The Chinese phrase that an English term translates, when it is no term itself.
    fn phrase_for(
        &self,
        zh: &Reading<'_>,
        en: &Reading<'_>,
        passage: &Passage,
        (at, term): (Span, usize),
        glossary: &Glossary,
        found: &mut Vec<Mined>,
    ) {
        let name: Said = en.term(term);
        let english = EnglishName::of(&name.key, glossary);
        if english.words.len() < 2 || is_cut_off(&name.key) {
            return;
        }
        let mut places: Vec<(usize, usize)> =
            english.words.iter().filter_map(|(word, _)| self.by_word.get(word)).flatten().copied().collect();
        places.sort_unstable();
        places.dedup();
        let starts: FxHashSet<usize> = places.iter().map(|(from, _)| *from).collect();
        let ends: FxHashSet<usize> = places.iter().map(|(_, to)| *to).collect();
        let mut starts: Vec<usize> = starts.into_iter().collect();
        starts.sort_unstable();
        for from in starts {
            for to in
                (from + FEWEST_CHARACTERS..=(from + 16).min(self.chars.len())).filter(|to| ends.contains(to))
            {
                if self.chars[from..to].iter().any(|(_, c)| !is_han(*c)) {
                    break;
                }
                let phrase: String = self.chars[from..to].iter().map(|(_, c)| *c).collect();
                let key = simplified(&match_key(&phrase));
                if cover(glossary, &key, &english, false).is_some_and(|cover| translates(&cover)) {
                    let (start, end) =
                        (self.chars[from].0, self.chars[to - 1].0 + self.chars[to - 1].1.len_utf8());
                    let span = Span::new(start, end);
                    if let Some(left) = zh.said(span) {
                        let places = vec![(zh.at, span), (en.at, at)];
                        found.push(Mined { left, right: name, rule: passage.rule, confidence: 0.95, places });
                    }
                    return;
                }
            }
        }
    }
}
