//! Fragments -> distinct names over all documents, by match key in simplified characters.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

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
    // Most names stand in many documents: each is converted and looked up in order only once.
    let mut converted: FxHashMap<&str, usize> = FxHashMap::default();
    let mut known: FxHashMap<MatchKey, usize> = FxHashMap::default();
    let mut names: Vec<Name> = Vec::new();
    let mut of_term: Vec<Vec<usize>> = Vec::with_capacity(fragments.len());
    for (fragment, read) in fragments.iter().enumerate() {
        let mut of_fragment = Vec::with_capacity(read.terms.len());
        for (term, bearer) in read.terms.iter().enumerate() {
            let at = *converted.entry(&bearer.key).or_insert_with(|| {
                let key = simplified(&bearer.key);
                *known.entry(key.clone()).or_insert_with(|| {
                    let (language, kinds, terms) = (bearer.language, BTreeMap::new(), Vec::new());
                    names.push(Name { key, language, kinds, terms });
                    names.len() - 1
                })
            });
            let name = &mut names[at];
            let vote = bearer.confidence * (0.2 + bearer.score);
            match name.kinds.get_mut(&bearer.kind) {
                Some(votes) => *votes += vote,
                None => drop(name.kinds.insert(bearer.kind.clone(), vote)),
            }
            name.terms.push((fragment, term));
            of_fragment.push(at);
        }
        of_term.push(of_fragment);
    }
    in_order_of_keys(names, of_term)
}

fn in_order_of_keys(names: Vec<Name>, mut of_term: Vec<Vec<usize>>) -> Names {
    let mut ordered: Vec<(usize, Name)> = names.into_iter().enumerate().collect();
    ordered.sort_by(|a, b| a.1.key.cmp(&b.1.key));
    let mut place = vec![0; ordered.len()];
    for (at, (before, _)) in ordered.iter().enumerate() {
        place[*before] = at;
    }
    for name in of_term.iter_mut().flatten() {
        *name = place[*name];
    }
    let names: Vec<Name> = ordered.into_iter().map(|(_, name)| name).collect();
    let by_key = names.iter().enumerate().map(|(at, name)| (name.key.clone(), at)).collect();
    Names { names, of_term, by_key }
}
