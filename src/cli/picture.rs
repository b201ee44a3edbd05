//! `--preset` and `--style` -> what a picture is about, before and after the graph is cut down to it.

use std::collections::BTreeSet;

use clap::{Args, ValueEnum};

use super::USAGE;
use super::open::Refusal;
use crate::export::{Preset, Style};
use crate::knowledge::vocab;
use crate::model::{ConceptGraph, ConceptId};
use crate::query::Selection;

/// How pictures are composed.
#[derive(Args, Clone, Default)]
pub(super) struct PictureArguments {
    /// What a picture is about; by default what --focus and --documents suggest
    #[arg(long, value_enum, value_name = "PRESET")]
    preset: Option<PresetName>,
    /// Colours of a picture
    #[arg(long, value_enum, default_value_t = StyleName::Light)]
    style: StyleName,
}

/// What a picture is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum PresetName {
    /// The best concepts that connect
    Overview,
    /// What stands around the concepts of --focus
    Focus,
    /// What the one paper of --documents says, denials included
    Paper,
    /// What two papers of --documents share, and what only one of them says
    Compare,
    /// One type against another: regions and models, or the two of --types
    Matrix,
    /// The best concepts, framed by community
    Community,
}

/// Colours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum StyleName {
    /// Coloured by type
    #[default]
    Light,
    /// Black on white, for a page
    Print,
}

/// A preset in terms that survive the cutting down of the graph.
pub(super) enum Subject {
    /// Named by what stays the same.
    Plain(Preset),
    /// Concepts to look at, by id.
    Focus(BTreeSet<ConceptId>),
}

impl Subject {
    /// The preset for the graph that is drawn.
    pub(super) fn preset(self, graph: &ConceptGraph) -> Preset {
        match self {
            Subject::Plain(preset) => preset,
            Subject::Focus(ids) => {
                let nodes = graph.nodes_by_id();
                Preset::Focus(ids.iter().filter_map(|id| nodes.get(id).copied()).collect())
            }
        }
    }
}

impl PictureArguments {
    pub(super) fn style(&self) -> Style {
        match self.style {
            StyleName::Light => Style::Light,
            StyleName::Print => Style::Print,
        }
    }

    /// What the picture of a selection is about.
    pub(super) fn subject(&self, selection: &Selection, graph: &ConceptGraph) -> Result<Subject, Refusal> {
        let refuse = |message: &str| Err(Refusal::new(USAGE, message.to_owned()));
        let suggested = match (selection.focus.is_empty(), selection.documents.len()) {
            (false, _) => PresetName::Focus,
            (true, 1) => PresetName::Paper,
            _ => PresetName::Overview,
        };
        let n_papers = selection.documents.len();
        match self.preset.unwrap_or(suggested) {
            PresetName::Overview => Ok(Subject::Plain(Preset::Overview)),
            PresetName::Community => Ok(Subject::Plain(Preset::Community)),
            PresetName::Focus if selection.focus.is_empty() => {
                refuse("--preset focus: say which concept with --focus")
            }
            PresetName::Focus => {
                let ids = selection.focus.iter().map(|node| graph.graph[*node].id.clone());
                Ok(Subject::Focus(ids.collect()))
            }
            // Once the graph is cut down, the papers asked for are all that it holds.
            PresetName::Paper if n_papers == 1 => Ok(Subject::Plain(Preset::Paper(0))),
            PresetName::Paper => refuse("--preset paper: name one paper with --documents"),
            PresetName::Compare => match selection.documents.as_slice() {
                [left, right] if left < right => Ok(Subject::Plain(Preset::Compare(0, 1))),
                [_, _] => Ok(Subject::Plain(Preset::Compare(1, 0))),
                _ => refuse("--preset compare: name two papers with --documents A,B"),
            },
            PresetName::Matrix => match selection.types.as_slice() {
                [] => Ok(Subject::Plain(Preset::Matrix(vocab::REGION.to_owned(), vocab::MODEL.to_owned()))),
                [rows, columns] => Ok(Subject::Plain(Preset::Matrix(rows.clone(), columns.clone()))),
                _ => refuse("--preset matrix: name two types with --types A,B"),
            },
        }
    }
}
