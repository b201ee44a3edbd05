//! `sinograph text DOC`: the clean text of a document.

use std::path::{Path, PathBuf};

use clap::Args;

use super::open::Refusal;
use super::output::{complain, print};
use super::{NOTHING, OK, USAGE, lookup};
use crate::knowledge::{Knowledge, Options};
use crate::read;
use crate::store::{FILE_NAME, Store};

#[derive(Args)]
pub(super) struct TextArguments {
    /// The file of the document; or its id, path or title in a store
    document: PathBuf,
    /// The store: a file, or a folder that holds sinograph.db [default: sinograph.db, for what is no file]
    #[arg(long, value_name = "FILE")]
    store: Option<PathBuf>,
}

pub(super) fn run(arguments: &TextArguments) -> u8 {
    let usual = PathBuf::from(FILE_NAME);
    let store =
        arguments.store.as_ref().or((!arguments.document.exists() && usual.exists()).then_some(&usual));
    if let Some(store) = store {
        return match stored(store, &arguments.document.display().to_string()) {
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
    let path = arguments.document.display().to_string();
    let found = if arguments.document.exists() {
        read::read_file(&arguments.document)
    } else {
        Err(read::ReadError::Missing { path: path.clone() })
    };
    match found.and_then(|bytes| read::read(&path, &bytes, &knowledge)) {
        Ok(document) => {
            print(&document.text);
            OK
        }
        Err(error) => {
            complain(&error.to_string());
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
