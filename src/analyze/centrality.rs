//! ConceptGraph -> how central each concept is: links in and out, PageRank, betweenness.

use petgraph::Direction;
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;
use rayon::prelude::*;

use crate::model::{Concept, ConceptGraph, Modality, Rank};

/// Chance that the walk of PageRank goes on along a link instead of jumping anywhere.
const DAMPING: f64 = 0.85;
/// PageRank is done when no more than this moves in a round, over all concepts.
const STILL: f64 = 1e-9;
/// Rounds after which PageRank ends in any case.
const MOST_ROUNDS: usize = 200;
/// Work of betweenness, in visits of concepts and links, above which it is estimated from some sources.
const EXACT_WORK: usize = 30_000_000;
/// Fewest sources of an estimate.
const LEAST_SOURCES: usize = 64;
/// Sources added up as one; fixed, so that the sum of floats is the same for any number of threads.
const CHUNK: usize = 32;

/// Every concept with its measures, in order of nodes. Denied links do not count.
#[must_use]
pub fn ranks(graph: &ConceptGraph) -> Vec<Rank> {
    let pagerank = pagerank(graph);
    let betweenness = betweenness(&Net::new(graph));
    let counts = |node: NodeIndex, direction| {
        let links = graph.graph.edges_directed(node, direction);
        links.filter(|edge| edge.weight().key.modality != Modality::Negated).count()
    };
    let rank = |node: NodeIndex| {
        let (n_in, n_out) = (counts(node, Direction::Incoming), counts(node, Direction::Outgoing));
        Rank {
            node,
            n_in,
            n_out,
            importance: importance(&graph.graph[node], n_in + n_out),
            pagerank: pagerank[node.index()],
            betweenness: betweenness[node.index()],
        }
    };
    graph.graph.node_indices().map(rank).collect()
}

/// Salience says what matters to the paper that says most of a concept. Over many papers it counts more when more of them speak of
/// it and when it is linked more, each by its logarithm, so that no count alone decides.
pub(super) fn importance(concept: &Concept, n_links: usize) -> f64 {
    let grown = |n: usize| 1.0 + (n.max(1) as f64).ln();
    concept.score * grown(concept.documents.len()) * grown(n_links)
}

/// PageRank (Brin, Page 1998) along the links, weighed by confidence; concepts without outgoing links jump anywhere.
///
/// # Complexity
/// O(rounds x links); some 50 rounds.
fn pagerank(graph: &ConceptGraph) -> Vec<f64> {
    let n_nodes = graph.graph.node_count();
    let mut out = vec![0.0; n_nodes];
    let mut links: Vec<(usize, usize, f64)> = Vec::with_capacity(graph.graph.edge_count());
    for edge in graph.graph.edge_references().filter(|edge| edge.weight().key.modality != Modality::Negated) {
        let (source, target, weight) =
            (edge.source().index(), edge.target().index(), edge.weight().confidence);
        out[source] += weight;
        links.push((source, target, weight));
    }
    let even = 1.0 / n_nodes.max(1) as f64;
    let mut rank = vec![even; n_nodes];
    for _ in 0..MOST_ROUNDS {
        let stuck: f64 = (0..n_nodes).filter(|node| out[*node] <= 0.0).map(|node| rank[node]).sum();
        let mut next = vec![(1.0 - DAMPING + DAMPING * stuck) * even; n_nodes];
        for (source, target, weight) in &links {
            if out[*source] > 0.0 {
                next[*target] += DAMPING * rank[*source] * weight / out[*source];
            }
        }
        let moved: f64 = rank.iter().zip(&next).map(|(old, new)| (old - new).abs()).sum();
        rank = next;
        if moved < STILL {
            break;
        }
    }
    rank
}

/// Neighbours of each concept, once each, whatever the links and their direction.
struct Net {
    around: Vec<Vec<usize>>,
    n_links: usize,
}

