//! Clean text -> lines with their roles.

use super::clean::{self, BOLD, PAGE};
use super::furniture::{is_caption, is_furniture, is_scale};
use super::headings::{Style, number};
use super::parts::{announced, opens_references, references_behind};
use super::passage::Passage;
use super::{margin_numbers, tables};
use crate::knowledge::{Knowledge, Layout};
use crate::text::{Language, is_han, language_of, simplified_in_place};

/// What a line is, before paragraphs are joined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum LineKind {
    Blank,
    /// A heading: numbering style, and where its words start.
    Heading(Style, usize),
    /// The first line of the abstract, and where its words start.
    Abstract(usize),
    /// Author keywords, and where they start.
    Keywords(usize),
    /// The heading of the references.
    References,
    /// The heading of a part about how the paper was made.
    Aside,
    /// A line that starts with the number or dash of a list, and where its words start.
    Item(usize),
    /// Caption of a table or figure.
    Caption,
    /// Cells of a table, as byte ranges of the line.
    Row(Vec<std::ops::Range<usize>>),
    /// About the paper or the page.
    Furniture,
    /// Prose.
    Text,
}

/// A line, without marks.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) kind: LineKind,
    pub(super) language: Language,
    /// The page it stands on; 0 in formats without pages.
    pub(super) page: u32,
}

/// Parts the cells of a row in the text, in every format alike; no name runs across it.
const BAR: &str = " | ";
/// A Chinese heading is no longer than this many characters, an English one than twice that.
const LONGEST_HEADING: usize = 48;

/// The lines of a document, in order.
pub(super) fn classify(passages: &[Passage], knowledge: &Knowledge) -> Vec<Line> {
    let mut reading = Reading { lines: Vec::new(), page: 0, knowledge };
    for passage in passages {
        reading.passage(passage);
    }
    demote_lists(&mut reading.lines);
    reading.lines
}

/// Lines collected so far, and the page they stand on.
struct Reading<'k> {
    lines: Vec<Line>,
    page: u32,
    knowledge: &'k Knowledge,
}

impl Reading<'_> {
    fn passage(&mut self, passage: &Passage) {
        let is_listed = matches!(passage, Passage::Item(_) | Passage::Row(_) | Passage::Page(_));
        if !is_listed
            && self.lines.last().is_some_and(|line| matches!(line.kind, LineKind::Item(_) | LineKind::Row(_)))
        {
            self.push(String::new(), LineKind::Blank);
        }
        match passage {
            Passage::Page(number) => self.page = *number,
            Passage::Text(text) => self.text(text),
            Passage::Paragraph(text) => self.lines(&clean::clean(&text.replace(['\n', '\t'], " "))),
            Passage::Title(text) => {
                self.push(tidy(&text.replace(['\n', '\t'], " ")), LineKind::Heading(Style::Plain(1), 0))
            }
            Passage::Heading(level, text) => {
                let marks = "#".repeat(usize::from(*level).clamp(1, 6));
                self.lines(&clean::clean(&format!(
                    "{marks} {}",
                    text.replace(['\n', '\t', '*'], " ").trim()
                )));
            }
            Passage::Item(text) => {
                let text = clean::clean(&text.replace(['\n', '\t'], " ")).replace(BOLD, "");
                let text = tidy(&text);
                let start = number(&simplified_in_place(&text)).map_or(0, |(_, at)| at);
                self.push(text, LineKind::Item(start));
                return;
            }
            Passage::Row(cells) => {
                self.row(cells);
                return;
            }
            Passage::Note(text) => self.push(tidy(&text.replace(['\n', '\t'], " ")), LineKind::Furniture),
        }
        if !matches!(passage, Passage::Page(_)) {
            self.push(String::new(), LineKind::Blank);
        }
    }

    fn text(&mut self, text: &str) {
        let cleaned = clean::clean(text);
        let mut rest = cleaned.as_str();
        if let Some(front) = yaml_front(rest) {
            let title = rest[..front].lines().find_map(|line| line.strip_prefix("title:"));
            if let Some(title) = title {
                self.push(
                    title.trim().trim_matches(['\'', '"']).to_owned(),
                    LineKind::Heading(Style::Plain(1), 0),
                );
            }
            rest = &rest[front..];
        }
        if self.page == 0 && rest.contains(PAGE) {
            self.page = 1;
        }
        let cuts = margin_numbers::cuts(rest.lines());
        for (raw, cut) in rest.lines().zip(cuts) {
            let raw = &raw[cut..];
            if raw == "\u{c}" {
                self.page += 1;
            } else {
                self.line(raw);
            }
        }
    }

    /// One line of a text, blank or not; the heading of the references behind a sentence is a line of its own.
    fn line(&mut self, raw: &str) {
        let layout = &self.knowledge.layout;
        let (before, raw) = raw.split_at(references_behind(raw, layout).unwrap_or(0));
        if !before.is_empty() {
            self.lines.push(Line { page: self.page, ..line(before, layout) });
        }
        self.lines.push(Line { page: self.page, ..line(raw, layout) });
    }

    /// The lines of a cleaned passage, usually one.
    fn lines(&mut self, cleaned: &str) {
        for raw in cleaned.lines().filter(|raw| !raw.trim().is_empty()) {
            self.line(raw);
        }
    }

    fn row(&mut self, cells: &[String]) {
        let tidied =
            cells.iter().map(|cell| clean::clean(&cell.replace(['\n', '\t'], " ")).replace(BOLD, ""));
        let (text, kind) = row(tidied.map(|cell| tidy(&cell)));
        self.push(text, kind);
    }

    fn push(&mut self, text: String, kind: LineKind) {
        let kind = if text.is_empty() { LineKind::Blank } else { kind };
        self.lines.push(Line { language: language_of(&text), text, kind, page: self.page });
    }
}

