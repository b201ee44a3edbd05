//! Lines with roles -> the document: joined paragraphs, one text, sections, blocks, tables.

use super::headings::Style;
use super::lines::{Line, LineKind};
use super::metadata::{self, Front};
use super::parts::is_work;
use super::passage::Stated;
use crate::knowledge::{Knowledge, Layout};
use crate::model::{Block, BlockKind, Document, PageStart, Section, Table, Zone};
use crate::report::Entry;
use crate::text::{Language, Span, is_han, language_of, simplified_in_place};

/// A block before the text is laid out.
pub(super) struct Piece {
    pub(super) kind: BlockKind,
    pub(super) text: String,
    pub(super) section: usize,
    cells: Vec<std::ops::Range<usize>>,
    /// Bytes of the text at which a page begins or was entered, with its number.
    pages: Vec<(usize, u32)>,
}

/// The state of the walk over the lines.
struct Walk<'k> {
    layout: &'k Layout,
    pieces: Vec<Piece>,
    sections: Vec<(Section, Option<usize>)>,
    styles: Vec<(Style, usize)>,
    /// What is not of the argument, under its heading: references, how the paper was made.
    apart: Option<BlockKind>,
    in_abstract: bool,
    had_blank: bool,
    page: u32,
    /// The language of the second front, once it is reached behind the references.
    closing: Option<Language>,
}

/// The document that an entry of the report is about.
pub(super) fn assemble(
    entry: &Entry,
    sha256: String,
    lines: &[Line],
    stated: &Stated,
    knowledge: &Knowledge,
) -> Document {
    let lines = split_keywords(lines);
    let front = metadata::front(&lines, stated, knowledge);
    let root = Section { parent: None, level: 0, heading: None, zone: Zone::Front };
    let mut walk = Walk {
        layout: &knowledge.layout,
        pieces: Vec::new(),
        sections: vec![(root, None)],
        styles: Vec::new(),
        apart: None,
        in_abstract: false,
        had_blank: true,
        page: 0,
        closing: None,
    };
    for (at, line) in lines.iter().enumerate() {
        walk.step(&lines, at, line, &front);
    }
    let mut document = lay_out(entry, sha256, walk, &front);
    metadata::complete(&mut document, stated, knowledge);
    document
}

/// Cuts a line in which the keywords follow the abstract without a break.
fn split_keywords(lines: &[Line]) -> Vec<Line> {
    let mut split = Vec::with_capacity(lines.len());
    for line in lines {
        if let LineKind::Abstract(at) = line.kind {
            let read = simplified_in_place(&line.text);
            let found = [
                "关键词：",
                "关键词:",
                "【关键词】",
                "[关键词]",
                "［关键词］",
                "Key words:",
                "Keywords:",
                "Key words：",
                "关键词 ",
            ]
            .iter()
            .filter_map(|word| read[at..].find(word).map(|found| (at + found, word.len())))
            .min();
            if let Some((cut, length)) = found {
                split.push(Line { text: line.text[..cut].trim_end().to_owned(), ..line.clone() });
                let text = line.text[cut..].to_owned();
                split.push(Line { kind: LineKind::Keywords(length), text, ..line.clone() });
                continue;
            }
        }
        split.push(line.clone());
    }
    split
}

