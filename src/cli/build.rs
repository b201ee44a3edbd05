//! `sinograph build PATH... -o DIR`: the graph of files and folders.

use std::fs;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::companions;
use super::export::{put, tables};
use super::open::{self, Refusal, WaitArguments};
use super::output::{complain, say, write_whole};
use super::reading::ReadingArguments;
use super::statuses;
use super::{IO, KnowledgeArguments, Lang, NOTHING, OK, PARTLY, USAGE};
use crate::export::{self, ExportOptions, Exporter, LabelLanguage, PictureOptions, View};
use crate::knowledge::Knowledge;
use crate::model::ConceptGraph;
use crate::pipeline::{self, Pipeline};
use crate::read;
use crate::report::Report;
use crate::store::FILE_NAME;

#[derive(Args)]
pub(super) struct BuildArguments {
    /// Files and folders of papers: PDF, Word, web pages, EPUB, text, Markdown, exports of literature databases
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Folder to write to; it is made when it is not there
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// Formats to write, separated by commas; `sinograph export --help` lists them
    #[arg(long, value_delimiter = ',', default_values_t = ["json".to_owned(), "dot".to_owned(), "svg".to_owned(), "html".to_owned()])]
    format: Vec<String>,
    /// Threads to use; 0 for one per core
    #[arg(long, default_value_t = 0, value_name = "N")]
    threads: usize,
    /// Say nothing but errors
    #[arg(long)]
    quiet: bool,
    /// Most concepts in the drawing
    #[arg(long, default_value_t = PictureOptions::default().top, value_name = "N")]
    top: usize,
    /// Language of pictures and of the explorer; by default that of most names
    #[arg(long, value_enum)]
    lang: Option<Lang>,
    #[command(flatten)]
    wait: WaitArguments,
    #[command(flatten)]
    knowledge: KnowledgeArguments,
    #[command(flatten)]
    reading: ReadingArguments,
}

pub(super) fn run(arguments: &BuildArguments) -> u8 {
    let started = Instant::now();
    let formats = match formats(&arguments.format) {
        Ok(formats) => formats,
        Err(name) => {
            complain(&format!("--format {name}: there is no such format; use {}", export::names()));
            return USAGE;
        }
    };
    let knowledge = match open::knowledge_beside(&arguments.knowledge, &arguments.output.join(FILE_NAME)) {
        Ok(knowledge) => knowledge,
        Err(refusal) => return refusal.tell(),
    };
    if let Err(error) = fs::create_dir_all(&arguments.output) {
        complain(&format!(
            "{}: cannot be made: {error}; choose another folder with -o",
            arguments.output.display()
        ));
        return IO;
    }
    let pool = match rayon::ThreadPoolBuilder::new().num_threads(arguments.threads).build() {
        Ok(pool) => pool,
        Err(error) => {
            complain(&format!("--threads {}: {error}; use a smaller number", arguments.threads));
            return USAGE;
        }
    };
    let (graph, report) = match pool.install(|| stored(arguments, &knowledge)) {
        Ok(built) => built,
        Err(refusal) => {
            complain(&refusal.message);
            return refusal.code;
        }
    };
    statuses::complain_of_failures(&report);
    let log = arguments.output.join("report.ndjson");
    if let Err(error) = write_whole(&log, statuses::ndjson(&report).as_bytes()) {
        complain(&format!("{}: cannot be written: {error}; choose another folder with -o", log.display()));
        return IO;
    }
    let Some(graph) = graph else {
        if !arguments.quiet {
            statuses::tell(&report);
        }
        complain("nothing to build: no document could be read");
        return NOTHING;
    };
    if let Err(message) = write(arguments, &formats, &graph, &knowledge) {
        complain(&message);
        return IO;
    }
    if !arguments.quiet {
        summary(&report, &arguments.output, started, &knowledge);
    }
    if report.has_failed() { PARTLY } else { OK }
}

