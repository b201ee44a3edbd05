//! A candidate -> its concept kind: by its last word, and by a fitted model over its form and its claims.

use super::numbered::{FeatureList, FeatureNames};
use super::terms::Candidate;
use crate::knowledge::{FeatureId, Head, Knowledge, normalize, vocab};
use crate::text::{Language, strip_marks};

/// How sure the kind is of a term that the user wrote down with its kind.
const USERS_WORD: f64 = 0.95;
/// Longest head of Chinese, in characters.
const LONGEST_HEAD: usize = 5;

/// The kind that the head of a label speaks for; `None` where the head says nothing.
pub(crate) fn by_head<'k>(label: &str, language: Language, knowledge: &'k Knowledge) -> Option<&'k Head> {
    match language {
        Language::Zh => chinese_head(label, knowledge),
        Language::En => english_head(label, knowledge),
    }
}

fn chinese_head<'k>(label: &str, knowledge: &'k Knowledge) -> Option<&'k Head> {
    let heads = &knowledge.lexicon(Language::Zh).heads;
    let label = strip_marks(label);
    let starts: Vec<usize> = label.char_indices().map(|(at, _)| at).collect();
    let from = starts.len().saturating_sub(LONGEST_HEAD);
    starts[from..].iter().find_map(|at| heads.get(&label[*at..]))
}

fn english_head<'k>(label: &str, knowledge: &'k Knowledge) -> Option<&'k Head> {
    let heads = &knowledge.lexicon(Language::En).heads;
    let lower = strip_marks(label).to_lowercase();
    let prepositions =
        [" of ", " to ", " between ", " in ", " for ", " from ", " against ", " on ", " by ", " at "];
    let cut =
        prepositions.iter().filter_map(|preposition| lower.find(preposition)).min().unwrap_or(lower.len());
    let words: Vec<&str> = lower[..cut].split(' ').collect();
    (0..words.len()).filter(|from| words.len() - from <= 3).find_map(|from| {
        let head = words[from..].join(" ");
        heads
            .get(&head)
            .or_else(|| head.strip_suffix("ies").and_then(|stem| heads.get(&format!("{stem}y"))))
            .or_else(|| head.strip_suffix('s').and_then(|stem| heads.get(stem)))
    })
}

/// A title in Latin capitals that names a document: `National Innovation Act`.
pub(crate) fn is_document_name(label: &str, knowledge: &Knowledge) -> bool {
    let words: Vec<&str> = label.split(' ').collect();
    let capital = words.len() >= 2 && words[0].starts_with(|c: char| c.is_uppercase());
    let last = words.last().map(|word| word.to_lowercase()).unwrap_or_default();
    capital
        && words[words.len() - 1].starts_with(|c: char| c.is_uppercase())
        && knowledge.lexicon(Language::En).is_in("document_head", &last)
}

/// What speaks for the kind of a candidate: its form, its words, who claimed it, and what votes made of that.
pub(crate) fn features(candidate: &Candidate<'_>, names: Option<&FeatureNames>) -> Vec<FeatureId> {
    let mut list = FeatureList { ids: Vec::new(), names };
    let (kind, confidence) = candidate.voted;
    let label = strip_marks(&candidate.label);
    list.see("bias", candidate.language.code(), "");
    list.see("voted", kind, if confidence >= 0.6 { "sure" } else { "unsure" });
    let mut rules: Vec<&str> = candidate.claims.iter().map(|(_, rule)| *rule).collect();
    rules.sort_unstable();
    rules.dedup();
    for rule in rules {
        list.see("rule", rule, candidate.language.code());
    }
    match candidate.language {
        Language::Zh => chinese_form(label, kind, &mut list),
        Language::En => english_form(label, kind, &mut list),
    }
    list.ids
}

fn chinese_form(label: &str, kind: &str, list: &mut FeatureList<'_>) {
    let starts: Vec<usize> = label.char_indices().map(|(at, _)| at).collect();
    let n = starts.len();
    for (template, size) in [("last_1", 1), ("last_2", 2), ("last_3", 3)] {
        if n >= size {
            list.see(template, &label[starts[n - size]..], "");
        }
    }
    if n >= 2 {
        list.see("voted_last_2", kind, &label[starts[n - 2]..]);
    }
    for (template, size) in [("first_1", 1), ("first_2", 2)] {
        if n > size {
            list.see(template, &label[..starts[size]], "");
        }
    }
    list.see("size", SIZES[n.min(SIZES.len() - 1)], "zh");
    if label.contains(|c: char| c.is_ascii_alphabetic()) {
        list.see("latin", "", "");
    }
    if label.contains(|c: char| c.is_ascii_digit()) {
        list.see("digit", "", "zh");
    }
}

