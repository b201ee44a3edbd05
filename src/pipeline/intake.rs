//! Files -> documents of a store, committed a few at a time; and the graph of all that the store holds.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use rayon::prelude::*;

use super::Pipeline;
use crate::knowledge::Knowledge;
use crate::model::{ConceptGraph, Document, Fragment};
use crate::read::{self, ReadError};
use crate::report::Failure;
use crate::resolve;
use crate::store::{Entry, GraphState, Hit, Passage, Put, Store, StoreError};
use crate::text::sha256;

/// Documents read at a time per thread; they are committed together.
const BATCH: usize = 4;

/// One step of taking papers in, told when it is done.
pub enum Step<'a> {
    /// A document is committed, or was there already.
    Committed {
        /// The file.
        path: &'a str,
        /// Identity by content.
        id: &'a str,
        /// What became of it.
        put: Put,
    },
    /// A file gave nothing.
    Failed(&'a Failure),
}

/// What became of all files.
#[derive(Debug, Default)]
pub struct Intake {
    /// Documents that are new or were read anew.
    pub n_read: usize,
    /// Documents that were there already.
    pub n_known: usize,
    /// Files that gave nothing, in order of their paths.
    pub failures: Vec<Failure>,
    /// Every file that holds a document of the store now.
    pub paths: BTreeSet<String>,
}

enum Found {
    Known { path: String, id: String, number: i64 },
    New(Box<(Fragment, Vec<Passage>)>),
    Failed(ReadError),
}

/// Fingerprint of the program and knowledge that read documents.
#[must_use]
pub fn reader(knowledge: &Knowledge) -> String {
    format!("{}-{}-{}", env!("CARGO_PKG_VERSION"), env!("SINOGRAPH_READING"), knowledge.fingerprint)
}

/// Fingerprint of the program and knowledge that join fragments to a graph.
fn joiner(knowledge: &Knowledge) -> String {
    format!("{}-{}", env!("SINOGRAPH_JOINING"), reader(knowledge))
}

impl Pipeline<'_> {
    /// Takes in all files under the given paths. A file whose content the store holds, read by the same program and
    /// knowledge, is not read again.
    ///
    /// # Errors
    /// When the store refuses; what was told as committed before is kept.
    pub fn take_in(
        &self,
        store: &mut Store,
        files: &[PathBuf],
        told: &mut dyn FnMut(Step<'_>),
    ) -> Result<Intake, StoreError> {
        let reader = reader(self.knowledge);
        let known: BTreeMap<String, (String, i64)> = store
            .entries()?
            .into_iter()
            .filter(|entry| entry.reader == reader)
            .map(|entry| (entry.sha256, (entry.id, entry.number)))
            .collect();
        let mut intake = Intake::default();
        for batch in files.chunks(BATCH * rayon::current_num_threads()) {
            let found: Vec<Found> = batch.par_iter().map(|path| self.look(path, &known)).collect();
            let committed = store.transaction(|store| {
                let mut committed: Vec<(String, String, Put)> = Vec::new();
                for found in &found {
                    match found {
                        Found::Known { path, id, number } => {
                            store.lead(path, *number)?;
                            committed.push((path.clone(), id.clone(), Put::Known));
                        }
                        Found::New(new) => {
                            let (fragment, passages) = &**new;
                            let document = &fragment.document;
                            let put = store.put(fragment, passages, &reader)?;
                            committed.push((document.path.clone(), document.id.clone(), put));
                        }
                        Found::Failed(_) => {}
                    }
                }
                Ok(committed)
            })?;
            for (path, id, put) in committed {
                told(Step::Committed { path: &path, id: &id, put });
                match put {
                    Put::Known => intake.n_known += 1,
                    Put::Added | Put::Replaced => intake.n_read += 1,
                }
                intake.paths.insert(path);
            }
            for found in found {
                if let Found::Failed(error) = found {
                    let failure = Failure { message: error.to_string() };
                    told(Step::Failed(&failure));
                    intake.failures.push(failure);
                }
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
        entries: &[Entry],
        question: &str,
        most: usize,
    ) -> Result<Vec<Hit>, StoreError> {
        store.search(&self.segmenter.question_words(question), entries, most)
    }

    fn look(&self, path: &PathBuf, known: &BTreeMap<String, (String, i64)>) -> Found {
        let bytes = match read::read_file(path) {
            Ok(bytes) => bytes,
            Err(error) => return Found::Failed(error),
        };
        let shown = path.display().to_string();
        if let Some((id, number)) = known.get(&sha256(&bytes)) {
            return Found::Known { path: shown, id: id.clone(), number: *number };
        }
        match read::read(&shown, &bytes, self.knowledge) {
            Ok(document) => {
                let passages = self.passages(&document);
                Found::New(Box::new((self.fragment(document), passages)))
            }
            Err(error) => Found::Failed(error),
        }
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

/// The graph of all documents of a store: the stored one where it still fits, else joined anew. Whether it fits is told too.
///
/// # Errors
/// When the store is damaged.
pub fn graph(store: &Store, knowledge: &Knowledge) -> Result<(ConceptGraph, bool), StoreError> {
    let entries = store.entries()?;
    if store.graph_state()? == Some(GraphState::of(&entries, &joiner(knowledge))) {
        return Ok((store.graph(&entries)?, true));
    }
    let fragments: Vec<Fragment> =
        entries.iter().map(|entry| store.fragment(entry)).collect::<Result<_, _>>()?;
    Ok((resolve::resolve(fragments, knowledge), false))
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