/// Brings the store of the output folder to the state of the given files, and joins what it holds; no graph where nothing
/// could be read, and then the store stays as it was.
fn stored(
    arguments: &BuildArguments,
    knowledge: &Knowledge,
) -> Result<(Option<ConceptGraph>, Report), Refusal> {
    let (files, entries) = read::find(&arguments.paths, Some(&arguments.output));
    let mut report = Report { entries, ..Report::default() };
    if files.is_empty() {
        return Ok((None, report));
    }
    let file = arguments.output.join(FILE_NAME);
    let is_new = !file.exists();
    let mut store = open::write(&file, &arguments.wait)?;
    let bar = bar(arguments.quiet);
    bar.set_length(files.len() as u64);
    let pipeline = Pipeline::with_desk(knowledge, arguments.reading.desk());
    let intake = pipeline.take_in(&mut store, &files, &mut |_| bar.inc(1))?;
    bar.finish_and_clear();
    report.n_unchanged = intake.n_known;
    report.entries.extend(intake.entries);
    report.entries.sort_by(|a, b| pipeline::place(&a.path).cmp(&pipeline::place(&b.path)));
    if intake.paths.is_empty() {
        store.close()?;
        if is_new {
            // Nothing was ever in it.
            let _ = fs::remove_file(&file);
        }
        return Ok((None, report));
    }
    companions::keep(&mut store, &arguments.knowledge)?;
    pipeline::keep_only(&mut store, &intake.paths)?;
    let graph = pipeline::join(&mut store, knowledge)?;
    store.close()?;
    report.tally(&graph);
    Ok((Some(graph), report))
}

fn formats(names: &[String]) -> Result<Vec<&'static dyn Exporter>, String> {
    names.iter().map(|name| export::find(name).ok_or_else(|| name.clone())).collect()
}

fn bar(quiet: bool) -> ProgressBar {
    if quiet || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} papers, {eta} left") {
        bar.set_style(style);
    }
    bar
}

fn write(
    arguments: &BuildArguments,
    formats: &[&dyn Exporter],
    graph: &ConceptGraph,
    knowledge: &Knowledge,
) -> Result<(), String> {
    let language = arguments.lang.map_or_else(|| LabelLanguage::of(graph), LabelLanguage::from);
    let picture = PictureOptions { top: arguments.top, language, ..PictureOptions::default() };
    let options = ExportOptions { picture, ..ExportOptions::default() };
    let tables = tables(formats, graph);
    let view = View { graph, tables: &tables, knowledge, options: &options };
    for format in formats {
        let folder =
            if format.is_folder() { arguments.output.join(format.name()) } else { arguments.output.clone() };
        put(&folder, *format, &view).map_err(|refusal| refusal.message)?;
    }
    Ok(())
}

fn summary(report: &Report, output: &Path, started: Instant, knowledge: &Knowledge) {
    let seconds = started.elapsed().as_secs_f64();
    let n_concepts: usize = report.concepts.values().sum();
    let n_relations: usize = report.relations.values().sum();
    let unchanged = match report.n_unchanged {
        0 => String::new(),
        n => format!(" ({n} unchanged, not read again)"),
    };
    say(&format!("{} papers{unchanged}, {} characters, {seconds:.1} s", report.n_documents, report.n_chars));
    say(&format!("{n_concepts} concepts:"));
    for kind in &knowledge.concepts {
        if let Some(n) = report.concepts.get(&kind.name) {
            say(&format!("  {n:>7}  {} {}", kind.en, kind.zh));
        }
    }
    say(&format!("{n_relations} links:"));
    for kind in &knowledge.relations {
        if let Some(n) = report.relations.get(&kind.name) {
            say(&format!("  {n:>7}  {} {}", kind.en, kind.zh));
        }
    }
    statuses::tell(report);
    let next = ["explore.html", "graph.svg", "graph.dot"].map(|name| output.join(name));
    let next = next.iter().find(|path| path.is_file());
    let next = next.map_or(String::new(), |path| format!("; open {} next", path.display()));
    say(&format!("written to {}{next}", output.display()));
}
