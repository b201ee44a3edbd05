//! Paths given by the user -> files to read, and their bytes.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::ReadError;
use super::passage::Trouble;
use crate::report::{Entry, Status};

/// Folders deeper than this are not entered.
const MAX_DEPTH: usize = 32;
/// What `build` writes; never read back where it writes into a folder of papers.
const OWN_NAMES: &[&str] = &["graph.", "report.", "explore.html", "sinograph.db"];
/// Folders that `build` writes for some formats.
const OWN_FOLDERS: &[&str] = &["csv", "neo4j-csv", "obsidian", "vosviewer"];
/// The file that tells a folder of results from one of papers.
const STORE: &str = "sinograph.db";

/// A file to read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// Where it is.
    pub path: PathBuf,
    /// Whether the user named it; then it is read whatever its name, and not only if its name is that of a paper.
    pub is_named: bool,
}

/// The files under the given paths, sorted by path, each once, and what is not read and why. Nothing in `output` is read:
/// it holds earlier results. Symbolic links in folders are not followed, so nothing outside the folders is read.
#[must_use]
pub fn find(paths: &[PathBuf], output: Option<&Path>) -> (Vec<Source>, Vec<Entry>) {
    let output = output.and_then(|path| fs::canonicalize(path).ok());
    let mut search = Search { files: Vec::new(), entries: Vec::new(), output };
    for path in paths {
        search.given(path);
    }
    let Search { mut files, mut entries, .. } = search;
    files.sort();
    files.dedup_by(|later, first| later.path == first.path);
    entries.sort_by(|a, b| a.path.cmp(&b.path));
    (files, entries)
}

struct Search {
    files: Vec<Source>,
    entries: Vec<Entry>,
    output: Option<PathBuf>,
}

impl Search {
    fn given(&mut self, path: &Path) {
        let meta = match fs::metadata(path) {
            Ok(meta) => meta,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                self.note(
                    path,
                    Status::Failed,
                    "missing",
                    "no such file or folder; check the spelling".to_owned(),
                );
                return;
            }
            Err(error) => {
                self.note(
                    path,
                    Status::Failed,
                    "io",
                    format!("cannot be read: {error}; check its permissions"),
                );
                return;
            }
        };
        if meta.is_file() {
            self.files.push(Source { path: path.to_owned(), is_named: true });
        } else if meta.is_dir() {
            let n_before = self.files.len() + self.entries.len();
            self.walk(path, 0, self.is_output(path) || path.join(STORE).is_file());
            if self.files.len() + self.entries.len() == n_before {
                self.note(
                    path,
                    Status::Failed,
                    "empty-folder",
                    "holds no file; give a folder of papers".to_owned(),
                );
            }
        } else {
            self.note(
                path,
                Status::Skipped,
                "not-a-file",
                "is no file but a device or a pipe; give a file".to_owned(),
            );
        }
    }

    fn walk(&mut self, folder: &Path, depth: usize, is_output: bool) {
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => {
                self.note(
                    folder,
                    Status::Failed,
                    "io",
                    format!("cannot be read: {error}; check its permissions"),
                );
                return;
            }
        };
        for entry in entries.flatten() {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            let Ok(kind) = entry.file_type() else { continue };
            if name.starts_with('.') || is_output && OWN_NAMES.iter().any(|own| name.starts_with(own)) {
                continue;
            }
            if kind.is_dir() && is_output && OWN_FOLDERS.contains(&name.as_str()) {
                continue;
            }
            if kind.is_dir() {
                self.enter(&path, depth);
            } else if kind.is_symlink() {
                let message = "is a symbolic link, which is not followed; give the file it leads to";
                self.note(&path, Status::Skipped, "link", message.to_owned());
            } else if !kind.is_file() {
                self.note(
                    &path,
                    Status::Skipped,
                    "not-a-file",
                    "is no file but a device or a pipe".to_owned(),
                );
            } else if is_notice(&path) {
                self.note(
                    &path,
                    Status::Skipped,
                    "notice",
                    "is about the folder, not a paper; name it to read it".to_owned(),
                );
            } else {
                self.files.push(Source { path, is_named: false });
            }
        }
    }

    fn enter(&mut self, folder: &Path, depth: usize) {
        if self.is_output(folder) {
            return;
        }
        if folder.join(STORE).is_file() {
            let message = "holds results of an earlier build; give it by its path to read it";
            self.note(folder, Status::Skipped, "results", message.to_owned());
            return;
        }
        if depth >= MAX_DEPTH {
            self.note(
                folder,
                Status::Skipped,
                "depth",
                format!("lies more than {MAX_DEPTH} folders deep; give it by its path"),
            );
            return;
        }
        self.walk(folder, depth + 1, false);
    }

    fn is_output(&self, folder: &Path) -> bool {
        self.output.is_some() && fs::canonicalize(folder).ok() == self.output
    }

    fn note(&mut self, path: &Path, status: Status, reason: &str, message: String) {
        self.entries.push(Entry::new(&shown(path), status).because(reason, message));
    }
}

/// A path as it stands in reports and stores: as it is written where it is UTF-8; else each byte that is no part of a character
/// as U+FFFD and its number, so that two names never become one.
#[must_use]
pub fn shown(path: &Path) -> String {
    if let Some(path) = path.to_str() {
        return path.to_owned();
    }
    let mut shown = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        shown.push_str(chunk.valid());
        for byte in chunk.invalid() {
            shown.push_str(&format!("\u{fffd}{byte:02x}"));
        }
    }
    shown
}

/// A file about a folder, or one that an office program leaves beside an open document.
fn is_notice(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let stem = path.file_stem().is_some_and(|stem| stem.eq_ignore_ascii_case("readme"));
    stem || name.starts_with("~$")
}

/// The bytes of a file.
///
/// # Errors
/// Skipped when it is no file or larger than `limit` bytes; failed when the system refuses.
pub fn read_file(path: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
    let shown = shown(path);
    let refused = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => {
            ReadError::new(&shown, &Trouble::failed("missing", "no such file or folder; check the spelling"))
        }
        _ => ReadError::new(
            &shown,
            &Trouble::failed("io", format!("cannot be read: {error}; check its permissions")),
        ),
    };
    let meta = fs::metadata(path).map_err(refused)?;
    if !meta.is_file() {
        return Err(ReadError::new(&shown, &Trouble::skipped("not-a-file", "is no file; give a file")));
    }
    if meta.len() > limit {
        return Err(too_large(&shown, meta.len(), limit));
    }
    // The file may have grown since it was asked for its size.
    let mut bytes = Vec::with_capacity(usize::try_from(meta.len()).unwrap_or(0));
    fs::File::open(path)
        .and_then(|file| file.take(limit.saturating_add(1)).read_to_end(&mut bytes))
        .map_err(refused)?;
    if bytes.len() as u64 > limit {
        return Err(too_large(&shown, bytes.len() as u64, limit));
    }
    Ok(bytes)
}

fn too_large(shown: &str, n_bytes: u64, limit: u64) -> ReadError {
    let message =
        format!("is {n_bytes} bytes, over the limit of {limit}; split it into parts or raise --max-size");
    let mut error = ReadError::new(shown, &Trouble::skipped("size", message));
    error.0.bytes = n_bytes;
    error
}
