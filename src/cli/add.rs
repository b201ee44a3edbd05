//! `sinograph add PATH...`: papers into a store; those that are there stay.

use std::path::PathBuf;

use clap::Args;

use super::companions;
use super::open::{self, Refusal, StoreArguments, WaitArguments};
use super::output::{complain, print, say};
use super::reading::ReadingArguments;
use super::{KnowledgeArguments, NOTHING, OK, PARTLY, USAGE, statuses};
use crate::knowledge::Knowledge;
use crate::pipeline::{self, Intake, Pipeline, Step};
use crate::read;
use crate::report::Report;
use crate::store::{Put, Store};

/// Stores with more papers are joined when the graph is next asked for, so that adding one paper does not wait for all.
const AT_ONCE: usize = 200;

#[derive(Args)]
pub(super) struct AddArguments {
    /// Files and folders of papers
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    store: StoreArguments,
    #[command(flatten)]
    wait: WaitArguments,
    /// Join the graph at once, however many papers there are; else more than 200 wait for the next question
    #[arg(long)]
    join: bool,
    /// Say nothing but errors
    #[arg(long)]
    quiet: bool,
    #[command(flatten)]
    knowledge: KnowledgeArguments,
    #[command(flatten)]
    reading: ReadingArguments,
}

pub(super) fn run(arguments: &AddArguments) -> u8 {
    match add(arguments) {
        Ok(code) => code,
        Err(refusal) => {
            complain(&refusal.message);
            refusal.code
        }
    }
}

fn add(arguments: &AddArguments) -> Result<u8, Refusal> {
    let knowledge = open::knowledge_beside(&arguments.knowledge, &arguments.store.store)?;
    let (files, entries) = read::find(&arguments.paths, None);
    let mut report = Report { entries, ..Report::default() };
    statuses::complain_of_failures(&report);
    let nothing = || Refusal { code: NOTHING, message: "nothing to add: no document could be read".into() };
    if files.is_empty() {
        return Err(nothing());
    }
    let file = Store::file(&arguments.store.store);
    let is_new = !file.exists();
    let mut store = open::write(&arguments.store.store, &arguments.wait)?;
    refuse_mixture(&store, &knowledge)?;
    let intake =
        Pipeline::new(&knowledge).take_in(&mut store, &files, &mut |step| tell(&step, arguments.quiet))?;
    if intake.paths.is_empty() {
        store.close()?;
        if is_new {
            // Nothing was ever in it.
            let _ = std::fs::remove_file(&file);
        }
        return Err(nothing());
    }
    companions::keep(&mut store, &arguments.knowledge)?;
    let joined = join(&mut store, &knowledge, arguments.join)?;
    store.close()?;
    if !arguments.quiet {
        let Intake { n_read, paths, .. } = &intake;
        let n_known = paths.len().saturating_sub(*n_read);
        say(&format!("{n_read} added, {n_known} were there; {joined} in {}", file.display()));
    }
    report.entries.extend(intake.entries);
    if !arguments.quiet {
        statuses::tell(&report);
    }
    Ok(if report.has_failed() { PARTLY } else { OK })
}

/// Joins the graph anew when that is quick or asked for; what the store holds now, in words.
pub(super) fn join(store: &mut Store, knowledge: &Knowledge, asked: bool) -> Result<String, Refusal> {
    let n_papers = store.n_documents()?;
    if n_papers > AT_ONCE && !asked {
        return Ok(format!("{n_papers} papers, to be joined when the graph is next asked for,"));
    }
    let graph = pipeline::join(store, knowledge)?;
    let (n_concepts, n_links) = (graph.graph.node_count(), graph.graph.edge_count());
    Ok(format!("{n_papers} papers, {n_concepts} concepts, {n_links} links"))
}

/// A graph of papers that were read in different ways would be the graph of no build.
pub(super) fn refuse_mixture(store: &Store, knowledge: &Knowledge) -> Result<(), Refusal> {
    let reader = pipeline::reader(knowledge);
    match store.entries()?.iter().find(|entry| entry.reader != reader) {
        None => Ok(()),
        Some(entry) => Err(Refusal {
            code: USAGE,
            message: format!(
                "{}: its papers were read by another version or with other knowledge ({}, this is {reader}); give the --seeds \
                 and --schema they were read with, or build it anew from the papers",
                store.path().display(),
                entry.reader
            ),
        }),
    }
}

fn tell(step: &Step<'_>, quiet: bool) {
    match step {
        Step::Committed { path, id, put } if !quiet => {
            let word = match put {
                Put::Added => "added",
                Put::Replaced => "read anew",
                Put::Known => "was there",
            };
            print(&format!("{word} {id} {path}\n"));
        }
        Step::Committed { .. } => {}
        Step::Without(entry) if entry.status.is_failure() => {
            complain(&format!("{}: {}", entry.path, entry.message))
        }
        Step::Without(_) => {}
    }
}
