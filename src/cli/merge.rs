//! `sinograph merge FILE...`: what `extract` wrote, on any number of machines -> one store and its graph.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::PathBuf;

use clap::Args;

use super::companions;
use super::open::{self, Refusal, StoreArguments, WaitArguments};
use super::output::{complain, say};
use super::{IO, KnowledgeArguments, NOTHING, OK, PARTLY, USAGE, add};
use crate::model::Fragment;
use crate::pipeline::{self, Pipeline};
use crate::store::{Store, from_line};

/// Fragments that are committed together.
const BATCH: usize = 16;

#[derive(Args)]
pub(super) struct MergeArguments {
    /// Files of lines that `extract` wrote; - for stdin
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
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

pub(super) fn run(arguments: &MergeArguments) -> u8 {
    match merge(arguments) {
        Ok(code) => code,
        Err(refusal) => {
            complain(&refusal.message);
            refusal.code
        }
    }
}

fn merge(arguments: &MergeArguments) -> Result<u8, Refusal> {
    let knowledge = open::knowledge_beside(&arguments.knowledge, &arguments.store.store)?;
    let pipeline = Pipeline::new(&knowledge);
    let ours = pipeline::reader(&knowledge);
    let mut store = open::write(&arguments.store.store, &arguments.wait)?;
    add::refuse_mixture(&store, &knowledge)?;
    let (mut n_merged, mut n_failed) = (0, 0);
    let mut batch: Vec<Fragment> = Vec::new();
    for file in &arguments.files {
        let shown = file.display().to_string();
        let refused = |error: io::Error| Refusal {
            code: IO,
            message: format!(
                "{shown}: cannot be read: {error}; check the path, what was merged before is kept"
            ),
        };
        let mut input: Box<dyn BufRead> = if shown == "-" {
            Box::new(io::stdin().lock())
        } else {
            Box::new(BufReader::new(File::open(file).map_err(refused)?))
        };
        let (mut line, mut n_lines) = (Vec::new(), 0);
        while input.read_until(b'\n', &mut line).map_err(refused)? > 0 {
            n_lines += 1;
            match from_line(&line) {
                Ok((_, reader)) if reader != ours => {
                    let message = format!(
                        "{shown}:{n_lines}: was extracted by {reader}, this is {ours}; extract it with this program and \
                         the same --seeds and --schema"
                    );
                    return Err(Refusal { code: USAGE, message });
                }
                Ok((fragment, _)) => batch.push(fragment),
                Err(message) => {
                    n_failed += 1;
                    complain(&format!("{shown}:{n_lines}: {message}"));
                }
            }
            line.clear();
            if batch.len() == BATCH {
                n_merged += fold(&pipeline, &mut store, &mut batch)?;
            }
        }
    }
    n_merged += fold(&pipeline, &mut store, &mut batch)?;
    if n_merged == 0 {
        store.close()?;
        return Err(Refusal { code: NOTHING, message: "nothing to merge: no line held a fragment".into() });
    }
    companions::keep(&mut store, &arguments.knowledge)?;
    let graph = pipeline::join(&mut store, &knowledge)?;
    let path = store.path().display().to_string();
    store.close()?;
    if !arguments.quiet {
        say(&format!(
            "{n_merged} merged, {n_failed} failed; {} papers, {} concepts, {} links in {path}",
            graph.documents.len(),
            graph.graph.node_count(),
            graph.graph.edge_count()
        ));
    }
    Ok(if n_failed == 0 { OK } else { PARTLY })
}

fn fold(pipeline: &Pipeline<'_>, store: &mut Store, batch: &mut Vec<Fragment>) -> Result<usize, Refusal> {
    let n_fragments = batch.len();
    pipeline.fold(store, std::mem::take(batch))?;
    Ok(n_fragments)
}
