//! Names of both languages -> pairs that translate each other, part by part.
//!
//! A Chinese name is cut into words of the glossary; each must find its translation among the words of the English name, and
//! each English word must be used. Names of one document may miss a little more than names of two.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::names::Names;
use crate::knowledge::Knowledge;
use crate::model::Fragment;
use crate::text::Language;

/// Longest word of the glossary, in characters.
const LONGEST: usize = 12;
/// English words that need no counterpart.
const STOP_WORDS: &[&str] = &[
    "of", "the", "and", "for", "in", "on", "to", "with", "a", "an", "by", "based", "toward", "towards",
    "between", "at", "from", "its", "as",
];
/// Chinese parts that need no counterpart.
const SHELLS: &[&str] = &[
    "模式", "机制", "时期", "化", "性", "与", "和", "及", "第", "我国", "中国", "路径", "式", "级", "度",
    "个",
];
/// Share of both names that must be covered: across documents, and within one.
const ACROSS: f64 = 0.999;
const WITHIN: f64 = 0.74;

/// Pairs of a Chinese and an English name, best first, each with its rule; each name at most once.
pub(super) fn pairs(
    fragments: &[Fragment],
    names: &Names,
    knowledge: &Knowledge,
) -> Vec<(usize, usize, &'static str)> {
    let english: Vec<usize> =
        (0..names.names.len()).filter(|at| names.names[*at].language == Language::En).collect();
    let chinese: Vec<usize> =
        (0..names.names.len()).filter(|at| names.names[*at].language == Language::Zh).collect();
    if english.is_empty() || chinese.is_empty() {
        return Vec::new();
    }
    let words: BTreeMap<usize, Vec<&str>> = english
        .iter()
        .map(|at| (*at, names.names[*at].key.split(' ').filter(|word| !STOP_WORDS.contains(word)).collect()))
        .collect();
    let mut by_stem: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (name, words) in &words {
        for word in words {
            by_stem.entry(stem(word)).or_default().push(*name);
        }
    }
    let shared = documents_with_both(fragments);
    let mut scored: Vec<(f64, usize, usize, bool)> = Vec::new();
    for zh in chinese {
        let parts = parts(&names.names[zh].key, knowledge);
        let candidates = candidates(&parts, &by_stem);
        for en in candidates {
            let coverage = coverage(&parts, &words[&en]);
            let within = together(names, zh, en, &shared);
            let least = if within { WITHIN } else { ACROSS };
            if coverage >= least {
                let exact = knowledge
                    .bilingual
                    .get(&names.names[zh].key)
                    .is_some_and(|translations| translations.contains(&names.names[en].key));
                scored.push((
                    coverage
                        + f64::from(u8::from(exact))
                        + weight(names, zh) * 0.01
                        + weight(names, en) * 0.01,
                    zh,
                    en,
                    within && coverage < ACROSS,
                ));
            }
        }
    }
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| (a.1, a.2).cmp(&(b.1, b.2))));
    let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
    let mut pairs = Vec::new();
    for (score, zh, en, loose) in scored {
        // A full translation may join several spellings; a loose one must be the best of both sides.
        let full = score >= ACROSS && !loose;
        let free = |name: usize| !taken.contains_key(&name);
        if full && (free(en) || taken.get(&en) == Some(&zh)) || free(zh) && free(en) {
            taken.insert(zh, en);
            taken.insert(en, zh);
            pairs.push((zh, en, if loose { "bilingual/within_document" } else { "bilingual/glossary" }));
        }
    }
    pairs
}

/// English names that share a translation with most parts of a Chinese name, in order.
fn candidates(parts: &[(usize, Vec<&str>, bool)], by_stem: &FxHashMap<&str, Vec<usize>>) -> Vec<usize> {
    let needed: Vec<&Vec<&str>> =
        parts.iter().filter(|(_, _, shell)| !shell).map(|(_, translations, _)| translations).collect();
    let least = (needed.len() * 3).div_ceil(5).max(1);
    let mut hits: FxHashMap<usize, (usize, usize)> = FxHashMap::default();
    for (part, translations) in needed.iter().enumerate() {
        for word in translations
            .iter()
            .flat_map(|translation| translation.split(' '))
            .filter(|word| !STOP_WORDS.contains(word))
        {
            for name in by_stem.get(stem(word)).into_iter().flatten() {
                let (n_hits, last) = hits.entry(*name).or_insert((0, usize::MAX));
                if *last != part {
                    *n_hits += 1;
                    *last = part;
                }
            }
        }
    }
    let mut found: Vec<(usize, usize)> = hits.into_iter().map(|(name, (n_hits, _))| (name, n_hits)).collect();
    found.sort_unstable();
    found.into_iter().filter(|(_, n_hits)| *n_hits >= least).map(|(name, _)| name).collect()
}

