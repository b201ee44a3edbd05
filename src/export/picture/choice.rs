//! graph -> the concepts and pairs worth drawing: salient, connected, different from each other, without giant hubs.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;

use super::{Group, PictureOptions, is_drawn};
use crate::knowledge::vocab;
use crate::model::{Concept, ConceptGraph, Relation};
use crate::text::{is_han, match_key};

use super::LabelLanguage;

/// Two concepts, the smaller node first.
pub(super) type Pair = (NodeIndex, NodeIndex);

/// What was chosen.
#[derive(Debug, Default)]
pub(super) struct Choice {
    pub(super) nodes: BTreeSet<NodeIndex>,
    pub(super) pairs: BTreeSet<Pair>,
    pub(super) groups: Vec<Group>,
    pub(super) stressed: BTreeSet<NodeIndex>,
}

/// Pairs per concept: more makes a hairball.
const PAIRS_PER_CONCEPT: f64 = 1.25;
/// Most pairs of one concept, and most of them that lead nowhere else.
const MOST_PAIRS: usize = 7;
const MOST_LEAVES: usize = 4;
/// Most pairs of a concept that the picture is about.
const MOST_AT_SEED: usize = 16;
/// Candidates looked at, per concept drawn.
const CANDIDATES: usize = 6;
/// Most separate parts of a picture, and the fewest concepts of a part.
const MOST_PARTS: usize = 4;
const SMALLEST_PART: usize = 3;

/// Concepts and pairs between them that may be drawn, with what they are worth.
pub(super) struct Pool {
    /// Worth of each candidate; ties go to the earlier node.
    worth: BTreeMap<NodeIndex, f64>,
    strength: BTreeMap<Pair, f64>,
    around: BTreeMap<NodeIndex, Vec<NodeIndex>>,
    shape: BTreeMap<NodeIndex, Vec<String>>,
}

impl Pool {
    /// The candidates of a graph: the most salient of the concepts that `wants` lets through.
    pub(super) fn new(
        graph: &ConceptGraph,
        options: &PictureOptions,
        wants: &dyn Fn(NodeIndex, &Concept) -> bool,
    ) -> Self {
        let worth = |node: NodeIndex| graph.graph[node].score + language_bonus(&graph.graph[node], options);
        let mut ranked: Vec<NodeIndex> =
            graph.graph.node_indices().filter(|node| wants(*node, &graph.graph[*node])).collect();
        ranked.sort_by(|a, b| worth(*b).total_cmp(&worth(*a)).then(a.cmp(b)));
        ranked.truncate(options.top.saturating_mul(CANDIDATES).max(60));
        let candidates: BTreeSet<NodeIndex> = ranked.iter().copied().collect();
        let mut pool = Pool {
            worth: BTreeMap::new(),
            strength: strengths(graph, options, &candidates),
            around: BTreeMap::new(),
            shape: BTreeMap::new(),
        };
        let mut mass: BTreeMap<NodeIndex, f64> = BTreeMap::new();
        for ((a, b), strength) in &pool.strength {
            for (from, to) in [(*a, *b), (*b, *a)] {
                pool.around.entry(from).or_default().push(to);
                *mass.entry(from).or_default() += strength;
            }
        }
        for node in &candidates {
            let concept = &graph.graph[*node];
            let linked = mass.get(node).copied().unwrap_or(0.0);
            let spread = (concept.documents.len().max(1) as f64).log2();
            pool.worth.insert(*node, worth(*node) + 0.06 * (1.0 + linked).log2() + 0.04 * spread);
            pool.shape.insert(*node, shape(&concept.label));
        }
        pool
    }

    /// Makes concepts worth more, so that they come first.
    pub(super) fn favour(&mut self, favoured: &BTreeSet<NodeIndex>, by: f64) {
        for node in favoured {
            self.worth.entry(*node).and_modify(|worth| *worth += by);
        }
    }

    /// Grows a picture of at most `top` concepts from the seeds, or from the best concepts where there are none.
    pub(super) fn grow(&self, top: usize, seeds: &BTreeSet<NodeIndex>) -> Choice {
        let mut growth = Growth::new(self);
        for seed in seeds {
            growth.add(*seed, None);
        }
        growth.seeds.clone_from(seeds);
        if !seeds.is_empty() {
            growth.spread(top, seeds.iter().copied().collect());
        }
        let mut order: Vec<NodeIndex> = self.worth.keys().copied().collect();
        order.sort_by(|a, b| self.worth[b].total_cmp(&self.worth[a]).then(a.cmp(b)));
        for _ in 0..(if seeds.is_empty() { MOST_PARTS } else { 0 }) {
            let seed = order.iter().copied().find(|node| growth.may_join(*node) && self.degree(*node) >= 2);
            let Some(seed) = seed.filter(|_| growth.nodes.len() + SMALLEST_PART <= top) else { break };
            growth.add(seed, None);
            growth.spread(top, vec![seed]);
        }
        growth.fill();
        let mut choice = growth.choice();
        if choice.nodes.is_empty() {
            choice.nodes.extend(order.into_iter().take(top.min(12)));
        }
        choice
    }

