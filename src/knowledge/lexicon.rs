//! `seeds/<lang>/` -> what is known of a language: heads, terms, word classes, stop lists.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::files::{Root, rows};
use super::schema::{ConceptKind, parse};
use super::{KnowledgeError, Pattern, SparseModel, patterns, sparse};
use crate::text::{Language, match_key};

/// What the last word of a noun phrase says of its kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Head {
    /// Concept kind.
    pub kind: String,
    /// Share of wanted concepts with this head that are of the kind, 0..=1.
    pub confidence: f64,
}

/// The knowledge of one language.
#[derive(Debug, Default)]
pub struct Lexicon {
    /// Last words of noun phrases; Chinese of one to four characters, English singular.
    pub heads: FxHashMap<String, Head>,
    /// General vocabulary by match key: the kind of each term. Empty with `--no-seed-terms`.
    pub terms: FxHashMap<String, String>,
    /// Keys of the terms that the user's folder names; no model overrules their kind.
    pub users_terms: FxHashSet<String>,
    /// The same terms as written, for segmentation and search.
    pub term_list: Vec<String>,
    /// Words that alone are never a concept, by match key.
    pub generic: FxHashSet<String>,
    /// Pairs of qualifiers that make two terms two things.
    pub opposed: Vec<(String, String)>,
    /// Words that mean the same, the commoner one second.
    pub synonyms: Vec<(String, String)>,
    /// Predicates that end a problem clause (Chinese).
    pub problem_endings: FxHashSet<String>,
    /// Family names (Chinese).
    pub surnames: FxHashSet<String>,
    /// Named classes of words: verbs, cues, connectives.
    pub classes: BTreeMap<String, Vec<String>>,
    /// Patterns of relations.
    pub patterns: Vec<Pattern>,
    /// The model that tells where terms begin and end.
    pub borders: SparseModel,
    /// The classes of every word that has any.
    classes_of: FxHashMap<String, Vec<String>>,
}

impl Lexicon {
    /// The words of a class; a class that does not exist is empty.
    #[must_use]
    pub fn class(&self, name: &str) -> &[String] {
        self.classes.get(name).map_or(&[], Vec::as_slice)
    }

    /// Whether a word belongs to a class.
    #[must_use]
    pub fn is_in(&self, class: &str, word: &str) -> bool {
        self.classes_of.get(word).is_some_and(|classes| classes.iter().any(|known| known == class))
    }

    /// Whether a label says nothing alone.
    #[must_use]
    pub fn is_generic(&self, label: &str) -> bool {
        self.generic.contains(&match_key(label))
    }
}

pub(super) fn load(
    root: &Root,
    language: Language,
    kinds: &[ConceptKind],
    with_terms: bool,
) -> Result<Lexicon, KnowledgeError> {
    let code = language.code();
    let mut lexicon = Lexicon::default();
    for file in root.layers(&format!("{code}/heads.tsv"))? {
        for (line, cells) in rows(&file.text) {
            let [head, kind, confidence] = cells.as_slice() else {
                return Err(wrong_row(
                    &file.name,
                    line,
                    &cells,
                    "write head, kind and confidence, separated by tabs",
                ));
            };
            check_kind(&file.name, line, kind, kinds)?;
            let confidence = confidence.parse().ok().filter(|value| (0.0..=1.0).contains(value));
            let confidence = confidence
                .ok_or_else(|| wrong_row(&file.name, line, &cells, "write a confidence between 0 and 1"))?;
            lexicon.heads.insert((*head).to_owned(), Head { kind: (*kind).to_owned(), confidence });
        }
    }
    if with_terms {
        for file in root.layers(&format!("{code}/terms.tsv"))? {
            for (line, cells) in rows(&file.text) {
                let [term, kind] = cells.as_slice() else {
                    return Err(wrong_row(
                        &file.name,
                        line,
                        &cells,
                        "write term and kind, separated by a tab",
                    ));
                };
                check_kind(&file.name, line, kind, kinds)?;
                let key = match_key(term);
                if file.is_users {
                    lexicon.users_terms.insert(key.clone());
                }
                lexicon.terms.insert(key, (*kind).to_owned());
                lexicon.term_list.push((*term).to_owned());
            }
        }
    }
    for file in root.layers(&format!("{code}/generic.txt"))? {
        lexicon.generic.extend(rows(&file.text).map(|(_, cells)| match_key(cells[0])));
    }
    for file in root.layers(&format!("{code}/qualifiers_opposed.tsv"))? {
        for (line, cells) in rows(&file.text) {
            let [a, b] = cells.as_slice() else {
                return Err(wrong_row(&file.name, line, &cells, "write two qualifiers, separated by a tab"));
            };
            lexicon.opposed.push(((*a).to_owned(), (*b).to_owned()));
        }
    }
    for file in root.layers(&format!("{code}/synonyms.tsv"))? {
        for (line, cells) in rows(&file.text) {
            let [word, common] = cells.as_slice() else {
                return Err(wrong_row(
                    &file.name,
                    line,
                    &cells,
                    "write a word and the commoner one, separated by a tab",
                ));
            };
            lexicon.synonyms.push((match_key(word), match_key(common)));
        }
    }
    for file in root.layers(&format!("{code}/problem_endings.txt"))? {
        lexicon.problem_endings.extend(rows(&file.text).map(|(_, cells)| cells[0].to_owned()));
    }
    for file in root.layers(&format!("{code}/surnames.txt"))? {
        lexicon.surnames.extend(rows(&file.text).map(|(_, cells)| cells[0].to_owned()));
    }
    for file in root.layers(&format!("{code}/classes.toml"))? {
        for (class, words) in parse::<BTreeMap<String, Vec<String>>>(&file)? {
            lexicon.classes.entry(class).or_default().extend(words);
        }
    }
    for words in lexicon.classes.values_mut() {
        words.sort();
        words.dedup();
    }
    for (class, words) in &lexicon.classes {
        for word in words {
            lexicon.classes_of.entry(word.clone()).or_default().push(class.clone());
        }
    }
    lexicon.patterns = patterns::load(root, language, &lexicon.classes)?;
    lexicon.borders = sparse::load(root, &format!("{code}/borders.tsv"), Some(sparse::TERM))?;
    Ok(lexicon)
}

fn check_kind(file: &str, line: usize, kind: &str, kinds: &[ConceptKind]) -> Result<(), KnowledgeError> {
    if kinds.iter().any(|known| known.name == kind) {
        return Ok(());
    }
    Err(KnowledgeError::Line {
        file: file.to_owned(),
        line,
        problem: format!("there is no concept kind {kind:?}"),
        remedy: "use a name from schema/concepts.toml",
    })
}

fn wrong_row(file: &str, line: usize, cells: &[&str], remedy: &'static str) -> KnowledgeError {
    KnowledgeError::Line { file: file.to_owned(), line, problem: format!("unreadable row {cells:?}"), remedy }
}
