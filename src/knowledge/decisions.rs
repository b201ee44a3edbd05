//! `merges.toml` of an analyst -> which names are one concept and which are not, whatever the rules say.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::KnowledgeError;
use crate::text::{Digest, match_key, simplified};

/// The name of the file beside a store that is read without being asked for.
pub const DECISIONS_FILE: &str = "merges.toml";

/// What an analyst decided. Names are match keys in simplified characters, each with the spelling in the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decisions {
    /// The file; `None` when there is none.
    pub path: Option<PathBuf>,
    /// Lists of names that are one concept.
    pub same: Vec<Vec<DecidedName>>,
    /// Lists of names of which no two are one concept.
    pub different: Vec<Vec<DecidedName>>,
    /// Digest of what it says.
    pub fingerprint: String,
}

/// A name in a list.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DecidedName {
    /// Its match key in simplified characters.
    pub key: String,
    /// As written in the file.
    pub label: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lists {
    #[serde(default)]
    same: Vec<Vec<String>>,
    #[serde(default)]
    different: Vec<Vec<String>>,
}

impl Decisions {
    /// Whether two names were decided to be two things.
    #[must_use]
    pub fn differ(&self, a: &str, b: &str) -> bool {
        let holds = |list: &[DecidedName], key: &str| list.iter().any(|name| name.key == key);
        a != b && self.different.iter().any(|list| holds(list, a) && holds(list, b))
    }
}

/// Reads the file and checks that it does not contradict itself; `kinds` are names that may stand before a `/` in an id.
pub(super) fn load(path: Option<&Path>, kinds: &[String]) -> Result<Decisions, KnowledgeError> {
    let Some(path) = path else { return Ok(Decisions::default()) };
    let text = fs::read_to_string(path)
        .map_err(|source| KnowledgeError::Decisions { path: path.to_path_buf(), source })?;
    let file = path.display().to_string();
    let lists: Lists = toml::from_str(text.trim_start_matches('\u{feff}'))
        .map_err(|error| KnowledgeError::Toml { file: file.clone(), message: place(&text, &error) })?;
    let read = |what: &str, lists: Vec<Vec<String>>| {
        let named = lists.into_iter().enumerate();
        named
            .map(|(at, names)| list(&file, &format!("{what} {}", at + 1), names, kinds))
            .collect::<Result<Vec<_>, _>>()
    };
    let same: Vec<Vec<DecidedName>> = read("same", lists.same)?;
    let different: Vec<Vec<DecidedName>> = read("different", lists.different)?;
    check(&file, &same, &different)?;
    let mut digest = Digest::default();
    for (what, lists) in [("same", &same), ("different", &different)] {
        digest = digest.with(what.as_bytes());
        for list in lists {
            let names: Vec<String> =
                list.iter().map(|name| format!("{}\t{}", name.key, name.label)).collect();
            digest = digest.with(names.join("\n").as_bytes());
        }
    }
    Ok(Decisions { path: Some(path.to_path_buf()), same, different, fingerprint: digest.finish() })
}

/// Line, column and reason of an error of the TOML parser, on one line.
fn place(text: &str, error: &toml::de::Error) -> String {
    let at = error.span().map_or(0, |span| span.start.min(text.len()));
    let before = text.get(..at).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |rest| rest.chars().count()) + 1;
    let reason = error.message().lines().next().unwrap_or_default();
    format!(
        "{line}:{column}: {reason}; write same = [[\"name\", \"other name\"], ...] and different = [...] likewise"
    )
}

fn list(
    file: &str,
    entry: &str,
    names: Vec<String>,
    kinds: &[String],
) -> Result<Vec<DecidedName>, KnowledgeError> {
    let name = |label: String| {
        let plain = label.split_once('/').filter(|(kind, _)| kinds.iter().any(|known| known == kind));
        let plain = plain.map_or(label.as_str(), |(_, name)| name).to_owned();
        DecidedName { key: simplified(&match_key(&plain)), label: plain }
    };
    let mut names: Vec<DecidedName> = names.into_iter().map(name).collect();
    let wrong = |problem: String, remedy| {
        Err(KnowledgeError::Entry { file: file.to_owned(), entry: entry.to_owned(), problem, remedy })
    };
    if let Some(empty) = names.iter().find(|name| name.key.is_empty()) {
        return wrong(format!("{:?} is no name", empty.label), "write the name of a concept");
    }
    names.sort();
    names.dedup_by(|a, b| a.key == b.key);
    if names.len() < 2 {
        return wrong(
            "names fewer than two concepts".into(),
            "write at least two names that differ in more than marks and case",
        );
    }
    Ok(names)
}

/// No two names may be the same thing by some lists and different things by another.
fn check(
    file: &str,
    same: &[Vec<DecidedName>],
    different: &[Vec<DecidedName>],
) -> Result<(), KnowledgeError> {
    let mut group: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, list) in same.iter().enumerate() {
        let joined: Vec<usize> =
            list.iter().filter_map(|name| group.get(name.key.as_str()).copied()).collect();
        let into = joined.iter().copied().min().unwrap_or(at);
        for known in group.values_mut().filter(|known| joined.contains(known)) {
            *known = into;
        }
        group.extend(list.iter().map(|name| (name.key.as_str(), into)));
    }
    for (at, list) in different.iter().enumerate() {
        for (n, a) in list.iter().enumerate() {
            let of = |name: &DecidedName| group.get(name.key.as_str());
            let clash = list[n + 1..].iter().find(|b| of(a).is_some() && of(a) == of(b));
            if let Some(b) = clash {
                return Err(KnowledgeError::Entry {
                    file: file.to_owned(),
                    entry: format!("different {}", at + 1),
                    problem: format!("{:?} and {:?} are one concept by the lists of same", a.label, b.label),
                    remedy: "take one of the two out",
                });
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Decisions, String> {
        let file = tempfile::NamedTempFile::new().expect("the system gives a file");
        fs::write(file.path(), text).expect("written");
        load(Some(file.path()), &["model".to_owned()]).map_err(|error| error.to_string())
    }

    #[test]
    fn names_are_read_by_their_keys_and_ids_by_their_names() {
        let decisions = read(
            "same = [[\"model/海滩模式\", \"The beach model\"]]\ndifferent = [[\"海滩\", \"海滩模式\"]]",
        );
        let decisions = decisions.expect("reads");
        let keys: Vec<&str> = decisions.same[0].iter().map(|name| name.key.as_str()).collect();
        assert_eq!(keys, ["beach model", "海滩模式"]);
        assert!(decisions.differ("海滩", "海滩模式") && !decisions.differ("海滩", "beach model"));
        assert_ne!(decisions.fingerprint, read("same = []").expect("reads").fingerprint);
    }

    #[test]
    fn contradictions_and_slips_are_named_with_their_remedy() {
        for (text, parts) in [
            (
                "same = [[\"甲项目\", \"乙项目\"], [\"乙项目\", \"丙项目\"]]\ndifferent = [[\"甲项目\", \"丙项目\"]]",
                ["different 1", "take one of the two out"],
            ),
            ("same = [[\"甲项目\"]]", ["same 1", "at least two names"]),
            ("same = [[\"甲项目\", \"“甲项目”\"]]", ["same 1", "at least two names"]),
            ("\nsome = []", ["2:1", "same ="]),
            ("same = [\"甲\"]", ["1:9", "same ="]),
        ] {
            let error = read(text).expect_err(text);
            assert!(parts.iter().all(|part| error.contains(part)), "{text}: {error}");
        }
    }
}
