//! Links -> a layer for every node, with a stand-in on every layer that a link crosses.

use std::collections::BTreeSet;

use super::Link;

/// A graph cut into layers; every link leads from one layer to the next.
#[derive(Debug, Default)]
pub(super) struct Layers {
    /// Members of each layer, in order; the first numbers are the nodes themselves, the others stand-ins.
    pub(super) members: Vec<Vec<usize>>,
    /// Layer of each member.
    pub(super) layer: Vec<usize>,
    /// Links between neighbouring layers.
    pub(super) steps: Vec<Link>,
    /// For each link, its members from end to end, in its own direction; empty for a link from a node to itself.
    pub(super) routes: Vec<Vec<usize>>,
}

/// Cuts `n` nodes into layers. Nodes stand on even layers, so that every link crosses one where its label has room.
pub(super) fn layers(n: usize, links: &[Link]) -> Layers {
    let order = order_of_few_returns(n, links);
    let mut forward: Vec<Link> = Vec::new();
    for (from, to) in links.iter().copied().filter(|(from, to)| from != to) {
        forward.push(if order[from] < order[to] { (from, to) } else { (to, from) });
    }
    let ranks = ranks(n, &forward, &order);
    let mut result = Layers { layer: ranks.iter().map(|rank| 2 * rank).collect(), ..Layers::default() };
    for (from, to) in links {
        let mut route = Vec::new();
        if from != to {
            let back = order[*from] > order[*to];
            let (low, high) = if back { (*to, *from) } else { (*from, *to) };
            route.push(low);
            for layer in result.layer[low] + 1..result.layer[high] {
                route.push(result.layer.len());
                result.layer.push(layer);
            }
            route.push(high);
            result.steps.extend(route.windows(2).map(|two| (two[0], two[1])));
            if back {
                route.reverse();
            }
        }
        result.routes.push(route);
    }
    let n_layers = result.layer.iter().max().map_or(0, |last| last + 1);
    result.members = vec![Vec::new(); n_layers];
    for (member, layer) in result.layer.iter().enumerate() {
        result.members[*layer].push(member);
    }
    result
}

/// A place in line for every node so that few links lead back: Eades, Lin, Smyth (1993).
fn order_of_few_returns(n: usize, links: &[Link]) -> Vec<usize> {
    let mut left: BTreeSet<usize> = (0..n).collect();
    let (mut head, mut tail): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
    let (mut out, mut into) = (vec![0i64; n], vec![0i64; n]);
    for (from, to) in links.iter().filter(|(from, to)| from != to) {
        out[*from] += 1;
        into[*to] += 1;
    }
    while !left.is_empty() {
        let sink = left.iter().copied().find(|node| out[*node] == 0);
        let source = left.iter().copied().find(|node| into[*node] == 0);
        let taken = match (sink, source) {
            (Some(sink), _) => {
                tail.push(sink);
                sink
            }
            (None, Some(source)) => {
                head.push(source);
                source
            }
            (None, None) => {
                let best =
                    left.iter().copied().max_by_key(|node| (out[*node] - into[*node], usize::MAX - *node));
                let Some(best) = best else { break };
                head.push(best);
                best
            }
        };
        left.remove(&taken);
        for (from, to) in links.iter().filter(|(from, to)| from != to) {
            if *from == taken {
                into[*to] -= 1;
            }
            if *to == taken {
                out[*from] -= 1;
            }
        }
    }
    head.extend(tail.into_iter().rev());
    let mut place = vec![0; n];
    for (at, node) in head.into_iter().enumerate() {
        place[node] = at;
    }
    place
}

/// Longest path from the sources; then every node moves to the middle of its slack while that shortens links.
fn ranks(n: usize, forward: &[Link], order: &[usize]) -> Vec<usize> {
    let mut nodes: Vec<usize> = (0..n).collect();
    nodes.sort_by_key(|node| order[*node]);
    let mut rank = vec![0usize; n];
    for node in &nodes {
        for (_, to) in forward.iter().filter(|(from, _)| from == node) {
            rank[*to] = rank[*to].max(rank[*node] + 1);
        }
    }
    for _ in 0..4 {
        for node in nodes.iter().rev() {
            let low = forward.iter().filter(|(_, to)| to == node).map(|(from, _)| rank[*from] + 1).max();
            let high = forward.iter().filter(|(from, _)| from == node).map(|(_, to)| rank[*to] - 1).min();
            let n_in = forward.iter().filter(|(_, to)| to == node).count();
            let n_out = forward.iter().filter(|(from, _)| from == node).count();
            match (low, high) {
                (None, Some(high)) => rank[*node] = high,
                (Some(low), Some(high)) if n_out > n_in => rank[*node] = high.max(low),
                (Some(low), Some(_)) => rank[*node] = low,
                (Some(low), None) => rank[*node] = low,
                (None, None) => {}
            }
        }
    }
    let least = rank.iter().copied().min().unwrap_or(0);
    rank.iter_mut().for_each(|rank| *rank -= least);
    rank
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_leads_one_layer_on() {
        let links = [(0, 1), (1, 2), (2, 0), (0, 2), (3, 3), (0, 1), (3, 4)];
        let found = layers(5, &links);
        assert!(found.steps.iter().all(|(from, to)| found.layer[*from] + 1 == found.layer[*to]));
        for (link, route) in links.iter().zip(&found.routes) {
            if link.0 == link.1 {
                assert!(route.is_empty());
            } else {
                assert_eq!((route.first(), route.last()), (Some(&link.0), Some(&link.1)));
                assert!(route.len() >= 3, "a label has room on {link:?}");
            }
        }
    }
}
