//! `--store FILE` -> the graph in it, or why there is none and how the program ends.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;

use super::output::say;
use super::{DAMAGED, IN_USE, IO, NOTHING};
use crate::knowledge::Knowledge;
use crate::model::ConceptGraph;
use crate::pipeline;
use crate::store::{FILE_NAME, Store, StoreError};

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

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        let code = match &error {
            StoreError::Missing { .. } => NOTHING,
            StoreError::InUse { .. } => IN_USE,
            StoreError::Foreign { .. } | StoreError::Version { .. } | StoreError::Damaged { .. } => DAMAGED,
            StoreError::System { .. } => IO,
        };
        Refusal { code, message: error.to_string() }
    }
}

/// The graph of a store, which is a file or a folder that holds `sinograph.db`.
///
/// A graph that no longer fits the documents, because a run was stopped in between, is joined anew and kept where possible.
#[allow(dead_code, reason = "for the commands that ask the graph")]
pub(super) fn graph(store: &Path, knowledge: &Knowledge) -> Result<ConceptGraph, Refusal> {
    let reading = Store::read(store)?;
    let (graph, fits) = pipeline::graph(&reading, knowledge)?;
    reading.close()?;
    if graph.documents.is_empty() {
        let message =
            format!("{}: holds no document; put some in with `sinograph add`", Store::file(store).display());
        return Err(Refusal { code: NOTHING, message });
    }
    if !fits {
        // Kept for the next reader; a store that cannot be written now answers all the same.
        let kept = Store::write(store, Duration::ZERO, &|_| {}).and_then(|mut writing| {
            pipeline::keep(&mut writing, &graph, knowledge).and_then(|()| writing.close())
        });
        let _ = kept;
    }
    Ok(graph)
}

/// Opens a store for writing and says for whom it waits.
pub(super) fn write(store: &Path, wait: &WaitArguments) -> Result<Store, Refusal> {
    let waiting = |holder: &str| {
        say(&format!("{}: waiting for {holder}", Store::file(store).display()));
    };
    Ok(Store::write(store, Duration::from_secs(wait.wait), &waiting)?)
}
