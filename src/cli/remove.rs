//! `sinograph remove DOC...`: documents out of a store.

use std::collections::BTreeSet;

use clap::Args;

use super::companions;
use super::open::{self, Refusal, StoreArguments, WaitArguments};
use super::output::{complain, print, say};
use super::{KnowledgeArguments, OK, add, lookup};

#[derive(Args)]
pub(super) struct RemoveArguments {
    /// Documents by id, path or title; a path takes away only itself when the paper lies under another too
    #[arg(required = true, value_name = "DOC")]
    documents: Vec<String>,
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
}

pub(super) fn run(arguments: &RemoveArguments) -> u8 {
    match remove(arguments) {
        Ok(()) => OK,
        Err(refusal) => {
            complain(&refusal.message);
            refusal.code
        }
    }
}

fn remove(arguments: &RemoveArguments) -> Result<(), Refusal> {
    let knowledge = open::knowledge_beside(&arguments.knowledge, &arguments.store.store)?;
    open::existing(&arguments.store.store)?;
    let mut store = open::write(&arguments.store.store, &arguments.wait)?;
    add::refuse_mixture(&store, &knowledge)?;
    let entries = store.entries()?;
    // All are found before any goes.
    let mut whole: BTreeSet<usize> = BTreeSet::new();
    let mut paths: BTreeSet<(usize, &String)> = BTreeSet::new();
    for wanted in &arguments.documents {
        let at = lookup::document(&entries, wanted)?;
        match entries[at].paths.iter().find(|path| lookup::is_path(path, wanted)) {
            Some(path) => drop(paths.insert((at, path))),
            None => drop(whole.insert(at)),
        }
    }
    let gone = store.transaction(|store| {
        let mut gone: Vec<(usize, Option<&String>)> = Vec::new();
        for at in &whole {
            store.remove(entries[*at].number)?;
            gone.push((*at, None));
        }
        for (at, path) in paths.iter().filter(|(at, _)| !whole.contains(at)) {
            let went = store.remove_path(path)?;
            gone.push((*at, (!went).then_some(*path)));
        }
        Ok(gone)
    })?;
    if !arguments.quiet {
        for (at, path) in gone {
            let entry = &entries[at];
            match path {
                None => print(&format!("removed {} {}\n", entry.id, lookup::title(entry))),
                Some(path) => print(&format!("removed the path {path}; {} stays under another\n", entry.id)),
            }
        }
    }
    companions::keep(&mut store, &arguments.knowledge)?;
    let joined = add::join(&mut store, &knowledge, arguments.join)?;
    let path = store.path().display().to_string();
    store.close()?;
    if !arguments.quiet {
        say(&format!("{joined} in {path}"));
    }
    Ok(())
}
