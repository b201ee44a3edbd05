//! Files -> documents of a store, committed a few at a time; and the graph of all that the store holds.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::Pipeline;
use crate::knowledge::Knowledge;
use crate::model::{ConceptGraph, Document, Fragment};
use crate::read::{self, Source};
use crate::report::{Entry, Status};
use crate::resolve::{self, Doubt};
use crate::store::{Entry as Kept, GraphState, Hit, Passage, Put, Store, StoreError};
use crate::text::sha256;

/// Documents read at a time per thread; they are committed together.
const BATCH: usize = 4;

/// Reason of a document that was in the store already.
const UNCHANGED: &str = "unchanged";

/// One step of taking papers in, told when it is done.
pub enum Step<'a> {
    /// A document is committed, or was there already.
    Committed {
        /// The file, or the record in it.
        path: &'a str,
        /// Identity by content.
        id: &'a str,
        /// What became of it.
        put: Put,
    },
    /// A file or a record gave nothing.
    Without(&'a Entry),
}

/// What became of all files.
#[derive(Debug, Default)]
pub struct Intake {
    /// Documents that are new or were read anew.
    pub n_read: usize,
    /// Files whose content was there already.
    pub n_known: usize,
    /// What became of every file and record.
    pub entries: Vec<Entry>,
    /// Every file and record that holds a document of the store now.
    pub paths: BTreeSet<String>,
}

enum Found {
    Known { entry: Entry, id: String, number: i64 },
    New(Box<(Entry, Fragment, Vec<Passage>)>),
    Without(Entry),
}

/// Fingerprint of the program and knowledge that read documents.
#[must_use]
pub fn reader(knowledge: &Knowledge) -> String {
    format!("{}-{}-{}", env!("CARGO_PKG_VERSION"), env!("SINOGRAPH_READING"), knowledge.fingerprint)
}

/// Fingerprint of the program and knowledge that join fragments to a graph.
pub(super) fn joiner(knowledge: &Knowledge) -> String {
    format!("{}-{}-{}", env!("SINOGRAPH_JOINING"), reader(knowledge), knowledge.joining)
}

impl Pipeline<'_> {
    /// Takes in files. One whose content the store holds, read whole by the same program and knowledge, is not read again.
    ///
    /// # Errors
    /// When the store refuses; what was told as committed before is kept.
    pub fn take_in(
        &self,
        store: &mut Store,
        files: &[Source],
        told: &mut dyn FnMut(Step<'_>),
    ) -> Result<Intake, StoreError> {
        let reader = reader(self.knowledge);
        let known: BTreeMap<String, Kept> = store
            .entries()?
            .into_iter()
            .filter(|kept| kept.reader == reader && self.desk.is_usual())
            .map(|kept| (kept.sha256.clone(), kept))
            .collect();
        let mut intake = Intake::default();
        let mut first: BTreeMap<String, String> = BTreeMap::new();
        for batch in files.chunks(BATCH * rayon::current_num_threads()) {
            let found: Vec<Found> = batch.par_iter().flat_map_iter(|file| self.look(file, &known)).collect();
            let outcomes = store.transaction(|store| {
                found
                    .iter()
                    .map(|found| match found {
                        Found::Known { entry, number, .. } => {
                            store.lead(&entry.path, *number).map(|()| Some(Put::Known))
                        }
                        Found::New(new) => store.put(&new.1, &new.2, &reader).map(Some),
                        Found::Without(_) => Ok(None),
                    })
                    .collect::<Result<Vec<Option<Put>>, StoreError>>()
            })?;
            for (found, put) in found.into_iter().zip(outcomes) {
                let (mut entry, id) = match found {
                    Found::Known { entry, id, .. } => (entry, id),
                    Found::New(new) => (new.0, new.1.document.id),
                    Found::Without(entry) => {
                        told(Step::Without(&entry));
                        intake.entries.push(entry);
                        continue;
                    }
                };
                let put = put.unwrap_or(Put::Known);
                told(Step::Committed { path: &entry.path, id: &id, put });
                match put {
                    Put::Known => intake.n_known += usize::from(entry.reason == UNCHANGED),
                    Put::Added | Put::Replaced => intake.n_read += 1,
                }
                intake.paths.insert(entry.path.clone());
                match first.get(&id) {
                    Some(other) => {
                        entry.status = Status::Skipped;
                        entry = entry.because("duplicate", format!("is the same as {other}"));
                    }
                    None => drop(first.insert(id, entry.path.clone())),
                }
                intake.entries.push(entry);
            }
        }
        Ok(intake)
    }

    /// Puts fragments that were extracted elsewhere into a store, all of them or none.
    ///
    /// # Errors
    /// When the store refuses.
    pub fn fold(&self, store: &mut Store, fragments: Vec<Fragment>) -> Result<(), StoreError> {
        let reader = reader(self.knowledge);
        let new: Vec<(Fragment, Vec<Passage>)> = fragments
            .into_par_iter()
            .map(|fragment| {
                let passages = self.passages(&fragment.document);
                (fragment, passages)
            })
            .collect();
        store.transaction(|store| {
            new.iter().try_for_each(|(fragment, passages)| store.put(fragment, passages, &reader).map(|_| ()))
        })
    }

    /// The words of every block that is read.
    fn passages(&self, document: &Document) -> Vec<Passage> {
        let blocks = document.blocks.iter().enumerate().filter(|(_, block)| block.kind.is_read());
        blocks
            .map(|(at, block)| Passage {
                block: at,
                words: self.segmenter.index_words(document.slice(block.span)),
            })
            .collect()
    }

    /// Passages of a store that hold all words of a question, best first; documents are told by their index in `entries`.
    ///
    /// # Errors
    /// When the store is damaged.
    pub fn search(
        &self,
        store: &Store,
        entries: &[Kept],
        question: &str,
        most: usize,
    ) -> Result<Vec<Hit>, StoreError> {
        store.search(&self.segmenter.question_words(question), entries, most)
    }

    fn look(&self, file: &Source, known: &BTreeMap<String, Kept>) -> Vec<Found> {
        let path = read::shown(&file.path);
        let bytes = match self.desk.bytes(file) {
            Ok(bytes) => bytes,
            Err(error) => return vec![Found::Without(*error.0)],
        };
        if let Some(kept) = known.get(&sha256(&bytes)) {
            let mut entry =
                Entry::new(&path, Status::Ok).because(UNCHANGED, "was in the store and is not read again");
            (entry.bytes, entry.chars) = (bytes.len() as u64, kept.n_chars);
            return vec![Found::Known { entry, id: kept.id.clone(), number: kept.number }];
        }
        let outcomes = self.desk.outcomes(&path, &bytes, file.is_named, self.knowledge).into_iter();
        outcomes
            .map(|outcome| match outcome.document {
                Some(document) => {
                    let passages = self.passages(&document);
                    Found::New(Box::new((outcome.entry, self.fragment(document), passages)))
                }
                None => Found::Without(outcome.entry),
            })
            .collect()
    }
}

