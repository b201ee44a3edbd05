//! A page -> its printed lines, with where and how large they stand.

use unpdf::Page;
use unpdf::parser::TextLine;
use unpdf::parser::backend::RawBackend;

use super::spacing;

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
}

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
    let text = if kept.spans.len() == line.spans.len() { whole.clone() } else { kept.text() };
    let ends = line.spans.iter().filter(|span| !span.text.trim().is_empty());
    let right = ends.map(|span| span.x + span.ink_width.unwrap_or(span.width)).fold(line.x, f32::max);
    Printed {
        text: spacing::normal(text.trim()),
        key: key(&whole),
        x: line.x,
        right,
        y: line.y,
        size: line.font_size,
        is_bold: kept.is_all_bold(),
    }
}

/// A small raised number or star that points to a note.
fn is_note_mark(span: &unpdf::parser::TextSpan, size: f32) -> bool {
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
