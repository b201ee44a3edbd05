//! English names -> pairs that differ by one letter of one word, which no other name has: `Foundatior` for `Foundation`.

use std::collections::{BTreeMap, BTreeSet};

use super::claim::Claim;
use super::names::Names;
use crate::knowledge::Glossary;
use crate::text::Language;

/// Fewest letters of a word in which one may be wrong.
const FEWEST: usize = 6;
/// The same of a word alone.
const FEWEST_ALONE: usize = 9;
/// In how many names the right word must stand where the glossary does not know it.
const COMMON: usize = 12;
/// In how many names the wrong word may stand.
const RARE: usize = 3;

/// Claims between a name and the same name with a slip of the pen or of a scanner, in one document.
pub(super) fn claims(names: &Names, glossary: &Glossary) -> Vec<Claim> {
    let mut n_names: BTreeMap<&str, usize> = BTreeMap::new();
    let english = || {
        names
            .names
            .iter()
            .enumerate()
            .filter(|(_, name)| name.language == Language::En && name.key.is_ascii())
    };
    for (_, name) in english() {
        for word in name.key.split(' ') {
            *n_names.entry(word).or_default() += 1;
        }
    }
    // Names by themselves without one of their words.
    let mut by_rest: BTreeMap<(usize, String), Vec<(usize, &str)>> = BTreeMap::new();
    for (at, name) in english() {
        let words: Vec<&str> = name.key.split(' ').collect();
        if words.len() < 2 && name.key.len() < FEWEST_ALONE {
            continue;
        }
        for (n, word) in words.iter().enumerate().filter(|(_, word)| word.len() >= FEWEST) {
            let rest: Vec<&str> =
                words.iter().enumerate().filter(|(m, _)| *m != n).map(|(_, word)| *word).collect();
            by_rest.entry((n, rest.join(" "))).or_default().push((at, word));
        }
    }
    let is_known = |word: &str| glossary.knows(&glossary.base(word)) || n_names[word] >= COMMON;
    let is_slip = |word: &str| n_names[word] <= RARE && !glossary.knows(&glossary.base(word));
    let mut claims = Vec::new();
    for members in by_rest.into_values() {
        for (wrong, slip) in members.iter().filter(|(_, word)| is_slip(word)) {
            let right = members.iter().filter(|(_, word)| is_known(word) && is_one_letter_off(slip, word));
            let right: Vec<usize> =
                right.map(|(at, _)| *at).filter(|at| share_document(names, *at, *wrong)).collect();
            if let [right] = right.as_slice() {
                claims.push(Claim::by_name(*wrong, *right, "variant/typo", 0.9));
            }
        }
    }
    claims
}

fn share_document(names: &Names, a: usize, b: usize) -> bool {
    let documents =
        |at: usize| names.names[at].terms.iter().map(|(document, _)| *document).collect::<BTreeSet<usize>>();
    !documents(a).is_disjoint(&documents(b))
}

/// Whether one letter is too many, missing or another.
fn is_one_letter_off(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let n_front = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let n_back = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let longest = a.len().max(b.len());
    a != b && a.len().abs_diff(b.len()) <= 1 && n_front + n_back + 1 >= longest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_letter_is_one_edit() {
        for (a, b, expected) in [
            ("foundatior", "foundation", true),
            ("foundtion", "foundation", true),
            ("foundationn", "foundation", true),
            ("foundation", "foundation", false),
            ("adaptation", "adoption", false),
        ] {
            assert_eq!(is_one_letter_off(a, b), expected, "{a} {b}");
        }
    }
}
