//! The first lines of a paper -> title, authors, year, journal, DOI; keyword lines -> keywords.

use std::sync::LazyLock;

use regex::Regex;

use super::headings::Style;
use super::lines::{Line, LineKind};
use super::passage::Stated;
use crate::knowledge::Knowledge;
use crate::model::{BlockKind, Document, Metadata};
use crate::text::{Language, Span, is_han, language_of};

static DOI: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"10\.\d{4,9}/[-._;()/:A-Za-z0-9]+").expect("constant"));
static YEAR: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?:19|20)\d\d").expect("constant"));
static JOURNAL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"([\p{Han}]{2,14}(?:学报|院刊|研究|问题|论坛|科学|导刊|杂志|管理|日报|期刊|探索)(?:[(（][\p{Han}]{2,8}[)）])?)\s*(?:››|[,，]?\s*(?:19|20)\d\d)|((?:[A-Z][A-Za-z]+ )?(?:Journal|Bulletin|Review|Proceedings) of [A-Z][A-Za-z&() ]+?)\s*(?:››|,\s*(?:19|20)\d\d)")
        .expect("constant")
});

/// What the front of a paper says, and which of its lines say it.
pub(super) struct Front {
    pub(super) metadata: Metadata,
    titles: Vec<usize>,
    /// Lines before this one that are not titles are furniture.
    end: usize,
}

impl Front {
    /// The role of a line of the front; `None` from its end on.
    pub(super) fn role(&self, line: usize) -> Option<BlockKind> {
        if self.titles.contains(&line) {
            return Some(BlockKind::Title);
        }
        (line < self.end).then_some(BlockKind::Furniture)
    }
}

/// How many filled lines the front may take where no abstract ends it.
const LONGEST_FRONT: usize = 14;

pub(super) fn front(lines: &[Line], knowledge: &Knowledge) -> Front {
    let filled: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].kind != LineKind::Blank).collect();
    let end = front_end(lines, &filled);
    let mut front = Front { metadata: Metadata::default(), titles: Vec::new(), end };
    for (n, at) in filled.iter().copied().enumerate().take_while(|(_, at)| *at < end.max(1)) {
        let line = &lines[at];
        let next = filled.get(n + 1).map(|next| lines[*next].text.as_str());
        if is_author_line(&line.text, knowledge) && !front.titles.is_empty() {
            if front.metadata.authors.is_empty() {
                front.metadata.authors = authors(&line.text);
            }
        } else if is_title(line, next, knowledge) && front.metadata.title.get(line.language).is_none() {
            let start = if let LineKind::Heading(_, start) = line.kind { start } else { 0 };
            let title = line.text[start..].trim_matches(['*', '#', ' ', '\\', '①', '¹']);
            front.metadata.title.offer(line.language, title);
            front.titles.push(at);
        }
    }
    front
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
    let text = line.text.trim();
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
    let is_journal = JOURNAL.is_match(text) || text.contains("Vol.");
    fits && !framed
        && !is_address
        && !is_journal
        && (heading || before_authors || plain)
        && !is_author_line(text, knowledge)
}

/// Names only: `戚某某, 罗某`, `QI Yudong, LUO Tianshu`.
fn is_author_line(text: &str, knowledge: &Knowledge) -> bool {
    let names = authors(text);
    let surnames = &knowledge.lexicon(Language::Zh).surnames;
    let is_name = |name: &String| {
        let chars: Vec<char> = name.chars().collect();
        if chars.iter().all(|c| is_han(*c)) {
            let first: String = chars.iter().take(1).collect();
            let two: String = chars.iter().take(2).collect();
            return (2..=4).contains(&chars.len()) && (surnames.contains(&first) || surnames.contains(&two));
        }
        let words: Vec<&str> = name.split(' ').collect();
        (2..=4).contains(&words.len())
            && words.iter().all(|word| word.starts_with(|c: char| c.is_uppercase()) && word.len() < 16)
            && !name.chars().any(|c| c.is_ascii_digit())
    };
    !names.is_empty() && text.chars().count() < 140 && names.iter().all(is_name)
}

/// The names in a line, without the marks of affiliations.
fn authors(text: &str) -> Vec<String> {
    let text = text.trim_start_matches("# ");
    let is_mark = |c: char| {
        c.is_ascii_digit()
            || matches!(c, '*' | '\\' | '¹' | '²' | '³' | '⁴' | '†' | '①' | '②' | '③' | '✉' | '#' | '^')
    };
    let zh =
        text.chars().filter(|c| is_han(*c)).count() * 2 > text.chars().filter(|c| c.is_alphabetic()).count();
    let separates = |c: char| {
        matches!(c, ',' | '，' | ';' | '；' | '、' | '\t') || (zh && (c == ' ' || c == '.' || is_mark(c)))
    };
    let names = text.replace(" and ", ",").replace('&', ",");
    let names = names
        .split(separates)
        .map(|name| name.trim_matches(|c: char| is_mark(c) || c == ' ' || c == '.').to_owned());
    names.filter(|name| !name.is_empty()).collect()
}

/// The keywords without what a journal prints after them on the same line.
pub(super) fn keyword_part(line: &str) -> &str {
    let ends = [
        "DOI",
        "doi",
        "中图分类号",
        "分类号",
        "CLC",
        "文献标",
        "CSTR",
        "基金",
        "Abstract",
        "【",
        "Document code",
    ];
    let cut = ends.iter().filter_map(|end| line.find(end)).min().unwrap_or(line.len());
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
    let years = lines
        .iter()
        .flat_map(|line| YEAR.find_iter(line))
        .filter_map(|year| year.as_str().parse::<u16>().ok());
    let doi_year =
        meta.doi.as_deref().and_then(|doi| YEAR.find(doi)).and_then(|year| year.as_str().parse().ok());
    meta.year = years.filter(|year| (1950..=2035).contains(year)).max().or(doi_year);
    state(meta, stated);
}

fn journal(text: &str) -> Option<String> {
    let found = JOURNAL.captures(text)?;
    found.get(1).or(found.get(2)).map(|name| name.as_str().trim().to_owned())
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
