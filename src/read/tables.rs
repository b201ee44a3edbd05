//! A line -> its cells, when it is a row of a table: tabs or pipes.

use std::ops::Range;

/// The cells of a row as byte ranges of the line; `None` for a line that is no row, an empty list for a rule between rows.
pub(super) fn cells(line: &str) -> Option<Vec<Range<usize>>> {
    let separator = if line.trim_end().contains('\t') {
        '\t'
    } else if line.trim_start().starts_with('|') && line.matches('|').count() >= 2 {
        '|'
    } else {
        return None;
    };
    let is_rule = separator == '|' && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '='));
    if is_rule {
        return Some(Vec::new());
    }
    let mut cells = Vec::new();
    let mut start = 0;
    for part in line.split(separator) {
        let lead = part.len() - part.trim_start().len();
        let body = part.trim();
        if !body.is_empty() {
            cells.push(start + lead..start + lead + body.len());
        }
        start += part.len() + separator.len_utf8();
    }
    Some(cells)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_cut_at_tabs_and_pipes() {
        let check = |line: &str, expected: Option<Vec<&str>>| {
            let found =
                cells(line).map(|cells| cells.into_iter().map(|cell| &line[cell]).collect::<Vec<_>>());
            assert_eq!(found, expected, "{line}");
        };
        check("阶段\t政策\t主体", Some(vec!["阶段", "政策", "主体"]));
        check("| stage | policy |", Some(vec!["stage", "policy"]));
        check("|---|:--|", Some(vec![]));
        check("a | b", None);
        check("没有表格。", None);
    }
}
