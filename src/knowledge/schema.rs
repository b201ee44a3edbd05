//! `schema/*.toml` -> the kinds of concepts and relations that may exist.

use serde::Deserialize;

use super::KnowledgeError;
use super::files::{Root, SourceFile};

/// A kind of concept.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConceptKind {
    /// Name in records: `model`.
    pub name: String,
    /// Chinese name for people.
    pub zh: String,
    /// English name for people.
    pub en: String,
    /// One sentence.
    pub definition: String,
    /// Fill colour in drawings, `#rrggbb`.
    pub colour: String,
    /// Graphviz shape.
    pub shape: String,
    /// The kind that rules and fitted models, which know the built-in kinds only, take it for.
    #[serde(default)]
    pub like: Option<String>,
}

/// A kind of relation.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RelationKind {
    /// Name in records: `promotes`.
    pub name: String,
    /// Chinese name for people.
    pub zh: String,
    /// English name for people.
    pub en: String,
    /// One sentence.
    pub definition: String,
    /// Whether the two ends are alike.
    #[serde(default)]
    pub symmetric: bool,
    /// Concept kinds usual at the source; empty for any.
    pub domain: Vec<String>,
    /// Concept kinds usual at the target; empty for any.
    pub range: Vec<String>,
    /// Graphviz arrow head.
    pub arrow: String,
    /// Graphviz line style of asserted links.
    pub style: String,
    /// The kind that it is a case of: links of that kind whose ends fit `domain` and `range` are of this kind.
    #[serde(default)]
    pub like: Option<String>,
}

impl RelationKind {
    /// How usual the kinds at the ends are: 0 for neither, 1 for one end, 2 for both.
    #[must_use]
    pub fn fit(&self, source: &str, target: &str) -> usize {
        let fits = |kinds: &[String], kind: &str| kinds.is_empty() || kinds.iter().any(|known| known == kind);
        usize::from(fits(&self.domain, source)) + usize::from(fits(&self.range, target))
    }

    /// Whether a link of some kind between such ends is a case of this kind.
    #[must_use]
    pub fn is_case(&self, kind: &str, source: &str, target: &str) -> bool {
        self.like.as_deref() == Some(kind) && self.fit(source, target) == 2
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table<K> {
    kind: Vec<K>,
}

pub(super) fn concept_kinds(root: &Root) -> Result<Vec<ConceptKind>, KnowledgeError> {
    let kinds = load(root, "concepts.toml", |kind: &ConceptKind| &kind.name)?;
    for kind in &kinds {
        let colour = kind
            .colour
            .strip_prefix('#')
            .is_some_and(|hex| hex.len() == 6 && hex.bytes().all(|byte| byte.is_ascii_hexdigit()));
        if !colour {
            return Err(KnowledgeError::Entry {
                file: "schema/concepts.toml".into(),
                entry: kind.name.clone(),
                problem: format!("colour {:?} is not #rrggbb", kind.colour),
                remedy: "write six hexadecimal digits after #",
            });
        }
    }
    check_like("schema/concepts.toml", kinds.iter().map(|kind| (&kind.name, kind.like.as_ref())))?;
    Ok(kinds)
}

pub(super) fn relation_kinds(
    root: &Root,
    concepts: &[ConceptKind],
) -> Result<Vec<RelationKind>, KnowledgeError> {
    let kinds = load(root, "relations.toml", |kind: &RelationKind| &kind.name)?;
    for kind in &kinds {
        for end in kind.domain.iter().chain(&kind.range) {
            if !concepts.iter().any(|concept| concept.name == *end) {
                return Err(KnowledgeError::Entry {
                    file: "schema/relations.toml".into(),
                    entry: kind.name.clone(),
                    problem: format!("there is no concept kind {end:?}"),
                    remedy: "add it to concepts.toml or take it out of domain and range",
                });
            }
        }
    }
    check_like("schema/relations.toml", kinds.iter().map(|kind| (&kind.name, kind.like.as_ref())))?;
    Ok(kinds)
}

/// A kind is like another one that is there and stands for itself.
fn check_like<'k>(
    file: &str,
    kinds: impl Iterator<Item = (&'k String, Option<&'k String>)> + Clone,
) -> Result<(), KnowledgeError> {
    for (name, like) in kinds.clone() {
        let Some(like) = like else { continue };
        if !kinds.clone().any(|(known, its_like)| known == like && its_like.is_none()) {
            return Err(KnowledgeError::Entry {
                file: file.into(),
                entry: name.clone(),
                problem: format!("there is no kind {like:?} to be like"),
                remedy: "name a built-in kind, or one without a like of its own",
            });
        }
    }
    Ok(())
}

/// Loads a file of kinds layer by layer; an entry of a later layer replaces the one of its name.
fn load<K, F>(root: &Root, path: &str, name: F) -> Result<Vec<K>, KnowledgeError>
where
    K: for<'de> Deserialize<'de>,
    F: Fn(&K) -> &String,
{
    let mut kinds: Vec<K> = Vec::new();
    for file in root.layers(path)? {
        let table: Table<K> = parse(&file)?;
        for kind in table.kind {
            match kinds.iter_mut().find(|known| name(known) == name(&kind)) {
                Some(known) => *known = kind,
                None => kinds.push(kind),
            }
        }
    }
    if kinds.is_empty() { Err(KnowledgeError::Missing(path.into())) } else { Ok(kinds) }
}

/// Parses one TOML file; messages carry its name, line and column.
pub(super) fn parse<T: for<'de> Deserialize<'de>>(file: &SourceFile) -> Result<T, KnowledgeError> {
    toml::from_str(&file.text).map_err(|error| {
        let (line, column) = error.span().map_or((1, 1), |span| place(&file.text, span.start));
        let file = format!("{}:{line}:{column}", file.name);
        KnowledgeError::Toml { file, message: error.message().to_owned() }
    })
}

fn place(text: &str, at: usize) -> (usize, usize) {
    let before = &text[..text.floor_char_boundary(at)];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}
