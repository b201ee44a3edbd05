//! Two concepts -> the best-evidenced ways to get from one to the other.

use std::cell::OnceCell;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;

use super::Selection;
use crate::model::{ConceptGraph, Modality};

/// One step: two concepts and all links that join them, the surest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Where it starts.
    pub from: NodeIndex,
    /// Where it leads.
    pub to: NodeIndex,
    /// Links between the two, in either direction.
    pub links: Vec<EdgeIndex>,
}

/// A way from one concept to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Way {
    /// Its steps, in order.
    pub steps: Vec<Step>,
    /// What it costs; less is better evidenced.
    pub cost: f64,
}

/// What every step costs, however well it is evidenced: a longer way must be better evidenced to win.
const STEP: f64 = 0.6;
/// What a concept on the way costs for each doubling of its neighbours: a hub joins everything and explains nothing.
const HUB: f64 = 0.12;
/// No path is longer.
const MOST_STEPS: usize = 8;

/// Several ways between two concepts, the best-evidenced first, along the links that a selection wants; denied links never count.
///
/// A step costs less the surer the links that join its ends are and the more papers state them; concepts that are linked with
/// everything cost extra. Ways are simple and differ (Yen 1971 over Dijkstra 1959). Directions are kept for showing, not for walking.
///
/// # Complexity
/// One search of O(links log concepts), and about `n_ways` times the length of a way short ones that it leads.
#[must_use]
pub fn paths(
    graph: &ConceptGraph,
    from: NodeIndex,
    to: NodeIndex,
    n_ways: usize,
    selection: &Selection,
) -> Vec<Way> {
    if from == to || n_ways == 0 {
        return Vec::new();
    }
    let net = Net::new(graph, selection);
    let Some(left) = net.left(from, to) else { return Vec::new() };
    let Some(first) = net.cheapest(from, to, &left, &BTreeSet::new(), &BTreeSet::new()) else {
        return Vec::new();
    };
    let mut found: Vec<(f64, Vec<NodeIndex>)> = vec![first];
    let mut candidates: Vec<(f64, Vec<NodeIndex>)> = Vec::new();
    while found.len() < n_ways {
        let last = found[found.len() - 1].1.clone();
        for at in 0..last.len() - 1 {
            let root = &last[..=at];
            let closed: BTreeSet<(NodeIndex, NodeIndex)> = found
                .iter()
                .filter(|(_, way)| way.len() > at + 1 && way[..=at] == *root)
                .flat_map(|(_, way)| [(way[at], way[at + 1]), (way[at + 1], way[at])])
                .collect();
            let passed: BTreeSet<NodeIndex> = root[..at].iter().copied().collect();
            if let Some((_, rest)) = net.cheapest(last[at], to, &left, &closed, &passed) {
                let way: Vec<NodeIndex> = root[..at].iter().copied().chain(rest).collect();
                let known = found.iter().chain(&candidates).any(|(_, other)| *other == way);
                if !known && way.len() <= MOST_STEPS + 1 {
                    candidates.push((net.cost(&way), way));
                }
            }
        }
        let order = |a: &(f64, Vec<NodeIndex>), b: &(f64, Vec<NodeIndex>)| {
            a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1))
        };
        let Some(best) = (0..candidates.len()).min_by(|a, b| order(&candidates[*a], &candidates[*b])) else {
            break;
        };
        found.push(candidates.swap_remove(best));
    }
    found.into_iter().map(|(cost, way)| Way { steps: net.steps(&way), cost }).collect()
}

/// All links from one concept to its neighbours, by neighbour.
type Around = BTreeMap<NodeIndex, Vec<EdgeIndex>>;

/// The graph as it is walked: what a step from a concept to a neighbour costs, computed where a search gets to.
struct Net<'g> {
    graph: &'g ConceptGraph,
    selection: &'g Selection,
    /// Links of each concept, in and out.
    n_links: Vec<usize>,
    around: Vec<OnceCell<Vec<(NodeIndex, f64)>>>,
}

/// A place to go on from, the cheapest on top of the heap.
#[derive(PartialEq)]
struct Front {
    cost: f64,
    node: NodeIndex,
}

impl Eq for Front {}

impl Ord for Front {
    fn cmp(&self, other: &Self) -> Ordering {
        other.cost.total_cmp(&self.cost).then_with(|| other.node.cmp(&self.node))
    }
}

impl PartialOrd for Front {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<'g> Net<'g> {
    fn new(graph: &'g ConceptGraph, selection: &'g Selection) -> Self {
        let n_nodes = graph.graph.node_count();
        let mut n_links = vec![0; n_nodes];
        for edge in graph.graph.edge_references() {
            n_links[edge.source().index()] += 1;
            n_links[edge.target().index()] += 1;
        }
        Net { graph, selection, n_links, around: vec![OnceCell::new(); n_nodes] }
    }

    /// Neighbours of a concept, each with what the step there costs.
    fn around(&self, node: NodeIndex) -> &[(NodeIndex, f64)] {
        self.around[node.index()].get_or_init(|| {
            let hub = |node: NodeIndex| HUB * ((self.n_links[node.index()] + 1) as f64).log2();
            let links = links_around(self.graph, node, self.selection);
            // Half a hub at either end, so that a way costs the same in both directions.
            let step = |(other, links): (NodeIndex, Vec<EdgeIndex>)| {
                (other, evidence_cost(self.graph, &links) + STEP + 0.5 * (hub(node) + hub(other)))
            };
            links.into_iter().map(step).collect()
        })
    }