/// Length of a block of `key: value` lines between two rules at the very start.
fn yaml_front(text: &str) -> Option<usize> {
    let body = text.strip_prefix("---\n")?;
    let end = body.find("\n---\n")?;
    Some(4 + end + 5)
}

fn line(raw: &str, layout: &Layout) -> Line {
    let is_bold =
        raw.trim().starts_with(BOLD) && raw.trim().ends_with(BOLD) && raw.matches(BOLD).count() == 2;
    let cells = tables::cells(raw);
    let text: String = raw.replace(BOLD, "");
    let text = if cells.is_some() { text.trim_end().to_owned() } else { tidy(&text) };
    let language = language_of(&text);
    let kind = if text.trim().is_empty() {
        LineKind::Blank
    } else if let Some(cells) = tables::cells(&text) {
        let (text, kind) = row(cells.into_iter().map(|cell| text[cell].to_owned()));
        return Line { language: language_of(&text), text, kind, page: 0 };
    } else {
        prose_kind(&simplified_in_place(&text), layout, is_bold)
    };
    if let LineKind::Keywords(start) = kind
        && !text[start..].contains([';', '；', ',', '，', '、'])
    {
        return keywords(raw, text, start, layout);
    }
    Line { text, kind, language, page: 0 }
}

/// A line of keywords that only blanks part: they stay, also between ideographs.
fn keywords(raw: &str, tidy: String, start: usize, layout: &Layout) -> Line {
    let loose = raw.replace(BOLD, "").split_whitespace().collect::<Vec<_>>().join(" ");
    let (text, start) = match prose_kind(&simplified_in_place(&loose), layout, false) {
        LineKind::Keywords(start) => (loose, start),
        _ => (tidy, start),
    };
    Line { language: language_of(&text), kind: LineKind::Keywords(start), text, page: 0 }
}

/// The text of a row and where its cells stand in it; blank cells are left out.
fn row(cells: impl Iterator<Item = String>) -> (String, LineKind) {
    let mut text = String::new();
    let mut ranges = Vec::new();
    for cell in cells.filter(|cell| !cell.is_empty()) {
        if !text.is_empty() {
            text.push_str(BAR);
        }
        ranges.push(text.len()..text.len() + cell.len());
        text.push_str(&cell);
    }
    let kind = if ranges.is_empty() { LineKind::Blank } else { LineKind::Row(ranges) };
    (text, kind)
}

/// One line without blanks at its ends, between ideographs, or in runs.
fn tidy(text: &str) -> String {
    let chars: Vec<char> = text.trim().chars().collect();
    let mut tidy = String::with_capacity(text.len());
    let is_wide = |c: char| is_han(c) || crate::text::is_wide_punctuation(c);
    for (at, c) in chars.iter().enumerate() {
        if !c.is_whitespace() {
            tidy.push(*c);
            continue;
        }
        let before = tidy.chars().next_back();
        let after = chars[at..].iter().find(|c| !c.is_whitespace());
        let glue = before.is_some_and(is_wide) && after.copied().is_some_and(is_wide);
        // Two blanks between ideographs part two things (names, a heading and its text): one blank stays.
        let apart = glue && chars.get(at + 1).is_some_and(|c| c.is_whitespace());
        if before.is_some_and(|c| c != ' ') && (!glue || apart) {
            tidy.push(' ');
        }
    }
    tidy
}

