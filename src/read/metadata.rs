//! The first lines of a paper -> title, authors, year, journal, DOI; keyword lines -> keywords.

use std::sync::LazyLock;

use regex::Regex;

use super::authors::{behind_title, is_author_line, is_joined_line, names};
use super::headings::Style;
use super::lines::{Line, LineKind};
use super::parts::is_reference;
use super::passage::Stated;
use crate::knowledge::Knowledge;
use crate::model::{BlockKind, Document, Metadata};
use crate::text::{Language, Span, is_han, language_of, simplified_in_place};

static DOI: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"10\.\d{4,9}/[-._;()/:A-Za-z0-9]+").expect("constant"));
/// A year that is no part of a longer number: not of a postal code, nor of the number of a grant.
static YEAR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^0-9A-Za-z])((?:19|20)\d\d)(?:[^0-9A-Za-z-]|-\d\d?\b|$)").expect("constant")
});
/// A journal behind the title in the line by which a paper asks to be cited: `….某某学报,2018,38(2)`.
static CITED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[.．。](?:\[J\][.．]?)?\s*([\p{Han}]{2,16}(?:[(（][\p{Han}]{2,8}[)）])?)[,，]\s*((?:19|20)\d\d)[,，]\s*\d+\s*[(（:：]")
        .expect("constant")
});
static JOURNAL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"([\p{Han}]{2,14}(?:学报|院刊|研究|问题|论坛|科学|导刊|杂志|管理|日报|期刊|探索)(?:[(（][\p{Han}]{2,8}[)）])?)\s*(?:››|[,，]?\s*(?:19|20)\d\d)|((?:[A-Z][A-Za-z]+ )?(?:Journal|Bulletin|Review|Proceedings) of [A-Z][A-Za-z&() ]+?)\s*(?:››|,\s*(?:19|20)\d\d)")
        .expect("constant")
});

/// Year, volume, issue and pages, as a citation names them: `2015,35(2):237-243`.
static ISSUE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"((?:19|20)\d\d)[,，;]\s*\d+\s*[(（]\d+[)）]\s*[:：;,，]").expect("constant")
});

/// What the front of a paper says, and which of its lines say it.
pub(super) struct Front {
    pub(super) metadata: Metadata,
    titles: Vec<usize>,
    /// Lines before this one that are not titles are furniture.
    end: usize,
    /// The same in the other language, in front of its abstract: title, authors, addresses.
    second: std::ops::Range<usize>,
    /// The same behind the references.
    closing: std::ops::Range<usize>,
}

impl Front {
    /// Whether the front that stands behind the references begins at a line.
    pub(super) fn closes_at(&self, line: usize) -> bool {
        self.closing.start == line && !self.closing.is_empty()
    }

    /// The role of a line of the front; `None` from its end on.
    pub(super) fn role(&self, line: usize) -> Option<BlockKind> {
        if self.titles.contains(&line) {
            return Some(BlockKind::Title);
        }
        let is_front = line < self.end || self.second.contains(&line) || self.closing.contains(&line);
        is_front.then_some(BlockKind::Furniture)
    }
}

/// How many filled lines the front may take where no abstract ends it.
const LONGEST_FRONT: usize = 14;

/// How many filled lines may stand between keywords and the abstract in the other language.
const LONGEST_SECOND: usize = 10;
/// Ends of a line that cannot end a title.
const OPEN_ENDS: &[&str] = &["及其", "及", "的", "与", "和", "在", "对", "、", "，", "：", "基于", "以"];

