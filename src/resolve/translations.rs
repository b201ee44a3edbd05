//! Names of both languages, from whatever documents -> pairs in which every word translates a word of the other.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::claim::Claim;
use super::cover::{EnglishName, cover, is_cut_off};
use super::homonyms::is_short_form;
use super::names::Names;
use crate::knowledge::Glossary;
use crate::text::Language;

/// One pair with what tells it from other pairs of the same English name.
struct Pair {
    zh: usize,
    en: usize,
    confidence: f64,
    n_shared: usize,
}

/// The best Chinese name of each English one, where one covers the other whole.
pub(super) fn claims(names: &Names, glossary: &Glossary) -> Vec<Claim> {
    let english: BTreeMap<usize, EnglishName> = (0..names.names.len())
        .filter(|at| {
            let name = &names.names[*at];
            name.language == Language::En
                && !is_cut_off(&name.key)
                && !is_short_form(&name.label, name.language)
                && name.sense == 0
        })
        .map(|at| (at, EnglishName::of(&names.names[at].key, glossary)))
        .filter(|(_, name)| !name.words.is_empty() && name.words.len() <= 8)
        .collect();
    let postings = by_rarest_word(&english);
    let pairs: Vec<Pair> = (0..names.names.len())
        .into_par_iter()
        .filter(|at| names.names[*at].language == Language::Zh)
        .flat_map_iter(|zh| pairs_of(zh, names, &english, &postings, glossary))
        .collect();
    let mut best: BTreeMap<usize, Pair> = BTreeMap::new();
    for pair in pairs {
        let order = |pair: &Pair| (pair.confidence, pair.n_shared, names.names[pair.zh].terms.len());
        let better = best.get(&pair.en).is_none_or(|known| {
            let (a, b) = (order(&pair), order(known));
            a.0.total_cmp(&b.0).then((a.1, a.2).cmp(&(b.1, b.2))).then(known.zh.cmp(&pair.zh)).is_gt()
        });
        if better {
            best.insert(pair.en, pair);
        }
    }
    best.into_values()
        .map(|pair| Claim::by_name(pair.zh, pair.en, "bilingual/glossary", pair.confidence))
        .collect()
}

/// English names by the word that the fewest of them hold.
fn by_rarest_word(english: &BTreeMap<usize, EnglishName>) -> BTreeMap<String, Vec<usize>> {
    let mut n_names: FxHashMap<&str, usize> = FxHashMap::default();
    for name in english.values() {
        for (word, _) in &name.words {
            *n_names.entry(word).or_default() += 1;
        }
    }
    let mut postings: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, name) in english {
        let rarest = name.words.iter().map(|(word, _)| (n_names[word.as_str()], word)).min();
        if let Some((_, word)) = rarest {
            postings.entry(word.clone()).or_default().push(*at);
        }
    }
    postings
}

fn pairs_of(
    zh: usize,
    names: &Names,
    english: &BTreeMap<usize, EnglishName>,
    postings: &BTreeMap<String, Vec<usize>>,
    glossary: &Glossary,
) -> Vec<Pair> {
    let key = &names.names[zh].key;
    let vocabulary = glossary.vocabulary(key);
    let mut candidates: Vec<usize> =
        vocabulary.iter().filter_map(|word| postings.get(word)).flatten().copied().collect();
    candidates.sort_unstable();
    candidates.dedup();
    let mut pairs = Vec::new();
    for en in candidates {
        let name = &english[&en];
        if !name.words.iter().all(|(word, _)| vocabulary.contains(word)) {
            continue;
        }
        let Some(found) = cover(glossary, key, name, false).filter(|cover| cover.is_full()) else { continue };
        let n_shared = shared(names, zh, en);
        let words: Vec<String> = name.words.iter().map(|(word, _)| word.clone()).collect();
        let confidence = match (found.n_parts, name.words.len(), glossary.n_sources(&words)) {
            (2.., ..) | (_, 2.., _) => 0.93,
            (_, _, 1) => 0.92,
            (_, _, 2) => 0.84,
            _ if n_shared > 0 => 0.8,
            _ => 0.76,
        };
        pairs.push(Pair { zh, en, confidence: confidence + 0.01 * (n_shared.min(3) as f64), n_shared });
    }
    pairs
}

/// In how many documents both names stand.
fn shared(names: &Names, a: usize, b: usize) -> usize {
    let documents: FxHashSet<usize> = names.names[a].terms.iter().map(|(document, _)| *document).collect();
    names.names[b].terms.iter().filter(|(document, _)| documents.contains(document)).count()
}
