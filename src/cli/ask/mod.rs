//! Questions to a graph: what they share, and how an answer is printed.

mod around;
mod communities;
mod explain;
mod gaps;
pub(super) mod json;
mod matrix;
mod papers;
mod passages;
mod path;
mod rank;
mod search;
mod show;
mod timeline;

use std::io::IsTerminal;
use std::path::Path;

use clap::{Args, Subcommand};
use petgraph::graph::{EdgeIndex, NodeIndex};
use serde_json::Value;

use super::open::{self, Refusal, StoreArguments};
use super::output::{print, say};
use super::table::{Look, Table};
use super::{KnowledgeArguments, Lang, NO_ANSWER, OK};
use crate::export::Names;
use crate::knowledge::Knowledge;
use crate::model::ConceptGraph;
use crate::pipeline::{Material, Scope};
use crate::query::{self, Found};

/// A question.
#[derive(Subcommand)]
pub(super) enum Question {
    /// Find concepts by any part of any of their names, Chinese or English
    Search(search::SearchArguments),
    /// Find paragraphs of the papers that hold all words of a text
    Passages(passages::PassageArguments),
    /// Show a concept: its names, its papers, its links in and out
    Show(show::ShowArguments),
    /// List the concepts around a concept
    #[command(alias = "neighbors")]
    Neighbours(around::NeighbourArguments),
    /// Show how two concepts connect: the best-evidenced ways, not merely the shortest
    Path(path::PathArguments),
    /// Show every sentence that links two concepts; of one concept, why its names are one
    Explain(explain::ExplainArguments),
    /// List the papers that speak of a concept
    Papers(papers::PaperArguments),
    /// Rank concepts by salience, links, PageRank or betweenness
    Rank(rank::RankArguments),
    /// List groups of concepts that are linked more with each other than with the rest
    Communities(communities::CommunityArguments),
    /// Set concepts of one type against those of another: which paper joins them
    Matrix(matrix::MatrixArguments),
    /// List what the papers leave open: problems without policy, models without region, links that one paper alone states
    Gaps(gaps::GapArguments),
    /// List concepts by the years of the papers that speak of them
    Timeline(timeline::TimelineArguments),
}

impl Question {
    pub(super) fn run(&self) -> u8 {
        match self {
            Question::Search(arguments) => {
                ask(&arguments.ask, arguments.scope(), |cx| search::answer(arguments, cx))
            }
            Question::Passages(arguments) => passages::run(arguments),
            Question::Show(arguments) => {
                ask(&arguments.ask, arguments.scope(), |cx| show::answer(arguments, cx))
            }
            Question::Neighbours(arguments) => {
                ask(&arguments.ask, arguments.scope(), |cx| around::answer(arguments, cx))
            }
            Question::Path(arguments) => ask(&arguments.ask, Scope::All, |cx| path::answer(arguments, cx)),
            Question::Explain(arguments) => {
                ask(&arguments.ask, arguments.scope(), |cx| explain::answer(arguments, cx))
            }
            Question::Papers(arguments) => {
                ask(&arguments.ask, arguments.scope(), |cx| papers::answer(arguments, cx))
            }
            Question::Rank(arguments) => ask(&arguments.ask, Scope::All, |cx| rank::answer(arguments, cx)),
            Question::Communities(arguments) => {
                ask(&arguments.ask, Scope::All, |cx| communities::answer(arguments, cx))
            }
            Question::Matrix(arguments) => {
                ask(&arguments.ask, Scope::All, |cx| matrix::answer(arguments, cx))
            }
            Question::Gaps(arguments) => ask(&arguments.ask, Scope::All, |cx| gaps::answer(arguments, cx)),
            Question::Timeline(arguments) => {
                ask(&arguments.ask, Scope::All, |cx| timeline::answer(arguments, cx))
            }
        }
    }
}

/// What every question takes.
#[derive(Args, Clone)]
pub(super) struct AskArguments {
    #[command(flatten)]
    store: StoreArguments,
    /// Answer as JSON, for scripts
    #[arg(long)]
    json: bool,
    /// Language of types, links and headings
    #[arg(long, value_enum, default_value_t = Lang::Zh)]
    lang: Lang,
    #[command(flatten)]
    knowledge: KnowledgeArguments,
}

/// What a question is answered from.
struct Context<'k> {
    material: Material,
    names: Names<'k>,
    look: Look,
}

/// An answer in both forms.
struct Answer {
    json: Value,
    text: String,
    /// Said when the answer is empty; the run then ends without an answer.
    nothing: Option<String>,
}

impl Answer {
    fn new(json: Value, text: String) -> Self {
        Answer { json, text, nothing: None }
    }

