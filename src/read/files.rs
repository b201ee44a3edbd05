//! Paths given by the user -> files to read, and their bytes.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::ReadError;

/// Files larger than this are refused.
const LIMIT: u64 = 200 * 1024 * 1024;
/// Ends of names that are read when a folder is given; a file named itself is read whatever its name.
const EXTENSIONS: &[&str] = &["txt", "text", "md", "markdown"];
/// Folders deeper than this are not entered.
const MAX_DEPTH: usize = 32;

/// The files under the given paths, sorted by path, each once; symbolic links in folders are not followed.
///
/// A path that leads nowhere is an error of its own; the others are still found.
#[must_use]
pub fn find(paths: &[PathBuf]) -> (Vec<PathBuf>, Vec<ReadError>) {
    let mut files = Vec::new();
    let mut errors = Vec::new();
    for path in paths {
        let shown = path.display().to_string();
        match fs::metadata(path) {
            Ok(meta) if meta.is_dir() => {
                let n_before = files.len();
                walk(path, 0, &mut files, &mut errors);
                if files.len() == n_before && errors.is_empty() {
                    errors.push(ReadError::NothingInFolder { path: shown });
                }
            }
            Ok(_) => files.push(path.clone()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                errors.push(ReadError::Missing { path: shown })
            }
            Err(source) => errors.push(ReadError::Io { path: shown, source }),
        }
    }
    files.sort();
    files.dedup();
    (files, errors)
}

fn walk(folder: &Path, depth: usize, files: &mut Vec<PathBuf>, errors: &mut Vec<ReadError>) {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(source) => {
            errors.push(ReadError::Io { path: folder.display().to_string(), source });
            return;
        }
    };
    for entry in entries.flatten() {
        let path = entry.path();
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        let Ok(kind) = entry.file_type() else { continue };
        if hidden {
            continue;
        }
        if kind.is_dir() && depth < MAX_DEPTH {
            walk(&path, depth + 1, files, errors);
        } else if kind.is_file() && has_known_extension(&path) {
            files.push(path);
        }
    }
}

fn has_known_extension(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).map(str::to_lowercase);
    let is_notice = path.file_stem().is_some_and(|stem| stem.eq_ignore_ascii_case("readme"));
    extension.is_some_and(|extension| EXTENSIONS.contains(&extension.as_str())) && !is_notice
}

/// The bytes of a file.
///
/// # Errors
/// [`ReadError::TooLarge`] over the limit, [`ReadError::Io`] when the system refuses.
pub fn read_file(path: &Path) -> Result<Vec<u8>, ReadError> {
    let shown = || path.display().to_string();
    let meta = fs::metadata(path).map_err(|source| ReadError::Io { path: shown(), source })?;
    if meta.len() > LIMIT {
        return Err(ReadError::TooLarge { path: shown(), size: meta.len(), limit: LIMIT });
    }
    fs::read(path).map_err(|source| ReadError::Io { path: shown(), source })
}