/// Reads the front of a paper; `stated` says what its format calls the title.
pub(super) fn front(lines: &[Line], stated: &Stated, knowledge: &Knowledge) -> Front {
    let filled: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].kind != LineKind::Blank).collect();
    let end = front_end(lines, &filled);
    let second = second_front(lines, &filled, end);
    let closing = closing_front(lines, &filled, end);
    let mut front = Front { metadata: Metadata::default(), titles: Vec::new(), end, second, closing };
    for (n, at) in filled.iter().copied().enumerate().take_while(|(_, at)| *at < end.max(1)) {
        let line = &lines[at];
        let next = filled.get(n + 1).map(|next| lines[*next].text.as_str());
        let is_stated = stated.titles.iter().any(|title| title.trim() == words(line));
        let is_title = is_stated || is_title(line, next, knowledge);
        let has_title = front.metadata.title.get(line.language).is_some();
        let after_title = front.titles.last().is_some_and(|title| n > 0 && filled[n - 1] == *title);
        let is_names =
            is_author_line(&line.text, knowledge) || after_title && is_joined_line(&line.text, knowledge);
        if is_names && !is_stated && !front.titles.is_empty() {
            if front.metadata.authors.is_empty() {
                front.metadata.authors = names(words(line), knowledge);
            }
        } else if is_title && !has_title {
            let end = if is_stated { None } else { behind_title(words(line), knowledge) };
            let (title, others) = words(line).split_at(end.unwrap_or(words(line).len()));
            front.metadata.title.offer(line.language, title.trim());
            if end.is_some() && front.metadata.authors.is_empty() {
                front.metadata.authors = names(others, knowledge);
            }
            front.titles.push(at);
        } else if after_title && has_title && goes_on(&lines[filled[n - 1]], line) {
            front.add_to_title(line.language, words(line));
            front.titles.push(at);
        }
    }
    let inside =
        |range: &std::ops::Range<usize>| filled.iter().copied().filter(|at| range.contains(at)).collect();
    let (second, closing): (Vec<usize>, Vec<usize>) = (inside(&front.second), inside(&front.closing));
    front.add_other(lines, &second, knowledge);
    front.add_other(lines, &closing, knowledge);
    front
}

impl Front {
    /// Takes title and authors from the lines in front of an abstract in the other language.
    fn add_other(&mut self, lines: &[Line], other: &[usize], knowledge: &Knowledge) {
        for (n, at) in other.iter().copied().enumerate() {
            let line = &lines[at];
            let is_heading = matches!(line.kind, LineKind::Heading(Style::Plain(_), _));
            let after_title = n > 0 && self.titles.last() == Some(&other[n - 1]);
            if self.metadata.title.get(line.language).is_none() && is_title(line, None, knowledge) {
                self.metadata.title.offer(line.language, without_names(words(line)));
                self.titles.push(at);
            } else if after_title && is_heading {
                self.add_to_title(line.language, words(line));
                self.titles.push(at);
            } else if self.metadata.authors.is_empty() && is_author_line(&line.text, knowledge) {
                self.metadata.authors = names(words(line), knowledge);
            }
        }
    }

    fn add_to_title(&mut self, language: Language, words: &str) {
        let title = match language {
            Language::Zh => &mut self.metadata.title.zh,
            Language::En => &mut self.metadata.title.en,
        };
        if let Some(title) = title {
            if language == Language::En {
                title.push(' ');
            }
            title.push_str(words);
        }
    }
}

/// The words of a title or a line of names, without marks.
fn words(line: &Line) -> &str {
    let start = if let LineKind::Heading(_, start) = line.kind { start } else { 0 };
    line.text[start..].trim_matches(['*', '#', ' ', '\\', '①', '¹'])
}

/// Whether a line is the second line of the title before it: that one breaks off, or this one is a subtitle behind a dash.
fn goes_on(before: &Line, line: &Line) -> bool {
    let alike = matches!((&before.kind, &line.kind), (LineKind::Heading(a, _), LineKind::Heading(b, _)) if a == b)
        || before.kind == LineKind::Text && line.kind == LineKind::Text;
    let read = simplified_in_place(words(before));
    let is_open = OPEN_ENDS.iter().any(|end| read.ends_with(end));
    let is_subtitle = words(line).starts_with(['—', '–', '-']) && words(line).chars().count() > 4;
    before.language == line.language
        && (alike && is_open || is_subtitle)
        && words(line).chars().count() < 60
        && !words(line).ends_with('。')
}

