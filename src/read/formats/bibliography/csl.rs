//! CSL JSON, the exchange format of Zotero -> records.

use serde_json::Value;

use super::citation::{Citation, Slot};
use crate::read::decode;
use crate::read::formats::{Reader, Sniff};
use crate::read::limits::Limits;
use crate::read::passage::{Raw, Trouble};

/// CSL JSON: a list of objects with `type` and `title`.
pub(in crate::read::formats) struct CslJson;

impl Reader for CslJson {
    fn name(&self) -> &'static str {
        "csl-json"
    }

    fn claims(&self, sniff: &Sniff<'_>) -> bool {
        let is_list = sniff.head.strip_prefix('[').is_some_and(|rest| rest.trim_start().starts_with('{'));
        is_list
            && sniff.head.contains("\"type\"")
            && (sniff.head.contains("\"title\"") || sniff.head.contains("\"author\""))
    }

    fn read(&self, bytes: &[u8], limits: &Limits) -> Result<Vec<Raw>, Trouble> {
        let decoded = decode::decode(bytes, limits.encoding.as_deref())?;
        let list: Vec<Value> = serde_json::from_str(&decoded.text).map_err(|error| {
            Trouble::failed("damaged", format!("is no valid JSON ({error}); export it again"))
        })?;
        let records: Vec<Raw> =
            list.iter().filter_map(citation).map(|citation| citation.into_raw(decoded.encoding)).collect();
        if records.is_empty() {
            return Err(Trouble::failed("no-records", "holds no record with a title; export it again"));
        }
        Ok(records)
    }
}

fn citation(item: &Value) -> Option<Citation> {
    let mut citation = Citation { record: item.to_string(), ..Citation::default() };
    let text = |name: &str| item.get(name).and_then(Value::as_str);
    citation.put(Slot::Title, text("title")?);
    citation.put(Slot::Source, text("container-title").or(text("publisher")).unwrap_or_default());
    citation.put(Slot::Doi, text("DOI").unwrap_or_default());
    citation.put(Slot::Keywords, text("keyword").unwrap_or_default());
    citation.put(Slot::Abstract, text("abstract").unwrap_or_default());
    for author in item.get("author").and_then(Value::as_array).into_iter().flatten() {
        let part = |name: &str| author.get(name).and_then(Value::as_str).unwrap_or_default();
        let (family, given) = (part("family"), part("given"));
        let is_zh = family.chars().any(crate::text::is_han);
        let name = match (family.is_empty(), given.is_empty()) {
            (false, false) if is_zh => format!("{family}{given}"),
            (false, false) => format!("{given} {family}"),
            _ => format!("{family}{given}{}", part("literal")),
        };
        citation.put(Slot::Author, &name);
    }
    let issued = item.get("issued");
    let year = issued.and_then(|issued| issued.pointer("/date-parts/0/0")).map(|year| year.to_string());
    let raw = issued
        .and_then(|issued| issued.get("raw").or(issued.get("literal")))
        .and_then(Value::as_str)
        .map(str::to_owned);
    citation.put(Slot::Year, &year.or(raw).unwrap_or_default());
    (!citation.titles.is_empty()).then_some(citation)
}
