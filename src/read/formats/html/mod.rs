//! Web page -> passages: the article with its headings, lists and tables, without the furniture of the site.

mod depth;
mod meta;
mod walk;

use dom_query::Document;
use dom_smoothie::{Config, Readability};

use super::{Reader, Sniff, packed};
use crate::read::decode::{self, Decoded};
use crate::read::limits::Limits;
use crate::read::passage::{Passage, Raw, Trouble};

pub(super) use walk::{plain, whole};

/// A page with more elements than this is not weighed for its article but taken whole.
const MOST_ELEMENTS: usize = 200_000;
/// An article that holds less than this share of the text of the page has missed it.
const LEAST_SHARE: usize = 4;

/// Bytes of a character, and of the markup of a page: what lies beyond the text that is read is not parsed.
const LONGEST_CHAR: usize = 4;
const MARKUP: usize = 16 * 1024 * 1024;

/// HyperText Markup Language.
pub(super) struct Html;

impl Reader for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["html", "htm", "xhtml", "shtml", "mht"]
    }

    fn is_isolated(&self) -> bool {
        true
    }

    fn claims(&self, sniff: &Sniff<'_>) -> bool {
        if packed::kind(sniff.bytes).is_some() {
            return false;
        }
        let head = sniff.head.get(..sniff.head.floor_char_boundary(1024)).unwrap_or_default().to_lowercase();
        let is_page = head.starts_with("<!doctype html")
            || head.starts_with("<html")
            || head.contains("<html") && head.starts_with('<');
        let is_part = self.extensions().contains(&sniff.extension.as_str()) && head.contains('<');
        is_page || is_part
    }

    fn read(&self, bytes: &[u8], limits: &Limits) -> Result<Vec<Raw>, Trouble> {
        let mut decoded = decoded(bytes, limits)?;
        let mut raw = Raw { encoding: Some(decoded.encoding.to_owned()), ..Raw::default() };
        let most = limits.chars.saturating_mul(LONGEST_CHAR).saturating_add(MARKUP);
        if decoded.text.len() > most {
            decoded.text.truncate(decoded.text.floor_char_boundary(most));
            raw.lacks(
                "text",
                format!(
                    "is far longer than {} characters; the rest was left out; raise --max-text to read it",
                    limits.chars
                ),
            );
        }
        if depth::of(&decoded.text) > limits.depth {
            raw.lacks(
                "depth",
                format!(
                    "its elements are nested deeper than {}; its text was taken without structure",
                    limits.depth
                ),
            );
            raw.passages = plain(&decoded.text);
        } else {
            read(decoded.text, &mut raw);
        }
        if raw.n_chars() == 0 {
            return Err(Trouble::empty(
                "blank",
                "is a page without text; pages that scripts fill must be saved from the browser",
            ));
        }
        Ok(vec![raw])
    }
}

/// Decodes a page: a mark or valid UTF-8 first, whatever the page says; then what it says; then a guess.
fn decoded(bytes: &[u8], limits: &Limits) -> Result<Decoded, Trouble> {
    let is_sure = limits.encoding.is_some() || std::str::from_utf8(bytes).is_ok();
    let stated =
        if is_sure { None } else { depth::charset(bytes).filter(|name| !name.eq_ignore_ascii_case("utf-8")) };
    let name = limits.encoding.as_deref().or(stated.as_deref());
    let decoded = decode::decode(bytes, name);
    match decoded {
        Ok(decoded) if stated.is_some() && decoded.n_bad * 200 > decoded.text.chars().count() => {
            decode::decode(bytes, None)
        }
        Err(trouble) if stated.is_some() && trouble.reason == "encoding" => decode::decode(bytes, None),
        decoded => decoded,
    }
}

fn read(text: String, raw: &mut Raw) {
    let page = Document::from(text.as_str());
    let meta = meta::of(&page);
    let all = whole(&page.root());
    let n_all: usize = all.iter().map(n_chars).sum();
    let config = Config { max_elements_to_parse: MOST_ELEMENTS, ..Config::default() };
    let article = Readability::with_document(page, None, Some(config)).and_then(|mut page| page.parse());
    let (mut passages, title) = match article {
        Ok(article) => {
            let content = Document::fragment(article.content);
            (whole(&content.root()), article.title)
        }
        Err(_) => (Vec::new(), String::new()),
    };
    if passages.iter().map(n_chars).sum::<usize>() * LEAST_SHARE < n_all {
        passages = all;
    }
    let title = meta.stated.titles.first().cloned().unwrap_or_else(|| meta::without_site(&title).to_owned());
    raw.passages = meta::completed(passages, &title, &meta);
    raw.stated = meta.stated;
    if raw.stated.titles.is_empty() && !title.is_empty() {
        raw.stated.titles.push(title);
    }
}

fn n_chars(passage: &Passage) -> usize {
    match passage {
        Passage::Text(text) | Passage::Paragraph(text) | Passage::Item(text) | Passage::Heading(_, text) => {
            text.chars().count()
        }
        Passage::Row(cells) => cells.iter().map(|cell| cell.chars().count()).sum(),
        _ => 0,
    }
}
