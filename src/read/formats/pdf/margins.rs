//! Pages -> pages without running titles and page numbers; what the margins say is kept for the metadata.

use std::collections::BTreeMap;

use unpdf::Page;

use super::lines::{PageLines, Printed};

/// How much of a page is margin, at the top and at the bottom.
const MARGIN: f32 = 0.1;

/// Empties the lines that belong to the page and not to the paper, and gives the words of each kind once.
pub(super) fn take(pages: &mut [(Page, PageLines)]) -> Vec<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (page, lines) in pages.iter() {
        let mut words: Vec<String> =
            lines.lines.iter().filter(|line| in_margin(line, page)).map(masked).collect();
        words.sort();
        words.dedup();
        for word in words {
            *seen.entry(word).or_default() += 1;
        }
    }
    let top = pages.first().map(|(_, lines)| largest(&lines.lines)).unwrap_or_default();
    let mut margins = Vec::new();
    for (n, (page, lines)) in pages.iter_mut().enumerate() {
        for line in lines.lines.iter_mut().filter(|line| in_margin(line, page)) {
            let is_running = seen.get(&masked(line)).is_some_and(|n| *n > 1);
            let is_title = n > 0 && line.text.chars().count() > 3 && top.contains(line.text.trim());
            if is_running || is_title || is_page_number(&line.text) || is_issue(line) {
                if !margins.contains(&line.text) && !is_page_number(&line.text) {
                    margins.push(line.text.clone());
                }
                line.text.clear();
            }
        }
    }
    margins.truncate(8);
    margins
}

fn in_margin(line: &Printed, page: &Page) -> bool {
    line.y > page.height * (1.0 - MARGIN) || line.y < page.height * MARGIN
}

/// The text without what changes from page to page.
fn masked(line: &Printed) -> String {
    line.text
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_ascii_digit() && !matches!(c, '·' | '-' | '—' | '•'))
        .collect()
}

/// The words in the largest letters of the first page: the title.
fn largest(lines: &[Printed]) -> String {
    let size = lines.iter().map(|line| line.size).fold(0.0, f32::max);
    lines.iter().filter(|line| line.size > size * 0.95).map(|line| line.text.as_str()).collect()
}

fn is_page_number(text: &str) -> bool {
    let text = text.trim();
    let bare = text.trim_matches(|c: char| {
        matches!(c, '-' | '—' | '·' | '•' | '–' | '第' | '页' | '頁' | ' ' | '/' | '|' | '共')
    });
    text.chars().count() < 12
        && (bare.is_empty() || bare.chars().all(|c| c.is_ascii_digit() || c == '/' || c == ' '))
}

/// The line in which a journal prints its name with volume and issue.
fn is_issue(line: &Printed) -> bool {
    let text = &line.text;
    let is_short = text.chars().count() < 90 && !text.ends_with(['。', '.']);
    let zh = text.contains('第') && text.contains(['期', '卷']) && text.chars().any(|c| c.is_ascii_digit());
    let en = (text.contains("Vol.") || text.contains("Volume ")) && text.chars().any(|c| c.is_ascii_digit());
    is_short && (zh || en)
}