impl Walk<'_> {
    fn step(&mut self, lines: &[Line], at: usize, line: &Line, front: &Front) {
        let text = line.text.as_str();
        self.page = line.page;
        if front.closes_at(at) {
            self.closing = Some(line.language);
        }
        if let Some(kind) = front.role(at) {
            let start = if let LineKind::Heading(Style::Plain(_), start) = line.kind { start } else { 0 };
            self.push(kind, text[start..].trim_start_matches('#').trim());
            return;
        }
        match &line.kind {
            LineKind::Blank => {
                self.had_blank = true;
                return;
            }
            LineKind::Heading(style, start)
                if self.apart != Some(BlockKind::Reference) || matches!(style, Style::Plain(_)) =>
            {
                self.heading(*style, text[*start..].trim());
            }
            LineKind::Abstract(start) => {
                self.apart = None;
                let rest = text[*start..].trim();
                self.in_abstract = rest.is_empty() || has_keywords_ahead(lines, at);
                self.push(BlockKind::Abstract, rest);
            }
            LineKind::Keywords(start) => {
                self.in_abstract = false;
                let words = text[*start..].trim();
                let part = metadata::keyword_part(words);
                self.push(BlockKind::Keywords, part);
                // What a journal prints behind them: classes, DOI.
                let rest =
                    words[part.len()..].trim_start_matches(|c: char| !c.is_alphanumeric() && c != '【');
                self.push(BlockKind::Furniture, rest.trim());
                if self.closing.is_some() {
                    self.apart = Some(BlockKind::Furniture);
                }
            }
            LineKind::References => self.set_apart(BlockKind::Reference, text),
            LineKind::Aside => self.set_apart(BlockKind::Furniture, text),
            // Behind a second front stand lives of the authors, but also what goes on of the paper.
            kind => match self.apart {
                Some(apart) if self.closing.is_none() || self.layout.is_life(text) => self.push(apart, text),
                _ => self.body(lines, at, kind, text),
            },
        }
        self.had_blank = false;
    }

    /// A line of the argument.
    fn body(&mut self, lines: &[Line], at: usize, kind: &LineKind, text: &str) {
        match kind {
            LineKind::Text | LineKind::Item(_) if text.len() < LONGEST_WORK && is_work(text) => {
                self.push(BlockKind::Reference, text);
            }
            LineKind::Caption => self.push(BlockKind::Caption, text),
            LineKind::Row(cells) => self.row(text, cells),
            LineKind::Furniture => self.push(BlockKind::Furniture, text),
            LineKind::Item(_) => self.push(BlockKind::Item, text),
            _ => self.prose(lines, at, text),
        }
    }

    /// The heading of a part that is not of the argument, as all lines under it.
    fn set_apart(&mut self, kind: BlockKind, text: &str) {
        self.apart = Some(kind);
        self.in_abstract = false;
        self.push(BlockKind::Furniture, text);
    }

    fn push(&mut self, kind: BlockKind, text: &str) {
        if !text.is_empty() {
            let section = self.section();
            let pages = vec![(0, self.page)];
            self.pieces.push(Piece { kind, text: text.to_owned(), section, cells: Vec::new(), pages });
        }
        self.had_blank = false;
    }

    /// The section of what comes next; a front behind the references belongs to none of the body.
    fn section(&self) -> usize {
        if self.closing.is_some() { 0 } else { self.sections.len() - 1 }
    }

    fn row(&mut self, text: &str, cells: &[std::ops::Range<usize>]) {
        let section = self.section();
        self.pieces.push(Piece {
            kind: BlockKind::Row,
            text: text.to_owned(),
            section,
            cells: cells.to_vec(),
            pages: vec![(0, self.page)],
        });
    }

    fn heading(&mut self, style: Style, words: &str) {
        self.apart = None;
        self.in_abstract = false;
        self.closing = None;
        if words.is_empty() {
            return;
        }
        while let Some(position) = self.styles.iter().position(|(known, _)| same_rank(*known, style)) {
            self.styles.truncate(position);
        }
        let parent = self.styles.last().map_or(0, |(_, section)| *section);
        let level = self.sections[parent].0.level.saturating_add(1);
        let zone = self.zone(words, parent);
        let section = self.sections.len();
        self.sections
            .push((Section { parent: Some(parent), level, heading: None, zone }, Some(self.pieces.len())));
        self.styles.push((style, section));
        self.push(BlockKind::Heading, words);
    }

    fn zone(&self, words: &str, parent: usize) -> Zone {
        let words = simplified_in_place(words).to_lowercase();
        let named = |cues: &[String]| cues.iter().any(|cue| words.contains(cue.as_str()));
        match self.sections[parent].0.zone {
            Zone::Recommendation => Zone::Recommendation,
            _ if named(&self.layout.recommendation) => Zone::Recommendation,
            Zone::Conclusion => Zone::Conclusion,
            _ if named(&self.layout.conclusion) => Zone::Conclusion,
            _ => Zone::Body,
        }
    }

    fn prose(&mut self, lines: &[Line], at: usize, text: &str) {
        let after_caption = self.pieces.last().is_some_and(|piece| piece.kind == BlockKind::Caption);
        let before_row = lines.get(at + 1).is_some_and(|line| matches!(line.kind, LineKind::Row(_)));
        if after_caption && before_row && text.chars().count() < 40 {
            let whole = 0..text.len();
            self.row(text, std::slice::from_ref(&whole));
            return;
        }
        let kind = if self.in_abstract { BlockKind::Abstract } else { BlockKind::Paragraph };
        let section = self.section();
        let had_blank = self.had_blank;
        let last = self.pieces.iter_mut().rev().find(|piece| {
            piece.kind.is_prose()
                || matches!(piece.kind, BlockKind::Heading | BlockKind::Title | BlockKind::Keywords)
        });
        if let Some(last) = last
            && last.kind.is_prose()
            && last.section == section
            && continues(&last.text, text, had_blank)
        {
            join(&mut last.text, text);
            if last.pages.last().is_some_and(|(_, page)| *page != self.page) {
                last.pages.push((last.text.len() - text.len(), self.page));
            }
            return;
        }
        self.push(kind, text);
    }
}

