//! A page -> its printed lines, with where and how large they stand.

use unpdf::Page;
use unpdf::parser::backend::RawBackend;
use unpdf::parser::{TextLine, TextSpan};

use super::spacing;
use crate::read::margin_numbers;

/// A printed line.
#[derive(Debug, Clone)]
pub(super) struct Printed {
    /// Its text, without raised marks of notes.
    pub(super) text: String,
    /// All its characters without blanks, by which it is found again in the text of its paragraph.
    key: String,
    /// Left end.
    pub(super) x: f32,
    /// Right end.
    pub(super) right: f32,
    /// Base line; grows upward.
    pub(super) y: f32,
    /// Size of its letters.
    pub(super) size: f32,
    /// Whether all of it is bold.
    pub(super) is_bold: bool,
    /// How many of its characters are none: a font maps them to nothing that text may hold.
    pub(super) n_odd: usize,
    /// Its parts between wide gaps.
    pub(super) cells: Vec<Cell>,
    /// The row of a table that it begins; empty where it goes on with one.
    pub(super) row: Option<Vec<String>>,
}

/// A part of a line between two gaps that no blank between words is as wide as.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    pub(super) x: f32,
    pub(super) right: f32,
    pub(super) text: String,
}

/// How wide such a gap is, in sizes of letters.
const GAP: f32 = 0.9;

/// The lines of one page in reading order, each given out once.
#[derive(Debug, Default)]
pub(super) struct PageLines {
    pub(super) lines: Vec<Printed>,
    taken: Vec<bool>,
    next: usize,
}

pub(super) fn of_page(backend: &RawBackend, page: &Page) -> PageLines {
    let analyzer = super::analyzer(backend);
    let Ok(mut spans) = analyzer.extract_page_spans(page.number) else { return PageLines::default() };
    analyzer.filter_spans_for_page(&mut spans, page.number);
    let lines: Vec<Printed> = analyzer.group_spans_into_lines_pub(spans).iter().map(printed).collect();
    PageLines { taken: vec![false; lines.len()], lines, next: 0 }
}

fn printed(line: &TextLine) -> Printed {
    let whole = line.text();
    let mut kept = line.clone();
    kept.spans = line
        .spans
        .iter()
        .enumerate()
        .filter(|(n, span)| *n == 0 || !is_note_mark(span, line.font_size))
        .map(|(_, span)| span.clone())
        .collect();
    let cells = cells(&kept);
    let text = match cells.split_first() {
        // A number that stands apart keeps a blank behind it.
        Some((first, [_, ..])) if is_number(&first.text) => {
            kept.spans.retain(|span| span.x >= cells[1].x - 0.01);
            format!("{}  {}", first.text, kept.text().trim())
        }
        _ if kept.spans.len() == line.spans.len() => whole.clone(),
        _ => kept.text(),
    };
    let right = line.spans.iter().filter(|span| !span.text.trim().is_empty()).map(end).fold(line.x, f32::max);
    Printed {
        n_odd: whole.chars().filter(|c| is_odd(*c)).count(),
        text: spacing::normal(text.trim()),
        cells,
        row: None,
        key: key(&whole),
        x: line.x,
        right,
        y: line.y,
        size: line.font_size,
        is_bold: kept.is_all_bold(),
    }
}

/// What a false map to Unicode gives: the sign for a lost character, private ones, controls.
fn is_odd(c: char) -> bool {
    matches!(c, '\u{fffd}' | '\u{e000}'..='\u{f8ff}') || c.is_control() && !c.is_whitespace()
}

fn end(span: &TextSpan) -> f32 {
    span.x + span.ink_width.unwrap_or(span.width)
}

