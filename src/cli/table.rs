//! Rows -> a table for a terminal: columns by display width, Chinese two wide, cut where the screen ends.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::export::clean_label;

/// Blanks between columns.
const GAP: usize = 2;
/// No column is cut narrower than this.
const LEAST: usize = 8;
/// Where a table goes to a file or a program, cells are cut here.
const MOST: usize = 400;

/// How to print.
#[derive(Clone, Copy)]
pub(super) struct Look {
    /// Columns of the screen; `None` where there is none.
    pub(super) width: Option<usize>,
    /// Whether headings are bold.
    pub(super) bold: bool,
}

/// A table under construction.
pub(super) struct Table {
    heads: Vec<String>,
    right: Vec<bool>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with these headings; those that begin with `#` are of numbers, to the right.
    pub(super) fn new(heads: &[String]) -> Self {
        Table {
            right: heads.iter().map(|head| head.starts_with('#')).collect(),
            heads: heads.iter().map(|head| head.trim_start_matches('#').to_owned()).collect(),
            rows: Vec::new(),
        }
    }

    pub(super) fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells.iter().map(|cell| one_line(cell)).collect());
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The table as text, each line ended.
    pub(super) fn text(&self, look: Look) -> String {
        let widths = self.widths(look.width);
        let mut text = String::new();
        let head = line(&self.heads, &widths, &self.right);
        text.push_str(&if look.bold { format!("\u{1b}[1m{head}\u{1b}[0m") } else { head });
        text.push('\n');
        for row in &self.rows {
            text.push_str(&line(row, &widths, &self.right));
            text.push('\n');
        }
        text
    }

    /// Widths of the columns; where they are too wide together, the widest give way.
    fn widths(&self, screen: Option<usize>) -> Vec<usize> {
        let of_column = |column: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(column));
            cells.chain([&self.heads[column]]).map(|cell| cell.width()).max().unwrap_or(0).min(MOST)
        };
        let mut widths: Vec<usize> = (0..self.heads.len()).map(of_column).collect();
        let Some(screen) = screen else { return widths };
        let room = screen.saturating_sub(GAP * widths.len().saturating_sub(1));
        while widths.iter().sum::<usize>() > room {
            let Some(widest) = (0..widths.len()).max_by_key(|column| (widths[*column], *column)) else {
                break;
            };
            if widths[widest] <= LEAST {
                break;
            }
            widths[widest] -= 1;
        }
        widths
    }
}

fn line(cells: &[String], widths: &[usize], right: &[bool]) -> String {
    let mut line = String::new();
    for (column, width) in widths.iter().enumerate() {
        let cell = cut(cells.get(column).map_or("", String::as_str), *width);
        let blanks = " ".repeat(width.saturating_sub(cell.width()));
        if column > 0 {
            line.push_str(&" ".repeat(GAP));
        }
        if right[column] {
            line.push_str(&blanks);
            line.push_str(&cell);
        } else {
            line.push_str(&cell);
            line.push_str(&blanks);
        }
    }
    line.truncate(line.trim_end().len());
    line
}

/// A text of at most so many columns, with … where it was cut.
pub(super) fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut short = String::new();
    let mut used = 0;
    for c in text.chars() {
        let wide = c.width().unwrap_or(0);
        if used + wide + 1 > width {
            break;
        }
        short.push(c);
        used += wide;
    }
    short.push('…');
    short
}

/// Texts of papers must not move the cursor of a terminal.
pub(super) fn one_line(text: &str) -> String {
    let visible = clean_label(text);
    let plain = visible.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let mut table = Table::new(&["概念".into(), "#论文".into()]);
        table.row(vec!["海港城市".into(), "3".into()]);
        table.row(vec!["a\u{1b}[31m port".into(), "12".into()]);
        table
    }

    #[test]
    fn chinese_is_two_columns_wide() {
        let text = table().text(Look { width: None, bold: false });
        let widths: Vec<usize> = text.lines().map(UnicodeWidthStr::width).collect();
        assert_eq!(widths[0], widths[1], "{text}");
        assert!(!text.contains('\u{1b}'), "{text}");
    }

    #[test]
    fn wide_tables_end_at_the_screen() {
        let text = table().text(Look { width: Some(16), bold: false });
        assert!(text.lines().all(|line| line.width() <= 16), "{text}");
        assert_eq!(cut("海港城市", 5), "海港…");
        assert_eq!(cut("海港城市", 6), "海港…");
        assert_eq!(cut("海港城市", 8), "海港城市");
    }
}
