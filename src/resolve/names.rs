//! Fragments -> distinct names over all documents, by match key in simplified characters.

use std::collections::BTreeMap;

use crate::knowledge::Knowledge;
use crate::model::Fragment;
use crate::text::{Language, MatchKey, simplified};

/// One name and all it stands for.
#[derive(Debug, Clone)]
pub(super) struct Name {
    pub(super) key: MatchKey,
    pub(super) language: Language,
    /// Votes for each kind.
    pub(super) kinds: BTreeMap<String, f64>,
    /// Terms that bear it: fragment and term.
    pub(super) terms: Vec<(usize, usize)>,
}

impl Name {
    /// The kind with most votes; the first in order on a tie.
    pub(super) fn kind(&self) -> &str {
        best(&self.kinds)
    }
}

/// The key with the highest value; the first on a tie.
pub(super) fn best(votes: &BTreeMap<String, f64>) -> &str {
    let mut best: Option<(&str, f64)> = None;
    for (kind, vote) in votes {
        if best.is_none_or(|(_, most)| *vote > most) {
            best = Some((kind, *vote));
        }
    }
    best.map_or("", |(kind, _)| kind)
}

/// All names, with the name of every term.
pub(super) struct Names {
    pub(super) names: Vec<Name>,
    /// Name of each term of each fragment.
    pub(super) of_term: Vec<Vec<usize>>,
    /// Index by key.
    pub(super) by_key: BTreeMap<MatchKey, usize>,
}

pub(super) fn collect(fragments: &[Fragment], _knowledge: &Knowledge) -> Names {
    let mut by_key: BTreeMap<MatchKey, Name> = BTreeMap::new();
    let mut keys: Vec<Vec<MatchKey>> = Vec::with_capacity(fragments.len());
    for (fragment, read) in fragments.iter().enumerate() {
        let mut of_fragment = Vec::with_capacity(read.terms.len());
        for (term, bearer) in read.terms.iter().enumerate() {
            let key = simplified(&bearer.key);
            let name = by_key.entry(key.clone()).or_insert_with(|| Name {
                key: key.clone(),
                language: bearer.language,
                kinds: BTreeMap::new(),
                terms: Vec::new(),
            });
            *name.kinds.entry(bearer.kind.clone()).or_default() += bearer.confidence * (0.2 + bearer.score);
            name.terms.push((fragment, term));
            of_fragment.push(key);
        }
        keys.push(of_fragment);
    }
    let index: BTreeMap<MatchKey, usize> =
        by_key.keys().cloned().enumerate().map(|(at, key)| (key, at)).collect();
    let of_term = keys.iter().map(|keys| keys.iter().map(|key| index[key]).collect()).collect();
    Names { names: by_key.into_values().collect(), of_term, by_key: index }
}