fn prose_kind(text: &str, layout: &Layout, is_bold: bool) -> LineKind {
    let marks = text.len() - text.trim_start_matches('#').len();
    let body = text[marks..].trim_start();
    let start = text.len() - body.len();
    let bare = body.trim_start_matches(['【', '[', '［', '〔', '*', '•', '·', '〖', ' ']).to_lowercase();
    let lead =
        body.chars().take_while(|c| matches!(c, '【' | '[' | '［' | '〔' | '*' | '•' | '·' | '〖' | ' '));
    let lead: usize = lead.map(char::len_utf8).sum();
    // Recognition of print loses the gap: `AbstractThere is …`.
    let is_glued = |word: &&String| {
        word.is_ascii()
            && bare.starts_with(word.as_str())
            && body[lead..]
                .get(word.len()..)
                .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()))
    };
    // `Keywordsgrowth, trade`: no word goes on so.
    let is_run_on = |word: &&String| {
        word.ends_with('s')
            && bare.starts_with(word.as_str())
            && body[lead..].starts_with('K')
            && bare[word.len()..].starts_with(|c: char| c.is_ascii_lowercase())
    };
    let glued = |word: &&String| is_glued(word) || is_run_on(word);
    if let Some(word) = layout.keywords.iter().filter(glued).max_by_key(|word| word.len()) {
        return LineKind::Keywords(start + lead + word.len());
    }
    if let Some(word) = layout.abstracts.iter().filter(is_glued).max_by_key(|word| word.len()) {
        return LineKind::Abstract(start + lead + word.len());
    }
    if let Some(length) = announced(&bare, &layout.keywords) {
        return LineKind::Keywords(start + lead + length);
    }
    if let Some(length) = announced(&bare, &layout.abstracts) {
        return LineKind::Abstract(start + lead + length);
    }
    let unnumbered = number(&bare).map_or(bare.as_str(), |(_, at)| bare[at..].trim_start());
    let whole = unnumbered.trim_matches(|c: char| !c.is_alphanumeric());
    if opens_references(unnumbered, layout) {
        return LineKind::References;
    }
    if layout.is_aside(unnumbered) {
        return LineKind::Aside;
    }
    if layout.page_words.contains(&bare) || is_furniture(body, &bare, layout) {
        if layout.references.iter().any(|name| whole.ends_with(name) && name.starts_with(is_han)) {
            return LineKind::References;
        }
        return LineKind::Furniture;
    }
    if is_caption(&bare, layout) && body.chars().count() < 120 && !body.contains('。') {
        return LineKind::Caption;
    }
    if marks > 0 && body.chars().count() < 120 && !body.ends_with('。') {
        let level = u8::try_from(marks).unwrap_or(6);
        return match number(body) {
            Some((style, at)) => LineKind::Heading(style, start + at),
            None => LineKind::Heading(Style::Plain(level), start),
        };
    }
    if is_scale(body) {
        return LineKind::Furniture;
    }
    if let Some(at) = bullet(body) {
        return LineKind::Item(start + at);
    }
    if let Some((style, at)) = number(body) {
        return if is_heading(&body[at..], style) {
            LineKind::Heading(style, start + at)
        } else {
            LineKind::Item(start + at)
        };
    }
    let is_framed =
        bare.starts_with(['（', '(']) || bare.trim_end().ends_with([':', '：', '.', '。', ';', '；']);
    let known = !is_framed && layout.is_boilerplate(&bare);
    if known || (is_bold && is_heading(body, Style::Plain(3))) {
        return LineKind::Heading(Style::Plain(if known { 1 } else { 3 }), start);
    }
    LineKind::Text
}

fn bullet(body: &str) -> Option<usize> {
    let rest = body.strip_prefix(['-', '*', '•', '·', '●', '◆', '■', '◇', '□', '➢', '–'])?;
    let words = rest.trim_start();
    (words.len() < rest.len() || !body.starts_with(['-', '*', '–'])).then_some(body.len() - words.len())
}

