//! An English word -> what the tagger sees of it and of its clause.

use super::tagger::{TaggedWord, hash_pairs, hash_str, tag_before, word_at};
use crate::knowledge::{Parts, PartsOfSpeech};
use crate::model::Tag;

/// A word with what its features are made of.
#[derive(Debug, Clone, Copy)]
pub struct EnglishWord {
    /// The form in small letters, and its last two and three letters, hashed.
    form: u32,
    endings: [u32; 2],
    /// How it is written: in capitals, with one, with a hyphen.
    shape: u32,
    parts: Parts,
    fixed: Option<Tag>,
    is_auxiliary: bool,
    /// Whether it begins a clause inside a sentence.
    is_opening: bool,
    /// What follows before the next mark or opening word: 1 an auxiliary, 2 a word that is listed as a verb alone.
    ahead: u32,
}

/// Fewer words in capitals may all be names.
const SHORTEST_LOUD: usize = 3;

impl EnglishWord {
    /// The words of a sentence.
    pub fn all<'t>(words: impl Iterator<Item = &'t str>, parts: &PartsOfSpeech) -> Vec<Self> {
        let words: Vec<&str> = words.collect();
        // In a heading in capitals they tell no names.
        let is_loud =
            words.len() >= SHORTEST_LOUD && !words.iter().any(|word| word.contains(char::is_lowercase));
        let mut words: Vec<Self> = words.into_iter().map(|word| Self::new(word, is_loud, parts)).collect();
        // The capital that a sentence begins with says nothing; marks and numbers may stand in front of it.
        let is_first = |word: &&mut Self| !matches!(word.fixed, Some(Tag::Punctuation | Tag::Number));
        if let Some(first) = words.iter_mut().find(is_first).filter(|first| first.shape & 2 == 0) {
            first.shape &= !1;
        }
        let mut ahead = 0;
        for word in words.iter_mut().rev() {
            word.ahead = ahead;
            if word.is_opening || word.fixed == Some(Tag::Punctuation) {
                ahead = 0;
            } else if word.is_auxiliary {
                ahead |= 1;
            } else if word.fixed.is_none() && is_surely_verb(word.parts) {
                ahead |= 2;
            }
        }
        words
    }

    fn new(word: &str, is_loud: bool, parts: &PartsOfSpeech) -> Self {
        let form = word.to_lowercase().replace('’', "'");
        let ending = |n: usize| {
            let start = form.char_indices().rev().nth(n - 1).map_or(0, |(start, _)| start);
            hash_str(&form[start..])
        };
        let mut letters = word.chars();
        let is_capital = letters.next().is_some_and(char::is_uppercase);
        let is_all = is_capital && letters.next().is_some_and(char::is_uppercase);
        let shape = u32::from(is_capital)
            | u32::from(is_all) << 1
            | u32::from(word.contains(['-', '‐', '‑'])) << 2
            | u32::from(word.contains(|c: char| c.is_ascii_digit())) << 3;
        let is_name = is_all && !is_loud;
        EnglishWord {
            form: hash_str(&form),
            endings: [ending(2), ending(3)],
            shape,
            parts: parts.of(&form),
            fixed: fixed(word, &form, is_name),
            is_auxiliary: !is_name && AUXILIARIES.contains(&form.as_str()),
            is_opening: !is_name && OPENINGS.contains(&form.as_str()),
            ahead: 0,
        }
    }
}

fn is_surely_verb(parts: Parts) -> bool {
    let nominal = [Parts::NOUN, Parts::PLURAL, Parts::ADJECTIVE, Parts::ADVERB, Parts::PAST, Parts::ING];
    parts != Parts::default() && nominal.iter().all(|part| !parts.has(*part))
}

/// What stands outside a sentence.
const EDGE: EnglishWord = EnglishWord {
    form: 1,
    endings: [1; 2],
    shape: 16,
    parts: Parts(0),
    fixed: None,
    is_auxiliary: false,
    is_opening: false,
    ahead: 0,
};

impl TaggedWord for EnglishWord {
    fn fixed(&self) -> Option<Tag> {
        self.fixed
    }

    fn fill_features(words: &[Self], tags: &[Tag], at: usize, features: &mut Vec<u32>) {
        let word = |offset| word_at(words, at, offset).unwrap_or(EDGE);
        let tag = |back| tag_before(tags, at, back);
        let (before, here, after, behind) = (word(-1), word(0), word(1), word(2));
        let [parts_before, parts, parts_after, parts_behind] =
            [before, here, after, behind].map(|word| u32::from(word.parts.0) | word.shape << 10);
        let both_tags = tag(1) << 5 | tag(2);
        // A word of a closed class speaks for itself, another by what it may be.
        let next = if after.fixed.is_some() { after.form } else { parts_after };
        let clause = seen_in_clause(words, tags, at) << 2 | here.ahead;
        let pairs = [
            (here.form, 0),
            (here.form, tag(1)),
            (here.form, next),
            (here.endings[1], here.shape),
            (here.endings[0], tag(1)),
            (here.endings[1], next),
            (before.form, 0),
            (before.form, parts),
            (before.form, here.form),
            (after.form, 0),
            (after.form, parts),
            (here.form, after.form),
            (both_tags, 0),
            (both_tags, parts),
            (both_tags.rotate_left(20) ^ next, parts),
            (parts_before, parts),
            (parts, next),
            (parts.rotate_left(16) ^ next, parts_behind),
            (before.endings[1], parts),
            (after.endings[1], parts),
            (behind.form, parts),
            (clause, parts),
            (clause << 10 | both_tags, parts),
            (clause.rotate_left(20) ^ next, parts),
            (clause, here.form),
            (u32::from(at == 0), here.form),
        ];
        hash_pairs(&pairs, features);
    }
}

