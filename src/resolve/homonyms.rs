//! Definitions of short forms -> which documents mean the same by one: PA is palmitic acid here and a path algorithm there.

use std::collections::{BTreeMap, BTreeSet};

use super::claim::Mined;
use super::names::Senses;
use crate::text::Language;

/// Longest short form, in bytes of its match key.
const LONGEST: usize = 9;

/// Most letters of a short form that means nothing where no paper defines it.
const LETTERS: usize = 3;

/// Senses of all short forms that documents define differently. A document that defines none is left with sense 0.
pub(super) fn senses(mined: &[Mined]) -> Senses {
    let mut defined: BTreeMap<&str, BTreeMap<usize, BTreeSet<&str>>> = BTreeMap::new();
    for claim in mined.iter().filter(|claim| claim.rule == "bracket/acronym") {
        let short = &claim.right;
        if let (true, Some((document, _))) = (short.key.len() <= LONGEST, claim.places.first()) {
            let of = defined.entry(&short.key).or_default().entry(*document).or_default();
            of.insert(&claim.left.key);
        }
    }
    // What a bracket gives in two languages is one thing: 主成分分析（principal component analysis，PCA）.
    let mut translations: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for claim in
        mined.iter().filter(|claim| claim.left.language != claim.right.language && claim.confidence > 0.9)
    {
        translations.entry(&claim.left.key).or_default().insert(&claim.right.key);
        translations.entry(&claim.right.key).or_default().insert(&claim.left.key);
    }
    let mut senses = Senses::new();
    for (key, of) in defined {
        let groups = groups(&of, &translations);
        // Three letters mean what the paper says that defines them, and elsewhere perhaps something else.
        let is_common = key.chars().filter(|c| c.is_alphabetic()).count() <= LETTERS;
        if is_common || groups.iter().any(|(_, group)| *group > 1) {
            senses.insert(key.to_owned(), groups.into_iter().collect());
        }
    }
    senses
}

/// Documents with the number of their group, counted from 1: one group holds those whose long forms meet.
fn groups(
    of: &BTreeMap<usize, BTreeSet<&str>>,
    translations: &BTreeMap<&str, BTreeSet<&str>>,
) -> Vec<(usize, usize)> {
    let mut groups: Vec<(BTreeSet<&str>, Vec<usize>)> = Vec::new();
    for (document, names) in of {
        let mut all: BTreeSet<&str> = names.clone();
        all.extend(names.iter().filter_map(|name| translations.get(name)).flatten());
        let mut documents = vec![*document];
        let (meeting, rest): (Vec<_>, Vec<_>) =
            groups.into_iter().partition(|(known, _)| !known.is_disjoint(&all));
        groups = rest;
        for (known, members) in meeting {
            all.extend(known);
            documents.extend(members);
        }
        documents.sort_unstable();
        groups.push((all, documents));
    }
    groups.sort_by(|a, b| a.1.cmp(&b.1));
    let numbered = groups.into_iter().enumerate();
    numbered
        .flat_map(|(n, (_, documents))| documents.into_iter().map(move |document| (document, n + 1)))
        .collect()
}

/// Whether a name is a short form by its looks.
pub(super) fn is_short_form(label: &str, language: Language) -> bool {
    let n_upper = label.chars().filter(char::is_ascii_uppercase).count();
    language == Language::En && label.len() <= LONGEST && !label.contains(' ') && n_upper >= 2
}
