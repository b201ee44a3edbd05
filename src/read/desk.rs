//! A file -> its documents, each with the status in which it ended; complex formats are read in processes of their own.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::files::{Source, read_file};
use super::formats::{self, Reader, Sniff};
use super::limits::Limits;
use super::passage::{Passage, Raw, Trouble};
use super::workers::Workers;
use super::{ReadError, assemble, lines};
use crate::knowledge::Knowledge;
use crate::model::Document;
use crate::report::{Entry, Status};

/// What became of a file or of one record in it.
#[derive(Debug)]
pub struct Outcome {
    /// For the report.
    pub entry: Entry,
    /// The document, where there is one: the status is `ok` or `partial`.
    pub document: Option<Document>,
}

/// Reads files within limits.
pub struct Desk {
    limits: Limits,
    workers: Option<Workers>,
}

impl Desk {
    /// A desk that reads everything in this process: for trusted files, tests and programs other than `sinograph`.
    #[must_use]
    pub fn in_process(limits: Limits) -> Self {
        Desk { limits, workers: None }
    }

    /// A desk that has complex formats read by child processes: `program` run with `argument`, which must call
    /// [`serve`](super::serve). A child that dies or takes too long costs one document.
    #[must_use]
    pub fn with_workers(limits: Limits, program: PathBuf, argument: &'static str) -> Self {
        Desk { workers: Some(Workers::new(program, argument, limits.clone())), limits }
    }

    /// The bytes of a file, within the limit of its size.
    ///
    /// # Errors
    /// When it is larger, or the system refuses.
    pub fn bytes(&self, source: &Source) -> Result<Vec<u8>, ReadError> {
        read_file(&source.path, self.limits.size)
    }

    /// Whether a text is read as every other, with no encoding prescribed for this run.
    #[must_use]
    pub fn is_usual(&self) -> bool {
        self.limits.encoding.is_none()
    }

    /// The documents of a file: one, or one per record, in order. Never none: what gives no document says why.
    #[must_use]
    pub fn documents(&self, source: &Source, knowledge: &Knowledge) -> Vec<Outcome> {
        let path = super::shown(&source.path);
        match read_file(&source.path, self.limits.size) {
            Ok(bytes) => self.outcomes(&path, &bytes, source.is_named, knowledge),
            Err(error) => vec![Outcome { entry: *error.0, document: None }],
        }
    }

    /// The same for bytes that were read already.
    #[must_use]
    pub fn outcomes(&self, path: &str, bytes: &[u8], is_named: bool, knowledge: &Knowledge) -> Vec<Outcome> {
        let extension = Path::new(path).extension().and_then(|end| end.to_str()).unwrap_or_default();
        let sniff = Sniff::new(bytes, extension);
        let reader =
            formats::reader(&sniff).or_else(|trouble| match is_named && trouble.reason == "unknown-type" {
                true => formats::reader(&Sniff { extension: String::new(), ..sniff }),
                false => Err(trouble),
            });
        let read = reader.clone().and_then(|reader| Ok((reader.name(), self.raws(reader, bytes)?)));
        let (format, raws) = match read {
            Ok(read) => read,
            Err(trouble) => {
                let mut entry = *ReadError::new(path, &trouble).0;
                entry.bytes = bytes.len() as u64;
                entry.format = reader.ok().map(|reader| reader.name().to_owned());
                return vec![Outcome { entry, document: None }];
            }
        };
        let hash = hash(bytes);
        let documents = raws.into_iter().enumerate().map(|(n, raw)| {
            let (path, sha256, size) = match &raw.record {
                Some(record) => (format!("{path}#{}", n + 1), self::hash(record.as_bytes()), record.len()),
                None => (path.to_owned(), hash.clone(), bytes.len()),
            };
            let mut entry = Entry::new(&path, Status::Ok);
            entry.bytes = size as u64;
            entry.format = Some(format.to_owned());
            self.outcome(entry, sha256, raw, knowledge)
        });
        documents.collect()
    }

    fn raws(&self, reader: &'static dyn Reader, bytes: &[u8]) -> Result<Vec<Raw>, Trouble> {
        match &self.workers {
            Some(workers) if reader.is_isolated() => workers.read(reader.name(), bytes),
            _ => guarded(reader, bytes, &self.limits),
        }
    }

    fn outcome(&self, mut entry: Entry, sha256: String, mut raw: Raw, knowledge: &Knowledge) -> Outcome {
        entry.encoding = raw.encoding.clone();
        entry.pages = raw.pages;
        if raw.record.is_some() && raw.n_chars() == 0 {
            entry.status = Status::Skipped;
            entry = entry.because("no-abstract", "has neither abstract nor keywords; export it with them");
            return Outcome { entry, document: None };
        }
        shorten(&mut raw, self.limits.chars);
        let lines = lines::classify(&raw.passages, knowledge);
        let document = assemble::assemble(&entry, sha256, &lines, &raw.stated, knowledge);
        entry.chars = document.text.chars().count();
        if document.blocks.is_empty() {
            entry.status = Status::Empty;
            entry = entry.because("blank", "holds no text; remove it or replace it with a copy that does");
            return Outcome { entry, document: None };
        }
        if let Some((reason, message)) = &raw.missing {
            entry.status = Status::Partial;
            entry = entry.because(reason, message);
        }
        Outcome { entry, document: Some(document) }
    }
}

/// Reads in this process; a reader that panics costs its document only.
pub(super) fn guarded(reader: &dyn Reader, bytes: &[u8], limits: &Limits) -> Result<Vec<Raw>, Trouble> {
    catch_unwind(AssertUnwindSafe(|| reader.read(bytes, limits))).unwrap_or_else(|_| Err(Trouble::panicked()))
}

/// Cuts a document at the limit of its length.
fn shorten(raw: &mut Raw, most: usize) {
    let mut n_chars = 0usize;
    let mut n_kept = 0usize;
    for passage in &mut raw.passages {
        let n_before = n_chars;
        n_chars = n_chars.saturating_add(passage.n_chars());
        n_kept += 1;
        if n_chars > most {
            if let Passage::Text(text) | Passage::Paragraph(text) = passage {
                let end = text.char_indices().nth(most - n_before).map_or(text.len(), |(at, _)| at);
                text.truncate(end);
            }
            raw.passages.truncate(n_kept);
            raw.lacks(
                "text",
                format!(
                    "is longer than {most} characters; the rest was left out; raise --max-text to read it"
                ),
            );
            return;
        }
    }
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
