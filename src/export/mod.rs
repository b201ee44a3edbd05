//! graph and tables -> bytes: one file per format, all of them listed here.

mod clean;
mod csv;
mod cyjs;
mod cypher;
mod dot;
mod error;
mod explorer;
mod gexf;
mod graphml;
pub mod json;
mod layout;
mod mermaid;
mod names;
mod neo4j;
mod obsidian;
mod picture;
mod rdf;
mod report;
mod svg;
mod vosviewer;
mod xml;

pub use clean::clean_label;
pub use error::ExportError;
pub use explorer::Explorer;
pub use names::Names;
pub use picture::{LabelLanguage, PictureOptions, Preset, Style};

use std::io::Write;

use crate::knowledge::Knowledge;
use crate::model::{ConceptGraph, Tables};

/// What an exporter is given.
pub struct View<'a> {
    /// The graph, already cut down to what is wanted.
    pub graph: &'a ConceptGraph,
    /// Numbers computed from it.
    pub tables: &'a Tables,
    /// Names and colours of kinds.
    pub knowledge: &'a Knowledge,
    /// Language and look.
    pub options: &'a ExportOptions,
}

impl View<'_> {
    /// Names in the language of the options.
    #[must_use]
    pub fn names(&self) -> Names<'_> {
        Names { knowledge: self.knowledge, language: self.options.picture.language }
    }

    /// The graph as `graph.json` has it: cleaned, flat, with characters counted.
    fn record(&self) -> json::GraphFile {
        json::record(self.graph, &self.tables.communities.of)
    }
}

/// A name for a link that no other link has, and that stays when papers are added.
fn link_id(edge: &json::EdgeRecord) -> String {
    format!("{} {} {}", edge.source, edge.key, edge.target)
}

/// How files are written, where there is a choice.
#[derive(Debug, Clone, Default)]
pub struct ExportOptions {
    /// Cells that a spreadsheet would run as a formula begin with an apostrophe.
    pub csv_safe: bool,
    /// How pictures look; its language is that of every format that shows one.
    pub picture: PictureOptions,
}

/// One file of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportFile {
    /// Its name; for a format of several files, below the folder of the format, with `/` between.
    pub path: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl ExportFile {
    /// A file of text.
    #[must_use]
    pub fn new(path: impl Into<String>, text: impl Into<Vec<u8>>) -> Self {
        ExportFile { path: path.into(), bytes: text.into() }
    }
}

/// A format that graphs are written in.
pub trait Exporter: Sync {
    /// Its name for `--format`.
    fn name(&self) -> &'static str;

    /// One line for people: what opens it.
    fn about(&self) -> &'static str;

    /// Whether it is several files in a folder.
    fn is_folder(&self) -> bool {
        false
    }

    /// Whether it chooses itself how much to show, by the options of pictures.
    fn is_picture(&self) -> bool {
        false
    }

    /// What stands in every file of ours; a file without it is somebody's own and must not be overwritten.
    fn marker(&self) -> Option<&'static str> {
        None
    }

    /// Whether it needs [`crate::model::Findings`].
    fn wants_findings(&self) -> bool {
        false
    }

    /// Writes the graph.
    ///
    /// # Errors
    /// When the graph does not fit the format.
    fn write(&self, view: &View<'_>) -> Result<Vec<ExportFile>, ExportError>;

    /// The name of its one file, where it is written piece by piece because it may be large.
    fn streamed(&self) -> Option<&'static str> {
        None
    }

    /// Writes the one file of a format that streams; of others all files behind one another.
    ///
    /// # Errors
    /// When the graph does not fit the format, or `out` takes no more.
    fn write_to(&self, view: &View<'_>, out: &mut dyn Write) -> Result<(), ExportError> {
        for file in self.write(view)? {
            out.write_all(&file.bytes).map_err(ExportError::Output)?;
        }
        Ok(())
    }
}

/// Every format, in the order of help.
pub const ALL: &[&dyn Exporter] = &[
    &json::Json,
    &dot::Dot,
    &svg::Svg,
    &explorer::Html,
    &graphml::GraphMl,
    &gexf::Gexf,
    &csv::Csv,
    &cypher::Cypher,
    &neo4j::Neo4jCsv,
    &rdf::Turtle,
    &rdf::NTriples,
    &rdf::JsonLd,
    &mermaid::Mermaid,
    &obsidian::Obsidian,
    &cyjs::CyJs,
    &vosviewer::VosViewer,
    &report::Report,
];

/// The format of a name.
#[must_use]
pub fn find(name: &str) -> Option<&'static dyn Exporter> {
    ALL.iter().copied().find(|format| format.name() == name)
}

/// Names of all formats, separated by commas.
#[must_use]
pub fn names() -> String {
    ALL.iter().map(|format| format.name()).collect::<Vec<_>>().join(", ")
}
