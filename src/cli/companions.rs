//! Files and folders of the user that a store is read and joined with: named once, kept in the store, found again by every later command.

use std::path::{Path, PathBuf};

use super::open::Refusal;
use super::{KnowledgeArguments, USAGE};
use crate::knowledge::{DECISIONS_FILE, Options};
use crate::store::{Companion, Store, StoreError};

/// What stands for a file when there shall be none.
const NONE: &str = "none";

/// The options with the files that belong to the store, where no others are named.
pub(super) fn options(arguments: &KnowledgeArguments, store: &Path) -> Result<Options, Refusal> {
    let kept = match Store::file(store).is_file().then(|| Store::read(store)) {
        Some(Ok(reading)) => {
            let kept = kept(&reading)?;
            reading.close()?;
            kept
        }
        None | Some(Err(StoreError::Blank { .. })) => vec![None; Companion::ALL.len()],
        Some(Err(error)) => return Err(error.into()),
    };
    let mut options = arguments.options();
    for (companion, kept) in Companion::ALL.into_iter().zip(kept) {
        let file = match named(arguments, companion) {
            Some(file) => (!is_none(file)).then(|| file.to_path_buf()),
            None => match kept {
                Some(file) if !companion.is_at(&file) => return Err(gone(store, companion, &file)),
                Some(file) => Some(file),
                None => beside(store, companion),
            },
        };
        match companion {
            Companion::Merges => options.merges = file,
            Companion::Cedict => options.cedict = file,
            Companion::Schema => options.schema = file,
            Companion::Seeds => options.seeds = file,
        }
    }
    Ok(options)
}

/// Keeps the files that were named, so that the next command need not name them.
pub(super) fn keep(store: &mut Store, arguments: &KnowledgeArguments) -> Result<(), Refusal> {
    let folder = folder(store.path());
    let mut paths: Vec<(Companion, Option<String>)> = Vec::new();
    for companion in Companion::ALL {
        match named(arguments, companion) {
            None => {}
            // What lies beside the store is found there, also when both move.
            Some(file) if is_none(file) || is_beside(store.path(), companion, file) => {
                paths.push((companion, None));
            }
            Some(file) => paths.push((companion, Some(shown(file, &folder, companion)?))),
        }
    }
    Ok(store.transaction(|store| {
        paths.iter().try_for_each(|(companion, path)| store.accompany(*companion, path.as_deref()))
    })?)
}

/// Each companion that questions to a store will be answered with, with where it is.
pub(super) fn found(store: &Store) -> Result<Vec<(Companion, PathBuf)>, Refusal> {
    let kept = Companion::ALL.into_iter().zip(kept(store)?);
    let found = |(companion, kept): (Companion, Option<PathBuf>)| {
        kept.or_else(|| beside(store.path(), companion)).map(|path| (companion, path))
    };
    Ok(kept.filter_map(found).collect())
}

fn kept(store: &Store) -> Result<Vec<Option<PathBuf>>, Refusal> {
    let folder = folder(store.path());
    let of = |companion| -> Result<Option<PathBuf>, Refusal> {
        Ok(store.companion(companion)?.map(|path| folder.join(path)))
    };
    Companion::ALL.into_iter().map(of).collect()
}

fn named(arguments: &KnowledgeArguments, companion: Companion) -> Option<&Path> {
    match companion {
        Companion::Merges => arguments.merges.as_deref(),
        Companion::Cedict => arguments.cedict.as_deref(),
        Companion::Schema => arguments.schema.as_deref(),
        Companion::Seeds => arguments.seeds.as_deref(),
    }
}

fn is_none(file: &Path) -> bool {
    file == Path::new(NONE)
}

fn folder(store: &Path) -> PathBuf {
    Store::file(store).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// The decisions that lie beside a store are read without being named.
fn beside(store: &Path, companion: Companion) -> Option<PathBuf> {
    let file = folder(store).join(DECISIONS_FILE);
    (companion == Companion::Merges && file.is_file()).then_some(file)
}

fn is_beside(store: &Path, companion: Companion, file: &Path) -> bool {
    beside(store, companion).is_some_and(|beside| same(&beside, file))
}

fn same(a: &Path, b: &Path) -> bool {
    a.canonicalize().ok().is_some_and(|a| b.canonicalize().is_ok_and(|b| a == b))
}

/// A path that leads to the file from any folder: from the folder of the store where it lies in that, else whole.
fn shown(file: &Path, folder: &Path, companion: Companion) -> Result<String, Refusal> {
    let refused = |problem: &str| {
        let message = format!("--{} {}: {problem}", companion.name(), file.display());
        Refusal::new(USAGE, message)
    };
    let whole =
        file.canonicalize().map_err(|error| refused(&format!("cannot be found: {error}; check the path")))?;
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let inside =
        folder.canonicalize().ok().and_then(|folder| whole.strip_prefix(folder).ok().map(Path::to_path_buf));
    let path = inside.unwrap_or(whole);
    let path = path.to_str().ok_or_else(|| refused("its path is no UTF-8; rename it"))?;
    Ok(path.to_owned())
}

fn gone(store: &Path, companion: Companion, file: &Path) -> Refusal {
    let option = companion.name();
    let message = format!(
        "{}: goes with {}, which is not there; name where it is with --{option}, or go without with --{option} {NONE}",
        Store::file(store).display(),
        file.display()
    );
    Refusal::new(USAGE, message)
}
