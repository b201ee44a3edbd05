//! `sinograph eval GOLD GRAPH`: how much of a hand-made graph was found.

mod matching;

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::Value;

use super::output::{complain, print};
use super::{IO, OK, USAGE};
use matching::{Gold, Graph, Scores};

#[derive(Args)]
pub(super) struct EvalArguments {
    /// The gold graph
    gold: PathBuf,
    /// The graph.json to score
    graph: PathBuf,
    /// Accept equal labels only
    #[arg(long)]
    strict: bool,
}

pub(super) fn run(arguments: &EvalArguments) -> u8 {
    let (gold, graph) = match (load(&arguments.gold), load(&arguments.graph)) {
        (Ok(gold), Ok(graph)) => (gold, graph),
        (Err((code, message)), _) | (_, Err((code, message))) => {
            complain(&message);
            return code;
        }
    };
    let (Some(gold), Some(graph)) = (Gold::parse(&gold), Graph::parse(&graph)) else {
        complain(&format!(
            "{} or {}: is no gold graph or no graph.json; give the gold first",
            arguments.gold.display(),
            arguments.graph.display()
        ));
        return USAGE;
    };
    print(&shown(&matching::score(&gold, &graph, arguments.strict)));
    OK
}

fn load(path: &Path) -> Result<Value, (u8, String)> {
    let text = fs::read_to_string(path)
        .map_err(|error| (IO, format!("{}: cannot be read: {error}; check the path", path.display())))?;
    serde_json::from_str(&text).map_err(|error| {
        (USAGE, format!("{}:{}:{}: is not JSON: {error}", path.display(), error.line(), error.column()))
    })
}

fn shown(scores: &Scores) -> String {
    let mut text = String::new();
    for (name, value) in &scores.percents {
        text.push_str(&format!("{name:28} {value:7.1}\n"));
    }
    for (name, count) in &scores.counts {
        text.push_str(&format!("{name:28} {count:7}\n"));
    }
    text
}
