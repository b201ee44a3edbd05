//! Words for people and results for programs: stderr and stdout, closed pipes respected; files written whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use crate::export::ExportFile;

/// A result, to stdout. A reader that has gone away ends the output quietly.
pub(super) fn print(text: &str) {
    // Nothing is left to tell anyone when stdout is closed or full.
    let _ = print_by(|out| out.write_all(text.as_bytes()));
}

/// The same for what is written piece by piece.
pub(super) fn print_by<E: From<io::Error>>(
    write: impl FnOnce(&mut dyn Write) -> Result<(), E>,
) -> Result<(), E> {
    let mut out = BufWriter::new(io::stdout().lock());
    write(&mut out)?;
    Ok(out.flush()?)
}

/// A line to stderr, with control characters of paths and texts made visible.
pub(super) fn say(text: &str) {
    let lines: Vec<String> = text.split('\n').map(visible).collect();
    let _ = writeln!(io::stderr().lock(), "{}", lines.join("\n"));
}

/// A text of one line whose characters do nothing to a terminal: line breaks, escapes and turns of direction become signs.
pub(super) fn visible(text: &str) -> String {
    let is_harmful = |c: char| {
        c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let mut visible = String::with_capacity(text.len());
    for c in text.chars() {
        if is_harmful(c) { visible.extend(c.escape_default()) } else { visible.push(c) }
    }
    visible
}

/// An error to stderr.
pub(super) fn complain(text: &str) {
    let text = text.strip_prefix("error: ").unwrap_or(text);
    say(&format!("error: {text}"));
}

/// Writes the files of an export below a folder, which is made when it is not there.
///
/// # Errors
/// The message names the file and what to do.
pub(super) fn write_files(folder: &Path, files: &[ExportFile]) -> Result<(), String> {
    for file in files {
        let path = folder.join(&file.path);
        let parent = path.parent().unwrap_or(folder);
        let written = fs::create_dir_all(parent).and_then(|()| write_whole(&path, &file.bytes));
        written.map_err(|error| {
            format!(
                "{}: cannot be written: {error}; free space or choose another folder with -o",
                path.display()
            )
        })?;
    }
    Ok(())
}

/// Writes a file beside its place and moves it there, so that no reader ever sees half of it and nothing is lost on failure.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_whole_by(path, |file| file.write_all(bytes))
}

/// The same for what is written piece by piece.
pub(super) fn write_whole_by<E: From<io::Error>>(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> Result<(), E>,
) -> Result<(), E> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let temporary = path.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
    let written = File::create(&temporary).map_err(E::from).and_then(|file| {
        let mut buffered = BufWriter::new(file);
        write(&mut buffered)?;
        let file = buffered.into_inner().map_err(io::IntoInnerError::into_error)?;
        Ok(file.sync_all()?)
    });
    let moved = written.and_then(|()| Ok(fs::rename(&temporary, path)?));
    if moved.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    moved
}
