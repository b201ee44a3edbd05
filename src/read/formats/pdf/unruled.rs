//! Lines behind the caption of a table -> its rows, where no rule parts its cells: their ends stand in step.

use super::joins::Vocabulary;
use super::lines::{PageLines, Printed};
use super::paragraphs::is_named;
use super::tables::goes_on;
use crate::read::passage::Passage;

/// Lines of one table; longer ones go on behind the next caption.
const MOST_LINES: usize = 80;
/// Lines of notes that may stand under a table at the end of a page.
const MOST_NOTES: usize = 4;
/// How far from its column a cell may stand, in sizes of its letters.
const LOOSE: f32 = 1.2;

/// Columns as left and right ends.
type Columns = Vec<(f32, f32)>;

/// Marks the lines of every such table: its first line of a row carries the cells, the others nothing.
pub(super) fn mark<'p>(pages: impl Iterator<Item = &'p mut PageLines>, vocabulary: &Vocabulary) {
    let mut open: Option<Columns> = None;
    for page in pages {
        open = mark_page(page, open, vocabulary);
    }
}

/// The same on one page. `open`: the columns of a table that ran to the end of the page before; gives those of this one.
fn mark_page(page: &mut PageLines, open: Option<Columns>, vocabulary: &Vocabulary) -> Option<Columns> {
    let mut at = page.lines.iter().position(|line| !line.text.is_empty()).unwrap_or(page.lines.len());
    let mut last = None;
    if let Some(columns) = open {
        let rest = &page.lines[at..];
        let n_fit = rest
            .iter()
            .take_while(|line| line.cells.len() * 3 >= columns.len() * 2 && place(line, &columns).is_some())
            .count();
        fill(&mut page.lines[at..at + n_fit], &columns, vocabulary);
        at += n_fit;
        last = (n_fit > 0).then_some((at, columns));
    }
    while at < page.lines.len() {
        let is_caption = is_caption(&page.lines[at].text);
        at += 1;
        if !is_caption {
            continue;
        }
        // The caption in the other language, and one that takes two lines.
        let mut start = at;
        while page.lines.get(start).is_some_and(|line| line.cells.len() < 2) && start < at + 2 {
            start += 1;
        }
        let end = end(&page.lines, start);
        if let Some((end, columns)) = end {
            fill(&mut page.lines[start..end], &columns, vocabulary);
            at = end;
            last = Some((at, columns));
        }
    }
    let (end, columns) = last?;
    let rest = page.lines[end..].iter().filter(|line| !line.text.is_empty());
    (rest.count() <= MOST_NOTES).then_some(columns)
}

/// `表1 …`, `Table 2. …`
fn is_caption(text: &str) -> bool {
    let rest = text
        .strip_prefix('表')
        .or_else(|| text.strip_prefix("Table "))
        .or_else(|| text.strip_prefix("TABLE "));
    rest.is_some_and(is_named) && text.chars().count() < 90 && !text.ends_with(['。', '，', ';', '；'])
}

/// The end of the lines from `start` whose cells stand in the columns of the fullest of them, with these columns.
fn end(lines: &[Printed], start: usize) -> Option<(usize, Columns)> {
    let near = &lines[start..lines.len().min(start + MOST_LINES)];
    let n_near = near
        .iter()
        .zip(near.iter().skip(1).map(Some).chain([None]))
        .take_while(|(line, next)| {
            // One cell alone is the second line of a cell; it stands between others.
            line.cells.len() > 1 || next.is_some_and(|next| next.cells.len() > 1 && !is_wide(line, near))
        })
        .count();
    let near = &near[..n_near];
    let columns = columns(near)?;
    let n_fit = near.iter().take_while(|line| place(line, &columns).is_some()).count();
    // Words in step by chance are no table: most lines must fill most columns.
    let n_full = near[..n_fit].iter().filter(|line| line.cells.len() * 3 >= columns.len() * 2).count();
    (n_fit >= 2 && n_full * 2 >= n_fit).then_some((start + n_fit, columns))
}

/// Whether a line runs over more than one column, as prose does.
fn is_wide(line: &Printed, near: &[Printed]) -> bool {
    let widest = near.iter().flat_map(|line| &line.cells).map(|cell| cell.right - cell.x);
    let table = near.iter().map(|line| line.right - line.x).fold(0.0, f32::max);
    let most = widest.fold(0.0, f32::max).min(table * 0.6);
    line.right - line.x > most
}

