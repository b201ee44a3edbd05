//! A Chinese and an English name -> how much of each the glossary finds in the other, and in which order.
//!
//! 技术服务能力 is cut into words of the glossary in every way; each word must find one of its translations among the words of the
//! English name that are still free. `management of innovation` stands in the order of Chinese once what follows `of` is put first,
//! so that 创新管理 is not `management innovation`.

use rustc_hash::FxHashMap;

use crate::knowledge::Glossary;
use crate::text::is_han;

/// Most words and characters of names that are compared.
const MOST_WORDS: usize = 12;
const MOST_CHARACTERS: usize = 28;
/// Words behind which the part stands that Chinese puts first.
const TURNING: &[&str] = &[
    "of", "for", "in", "on", "to", "by", "with", "at", "from", "between", "among", "towards", "toward",
    "under", "through",
];
/// Characters that only join or form words.
const JOINING: &[char] = &['与', '和', '及', '之', '的', '第', '以'];
/// Words behind a Chinese name that an English name of the same text may leave out.
const SHELLS: &[&str] =
    &["模式", "机制", "时期", "期间", "方法", "方式", "技术", "问题", "过程", "体系", "系统", "方面", "层面"];

/// An English name, word by word.
#[derive(Debug, Clone)]
pub(super) struct EnglishName {
    /// Base form of each word that carries meaning, with its place in the order of Chinese.
    pub(super) words: Vec<(String, usize)>,
    /// How many words join two sides: and, with.
    n_joints: usize,
    /// The same with a noun behind both of two adjectives: technical and social change = technical change and social change.
    spread: Option<Box<EnglishName>>,
}

impl EnglishName {
    /// Of a match key.
    pub(super) fn of(key: &str, glossary: &Glossary) -> Self {
        let words: Vec<&str> = key.split(' ').filter(|word| !word.is_empty()).collect();
        let spread = spread(&words).map(|words| Box::new(EnglishName::of_words(&words, glossary)));
        EnglishName { spread, ..EnglishName::of_words(&words, glossary) }
    }

    fn of_words(all: &[&str], glossary: &Glossary) -> Self {
        let mut segments: Vec<Vec<String>> = vec![Vec::new()];
        for word in all {
            if TURNING.contains(word) {
                segments.push(Vec::new());
            } else if !Glossary::is_stop_word(word)
                && let Some(segment) = segments.last_mut()
            {
                segment.push(glossary.base(word));
            }
        }
        let mut words = Vec::new();
        let mut after: usize = segments.iter().map(Vec::len).sum();
        for segment in segments {
            after -= segment.len();
            words.extend(segment.into_iter().enumerate().map(|(at, word)| (word, after + at)));
        }
        let n_joints = all.iter().filter(|word| matches!(**word, "and" | "with" | "between")).count();
        EnglishName { words, n_joints, spread: None }
    }
}

/// Whether a word looks like an adjective.
pub(super) fn is_adjective(word: &str) -> bool {
    word.len() > 5 && ["al", "ic", "ive", "ary"].iter().any(|end| word.ends_with(end))
}

/// The words with the noun behind both of two joined adjectives.
fn spread<'w>(words: &[&'w str]) -> Option<Vec<&'w str>> {
    let at = words.iter().position(|word| *word == "and").filter(|at| *at > 0)?;
    let noun = words.get(at + 2).filter(|_| is_adjective(words[at - 1]) && is_adjective(words[at + 1]))?;
    let mut spread = words.to_vec();
    spread.insert(at, noun);
    Some(spread)
}

/// How two names cover each other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Cover {
    /// Share of the characters of the Chinese name that found a counterpart.
    pub(super) zh: f64,
    /// Share of the words of the English name that were found.
    pub(super) en: f64,
    /// How often a word stands before one that it should follow.
    pub(super) n_inversions: usize,
    /// How many words of the glossary it took.
    pub(super) n_parts: usize,
    /// Whether one name joins two sides with 和 or "and" and the other does not.
    pub(super) is_joined_otherwise: bool,
    /// Whether what is left over on both sides has translations, so that the names say different things.
    pub(super) disagrees: bool,
}

impl Cover {
    /// Whether nothing is left over and the order agrees.
    pub(super) fn is_full(&self) -> bool {
        self.zh > 0.999 && self.en > 0.999 && self.n_inversions == 0 && !self.is_joined_otherwise
    }

    /// The smaller of the two shares.
    pub(super) fn share(&self) -> f64 {
        self.zh.min(self.en)
    }
}

