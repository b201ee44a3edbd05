//! PDF -> passages: text in reading order, its paragraphs by the look of the page, without what the page itself adds.

mod contents;
mod glyphs;
mod joins;
mod lines;
mod maps;
mod margins;
mod paragraphs;
mod spacing;
mod structure;
mod tables;
mod unruled;

use std::ops::ControlFlow;

use unpdf::parser::LayoutAnalyzer;
use unpdf::parser::backend::{PdfBackend, RawBackend};
use unpdf::{
    Block, Error, ErrorKind, ExtractionQuality, Metadata, Page, PageSelection, PageStreamOptions, ParseEvent,
    ParseOptions, PdfParser,
};

use super::{Reader, Sniff};
use crate::read::limits::Limits;
use crate::read::passage::{Passage, Raw, Trouble};
use joins::Vocabulary;
use lines::PageLines;

/// How far into a file the mark of a PDF may stand; mail systems put lines in front of it.
const LONGEST_JUNK: usize = 8 * 1024;
/// Fewer characters than this on all pages together are no text layer.
const LEAST_TEXT: usize = 12;

/// What is said of pages that are not read.
const LEFT_OUT: &str =
    "some of its pages draw more than a page can, as in files made to do harm; print them to a new PDF";

/// What is said where characters are missing.
const FONTS: &str = "some of its fonts do not say which characters they draw; that text is missing";

/// Portable Document Format.
pub(super) struct Pdf;

impl Reader for Pdf {
    fn name(&self) -> &'static str {
        "pdf"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["pdf"]
    }

    fn is_isolated(&self) -> bool {
        true
    }

    fn claims(&self, sniff: &Sniff<'_>) -> bool {
        start(sniff.bytes).is_some()
    }

    fn read(&self, bytes: &[u8], limits: &Limits) -> Result<Vec<Raw>, Trouble> {
        let at = start(bytes).ok_or_else(|| {
            Trouble::failed("not-a-pdf", "is no PDF, whatever its name says; open it and save it again")
        })?;
        let bytes = maps::known(&bytes[at..]);
        if !structure::has_objects(&bytes) {
            return Err(Trouble::failed(
                "not-a-pdf",
                "begins as a PDF and holds nothing of one; get another copy",
            ));
        }
        structure::check(&bytes, limits)?;
        let mut raw = read(&bytes)?;
        if !structure::is_ended(&bytes) {
            raw.lacks("damaged", "its end is missing, and perhaps pages with it; get another copy");
        }
        Ok(vec![raw])
    }
}

fn start(bytes: &[u8]) -> Option<usize> {
    let head = &bytes[..bytes.len().min(LONGEST_JUNK)];
    head.windows(5).position(|window| window == b"%PDF-")
}

/// What a pass over the pages gives.
#[derive(Default)]
struct Pass {
    pages: Vec<(Page, PageLines)>,
    failed: Vec<u32>,
    metadata: Option<Metadata>,
    quality: Option<ExtractionQuality>,
}

fn read(bytes: &[u8]) -> Result<Raw, Trouble> {
    let options = ParseOptions::new().sequential();
    let parser =
        PdfParser::from_bytes_with_options(bytes, options.clone()).map_err(|error| trouble(&error))?;
    let backend = RawBackend::load_bytes(bytes).map_err(|error| trouble(&error))?;
    let mut pass = Pass::default();
    let contents = contents::of(&backend);
    let mut stream = PageStreamOptions::from(&options);
    stream.parallel = false;
    if contents.left_out > 0 {
        if contents.read.is_empty() {
            return Err(Trouble::failed(contents.reason, LEFT_OUT));
        }
        stream.pages = PageSelection::Pages(contents.read.clone());
    }
    let ended = parser.for_each_page(stream, |event| {
        match event {
            ParseEvent::PageParsed(page) => {
                let lines = lines::of_page(&backend, &page);
                pass.pages.push((page, lines));
            }
            ParseEvent::PageFailed { page, .. } => pass.failed.push(page),
            ParseEvent::DocumentStart { metadata, .. } => pass.metadata = Some(metadata),
            ParseEvent::DocumentEnd { quality } => pass.quality = Some(quality),
            ParseEvent::Progress { .. } => {}
        }
        ControlFlow::Continue(())
    });
    ended.map_err(|error| trouble(&error))?;
    if pass.pages.is_empty() && pass.failed.is_empty() {
        return Err(Trouble::failed("damaged", "none of its pages can be found; get another copy"));
    }
    let mut raw = raw(pass)?;
    if contents.left_out > 0 {
        raw.lacks(contents.reason, LEFT_OUT);
    }
    if glyphs::are_mute(&backend, &contents.read) {
        raw.lacks("fonts", FONTS);
    }
    if contents.is_looped {
        raw.lacks(
            "loop",
            "a part of a page draws itself, as in files made to do harm; that part was left out",
        );
    }
    Ok(raw)
}