impl Net {
    fn new(graph: &ConceptGraph) -> Self {
        let mut around: Vec<Vec<usize>> = vec![Vec::new(); graph.graph.node_count()];
        for edge in graph.graph.edge_references() {
            let (a, b) = (edge.source().index(), edge.target().index());
            if a != b && edge.weight().key.modality != Modality::Negated {
                around[a].push(b);
                around[b].push(a);
            }
        }
        for near in &mut around {
            near.sort_unstable();
            near.dedup();
        }
        let n_links = around.iter().map(Vec::len).sum();
        Net { around, n_links }
    }
}

/// Betweenness (Brandes 2001) on pairs of concepts, in either direction, as a share of all pairs of others.
///
/// On a large graph it is estimated from sources evenly spaced in the order of nodes (Brandes, Pich 2007); the same graph always
/// has the same sources.
///
/// # Complexity
/// O(sources x (concepts + links)); at most some 30 million visits, or 64 sources.
fn betweenness(net: &Net) -> Vec<f64> {
    let n_nodes = net.around.len();
    let linked: Vec<usize> = (0..n_nodes).filter(|node| !net.around[*node].is_empty()).collect();
    if n_nodes < 3 || linked.is_empty() {
        return vec![0.0; n_nodes];
    }
    let n_sources = (EXACT_WORK / (linked.len() + net.n_links)).max(LEAST_SOURCES).min(linked.len());
    let sources: Vec<usize> = (0..n_sources).map(|at| linked[at * linked.len() / n_sources]).collect();
    let sums: Vec<Vec<f64>> = sources
        .par_chunks(CHUNK)
        .map(|chunk| {
            let mut sum = vec![0.0; n_nodes];
            let mut search = Search::new(n_nodes);
            for source in chunk {
                search.run(net, *source, &mut sum);
            }
            sum
        })
        .collect();
    let pairs = ((n_nodes - 1) * (n_nodes - 2)) as f64;
    let scale = linked.len() as f64 / n_sources as f64 / pairs;
    (0..n_nodes).map(|node| sums.iter().map(|sum| sum[node]).sum::<f64>() * scale).collect()
}

/// What one breadth-first search needs, kept between searches.
struct Search {
    distance: Vec<usize>,
    n_paths: Vec<f64>,
    share: Vec<f64>,
    order: Vec<usize>,
}

impl Search {
    fn new(n_nodes: usize) -> Self {
        Search {
            distance: vec![usize::MAX; n_nodes],
            n_paths: vec![0.0; n_nodes],
            share: vec![0.0; n_nodes],
            order: Vec::with_capacity(n_nodes),
        }
    }

    /// Adds to `sum` how much each concept stands between the source and all others.
    fn run(&mut self, net: &Net, source: usize, sum: &mut [f64]) {
        for node in self.order.drain(..) {
            self.distance[node] = usize::MAX;
            self.n_paths[node] = 0.0;
            self.share[node] = 0.0;
        }
        self.distance[source] = 0;
        self.n_paths[source] = 1.0;
        self.order.push(source);
        let mut at = 0;
        while let Some(node) = self.order.get(at).copied() {
            at += 1;
            for near in &net.around[node] {
                if self.distance[*near] == usize::MAX {
                    self.distance[*near] = self.distance[node] + 1;
                    self.order.push(*near);
                }
                if self.distance[*near] == self.distance[node] + 1 {
                    self.n_paths[*near] += self.n_paths[node];
                }
            }
        }
        for node in self.order.iter().rev() {
            for near in &net.around[*node] {
                if self.distance[*near] == self.distance[*node] + 1 {
                    self.share[*node] +=
                        self.n_paths[*node] / self.n_paths[*near] * (1.0 + self.share[*near]);
                }
            }
            if *node != source {
                sum[*node] += self.share[*node];
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_a_path_stands_between_all_others() {
        let around = vec![vec![1], vec![0, 2], vec![1, 3], vec![2], vec![]];
        let net = Net { n_links: 6, around };
        let found = betweenness(&net);
        // Of the 6 pairs of the other four, two pass through either inner concept.
        assert_eq!(found, [0.0, 2.0 / 6.0, 2.0 / 6.0, 0.0, 0.0]);
    }
}