#[derive(Clone, Copy, PartialEq, PartialOrd)]
struct Best {
    covered: usize,
    n_used: i32,
    inversions: i32,
    parts: i32,
    /// Parts of several English words, which may have an "and" within.
    wide: usize,
    joints: usize,
    free: usize,
    known_left: usize,
}

struct Search<'a> {
    glossary: &'a Glossary,
    chars: Vec<char>,
    words: &'a [(String, usize)],
    /// Whether forms that differ by derivation count, and shells may be left out.
    loose: bool,
    known: FxHashMap<(usize, u32, usize), (Best, u32)>,
}

/// How two names cover each other; loosely, `integrating` is `integration`.
pub(super) fn cover(glossary: &Glossary, zh: &str, en: &EnglishName, loose: bool) -> Option<Cover> {
    let plain = cover_one(glossary, zh, en, loose);
    let Some(spread) = &en.spread else { return plain };
    let spread = cover_one(glossary, zh, spread, loose);
    match (plain, spread) {
        (Some(plain), Some(spread)) if spread.is_full() && !plain.is_full() => Some(spread),
        (plain, _) => plain,
    }
}

fn cover_one(glossary: &Glossary, zh: &str, en: &EnglishName, loose: bool) -> Option<Cover> {
    let chars: Vec<char> = zh.chars().collect();
    if chars.is_empty() || chars.len() > MOST_CHARACTERS || en.words.is_empty() || en.words.len() > MOST_WORDS
    {
        return None;
    }
    let n_chars = chars.len();
    let mut search = Search { glossary, chars, words: &en.words, loose, known: FxHashMap::default() };
    let (best, mask) = search.from(0, 0, 0);
    let total = n_chars - best.free;
    if total == 0 {
        return None;
    }
    let left = (0..en.words.len()).filter(|at| mask & 1 << at == 0);
    let known_words = left.filter(|at| glossary.knows(&en.words[*at].0)).count();
    Some(Cover {
        zh: best.covered as f64 / total as f64,
        en: mask.count_ones() as f64 / en.words.len() as f64,
        n_inversions: usize::try_from(-best.inversions).unwrap_or(0),
        n_parts: usize::try_from(-best.parts).unwrap_or(0),
        is_joined_otherwise: (best.joints > 0) != (en.n_joints > 0)
            && !(best.joints == 0 && best.wide >= en.n_joints),
        disagrees: best.known_left > 0 && known_words > 0,
    })
}

impl Search<'_> {
    /// The best cover of what stands from `at` on, with the words of `used` taken and the last of them at place `last`.
    fn from(&mut self, at: usize, used: u32, last: usize) -> (Best, u32) {
        if at == self.chars.len() {
            let n_used = i32::try_from(used.count_ones()).unwrap_or(0);
            return (
                Best {
                    covered: 0,
                    n_used,
                    inversions: 0,
                    parts: 0,
                    wide: 0,
                    joints: 0,
                    free: 0,
                    known_left: 0,
                },
                used,
            );
        }
        if let Some(known) = self.known.get(&(at, used, last)) {
            return *known;
        }
        let mut best = self.skipping(at, used, last);
        for (n_chars, mask, first, end) in self.steps(at, used) {
            let (mut rest, used) = self.from(at + n_chars, used | mask, end);
            rest.covered += n_chars;
            rest.inversions -= i32::from(first < last);
            rest.parts -= 1;
            rest.wide += usize::from(mask.count_ones() > 1);
            if rest > best.0 {
                best = (rest, used);
            }
        }
        self.known.insert((at, used, last), best);
        best
    }

    /// The best cover that leaves out what stands at `at`.
    fn skipping(&mut self, at: usize, used: u32, last: usize) -> (Best, u32) {
        let shell = SHELLS.iter().map(|shell| shell.chars().collect::<Vec<char>>());
        let shell = shell.into_iter().find(|shell| self.loose && at > 0 && self.chars[at..] == shell[..]);
        if let Some(shell) = shell {
            let (mut rest, used) = self.from(at + shell.len(), used, last);
            rest.free += shell.len();
            return (rest, used);
        }
        let joins = JOINING.contains(&self.chars[at]) && self.chars.len() > 1;
        // The longest word that begins here is what is left over, and not its first character alone.
        let known = if joins { 0 } else { self.longest_word(at) };
        let (mut rest, used) = self.from(at + 1, used, last);
        rest.free += usize::from(joins);
        rest.joints += usize::from(at > 0 && matches!(self.chars[at], '与' | '和' | '及'));
        rest.known_left += usize::from(known > 1);
        (rest, used)
    }

    fn longest_word(&self, at: usize) -> usize {
        let most = self.glossary.longest().min(self.chars.len() - at);
        let is_word = |n: &usize| {
            let word: String = self.chars[at..at + n].iter().collect();
            !self.glossary.get(&word).is_empty()
        };
        (2..=most).rev().find(is_word).unwrap_or(1)
    }

    /// Words of the glossary at `at` whose translations are free: length, words used, first and last place of these.
    fn steps(&self, at: usize, used: u32) -> Vec<(usize, u32, usize, usize)> {
        let mut steps = Vec::new();
        if !is_han(self.chars[at]) {
            let n = self.chars[at..].iter().take_while(|c| c.is_ascii_alphanumeric()).count();
            let word: String = self.chars[at..at + n].iter().collect();
            if n > 0 && (at == 0 || !self.chars[at - 1].is_ascii_alphanumeric()) {
                steps.extend(
                    self.place(&[self.glossary.base(&word)], used).map(|(mask, a, b)| (n, mask, a, b)),
                );
            }
            return steps;
        }
        let most = self.glossary.longest().min(self.chars.len() - at);
        let mut word = String::new();
        for n in 1..=most {
            word.push(self.chars[at + n - 1]);
            for translation in self.glossary.get(&word) {
                steps.extend(self.place(translation, used).map(|(mask, a, b)| (n, mask, a, b)));
            }
        }
        steps
    }

    /// Free places of all words of a translation, nearest together.
    fn place(&self, translation: &[String], used: u32) -> Option<(u32, usize, usize)> {
        let (mut mask, mut first, mut last) = (0u32, usize::MAX, 0);
        // Words of one translation stand in its order: management innovation is not innovation management.
        let mut from = 0;
        for word in translation {
            let free = |at: &usize| (used | mask) & 1 << at == 0;
            let is_it = |at: &usize| {
                free(at)
                    && (self.words[*at].0 == *word || self.loose && root(&self.words[*at].0) == root(word))
            };
            let at = (from..self.words.len()).find(is_it)?;
            from = at + 1;
            mask |= 1 << at;
            first = first.min(self.words[at].1);
            last = last.max(self.words[at].1);
        }
        Some((mask, first, last))
    }
}