/// What stands between the last mark or opening word and a word: 1 a verb, 2 an auxiliary.
fn seen_in_clause(words: &[EnglishWord], tags: &[Tag], at: usize) -> u32 {
    let clause =
        (0..at).rev().take_while(|index| tags[*index] != Tag::Punctuation && !words[*index].is_opening);
    clause.fold(0, |seen, index| {
        seen | u32::from(tags[index] == Tag::Verb) | u32::from(words[index].is_auxiliary) << 1
    })
}

/// The tag of what can have no other: figures, marks, closed classes.
fn fixed(word: &str, form: &str, is_name: bool) -> Option<Tag> {
    let first = word.chars().next().unwrap_or(' ');
    if first.is_ascii_digit() || matches!(first, '$' | '€' | '£') {
        let is_ordinal = ["th", "st", "nd", "rd"].iter().any(|ending| word.ends_with(ending));
        let is_compound = word.contains('-') && word.ends_with(char::is_alphabetic);
        return Some(if is_ordinal || is_compound { Tag::Adjective } else { Tag::Number });
    }
    if !first.is_alphanumeric() {
        return Some(if form == "'s" { Tag::De } else { Tag::Punctuation });
    }
    // US, IT and WHO.
    if is_name {
        return None;
    }
    if AUXILIARIES.contains(&form) {
        return Some(Tag::Adverb);
    }
    CLOSED.iter().find(|(_, words)| words.contains(&form)).map(|(tag, _)| *tag)
}

/// Words of closed classes.
const CLOSED: &[(Tag, &[&str])] = &[
    (
        Tag::Preposition,
        &[
            "of",
            "by",
            "in",
            "on",
            "for",
            "with",
            "from",
            "through",
            "between",
            "among",
            "into",
            "via",
            "at",
            "under",
            "during",
            "across",
            "against",
            "towards",
            "toward",
            "within",
            "without",
            "as",
            "than",
            "about",
            "over",
            "per",
            "out",
            "after",
            "before",
            "around",
            "above",
            "below",
            "outside",
            "inside",
            "behind",
            "along",
            "alongside",
            "beyond",
            "beside",
            "besides",
            "upon",
            "unlike",
            "despite",
            "amid",
            "amidst",
            "off",
            "up",
            "down",
            "onto",
            "throughout",
            "because",
            "since",
            "while",
            "whether",
            "if",
            "until",
            "whereas",
            "though",
            "although",
            "unless",
        ],
    ),
    (Tag::Conjunction, &["and", "or", "but", "nor", "neither", "either"]),
    (
        Tag::Pronoun,
        &[
            "the",
            "a",
            "an",
            "this",
            "that",
            "these",
            "those",
            "its",
            "their",
            "it",
            "they",
            "which",
            "who",
            "such",
            "each",
            "both",
            "some",
            "any",
            "all",
            "our",
            "we",
            "his",
            "her",
            "many",
            "several",
            "other",
            "another",
            "them",
            "what",
            "no",
            "every",
            "there",
            "none",
            "whose",
            "whom",
            "itself",
            "themselves",
            "ourselves",
            "himself",
            "herself",
            "us",
            "nothing",
            "nobody",
            "something",
            "anything",
            "everything",
            "whatever",
            "anyone",
            "everyone",
            "someone",
            "i",
            "you",
            "he",
            "she",
            "me",
            "him",
            "my",
            "your",
        ],
    ),
    (Tag::Particle, &["to", "not"]),
    (
        Tag::Adverb,
        &[
            "also",
            "only",
            "more",
            "most",
            "less",
            "yet",
            "too",
            "rather",
            "now",
            "then",
            "therefore",
            "already",
            "nearly",
            "hardly",
            "seldom",
            "almost",
            "often",
            "never",
            "always",
            "here",
            "thus",
            "instead",
            "elsewhere",
            "everywhere",
            "again",
            "ever",
            "otherwise",
            "perhaps",
            "soon",
            "quite",
            "very",
            "just",
            "even",
            "however",
            "moreover",
            "nevertheless",
            "nonetheless",
            "hence",
            "meanwhile",
            "when",
            "where",
            "how",
            "why",
            "so",
        ],
    ),
    (Tag::Adjective, &["few", "fewer", "little", "least", "same"]),
    (
        Tag::Number,
        &[
            "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
            "twelve", "fifteen", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty",
            "ninety", "hundred", "thousand", "million", "billion", "trillion", "dozen",
        ],
    ),
];

/// Auxiliaries and copulas.
const AUXILIARIES: &[&str] = &[
    "is", "are", "was", "were", "be", "been", "being", "has", "have", "had", "can", "cannot", "may", "might",
    "could", "will", "would", "shall", "should", "must", "do", "does", "did",
];

/// Words that begin a clause inside a sentence.
const OPENINGS: &[&str] = &[
    "that", "which", "who", "whose", "where", "when", "while", "whereas", "although", "though", "because",
    "if", "unless", "until", "since", "whether", "but", "so",
];