    /// Pairs among given concepts, the strongest first.
    pub(super) fn pairs_among(&self, nodes: &BTreeSet<NodeIndex>) -> Vec<Pair> {
        let inside = self.strength.keys().filter(|(a, b)| nodes.contains(a) && nodes.contains(b));
        let mut pairs: Vec<Pair> = inside.copied().collect();
        pairs.sort_by(|a, b| self.strength[b].total_cmp(&self.strength[a]).then(a.cmp(b)));
        pairs
    }

    fn degree(&self, node: NodeIndex) -> usize {
        self.around.get(&node).map_or(0, Vec::len)
    }
}

/// A picture in the making.
struct Growth<'p> {
    pool: &'p Pool,
    nodes: BTreeSet<NodeIndex>,
    pairs: BTreeSet<Pair>,
    degree: BTreeMap<NodeIndex, usize>,
    parent: BTreeMap<NodeIndex, NodeIndex>,
    leaves: BTreeMap<NodeIndex, usize>,
    /// Candidates whose name all but repeats a name that is drawn.
    echoes: BTreeSet<NodeIndex>,
    /// What the picture is about, and so may have more around it than others.
    seeds: BTreeSet<NodeIndex>,
}

impl<'p> Growth<'p> {
    fn new(pool: &'p Pool) -> Self {
        Growth {
            pool,
            nodes: BTreeSet::new(),
            pairs: BTreeSet::new(),
            degree: BTreeMap::new(),
            parent: BTreeMap::new(),
            leaves: BTreeMap::new(),
            echoes: BTreeSet::new(),
            seeds: BTreeSet::new(),
        }
    }

    fn may_join(&self, node: NodeIndex) -> bool {
        !self.nodes.contains(&node) && !self.echoes.contains(&node)
    }

    fn add(&mut self, node: NodeIndex, from: Option<NodeIndex>) {
        self.nodes.insert(node);
        if let Some(shape) = self.pool.shape.get(&node) {
            let echo = |(other, its): (&NodeIndex, &Vec<String>)| repeats(shape, its).then_some(*other);
            let echoes: Vec<NodeIndex> = self.pool.shape.iter().filter_map(echo).collect();
            self.echoes.extend(echoes);
        }
        if let Some(from) = from {
            self.join(node, from);
            self.parent.insert(node, from);
            *self.leaves.entry(from).or_default() += 1;
            if self.degree[&from] == 2
                && let Some(above) = self.parent.get(&from)
            {
                // It was a leaf of what is above it, and is none any more.
                self.leaves.entry(*above).and_modify(|n| *n = n.saturating_sub(1));
            }
        }
    }

    fn join(&mut self, a: NodeIndex, b: NodeIndex) {
        self.pairs.insert((a.min(b), a.max(b)));
        *self.degree.entry(a).or_default() += 1;
        *self.degree.entry(b).or_default() += 1;
    }

    /// Adds the best neighbour of the part, again and again.
    fn spread(&mut self, top: usize, mut part: Vec<NodeIndex>) {
        while self.nodes.len() < top {
            let mut best: Option<(f64, NodeIndex, NodeIndex)> = None;
            for from in &part {
                let mut degree = self.degree.get(from).copied().unwrap_or(0);
                let leaves = self.leaves.get(from).copied().unwrap_or(0);
                if self.seeds.contains(from) {
                    if degree >= MOST_AT_SEED {
                        continue;
                    }
                    degree = 0;
                } else if degree >= MOST_PAIRS || leaves >= MOST_LEAVES {
                    continue;
                }
                for node in self.pool.around.get(from).into_iter().flatten() {
                    if !self.may_join(*node) {
                        continue;
                    }
                    let strength = self.pool.strength[&((*from).min(*node), (*from).max(*node))];
                    let value = strength + 1.2 * self.pool.worth[node] - 0.12 * degree as f64;
                    if best.is_none_or(|(most, ..)| value > most) {
                        best = Some((value, *node, *from));
                    }
                }
            }
            let Some((_, node, from)) = best else { break };
            self.add(node, Some(from));
            part.push(node);
        }
    }

    /// Adds the strongest of the other pairs between drawn concepts.
    fn fill(&mut self) {
        let most = (self.nodes.len() as f64 * PAIRS_PER_CONCEPT) as usize;
        for (a, b) in self.pool.pairs_among(&self.nodes) {
            if self.pairs.len() >= most {
                break;
            }
            let crowded = [a, b].iter().any(|node| self.degree.get(node).copied().unwrap_or(0) >= MOST_PAIRS);
            if !crowded && !self.pairs.contains(&(a, b)) {
                self.join(a, b);
            }
        }
    }

