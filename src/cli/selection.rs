//! `--types`, `--relations`, `--documents` and the like -> a selection of a graph.

use std::collections::BTreeSet;

use clap::Args;

use super::ask::concept;
use super::open::Refusal;
use super::{NO_ANSWER, USAGE};
use crate::knowledge::Knowledge;
use crate::model::{ConceptGraph, Document, Modality};
use crate::query::Selection;

/// Which links and concepts count.
#[derive(Args, Clone, Default)]
pub(super) struct FilterArguments {
    /// Kinds of concepts, separated by commas: model,政策
    #[arg(long, value_delimiter = ',', value_name = "TYPE", alias = "type")]
    types: Vec<String>,
    /// Kinds of links, separated by commas: promotes,采用
    #[arg(long, value_delimiter = ',', value_name = "RELATION", alias = "relation")]
    relations: Vec<String>,
    /// How links are stated: asserted, recommended, hypothetical, negated
    #[arg(long, value_delimiter = ',', value_name = "MODALITY", alias = "modalities")]
    modality: Vec<String>,
    /// Papers, by id, file name or part of the title
    #[arg(long, value_delimiter = ',', value_name = "DOC", alias = "document")]
    documents: Vec<String>,
    /// Least confidence of links, 0 to 1
    #[arg(long, default_value_t = 0.0, value_name = "X")]
    min_confidence: f64,
}

/// What is asked about, and how much of it.
#[derive(Args, Clone, Default)]
pub(super) struct FocusArguments {
    /// Concepts to look at, separated by commas
    #[arg(long, value_delimiter = ',', value_name = "CONCEPT")]
    focus: Vec<String>,
    /// Links away from the focus
    #[arg(long, default_value_t = 2, value_name = "N")]
    depth: usize,
}

impl FilterArguments {
    pub(super) fn selection(
        &self,
        graph: &ConceptGraph,
        knowledge: &Knowledge,
    ) -> Result<Selection, Refusal> {
        if !(0.0..=1.0).contains(&self.min_confidence) {
            return Err(Refusal::new(
                USAGE,
                format!("--min-confidence {}: use a number from 0 to 1", self.min_confidence),
            ));
        }
        let document = |name: &String| document(&graph.documents, name);
        Ok(Selection {
            types: each_once(self.types.iter().map(|name| kind(knowledge, name)))?,
            relations: relations(knowledge, &self.relations)?,
            modalities: self.modality.iter().map(|name| modality(name)).collect::<Result<_, _>>()?,
            documents: each_once(self.documents.iter().map(document))?,
            min_confidence: self.min_confidence,
            ..Selection::default()
        })
    }
}

/// What was asked for, in that order, without repetition.
fn each_once<T: PartialEq>(asked: impl Iterator<Item = Result<T, Refusal>>) -> Result<Vec<T>, Refusal> {
    let mut found = Vec::new();
    for one in asked {
        let one = one?;
        if !found.contains(&one) {
            found.push(one);
        }
    }
    Ok(found)
}

impl FocusArguments {
    pub(super) fn add_to(&self, selection: &mut Selection, graph: &ConceptGraph) -> Result<(), Refusal> {
        for name in &self.focus {
            selection.focus.insert(concept(graph, name)?);
        }
        selection.depth = self.depth;
        Ok(())
    }
}

/// A kind of concept by its name in the schema or for people.
pub(super) fn kind(knowledge: &Knowledge, name: &str) -> Result<String, Refusal> {
    let known = knowledge.concepts.iter().map(|kind| [&kind.name, &kind.zh, &kind.en]);
    named("type", name, known)
}

/// Kinds of links by their names in the schema or for people.
pub(super) fn relations(knowledge: &Knowledge, names: &[String]) -> Result<BTreeSet<String>, Refusal> {
    let known = || knowledge.relations.iter().map(|kind| [&kind.name, &kind.zh, &kind.en]);
    names.iter().map(|name| named("relation", name, known())).collect()
}

fn named<'k>(
    what: &str,
    name: &str,
    mut known: impl Iterator<Item = [&'k String; 3]> + Clone,
) -> Result<String, Refusal> {
    let is = |known: &String| known.to_lowercase() == name.trim().to_lowercase();
    let all = known.clone();
    match known.find(|names| names.iter().any(|known| is(known))) {
        Some(names) => Ok(names[0].clone()),
        None => {
            let all: Vec<String> = all.map(|[name, zh, _]| format!("{name} {zh}")).collect();
            Err(Refusal::new(USAGE, format!("there is no {what} {name:?}; use {}", all.join(", "))))
        }
    }
}

fn modality(name: &str) -> Result<Modality, Refusal> {
    let all = [
        (Modality::Asserted, ["asserted", "stated", "陈述"]),
        (Modality::Recommended, ["recommended", "recommended", "建议"]),
        (Modality::Hypothetical, ["hypothetical", "possible", "可能"]),
        (Modality::Negated, ["negated", "denied", "否定"]),
    ];
    let found = all.iter().find(|(_, names)| names.contains(&name.trim().to_lowercase().as_str()));
    found.map(|(modality, _)| *modality).ok_or_else(|| {
        Refusal::new(
            USAGE,
            format!("there is no modality {name:?}; use asserted, recommended, hypothetical, negated"),
        )
    })
}

/// A paper by the start of its id, its path or file name, or a part of its title.
fn document(documents: &[Document], name: &str) -> Result<usize, Refusal> {
    let by = |is: &dyn Fn(&Document) -> bool| documents.iter().position(is);
    let name = name.trim();
    if name.is_empty() {
        return Err(Refusal::new(
            USAGE,
            "--documents: a name is empty; use an id, a file name or a part of a title",
        ));
    }
    let lower = name.to_lowercase();
    let titled = |document: &Document| {
        let titles = [&document.metadata.title.zh, &document.metadata.title.en];
        titles.into_iter().flatten().any(|title| title.to_lowercase().contains(&lower))
    };
    let file = |document: &Document| document.path.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
    let stem = |document: &Document| {
        file(document).rsplit_once('.').map_or(String::new(), |(stem, _)| stem.to_owned())
    };
    by(&|document| {
        document.id == name || document.path == name || file(document) == name || stem(document) == name
    })
    .or_else(|| by(&|document| name.len() >= 6 && document.id.starts_with(name)))
    .or_else(|| by(&titled))
    .or_else(|| by(&|document| file(document).contains(name)))
    .ok_or_else(|| {
        Refusal::new(
            NO_ANSWER,
            format!("no paper is called {name:?}; use an id, a file name or a part of a title"),
        )
    })
}