/// Title, authors and addresses in the other language, which stand between the keywords and the second abstract.
fn second_front(lines: &[Line], filled: &[usize], end: usize) -> std::ops::Range<usize> {
    let is_references = |at: &usize| lines[*at].kind == LineKind::References;
    let near = &filled[..filled.iter().position(is_references).unwrap_or(filled.len()).min(60)];
    let LineKind::Abstract(_) = lines.get(end).map_or(&LineKind::Blank, |line| &line.kind) else {
        return 0..0;
    };
    let language = lines[end].language;
    let is_second = |at: &usize| {
        *at > end && matches!(lines[*at].kind, LineKind::Abstract(_)) && lines[*at].language != language
    };
    let Some(n) = near.iter().position(is_second) else { return 0..0 };
    let is_closed = |at: &usize| {
        *at <= end
            || matches!(lines[*at].kind, LineKind::Keywords(_) | LineKind::Furniture)
            || lines[*at].language == language
    };
    let Some(first) = near[..n].iter().rposition(is_closed).map(|before| before + 1) else { return 0..0 };
    let is_short = near[first..n].iter().all(|at| lines[*at].text.chars().count() < 600);
    if first >= n || n - first > LONGEST_SECOND || !is_short { 0..0 } else { near[first]..near[n] }
}

/// An English title without the names that follow on its line, surnames in capitals: `… of Rivers WANG Yi1 LI Er²*`.
fn without_names(title: &str) -> &str {
    static NAME: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\s[A-Z]{2,}\s[A-Z][a-z]+").expect("constant"));
    let Some(first) = NAME.find(title).map(|found| found.start()) else { return title };
    let rest = &title[first..];
    let is_marked = rest.contains(|c: char| c.is_ascii_digit() || matches!(c, '*' | '¹' | '²' | '³'));
    if first >= 20 && NAME.find_iter(rest).count() >= 2 && is_marked { &title[..first] } else { title }
}

/// Title, authors and addresses in the other language in front of an abstract that stands behind the references.
fn closing_front(lines: &[Line], filled: &[usize], end: usize) -> std::ops::Range<usize> {
    let is_abstract = |at: &&usize| matches!(lines[**at].kind, LineKind::Abstract(_));
    let first = filled.iter().find(is_abstract).map(|at| lines[*at].language);
    let mut behind = filled.iter().skip_while(|at| **at <= end || lines[**at].kind != LineKind::References);
    let Some(references) = behind.next().copied() else { return 0..0 };
    let Some(close) = behind.find(is_abstract).copied() else { return 0..0 };
    let language = lines[close].language;
    if first == Some(language) && filled.iter().find(is_abstract) != Some(&close) {
        return 0..0;
    }
    let near: Vec<usize> = filled.iter().copied().filter(|at| (references + 1..close).contains(at)).collect();
    let near = &near[near.len().saturating_sub(LONGEST_SECOND + 2)..];
    let is_heading = |at: &usize| {
        matches!(lines[*at].kind, LineKind::Heading(Style::Plain(_), _)) && lines[*at].language == language
    };
    let is_closed = |at: &usize| {
        lines[*at].language != language
            || matches!(lines[*at].kind, LineKind::References | LineKind::Aside)
            || is_reference(&lines[*at].text)
    };
    let start = near.iter().rposition(is_heading).map_or_else(
        || near.iter().rposition(is_closed).map_or(0, |before| before + 1),
        |last| near[..last].iter().rposition(|at| !is_heading(at)).map_or(0, |before| before + 1),
    );
    near.get(start).map_or(0..0, |start| *start..close)
}

/// The line at which the paper itself begins: its abstract, else its first numbered heading or long paragraph.
fn front_end(lines: &[Line], filled: &[usize]) -> usize {
    let starts = |at: &usize| matches!(lines[*at].kind, LineKind::Abstract(_));
    let near = &filled[..filled.len().min(40)];
    if let Some(at) = near.iter().find(|at| starts(at)) {
        return *at;
    }
    let begins = |at: &usize| {
        let line = &lines[*at];
        let n_chars = line.text.chars().count();
        let long = if line.language == Language::Zh { 60 } else { 140 };
        match line.kind {
            LineKind::Heading(Style::Plain(level), _) => level > 1,
            LineKind::Heading(..) | LineKind::Keywords(_) => true,
            LineKind::Text | LineKind::Item(_) => n_chars > long || line.text.ends_with('。'),
            _ => false,
        }
    };
    filled[..filled.len().min(LONGEST_FRONT)].iter().find(|at| begins(at)).copied().unwrap_or(0)
}

