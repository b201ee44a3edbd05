//! The only corridor: paths -> documents -> fragments -> store -> graph.

mod intake;

use std::path::{Path, PathBuf};

pub use intake::{Intake, Step, graph, join, keep, keep_only, reader};
use rayon::prelude::*;

use crate::extract::Extractor;
use crate::knowledge::Knowledge;
use crate::model::{ConceptGraph, Document, Fragment};
use crate::read;
use crate::report::{Failure, Report};
use crate::resolve;
use crate::segment::Segmenter;

/// The rooms, furnished once and shared by all documents.
pub struct Pipeline<'k> {
    knowledge: &'k Knowledge,
    segmenter: Segmenter<'k>,
    extractor: Extractor<'k>,
}

impl<'k> Pipeline<'k> {
    /// Loads dictionaries and compiles vocabulary and patterns.
    #[must_use]
    pub fn new(knowledge: &'k Knowledge) -> Self {
        Pipeline { knowledge, segmenter: Segmenter::new(knowledge), extractor: Extractor::new(knowledge) }
    }

    /// The document in a file.
    ///
    /// # Errors
    /// When the file gives no text; the message names file and remedy.
    pub fn document(&self, path: &Path) -> Result<Document, read::ReadError> {
        let bytes = read::read_file(path)?;
        read::read(&path.display().to_string(), &bytes, self.knowledge)
    }

    /// What one document says.
    #[must_use]
    pub fn fragment(&self, document: Document) -> Fragment {
        self.extractor.extract(self.segmenter.segment(document))
    }

    /// The graph of all files under the given paths; `done` is told of every file.
    pub fn build(&self, paths: &[PathBuf], done: &(dyn Fn(usize, usize) + Sync)) -> (ConceptGraph, Report) {
        let (files, errors) = read::find(paths);
        let mut report = Report::default();
        report.failures.extend(errors.iter().map(|error| Failure { message: error.to_string() }));
        let n_done = std::sync::atomic::AtomicUsize::new(0);
        let read: Vec<Result<Fragment, read::ReadError>> = files
            .par_iter()
            .map(|path| {
                let fragment = self.document(path).map(|document| self.fragment(document));
                done(n_done.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1, files.len());
                fragment
            })
            .collect();
        let mut fragments = Vec::with_capacity(read.len());
        for outcome in read {
            match outcome {
                Ok(fragment) => fragments.push(fragment),
                Err(error) => report.failures.push(Failure { message: error.to_string() }),
            }
        }
        let graph = resolve::resolve(fragments, self.knowledge);
        report.count(&graph);
        (graph, report)
    }
}
