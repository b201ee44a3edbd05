//! Groups of boxes -> frames side by side, each laid out by itself; links between frames run across.

use std::collections::BTreeMap;

use super::drawing::{Direction, Drawing, Sheet, sheet, shelves};
use super::{Link, Point};

/// A frame around some boxes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::export) struct Frame {
    /// Upper left corner.
    pub(in crate::export) corner: Point,
    pub(in crate::export) width: f64,
    pub(in crate::export) height: f64,
}

/// Room between a frame and what it holds, and for its title.
const INSIDE: f64 = 14.0;
const TITLE: f64 = 18.0;
/// Room between columns, for links and their labels.
const COLUMN_GAP: f64 = 150.0;

/// Lays out a drawing group by group. Every box is in one group; a frame is at least as wide as its title.
pub(in crate::export) fn draw_framed(
    drawing: &Drawing,
    groups: &[Vec<usize>],
    titles: &[f64],
) -> (Sheet, Vec<Frame>) {
    let parts: Vec<(Vec<usize>, Sheet)> = groups.iter().map(|nodes| inside(drawing, nodes)).collect();
    let sizes: Vec<(f64, f64)> = parts
        .iter()
        .zip(titles)
        .map(|((_, sheet), title)| {
            (sheet.width.max(*title) + 2.0 * INSIDE, sheet.height + 2.0 * INSIDE + TITLE)
        })
        .collect();
    let corners = shelves(&sizes);
    let mut whole = Sheet::blank(drawing, Direction::Right);
    let mut frames = Vec::new();
    for (((links, sheet), nodes), (corner, (width, height))) in
        parts.into_iter().zip(groups).zip(corners.into_iter().zip(&sizes))
    {
        let place = Point { x: corner.x + INSIDE, y: corner.y + INSIDE + TITLE };
        whole.lay(nodes, &links, sheet, place);
        whole.width = whole.width.max(corner.x + width);
        whole.height = whole.height.max(corner.y + height);
        frames.push(Frame { corner, width: *width, height: *height });
    }
    for (at, (from, to)) in drawing.links.iter().enumerate() {
        if from != to && whole.routes[at].is_empty() {
            across(&mut whole, drawing, at, (*from, *to));
        }
    }
    (whole, frames)
}

/// One group by itself: the numbers of its links, and its sheet.
fn inside(drawing: &Drawing, nodes: &[usize]) -> (Vec<usize>, Sheet) {
    let local: BTreeMap<usize, usize> = nodes.iter().enumerate().map(|(at, node)| (*node, at)).collect();
    let is_own = |at: &usize| {
        let (from, to) = drawing.links[*at];
        local.contains_key(&from) && local.contains_key(&to)
    };
    let own: Vec<usize> = (0..drawing.links.len()).filter(is_own).collect();
    let part = Drawing {
        boxes: nodes.iter().map(|node| drawing.boxes[*node]).collect(),
        links: own.iter().map(|at| drawing.links[*at]).map(|(from, to)| (local[&from], local[&to])).collect(),
        labels: own.iter().map(|at| drawing.labels[*at]).collect(),
    };
    (own, sheet(&part, Direction::Right))
}

/// A link from frame to frame: from the sides that face each other, straight in the middle.
fn across(sheet: &mut Sheet, drawing: &Drawing, at: usize, (from, to): Link) {
    let (a, b) = (sheet.boxes[from], sheet.boxes[to]);
    let (size, other) = (drawing.boxes[from], drawing.boxes[to]);
    let gap_x = (b.x - a.x).abs() - (size.0 + other.0) / 2.0;
    let upright = gap_x < 30.0;
    let side = |far: f64| if far >= 0.0 { 0.5 } else { -0.5 };
    let (start, end) = if upright {
        let side = side(b.y - a.y);
        (Point { x: a.x, y: a.y + side * size.1 }, Point { x: b.x, y: b.y - side * other.1 })
    } else {
        let side = side(b.x - a.x);
        (Point { x: a.x + side * size.0, y: a.y }, Point { x: b.x - side * other.0, y: b.y })
    };
    // Labels of several links between two frames stand apart.
    let share = [0.5, 0.4, 0.6, 0.3, 0.7][at % 5];
    let middle = Point { x: start.x + (end.x - start.x) * share, y: start.y + (end.y - start.y) * share };
    sheet.upright[at] = upright;
    sheet.routes[at] = vec![start, middle, end];
    sheet.labels[at] = middle;
}