fn is_heading(words: &str, style: Style) -> bool {
    let n_chars = words.chars().count();
    let limit = if language_of(words) == Language::Zh { LONGEST_HEADING } else { LONGEST_HEADING * 2 };
    let ends_open = words.ends_with(['。', '；', '，', ';', ',', '！', '、', '.']);
    let is_sentence = words.contains('。') || words.contains(". ");
    let limit = if style == Style::Paren { limit * 2 / 3 } else { limit };
    n_chars >= 2 && n_chars <= limit && !ends_open && !is_sentence && words.chars().any(char::is_alphabetic)
}

/// Numbered lines that follow each other without prose between are items of a list, not headings.
fn demote_lists(lines: &mut [Line]) {
    let filled: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].kind != LineKind::Blank).collect();
    let listed = |kind: &LineKind| match kind {
        LineKind::Heading(style @ (Style::Point | Style::Paren | Style::Dotted(1)), _) => Some(*style),
        _ => None,
    };
    let mut demoted = Vec::new();
    for pair in filled.windows(2) {
        let (here, next) = (&lines[pair[0]], &lines[pair[1]]);
        if listed(&here.kind).is_some() && listed(&here.kind) == listed(&next.kind) && pair[1] == pair[0] + 1
        {
            demoted.extend([pair[0], pair[1]]);
        }
    }
    for at in demoted {
        if let LineKind::Heading(_, start) = lines[at].kind {
            lines[at].kind = LineKind::Item(start);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::Options;

    #[test]
    fn blank_lines_and_pages_of_a_text_are_kept() {
        let knowledge = Knowledge::load(&Options::default()).expect("the built-in knowledge loads");
        let lines = classify(&[Passage::Text("一行\n\n二行\n\u{c}三行".into())], &knowledge);
        let found: Vec<(&str, u32)> = lines.iter().map(|line| (line.text.as_str(), line.page)).collect();
        assert_eq!(&found[..3], [("一行", 1), ("", 1), ("二行", 1)]);
        assert!(found.contains(&("三行", 2)), "{found:?}");
    }

    #[test]
    fn lines_are_told_apart() {
        let knowledge = Knowledge::load(&Options::default()).expect("the built-in knowledge loads");
        let check = |text: &str, expected: LineKind| {
            assert_eq!(line(text, &knowledge.layout).kind, expected, "{text}");
        };
        check("一、问题的提出", LineKind::Heading(Style::Han, "一、".len()));
        check("# 1 引言", LineKind::Heading(Style::Dotted(1), "# 1 ".len()));
        check("【关键词】绿色发展；对策", LineKind::Keywords("【关键词】".len()));
        check("Keywords: growth, trade", LineKind::Keywords("Keywords: ".len()));
        check("摘要绿色发展是", LineKind::Abstract("摘要".len()));
        check("Abstracts are short texts.", LineKind::Text);
        check("Keywordsgrowth,trade", LineKind::Keywords("Keywords".len()));
        check("收稿日期：2020-01-02", LineKind::Furniture);
        check("表1 各阶段的政策", LineKind::Caption);
        check("表明这一政策有效。", LineKind::Text);
        for references in [
            "参考文献：",
            "参考文献(References)",
            "References 参考文献",
            "【参考文献】",
            "参考文献[1] 某某. 某书[M]. 2012.",
        ] {
            check(references, LineKind::References);
        }
        check("参考文献的管理软件很多。", LineKind::Text);
        check("# 参考文献(References）:", LineKind::References);
        check("参考文献 References", LineKind::References);
        check("5 参 考 文 献", LineKind::References);
        check("收稿日期：2017-03-27 本文责任编辑：王某参考文献：", LineKind::References);
        check("# 作者贡献说明：", LineKind::Aside);
        check("致谢 Acknowledgements", LineKind::Aside);
        check("致谢：感谢提供数据的同事。", LineKind::Furniture);
        check("# 摘要（Abstract）", LineKind::Abstract("# 摘要（Abstract）".len()));
        check("关键词（Keywords）：河流；湖泊", LineKind::Keywords("关键词（Keywords）：".len()));
        check("结论 Conclusions", LineKind::Heading(Style::Plain(1), 0));
        check("结论：", LineKind::Text);
        check("- first point", LineKind::Item(2));
        check("1 0.9 0.8 0.7 0.7 F 0.6 0.6 0.5 0.5 0.4", LineKind::Furniture);
        check("2024年，中国经济增长5%。", LineKind::Text);
    }
}
