//! The only corridor: paths -> documents -> fragments -> store -> graph.

mod intake;
mod material;
mod script;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

pub use intake::{Intake, Step, graph, is_joined, join, keep, keep_only, reader, review};
pub use material::{Material, Scope};
use rayon::prelude::*;

use crate::extract::Extractor;
use crate::knowledge::Knowledge;
use crate::model::{ConceptGraph, Document, Fragment};
use crate::read;
use crate::read::{Desk, Limits, Outcome, Source};
use crate::report::{Entry, Report, Status};
use crate::resolve;
use crate::segment::Segmenter;

/// The rooms, furnished once and shared by all documents.
pub struct Pipeline<'k> {
    knowledge: &'k Knowledge,
    desk: Desk,
    segmenter: Segmenter<'k>,
    extractor: Extractor<'k>,
}

impl<'k> Pipeline<'k> {
    /// Loads dictionaries and compiles vocabulary and patterns; reads all formats in this process.
    #[must_use]
    pub fn new(knowledge: &'k Knowledge) -> Self {
        Pipeline::with_desk(knowledge, Desk::in_process(Limits::default()))
    }

    /// The same with a desk of its own limits and processes.
    #[must_use]
    pub fn with_desk(knowledge: &'k Knowledge, desk: Desk) -> Self {
        Pipeline {
            knowledge,
            desk,
            segmenter: Segmenter::new(knowledge),
            extractor: Extractor::new(knowledge),
        }
    }

    /// The document in a file; of an export with many records, the first.
    ///
    /// # Errors
    /// When the file gives no text; the message names file and remedy.
    pub fn document(&self, path: &Path) -> Result<Document, read::ReadError> {
        let bytes = read::read_file(path, Limits::default().size)?;
        read::read(&read::shown(path), &bytes, self.knowledge)
    }

    /// All documents in a file, each with how it ended: one, or one per record of a bibliographic export.
    #[must_use]
    pub fn documents(&self, source: &Source) -> Vec<Outcome> {
        self.desk.documents(source, self.knowledge)
    }

    /// What one document says.
    #[must_use]
    pub fn fragment(&self, document: Document) -> Fragment {
        match script::simplified(&document) {
            Some(read) => script::restored(self.extractor.extract(self.segmenter.segment(read)), document),
            None => self.extractor.extract(self.segmenter.segment(document)),
        }
    }

    /// The graph of all files under the given paths; nothing in the folder `output` is read, `done` is told of every file.
    pub fn build(
        &self,
        paths: &[PathBuf],
        output: Option<&Path>,
        done: &(dyn Fn(usize, usize) + Sync),
    ) -> (ConceptGraph, Report) {
        let (files, entries) = read::find(paths, output);
        let mut report = Report { entries, ..Report::default() };
        let n_done = std::sync::atomic::AtomicUsize::new(0);
        let read: Vec<(Entry, Option<Fragment>)> = files
            .par_iter()
            .map(|source| {
                let outcomes = self.documents(source).into_iter();
                let read: Vec<_> = outcomes
                    .map(|outcome| (outcome.entry, outcome.document.map(|document| self.fragment(document))))
                    .collect();
                done(n_done.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1, files.len());
                read
            })
            .flatten_iter()
            .collect();
        let mut fragments: Vec<Fragment> = Vec::with_capacity(read.len());
        let mut seen: BTreeMap<String, String> = BTreeMap::new();
        for (mut entry, fragment) in read {
            if let Some(fragment) = fragment {
                match seen.get(&fragment.document.sha256) {
                    Some(first) => {
                        entry.status = Status::Skipped;
                        entry = entry.because("duplicate", format!("is the same as {first}"));
                    }
                    None => {
                        seen.insert(fragment.document.sha256.clone(), entry.path.clone());
                        fragments.push(fragment);
                    }
                }
            }
            report.entries.push(entry);
        }
        report.entries.sort_by(|a, b| place(&a.path).cmp(&place(&b.path)));
        let graph = resolve::resolve(fragments, self.knowledge);
        report.tally(&graph);
        (graph, report)
    }
}

/// The file of a path, and the number of the record in it, so that the tenth stands behind the second.
#[must_use]
pub fn place(path: &str) -> (&str, usize) {
    let record = path.rsplit_once('#').and_then(|(file, number)| Some((file, number.parse().ok()?)));
    record.unwrap_or((path, 0))
}
