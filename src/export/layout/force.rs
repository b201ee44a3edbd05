//! Links and groups -> a place for every node: springs within each group, then the groups packed side by side.

use std::collections::BTreeMap;

/// A place in the plane.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(in crate::export) struct Point {
    pub(in crate::export) x: f64,
    pub(in crate::export) y: f64,
}

/// Wanted distance of linked nodes.
const LENGTH: f64 = 60.0;
/// Nodes farther apart than this do not push each other.
const REACH: f64 = 3.0 * LENGTH;
/// Rounds of moving; later rounds move less.
const ROUNDS: usize = 160;
/// The angle that spreads a spiral evenly.
const GOLDEN_ANGLE: f64 = 2.399_963_229_728_653;
/// Free places looked at before the best of them is taken for a group.
const PLACES: usize = 60;

/// Places `n` nodes; `group` tells the group of each, `links` joins two nodes each.
///
/// Fruchterman and Reingold (1991) with their grid, from a spiral in order of nodes, for each group alone; the groups are then
/// packed as discs, the largest in the middle, each near the groups that it is linked with.
///
/// # Complexity
/// About `ROUNDS` times nodes and links, as long as no cell of the grid holds most nodes.
pub(in crate::export) fn arrange(n: usize, group: &[usize], links: &[(usize, usize)]) -> Vec<Point> {
    // Nodes without links lie together, whatever their groups.
    let mut group: Vec<usize> = group.to_vec();
    let mut linked = vec![false; n];
    for (a, b) in links.iter().filter(|(a, b)| a != b) {
        (linked[*a], linked[*b]) = (true, true);
    }
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for node in 0..n {
        if !linked[node] {
            group[node] = usize::MAX;
        }
        members.entry(group[node]).or_default().push(node);
    }
    let mut inside: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
    let mut between: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (a, b) in links.iter().copied().filter(|(a, b)| a != b) {
        if group[a] == group[b] {
            inside.entry(group[a]).or_default().push((a, b));
        } else {
            let (low, high) = (group[a].min(group[b]), group[a].max(group[b]));
            *between.entry((low, high)).or_default() += 1;
        }
    }
    let mut points = vec![Point::default(); n];
    let mut discs = Vec::new();
    for (number, nodes) in &members {
        let links = inside.get(number).map_or(&[][..], Vec::as_slice);
        let local = springs(nodes, links);
        let radius = local.iter().map(|point| point.x.hypot(point.y)).fold(0.0, f64::max) + 0.6 * LENGTH;
        discs.push((*number, radius));
        for (node, point) in nodes.iter().zip(local) {
            points[*node] = point;
        }
    }
    let centres = packed(discs, &between);
    for (node, point) in points.iter_mut().enumerate() {
        let centre = centres[&group[node]];
        *point = Point { x: point.x + centre.x, y: point.y + centre.y };
    }
    points
}

/// Places of the nodes of one group around its middle.
fn springs(nodes: &[usize], links: &[(usize, usize)]) -> Vec<Point> {
    let local: BTreeMap<usize, usize> = nodes.iter().enumerate().map(|(at, node)| (*node, at)).collect();
    let links: Vec<(usize, usize)> = links.iter().map(|(a, b)| (local[a], local[b])).collect();
    let mut points: Vec<Point> = (0..nodes.len())
        .map(|at| {
            let (r, angle) = (0.6 * LENGTH * (at as f64).sqrt(), at as f64 * GOLDEN_ANGLE);
            Point { x: r * angle.cos(), y: r * angle.sin() }
        })
        .collect();
    let mut degree = vec![0usize; nodes.len()];
    for (a, b) in &links {
        degree[*a] += 1;
        degree[*b] += 1;
    }
    for round in 0..(if links.is_empty() { 0 } else { ROUNDS }) {
        let heat = LENGTH * (1.0 - round as f64 / ROUNDS as f64).powi(2) + 0.5;
        let forces = forces(&points, &links, &degree);
        for (point, force) in points.iter_mut().zip(forces) {
            let size = force.x.hypot(force.y).max(1e-9);
            let step = size.min(heat) / size;
            *point = Point { x: point.x + force.x * step, y: point.y + force.y * step };
        }
    }
    centred(points)
}

fn forces(points: &[Point], links: &[(usize, usize)], degree: &[usize]) -> Vec<Point> {
    let mut forces: Vec<Point> = points.iter().map(|p| Point { x: -0.03 * p.x, y: -0.03 * p.y }).collect();
    let cell = |point: &Point| ((point.x / REACH).floor() as i64, (point.y / REACH).floor() as i64);
    let mut grid: BTreeMap<(i64, i64), Vec<usize>> = BTreeMap::new();
    for (at, point) in points.iter().enumerate() {
        grid.entry(cell(point)).or_default().push(at);
    }
    for (at, point) in points.iter().enumerate() {
        let (column, row) = cell(point);
        for near in (-1..=1).flat_map(|dx| (-1..=1).map(move |dy| (column + dx, row + dy))) {
            for other in grid.get(&near).into_iter().flatten().filter(|other| **other != at) {
                let (dx, dy) = (point.x - points[*other].x, point.y - points[*other].y);
                let distance = dx.hypot(dy).max(0.01);
                if distance < REACH {
                    let push = LENGTH * LENGTH / (distance * distance);
                    forces[at].x += dx * push;
                    forces[at].y += dy * push;
                }
            }
        }
    }
    for (a, b) in links {
        let (dx, dy) = (points[*b].x - points[*a].x, points[*b].y - points[*a].y);
        // A hub keeps its many neighbours at arm's length.
        let pull = dx.hypot(dy) / LENGTH / 2.0 / (degree[*a].max(degree[*b]) as f64).sqrt();
        forces[*a].x += dx * pull;
        forces[*a].y += dy * pull;
        forces[*b].x -= dx * pull;
        forces[*b].y -= dy * pull;
    }
    forces
}