fn english_form(label: &str, kind: &str, list: &mut FeatureList<'_>) {
    let words: Vec<String> = label.split(' ').map(|word| singular(&word.to_lowercase())).collect();
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return };
    list.see("last_word", last, "");
    list.see("first_word", first, "");
    list.see("voted_last", kind, last);
    if words.len() >= 2 {
        list.see("last_words", &words[words.len() - 2], last);
    }
    for word in &words {
        list.see("word", word, "");
    }
    if let Some((at, _)) = last.char_indices().rev().nth(3) {
        list.see("ending", &last[at..], "");
    }
    let n_capitals = label.split(' ').filter(|word| word.starts_with(|c: char| c.is_uppercase())).count();
    let all = if n_capitals == words.len() { "all" } else { "some" };
    list.see("capitals", SIZES[n_capitals.min(4)], all);
    let acronym = label.len() <= 7 && label.chars().all(|c| c.is_ascii_uppercase() || "-&.".contains(c));
    if acronym {
        list.see("acronym", "", "");
    }
    list.see("size", SIZES[words.len().min(6)], "en");
}

const SIZES: [&str; 13] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"];

fn singular(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("ies") {
        return format!("{stem}y");
    }
    let plural = word.strip_suffix('s').filter(|stem| !stem.ends_with('s') && stem.len() >= 3);
    plural.unwrap_or(word).to_owned()
}

/// The kind that the fitted model holds likeliest, and how likely; what the votes say where nothing was fitted, or not of their kind.
pub(crate) fn fitted<'k>(candidate: &Candidate<'k>, knowledge: &'k Knowledge) -> (&'k str, f64) {
    if let Some(kind) = users_kind(candidate, knowledge) {
        return (kind, USERS_WORD);
    }
    match probabilities(candidate, knowledge) {
        Some(probabilities) => likeliest(&knowledge.kinds.labels, &probabilities),
        None => candidate.voted,
    }
}

/// Settles the kind of a candidate with a second opinion, which counts for `share`: the logarithm of its probability of each kind.
pub(crate) fn settle<'k>(
    candidate: &mut Candidate<'k>,
    knowledge: &'k Knowledge,
    share: f32,
    second: &dyn Fn(&str) -> Option<f32>,
) {
    if users_kind(candidate, knowledge).is_some() {
        return;
    }
    let Some(mut mixed) = probabilities(candidate, knowledge) else { return };
    let labels = &knowledge.kinds.labels;
    for (chance, label) in mixed.iter_mut().zip(labels) {
        let first = chance.max(1e-6).ln();
        *chance = first + share * (second(label).unwrap_or(first) - first);
    }
    normalize(&mut mixed);
    (candidate.kind, candidate.kind_confidence) = likeliest(labels, &mixed);
    candidate.known_as = knowledge.known_as(candidate.kind);
}

/// The kind that a user wrote down with the term.
fn users_kind<'k>(candidate: &Candidate<'_>, knowledge: &'k Knowledge) -> Option<&'k str> {
    let lexicon = knowledge.lexicon(candidate.language);
    let is_users = lexicon.users_terms.contains(candidate.key.as_str());
    lexicon.terms.get(candidate.key.as_str()).filter(|_| is_users).map(|kind| &**kind)
}

/// How likely the fitted model holds each of its kinds; nothing where it does not know the one voted for.
fn probabilities(candidate: &Candidate<'_>, knowledge: &Knowledge) -> Option<Vec<f32>> {
    let model = &knowledge.kinds;
    model.labels.iter().any(|label| label == candidate.voted.0).then(|| {
        let mut sums = vec![0f32; model.labels.len()];
        model.add(&candidate.words, &mut sums);
        if !holds_number(&candidate.label) {
            let statistic = model.labels.iter().position(|label| label == vocab::INDICATOR);
            statistic.into_iter().for_each(|at| sums[at] = f32::NEG_INFINITY);
        }
        normalize(&mut sums);
        sums
    })
}

/// Words that count, beside figures.
const NUMBERS: &[&str] = &[
    "half", "third", "thirds", "quarter", "quarters", "one", "two", "three", "four", "five", "six", "seven",
    "eight", "nine", "ten", "dozen", "hundred", "thousand", "million", "billion", "twice", "double",
];

/// Whether a name holds a number: only a number makes a statistic of it, what is measured is none. A Chinese numeral counts before a word of
/// size, as in 两成 and 三分之一, not in 两市.
fn holds_number(label: &str) -> bool {
    let is_sized = |(a, b): (char, char)| {
        "一二三四五六七八九十百千万两数几".contains(a) && "十百千万亿成倍番分".contains(b)
    };
    let mut words = label.split(|c: char| !c.is_alphanumeric());
    label.contains(char::is_numeric)
        || label.chars().zip(label.chars().skip(1)).any(is_sized)
        || words.any(|word| NUMBERS.contains(&word.to_ascii_lowercase().as_str()))
}

fn likeliest<'k>(labels: &'k [String], chances: &[f32]) -> (&'k str, f64) {
    let best = (0..chances.len()).fold(0, |best, at| if chances[at] > chances[best] { at } else { best });
    (&labels[best], f64::from(chances[best]))
}

/// The kind of last resort.
pub(crate) const UNKNOWN: &str = vocab::TOPIC;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_make_statistics() {
        let with = ["3200公顷", "三分之一的农户", "近两成", "two thirds of farms", "５%"];
        let without = ["湿地修复面积", "两市湿地保护率", "一体化", "acceptance rate", "cone height"];
        assert!(with.iter().all(|label| holds_number(label)));
        assert!(without.iter().all(|label| !holds_number(label)));
    }
}
