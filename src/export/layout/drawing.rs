//! Boxes and links -> a sheet: where each box lies, how each link runs, where its label stands.

use std::collections::BTreeMap;

use super::layers::layers;
use super::order::order;
use super::place::place;
use super::{Link, Point};

/// Which way links run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::export) enum Direction {
    /// From left to right.
    Right,
    /// From top to bottom.
    Down,
}

/// What is to be laid out: boxes by width and height, links, and the size of the label of each link.
#[derive(Debug, Default, Clone)]
pub(in crate::export) struct Drawing {
    pub(in crate::export) boxes: Vec<(f64, f64)>,
    pub(in crate::export) links: Vec<Link>,
    pub(in crate::export) labels: Vec<(f64, f64)>,
}

/// Where everything lies; all coordinates are from 0 to `width` and `height`.
#[derive(Debug, Default, Clone)]
pub(in crate::export) struct Sheet {
    pub(in crate::export) width: f64,
    pub(in crate::export) height: f64,
    /// The middle of each box.
    pub(in crate::export) boxes: Vec<Point>,
    /// The points of each link, from border to border; empty for a link from a box to itself.
    pub(in crate::export) routes: Vec<Vec<Point>>,
    /// The middle of the label of each link.
    pub(in crate::export) labels: Vec<Point>,
    /// Whether a link runs up or down rather than to a side.
    pub(in crate::export) upright: Vec<bool>,
}

/// Room between boxes of one layer, and between layers.
const GAP: f64 = 10.0;
const LAYER_GAP: f64 = 14.0;
/// Room between parts that no link joins.
const PART_GAP: f64 = 26.0;
/// A page is about four to three.
const PAGE: f64 = 1.4;

/// Lays out a drawing, in the direction that comes nearer to the shape of a page.
pub(in crate::export) fn draw(drawing: &Drawing) -> (Sheet, Direction) {
    let (right, down) = (sheet(drawing, Direction::Right), sheet(drawing, Direction::Down));
    // Left to right reads better, so it has some advance.
    let far = |sheet: &Sheet| (sheet.width / sheet.height.max(1.0) / PAGE).ln().abs();
    if far(&right) <= far(&down) + 0.5 { (right, Direction::Right) } else { (down, Direction::Down) }
}

pub(super) fn sheet(drawing: &Drawing, direction: Direction) -> Sheet {
    let mut parts: Vec<(Vec<usize>, Sheet)> = Vec::new();
    for nodes in components(drawing) {
        let part = part(drawing, &nodes, direction);
        parts.push((nodes, part));
    }
    packed(drawing, parts, direction)
}

/// Boxes that links join, the largest part first.
fn components(drawing: &Drawing) -> Vec<Vec<usize>> {
    let n = drawing.boxes.len();
    let mut root: Vec<usize> = (0..n).collect();
    fn find(root: &[usize], mut node: usize) -> usize {
        while root[node] != node {
            node = root[node];
        }
        node
    }
    for (a, b) in &drawing.links {
        let (a, b) = (find(&root, *a), find(&root, *b));
        root[a.max(b)] = a.min(b);
    }
    let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for node in 0..n {
        parts.entry(find(&root, node)).or_default().push(node);
    }
    let mut parts: Vec<Vec<usize>> = parts.into_values().collect();
    parts.sort_by_key(|nodes| (std::cmp::Reverse(nodes.len()), nodes[0]));
    parts
}

