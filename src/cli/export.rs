//! `sinograph export --format F`: a graph, or a part of it, in the format of another tool.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use super::ask::load;
use super::open::{Refusal, StoreArguments};
use super::output::{print_by, write_files, write_whole_by};
use super::picture::PictureArguments;
use super::selection::{FilterArguments, FocusArguments};
use super::{IO, KnowledgeArguments, Lang, OK, USAGE};
use crate::analyze;
use crate::export::{
    self, ExportError, ExportFile, ExportOptions, Exporter, LabelLanguage, PictureOptions, View,
};
use crate::model::{ConceptGraph, Tables};
use crate::query::select;

#[derive(Args)]
#[command(after_help = formats())]
pub(super) struct ExportArguments {
    /// Format to write, listed below
    #[arg(long, value_name = "F")]
    format: String,
    /// File to write, or folder for a format of several files; standard output when left out
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Most concepts; pictures show 40 when left out, other formats all
    #[arg(long, value_name = "N")]
    top: Option<usize>,
    #[command(flatten)]
    focus: FocusArguments,
    #[command(flatten)]
    filter: FilterArguments,
    /// Language of types, links and labels; by default that of most names
    #[arg(long, value_enum)]
    lang: Option<Lang>,
    #[command(flatten)]
    picture: PictureArguments,
    /// Write cells that a spreadsheet would run as a formula with an apostrophe in front
    #[arg(long)]
    csv_safe: bool,
    #[command(flatten)]
    store: StoreArguments,
    #[command(flatten)]
    knowledge: KnowledgeArguments,
}

/// The list of formats for help.
fn formats() -> String {
    let line = |format: &&dyn Exporter| {
        format!(
            "  {:<10} {}{}\n",
            format.name(),
            format.about(),
            if format.is_folder() { " (a folder)" } else { "" }
        )
    };
    format!("Formats:\n{}", export::ALL.iter().map(line).collect::<String>())
}

pub(super) fn run(arguments: &ExportArguments) -> u8 {
    match written(arguments) {
        Ok(()) => OK,
        Err(refusal) => refusal.tell(),
    }
}

fn written(arguments: &ExportArguments) -> Result<(), Refusal> {
    let name = &arguments.format;
    let format = export::find(name).ok_or_else(|| {
        Refusal::new(USAGE, format!("--format {name}: there is no such format; use {}", export::names()))
    })?;
    if format.is_folder() && arguments.output.is_none() {
        return Err(Refusal::new(USAGE, format!("--format {name} is several files; name a folder with -o")));
    }
    let (knowledge, graph) = load(&arguments.store.store, &arguments.knowledge)?;
    let mut selection = arguments.filter.selection(&graph, &knowledge)?;
    arguments.focus.add_to(&mut selection, &graph)?;
    let language = arguments.lang.map_or_else(|| LabelLanguage::of(&graph), LabelLanguage::from);
    let mut picture =
        PictureOptions { language, style: arguments.picture.style(), ..PictureOptions::default() };
    if format.is_picture() {
        picture.top = arguments.top.unwrap_or(picture.top);
        if selection.min_confidence > 0.0 {
            picture.min_confidence = selection.min_confidence;
        }
    } else {
        selection.top = arguments.top;
    }
    let about = arguments.picture.subject(&selection, &graph)?;
    let graph = if selection.wants_all() { graph } else { select(graph, &selection) };
    picture.preset = about.preset(&graph);
    let options = ExportOptions { csv_safe: arguments.csv_safe, picture };
    let tables = tables(&[format], &graph);
    let view = View { graph: &graph, tables: &tables, knowledge: &knowledge, options: &options };
    match arguments.output.as_deref() {
        Some(folder) if format.is_folder() => put(folder, format, &view),
        Some(path) if path != Path::new("-") => {
            write_whole_by(path, |out| format.write_to(&view, out)).map_err(|error| refusal(path, &error))
        }
        // A reader that has gone away ends the output quietly.
        _ => match print_by(|out| format.write_to(&view, out)) {
            Err(ExportError::Output(_)) | Ok(()) => Ok(()),
            Err(error) => Err(Refusal::new(IO, error.to_string())),
        },
    }
}

/// The tables that some formats need, made once for all of them.
pub(super) fn tables(formats: &[&dyn Exporter], graph: &ConceptGraph) -> Tables {
    let findings = formats.iter().any(|format| format.wants_findings()).then(|| analyze::findings(graph));
    Tables { findings, ..analyze::tables(graph) }
}

/// Writes the files of a format into a folder.
pub(super) fn put(folder: &Path, format: &dyn Exporter, view: &View<'_>) -> Result<(), Refusal> {
    if let Some(name) = format.streamed() {
        let path = folder.join(name);
        return write_whole_by(&path, |out| format.write_to(view, out))
            .map_err(|error| refusal(&path, &error));
    }
    let files = format.write(view).map_err(|error| Refusal::new(IO, error.to_string()))?;
    check_own(folder, format, &files)?;
    write_files(folder, &files).map_err(|message| Refusal::new(IO, message))
}

fn refusal(path: &Path, error: &ExportError) -> Refusal {
    let message = match error {
        ExportError::Output(error) => format!(
            "{}: cannot be written: {error}; free space or choose another place with -o",
            path.display()
        ),
        other => format!("{}: {other}", path.display()),
    };
    Refusal::new(IO, message)
}

/// Files that are in the way must be of ours, where the format marks its files.
fn check_own(folder: &Path, format: &dyn Exporter, files: &[ExportFile]) -> Result<(), Refusal> {
    let Some(marker) = format.marker() else { return Ok(()) };
    for file in files {
        let path = folder.join(&file.path);
        if let Ok(text) = fs::read(&path)
            && !String::from_utf8_lossy(&text).contains(marker)
        {
            let message = format!(
                "{}: is not a note of sinograph and is left as it is; choose another folder with -o",
                path.display()
            );
            return Err(Refusal::new(IO, message));
        }
    }
    Ok(())
}
