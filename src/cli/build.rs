//! `sinograph build PATH... -o DIR`: the graph of files and folders.

use std::fs;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::output::{complain, say, write_files};
use super::{IO, KnowledgeArguments, Lang, NOTHING, OK, PARTLY, USAGE};
use crate::analyze;
use crate::export::{self, DotOptions, ExportOptions, Exporter, LabelLanguage, View};
use crate::knowledge::Knowledge;
use crate::model::{ConceptGraph, Tables};
use crate::pipeline::Pipeline;
use crate::report::Report;

#[derive(Args)]
pub(super) struct BuildArguments {
    /// Files and folders of papers (.txt, .md)
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
    #[arg(long, default_value_t = DotOptions::default().top, value_name = "N")]
    top: usize,
    /// Language of pictures and of the explorer; by default that of most names
    #[arg(long, value_enum)]
    lang: Option<Lang>,
    #[command(flatten)]
    knowledge: KnowledgeArguments,
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
    let knowledge = match Knowledge::load(&arguments.knowledge.options()) {
        Ok(knowledge) => knowledge,
        Err(error) => {
            complain(&error.to_string());
            return USAGE;
        }
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
    let (graph, report) = pool.install(|| {
        let bar = bar(arguments.quiet);
        let pipeline = Pipeline::new(&knowledge);
        let built = pipeline.build(&arguments.paths, &|n_done, n_all| {
            bar.set_length(n_all as u64);
            bar.set_position(n_done as u64);
        });
        bar.finish_and_clear();
        built
    });
    for failure in &report.failures {
        complain(&failure.message);
    }
    if report.n_documents == 0 {
        complain("nothing to build: no document could be read");
        return NOTHING;
    }
    if let Err(message) = write(arguments, &formats, &graph, &knowledge) {
        complain(&message);
        return IO;
    }
    if !arguments.quiet {
        summary(&report, &arguments.output, started, &knowledge);
    }
    if report.failures.is_empty() { OK } else { PARTLY }
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
    let picture = DotOptions { top: arguments.top, language, ..DotOptions::default() };
    let options = ExportOptions { picture, ..ExportOptions::default() };
    let tables = Tables { communities: analyze::communities(graph), findings: None };
    for format in formats {
        let view = View { graph, tables: &tables, knowledge, options: &options };
        let files = format.write(&view).map_err(|error| error.to_string())?;
        let folder =
            if format.is_folder() { arguments.output.join(format.name()) } else { arguments.output.clone() };
        write_files(&folder, &files)?;
    }
    Ok(())
}

fn summary(report: &Report, output: &Path, started: Instant, knowledge: &Knowledge) {
    let seconds = started.elapsed().as_secs_f64();
    let n_concepts: usize = report.concepts.values().sum();
    let n_relations: usize = report.relations.values().sum();
    say(&format!("{} papers, {} characters, {:.1} s", report.n_documents, report.n_chars, seconds));
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
    if !report.failures.is_empty() {
        say(&format!("{} failed, see above", report.failures.len()));
    }
    let next = ["explore.html", "graph.svg", "graph.dot"].map(|name| output.join(name));
    let next = next.iter().find(|path| path.is_file());
    let next = next.map_or(String::new(), |path| format!("; open {} next", path.display()));
    say(&format!("written to {}{next}", output.display()));
}