fn has_keywords_ahead(lines: &[Line], at: usize) -> bool {
    lines[at + 1..].iter().take(12).any(|line| matches!(line.kind, LineKind::Keywords(_)))
}

/// Whether two numbering styles stand for the same depth.
fn same_rank(a: Style, b: Style) -> bool {
    a == b || matches!((a, b), (Style::Point, Style::Dotted(1)) | (Style::Dotted(1), Style::Point))
}

/// A line of more bytes that names a work is prose with a note in it.
const LONGEST_WORK: usize = 400;
/// Bytes of a paragraph that are looked at to tell whether it goes on.
const LONGEST_LOOK: usize = 600;

/// Whether a line goes on with the sentence that the paragraph before it left open.
fn continues(before: &str, line: &str, had_blank: bool) -> bool {
    let Some(last) = before.chars().next_back() else { return false };
    // The end of a paragraph tells enough, however many lines it has taken in.
    let before = &before[before.ceil_char_boundary(before.len().saturating_sub(LONGEST_LOOK))..];
    let ends =
        matches!(last, '。' | '！' | '？' | '：' | '；' | '…' | '.' | '!' | '?' | ':' | ';' | '”' | '"');
    let first = line.chars().next().unwrap_or(' ');
    let lower = first.is_lowercase();
    let long = before.chars().count() >= if had_blank { 30 } else { 12 };
    match language_of(before) {
        Language::Zh => {
            long && !ends
                && (is_han(first)
                    || lower
                    || first.is_ascii_digit()
                    || crate::text::is_wide_punctuation(first))
        }
        Language::En if last == '-' => lower,
        Language::En => !ends && long && (lower || !had_blank),
    }
}

fn join(before: &mut String, line: &str) {
    let last = before.chars().next_back().unwrap_or(' ');
    let first = line.chars().next().unwrap_or(' ');
    if last == '-' && first.is_lowercase() && before.chars().rev().nth(1).is_some_and(char::is_alphabetic) {
        before.pop();
    } else if !(is_han(last)
        || is_han(first)
        || crate::text::is_wide_punctuation(last)
        || crate::text::is_wide_punctuation(first))
    {
        before.push(' ');
    }
    before.push_str(line);
}

