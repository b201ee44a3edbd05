//! A store and what a question is about -> the graph that answers it: the part of the stored one that it needs, where that is fresh.

use std::collections::BTreeSet;

use petgraph::graph::{EdgeIndex, NodeIndex};

use super::intake::joiner;
use crate::knowledge::Knowledge;
use crate::model::ConceptGraph;
use crate::query::{self, Found, Probe};
use crate::store::{ConceptNumber, Entry, Excerpt, GraphState, Links, Store, StoreError};

/// Links around a concept beyond which all are read at once.
const MOST_LINKS: usize = 40_000;

/// What a question is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope<'q> {
    /// All concepts and links.
    All,
    /// The concepts whose names answer a text.
    Search(&'q str),
    /// The concept that a text means, and what is at most so many links away.
    Around(&'q str, usize),
    /// The concept that a text means, and the others that bear one of its names.
    Namesakes(&'q str),
    /// The concepts that two texts mean, and their links with each other.
    Between(&'q str, &'q str),
}

/// What a question is answered from. Evidence and texts are there only after they were asked for.
pub struct Material(Source);

enum Source {
    Joined(ConceptGraph),
    Stored(Box<(Store, Vec<Entry>, Excerpt)>),
}

impl Material {
    /// A graph that is at hand with all its evidence.
    #[must_use]
    pub fn joined(graph: ConceptGraph) -> Self {
        Material(Source::Joined(graph))
    }

    /// What the scope needs of the stored graph; the store back where that is not the graph of the documents.
    ///
    /// # Errors
    /// When the store is damaged.
    pub fn stored(
        store: Store,
        entries: Vec<Entry>,
        scope: Scope<'_>,
        knowledge: &Knowledge,
    ) -> Result<Result<Self, Store>, StoreError> {
        if store.graph_state()? != Some(GraphState::of(&entries, &joiner(knowledge))) {
            return Ok(Err(store));
        }
        let excerpt = excerpt(&store, &entries, scope)?;
        Ok(Ok(Material(Source::Stored(Box::new((store, entries, excerpt))))))
    }

    /// The graph, or the part of it.
    #[must_use]
    pub fn graph(&self) -> &ConceptGraph {
        match &self.0 {
            Source::Joined(graph) => graph,
            Source::Stored(stored) => &stored.2.graph,
        }
    }

    /// Sees to it that evidence and reasons of these concepts and links are there; only of the documents `within`, where some
    /// are named.
    ///
    /// # Errors
    /// When the store is damaged.
    pub fn ground(
        &mut self,
        nodes: &[NodeIndex],
        edges: &[EdgeIndex],
        within: &[usize],
    ) -> Result<(), StoreError> {
        match &mut self.0 {
            Source::Joined(_) => Ok(()),
            Source::Stored(stored) => {
                let (store, entries, excerpt) = &mut **stored;
                store.ground(entries, excerpt, (nodes, edges), within)
            }
        }
    }

    /// Adds to the evidence of a concept a mention in each of the documents, where the graph keeps none.
    ///
    /// # Errors
    /// When the store is damaged.
    pub fn mention(&mut self, node: NodeIndex, documents: &[usize]) -> Result<(), StoreError> {
        match &mut self.0 {
            Source::Joined(_) => Ok(()),
            Source::Stored(stored) => {
                let (store, entries, excerpt) = &mut **stored;
                store.mention(entries, excerpt, node, documents)
            }
        }
    }
}

fn excerpt(store: &Store, entries: &[Entry], scope: Scope<'_>) -> Result<Excerpt, StoreError> {
    match scope {
        Scope::All => store.outline(entries),
        Scope::Search(text) => {
            let probe = Probe::new(text);
            let mut answers = store.named(&|key| probe.holds(key))?;
            if answers.is_empty() {
                answers = candidates(store, text)?;
            }
            store.excerpt(entries, &answers, &Links::default())
        }
        Scope::Around(text, depth) => {
            let (mut concepts, found) = meant(store, entries, text)?;
            let Some(concept) = found else { return store.excerpt(entries, &concepts, &Links::default()) };
            concepts.insert(concept);
            match store.links_around(concept, depth, MOST_LINKS)? {
                Some(links) => store.excerpt(entries, &concepts, &links),
                None => store.outline(entries),
            }
        }
        Scope::Namesakes(text) => {
            let (mut concepts, found) = meant(store, entries, text)?;
            if let Some(concept) = found {
                concepts.extend(store.namesakes(concept)?);
            }
            store.excerpt(entries, &concepts, &Links::default())
        }
        Scope::Between(a, b) => {
            let (mut concepts, a) = meant(store, entries, a)?;
            let (others, b) = meant(store, entries, b)?;
            concepts.extend(others);
            let links = a.zip(b).map(|(a, b)| store.links_between(a, b)).transpose()?;
            store.excerpt(entries, &concepts, &links.unwrap_or_default())
        }
    }
}

/// All concepts that a text may mean, and the one that it does mean.
fn meant(
    store: &Store,
    entries: &[Entry],
    text: &str,
) -> Result<(BTreeSet<ConceptNumber>, Option<ConceptNumber>), StoreError> {
    let concepts = candidates(store, text)?;
    let part = store.excerpt(entries, &concepts, &Links::default())?;
    let found = match query::find(&part.graph, text) {
        Found::One { node, .. } => Some(part.number(node)),
        Found::Nothing { .. } => None,
    };
    Ok((concepts, found))
}

/// The concepts among which [`query::find`] chooses as it would among all.
fn candidates(store: &Store, text: &str) -> Result<BTreeSet<ConceptNumber>, StoreError> {
    let probe = Probe::new(text);
    let mut found = store.called(probe.key())?;
    for id in probe.ids() {
        found.extend(store.numbered(id)?);
    }
    if found.is_empty() {
        found = store.named(&|key| probe.holds(key))?;
    }
    if found.is_empty() {
        found = store.named(&|key| probe.resembles(key))?;
    }
    Ok(found)
}