fn weight(names: &Names, name: usize) -> f64 {
    (names.names[name].terms.len() as f64).min(5.0)
}

/// Documents that hold terms of both languages.
fn documents_with_both(fragments: &[Fragment]) -> Vec<bool> {
    fragments
        .iter()
        .map(|fragment| {
            let has = |language| fragment.terms.iter().any(|term| term.language == language);
            has(Language::Zh) && has(Language::En)
        })
        .collect()
}

fn together(names: &Names, zh: usize, en: usize, shared: &[bool]) -> bool {
    names.names[zh].terms.iter().any(|(fragment, _)| {
        shared[*fragment] && names.names[en].terms.iter().any(|(other, _)| other == fragment)
    })
}

/// The first letters, which the forms of a word share.
fn stem(word: &str) -> &str {
    let end = word.char_indices().nth(4).map_or(word.len(), |(at, _)| at);
    &word[..end]
}

/// A Chinese name cut into words of the glossary with their translations; what is not known stands alone without any.
fn parts<'k>(key: &str, knowledge: &'k Knowledge) -> Vec<(usize, Vec<&'k str>, bool)> {
    let chars: Vec<(usize, char)> = key.char_indices().collect();
    let n = chars.len();
    let slice = |from: usize, to: usize| &key[chars[from].0..chars.get(to).map_or(key.len(), |(at, _)| *at)];
    // Fewest unknown characters, then fewest words.
    let mut best: Vec<(usize, usize, usize)> = vec![(usize::MAX, 0, 0); n + 1];
    best[0] = (0, 0, 0);
    for to in 1..=n {
        for from in to.saturating_sub(LONGEST)..to {
            let word = slice(from, to);
            let known = knowledge.bilingual.contains_key(word) || SHELLS.contains(&word);
            if !known && to - from > 1 {
                continue;
            }
            let (unknown, n_words, _) = best[from];
            if unknown == usize::MAX {
                continue;
            }
            let cost = (unknown + usize::from(!known), n_words + 1, from);
            if (cost.0, cost.1) < (best[to].0, best[to].1) || best[to].0 == usize::MAX {
                best[to] = cost;
            }
        }
    }
    let mut parts = Vec::new();
    let mut to = n;
    while to > 0 {
        let from = best[to].2;
        let word = slice(from, to);
        let translations = knowledge
            .bilingual
            .get(word)
            .map(|known| known.iter().map(String::as_str).collect())
            .unwrap_or_default();
        parts.push((to - from, translations, SHELLS.contains(&word)));
        to = from;
    }
    parts.reverse();
    parts
}

/// The smaller of the two shares that are covered, 0..=1.
fn coverage(parts: &[(usize, Vec<&str>, bool)], words: &[&str]) -> f64 {
    let mut used = vec![false; words.len()];
    let (mut covered, mut total) = (0usize, 0usize);
    for (n_chars, translations, is_shell) in parts {
        let hit = translations.iter().find_map(|translation| places(translation, words));
        if let Some(places) = &hit {
            for place in places {
                used[*place] = true;
            }
            covered += n_chars;
            total += n_chars;
        } else if !is_shell {
            total += n_chars;
        }
    }
    if total == 0 || words.is_empty() {
        return 0.0;
    }
    let en = used.iter().filter(|used| **used).count() as f64 / words.len() as f64;
    (covered as f64 / total as f64).min(en)
}

/// Where the words of a translation stand in a name; `None` when one is missing.
fn places(translation: &str, words: &[&str]) -> Option<Vec<usize>> {
    translation
        .split(' ')
        .filter(|word| !STOP_WORDS.contains(word))
        .map(|word| words.iter().position(|other| alike(word, other)))
        .collect()
}

/// Whether two words are forms of one: the same first letters, most of the shorter one.
fn alike(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let common = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    let shorter = a.chars().count().min(b.chars().count());
    common >= 5 && common + 3 >= shorter
        || shorter >= 4 && common == shorter && a.len().abs_diff(b.len()) <= 3
}
