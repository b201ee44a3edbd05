//! Rows of features and labels -> sparse weights, by FTRL-Proximal (H. B. McMahan and others, *Ad click prediction: a view from
//! the trenches*, 2013).

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use sinograph::extract::FeatureNames;
use sinograph::knowledge::{FeatureId, normalize};

/// Features by index, and the labels that are right; none where nothing is.
pub(crate) struct Row {
    pub(crate) features: Vec<u32>,
    pub(crate) labels: Vec<usize>,
    /// How much the row counts.
    pub(crate) weight: f32,
}

/// Features numbered as they are first seen.
#[derive(Default)]
pub(crate) struct Index(pub(crate) BTreeMap<FeatureId, u32>);

impl Index {
    pub(crate) fn numbers(&mut self, features: &[FeatureId]) -> Vec<u32> {
        let mut number = |feature: &FeatureId| {
            let next = u32::try_from(self.0.len()).expect("few features");
            *self.0.entry(*feature).or_insert(next)
        };
        features.iter().map(&mut number).collect()
    }

    /// Takes features out of all rows that fewer than `least` of the rows `counted` have.
    pub(crate) fn drop_rare<'r>(
        &self,
        rows: impl Iterator<Item = &'r mut Row>,
        counted: impl Fn(usize) -> bool,
        least: usize,
    ) {
        let mut rows: Vec<&mut Row> = rows.collect();
        let mut counts = vec![0usize; self.0.len()];
        for (_, row) in rows.iter().enumerate().filter(|(at, _)| counted(*at)) {
            row.features.iter().for_each(|feature| counts[*feature as usize] += 1);
        }
        for row in &mut rows {
            row.features.retain(|feature| counts[*feature as usize] >= least);
        }
    }
}

/// Takes features out of all rows that fewer than `least` of the first `n_counted` papers have; a paper is its rows.
pub(crate) fn drop_of_few(papers: &mut [&mut Vec<Row>], n_counted: usize, least: usize) {
    let mut n_papers: BTreeMap<u32, usize> = BTreeMap::new();
    for paper in papers.iter().take(n_counted) {
        let seen: BTreeSet<u32> = paper.iter().flat_map(|row| row.features.iter().copied()).collect();
        seen.into_iter().for_each(|feature| *n_papers.entry(feature).or_default() += 1);
    }
    for row in papers.iter_mut().flat_map(|paper| paper.iter_mut()) {
        row.features.retain(|feature| n_papers.get(feature).is_some_and(|n| *n >= least));
    }
}

/// One coordinate of a model that stays sparse: weights that too little speaks for are 0.
#[derive(Clone, Copy, Default)]
struct Coordinate {
    z: f32,
    n: f32,
    weight: f32,
}

impl Coordinate {
    /// One step of FTRL-Proximal.
    fn step(&mut self, slope: f32, pull: Pull) {
        let grown = self.n + slope * slope;
        self.z += slope - (grown.sqrt() - self.n.sqrt()) / pull.rate * self.weight;
        self.n = grown;
        self.weight = if self.z.abs() <= pull.to_zero {
            0.0
        } else {
            -(self.z - self.z.signum() * pull.to_zero) / ((1.0 + grown.sqrt()) / pull.rate + pull.to_small)
        };
    }
}

/// How far steps go, and how strongly weights are drawn to zero (L1) and to small values (L2); chosen on papers left out.
#[derive(Clone, Copy)]
pub(crate) struct Pull {
    pub(crate) rate: f32,
    pub(crate) to_zero: f32,
    pub(crate) to_small: f32,
}

/// The probability of every label.
pub(crate) fn probabilities(weights: &[f32], features: &[u32], n_labels: usize) -> Vec<f32> {
    let mut sums = vec![0f32; n_labels];
    for feature in features {
        let row = &weights[*feature as usize * n_labels..][..n_labels];
        for (sum, weight) in sums.iter_mut().zip(row) {
            *sum += weight;
        }
    }
    normalize(&mut sums);
    sums
}

/// The rows of one round, in an order that depends on the round alone.
fn shuffled<'r>(rows: &[&'r Row], round: u64) -> Vec<&'r Row> {
    let mut order = rows.to_vec();
    let mut seed = 7 + round;
    for at in (1..order.len()).rev() {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        order.swap(at, (seed >> 33) as usize % (at + 1));
    }
    order
}

/// Weights by feature of having any label at all.
pub(crate) fn fit_any(rows: &[&Row], n_features: usize, n_rounds: u64, pull: Pull) -> Vec<f32> {
    let mut coordinates = vec![Coordinate::default(); n_features];
    for round in 0..n_rounds {
        for row in shuffled(rows, round) {
            let sum: f32 = row.features.iter().map(|feature| coordinates[*feature as usize].weight).sum();
            let miss = 1.0 / (1.0 + (-sum).exp()) - f32::from(u8::from(!row.labels.is_empty()));
            for feature in &row.features {
                coordinates[*feature as usize].step(miss * row.weight, pull);
            }
        }
    }
    coordinates.iter().map(|coordinate| coordinate.weight).collect()
}

/// Weights by feature and label of which label a row has, if any.
pub(crate) fn fit_labels(
    rows: &[&Row],
    n_features: usize,
    n_labels: usize,
    n_rounds: u64,
    pull: Pull,
) -> Vec<f32> {
    let rows: Vec<&Row> = rows.iter().copied().filter(|row| !row.labels.is_empty()).collect();
    let mut coordinates = vec![Coordinate::default(); n_features * n_labels];
    let mut weights = vec![0f32; n_features * n_labels];
    for round in 0..n_rounds {
        for row in shuffled(&rows, round) {
            let probabilities = probabilities(&weights, &row.features, n_labels);
            let share = 1.0 / row.labels.len() as f32;
            for feature in &row.features {
                let cells = *feature as usize * n_labels;
                for (at, probability) in probabilities.iter().enumerate() {
                    let wanted = if row.labels.contains(&at) { share } else { 0.0 };
                    coordinates[cells + at].step((probability - wanted) * row.weight, pull);
                    weights[cells + at] = coordinates[cells + at].weight;
                }
            }
        }
    }
    weights
}

/// Weights smaller than this are not kept.
const LEAST_WEIGHT: f32 = 0.05;

/// Writes weights as rows of template, words, label and weight; `weight` tells that of a feature for a label.
pub(crate) fn write(
    path: &str,
    index: &Index,
    labels: &[String],
    names: &FeatureNames,
    weight: impl Fn(usize, usize) -> f32,
) {
    let names = names.borrow();
    let mut rows: Vec<String> = Vec::new();
    for (id, feature) in &index.0 {
        let (template, a, b) = &names[id];
        if [a, b].iter().any(|word| word.contains(['\t', '\n']) || word.trim() != word.as_str()) {
            continue;
        }
        for (at, label) in labels.iter().enumerate() {
            let weight = weight(*feature as usize, at);
            if weight.abs() >= LEAST_WEIGHT {
                rows.push(format!("{template}\t{a}\t{b}\t{label}\t{weight:.2}"));
            }
        }
    }
    rows.sort();
    let head = "#template\tword\tword\tlabel\tweight (fitted; do not edit by hand)\n";
    fs::write(path, format!("{head}{}\n", rows.join("\n"))).expect("weights can be written");
    println!("{} weights written", rows.len());
}