/// Lays out groups as columns, each box below the other, so that links between neighbouring columns cross little.
pub(in crate::export) fn draw_columns(
    drawing: &Drawing,
    groups: &[Vec<usize>],
    titles: &[f64],
) -> (Sheet, Vec<Frame>) {
    let mut columns: Vec<Vec<usize>> = groups.to_vec();
    let mut near: Vec<Vec<usize>> = vec![Vec::new(); drawing.boxes.len()];
    for (from, to) in &drawing.links {
        near[*from].push(*to);
        near[*to].push(*from);
    }
    let mut place = vec![0.5; drawing.boxes.len()];
    for _ in 0..12 {
        for column in &mut columns {
            let wanted = |node: &usize| {
                let n = near[*node].len();
                if n == 0 {
                    2.0
                } else {
                    near[*node].iter().map(|other| place[*other]).sum::<f64>() / n as f64
                }
            };
            let mut keyed: Vec<(f64, usize)> = column.iter().map(|node| (wanted(node), *node)).collect();
            keyed.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            *column = keyed.into_iter().map(|(_, node)| node).collect();
            let n = column.len().max(1) as f64;
            for (at, node) in column.iter().enumerate() {
                place[*node] = (at as f64 + 0.5) / n;
            }
        }
    }
    let high = |column: &Vec<usize>| column.iter().map(|node| drawing.boxes[*node].1 + 10.0).sum::<f64>();
    let tallest = columns.iter().map(high).fold(0.0, f64::max);
    let mut sheet = Sheet::blank(drawing, Direction::Right);
    let (mut frames, mut left) = (Vec::new(), 0.0);
    for (column, title) in columns.iter().zip(titles) {
        let widest = column.iter().map(|node| drawing.boxes[*node].0).fold(60.0, f64::max);
        let width = widest.max(*title) + 2.0 * INSIDE;
        let spare = (tallest - high(column)) / column.len().max(1) as f64;
        let mut y = INSIDE + TITLE;
        for node in column {
            let size = drawing.boxes[*node].1 + 10.0 + spare;
            sheet.boxes[*node] = Point { x: left + width / 2.0, y: y + size / 2.0 };
            y += size;
        }
        let height = tallest + 2.0 * INSIDE + TITLE;
        frames.push(Frame { corner: Point { x: left, y: 0.0 }, width, height });
        (sheet.width, sheet.height) = (left + width, height);
        left += width + COLUMN_GAP;
    }
    for (at, (from, to)) in drawing.links.iter().enumerate().filter(|(_, (from, to))| from != to) {
        across(&mut sheet, drawing, at, (*from, *to));
    }
    (sheet, frames)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_hold_their_boxes_and_do_not_overlap() {
        let links = vec![(0, 1), (2, 3), (4, 5), (0, 2), (3, 4)];
        let drawing =
            Drawing { boxes: vec![(80.0, 24.0); 6], labels: vec![(24.0, 12.0); links.len()], links };
        let groups = vec![vec![0, 1], vec![2, 3], vec![4, 5]];
        let (sheet, frames) = draw_framed(&drawing, &groups, &[300.0, 10.0, 10.0]);
        for (frame, group) in frames.iter().zip(&groups) {
            for node in group {
                let Point { x, y } = sheet.boxes[*node];
                assert!(x - 40.0 > frame.corner.x && x + 40.0 < frame.corner.x + frame.width);
                assert!(y - 12.0 > frame.corner.y && y + 12.0 < frame.corner.y + frame.height);
            }
        }
        for (at, a) in frames.iter().enumerate() {
            for b in &frames[..at] {
                let beside = a.corner.x >= b.corner.x + b.width || b.corner.x >= a.corner.x + a.width;
                let below = a.corner.y >= b.corner.y + b.height || b.corner.y >= a.corner.y + a.height;
                assert!(beside || below, "{a:?} and {b:?}");
            }
        }
        assert!(frames[0].width > 300.0, "a frame is as wide as its title");
        assert!(sheet.routes.iter().all(|route| route.len() >= 3));
    }
}
