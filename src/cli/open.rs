//! `--store FILE` -> the graph in it, or why there is none and how the program ends.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;

use super::companions;
use super::output::{complain, say};
use super::{DAMAGED, IN_USE, IO, KnowledgeArguments, NOTHING, USAGE};
use crate::export::json::GraphFile;
use crate::knowledge::Knowledge;
use crate::model::{ConceptGraph, Document};
use crate::pipeline::{self, Material, Pipeline, Scope};
use crate::store::{FILE_NAME, Hit, Store, StoreError};

/// Which store.
#[derive(Args, Clone)]
pub(super) struct StoreArguments {
    /// The store: a file, or a folder that holds sinograph.db
    #[arg(long, default_value = FILE_NAME, value_name = "FILE")]
    pub(super) store: PathBuf,
}

/// How long to wait for another writer.
#[derive(Args, Clone)]
pub(super) struct WaitArguments {
    /// Seconds to wait when another process writes to the store
    #[arg(long, default_value_t = 10, value_name = "SECONDS")]
    wait: u64,
}

/// A run that cannot go on: what to say and how to end.
#[derive(Debug)]
pub(super) struct Refusal {
    /// The exit code.
    pub(super) code: u8,
    /// The message, with file and remedy.
    pub(super) message: String,
}

impl Refusal {
    /// A refusal in these words.
    pub(super) fn new(code: u8, message: impl Into<String>) -> Self {
        Refusal { code, message: message.into() }
    }

    /// Tells the user, and gives the exit code.
    pub(super) fn tell(&self) -> u8 {
        complain(&self.message);
        self.code
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        let code = match &error {
            StoreError::Missing { .. } | StoreError::Blank { .. } => NOTHING,
            StoreError::InUse { .. } => IN_USE,
            StoreError::Foreign { .. } | StoreError::Version { .. } | StoreError::Damaged { .. } => DAMAGED,
            StoreError::System { .. } => IO,
        };
        Refusal { code, message: error.to_string() }
    }
}

/// The graph of a store, which is a file or a folder that holds `sinograph.db`.
///
/// A graph that no longer fits the documents, because a run was stopped in between, is joined anew; `keeps` says whether it is then kept
/// where possible. What is joined with other files than those of the store, for one question, is not.
pub(super) fn graph(store: &Path, knowledge: &Knowledge, keeps: bool) -> Result<ConceptGraph, Refusal> {
    let reading = Store::read(store)?;
    if !pipeline::is_joined(&reading, knowledge)? {
        say(&format!("{}: joining {} papers", reading.path().display(), reading.n_documents()?));
    }
    let (graph, fits) = pipeline::graph(&reading, knowledge)?;
    reading.close()?;
    if graph.documents.is_empty() {
        let message =
            format!("{}: holds no document; put some in with `sinograph add`", Store::file(store).display());
        return Err(Refusal { code: NOTHING, message });
    }
    if !fits && keeps {
        // Kept for the next reader; a store that cannot be written now answers all the same.
        let kept = Store::write(store, Duration::ZERO, &|_| {}).and_then(|mut writing| {
            pipeline::keep(&mut writing, &graph, knowledge).and_then(|()| writing.close())
        });
        let _ = kept;
    }
    Ok(graph)
}

/// What a question is answered from: the part of the stored graph that it needs, or the whole graph where that had to be joined.
pub(super) fn material(
    store: &Path,
    knowledge: &Knowledge,
    keeps: bool,
    scope: Scope<'_>,
) -> Result<Material, Refusal> {
    let reading = Store::read(store)?;
    let entries = reading.entries()?;
    if !entries.is_empty() {
        match Material::stored(reading, entries, scope, knowledge)? {
            Ok(material) => return Ok(material),
            Err(reading) => reading.close()?,
        }
    }
    Ok(Material::joined(graph(store, knowledge, keeps)?))
}

/// Passages of a store that answer a question, best first, with the documents that they index.
pub(super) fn search(
    store: &Path,
    knowledge: &Knowledge,
    question: &str,
    most: usize,
) -> Result<Vec<(Document, Hit)>, Refusal> {
    let store = Store::read(store)?;
    let entries = store.entries()?;
    let hits = Pipeline::new(knowledge).search(&store, &entries, question, most)?;
    let with_document = hits.into_iter().map(|hit| Ok((store.document(&entries[hit.document])?, hit)));
    let found = with_document.collect::<Result<_, StoreError>>()?;
    store.close()?;
    Ok(found)
}

/// The knowledge that the options ask for.
pub(super) fn knowledge(arguments: &KnowledgeArguments) -> Result<Knowledge, Refusal> {
    Knowledge::load(&arguments.options()).map_err(|error| Refusal { code: USAGE, message: error.to_string() })
}

/// The same, with the files that a store is joined with.
pub(super) fn knowledge_beside(arguments: &KnowledgeArguments, store: &Path) -> Result<Knowledge, Refusal> {
    let loaded = Knowledge::load(&companions::options(arguments, store)?);
    loaded.map_err(|error| Refusal { code: USAGE, message: error.to_string() })
}

/// A store that must be there already.
pub(super) fn existing(store: &Path) -> Result<(), Refusal> {
    Ok(Store::read(store)?.close()?)
}

/// A graph.json.
pub(super) fn graph_file(path: &Path) -> Result<GraphFile, Refusal> {
    let text = std::fs::read(path).map_err(|error| {
        let code = if error.kind() == std::io::ErrorKind::NotFound { NOTHING } else { IO };
        Refusal { code, message: format!("{}: cannot be read: {error}; check the path", path.display()) }
    })?;
    serde_json::from_slice(&text).map_err(|error| Refusal {
        code: USAGE,
        message: format!("{}:{}:{}: is no graph.json: {error}", path.display(), error.line(), error.column()),
    })
}

/// Opens a store for writing and says for whom it waits.
pub(super) fn write(store: &Path, wait: &WaitArguments) -> Result<Store, Refusal> {
    let waiting = |holder: &str| {
        say(&format!("{}: waiting for {holder}", Store::file(store).display()));
    };
    Ok(Store::write(store, Duration::from_secs(wait.wait), &waiting)?)
}
