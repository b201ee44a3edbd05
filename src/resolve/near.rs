//! A graph -> pairs of concepts whose names are nearly identical, for whoever asks whether they were left apart with reason.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::NodeIndex;

use crate::model::ConceptGraph;
use crate::text::{Language, match_key, simplified};

/// Fewest characters of a name that is compared; of shorter ones, one character is too much.
const FEWEST_ZH: usize = 4;
const FEWEST_EN: usize = 8;
/// Most names that share a form; more are a series, such as numbered ones.
const MOST: usize = 12;

/// Two concepts and the names in which they nearly agree.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Near {
    /// One concept.
    pub left: NodeIndex,
    /// The other.
    pub right: NodeIndex,
    /// The name of the first.
    pub left_name: String,
    /// The name of the second.
    pub right_name: String,
}

/// Pairs whose names differ by one character more, less or otherwise; each pair once, in order.
#[must_use]
pub fn near(graph: &ConceptGraph) -> Vec<Near> {
    let mut names: Vec<(NodeIndex, String, Language, String)> = Vec::new();
    for node in graph.graph.node_indices() {
        for language in [Language::Zh, Language::En] {
            if let Some(name) = graph.graph[node].labels.get(language) {
                names.push((node, simplified(&match_key(name)), language, name.to_owned()));
            }
        }
    }
    let keys = names.iter().enumerate().map(|(at, (_, key, language, _))| (at, key.as_str(), *language));
    let mut seen: BTreeSet<(NodeIndex, NodeIndex)> = BTreeSet::new();
    let mut found: Vec<Near> = Vec::new();
    for (a, b) in pairs(keys) {
        let ((left, .., left_name), (right, .., right_name)) = (&names[a], &names[b]);
        if left != right && seen.insert((*left.min(right), *left.max(right))) {
            let (left_name, right_name) = (left_name.clone(), right_name.clone());
            found.push(Near { left: *left, right: *right, left_name, right_name });
        }
    }
    found.sort();
    found
}

/// Pairs of keys that differ by one character more, less or otherwise, by the numbers they were given with; each pair once.
pub(super) fn pairs<'k>(keys: impl Iterator<Item = (usize, &'k str, Language)>) -> BTreeSet<(usize, usize)> {
    let mut by_form: BTreeMap<(Language, String), Vec<usize>> = BTreeMap::new();
    for (at, key, language) in keys {
        for form in forms(key, language) {
            by_form.entry((language, form)).or_default().push(at);
        }
    }
    let mut pairs = BTreeSet::new();
    for members in by_form.into_values().filter(|members| (2..=MOST).contains(&members.len())) {
        for (n, a) in members.iter().enumerate() {
            pairs.extend(members[n + 1..].iter().filter(|b| *b != a).map(|b| (*a.min(b), *a.max(b))));
        }
    }
    pairs
}

/// A name and all that is left of it without one of its characters; blanks do not count.
fn forms(key: &str, language: Language) -> BTreeSet<String> {
    let chars: Vec<char> = key.chars().filter(|c| *c != ' ').collect();
    let least = if language == Language::Zh { FEWEST_ZH } else { FEWEST_EN };
    if chars.len() < least || chars.len() > 40 {
        return BTreeSet::new();
    }
    let without = |at: usize| chars[..at].iter().chain(&chars[at + 1..]).collect::<String>();
    let mut forms: BTreeSet<String> = (0..chars.len()).map(without).collect();
    forms.insert(chars.into_iter().collect());
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_character_more_less_or_otherwise_is_near() {
        let check = |a: &str, b: &str, expected: bool| {
            let language = crate::text::language_of(a);
            let (a, b) = (forms(&match_key(a), language), forms(&match_key(b), language));
            assert_eq!(!a.is_disjoint(&b), expected);
        };
        check("海岸保护区", "海岸保护", true);
        check("海岸保护区", "海岸防护区", true);
        check("海岸保护区", "海洋防护区", false);
        check("coastal towns", "coastal town", true);
        check("coastal towns", "coastal farms", false);
    }
}