    /// The least that is left to pay from each concept to `to`; `None` where no way leads there from `from`. Concepts farther away
    /// than `from` are not looked at: from them at least as much is left as from it.
    fn left(&self, from: NodeIndex, to: NodeIndex) -> Option<Vec<f64>> {
        let mut cost = vec![f64::INFINITY; self.n_links.len()];
        let mut heap = BinaryHeap::from([Front { cost: 0.0, node: to }]);
        cost[to.index()] = 0.0;
        while let Some(front) = heap.pop() {
            if front.node == from {
                cost.iter_mut().for_each(|left| *left = left.min(front.cost));
                return Some(cost);
            }
            if front.cost > cost[front.node.index()] {
                continue;
            }
            for (next, step) in self.around(front.node) {
                let total = front.cost + step;
                if total < cost[next.index()] {
                    cost[next.index()] = total;
                    heap.push(Front { cost: total, node: *next });
                }
            }
        }
        None
    }

    /// The cheapest way that uses no closed step and passes through none of the given concepts. What is `left` from a concept
    /// on leads the search to the end (Hart, Nilsson and Raphael 1968).
    fn cheapest(
        &self,
        from: NodeIndex,
        to: NodeIndex,
        left: &[f64],
        closed: &BTreeSet<(NodeIndex, NodeIndex)>,
        passed: &BTreeSet<NodeIndex>,
    ) -> Option<(f64, Vec<NodeIndex>)> {
        let mut cost = vec![f64::INFINITY; self.n_links.len()];
        let mut came: Vec<Option<NodeIndex>> = vec![None; self.n_links.len()];
        let mut heap = BinaryHeap::from([Front { cost: left[from.index()], node: from }]);
        cost[from.index()] = 0.0;
        while let Some(front) = heap.pop() {
            if front.node == to {
                return Some((cost[to.index()], way_back(&came, to)));
            }
            let paid = cost[front.node.index()];
            if front.cost > paid + left[front.node.index()] {
                continue;
            }
            for (next, step) in self.around(front.node) {
                let total = paid + step;
                if total < cost[next.index()]
                    && !passed.contains(next)
                    && !closed.contains(&(front.node, *next))
                {
                    cost[next.index()] = total;
                    came[next.index()] = Some(front.node);
                    heap.push(Front { cost: total + left[next.index()], node: *next });
                }
            }
        }
        None
    }

    fn cost(&self, way: &[NodeIndex]) -> f64 {
        let step = |pair: &[NodeIndex]| {
            self.around(pair[0]).iter().find(|(node, _)| *node == pair[1]).map_or(0.0, |(_, cost)| *cost)
        };
        way.windows(2).map(step).sum()
    }

    fn steps(&self, way: &[NodeIndex]) -> Vec<Step> {
        let step = |pair: &[NodeIndex]| {
            let mut links =
                links_around(self.graph, pair[0], self.selection).remove(&pair[1]).unwrap_or_default();
            let sure = |edge: &EdgeIndex| self.graph.graph[*edge].confidence;
            links.sort_by(|a, b| sure(b).total_cmp(&sure(a)).then(a.cmp(b)));
            Step { from: pair[0], to: pair[1], links }
        };
        way.windows(2).map(step).collect()
    }
}

fn way_back(came: &[Option<NodeIndex>], to: NodeIndex) -> Vec<NodeIndex> {
    let mut way = vec![to];
    while let Some(before) = came[way[way.len() - 1].index()] {
        way.push(before);
    }
    way.reverse();
    way
}

fn links_around(graph: &ConceptGraph, node: NodeIndex, selection: &Selection) -> Around {
    let mut around = Around::new();
    let wanted = |edge: &EdgeIndex| {
        let relation = &graph.graph[*edge];
        relation.key.modality != Modality::Negated && selection.wants_link(relation)
    };
    let out = graph.graph.edges(node).map(|edge| (edge.target(), edge.id()));
    let into = graph.graph.edges_directed(node, petgraph::Direction::Incoming);
    let into = into.map(|edge| (edge.source(), edge.id()));
    for (other, edge) in out.chain(into).filter(|(other, edge)| *other != node && wanted(edge)) {
        around.entry(other).or_default().push(edge);
    }
    around
}

/// How little is known of a pair: the doubt that remains after all its links, less for more papers.
fn evidence_cost(graph: &ConceptGraph, links: &[EdgeIndex]) -> f64 {
    let relations = || links.iter().map(|edge| &graph.graph[*edge]);
    let doubt = relations().fold(1.0, |doubt, relation| doubt * (1.0 - relation.confidence.clamp(0.0, 0.98)));
    let mut papers: Vec<usize> =
        relations().flat_map(|relation| relation.documents.iter().copied()).collect();
    papers.sort_unstable();
    papers.dedup();
    let sure = (1.0 - doubt).max(0.01);
    -sure.ln() + 0.3 / papers.len().max(1) as f64
}
