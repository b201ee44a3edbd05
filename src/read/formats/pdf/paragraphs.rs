//! Printed lines -> paragraphs, headings and notes, told apart by indent, length, gap and size.

use super::joins::Vocabulary;
use super::lines::Printed;
use crate::read::headings;
use crate::read::passage::Passage;
use crate::text::{Language, is_han, language_of, simplified_in_place};

/// What a line is measured against.
pub(super) struct Look {
    /// Size of the letters of the body.
    pub(super) body: f32,
    /// Height of the page.
    pub(super) height: f32,
    /// Whether it is the first page.
    pub(super) is_first: bool,
}

/// Beginnings of notes at the foot of a page, besides numbers.
const NOTES: &[&str] = &[
    "*",
    "†",
    "①",
    "②",
    "③",
    "④",
    "⑤",
    "⑥",
    "⑦",
    "⑧",
    "⑨",
    "收稿",
    "基金",
    "作者简介",
    "通讯作者",
    "通信作者",
    "Funding",
    "Corresponding",
    "Received",
    "Supported",
];

/// Cuts the lines of a block into passages. `titles` is told of the title of the paper, which may take several lines.
pub(super) fn cut(
    lines: &[Printed],
    level: Option<u8>,
    look: &Look,
    vocabulary: &Vocabulary,
    titles: &mut Titles,
    passages: &mut Vec<Passage>,
) {
    let lines: Vec<&Printed> = lines.iter().filter(|line| !line.text.is_empty()).collect();
    let frame = Frame::of(&lines);
    let mut start = 0;
    for at in 1..=lines.len() {
        if let Some(row) = &lines[at - 1].row
            && at - start == 1
        {
            passages.extend(super::unruled::passage(row));
            start = at;
            continue;
        }
        if at == lines.len() || begins(lines[at - 1], lines[at], at - start == 1, level.is_some(), &frame) {
            let passage = passage(&lines[start..at], level, look, vocabulary, titles);
            let passage = passage.and_then(|passage| titles.join(passage, passages));
            passages.extend(passage);
            start = at;
        }
    }
}

/// The title that was read last, while it may go on.
#[derive(Default)]
pub(super) struct Titles {
    /// Size of its letters; 0 when something else came behind it.
    size: f32,
    /// Size of the letters of the title that is being read.
    next: f32,
}

impl Titles {
    /// Puts a title behind the lines of the same title before it; gives back what begins a passage of its own.
    fn join(&mut self, passage: Passage, passages: &mut [Passage]) -> Option<Passage> {
        let Passage::Title(text) = &passage else { return Some(passage) };
        let goes_on = (self.size - self.next).abs() < self.next * 0.05;
        self.size = self.next;
        match passages.last_mut() {
            Some(Passage::Title(before)) if goes_on && language_of(before) == language_of(text) => {
                if language_of(text) == Language::En {
                    before.push(' ');
                }
                before.push_str(text);
                None
            }
            _ => Some(passage),
        }
    }
}

/// The edges of a column and its usual distance between lines.
struct Frame {
    left: f32,
    right: f32,
    pitch: f32,
}

impl Frame {
    fn of(lines: &[&Printed]) -> Self {
        let left = lines.iter().map(|line| line.x).fold(f32::INFINITY, f32::min);
        let right = lines.iter().map(|line| line.right).fold(0.0, f32::max);
        let mut gaps: Vec<f32> =
            lines.windows(2).map(|pair| pair[0].y - pair[1].y).filter(|gap| *gap > 0.0).collect();
        gaps.sort_by(f32::total_cmp);
        Frame { left, right, pitch: gaps.get(gaps.len() / 2).copied().unwrap_or(0.0) }
    }
}

/// Whether a line begins a paragraph of its own. `is_second`: the line before began one.
fn begins(before: &Printed, line: &Printed, is_second: bool, is_heading: bool, frame: &Frame) -> bool {
    if before.size == 0.0 || line.size == 0.0 || before.row.is_some() || line.row.is_some() {
        return true;
    }
    let size = before.size.max(line.size);
    if (before.size - line.size).abs() > size * 0.08 || before.is_bold != line.is_bold {
        return true;
    }
    if is_reference(&line.text) || is_caption(&line.text) && before.text.ends_with(['。', '.', '：', ':']) {
        return true;
    }
    if is_heading {
        return headings::number(&line.text).is_some();
    }
    let falls = before.y - line.y;
    if falls > frame.pitch * 1.6 && frame.pitch > 0.0 {
        return true;
    }
    let centre = |line: &Printed| (line.x + line.right) / 2.0;
    if (centre(before) - centre(line)).abs() < size * 0.3 && (before.x - line.x).abs() > size * 0.8 {
        return true;
    }
    let (indent, indent_before) = (line.x - frame.left, before.x - frame.left);
    let is_indented = indent > size * 1.2 && indent < size * 5.0;
    // Two lines further in: the first was a paragraph of one line.
    let after_one_line = is_second && (indent - indent_before).abs() < size * 0.3;
    let is_first = is_indented && (after_one_line || indent_before < size * 1.2 && !hangs(before, frame));
    is_first || frame.right - before.right > needed(&line.text, size)
}

