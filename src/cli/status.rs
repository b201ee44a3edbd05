//! `sinograph status`: what a store holds.

use std::collections::BTreeMap;

use clap::Args;
use serde_json::json;

use super::companions;
use super::open::{Refusal, StoreArguments};
use super::output::{complain, print, visible};
use super::{OK, lookup};
use crate::model::{Document, Imprint, works};
use crate::store::{Companion, Entry, Store};

/// Documents whose texts are read for their keywords.
const MOST_WITH_KEYWORDS: usize = 500;

#[derive(Args)]
pub(super) struct StatusArguments {
    #[command(flatten)]
    store: StoreArguments,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &StatusArguments) -> u8 {
    match status(arguments) {
        Ok(text) => {
            print(&text);
            OK
        }
        Err(refusal) => {
            complain(&refusal.message);
            refusal.code
        }
    }
}

fn status(arguments: &StatusArguments) -> Result<String, Refusal> {
    let store = Store::read(&arguments.store.store)?;
    let entries = store.entries()?;
    let (n_concepts, n_links) = (store.n_concepts()?, store.n_links()?);
    let imprints: Vec<Imprint<'_>> = entries
        .iter()
        .map(|entry| Imprint { id: &entry.id, doi: entry.doi.as_deref(), title: &entry.title })
        .collect();
    let works = works(&imprints);
    let file = store.path().display().to_string();
    let keywords = keywords(&store, &entries)?;
    let companions = companions::found(&store)?;
    store.close()?;
    let n_bytes = std::fs::metadata(&file).map_or(0, |meta| meta.len());
    if arguments.json {
        let documents: Vec<serde_json::Value> = entries
            .iter()
            .zip(&works)
            .enumerate()
            .map(|(at, (entry, work))| record(entry, work, keywords.get(at)))
            .collect();
        let mut status = json!({
            "store": file, "bytes": n_bytes, "documents": documents, "concepts": n_concepts, "links": n_links,
        });
        for companion in Companion::ALL {
            let path = companions.iter().find(|(found, _)| *found == companion);
            status[companion.name()] = json!(path.map(|(_, path)| path.display().to_string()));
        }
        return Ok(format!("{status:#}\n"));
    }
    let mut text = String::new();
    let mut members: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
    for (entry, work) in entries.iter().zip(&works) {
        members.entry(work).or_default().push(entry);
    }
    let mut listed: Vec<(&Entry, &String)> = entries.iter().zip(&works).collect();
    listed.sort_by_key(|(entry, _)| &entry.paths);
    for (entry, work) in listed {
        let at = entries.iter().position(|other| other.id == entry.id).unwrap_or_default();
        text.push_str(&shown(entry, keywords.get(at).map_or(&[], Vec::as_slice)));
        for other in members[work.as_str()].iter().filter(|other| other.id != entry.id) {
            text.push_str(&format!("    the same work as {} {}\n", other.id, lookup::title(other)));
        }
    }
    for (companion, path) in companions {
        let missing = if companion.is_at(&path) { "" } else { ", which is not there" };
        let path = visible(&path.display().to_string());
        text.push_str(&format!("goes with --{} {path}{missing}\n", companion.name()));
    }
    text.push_str(&format!(
        "{} papers, {} works, {n_concepts} concepts, {n_links} links, {:.1} MB in {file}\n",
        entries.len(),
        members.len(),
        n_bytes as f64 / 1e6
    ));
    Ok(text)
}

/// The keywords of every document; of none in a store so large that reading all texts takes long.
fn keywords(store: &Store, entries: &[Entry]) -> Result<Vec<Vec<String>>, Refusal> {
    if entries.len() > MOST_WITH_KEYWORDS {
        return Ok(Vec::new());
    }
    let of = |document: Document| {
        let spans = document.metadata.keywords.iter().flat_map(|(_, spans)| spans);
        spans.map(|span| document.slice(*span).to_owned()).collect()
    };
    Ok(store.documents(entries)?.into_iter().map(of).collect())
}

fn shown(entry: &Entry, keywords: &[String]) -> String {
    let mut facts = vec![entry.language.join("+")];
    facts.extend(entry.year.map(|year| year.to_string()));
    facts.extend(entry.source.clone());
    facts.push(format!("{} characters", entry.n_chars));
    let mut text = format!("{}  {}\n    {}\n", entry.id, lookup::title(entry), facts.join(", "));
    if let (Some(_), Some(en)) = (&entry.title.zh, &entry.title.en) {
        text.push_str(&format!("    {en}\n"));
    }
    if !entry.authors.is_empty() {
        text.push_str(&format!("    {}\n", entry.authors.join(", ")));
    }
    if let Some(doi) = &entry.doi {
        text.push_str(&format!("    doi:{doi}\n"));
    }
    if !keywords.is_empty() {
        text.push_str(&format!("    {}\n", keywords.join("; ")));
    }
    for path in &entry.paths {
        text.push_str(&format!("    {}\n", visible(path)));
    }
    text
}

fn record(entry: &Entry, work: &str, keywords: Option<&Vec<String>>) -> serde_json::Value {
    json!({
        "id": entry.id, "title": {"zh": entry.title.zh, "en": entry.title.en}, "authors": entry.authors, "year": entry.year,
        "source": entry.source, "doi": entry.doi, "language": entry.language, "chars": entry.n_chars, "paths": entry.paths,
        "work": work, "reader": entry.reader, "keywords": keywords,
    })
}
