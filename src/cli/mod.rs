//! Arguments -> a run: the commands, their messages, their exit codes.

mod add;
mod ask;
mod build;
mod check;
mod companions;
mod compare;
mod completions;
mod diff;
mod eval;
mod export;
mod lookup;
mod merge;
mod open;
mod output;
mod picture;
mod reading;
mod remove;
mod review;
mod selection;
mod serve;
mod show_text;
mod status;
mod statuses;
mod stream;
mod table;
mod verify;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::export::LabelLanguage;
use crate::knowledge::Options;

/// All well.
const OK: u8 = 0;
/// A question without an answer.
const NO_ANSWER: u8 = 1;
/// Wrong usage.
const USAGE: u8 = 2;
/// Done, but some documents failed.
const PARTLY: u8 = 3;
/// Nothing usable.
const NOTHING: u8 = 4;
/// The store is in use.
const IN_USE: u8 = 5;
/// The store is damaged or of another version.
const DAMAGED: u8 = 6;
/// Input or output failed.
const IO: u8 = 7;

/// Reads Chinese and English papers into a concept graph with typed links, each traceable to its sentence.
#[derive(Parser)]
#[command(version, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build the graph of files and folders
    Build(build::BuildArguments),
    /// Add papers to a store
    Add(add::AddArguments),
    /// Remove documents from a store
    Remove(remove::RemoveArguments),
    /// List the documents of a store
    Status(status::StatusArguments),
    /// Check that everything in a store is what was written, and every quote where it was found
    Verify(verify::VerifyArguments),
    /// Say what one graph has more, less or otherwise than another
    Diff(diff::DiffArguments),
    /// Say what two papers share, what only one says, and where they contradict each other
    Compare(compare::CompareArguments),
    /// Read documents as lines of JSON on stdin and write what they say as lines of JSON to stdout
    Extract(stream::ExtractArguments),
    /// Put what `extract` wrote into a store
    Merge(merge::MergeArguments),
    /// Print the clean text of one document, in which evidence counts its characters
    Text(show_text::TextArguments),
    #[command(flatten)]
    Ask(ask::Question),
    /// List merges that are doubtful and near misses, as a merges.toml to choose from
    Review(review::ReviewArguments),
    /// Write a graph, or a part of it, in the format of another tool
    Export(export::ExportArguments),
    /// Show a store of any size in a browser on this machine
    Serve(serve::ServeArguments),
    /// Print a script by which a shell completes commands and options
    Completions(completions::CompletionArguments),
    /// Score a graph against a gold graph made by hand
    Eval(eval::EvalArguments),
    /// Check the seeds: formats, and every pattern against its own sentences
    #[command(subcommand)]
    Seeds(CheckCommand),
    /// Read one file for the process that asks; used by the program itself
    #[command(name = reading::WORKER, hide = true)]
    ReadWorker,
    /// Check the schema: formats, and the names that the program needs
    #[command(subcommand)]
    Schema(CheckCommand),
}

#[derive(Subcommand)]
enum CheckCommand {
    /// Check and say what is wrong
    Check(KnowledgeArguments),
}

/// Where knowledge comes from.
#[derive(Args, Clone, Default)]
struct KnowledgeArguments {
    /// Folder whose files extend or replace those of the built-in schema; a store keeps it, none ends that
    #[arg(long, value_name = "DIR")]
    schema: Option<PathBuf>,
    /// Folder whose files extend or replace those of the built-in seeds; a store keeps it, none ends that
    #[arg(long, value_name = "DIR")]
    seeds: Option<PathBuf>,
    /// Leave out the concept vocabulary, but not the grammar, in this run
    #[arg(long)]
    no_seed_terms: bool,
    /// CC-CEDICT file whose words are added to the glossary that translations are checked with; a store keeps it, none ends that
    #[arg(long, value_name = "FILE")]
    cedict: Option<PathBuf>,
    /// File that says which names are one concept and which are not; a store keeps it, none ends that
    /// [default: merges.toml beside the store]
    #[arg(long, value_name = "FILE")]
    merges: Option<PathBuf>,
}

impl KnowledgeArguments {
    /// Whether nothing is asked for beside what the store keeps.
    fn is_silent(&self) -> bool {
        let KnowledgeArguments { schema, seeds, no_seed_terms, cedict, merges } = self;
        [schema, seeds, cedict, merges].iter().all(|path| path.is_none()) && !no_seed_terms
    }

    fn options(&self) -> Options {
        Options {
            schema: self.schema.clone(),
            seeds: self.seeds.clone(),
            no_seed_terms: self.no_seed_terms,
            cedict: self.cedict.clone(),
            merges: self.merges.clone(),
        }
    }
}

/// Language of labels.
#[derive(Clone, Copy, ValueEnum)]
enum Lang {
    Zh,
    En,
    Both,
}

impl From<Lang> for LabelLanguage {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::Zh => LabelLanguage::Zh,
            Lang::En => LabelLanguage::En,
            Lang::Both => LabelLanguage::Both,
        }
    }
}

/// Runs the program and says how it ended.
#[must_use]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            let is_help = !error.use_stderr();
            let text = error.render();
            if is_help {
                output::print(&text.to_string())
            } else {
                output::complain(text.to_string().trim_end())
            }
            return ExitCode::from(if is_help { OK } else { USAGE });
        }
    };
    let code = match &arguments.command {
        Command::Build(arguments) => build::run(arguments),
        Command::Add(arguments) => add::run(arguments),
        Command::Remove(arguments) => remove::run(arguments),
        Command::Status(arguments) => status::run(arguments),
        Command::Verify(arguments) => verify::run(arguments),
        Command::Diff(arguments) => diff::run(arguments),
        Command::Compare(arguments) => compare::run(arguments),
        Command::Extract(arguments) => stream::run(arguments),
        Command::Merge(arguments) => merge::run(arguments),
        Command::Text(arguments) => show_text::run(arguments),
        Command::Ask(question) => question.run(),
        Command::Review(arguments) => review::run(arguments),
        Command::Serve(arguments) => serve::run(arguments),
        Command::Export(arguments) => export::run(arguments),
        Command::Completions(arguments) => completions::run(arguments),
        Command::Eval(arguments) => eval::run(arguments),
        Command::ReadWorker => crate::read::serve().map_or(IO, |()| OK),
        Command::Seeds(CheckCommand::Check(arguments)) | Command::Schema(CheckCommand::Check(arguments)) => {
            check::run(arguments)
        }
    };
    ExitCode::from(code)
}
