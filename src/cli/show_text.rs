//! `sinograph text DOC`: the clean text of a document.

use std::path::{Path, PathBuf};

use clap::Args;

use super::open::Refusal;
use super::output::{complain, print};
use super::reading::ReadingArguments;
use super::{NOTHING, OK, USAGE, lookup};
use crate::knowledge::{Knowledge, Options};
use crate::read::{self, Outcome, Source};
use crate::store::{FILE_NAME, Store};

#[derive(Args)]
pub(super) struct TextArguments {
    /// The file of the document, of an export, file#12 is the twelfth record; or its id, path or title in a store
    document: PathBuf,
    /// The store: a file, or a folder that holds sinograph.db [default: sinograph.db, for what is no file]
    #[arg(long, value_name = "FILE")]
    store: Option<PathBuf>,
    #[command(flatten)]
    reading: ReadingArguments,
}

pub(super) fn run(arguments: &TextArguments) -> u8 {
    let usual = PathBuf::from(FILE_NAME);
    let store =
        arguments.store.as_ref().or((!arguments.document.exists() && usual.exists()).then_some(&usual));
    if let Some(store) = store {
        return match stored(store, &read::shown(&arguments.document)) {
            Ok(text) => {
                print(&text);
                OK
            }
            Err(refusal) => {
                complain(&refusal.message);
                refusal.code
            }
        };
    }
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

fn stored(store: &Path, wanted: &str) -> Result<String, Refusal> {
    let store = Store::read(store)?;
    let entries = store.entries()?;
    let document = store.document(&entries[lookup::document(&entries, wanted)?])?;
    store.close()?;
    Ok(document.text)
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
