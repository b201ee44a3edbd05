//! The built-in folders and those of the user -> texts, the user's after ours.

use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};
use unicode_normalization::UnicodeNormalization;

use super::KnowledgeError;
use crate::text::Digest;

static SCHEMA: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/schema");
static SEEDS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/seeds");

/// A text with the name it is known by in messages.
pub(super) struct SourceFile {
    /// `seeds/zh/heads.tsv`, or the user's path.
    pub(super) name: String,
    /// Its text, in NFC.
    pub(super) text: Cow<'static, str>,
    /// Whether it lies in the user's folder.
    pub(super) is_users: bool,
}

/// One of the two roots: `schema` or `seeds`, with an optional folder of the user on top.
pub(super) struct Root {
    name: &'static str,
    embedded: &'static Dir<'static>,
    overlay: Option<PathBuf>,
}

impl Root {
    pub(super) fn schema(overlay: Option<&Path>) -> Self {
        Root { name: "schema", embedded: &SCHEMA, overlay: overlay.map(Path::to_path_buf) }
    }

    pub(super) fn seeds(overlay: Option<&Path>) -> Self {
        Root { name: "seeds", embedded: &SEEDS, overlay: overlay.map(Path::to_path_buf) }
    }

    /// The built-in text of a file and, after it, the user's file of the same name.
    ///
    /// # Errors
    /// When the user's file is there but cannot be read.
    pub(super) fn layers(&self, path: &str) -> Result<Vec<SourceFile>, KnowledgeError> {
        let mut layers = Vec::new();
        if let Some(file) = self.embedded.get_file(path) {
            // Built-in files are in NFC; a test holds them to it.
            let text = Cow::Borrowed(file.contents_utf8().unwrap_or_default());
            layers.push(SourceFile { name: format!("{}/{path}", self.name), text, is_users: false });
        }
        if let Some(overlay) = &self.overlay {
            let file = overlay.join(path);
            if file.is_file() {
                let text = fs::read_to_string(&file)
                    .map_err(|source| KnowledgeError::Unreadable { path: file.clone(), source })?;
                let text = text.trim_start_matches('\u{feff}').nfc().collect();
                let name = file.display().to_string();
                layers.push(SourceFile { name, text: Cow::Owned(text), is_users: true });
            }
        }
        Ok(layers)
    }

    /// Bytes of a built-in file.
    pub(super) fn bytes(&self, path: &str) -> Result<&'static [u8], KnowledgeError> {
        let file = self.embedded.get_file(path);
        file.map(include_dir::File::contents)
            .ok_or_else(|| KnowledgeError::Missing(format!("{}/{path}", self.name)))
    }

    /// Bytes of a file with its name, the user's where there is one.
    pub(super) fn last_bytes(&self, path: &str) -> Result<(String, Cow<'static, [u8]>), KnowledgeError> {
        if let Some(file) =
            self.overlay.as_ref().map(|overlay| overlay.join(path)).filter(|file| file.is_file())
        {
            let bytes = fs::read(&file)
                .map_err(|source| KnowledgeError::Unreadable { path: file.clone(), source })?;
            return Ok((file.display().to_string(), Cow::Owned(bytes)));
        }
        Ok((format!("{}/{path}", self.name), Cow::Borrowed(self.bytes(path)?)))
    }

    /// Names of the `.toml` files in a folder, built-in and the user's, sorted, each once.
    pub(super) fn toml_files(&self, folder: &str) -> Result<Vec<String>, KnowledgeError> {
        let mut names: Vec<String> = Vec::new();
        if let Some(dir) = self.embedded.get_dir(folder) {
            names.extend(dir.files().map(|file| file.path().display().to_string()));
        }
        if let Some(overlay) = &self.overlay {
            let dir = overlay.join(folder);
            if dir.is_dir() {
                let unreadable = |source| KnowledgeError::Unreadable { path: dir.clone(), source };
                for entry in fs::read_dir(&dir).map_err(unreadable)? {
                    let name = entry.map_err(unreadable)?.file_name();
                    names.push(format!("{folder}/{}", name.display()));
                }
            }
        }
        names.retain(|name| name.ends_with(".toml"));
        names.sort();
        names.dedup();
        Ok(names)
    }

    /// Adds what the user's folder changes to a digest: name and bytes of each of its files, sorted.
    pub(super) fn digest(&self, mut digest: Digest) -> Result<Digest, KnowledgeError> {
        let Some(overlay) = &self.overlay else { return Ok(digest.with(b"")) };
        let mut folders = vec![overlay.clone()];
        let mut files: Vec<PathBuf> = Vec::new();
        while let Some(folder) = folders.pop() {
            let unreadable = |source| KnowledgeError::Unreadable { path: folder.clone(), source };
            for entry in fs::read_dir(&folder).map_err(unreadable)? {
                let path = entry.map_err(unreadable)?.path();
                let is_data = path.extension().is_some_and(|end| {
                    ["toml", "tsv", "txt", "json", "bin"].iter().any(|known| end == *known)
                });
                if path.is_dir() {
                    folders.push(path);
                } else if is_data {
                    files.push(path);
                }
            }
        }
        files.sort();
        for path in files {
            let bytes = fs::read(&path)
                .map_err(|source| KnowledgeError::Unreadable { path: path.clone(), source })?;
            let name = path.strip_prefix(overlay).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            digest = digest.with(name.as_bytes()).with(&bytes);
        }
        Ok(digest)
    }

    /// Checks that the user's folder exists and holds at least one of `known`.
    pub(super) fn check_overlay(
        &self,
        known: &'static [&'static str],
        shown: &'static str,
    ) -> Result<(), KnowledgeError> {
        let Some(overlay) = &self.overlay else { return Ok(()) };
        fs::read_dir(overlay)
            .map_err(|source| KnowledgeError::Unreadable { path: overlay.clone(), source })?;
        if known.iter().any(|name| overlay.join(name).exists()) {
            return Ok(());
        }
        Err(KnowledgeError::NothingKnown { path: overlay.clone(), known: shown })
    }
}

/// The rows of a tab-separated text: line number and cells; `#` starts a comment line.
pub(super) fn rows(text: &str) -> impl Iterator<Item = (usize, Vec<&str>)> {
    lines(text).map(|(n, line)| (n, line.split('\t').map(str::trim).collect()))
}

/// The rows of a tab-separated text as they stand, each with the number of its line; `#` starts a comment line.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.lines().enumerate().map(|(n, line)| (n + 1, line.trim_end_matches('\r')));
    let is_blank =
        |line: &str| !line.starts_with(|first: char| first.is_ascii_graphic()) && line.trim().is_empty();
    lines.filter(move |(_, line)| !line.starts_with('#') && !is_blank(line))
}
