//! `sinograph add PATH...`: papers into a store; those that are there stay.

use std::path::PathBuf;

use clap::Args;

use super::open::{self, Refusal, StoreArguments, WaitArguments};
use super::output::{complain, print, say};
use super::{KnowledgeArguments, NOTHING, OK, PARTLY, USAGE};
use crate::knowledge::Knowledge;
use crate::pipeline::{self, Intake, Pipeline, Step};
use crate::read;
use crate::store::{Put, Store};

#[derive(Args)]
pub(super) struct AddArguments {
    /// Files and folders of papers
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    store: StoreArguments,
    #[command(flatten)]
    wait: WaitArguments,
    /// Say nothing but errors
    #[arg(long)]
    quiet: bool,
    #[command(flatten)]
    knowledge: KnowledgeArguments,
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
    let knowledge = open::knowledge(&arguments.knowledge)?;
    let (files, errors) = read::find(&arguments.paths);
    errors.iter().for_each(|error| complain(&error.to_string()));
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
    let graph = pipeline::join(&mut store, &knowledge)?;
    store.close()?;
    if !arguments.quiet {
        let Intake { n_read, n_known, failures, .. } = &intake;
        let n_failed = failures.len() + errors.len();
        say(&format!(
            "{n_read} added, {n_known} were there, {n_failed} failed; {} papers, {} concepts, {} links in {}",
            graph.documents.len(),
            graph.graph.node_count(),
            graph.graph.edge_count(),
            file.display()
        ));
    }
    Ok(if intake.failures.is_empty() && errors.is_empty() { OK } else { PARTLY })
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
        Step::Failed(failure) => complain(&failure.message),
    }
}