    /// The same answer; an empty one is told in these words.
    fn or_nothing(mut self, is_empty: bool, message: impl Into<String>) -> Self {
        self.nothing = is_empty.then(|| message.into());
        self
    }
}

impl Context<'_> {
    fn graph(&self) -> &ConceptGraph {
        self.material.graph()
    }

    /// Reads evidence and reasons of what is about to be shown.
    fn ground(&mut self, nodes: &[NodeIndex], edges: &[EdgeIndex]) -> Result<(), Refusal> {
        Ok(self.material.ground(nodes, edges, &[])?)
    }

    fn table(&self, heads: &[(&str, &str)]) -> Table {
        let head = |(zh, en): &(&str, &str)| match zh.strip_prefix('#') {
            Some(zh) => format!("#{}", self.names.pick(zh, en)),
            None => self.names.pick(zh, en),
        };
        Table::new(&heads.iter().map(head).collect::<Vec<_>>())
    }

    fn concept(&self, node: NodeIndex) -> String {
        self.names.concept(&self.graph().graph[node])
    }

    fn kind(&self, node: NodeIndex) -> String {
        self.names.kind(&self.graph().graph[node].kind)
    }

    /// A heading above a table.
    fn heading(&self, zh: &str, en: &str) -> String {
        let text = self.names.pick(zh, en);
        if self.look.bold { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text }
    }

    /// `促进 → 创新链`, as seen from one end of a link.
    fn link(&self, edge: EdgeIndex, from: NodeIndex) -> String {
        let relation = self.names.relation(&self.graph().graph[edge].key.kind);
        let starts = self.graph().graph.edge_endpoints(edge).is_some_and(|(source, _)| source == from);
        if starts { format!("—{relation}→") } else { format!("←{relation}—") }
    }
}

fn ask(
    arguments: &AskArguments,
    scope: Scope<'_>,
    answer: impl Fn(&mut Context<'_>) -> Result<Answer, Refusal>,
) -> u8 {
    let outcome =
        open::knowledge_beside(&arguments.knowledge, &arguments.store.store).and_then(|knowledge| {
            let material =
                open::material(&arguments.store.store, &knowledge, arguments.knowledge.is_silent(), scope)?;
            let names = Names { knowledge: &knowledge, language: arguments.lang.into() };
            answer(&mut Context { material, names, look: look() })
        });
    let answer = match outcome {
        Ok(answer) => answer,
        Err(refusal) => return refusal.tell(),
    };
    if arguments.json {
        print(&format!("{:#}\n", answer.json));
    } else if answer.nothing.is_none() {
        print(&answer.text);
    }
    match answer.nothing {
        Some(message) => Refusal::new(NO_ANSWER, message).tell(),
        None => OK,
    }
}

/// The knowledge and the graph that a question is asked of.
pub(super) fn load(
    store: &Path,
    arguments: &KnowledgeArguments,
) -> Result<(Knowledge, ConceptGraph), Refusal> {
    let knowledge = open::knowledge_beside(arguments, store)?;
    let graph = open::graph(store, &knowledge, arguments.is_silent())?;
    Ok((knowledge, graph))
}

/// Width of the screen and whether it shows bold: neither for files and pipes; `NO_COLOR` and `TERM=dumb` are respected.
fn look() -> Look {
    if !std::io::stdout().is_terminal() {
        return Look { width: None, bold: false };
    }
    let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
        || std::env::var_os("TERM").is_some_and(|value| value == "dumb");
    let width = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    Look { width, bold: !plain }
}

/// The concept that a person means; what else it could be is said beside the answer.
pub(super) fn concept(graph: &ConceptGraph, text: &str) -> Result<NodeIndex, Refusal> {
    let name = |node: &NodeIndex| graph.graph[*node].id.0.clone();
    let list = |nodes: &[NodeIndex]| nodes.iter().take(5).map(name).collect::<Vec<_>>().join(", ");
    match query::find(graph, text) {
        Found::Nothing { near } if near.is_empty() => Err(Refusal::new(
            NO_ANSWER,
            format!("no concept is called {text:?}; `sinograph search` finds names by their parts"),
        )),
        Found::Nothing { near } => Err(Refusal::new(
            NO_ANSWER,
            format!("no concept is called {text:?}; did you mean {}?", list(&near)),
        )),
        Found::One { node, whole, others } => {
            if !whole || !others.is_empty() {
                let also =
                    if others.is_empty() { String::new() } else { format!("; also {}", list(&others)) };
                let more = others.len().saturating_sub(5);
                let more = if more > 0 { format!(" and {more} more") } else { String::new() };
                say(&format!("note: {text:?} is taken as {}{also}{more}", name(&node)));
            }
            Ok(node)
        }
    }
}
