//! Layers -> the order of members within each, with few crossings.

use super::layers::Layers;

/// Sweeps over all layers, there and back.
const SWEEPS: usize = 24;

/// Orders the members of each layer by the medians of their neighbours (Gansner and others, 1993), then by swapping neighbours
/// while that removes crossings; keeps the best order seen.
pub(super) fn order(layers: &mut Layers) {
    let n = layers.layer.len();
    let (mut before, mut after) = (vec![Vec::new(); n], vec![Vec::new(); n]);
    for (from, to) in &layers.steps {
        after[*from].push(*to);
        before[*to].push(*from);
    }
    walk(layers, &before, &after);
    let mut best = layers.members.clone();
    let mut least = crossings(&layers.members, &after);
    for sweep in 0..SWEEPS {
        let down = sweep % 2 == 0;
        let n_layers = layers.members.len();
        for at in 1..n_layers {
            let layer = if down { at } else { n_layers - 1 - at };
            let fixed = if down { layer - 1 } else { layer + 1 };
            let near = if down { &before } else { &after };
            let place = places(&layers.members[fixed], n);
            sort_by_median(&mut layers.members[layer], near, &place);
            swap(&mut layers.members[layer], near, &place);
        }
        let found = crossings(&layers.members, &after);
        if found < least {
            least = found;
            best.clone_from(&layers.members);
        }
    }
    layers.members = best;
}

/// A first order: members as a walk from node to node meets them, so that what belongs together starts together.
fn walk(layers: &mut Layers, before: &[Vec<usize>], after: &[Vec<usize>]) {
    let n = layers.layer.len();
    let mut seen = vec![false; n];
    let mut met = vec![Vec::new(); layers.members.len()];
    for start in 0..n {
        let mut stack = vec![start];
        while let Some(member) = stack.pop() {
            if std::mem::replace(&mut seen[member], true) {
                continue;
            }
            met[layers.layer[member]].push(member);
            stack.extend(before[member].iter().chain(&after[member]).rev().filter(|next| !seen[**next]));
        }
    }
    layers.members = met;
}

fn places(members: &[usize], n: usize) -> Vec<usize> {
    let mut place = vec![0; n];
    for (at, member) in members.iter().enumerate() {
        place[*member] = at;
    }
    place
}

fn sort_by_median(members: &mut [usize], near: &[Vec<usize>], place: &[usize]) {
    let mut keyed: Vec<(f64, usize, usize)> = members
        .iter()
        .enumerate()
        .map(|(at, member)| {
            let mut around: Vec<usize> = near[*member].iter().map(|other| place[*other]).collect();
            around.sort_unstable();
            let middle = around.len() / 2;
            let median = match around.len() {
                0 => at as f64,
                n if n % 2 == 1 => around[middle] as f64,
                _ => (around[middle - 1] + around[middle]) as f64 / 2.0,
            };
            (median, at, *member)
        })
        .collect();
    keyed.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    for (slot, (_, _, member)) in members.iter_mut().zip(keyed) {
        *slot = member;
    }
}

/// Swaps neighbours while that removes crossings with the fixed layer.
fn swap(members: &mut [usize], near: &[Vec<usize>], place: &[usize]) {
    let crossed = |left: usize, right: usize| {
        let pairs = near[left].iter().flat_map(|a| near[right].iter().map(move |b| (a, b)));
        pairs.filter(|(a, b)| place[**a] > place[**b]).count()
    };
    for _ in 0..4 {
        let mut better = false;
        for at in 1..members.len() {
            if crossed(members[at - 1], members[at]) > crossed(members[at], members[at - 1]) {
                members.swap(at - 1, at);
                better = true;
            }
        }
        if !better {
            break;
        }
    }
}

fn crossings(members: &[Vec<usize>], after: &[Vec<usize>]) -> usize {
    let n = after.len();
    let mut total = 0;
    for two in members.windows(2) {
        let place = places(&two[1], n);
        let mut ends: Vec<usize> = Vec::new();
        for member in &two[0] {
            let mut targets: Vec<usize> = after[*member].iter().map(|to| place[*to]).collect();
            targets.sort_unstable();
            total += targets.iter().map(|to| ends.iter().filter(|end| *end > to).count()).sum::<usize>();
            ends.extend(targets);
        }
    }
    total
}

#[cfg(test)]
mod tests {
    use super::super::layers::layers;
    use super::*;

    #[test]
    fn a_crossing_that_need_not_be_is_removed() {
        let mut found = layers(4, &[(0, 3), (1, 2)]);
        order(&mut found);
        let mut after = vec![Vec::new(); found.layer.len()];
        for (from, to) in &found.steps {
            after[*from].push(*to);
        }
        assert_eq!(crossings(&found.members, &after), 0);
    }
}