fn is_title(line: &Line, next: Option<&str>, knowledge: &Knowledge) -> bool {
    let read = simplified_in_place(words(line));
    let text = read.trim();
    let n_chars = text.chars().count();
    let fits = match line.language {
        Language::Zh => (6..=70).contains(&n_chars),
        Language::En => (12..=260).contains(&n_chars) && text.split(' ').count() >= 3,
    };
    let heading = matches!(line.kind, LineKind::Heading(Style::Plain(_), _));
    let plain = line.kind == LineKind::Text;
    let is_address =
        ["大学", "学院", "研究所", "研究院", "公司", "University", "Institute", "School of", "College"]
            .iter()
            .any(|word| text.contains(word))
            && text.chars().any(|c| c.is_ascii_digit());
    let framed = text.starts_with(['·', '•', '(', '（', '[', '1'])
        || text.contains(['›', '@', '|'])
        || text.ends_with('。');
    let before_authors = next.is_some_and(|next| is_author_line(next, knowledge));
    let is_journal = JOURNAL.is_match(text) || text.contains("Vol.") || ISSUE.is_match(text);
    let is_label = knowledge.layout.boilerplate_headings.contains(text);
    fits && !framed
        && !is_address
        && !is_journal
        && !is_label
        && (heading || before_authors || plain)
        && !is_author_line(text, knowledge)
}

/// A line that holds so many bytes before its first ideograph is one of English keywords.
const LATIN_KEYWORDS: usize = 24;

/// The keywords without what a journal prints after them on the same line.
pub(super) fn keyword_part(line: &str) -> &str {
    let ends = [
        "DOI",
        "doi",
        "中图分类号",
        "分类号",
        "CLC",
        "文献标",
        "文章编号",
        "收稿",
        "作者简介",
        "Article ID",
        "CSTR",
        "基金",
        "Abstract",
        "【",
        "Document code",
    ];
    let read = simplified_in_place(line);
    let cut = ends.iter().filter_map(|end| read.find(end)).min().unwrap_or(line.len());
    // Facts about the authors in the other language, glued to the end: `innovation, trade王某教授，…`.
    let latin = line[..cut].find(is_han).filter(|at| *at >= LATIN_KEYWORDS && line[..*at].is_ascii());
    let is_told = |at: &usize| line[*at..cut].chars().take_while(|c| is_han(*c)).count() >= 6;
    let cut = latin.filter(is_told).unwrap_or(cut);
    line[..cut].trim().trim_end_matches(['.', '。', ';', '；'])
}

/// Fills in what needs the laid-out text: keywords as spans, DOI, year, journal; and what the format states.
pub(super) fn complete(document: &mut Document, stated: &Stated, _knowledge: &Knowledge) {
    let mut keywords: Vec<(Language, Vec<Span>)> = Vec::new();
    for block in document.blocks.iter().filter(|block| block.kind == BlockKind::Keywords) {
        let spans = keyword_spans(document.slice(block.span), block.span.start as usize, &document.text);
        if !spans.is_empty() && keywords.iter().all(|(language, _)| *language != block.language) {
            keywords.push((block.language, spans));
        }
    }
    document.metadata.keywords = keywords;
    let references = document.blocks.iter().find(|block| block.kind == BlockKind::Reference);
    let head_end = references.map_or(6_000, |block| block.span.range().start.min(6_000));
    let head_end = document.text.floor_char_boundary(head_end);
    let head = &document.text[..head_end];
    let furniture: Vec<&str> = document
        .blocks
        .iter()
        .take(40)
        .filter(|block| block.kind == BlockKind::Furniture)
        .map(|block| block.span.of(&document.text))
        .collect();
    let lines: Vec<&str> =
        furniture.iter().copied().chain(stated.margins.iter().map(String::as_str)).collect();
    let meta = &mut document.metadata;
    meta.doi = DOI.find(head).map(|found| found.as_str().trim_end_matches(['.', ')', ';']).to_owned());
    meta.source = journal(head).or_else(|| stated.margins.iter().find_map(|line| journal(line)));
    let cited = lines.iter().find_map(|line| CITED.captures(line));
    let years = lines.iter().filter(|line| !is_grant(line)).flat_map(|line| years(line));
    let issue_year = || lines.iter().find_map(|line| ISSUE.captures(line)?[1].parse().ok());
    let cited_year = cited.as_ref().and_then(|found| found[2].parse().ok()).or_else(issue_year);
    let doi_year = meta.doi.as_deref().and_then(|doi| years_of_doi(doi).next());
    meta.source = meta.source.take().or_else(|| cited.map(|found| found[1].to_owned()));
    meta.year = cited_year.or(doi_year).or_else(|| years.max());
    state(meta, stated);
}