fn raw(mut pass: Pass) -> Result<Raw, Trouble> {
    let mut raw = Raw { pages: u32::try_from(pass.pages.len() + pass.failed.len()).ok(), ..Raw::default() };
    raw.stated.margins = margins::take(&mut pass.pages);
    lines::unnumber(&mut pass.pages);
    let n_odd = pass.pages.iter().flat_map(|(_, lines)| &lines.lines).map(|line| line.n_odd).sum();
    let vocabulary = Vocabulary::of(pass.pages.iter().flat_map(|(_, lines)| &lines.lines));
    unruled::mark(pass.pages.iter_mut().map(|(_, lines)| lines), &vocabulary);
    let body = lines::body_size(&pass.pages);
    let mut titles = paragraphs::Titles::default();
    let mut n_scanned = 0usize;
    for (page, lines) in &mut pass.pages {
        raw.passages.push(Passage::Page(page.number));
        let n_before = raw.passages.len();
        let look = paragraphs::Look { body, height: page.height, is_first: page.number == 1 };
        for block in &page.elements {
            match block {
                Block::Paragraph(paragraph) => {
                    let lines = lines.take(&paragraph.plain_text());
                    let level = paragraph.style.heading_level;
                    paragraphs::cut(&lines, level, &look, &vocabulary, &mut titles, &mut raw.passages);
                }
                Block::Table(table) => tables::rows(table, &vocabulary, &mut raw.passages),
                Block::Code { content } | Block::Raw { content } => {
                    raw.passages.push(Passage::Text(content.clone()));
                }
                _ => {}
            }
        }
        let is_picture = page.image_coverage > 0.4 || page.image_op_count > 0;
        n_scanned += usize::from(raw.passages.len() == n_before && is_picture);
    }
    unmark(&mut raw.passages);
    let metadata = pass.metadata.unwrap_or_default();
    state(&metadata, &mut raw);
    judge(raw, &pass.failed, n_scanned, n_odd, pass.quality.as_ref())
}

/// Takes the mark of a note off the end of the title: a digit behind a word that also begins a note.
fn unmark(passages: &mut [Passage]) {
    let marks: Vec<char> = passages
        .iter()
        .filter_map(|passage| match passage {
            Passage::Note(text) => {
                text.chars().next().filter(|c| c.is_ascii_digit() || matches!(c, '*' | '†' | '①'..='⑳'))
            }
            _ => None,
        })
        .collect();
    for passage in passages {
        let Passage::Title(text) = passage else { continue };
        let mut ends = text.chars().rev();
        let (Some(last), Some(before)) = (ends.next(), ends.next()) else { continue };
        // The note itself may be lost; titles do not end in a word with a bare 1.
        let is_first = matches!(last, '1' | '*' | '①');
        if before.is_alphabetic() && (is_first || marks.contains(&last)) {
            text.pop();
        }
    }
}

/// What the file says of its paper; word processors fill in names of files and templates, so none of it is reliable.
fn state(metadata: &Metadata, raw: &mut Raw) {
    let is_title = |title: &String| {
        let lower = title.to_lowercase();
        let is_name = [".doc", ".docx", ".pdf", ".indd", ".wps", ".tex", ".ps"];
        !is_name.iter().any(|end| lower.ends_with(end))
            && !["microsoft", "untitled", "无标题", "print", "<"].iter().any(|lead| lower.starts_with(lead))
    };
    raw.stated.titles.extend(metadata.title.clone().filter(is_title));
}

/// Whether the text is whole, and what to say where it is not.
fn judge(
    mut raw: Raw,
    failed: &[u32],
    n_scanned: usize,
    n_odd: usize,
    quality: Option<&ExtractionQuality>,
) -> Result<Raw, Trouble> {
    let n_suppressed = quality.map_or(0, |quality| quality.suppressed_text_runs);
    if raw.n_chars() < LEAST_TEXT {
        return Err(if n_suppressed > 0 {
            Trouble::empty(
                "fonts",
                "its fonts do not say which characters they draw; recognise its text (OCR) and give the result",
            )
        } else if quality.is_some_and(|quality| quality.undecodable_content_streams > 0) {
            Trouble::failed("damaged", "what its pages draw is damaged; get another copy")
        } else if failed.is_empty() && n_scanned == 0 {
            Trouble::empty("blank", "has pages without text and without pictures; get another copy")
        } else if n_scanned > 0 {
            Trouble::empty(
                "scanned",
                "has no text layer, it seems to be scanned; recognise its text (OCR) and give the result",
            )
        } else {
            Trouble::failed("damaged", "none of its pages can be read; get another copy")
        });
    }
    if !failed.is_empty() {
        raw.lacks("pages", format!("{} of its pages cannot be read; get another copy", failed.len()));
    }
    if n_scanned > 0 {
        raw.lacks(
            "scanned",
            format!("{n_scanned} of its pages are pictures without text; recognise them (OCR)"),
        );
    }
    if let Some(quality) = quality {
        if quality.pages_incomplete || quality.undecodable_content_streams > 0 {
            raw.lacks("damaged", "parts of the file are damaged and were left out; get another copy");
        }
        let n_lost = n_odd.max(quality.replacement_char_count) + n_suppressed;
        if n_lost * 20 > quality.char_count {
            raw.lacks("fonts", FONTS);
        }
    }
    Ok(raw)
}

fn trouble(error: &Error) -> Trouble {
    match error.kind() {
        ErrorKind::Encrypted | ErrorKind::InvalidPassword => {
            Trouble::failed("encrypted", "is locked with a password; save a copy without one")
        }
        ErrorKind::UnknownFormat | ErrorKind::UnsupportedVersion => Trouble::failed(
            "not-a-pdf",
            format!("is no PDF that can be read ({error}); open it and save it again"),
        ),
        _ => Trouble::failed("damaged", format!("is damaged ({error}); get another copy")),
    }
}

/// The analyzer that reads the positions of a page.
fn analyzer(backend: &RawBackend) -> LayoutAnalyzer<'_> {
    let backend: &dyn PdfBackend = backend;
    LayoutAnalyzer::new(backend)
}