/// Whether a name begins or ends in the middle of a phrase: `exploration of`.
pub(super) fn is_cut_off(key: &str) -> bool {
    let ends = [key.split(' ').next(), key.rsplit(' ').next()];
    ends.into_iter().flatten().any(Glossary::is_stop_word)
}

/// What the verb, the noun and the adjective of one word share: `integrating`, `integrated`, `integration`.
pub(super) fn root(word: &str) -> &str {
    const ENDINGS: &[&str] = &[
        "ization", "ation", "ition", "izing", "ized", "ating", "ated", "ion", "ing", "ive", "ment", "ize",
        "ate", "ed", "al", "ity", "er", "or", "e",
    ];
    ENDINGS.iter().find_map(|ending| word.strip_suffix(ending).filter(|stem| stem.len() >= 5)).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::{Knowledge, Options};
    use crate::text::match_key;

    #[test]
    fn words_must_find_their_translations_in_order() {
        let knowledge = Knowledge::load(&Options::default()).expect("loads");
        let glossary = &knowledge.bilingual;
        let check = |zh: &str, en: &str, expected: bool| {
            let name = EnglishName::of(&match_key(en), glossary);
            let found = cover(glossary, &match_key(zh), &name, false);
            assert_eq!(found.is_some_and(|cover| cover.is_full()), expected, "{zh} {en} {found:?}");
        };
        check("技术标准", "technological standard", true);
        check("创新管理", "management of innovation", true);
        check("创新管理", "innovation management", true);
        check("管理创新", "innovation management", false);
        check("创新管理", "management innovation", false);
        check("技术标准", "technological standard policy", false);
        check("技术标准政策", "technological standard", false);
        check("经济与社会", "economy and society", true);
        check("经济社会", "economy and society", false);
        check("经济与社会", "economy society", false);
        check("科技政策", "science and technology policy", true);
        check("经济变革与社会变革", "economic and social change", true);
        check("发布", "publication", false);
    }

    #[test]
    fn what_is_left_over_on_both_sides_disagrees() {
        let knowledge = Knowledge::load(&Options::default()).expect("loads");
        let check = |zh: &str, en: &str, expected: bool| {
            let name = EnglishName::of(&match_key(en), &knowledge.bilingual);
            let found = cover(&knowledge.bilingual, &match_key(zh), &name, true).expect("short");
            assert_eq!(found.disagrees, expected, "{zh} {en} {found:?}");
        };
        check("技术标准", "technological policy", true);
        check("技术标准", "technological xyzzy", false);
        check("创新", "innovating", false);
    }
}
