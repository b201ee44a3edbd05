//! `seeds/en/parts_of_speech.tsv` -> which parts of speech a form of an English word may be.
//!
//! The file belongs to the weights of the tagger, so a user's folder adds nothing to it. Nouns that are nothing else and look like a form of
//! a verb (`headquarters`, `proceeds`) are not listed and pass for that form.

use rustc_hash::FxHashMap;

use super::KnowledgeError;
use super::files::{Root, rows};

/// Parts of speech that a form may be, as a set of bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Parts(pub u16);

impl Parts {
    /// A noun in the singular.
    pub const NOUN: Parts = Parts(1);
    /// A verb without ending.
    pub const VERB: Parts = Parts(2);
    /// An adjective.
    pub const ADJECTIVE: Parts = Parts(4);
    /// An adverb.
    pub const ADVERB: Parts = Parts(8);
    /// The past of a verb, or its participle.
    pub const PAST: Parts = Parts(16);
    /// A verb in the third person: `shapes`.
    pub const THIRD: Parts = Parts(32);
    /// A noun in the plural.
    pub const PLURAL: Parts = Parts(64);
    /// A verb with `ing`.
    pub const ING: Parts = Parts(128);
    /// Mostly a noun where it may be a verb.
    pub const MOSTLY_NOUN: Parts = Parts(256);
    /// Mostly a verb where it may be a noun.
    pub const MOSTLY_VERB: Parts = Parts(512);

    /// Whether all of `other` may be.
    #[must_use]
    pub fn has(self, other: Parts) -> bool {
        self.0 & other.0 == other.0
    }

    fn with(self, other: Parts) -> Parts {
        Parts(self.0 | other.0)
    }
}

/// English words with their parts of speech. Words that are nouns alone are not listed.
#[derive(Debug, Default)]
pub struct PartsOfSpeech {
    listed: FxHashMap<&'static str, Parts>,
}

impl PartsOfSpeech {
    /// What a form in small letters may be; nothing where neither it nor a word that it may be a form of is listed.
    #[must_use]
    pub fn of(&self, form: &str) -> Parts {
        let mut parts = self.listed(form);
        for (ending, of_verb, of_noun) in [
            ("s", Parts::THIRD, Parts::PLURAL),
            ("ed", Parts::PAST, Parts::default()),
            ("ing", Parts::ING, Parts::default()),
        ] {
            let Some(stem) = form.strip_suffix(ending).filter(|stem| stem.len() >= 2) else { continue };
            let of = stems(stem, ending).fold(Parts::default(), |all, stem| all.with(self.listed(&stem)));
            if of.has(Parts::VERB) {
                parts = parts.with(of_verb);
            }
            if of.has(Parts::NOUN) {
                parts = parts.with(of_noun);
            }
            parts = parts.with(Parts(of.0 & (Parts::MOSTLY_NOUN.0 | Parts::MOSTLY_VERB.0)));
        }
        parts
    }

    fn listed(&self, word: &str) -> Parts {
        self.listed.get(word).copied().unwrap_or_default()
    }
}

/// Words that a form may be made of: its stem, with `e`, with `y` for `i`, without a doubled letter.
fn stems(stem: &str, ending: &str) -> impl Iterator<Item = String> {
    let silent =
        if ending == "s" { stem.strip_suffix('e').map(str::to_owned) } else { Some(format!("{stem}e")) };
    let y = stem.strip_suffix(if ending == "s" { "ie" } else { "i" }).map(|stem| format!("{stem}y"));
    let mut last = stem.chars().rev();
    let is_double = ending != "s" && last.next() == last.next();
    let single = is_double.then(|| stem.chars().take(stem.chars().count() - 1).collect());
    [Some(stem.to_owned()), silent, y, single].into_iter().flatten()
}

pub(super) fn load(root: &Root) -> Result<PartsOfSpeech, KnowledgeError> {
    const FILE: &str = "en/parts_of_speech.tsv";
    let wrong = |line: usize, problem: String| KnowledgeError::Line {
        file: format!("seeds/{FILE}"),
        line,
        problem,
        remedy: "write a word and the letters of its parts of speech, separated by a tab",
    };
    let text = std::str::from_utf8(root.bytes(FILE)?).map_err(|source| wrong(1, source.to_string()))?;
    let mut listed = FxHashMap::default();
    for (line, cells) in rows(text) {
        let [word, letters] = cells.as_slice() else {
            return Err(wrong(line, format!("{} columns instead of 2", cells.len())));
        };
        let mut parts = Parts::default();
        for letter in letters.chars() {
            parts =
                parts.with(part(letter).ok_or_else(|| wrong(line, format!("no part of speech {letter:?}")))?);
        }
        listed.insert(*word, parts);
    }
    Ok(PartsOfSpeech { listed })
}

fn part(letter: char) -> Option<Parts> {
    Some(match letter {
        'n' => Parts::NOUN,
        'v' => Parts::VERB,
        'a' => Parts::ADJECTIVE,
        'r' => Parts::ADVERB,
        'd' => Parts::PAST,
        'N' => Parts::MOSTLY_NOUN,
        'V' => Parts::MOSTLY_VERB,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_told_by_the_words_that_they_are_made_of() {
        let listed = [
            ("shape", Parts::NOUN.with(Parts::VERB)),
            ("rely", Parts::VERB),
            ("plan", Parts::NOUN.with(Parts::VERB)),
            ("rose", Parts::NOUN.with(Parts::PAST)),
        ];
        let parts = PartsOfSpeech { listed: listed.into_iter().collect() };
        for (form, expected) in [
            ("shapes", Parts::THIRD.with(Parts::PLURAL)),
            ("shaped", Parts::PAST),
            ("relies", Parts::THIRD),
            ("planning", Parts::ING),
            ("rose", Parts::NOUN.with(Parts::PAST)),
            ("councils", Parts::default()),
        ] {
            assert_eq!(parts.of(form), expected, "{form}");
        }
    }
}