/// One part by itself; boxes and links are numbered as in the whole, links of other parts are empty.
fn part(drawing: &Drawing, nodes: &[usize], direction: Direction) -> Sheet {
    let local: BTreeMap<usize, usize> = nodes.iter().enumerate().map(|(at, node)| (*node, at)).collect();
    let own: Vec<usize> =
        (0..drawing.links.len()).filter(|at| local.contains_key(&drawing.links[*at].0)).collect();
    let links: Vec<Link> =
        own.iter().map(|at| drawing.links[*at]).map(|(from, to)| (local[&from], local[&to])).collect();
    let mut layers = layers(nodes.len(), &links);
    order(&mut layers);
    let mut extent: Vec<(f64, f64)> = nodes.iter().map(|node| drawing.boxes[*node]).collect();
    extent.resize(layers.layer.len(), (2.0, 4.0));
    let mut label_at: Vec<Option<usize>> = Vec::new();
    for (route, at) in layers.routes.iter().zip(&own) {
        // The label stands on the stand-in nearest to the middle that is on an odd layer.
        let middle = route.len() / 2;
        let stand = route.get(middle.max(1)).copied().filter(|member| *member >= nodes.len());
        let stand = stand.or_else(|| route.get(middle.saturating_sub(1)).copied());
        let stand = stand.filter(|member| *member >= nodes.len());
        if let Some(member) = stand {
            extent[member] = drawing.labels[*at];
        }
        label_at.push(stand);
    }
    let (across, along): (Vec<f64>, Vec<f64>) = match direction {
        Direction::Right => extent.iter().map(|(w, h)| (*h, *w)).unzip(),
        Direction::Down => extent.iter().copied().unzip(),
    };
    let at = place(&layers, &across, GAP);
    let mut middle = Vec::new();
    let mut next = 0.0;
    for members in &layers.members {
        let thick = members.iter().map(|member| along[*member]).fold(0.0, f64::max);
        middle.push(next + thick / 2.0);
        next += thick + LAYER_GAP;
    }
    let low = (0..at.len()).map(|m| at[m] - across[m] / 2.0).fold(f64::MAX, f64::min).min(f64::MAX);
    let high = (0..at.len()).map(|m| at[m] + across[m] / 2.0).fold(f64::MIN, f64::max);
    let point = |across: f64, along: f64| match direction {
        Direction::Right => Point { x: along, y: across - low },
        Direction::Down => Point { x: across - low, y: along },
    };
    let of = |member: usize| point(at[member], middle[layers.layer[member]]);
    let mut sheet = Sheet::blank(drawing, direction);
    sheet.boxes = (0..nodes.len()).map(of).collect();
    let (wide, long) = ((high - low).max(0.0), (next - LAYER_GAP).max(0.0));
    (sheet.width, sheet.height) = match direction {
        Direction::Right => (long, wide),
        Direction::Down => (wide, long),
    };
    for ((route, at_link), stand) in layers.routes.iter().zip(&own).zip(label_at) {
        let points = route.iter().map(|member| {
            let mut one = of(*member);
            if *member < nodes.len() {
                // A link starts and ends at the border, towards the layer it leads to.
                let other = if route.first() == Some(member) { route[1] } else { route[route.len() - 2] };
                let side = if layers.layer[other] > layers.layer[*member] { 0.5 } else { -0.5 };
                match direction {
                    Direction::Right => one.x += side * extent[*member].0,
                    Direction::Down => one.y += side * extent[*member].1,
                }
            }
            one
        });
        sheet.routes[*at_link] = points.collect();
        sheet.labels[*at_link] = stand.map_or_else(Point::default, of);
    }
    sheet
}

/// Puts parts side by side in rows about as wide as the largest.
fn packed(drawing: &Drawing, parts: Vec<(Vec<usize>, Sheet)>, direction: Direction) -> Sheet {
    let sizes: Vec<(f64, f64)> = parts.iter().map(|(_, sheet)| (sheet.width, sheet.height)).collect();
    let corners = shelves(&sizes);
    let mut whole = Sheet::blank(drawing, direction);
    for ((nodes, sheet), corner) in parts.into_iter().zip(corners) {
        let links: Vec<usize> = (0..sheet.routes.len()).collect();
        whole.lay(&nodes, &links, sheet, corner);
    }
    whole
}

/// The upper left corners of rectangles set in rows, in their order, in the shape of a page as nearly as can be.
pub(super) fn shelves(sizes: &[(f64, f64)]) -> Vec<Point> {
    let area: f64 = sizes.iter().map(|(width, height)| (width + PART_GAP) * (height + PART_GAP)).sum();
    let widest = sizes.iter().map(|(width, _)| *width).fold(0.0, f64::max);
    let rooms = [1.0, 1.2, 1.4, 1.7, 2.0].map(|factor| widest.max(factor * (area * PAGE).sqrt()));
    let mut best: Option<(f64, Vec<Point>)> = None;
    for room in rooms {
        let (corners, width, height) = rows(sizes, room);
        let far = (width / height.max(1.0) / PAGE).ln().abs();
        if best.as_ref().is_none_or(|(least, _)| far < *least) {
            best = Some((far, corners));
        }
    }
    best.map_or_else(Vec::new, |(_, corners)| corners)
}

