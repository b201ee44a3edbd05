//! `sinograph review`: merges that are doubtful and near misses, as a `merges.toml` to choose from.

use clap::Args;
use serde_json::{Value, json};

use super::ask::json as record;
use super::open::{self, Refusal, StoreArguments};
use super::output::print;
use super::table::one_line;
use super::{KnowledgeArguments, Lang, NO_ANSWER, OK};
use crate::export::Names;
use crate::knowledge::{DecidedName, Decisions, Knowledge};
use crate::model::Fragment;
use crate::pipeline;
use crate::resolve::Doubt;
use crate::store::Store;

/// Most quotes shown for one decision.
const MOST_QUOTES: usize = 2;

#[derive(Args)]
pub(super) struct ReviewArguments {
    #[command(flatten)]
    store: StoreArguments,
    /// Most decisions to list; 0 for all
    #[arg(long, default_value_t = 40, value_name = "N")]
    top: usize,
    /// Answer as JSON, for scripts
    #[arg(long)]
    json: bool,
    /// Language of the comments
    #[arg(long, value_enum, default_value_t = Lang::Zh)]
    lang: Lang,
    #[command(flatten)]
    knowledge: KnowledgeArguments,
}

pub(super) fn run(arguments: &ReviewArguments) -> u8 {
    match review(arguments) {
        Ok(text) => {
            print(&text);
            OK
        }
        Err(refusal) => refusal.tell(),
    }
}

fn review(arguments: &ReviewArguments) -> Result<String, Refusal> {
    let knowledge = open::knowledge_beside(&arguments.knowledge, &arguments.store.store)?;
    let store = Store::read(&arguments.store.store)?;
    let (mut doubts, fragments) = pipeline::review(&store, &knowledge)?;
    store.close()?;
    let n_found = doubts.len();
    if n_found == 0 {
        return Err(Refusal::new(
            NO_ANSWER,
            "nothing to review: no merge is doubtful and no two names are nearly one",
        ));
    }
    if arguments.top > 0 {
        doubts.truncate(arguments.top);
    }
    if arguments.json {
        let answers: Vec<Value> = doubts.iter().map(|doubt| entry(doubt, &fragments)).collect();
        let fields = json!({ "found": n_found, "answers": answers });
        return Ok(format!("{:#}\n", record::answer("review", fields)));
    }
    let names = Names { knowledge: &knowledge, language: arguments.lang.into() };
    Ok(file(&doubts, n_found, &fragments, &knowledge, &names))
}

fn entry(doubt: &Doubt, fragments: &[Fragment]) -> Value {
    let quotes = doubt.evidence.iter().map(|evidence| {
        let document = &fragments[evidence.document].document;
        json!({ "document": document.id, "path": document.path, "quote": document.slice(evidence.span) })
    });
    json!({
        "names": [doubt.left, doubt.right],
        "joined": doubt.is_joined,
        "rule": doubt.rule,
        "confidence": record::rounded(doubt.confidence),
        "kept_apart_by": doubt.kept_apart_by,
        "papers": doubt.n_papers,
        "evidence": quotes.collect::<Vec<_>>(),
    })
}

/// The decisions made so far, and behind `#` those that are asked for.
fn file(
    doubts: &[Doubt],
    n_found: usize,
    fragments: &[Fragment],
    knowledge: &Knowledge,
    names: &Names<'_>,
) -> String {
    let mut text = names.pick(
        &format!("# 有疑问的合并与未合并（{} / {n_found}），最有用的在前。\n# 同意的行去掉行首 #，存为数据库旁的 merges.toml；其余可删。\n", doubts.len()),
        &format!("# Doubtful merges and near misses ({} of {n_found}), the most useful first.\n# Take the # off the lines you agree with and keep them as merges.toml beside the store; delete the rest.\n", doubts.len()),
    );
    let decisions: &Decisions = &knowledge.decisions;
    for (what, zh, en, decided, joined) in [
        ("same", "目前分开；若是同一事物", "apart now; if they are one thing", &decisions.same, false),
        (
            "different",
            "目前合并；若是两个事物",
            "joined now; if they are two things",
            &decisions.different,
            true,
        ),
    ] {
        text.push_str(&format!("\n# {}\n{what} = [\n", names.pick(zh, en)));
        for list in decided {
            text.push_str(&format!("  {},\n", array(list)));
        }
        for doubt in doubts.iter().filter(|doubt| doubt.is_joined == joined) {
            text.push_str(&lines(doubt, fragments, names));
        }
        text.push_str("]\n");
    }
    text
}

fn array(list: &[DecidedName]) -> String {
    let names: Vec<String> = list.iter().map(|name| quoted(&name.label)).collect();
    format!("[{}]", names.join(", "))
}

/// A TOML string.
fn quoted(text: &str) -> String {
    let plain: String = one_line(text).chars().filter(|c| !c.is_control()).collect();
    format!("\"{}\"", plain.replace('\\', "\\\\").replace('"', "\\\""))
}

fn lines(doubt: &Doubt, fragments: &[Fragment], names: &Names<'_>) -> String {
    let why = match doubt.kept_apart_by {
        "" => String::new(),
        "unsure" => names.pick("，把握不足", ", not sure enough"),
        "kinds" => names.pick("，类型不合", ", their kinds do not agree"),
        "places" => names.pick("，是两个地点", ", two places of the gazetteer"),
        "numbers" => names.pick("，数字不同", ", their numbers differ"),
        "qualifiers" => names.pick("，限定词相反", ", their qualifiers oppose"),
        "neighbours" => names
            .pick("，只差一字，仅经第三个名称相连", ", one word differs and only a third name joins them"),
        "chain" => names.pick("，仅经其他名称相连", ", joined by other names only"),
        _ => names.pick("，名称几乎相同", ", nearly one name"),
    };
    let papers = names.pick("篇", "papers");
    let mut text = format!("  # {:.2} {}{why} · {} {papers}\n", doubt.confidence, doubt.rule, doubt.n_papers);
    for evidence in doubt.evidence.iter().take(MOST_QUOTES) {
        let document = &fragments[evidence.document].document;
        let quote: String = one_line(document.slice(evidence.span)).chars().take(90).collect();
        text.push_str(&format!("  #   “{quote}”  {}\n", one_line(&document.path)));
    }
    text.push_str(&format!("  # [{}, {}],\n", quoted(&doubt.left), quoted(&doubt.right)));
    text
}
