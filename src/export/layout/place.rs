//! Ordered layers -> coordinates: members as near to their neighbours as order and size allow.

use super::layers::Layers;

/// Rounds of pulling members towards their neighbours.
const ROUNDS: usize = 40;

/// The middle of each member across its layer. `size` is the extent of each member in that direction, `gap` the room between two.
pub(super) fn place(layers: &Layers, size: &[f64], gap: f64) -> Vec<f64> {
    let n = layers.layer.len();
    let mut near: Vec<Vec<(usize, f64)>> = vec![Vec::new(); n];
    let n_nodes = layers.routes.iter().flatten().count();
    for (from, to) in &layers.steps {
        // Long links should be straight, so stand-ins hold each other more firmly than nodes hold them.
        let stand_ins = usize::from(size[*from] <= 16.0) + usize::from(size[*to] <= 16.0);
        let weight = [1.0, 1.5, 4.0][stand_ins.min(2)];
        near[*from].push((*to, weight));
        near[*to].push((*from, weight));
    }
    let mut at = vec![0.0; n];
    for members in &layers.members {
        let total: f64 = members.iter().map(|member| size[*member] + gap).sum();
        let mut next = -total / 2.0;
        for member in members {
            at[*member] = next + size[*member] / 2.0;
            next += size[*member] + gap;
        }
    }
    if n_nodes == 0 {
        return at;
    }
    for round in 0..ROUNDS {
        let down: Vec<usize> = (0..layers.members.len()).collect();
        let sweep: Vec<usize> = if round % 2 == 0 { down } else { down.into_iter().rev().collect() };
        for layer in sweep {
            settle(&layers.members[layer], size, gap, &near, &mut at);
        }
    }
    at
}

/// Moves the members of one layer to where they are wanted, as near as their order and size allow: least squares by pooling
/// neighbours that want to overlap.
fn settle(members: &[usize], size: &[f64], gap: f64, near: &[Vec<(usize, f64)>], at: &mut [f64]) {
    // Offsets turn "apart by so much" into "not before".
    let mut offset = 0.0;
    let mut offsets = Vec::with_capacity(members.len());
    let mut pools: Vec<(f64, f64, usize)> = Vec::new();
    for (n, member) in members.iter().enumerate() {
        if n > 0 {
            offset += (size[members[n - 1]] + size[*member]) / 2.0 + gap;
        }
        offsets.push(offset);
        let weight: f64 = near[*member].iter().map(|(_, weight)| weight).sum();
        let wanted = if weight > 0.0 {
            near[*member].iter().map(|(other, weight)| at[*other] * weight).sum::<f64>() / weight
        } else {
            at[*member]
        };
        let weight = weight.max(0.1);
        pools.push((wanted - offset, weight, 1));
        while pools.len() > 1 && pools[pools.len() - 2].0 > pools[pools.len() - 1].0 {
            let (Some((b, wb, nb)), Some((a, wa, na))) = (pools.pop(), pools.pop()) else { break };
            pools.push(((a * wa + b * wb) / (wa + wb), wa + wb, na + nb));
        }
    }
    let mut n = 0;
    for (value, _, count) in pools {
        for _ in 0..count {
            at[members[n]] = value + offsets[n];
            n += 1;
        }
    }
}
