//! A gold graph -> which labels name its concepts, and what it links.

use std::collections::BTreeMap;

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use sinograph::knowledge::Knowledge;
use sinograph::model::AnnotatedDocument;
use sinograph::segment::Segmenter;
use sinograph::text::match_key;

/// The paper that a gold file names, in the folder `corpus`, and what is marked in it; a name of a paper in place of a gold file is
/// that paper, with nothing marked.
pub(crate) fn annotated(
    corpus: &str,
    file: &str,
    knowledge: &Knowledge,
    segmenter: &Segmenter<'_>,
) -> (AnnotatedDocument, Gold) {
    let gold: Value = if file.ends_with(".json") {
        serde_json::from_str(&fs::read_to_string(file).expect("gold")).expect("json")
    } else {
        json!({ "doc": file })
    };
    let path = Path::new(corpus).join(gold["doc"].as_str().expect("doc"));
    let bytes = fs::read(&path).expect("document");
    let document = sinograph::read::read(&path.display().to_string(), &bytes, knowledge).expect("reads");
    (segmenter.segment(document), Gold::read(&gold))
}

/// One gold relation between two concepts, by their index.
pub(crate) struct GoldRelation {
    pub(crate) source: usize,
    pub(crate) target: usize,
    pub(crate) kind: String,
    pub(crate) modality: String,
    /// Words of the sentence that states it, without blanks, in lower case.
    pub(crate) hint: String,
}

/// Concepts and relations of a gold file.
pub(crate) struct Gold {
    /// Name of the file of its paper.
    pub(crate) doc: String,
    pub(crate) n_concepts: usize,
    /// Kind of each concept.
    pub(crate) kinds: Vec<String>,
    pub(crate) relations: Vec<GoldRelation>,
    saliences: Vec<u64>,
    /// Index and salience of the concept that a label names.
    keys: BTreeMap<String, (usize, u64)>,
}

impl Gold {
    pub(crate) fn read(gold: &Value) -> Self {
        let empty = Vec::new();
        let mut saliences = Vec::new();
        let concepts = gold["concepts"].as_array().unwrap_or(&empty);
        let mut keys = BTreeMap::new();
        let mut index: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, concept) in concepts.iter().enumerate() {
            index.insert(concept["id"].as_str().unwrap_or_default(), at);
            let salience = concept["salience"].as_u64().unwrap_or(1);
            saliences.push(salience);
            let aliases = concept["aliases"].as_array().unwrap_or(&empty).iter().filter_map(Value::as_str);
            for label in concept["label"].as_str().into_iter().chain(aliases) {
                keys.entry(match_key(label)).or_insert((at, salience));
            }
        }
        let end = |relation: &Value, name: &str| index.get(relation[name].as_str()?).copied();
        let relations = gold["relations"].as_array().unwrap_or(&empty);
        let relations = relations.iter().filter_map(|relation| {
            Some(GoldRelation {
                source: end(relation, "source")?,
                target: end(relation, "target")?,
                kind: relation["type"].as_str()?.to_owned(),
                modality: relation["modality"].as_str().unwrap_or("asserted").to_owned(),
                hint: squeezed(relation["evidence_hint"].as_str().unwrap_or_default()),
            })
        });
        let kind = |concept: &Value| concept["type"].as_str().unwrap_or_default().to_owned();
        Gold {
            doc: gold["doc"].as_str().unwrap_or_default().to_owned(),
            n_concepts: concepts.len(),
            kinds: concepts.iter().map(kind).collect(),
            relations: relations.collect(),
            saliences,
            keys,
        }
    }

    /// Relations between two concepts that are clearly wanted.
    pub(crate) fn n_core(&self) -> usize {
        let is_core = |at: usize| self.saliences[at] >= 2;
        self.relations.iter().filter(|relation| is_core(relation.source) && is_core(relation.target)).count()
    }

    /// Whether a key is exactly that of one of the names.
    pub(crate) fn names(&self, key: &str) -> bool {
        self.keys.contains_key(key)
    }

    /// What [`Gold::find`] says of the first of some names that is exactly one of the gold's, or else of the first near one.
    pub(crate) fn find_any(&self, names: &[String]) -> Option<(usize, u64, bool)> {
        let found = || names.iter().filter_map(|name| self.find(name));
        found().find(|(.., exact)| *exact).or_else(|| found().next())
    }

    /// The concept that a label names, its salience, and whether the label is exactly one of its names; a label also names a
    /// concept when it shares four fifths with one of its names and one holds the other.
    pub(crate) fn find(&self, label: &str) -> Option<(usize, u64, bool)> {
        let key = match_key(label);
        if let Some((at, salience)) = self.keys.get(&key) {
            return Some((*at, *salience, true));
        }
        let n = key.chars().count();
        let near = self.keys.iter().find(|(gold, _)| {
            let m = gold.chars().count();
            n.min(m) * 5 >= n.max(m) * 4 && (gold.contains(&key) || key.contains(gold.as_str()))
        });
        near.map(|(_, (at, salience))| (*at, *salience, false))
    }
}

/// Text without blanks, in lower case.
pub(crate) fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// A text without blanks, in lower case, with the place of every byte in the text.
pub(crate) struct Squeezed {
    text: String,
    places: Vec<u32>,
}

impl Squeezed {
    pub(crate) fn new(doc: &AnnotatedDocument) -> Self {
        let mut squeezed = Squeezed { text: String::new(), places: Vec::new() };
        for (at, c) in doc.document.text.char_indices().filter(|(_, c)| !c.is_whitespace()) {
            squeezed.text.extend(c.to_lowercase());
            squeezed.places.resize(squeezed.text.len(), at as u32);
        }
        squeezed
    }

    /// The sentences that hold the words of a hint or some of them.
    pub(crate) fn sentences(&self, doc: &AnnotatedDocument, hint: &str) -> Vec<usize> {
        let mut found = Vec::new();
        for (at, _) in self.text.match_indices(hint).filter(|_| !hint.is_empty()) {
            let (first, last) = (self.places[at], self.places[at + hint.len() - 1]);
            let holds = |at: &usize| {
                let span = doc.sentences[*at].span;
                span.start <= last && first < span.end
            };
            found.extend((0..doc.sentences.len()).filter(holds));
        }
        found
    }
}

/// Kinds of links without direction.
pub(crate) const SYMMETRIC: &[&str] = &["aligned_with", "contrasts_with", "interacts_with"];

/// The way of a link in fitted files: its kind behind `>`, or behind `<` when it leads from the second to the first.
pub(crate) fn way(kind: &str, forward: bool) -> String {
    let direction = if forward || SYMMETRIC.contains(&kind) { '>' } else { '<' };
    format!("{direction}{kind}")
}
