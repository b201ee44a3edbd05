//! DOC as a user writes it -> the document of a store: by id or its beginning, by path, by title.

use super::NO_ANSWER;
use super::open::Refusal;
use crate::store::Entry;
use crate::text::match_key;

/// Shortest beginning of an id that is taken for one.
const SHORTEST: usize = 4;

/// The index of the one document that is meant.
pub(super) fn document(entries: &[Entry], wanted: &str) -> Result<usize, Refusal> {
    let mut found = by(entries, |entry| entry.id == wanted);
    if found.is_empty() {
        found = by(entries, |entry| entry.paths.iter().any(|path| is_path(path, wanted)));
    }
    if found.is_empty() && wanted.len() >= SHORTEST {
        found = by(entries, |entry| entry.id.starts_with(wanted));
    }
    if found.is_empty() {
        let key = match_key(wanted);
        let titled = |title: &Option<String>| title.as_ref().is_some_and(|title| match_key(title) == key);
        found = by(entries, |entry| !key.is_empty() && (titled(&entry.title.zh) || titled(&entry.title.en)));
    }
    match found.as_slice() {
        [at] => Ok(*at),
        [] => Err(Refusal {
            code: NO_ANSWER,
            message: format!(
                "{wanted}: no document has this id, path or title; `sinograph status` lists them"
            ),
        }),
        several => {
            let ids: Vec<&str> = several.iter().map(|at| entries[*at].id.as_str()).collect();
            let message =
                format!("{wanted}: {} documents fit; name one by its id: {}", ids.len(), ids.join(", "));
            Err(Refusal { code: NO_ANSWER, message })
        }
    }
}

/// Whether a path is the one wanted: as given, or its last parts.
pub(super) fn is_path(path: &str, wanted: &str) -> bool {
    let wanted = wanted.trim_start_matches("./");
    let before = path.strip_suffix(wanted);
    !wanted.is_empty() && before.is_some_and(|before| before.is_empty() || before.ends_with(['/', '\\']))
}

fn by(entries: &[Entry], fits: impl Fn(&Entry) -> bool) -> Vec<usize> {
    (0..entries.len()).filter(|at| fits(&entries[*at])).collect()
}

/// What a document is called in one line: its title, else its path.
pub(super) fn title(entry: &Entry) -> &str {
    let title = entry.title.zh.as_deref().or(entry.title.en.as_deref());
    title.or(entry.paths.first().map(String::as_str)).unwrap_or(&entry.id)
}
