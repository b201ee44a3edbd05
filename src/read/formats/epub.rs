//! Electronic book -> passages: its chapters in the order of reading.

use std::collections::BTreeMap;

use dom_query::Document;
use quick_xml::Reader as XmlReader;
use quick_xml::events::{BytesStart, Event};

use super::packed::Package;
use super::{Reader, Sniff, html};
use crate::read::limits::Limits;
use crate::read::passage::{Passage, Raw, Stated, Trouble};

/// EPUB 2 and 3.
pub(super) struct Epub;

impl Reader for Epub {
    fn name(&self) -> &'static str {
        "epub"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["epub"]
    }

    fn is_isolated(&self) -> bool {
        true
    }

    fn claims(&self, sniff: &Sniff<'_>) -> bool {
        let is_zip = sniff.bytes.starts_with(b"PK\x03\x04");
        let head = &sniff.bytes[..sniff.bytes.len().min(256)];
        is_zip
            && (sniff.extension == "epub" || head.windows(20).any(|window| window == b"application/epub+zip"))
    }

    fn read(&self, bytes: &[u8], limits: &Limits) -> Result<Vec<Raw>, Trouble> {
        let mut package = Package::open(bytes, limits)?;
        let missing =
            |what: &str| Trouble::failed("not-an-epub", format!("lacks {what}; open it and save it again"));
        let container =
            text(&mut package, "META-INF/container.xml")?.ok_or_else(|| missing("META-INF/container.xml"))?;
        let root =
            elements(&container).into_iter().find_map(|element| element.attributes.get("full-path").cloned());
        let root = root.ok_or_else(|| missing("the name of its contents"))?;
        let contents = text(&mut package, &root)?.ok_or_else(|| missing(&root))?;
        let elements = elements(&contents);
        let folder = root.rfind('/').map_or("", |at| &root[..=at]);
        let mut raw = Raw { stated: stated(&elements), ..Raw::default() };
        raw.passages.extend(raw.stated.titles.first().map(|title| Passage::Title(title.clone())));
        for href in spine(&elements) {
            let Some(chapter) = text(&mut package, &format!("{folder}{href}"))? else {
                raw.lacks("parts", format!("its chapter {href} is missing; get another copy"));
                continue;
            };
            raw.passages.extend(html::whole(&Document::from(chapter.as_str()).root()));
        }
        if raw.n_chars() == 0 {
            return Err(Trouble::empty(
                "blank",
                "holds no text; where its pages are pictures, recognise them (OCR)",
            ));
        }
        Ok(vec![raw])
    }
}

fn text(package: &mut Package<'_>, name: &str) -> Result<Option<String>, Trouble> {
    Ok(package.part(name)?.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
}

/// An element of the package document: its name without prefix, its attributes, its text.
struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
    text: String,
}

fn elements(xml: &str) -> Vec<Element> {
    let mut reader = XmlReader::from_str(xml);
    let mut elements: Vec<Element> = Vec::new();
    let element = |start: &BytesStart<'_>| Element {
        name: start.local_name().as_ref().to_owned(),
        attributes: start
            .attributes()
            .flatten()
            .map(|attribute| {
                let name = attribute.key.local_name().as_ref().to_owned();
                (name, attribute.value.clone().into_owned())
            })
            .collect(),
        text: String::new(),
    };
    loop {
        match reader.read_event() {
            Ok(Event::Start(start) | Event::Empty(start)) => elements.push(element(&start)),
            Ok(Event::Text(text)) => {
                if let Some(last) = elements.last_mut() {
                    last.text.push_str(text.trim());
                }
            }
            Ok(Event::Eof) | Err(_) => return elements,
            Ok(_) => {}
        }
    }
}

/// Files of chapters in the order of reading.
fn spine(elements: &[Element]) -> Vec<String> {
    let file = |id: &String| {
        let item = elements
            .iter()
            .find(|element| element.name == "item" && element.attributes.get("id") == Some(id))?;
        item.attributes.get("href").cloned()
    };
    elements
        .iter()
        .filter(|element| element.name == "itemref")
        .filter_map(|element| file(element.attributes.get("idref")?))
        .collect()
}

fn stated(elements: &[Element]) -> Stated {
    let all = |name: &str| {
        elements
            .iter()
            .filter(|element| element.name == name && !element.text.is_empty())
            .map(|element| element.text.clone())
            .collect::<Vec<_>>()
    };
    Stated {
        titles: all("title").into_iter().take(1).collect(),
        authors: all("creator"),
        year: all("date").first().and_then(|date| date.get(..4)?.parse().ok()),
        source: all("publisher").into_iter().next(),
        is_reliable: true,
        ..Stated::default()
    }
}