/// Takes all paths away that are not among `kept`, and the documents that have no other; how many documents went.
///
/// # Errors
/// When the store refuses; then nothing was taken away.
pub fn keep_only(store: &mut Store, kept: &BTreeSet<String>) -> Result<usize, StoreError> {
    let entries = store.entries()?;
    store.transaction(|store| {
        let mut n_removed = 0;
        for path in entries.iter().flat_map(|entry| &entry.paths).filter(|path| !kept.contains(*path)) {
            n_removed += usize::from(store.remove_path(path)?);
        }
        // A document without any path is left over from a run that was stopped.
        for entry in entries.iter().filter(|entry| entry.paths.is_empty()) {
            store.remove(entry.number)?;
            n_removed += 1;
        }
        Ok(n_removed)
    })
}

/// Whether the stored graph is that of the documents that the store holds now.
///
/// # Errors
/// When the store is damaged.
pub fn is_joined(store: &Store, knowledge: &Knowledge) -> Result<bool, StoreError> {
    Ok(store.graph_state()? == Some(GraphState::of(&store.entries()?, &joiner(knowledge))))
}

/// The graph of all documents of a store: the stored one where it still fits, else joined anew. Whether it fits is told too.
///
/// # Errors
/// When the store is damaged.
pub fn graph(store: &Store, knowledge: &Knowledge) -> Result<(ConceptGraph, bool), StoreError> {
    let entries = store.entries()?;
    if store.graph_state()? == Some(GraphState::of(&entries, &joiner(knowledge))) {
        return Ok((store.graph(&entries)?, true));
    }
    let fragments: Vec<Fragment> = store.fragments(&entries)?;
    Ok((resolve::resolve(fragments, knowledge), false))
}

/// Decisions of joining that an analyst should look at, the most useful first, with the fragments that they point into.
///
/// # Errors
/// When the store is damaged.
pub fn review(store: &Store, knowledge: &Knowledge) -> Result<(Vec<Doubt>, Vec<Fragment>), StoreError> {
    let fragments: Vec<Fragment> = store.fragments(&store.entries()?)?;
    Ok(resolve::review(fragments, knowledge))
}

/// Brings the stored graph up to date with the documents and returns it.
///
/// # Errors
/// When the store is damaged or refuses; the documents are kept.
pub fn join(store: &mut Store, knowledge: &Knowledge) -> Result<ConceptGraph, StoreError> {
    let (graph, fits) = graph(store, knowledge)?;
    if !fits {
        keep(store, &graph, knowledge)?;
    }
    Ok(graph)
}

/// Writes a graph into its store, unless the documents have changed since.
///
/// # Errors
/// When the store is damaged or refuses.
pub fn keep(store: &mut Store, graph: &ConceptGraph, knowledge: &Knowledge) -> Result<(), StoreError> {
    let entries = store.entries()?;
    let same = entries.len() == graph.documents.len()
        && entries.iter().zip(&graph.documents).all(|(entry, document)| entry.id == document.id);
    if !same {
        return Ok(());
    }
    let state = GraphState::of(&entries, &joiner(knowledge));
    store.transaction(|store| store.put_graph(graph, &entries, &state))
}