/// A line that starts at the edge and runs to the end: what follows it further in hangs under it.
fn hangs(before: &Printed, frame: &Frame) -> bool {
    let is_full = frame.right - before.right < before.size;
    is_full && !before.text.ends_with(['。', '！', '？', '.', '!', '?', '；', ';', '：', ':'])
}

/// Room that the first word of a line takes: had it fit on the line before, the break was meant.
fn needed(text: &str, size: f32) -> f32 {
    if text.chars().next().is_some_and(is_han) {
        return size * 2.3;
    }
    let n_chars = text.chars().take_while(|c| !c.is_whitespace() && !is_han(*c)).take(30).count();
    #[expect(clippy::cast_precision_loss, reason = "at most 30")]
    let width = n_chars as f32;
    size * (0.75 + 0.6 * width)
}

/// `表1 …`, `Table 2. …`: the caption of a table or figure.
fn is_caption(text: &str) -> bool {
    let word =
        ["表", "图", "圖", "Table ", "Figure ", "Fig. "].iter().find_map(|word| text.strip_prefix(word));
    let is_short = text.chars().count() < 80 && !text.ends_with('。');
    is_short && word.is_some_and(is_named)
}

/// Whether what follows the word for a table begins with its number and does not go on as a sentence: `1. Models`, not
/// `1 summarises …` or `1列出…`.
pub(super) fn is_named(rest: &str) -> bool {
    let number = rest.trim_start();
    let name = number
        .trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '–' | '．'))
        .trim_start();
    let is_verb = |c: char| c.is_lowercase() || "列显顯给給说說中反的是和与與".contains(c);
    number.starts_with(|c: char| c.is_ascii_digit()) && !name.starts_with(is_verb)
}

fn is_reference(text: &str) -> bool {
    let inner = text.strip_prefix(['[', '［']).and_then(|rest| rest.split([']', '］']).next());
    inner.is_some_and(|number| {
        !number.is_empty() && number.len() < 4 && number.chars().all(|c| c.is_ascii_digit())
    })
}

fn passage(
    lines: &[&Printed],
    level: Option<u8>,
    look: &Look,
    vocabulary: &Vocabulary,
    titles: &mut Titles,
) -> Option<Passage> {
    let first = lines.first()?;
    let mut text = String::new();
    for line in lines {
        vocabulary.join(&mut text, &line.text);
    }
    let text = text.trim_end_matches('\u{ad}').to_owned();
    if is_formula(&text) {
        return None;
    }
    if is_note(first, &text, look) {
        return Some(Passage::Note(text));
    }
    let n_chars = text.chars().count();
    let longest = if language_of(&text) == Language::Zh { 50 } else { 160 };
    let is_short = n_chars <= longest && !text.ends_with(['。', '；', '，', ',', ';']);
    let is_large = first.size > look.body * 1.3 && first.y > look.height * 0.5;
    let is_title = look.is_first && is_large && is_short && n_chars > 3 && headings::number(&text).is_none();
    titles.size = if is_title { titles.size } else { 0.0 };
    if is_title {
        titles.next = first.size;
        return Some(Passage::Title(text));
    }
    let stands_out = first.size > look.body * 1.08 || first.is_bold && lines.len() < 3;
    match level {
        Some(level) if is_short => Some(Passage::Heading(level.max(2), text)),
        _ if stands_out && is_short && headings::number(&text).is_some() => Some(Passage::Heading(2, text)),
        _ => Some(Passage::Paragraph(text)),
    }
}

/// A note at the foot of the page: small letters behind a mark.
fn is_note(first: &Printed, text: &str, look: &Look) -> bool {
    let is_small = first.size > 0.0 && first.size < look.body * 0.93;
    let is_low = first.y < look.height * 0.4;
    let is_marked = NOTES.iter().any(|mark| simplified_in_place(text).starts_with(mark))
        || text.starts_with(|c: char| c.is_ascii_digit())
        || is_reference(text);
    is_small && is_low && is_marked
}

/// A displayed formula: signs and single letters, no words.
fn is_formula(text: &str) -> bool {
    let has_sign = text.contains(['=', '∑', '∫', '≤', '≥', '√', '∂', '∏']);
    let n_words = text.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() > 3).count();
    has_sign && n_words < 2 && text.chars().count() < 200 && text.chars().filter(|c| is_han(*c)).count() < 4
}
