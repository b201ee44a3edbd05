//! Electronic books: chapters in the order of the spine, not of their names.

mod documents;

use std::sync::LazyLock;

use documents::package;
use sinograph::knowledge::{Knowledge, Options};
use sinograph::read::{Desk, Limits};
use sinograph::report::Status;
use sinograph::text::Language;

static KNOWLEDGE: LazyLock<Knowledge> =
    LazyLock::new(|| Knowledge::load(&Options::default()).expect("the built-in knowledge loads"));

const CONTAINER: &str = r#"<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles><rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"#;
const CONTENTS: &str = r#"<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>乡村客运的改革</dc:title><dc:creator>陆怀安</dc:creator><dc:date>2022-03-01</dc:date></metadata><manifest><item id="b" href="a-second.xhtml" media-type="application/xhtml+xml"/><item id="a" href="z-first.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/><itemref idref="b"/></spine></package>"#;

fn chapter(heading: &str, text: &str) -> String {
    format!(
        "<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>x</title></head><body><h2>{heading}</h2><p>{text}</p></body></html>"
    )
}

#[test]
fn chapters_are_read_in_order() {
    let first = chapter("一、公交下乡", "公交下乡方便村民出行。");
    let second = chapter("二、定制客运", "定制客运降低空驶成本。");
    let bytes = package(&[
        ("mimetype", b"application/epub+zip"),
        ("META-INF/container.xml", CONTAINER.as_bytes()),
        ("OEBPS/content.opf", CONTENTS.as_bytes()),
        ("OEBPS/a-second.xhtml", second.as_bytes()),
        ("OEBPS/z-first.xhtml", first.as_bytes()),
    ]);
    let mut outcomes = Desk::in_process(Limits::default()).outcomes("book.epub", &bytes, false, &KNOWLEDGE);
    let outcome = outcomes.pop().expect("one document");
    assert_eq!(
        (outcome.entry.status, outcome.entry.format.as_deref()),
        (Status::Ok, Some("epub")),
        "{:?}",
        outcome.entry
    );
    let document = outcome.document.expect("it was read");
    let place = |words: &str| {
        document.text.find(words).unwrap_or_else(|| panic!("{words} is not in {}", document.text))
    };
    assert!(place("公交下乡方便村民出行") < place("定制客运降低空驶成本"));
    assert_eq!(document.metadata.title.get(Language::Zh), Some("乡村客运的改革"));
    assert_eq!(
        (document.metadata.authors.as_slice(), document.metadata.year),
        (&["陆怀安".to_owned()][..], Some(2022))
    );
    let headings: Vec<&str> = document
        .sections
        .iter()
        .filter_map(|section| section.heading)
        .map(|span| document.slice(span))
        .collect();
    assert!(headings.contains(&"公交下乡") && headings.contains(&"定制客运"), "{headings:?}");
}