fn is_number(text: &str) -> bool {
    text.len() < 5 && !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The parts of a line between wide gaps.
fn cells(line: &TextLine) -> Vec<Cell> {
    let mut cells: Vec<Cell> = Vec::new();
    let mut part = TextLine { spans: Vec::new(), ..line.clone() };
    for span in line.spans.iter().filter(|span| !span.text.trim().is_empty()) {
        if part.spans.last().is_some_and(|last| span.x - end(last) > line.font_size * GAP) {
            cells.extend(cell(&part));
            part.spans.clear();
        }
        part.spans.push(span.clone());
    }
    cells.extend(cell(&part));
    cells
}

fn cell(part: &TextLine) -> Option<Cell> {
    let (first, last) = (part.spans.first()?, part.spans.last()?);
    Some(Cell { x: first.x, right: end(last), text: spacing::normal(part.text().trim()) })
}

/// A small raised number or star that points to a note.
fn is_note_mark(span: &TextSpan, size: f32) -> bool {
    let text = span.text.trim();
    let is_mark = |c: char| {
        c.is_ascii_digit()
            || matches!(
                c,
                ',' | '，' | '-' | '–' | '*' | '†' | '‡' | '[' | ']' | '［' | '］' | '①'..='⑳' | ' '
            )
    };
    span.font_size < size * 0.8 && !text.is_empty() && text.chars().count() <= 8 && text.chars().all(is_mark)
}

/// The characters of a text without blanks.
fn key(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
impl Printed {
    /// A line of these cells.
    pub(super) fn of_cells(cells: Vec<Cell>, size: f32) -> Self {
        let text = cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join(" ");
        let (x, right) = (cells[0].x, cells[cells.len() - 1].right);
        Printed { key: key(&text), text, x, right, y: 0.0, size, is_bold: false, n_odd: 0, cells, row: None }
    }
}

#[cfg(test)]
impl PageLines {
    /// A page of these lines.
    pub(super) fn of_lines(lines: Vec<Printed>) -> Self {
        PageLines { taken: vec![false; lines.len()], lines, next: 0 }
    }
}

impl PageLines {
    /// The lines that make up a paragraph, in order. Where the paragraph cannot be laid on lines, it is one line of unknown size.
    pub(super) fn take(&mut self, paragraph: &str) -> Vec<Printed> {
        let whole = key(paragraph);
        let mut rest = whole.as_str();
        let mut found = Vec::new();
        while !rest.is_empty() {
            let Some(at) = self.find(rest) else { break };
            self.taken[at] = true;
            self.next = at + 1;
            rest = &rest[self.lines[at].key.len()..];
            found.push(self.lines[at].clone());
        }
        if rest.is_empty() {
            return found;
        }
        // The rest as it was joined: blanks are kept from the paragraph.
        let n_done = whole[..whole.len() - rest.len()].chars().count();
        let mut n_seen = 0;
        let start = paragraph.char_indices().find(|(_, c)| {
            n_seen += usize::from(!c.is_whitespace());
            n_seen > n_done
        });
        let text = start.map_or("", |(at, _)| &paragraph[at..]);
        found.push(Printed {
            text: spacing::normal(text.trim()),
            key: String::new(),
            x: 0.0,
            right: 0.0,
            y: 0.0,
            size: 0.0,
            is_bold: false,
            n_odd: 0,
            cells: Vec::new(),
            row: None,
        });
        found
    }

    /// The next line that begins the text, else any line not given out that does.
    fn find(&self, text: &str) -> Option<usize> {
        let fits = |at: &usize| {
            !self.taken[*at] && !self.lines[*at].key.is_empty() && text.starts_with(&self.lines[*at].key)
        };
        (self.next..self.lines.len()).find(fits).or_else(|| (0..self.next.min(self.lines.len())).find(fits))
    }
}

/// Takes away the numbers that manuscripts print in front of every line.
pub(super) fn unnumber(pages: &mut [(Page, PageLines)]) {
    let texts = pages.iter().flat_map(|(_, lines)| lines.lines.iter().map(|line| line.text.as_str()));
    let cuts = margin_numbers::cuts(texts);
    for (line, cut) in pages.iter_mut().flat_map(|(_, lines)| &mut lines.lines).zip(cuts) {
        line.text.drain(..cut);
        if cut > 0 && line.cells.len() > 1 && is_number(&line.cells[0].text) {
            line.cells.remove(0);
            line.x = line.cells[0].x;
        }
    }
}

/// The size in which most of the text is set.
pub(super) fn body_size(pages: &[(Page, PageLines)]) -> f32 {
    let mut sizes: std::collections::BTreeMap<i32, usize> = std::collections::BTreeMap::new();
    for line in pages.iter().flat_map(|(_, lines)| &lines.lines) {
        #[expect(clippy::cast_possible_truncation, reason = "sizes of letters are small")]
        let step = (line.size * 4.0).round() as i32;
        *sizes.entry(step).or_default() += line.text.chars().count();
    }
    let most = sizes.into_iter().max_by_key(|(step, n)| (*n, *step));
    #[expect(clippy::cast_precision_loss, reason = "sizes of letters are small")]
    most.map_or(10.0, |(step, _)| step as f32 / 4.0)
}