/// Rectangles in rows of at most so much room; and the width and height that they take.
fn rows(sizes: &[(f64, f64)], room: f64) -> (Vec<Point>, f64, f64) {
    let (mut x, mut y, mut row, mut wide): (f64, f64, f64, f64) = (0.0, 0.0, 0.0, 0.0);
    let mut corners = Vec::with_capacity(sizes.len());
    for (width, height) in sizes {
        if x > 0.0 && x + width > room {
            (x, y, row) = (0.0, y + row + PART_GAP, 0.0);
        }
        corners.push(Point { x, y });
        row = row.max(*height);
        wide = wide.max(x + width);
        x += width + PART_GAP;
    }
    (corners, wide, y + row)
}

impl Sheet {
    pub(super) fn blank(drawing: &Drawing, direction: Direction) -> Self {
        Sheet {
            boxes: vec![Point::default(); drawing.boxes.len()],
            routes: vec![Vec::new(); drawing.links.len()],
            labels: vec![Point::default(); drawing.links.len()],
            upright: vec![direction == Direction::Down; drawing.links.len()],
            ..Sheet::default()
        }
    }

    /// Copies a smaller sheet to a corner; `nodes` and `links` are the numbers of its boxes and links here.
    pub(super) fn lay(&mut self, nodes: &[usize], links: &[usize], sheet: Sheet, corner: Point) {
        let moved = |point: Point| Point { x: point.x + corner.x, y: point.y + corner.y };
        for (node, point) in nodes.iter().zip(&sheet.boxes) {
            self.boxes[*node] = moved(*point);
        }
        for ((at, route), label) in links.iter().zip(sheet.routes).zip(sheet.labels) {
            if !route.is_empty() {
                self.routes[*at] = route.into_iter().map(moved).collect();
                self.labels[*at] = moved(label);
            }
        }
        self.width = self.width.max(corner.x + sheet.width);
        self.height = self.height.max(corner.y + sheet.height);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A drawing of equal boxes.
    fn drawing(n: usize, links: &[Link]) -> Drawing {
        Drawing {
            boxes: vec![(80.0, 24.0); n],
            links: links.to_vec(),
            labels: vec![(24.0, 12.0); links.len()],
        }
    }

    #[test]
    fn boxes_do_not_overlap_and_lie_on_the_sheet() {
        let links: Vec<Link> = (0..60).map(|at| (at % 40, (at * 7 + 3) % 40)).collect();
        let (sheet, _) = draw(&drawing(40, &links));
        for (at, a) in sheet.boxes.iter().enumerate() {
            assert!(a.x >= 39.0 && a.x <= sheet.width - 39.0, "{a:?}");
            assert!(a.y >= 11.0 && a.y <= sheet.height - 11.0, "{a:?}");
            let clash = |b: &&Point| (a.x - b.x).abs() < 79.9 && (a.y - b.y).abs() < 23.9;
            assert_eq!(sheet.boxes[..at].iter().find(clash), None, "box {at} lies on another");
        }
    }

    #[test]
    fn parallel_links_run_apart() {
        let (sheet, _) = draw(&drawing(2, &[(0, 1), (0, 1), (1, 0)]));
        let mut places: Vec<(i64, i64)> =
            sheet.labels.iter().map(|p| (p.x.round() as i64, p.y.round() as i64)).collect();
        places.sort_unstable();
        places.dedup();
        assert_eq!(places.len(), 3);
    }

    #[test]
    fn nothing_one_and_itself_are_laid_out() {
        assert_eq!(draw(&drawing(0, &[])).0.boxes.len(), 0);
        let (sheet, _) = draw(&drawing(1, &[(0, 0)]));
        assert_eq!(sheet.boxes, vec![Point { x: 40.0, y: 12.0 }]);
        assert!(sheet.routes[0].is_empty());
    }
}
