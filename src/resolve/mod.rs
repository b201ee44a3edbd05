//! all fragments -> ConceptGraph: which names are one concept, and what links them.

mod bilingual;
mod build;
mod guards;
mod merger;
mod names;

use std::collections::BTreeMap;

use crate::knowledge::Knowledge;
use crate::model::{ConceptGraph, Fragment};

/// Builds the graph of a set of fragments. Order and repetition of fragments change nothing.
#[must_use]
pub fn resolve(fragments: Vec<Fragment>, knowledge: &Knowledge) -> ConceptGraph {
    let by_id: BTreeMap<String, Fragment> = {
        let mut by_id: BTreeMap<String, Fragment> = BTreeMap::new();
        for fragment in fragments {
            // One content under two paths is one document; the first path in order names it.
            match by_id.entry(fragment.document.id.clone()) {
                std::collections::btree_map::Entry::Vacant(entry) => {
                    entry.insert(fragment);
                }
                std::collections::btree_map::Entry::Occupied(mut entry) => {
                    if fragment.document.path < entry.get().document.path {
                        entry.insert(fragment);
                    }
                }
            }
        }
        by_id
    };
    let fragments: Vec<Fragment> = by_id.into_values().collect();
    let names = names::collect(&fragments, knowledge);
    let clusters = merger::merge(&fragments, &names, knowledge);
    build::graph(fragments, &names, &clusters, knowledge)
}
