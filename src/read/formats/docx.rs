//! Word document -> passages: headings by style, lists, tables; headers, footers and deleted text left out.

use undoc::model::{Block, Paragraph, RevisionType, Table};

use super::packed::Package;
use super::{Reader, Sniff, docx_names};
use crate::read::limits::Limits;
use crate::read::passage::{Passage, Raw, Trouble};

/// Office Open XML, as Word and WPS write it.
pub(super) struct Docx;

impl Reader for Docx {
    fn name(&self) -> &'static str {
        "docx"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["docx", "docm"]
    }

    fn is_isolated(&self) -> bool {
        true
    }

    fn claims(&self, sniff: &Sniff<'_>) -> bool {
        let is_zip = sniff.bytes.starts_with(b"PK\x03\x04");
        is_zip
            && (self.extensions().contains(&sniff.extension.as_str()) || has(sniff.bytes, b"word/document"))
    }

    fn read(&self, bytes: &[u8], limits: &Limits) -> Result<Vec<Raw>, Trouble> {
        let mut package = Package::open(bytes, limits)?;
        package.check(|name| name.ends_with(".xml") || name.ends_with(".rels"))?;
        let names = package.names();
        if !names.iter().any(|name| name.starts_with("word/")) {
            return Err(Trouble::failed(
                "not-a-docx",
                "holds no Word document; open it and save it again as .docx",
            ));
        }
        let mut raw = Raw::default();
        for name in names.iter().filter(|name| name.starts_with("word/document") && name.ends_with(".xml")) {
            let part = package.part(name)?.unwrap_or_default();
            if has(&part, b"<!DOCTYPE") {
                raw.lacks(
                    "doctype",
                    "declares entities of its own, which are not followed; open it and save it again",
                );
            }
            if nesting(&part) > limits.depth.max(256) * 4 {
                return Err(Trouble::failed(
                    "depth",
                    "its parts are nested too deep; open it and save it again",
                ));
            }
        }
        let renamed = docx_names::usual(&mut Package::open(bytes, limits)?)?;
        let document = undoc::parse_bytes(renamed.as_deref().unwrap_or(bytes)).map_err(|error| {
            Trouble::failed("damaged", format!("is damaged ({error}); open it and save it again"))
        })?;
        raw.stated.titles.extend(document.metadata.title.clone().filter(|title| !title.trim().is_empty()));
        for section in &document.sections {
            blocks(&section.content, &mut raw.passages);
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

/// Whether a name stands among the first or the last bytes, where packages list their parts.
fn has(bytes: &[u8], name: &[u8]) -> bool {
    let find = |part: &[u8]| part.windows(name.len()).any(|window| window == name);
    find(&bytes[..bytes.len().min(64 * 1024)]) || find(&bytes[bytes.len().saturating_sub(64 * 1024)..])
}

/// How deep elements nest in a part of XML.
fn nesting(part: &[u8]) -> usize {
    let (mut depth, mut deepest) = (0usize, 0usize);
    for (at, _) in part.iter().enumerate().filter(|(_, byte)| **byte == b'<') {
        match part.get(at + 1) {
            Some(b'/') => depth = depth.saturating_sub(1),
            Some(b'?' | b'!') | None => {}
            Some(_) => {
                let end = part[at..].iter().position(|byte| *byte == b'>').map_or(part.len(), |end| at + end);
                if part.get(end.wrapping_sub(1)) != Some(&b'/') {
                    depth += 1;
                    deepest = deepest.max(depth);
                }
            }
        }
    }
    deepest
}

fn blocks(content: &[Block], passages: &mut Vec<Passage>) {
    for block in content {
        match block {
            Block::Paragraph(paragraph) => passages.extend(passage(paragraph)),
            Block::Table(table) => rows(table, passages),
            Block::Note { content, .. } => {
                let text = content.iter().map(words).collect::<Vec<_>>().join(" ");
                passages.push(Passage::Note(text));
            }
            _ => {}
        }
    }
}

fn passage(paragraph: &Paragraph) -> Option<Passage> {
    let text = words(paragraph);
    let bare = text.trim();
    if bare.is_empty() {
        return None;
    }
    let style =
        paragraph.style_name.as_deref().or(paragraph.style_id.as_deref()).unwrap_or_default().to_lowercase();
    if style == "title" || style == "标题" {
        return Some(Passage::Title(bare.to_owned()));
    }
    if style.starts_with("toc") || style.starts_with("目录") {
        return Some(Passage::Note(bare.to_owned()));
    }
    let is_short = bare.chars().count() < 120 && !bare.ends_with(['。', '；']);
    if paragraph.is_heading() && is_short {
        return Some(Passage::Heading(paragraph.heading.level().saturating_add(1), bare.to_owned()));
    }
    if paragraph.is_list_item() {
        return Some(Passage::Item(bare.to_owned()));
    }
    let mut runs = paragraph.runs.iter().filter(|run| !run.text.trim().is_empty()).peekable();
    let is_bold = runs.peek().is_some() && runs.all(|run| run.style.bold);
    if is_bold && is_short && !text.contains('\n') && !bare.contains('*') {
        return Some(Passage::Paragraph(format!("**{bare}**")));
    }
    Some(if text.contains('\n') { Passage::Text(text) } else { Passage::Paragraph(text) })
}

/// The text of a paragraph as its author left it: without deleted words and marks of notes.
fn words(paragraph: &Paragraph) -> String {
    let mut text = String::new();
    for run in &paragraph.runs {
        let is_mark = run.style.superscript
            && run
                .text
                .chars()
                .all(|c| c.is_ascii_digit() || matches!(c, '[' | ']' | ',' | '-' | '*' | '①'..='⑳'));
        if run.revision != RevisionType::Deleted && !is_mark {
            text.push_str(&run.text);
        }
        if run.line_break {
            text.push('\n');
        }
    }
    text
}

fn rows(table: &Table, passages: &mut Vec<Passage>) {
    let one_column = table.rows.iter().all(|row| row.cells.len() < 2);
    for row in &table.rows {
        if one_column {
            // A frame around text.
            for cell in &row.cells {
                passages.extend(cell.content.iter().filter_map(passage));
            }
            continue;
        }
        let cells = row.cells.iter().map(|cell| {
            let lines = cell.content.iter().map(words).filter(|line| !line.trim().is_empty());
            lines.collect::<Vec<_>>().join(" ").replace(['\n', '\t'], " ").trim().to_owned()
        });
        passages.push(Passage::Row(cells.collect()));
    }
}
