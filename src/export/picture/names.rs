//! Names as a picture shows them: in the chosen language, broken into lines of even width.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::LabelLanguage;
use crate::knowledge::{ConceptKind, RelationKind};
use crate::model::{Concept, Document};
use crate::text::is_han;

/// Columns of a line; a Chinese character takes two.
const LINE: usize = 18;
/// Most lines of a label; the tooltip has all of it.
const MOST_LINES: usize = 4;
/// Longest title of a paper in a picture, in columns.
const TITLE: usize = 44;

/// The label of a concept.
pub(in crate::export) fn shown(concept: &Concept, language: LabelLanguage) -> String {
    let zh = concept.labels.zh.as_deref();
    let en = concept.labels.en.as_deref();
    match language {
        LabelLanguage::Zh => zh.or(en).unwrap_or(&concept.label).to_owned(),
        LabelLanguage::En => en.or(zh).unwrap_or(&concept.label).to_owned(),
        LabelLanguage::Both => match (zh, en) {
            (Some(zh), Some(en)) => format!("{zh}\n{en}"),
            _ => concept.label.clone(),
        },
    }
}

/// The title of a paper, cut to a line; its path where it has none.
pub(super) fn document_title(document: &Document, language: LabelLanguage) -> String {
    let title = &document.metadata.title;
    let title = match language {
        LabelLanguage::En => title.en.as_deref().or(title.zh.as_deref()),
        _ => title.zh.as_deref().or(title.en.as_deref()),
    };
    cut(title.unwrap_or(&document.path), TITLE)
}

/// The name of a kind of concepts.
pub(in crate::export) fn kind_name(kind: &ConceptKind, language: LabelLanguage) -> String {
    named(&kind.zh, &kind.en, language)
}

/// The name of a kind of links.
pub(in crate::export) fn relation_name(kind: &RelationKind, language: LabelLanguage) -> String {
    named(&kind.zh, &kind.en, language)
}

/// One of two names, or both.
pub(in crate::export) fn named(zh: &str, en: &str, language: LabelLanguage) -> String {
    match language {
        LabelLanguage::Zh => zh.to_owned(),
        LabelLanguage::En => en.to_owned(),
        LabelLanguage::Both => format!("{zh} {en}"),
    }
}

/// Columns of a text.
pub(in crate::export) fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// Breaks a label into lines of about equal width: Chinese between characters, never before a closing mark; English at blanks.
pub(in crate::export) fn wrapped(label: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for part in label.lines().filter(|part| !part.trim().is_empty()) {
        let pieces = pieces(part);
        let widest = LINE + 2;
        let n_lines = filled(&pieces, widest).len();
        // As narrow as it can be without another line, so that lines are even.
        let mut even = (width(part) / n_lines.max(1)..widest).map(|most| filled(&pieces, most));
        let even = even.find(|lines| lines.len() <= n_lines);
        lines.extend(even.unwrap_or_else(|| filled(&pieces, widest)));
    }
    if lines.len() > MOST_LINES {
        lines.truncate(MOST_LINES);
        if let Some(last) = lines.last_mut() {
            *last = format!("{}…", cut(last, LINE - 1).trim_end_matches('…'));
        }
    }
    lines.into_iter().map(|line| cut(&line, 2 * LINE)).collect()
}

/// Lines of at most so many columns, each as full as can be; a longer piece has a line of its own.
fn filled(pieces: &[&str], most: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for piece in pieces {
        if !line.is_empty() && width(&line) + width(piece.trim_end()) > most {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
        }
        line.push_str(piece);
    }
    lines.push(line.trim_end().to_owned());
    lines
}

/// What may not be torn apart: a word with the blank behind it, a Chinese character with the marks that cling to it.
fn pieces(text: &str) -> Vec<&str> {
    let mut cuts = vec![0];
    let mut previous: Option<char> = None;
    for (at, c) in text.char_indices() {
        let after_opening = previous.is_some_and(|c| matches!(c, '“' | '《' | '（' | '(' | '‘'));
        let clings = matches!(c, '”' | '》' | '）' | ')' | '、' | '，' | '。' | '’' | '：' | '%');
        let between = previous.is_some_and(|p| p == ' ' || p == '-' || is_han(p) || is_han(c));
        if at > 0 && between && !clings && !after_opening && c != ' ' {
            cuts.push(at);
        }
        previous = Some(c);
    }
    cuts.push(text.len());
    cuts.windows(2).map(|cut| &text[cut[0]..cut[1]]).filter(|piece| !piece.is_empty()).collect()
}

/// A text of at most so many columns, with an ellipsis where it was cut.
fn cut(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut short = String::new();
    let mut n = 0;
    for c in text.chars() {
        n += c.width().unwrap_or(0);
        if n >= columns {
            break;
        }
        short.push(c);
    }
    short + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(label: &str, expected: &[&str]) {
        assert_eq!(wrapped(label), expected);
    }

    #[test]
    fn labels_are_broken_evenly() {
        check("湿地", &["湿地"]);
        check("基于流域尺度的用水定额框架", &["基于流域尺度的", "用水定额框架"]);
        check("苏州“街头巷尾”综合体示范", &["苏州“街头巷", "尾”综合体示范"]);
        check("full restoration of irrigation canals", &["full restoration of", "irrigation canals"]);
        check("湿地\nwetland", &["湿地", "wetland"]);
        check("", &[]);
    }

    #[test]
    fn endless_labels_end() {
        let lines = wrapped(&"链".repeat(500));
        assert_eq!(lines.len(), MOST_LINES);
        assert!(lines[3].ends_with('…'));
        assert!(wrapped(&"x".repeat(500)).iter().all(|line| width(line) <= 2 * LINE));
    }
}
