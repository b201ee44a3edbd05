//! `sinograph verify`: is everything in a store what was written, and every quote where it was found?

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::open::{self, Refusal, StoreArguments};
use super::output::{complain, print};
use super::{DAMAGED, OK};
use crate::export::json::GraphFile;
use crate::store::Store;

#[derive(Args)]
pub(super) struct VerifyArguments {
    #[command(flatten)]
    store: StoreArguments,
    /// A graph.json whose quotes are compared with the texts of the store too
    #[arg(long, value_name = "FILE")]
    graph: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &VerifyArguments) -> u8 {
    match verify(arguments) {
        Ok(code) => code,
        Err(refusal) => {
            complain(&refusal.message);
            refusal.code
        }
    }
}

fn verify(arguments: &VerifyArguments) -> Result<u8, Refusal> {
    let store = Store::read(&arguments.store.store)?;
    let mut found = store.verify();
    if let Some(path) = &arguments.graph {
        let (n_quotes, problems) = quotes(&store, path)?;
        found.n_quotes += n_quotes;
        found.problems.extend(problems);
    }
    if arguments.json {
        let outcome = json!({
            "documents": found.n_documents, "rows": found.n_rows, "quotes": found.n_quotes, "problems": found.problems,
        });
        print(&format!("{outcome:#}\n"));
    } else {
        found.problems.iter().for_each(|problem| complain(problem));
        print(&format!(
            "{} papers, {} concepts and links, {} quotes: {}\n",
            found.n_documents,
            found.n_rows,
            found.n_quotes,
            if found.problems.is_empty() {
                "all as written".to_owned()
            } else {
                format!(
                    "{} problems; restore a copy, or delete {} and build it anew from the papers",
                    found.problems.len(),
                    store.path().display()
                )
            }
        ));
    }
    Ok(if found.problems.is_empty() { OK } else { DAMAGED })
}

/// Every quote of a graph.json against the text of its document.
fn quotes(store: &Store, path: &Path) -> Result<(usize, Vec<String>), Refusal> {
    let graph: GraphFile = open::graph_file(path)?;
    let entries = store.entries()?;
    let mut texts: BTreeMap<&str, Vec<char>> = BTreeMap::new();
    for entry in &entries {
        texts.insert(&entry.id, store.document(entry)?.text.chars().collect());
    }
    let mut problems = Vec::new();
    let mut n_quotes = 0;
    let evidence = graph.nodes.iter().flat_map(|node| &node.evidence);
    for evidence in evidence.chain(graph.edges.iter().flat_map(|edge| &edge.evidence)) {
        n_quotes += 1;
        let slice =
            texts.get(evidence.document.as_str()).and_then(|text| text.get(evidence.start..evidence.end));
        if slice.is_none_or(|slice| !slice.iter().copied().eq(evidence.quote.chars())) {
            problems.push(format!(
                "{}: document {} has no {:?} at {}..{}",
                path.display(),
                evidence.document,
                evidence.quote,
                evidence.start,
                evidence.end
            ));
        }
    }
    Ok((n_quotes, problems))
}