fn lay_out(entry: &Entry, sha256: String, walk: Walk<'_>, front: &Front) -> Document {
    let mut text = String::new();
    let mut pages: Vec<PageStart> = Vec::new();
    let mut shown = 0;
    let mut blocks: Vec<Block> = Vec::new();
    let mut tables: Vec<Table> = Vec::new();
    let mut sections: Vec<Section> = Vec::new();
    let mut headings = walk.sections.into_iter().peekable();
    sections.extend(headings.next().map(|(root, _)| root));
    let mut caption: Option<Span> = None;
    let mut in_table = false;
    for (at, piece) in walk.pieces.iter().enumerate() {
        let page = piece.pages.first().map_or(0, |(_, page)| *page);
        if page != shown && !text.is_empty() {
            text.push('\u{c}');
        }
        shown = page;
        let start = text.len();
        for (at, number) in piece.pages.iter().filter(|(_, number)| *number > 0) {
            if pages.last().is_none_or(|last| last.number != *number) {
                pages.push(PageStart { start: Span::new(start + at, start + at).start, number: *number });
            }
        }
        text.push_str(&piece.text);
        let span = Span::new(start, text.len());
        text.push('\n');
        if let Some((mut section, _)) = headings.next_if(|(_, piece)| *piece == Some(at)) {
            section.heading = Some(span);
            sections.push(section);
        }
        match piece.kind {
            BlockKind::Row => {
                let cells =
                    piece.cells.iter().map(|cell| Span::new(start + cell.start, start + cell.end)).collect();
                if !in_table {
                    tables.push(Table { caption: caption.take(), rows: Vec::new(), section: piece.section });
                }
                tables.last_mut().expect("a table was just opened").rows.push(cells);
            }
            BlockKind::Caption if caption.is_none() => caption = Some(span),
            // A note at the foot of a page stands between a caption and its table, or parts a table.
            BlockKind::Caption | BlockKind::Furniture => {}
            _ => caption = None,
        }
        in_table = piece.kind == BlockKind::Row || in_table && piece.kind == BlockKind::Furniture;
        blocks.push(Block {
            span,
            kind: piece.kind,
            section: piece.section,
            language: language_of(&piece.text),
        });
    }
    Document {
        id: sha256[..16].to_owned(),
        path: entry.path.clone(),
        sha256,
        text,
        metadata: front.metadata.clone(),
        sections,
        blocks,
        tables,
        pages,
        format: entry.format.clone().unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use crate::knowledge::{Knowledge, Options};
    use crate::model::BlockKind::{self, Abstract, Furniture, Keywords, Paragraph, Reference, Title};

    const PAPER: &str = "# 山区水渠的维护

摘要：水渠需要维护。

关键词：水渠；维护

# 1 引言

水渠穿过山区，村民每年维护水渠。

# 参考文献(References)：

[1] 王某. 水渠[J]. 某学报, 2012(3): 1-5.

# 致 谢

感谢村民。

# Maintenance of Canals in Mountain Areas

Zhang San, Li Si

(Some University, Beijing 100000, China)

Abstract: Canals need care.

Keywords: canals; care

Zhang San is a teacher of hydrology.
";

    #[test]
    fn the_front_behind_the_references_is_a_front() {
        let knowledge = Knowledge::load(&Options::default()).expect("the built-in knowledge loads");
        let document =
            crate::read::read("paper.md", PAPER.as_bytes(), &knowledge).expect("the text is a document");
        let check = |words: &str, expected: BlockKind| {
            let block = document.blocks.iter().find(|block| document.slice(block.span).contains(words));
            assert_eq!(block.map(|block| block.kind), Some(expected), "{words}");
        };
        check("水渠穿过", Paragraph);
        check("王某", Reference);
        check("感谢", Furniture);
        check("Maintenance", Title);
        check("Zhang San, Li Si", Furniture);
        check("Some University", Furniture);
        check("Canals need care", Abstract);
        check("canals; care", Keywords);
        check("hydrology", Furniture);
        assert_eq!(document.metadata.title.en.as_deref(), Some("Maintenance of Canals in Mountain Areas"));
        assert_eq!(document.sections.len(), 2, "the root and the introduction");
    }
}