fn columns(lines: &[Printed]) -> Option<Columns> {
    let fullest = lines.iter().max_by_key(|line| line.cells.len()).filter(|line| line.cells.len() > 1)?;
    let mut columns: Columns = fullest.cells.iter().map(|cell| (cell.x, cell.right)).collect();
    // Cells of other lines widen their column, where they reach into no other.
    let n_columns = columns.len();
    for line in lines.iter().filter(|line| line.cells.len() == n_columns) {
        for (column, cell) in columns.iter_mut().zip(&line.cells) {
            *column = (column.0.min(cell.x), column.1.max(cell.right));
        }
    }
    columns.windows(2).all(|pair| pair[0].1 <= pair[1].0 + 1.0).then_some(columns)
}

/// The column of every cell of a line; `None` where one stands in no column, or two in one.
fn place(line: &Printed, columns: &[(f32, f32)]) -> Option<Vec<usize>> {
    let slack = line.size.max(6.0) * LOOSE;
    let mut places = Vec::with_capacity(line.cells.len());
    for cell in &line.cells {
        let mut over =
            columns.iter().enumerate().filter(|(_, column)| cell.x < column.1 && column.0 < cell.right);
        let (at, column) = over.next()?;
        let fits = cell.x > column.0 - slack && cell.right < column.1 + slack;
        let is_alone = over.next().is_none();
        let is_next = places.last().is_none_or(|last| *last < at);
        if !fits || !is_alone || !is_next {
            return None;
        }
        places.push(at);
    }
    Some(places)
}

fn fill(lines: &mut [Printed], columns: &Columns, vocabulary: &Vocabulary) {
    let mut rows: Vec<(usize, Vec<String>)> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let mut row = vec![String::new(); columns.len()];
        for (column, cell) in place(line, columns).unwrap_or_default().into_iter().zip(&line.cells) {
            row[column].clone_from(&cell.text);
        }
        match rows.last_mut() {
            Some((_, last)) if goes_on(last, &row) => {
                for (cell, more) in last.iter_mut().zip(&row) {
                    vocabulary.join(cell, more);
                }
            }
            _ => rows.push((at, row)),
        }
    }
    for line in lines.iter_mut() {
        line.row = Some(Vec::new());
    }
    for (at, row) in rows {
        lines[at].row = Some(row);
    }
}

/// The passage that a marked line stands for; `None` for the further lines of a row.
pub(super) fn passage(row: &[String]) -> Option<Passage> {
    (!row.is_empty()).then(|| Passage::Row(row.to_vec()))
}

#[cfg(test)]
mod tests {
    use super::super::lines::Cell;
    use super::*;

    fn line(cells: &[(f32, &str)]) -> Printed {
        let cells: Vec<Cell> = cells
            .iter()
            .map(|(x, text)| {
                #[expect(clippy::cast_precision_loss, reason = "short words")]
                let width = text.chars().count() as f32 * 10.0;
                Cell { x: *x, right: x + width, text: (*text).to_owned() }
            })
            .collect();
        Printed::of_cells(cells, 10.0)
    }

    fn check(lines: Vec<Printed>, expected: &[&[&str]]) {
        let mut page = PageLines::of_lines(lines);
        mark([&mut page].into_iter(), &Vocabulary::of([].into_iter()));
        let rows: Vec<Vec<String>> =
            page.lines.iter().filter_map(|line| line.row.clone()).filter(|row| !row.is_empty()).collect();
        assert_eq!(rows, expected);
    }

    #[test]
    fn cells_in_step_are_rows() {
        check(
            vec![
                line(&[(200.0, "表1 三个县的比较")]),
                line(&[(60.0, "县"), (160.0, "做法"), (300.0, "成效")]),
                line(&[(60.0, "东县"), (150.0, "网络化供给"), (290.0, "使用率")]),
                line(&[(300.0, "提高")]),
                line(&[(60.0, "西县"), (160.0, "医养"), (290.0, "等待短")]),
                line(&[(60.0, "调查显示，东县的护理人员在三年里增加了一倍而西县没有变化")]),
            ],
            &[&["县", "做法", "成效"], &["东县", "网络化供给", "使用率提高"], &["西县", "医养", "等待短"]],
        );
    }

    #[test]
    fn prose_is_none() {
        check(vec![line(&[(60.0, "县"), (160.0, "做法")]), line(&[(60.0, "东"), (160.0, "做法")])], &[]);
        check(
            vec![
                line(&[(60.0, "表1 列出三个县")]),
                line(&[(60.0, "王某"), (160.0, "李某")]),
                line(&[(60.0, "这一段文字从左到右没有任何空隙地排下去直到行末为止")]),
            ],
            &[],
        );
    }
}
