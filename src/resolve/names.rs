//! Fragments -> distinct names over all documents, by match key in simplified characters.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::claim::Said;
use crate::model::Fragment;
use crate::text::{Language, MatchKey, simplified};

/// One name and all it stands for.
#[derive(Debug, Clone)]
pub(super) struct Name {
    pub(super) key: MatchKey,
    /// Which of several things with this name; 0 where one thing has it.
    pub(super) sense: usize,
    pub(super) language: Language,
    /// As the best of its terms writes it.
    pub(super) label: String,
    /// The score of that term; 0 where there is none.
    pub(super) score: f64,
    /// Votes for each kind.
    pub(super) kinds: BTreeMap<String, f64>,
    /// Terms that bear it: fragment and term. A name that only translates another has none.
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

/// Which of several things a name is in a document.
pub(super) type Senses = BTreeMap<MatchKey, BTreeMap<usize, usize>>;

/// All names, with the name of every term.
#[derive(Default)]
pub(super) struct Names {
    pub(super) names: Vec<Name>,
    /// Name of each term of each fragment.
    pub(super) of_term: Vec<Vec<usize>>,
    by_key: BTreeMap<(MatchKey, usize), usize>,
    senses: Senses,
}

impl Names {
    /// The name that a key is in one document.
    pub(super) fn find_in(&self, key: &str, fragment: usize) -> Option<usize> {
        let sense = self.senses.get(key).and_then(|of| of.get(&fragment)).copied().unwrap_or(0);
        self.by_key.get(&(key.to_owned(), sense)).copied()
    }

    /// The name that a key is where no document tells more.
    pub(super) fn find(&self, key: &str) -> Option<usize> {
        self.by_key.get(&(key.to_owned(), 0)).copied()
    }

    /// Whether several things have this name.
    pub(super) fn is_ambiguous(&self, name: usize) -> bool {
        self.senses.contains_key(&self.names[name].key)
    }
}

/// The names of all terms, and those of `extra` that are no terms.
pub(super) fn collect(fragments: &[Fragment], senses: Senses, extra: Vec<(Said, usize)>) -> Names {
    // Most names stand in many documents: each is converted and looked up in order only once.
    let mut converted: FxHashMap<&str, MatchKey> = FxHashMap::default();
    let mut known: FxHashMap<(MatchKey, usize), usize> = FxHashMap::default();
    let mut names: Vec<Name> = Vec::new();
    let mut of_term: Vec<Vec<usize>> = Vec::with_capacity(fragments.len());
    for (fragment, read) in fragments.iter().enumerate() {
        let mut of_fragment = Vec::with_capacity(read.terms.len());
        for (term, bearer) in read.terms.iter().enumerate() {
            let key = converted.entry(&bearer.key).or_insert_with(|| simplified(&bearer.key));
            let sense = senses.get(key).and_then(|of| of.get(&fragment)).copied().unwrap_or(0);
            let at = *known.entry((key.clone(), sense)).or_insert_with(|| {
                names.push(Name {
                    key: key.clone(),
                    sense,
                    language: bearer.language,
                    label: bearer.label.clone(),
                    score: bearer.score,
                    kinds: BTreeMap::new(),
                    terms: Vec::new(),
                });
                names.len() - 1
            });
            let name = &mut names[at];
            let better = (bearer.score, std::cmp::Reverse(&bearer.label))
                > (name.score, std::cmp::Reverse(&name.label));
            if better {
                name.score = bearer.score;
                name.label.clone_from(&bearer.label);
            }
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
    for (said, fragment) in extra {
        let sense = senses.get(&said.key).and_then(|of| of.get(&fragment)).copied().unwrap_or(0);
        known.entry((said.key.clone(), sense)).or_insert_with(|| {
            let (kinds, terms) = (BTreeMap::new(), Vec::new());
            names.push(Name {
                key: said.key,
                sense,
                language: said.language,
                label: said.label,
                score: 0.0,
                kinds,
                terms,
            });
            names.len() - 1
        });
    }
    in_order_of_keys(names, of_term, senses)
}

fn in_order_of_keys(names: Vec<Name>, mut of_term: Vec<Vec<usize>>, senses: Senses) -> Names {
    let mut ordered: Vec<(usize, Name)> = names.into_iter().enumerate().collect();
    ordered.sort_by(|a, b| (&a.1.key, a.1.sense).cmp(&(&b.1.key, b.1.sense)));
    let mut place = vec![0; ordered.len()];
    for (at, (before, _)) in ordered.iter().enumerate() {
        place[*before] = at;
    }
    for name in of_term.iter_mut().flatten() {
        *name = place[*name];
    }
    let names: Vec<Name> = ordered.into_iter().map(|(_, name)| name).collect();
    let by_key = names.iter().enumerate().map(|(at, name)| ((name.key.clone(), name.sense), at)).collect();
    Names { names, of_term, by_key, senses }
}
