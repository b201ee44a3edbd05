//! all fragments -> ConceptGraph: which names are one concept, and what links them.
//!
//! Rules make claims, each that two names are one thing, with a confidence and the place that says so. The merger follows them,
//! the strongest first, and refuses those that a guard forbids.

mod brackets;
mod build;
mod claim;
mod companies;
mod cover;
mod cut_off;
mod guards;
mod homonyms;
mod in_step;
mod joined;
mod marks;
mod merger;
mod names;
mod near;
mod pages;
mod phrases;
mod places;
mod reading;
mod reasons;
mod review;
mod translations;
mod typos;
mod variants;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::knowledge::Knowledge;
use crate::model::{ConceptGraph, Fragment};
use joined::Joined;

pub use near::{Near, near};
pub use review::{Doubt, review};

/// Builds the graph of a set of fragments. Order and repetition of fragments change nothing.
#[must_use]
pub fn resolve(fragments: Vec<Fragment>, knowledge: &Knowledge) -> ConceptGraph {
    let fragments = distinct(fragments);
    let joined = Joined::of(&fragments, knowledge);
    build::graph(fragments, &joined, knowledge)
}

/// Fragments of distinct documents in order of their ids. One content under two paths is one document; the first path names it.
fn distinct(fragments: Vec<Fragment>) -> Vec<Fragment> {
    let mut by_id: BTreeMap<String, Fragment> = BTreeMap::new();
    for fragment in fragments {
        match by_id.entry(fragment.document.id.clone()) {
            Entry::Vacant(entry) => {
                entry.insert(fragment);
            }
            Entry::Occupied(mut entry) if fragment.document.path < entry.get().document.path => {
                entry.insert(fragment);
            }
            Entry::Occupied(_) => {}
        }
    }
    by_id.into_values().collect()
}
