//! `sinograph text DOC`: the clean text of a document.

use std::path::{Path, PathBuf};

use clap::Args;

use super::output::{complain, print};
use super::reading::ReadingArguments;
use super::{NOTHING, OK, USAGE};
use crate::knowledge::{Knowledge, Options};
use crate::read::{Outcome, Source};

#[derive(Args)]
pub(super) struct TextArguments {
    /// The file of the document; of an export, file#12 is the twelfth record
    document: PathBuf,
    #[command(flatten)]
    reading: ReadingArguments,
}

pub(super) fn run(arguments: &TextArguments) -> u8 {
    let knowledge = match Knowledge::load(&Options::default()) {
        Ok(knowledge) => knowledge,
        Err(error) => {
            complain(&error.to_string());
            return USAGE;
        }
    };
    let (path, record) = record(&arguments.document);
    let source = Source { path, is_named: true };
    let mut found = arguments.reading.desk().documents(&source, &knowledge);
    if let Some(record) = record {
        found = found.into_iter().skip(record - 1).take(1).collect();
    }
    if found.len() > 1 {
        let shown = arguments.document.display();
        complain(&format!(
            "{shown}: holds {} records; name one, {shown}#1 to {shown}#{}",
            found.len(),
            found.len()
        ));
        return USAGE;
    }
    match found.pop() {
        Some(Outcome { document: Some(document), .. }) => {
            print(&document.text);
            OK
        }
        Some(Outcome { entry, .. }) => {
            complain(&format!("{}: {}", entry.path, entry.message));
            NOTHING
        }
        None => {
            complain(&format!(
                "{}: there is no such record; give a smaller number",
                arguments.document.display()
            ));
            NOTHING
        }
    }
}

/// The file of a path and the record it names: `export.net#12`; a file whose own name ends so is meant itself.
fn record(path: &Path) -> (PathBuf, Option<usize>) {
    let shown = path.to_string_lossy();
    let parts = shown.rsplit_once('#').and_then(|(file, number)| Some((file, number.parse::<usize>().ok()?)));
    match parts {
        Some((file, number)) if number > 0 && !path.exists() => (PathBuf::from(file), Some(number)),
        _ => (path.to_owned(), None),
    }
}
