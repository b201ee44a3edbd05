//! `sinograph passages TEXT`: paragraphs of the papers that hold all words of a text.

use clap::Args;
use serde_json::json;

use super::json as record;
use super::{AskArguments, look};
use crate::cli::open::{self, Refusal};
use crate::cli::output::print;
use crate::cli::table::one_line;
use crate::cli::{NO_ANSWER, OK};
use crate::export::Names;
use crate::model::Document;
use crate::store::Hit;

#[derive(Args)]
pub(in crate::cli) struct PassageArguments {
    /// Words, Chinese or English
    text: String,
    /// Most answers
    #[arg(long, default_value_t = 10, value_name = "N")]
    top: usize,
    #[command(flatten)]
    ask: AskArguments,
}

pub(super) fn run(arguments: &PassageArguments) -> u8 {
    match answered(arguments) {
        Ok(text) => {
            print(&text);
            OK
        }
        Err(refusal) => refusal.tell(),
    }
}

fn answered(arguments: &PassageArguments) -> Result<String, Refusal> {
    let knowledge = open::knowledge(&arguments.ask.knowledge)?;
    let found = open::search(&arguments.ask.store.store, &knowledge, &arguments.text, arguments.top)?;
    if found.is_empty() {
        return Err(Refusal::new(
            NO_ANSWER,
            format!("no passage holds all words of {:?}; use fewer", arguments.text),
        ));
    }
    let names = Names { knowledge: &knowledge, language: arguments.ask.lang.into() };
    if arguments.ask.json {
        let answers: Vec<_> = found.iter().map(|(document, hit)| as_json(document, hit)).collect();
        return Ok(format!(
            "{:#}\n",
            record::answer("passages", json!({ "query": arguments.text, "answers": answers }))
        ));
    }
    let bold = look().bold;
    let shown = |(document, hit): &(Document, Hit)| {
        let title = one_line(&names.title(document));
        let title = if bold { format!("\u{1b}[1m{title}\u{1b}[0m") } else { title };
        let section: Vec<String> =
            document.section_path(document.section_at(hit.span)).into_iter().map(one_line).collect();
        let place =
            if section.is_empty() { String::new() } else { format!(" › {}", section.join(" › ")) };
        format!("{title}{place}\n  {}\n", one_line(document.slice(hit.span)))
    };
    Ok(found.iter().map(shown).collect::<Vec<_>>().join("\n"))
}

fn as_json(document: &Document, hit: &Hit) -> serde_json::Value {
    json!({
        "document": document.id,
        "path": document.path,
        "section": document.section_path(document.section_at(hit.span)),
        "text": document.slice(hit.span),
        "rank": record::rounded(hit.rank),
    })
}