fn years(text: &str) -> impl Iterator<Item = u16> {
    let found = YEAR.captures_iter(text).filter_map(|year| year[1].parse().ok());
    found.filter(|year| (1950..=2035).contains(year))
}

/// Publishers put the year between points: `10.16418/j.issn.1000-3045.2017.03.002`.
fn years_of_doi(doi: &str) -> impl Iterator<Item = u16> {
    doi.split('.').skip(1).filter(|part| part.len() == 4).flat_map(years)
}

/// Lines that name who paid, or when a study was done; their years are not that of the paper.
fn is_grant(line: &str) -> bool {
    let read = simplified_in_place(line);
    ["基金", "资助", "项目", "Fund", "fund", "Supported", "supported", "grant"]
        .iter()
        .any(|word| read.contains(word))
}

fn journal(text: &str) -> Option<String> {
    let read = simplified_in_place(text);
    let found = JOURNAL.captures(&read)?;
    found.get(1).or(found.get(2)).map(|name| text[name.range()].trim().to_owned())
}

/// Lays what the format states over what the text says where it is reliable, and under it where it is not.
fn state(meta: &mut Metadata, stated: &Stated) {
    for title in &stated.titles {
        let language = language_of(title);
        if stated.is_reliable && meta.title.get(language).is_some_and(|known| known != title) {
            match language {
                Language::Zh => meta.title.zh = None,
                Language::En => meta.title.en = None,
            }
        }
        if stated.is_reliable || (meta.title.zh.is_none() && meta.title.en.is_none()) {
            meta.title.offer(language, title.trim());
        }
    }
    if !stated.authors.is_empty() && (stated.is_reliable || meta.authors.is_empty()) {
        meta.authors.clone_from(&stated.authors);
    }
    let prefer = |own: Option<String>, other: &Option<String>| {
        if stated.is_reliable { other.clone().or(own) } else { own.or(other.clone()) }
    };
    meta.source = prefer(meta.source.take(), &stated.source);
    meta.doi = prefer(meta.doi.take(), &stated.doi);
    meta.year = if stated.is_reliable { stated.year.or(meta.year) } else { meta.year.or(stated.year) };
}

fn keyword_spans(line: &str, offset: usize, text: &str) -> Vec<Span> {
    let has_marks = line.contains([';', '；', ',', '，', '、']);
    let separates = |c: char| {
        matches!(c, ';' | '；' | ',' | '，' | '、' | '|')
            || (!has_marks && (c == '　' || c == ' ' && line.chars().any(is_han)))
    };
    let mut spans = Vec::new();
    let mut start = 0;
    for part in line.split(separates) {
        let span = Span::new(offset + start, offset + start + part.len()).trimmed(text);
        if (2..=60).contains(&span.of(text).chars().count()) {
            spans.push(span);
        }
        start += part.len();
        start += line[start..].chars().next().map_or(0, char::len_utf8);
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_behind_an_english_title_go() {
        let check = |title: &str, expected: &str| assert_eq!(without_names(title), expected);
        check(
            "Effects of Dams on the Flow of Rivers WANG Yi1 LI Er²*",
            "Effects of Dams on the Flow of Rivers",
        );
        check("Use of BIM Models in the Planning of Dams", "Use of BIM Models in the Planning of Dams");
        check("GIS Maps and BIM Models of Rivers", "GIS Maps and BIM Models of Rivers");
    }
}