    /// What was grown, without parts too small to be worth their place.
    fn choice(self) -> Choice {
        let mut part: BTreeMap<NodeIndex, NodeIndex> = self.nodes.iter().map(|node| (*node, *node)).collect();
        for _ in 0..self.nodes.len() {
            let before = part.clone();
            for (a, b) in &self.pairs {
                let least = part[a].min(part[b]);
                part.insert(*a, least);
                part.insert(*b, least);
            }
            if part == before {
                break;
            }
        }
        let mut sizes: BTreeMap<NodeIndex, usize> = BTreeMap::new();
        for root in part.values() {
            *sizes.entry(*root).or_default() += 1;
        }
        let largest = sizes.values().max().copied().unwrap_or(0);
        let stays = |node: &NodeIndex| largest < 2 * SMALLEST_PART || sizes[&part[node]] >= SMALLEST_PART;
        let nodes: BTreeSet<NodeIndex> = self.nodes.iter().copied().filter(stays).collect();
        let pairs = self.pairs.into_iter().filter(|(a, _)| nodes.contains(a)).collect();
        Choice { nodes, pairs, ..Choice::default() }
    }
}

/// A picture in one language prefers concepts that have a name in it.
fn language_bonus(concept: &Concept, options: &PictureOptions) -> f64 {
    let speaks = match options.language {
        LabelLanguage::Zh => concept.labels.zh.is_some(),
        LabelLanguage::En => concept.labels.en.is_some(),
        LabelLanguage::Both => concept.labels.zh.is_some() && concept.labels.en.is_some(),
    };
    if speaks { 0.2 } else { 0.0 }
}

fn strengths(
    graph: &ConceptGraph,
    options: &PictureOptions,
    candidates: &BTreeSet<NodeIndex>,
) -> BTreeMap<Pair, f64> {
    let mut sure: BTreeMap<Pair, (f64, usize, usize)> = BTreeMap::new();
    for edge in graph.graph.edge_references() {
        let (a, b) = (edge.source(), edge.target());
        if !candidates.contains(&a) || !candidates.contains(&b) || !is_drawn(graph, edge.id(), options) {
            continue;
        }
        let entry = sure.entry((a.min(b), a.max(b))).or_default();
        entry.0 = entry.0.max(edge.weight().confidence * interest(edge.weight()));
        entry.1 += edge.weight().documents.len();
        entry.2 += edge.weight().weight;
    }
    let strength = |(sure, n_documents, n_statements): (f64, usize, usize)| {
        sure + 0.15 * (n_documents.max(1) as f64).log2() + 0.05 * (n_statements.max(1) as f64).log2()
    };
    sure.into_iter().map(|(pair, facts)| (pair, strength(facts))).collect()
}

/// Where something lies and what belongs to what says less than who does what to whom.
fn interest(relation: &Relation) -> f64 {
    match relation.key.kind.as_str() {
        vocab::LOCATED_IN => 0.5,
        vocab::PART_OF | vocab::EXAMPLE_OF | vocab::ALIGNED_WITH => 0.85,
        _ => 1.0,
    }
}

/// The pieces that a name is compared by: pairs of characters in Chinese, words in English; sorted.
fn shape(label: &str) -> Vec<String> {
    let key = match_key(label);
    let mut pieces: Vec<String> = if key.contains(is_han) {
        let letters: Vec<char> = key.chars().filter(|c| !matches!(c, '与' | '和' | '及')).collect();
        letters.windows(2).map(|two| two.iter().collect()).collect()
    } else {
        key.split(' ').map(str::to_owned).collect()
    };
    pieces.sort();
    pieces.dedup();
    pieces
}

/// Whether one name all but repeats another: most pieces of the shorter and half of all are common.
fn repeats(a: &[String], b: &[String]) -> bool {
    let common = a.iter().filter(|piece| b.binary_search(piece).is_ok()).count();
    let all = a.len() + b.len() - common;
    common > 1 && common * 4 >= a.len().min(b.len()) * 3 && common * 2 >= all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_repeat_each_other_are_told() {
        let check = |a: &str, b: &str, expected: bool| {
            assert_eq!(repeats(&shape(a), &shape(b)), expected, "{a} and {b}");
        };
        check("湿地保护和生态修复", "湿地保护与生态修复", true);
        check("湿地保护和生态深度修复", "湿地保护与生态修复", true);
        check("第一次会议", "第二次会议", false);
        check("湿地", "湿地保护模式", false);
        check("wetland restoration plan", "wetland restoration plans", true);
        check("wetland restoration plan", "urban restoration law", false);
    }
}