fn centred(mut points: Vec<Point>) -> Vec<Point> {
    let n = points.len().max(1) as f64;
    let x = points.iter().map(|point| point.x).sum::<f64>() / n;
    let y = points.iter().map(|point| point.y).sum::<f64>() / n;
    for point in &mut points {
        *point = Point { x: point.x - x, y: point.y - y };
    }
    points
}

/// Centres of discs that do not overlap, in the shape of a page.
fn packed(mut discs: Vec<(usize, f64)>, between: &BTreeMap<(usize, usize), usize>) -> BTreeMap<usize, Point> {
    discs.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let mut near: BTreeMap<usize, Vec<(usize, f64)>> = BTreeMap::new();
    for ((a, b), n_links) in between {
        near.entry(*a).or_default().push((*b, *n_links as f64));
        near.entry(*b).or_default().push((*a, *n_links as f64));
    }
    let mut placed: Vec<(f64, Point)> = Vec::new();
    let mut centres: BTreeMap<usize, Point> = BTreeMap::new();
    // Places that were taken stay taken, so discs of one size need not look there again.
    let mut first_free: BTreeMap<u64, usize> = BTreeMap::new();
    for (number, radius) in discs {
        let linked: Vec<(Point, f64)> = near
            .get(&number)
            .into_iter()
            .flatten()
            .filter_map(|(other, weight)| centres.get(other).map(|centre| (*centre, *weight)))
            .collect();
        let free = |place: &Point| {
            placed.iter().all(|(its, centre)| {
                let (dx, dy, apart) = (centre.x - place.x, centre.y - place.y, its + radius);
                dx * dx + dy * dy >= apart * apart
            })
        };
        let step = (radius / 2.0).max(LENGTH / 2.0);
        let start = first_free.get(&radius.to_bits()).copied().unwrap_or(0);
        let free_places = (start..).map(|at| (at, on_spiral(at, step))).filter(|(_, place)| free(place));
        let looked_at: Vec<(usize, Point)> = free_places.take(PLACES).collect();
        let cost = |place: &Point| {
            let total: f64 = linked.iter().map(|(_, weight)| weight).sum();
            let far: f64 = linked.iter().map(|(centre, weight)| weight * distance(centre, place)).sum();
            far / total.max(1.0) + 1.5 * distance(&Point::default(), place)
        };
        let best = looked_at.iter().min_by(|a, b| cost(&a.1).total_cmp(&cost(&b.1)));
        let place = best.map_or(Point::default(), |(_, place)| *place);
        first_free.insert(radius.to_bits(), looked_at.first().map_or(start, |(at, _)| *at));
        placed.push((radius, place));
        centres.insert(number, place);
    }
    centres
}

/// The places of a spiral that fills an ellipse evenly.
fn on_spiral(at: usize, step: f64) -> Point {
    let (r, angle) = (step * (at as f64).sqrt(), at as f64 * GOLDEN_ANGLE);
    Point { x: 1.3 * r * angle.cos(), y: r * angle.sin() }
}

fn distance(a: &Point, b: &Point) -> f64 {
    (a.x - b.x).hypot(a.y - b.y)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(n: usize) -> Vec<(usize, usize)> {
        (0..n).map(|at| (at, (at + 1) % n)).collect()
    }

    #[test]
    fn every_node_has_a_place_of_its_own() {
        let group: Vec<usize> = (0..120).map(|at| at / 30).collect();
        let points = arrange(120, &group, &ring(120));
        assert_eq!(points, arrange(120, &group, &ring(120)), "the same graph lies the same way");
        for (at, a) in points.iter().enumerate() {
            assert!(a.x.is_finite() && a.y.is_finite());
            let near = points[..at].iter().map(|b| (a.x - b.x).hypot(a.y - b.y)).fold(f64::MAX, f64::min);
            assert!(near > 8.0, "node {at} lies {near} from another");
        }
    }

    #[test]
    fn groups_do_not_overlap() {
        let group: Vec<usize> = (0..40).map(|at| at / 20).collect();
        let points = arrange(40, &group, &ring(40));
        let middle = |points: &[Point]| {
            let n = points.len() as f64;
            (points.iter().map(|p| p.x).sum::<f64>() / n, points.iter().map(|p| p.y).sum::<f64>() / n)
        };
        let (a, b) = (middle(&points[..20]), middle(&points[20..]));
        let nearest =
            |point: &Point| (point.x - a.0).hypot(point.y - a.1) < (point.x - b.0).hypot(point.y - b.1);
        assert!(points[..20].iter().all(nearest) && !points[20..].iter().any(nearest));
    }

    #[test]
    fn nothing_and_one_are_placed() {
        assert!(arrange(0, &[], &[]).is_empty());
        assert_eq!(arrange(1, &[7], &[(0, 0)]), vec![Point::default()]);
    }
}
