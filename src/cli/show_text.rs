//! `sinograph text DOC`: the clean text of a document.

use std::path::PathBuf;

use clap::Args;

use super::output::{complain, print};
use super::{NOTHING, OK, USAGE};
use crate::knowledge::{Knowledge, Options};
use crate::read;

#[derive(Args)]
pub(super) struct TextArguments {
    /// The file of the document
    document: PathBuf,
}

pub(super) fn run(arguments: &TextArguments) -> u8 {
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
