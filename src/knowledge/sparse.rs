//! `seeds/pairs.tsv`, `seeds/kinds.tsv` -> fitted models over features that are there or not.

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHasher};

use super::KnowledgeError;
use super::files::{Root, rows};

/// A linear model over features that are there or not: for every feature its weight for some labels.
#[derive(Debug, Default)]
pub struct SparseModel {
    /// Labels, in the order of the sums.
    pub labels: Vec<String>,
    weights: FxHashMap<FeatureId, Vec<(u16, f32)>>,
}

/// The number of a feature within one run; files keep names, because numbers may change with the compiler.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FeatureId(u64);

impl FeatureId {
    /// Numbers a feature: what is looked at, and the one or two words seen there.
    #[must_use]
    pub fn new(template: &str, a: &str, b: &str) -> Self {
        let mut hasher = FxHasher::default();
        (template, a, b).hash(&mut hasher);
        FeatureId(hasher.finish())
    }
}

impl SparseModel {
    /// Adds what features say to the sums, one for every label in the order of [`SparseModel::labels`].
    pub fn add(&self, features: &[FeatureId], sums: &mut [f32]) {
        for feature in features {
            for (label, weight) in self.weights.get(feature).into_iter().flatten() {
                sums[usize::from(*label)] += weight;
            }
        }
    }

    /// The place of a label among the sums.
    #[must_use]
    pub fn label(&self, name: &str) -> Option<usize> {
        self.labels.iter().position(|label| label == name)
    }
}

/// Sums to probabilities that add up to 1, in place (softmax).
pub fn normalize(sums: &mut [f32]) {
    let top = sums.iter().copied().fold(f32::MIN, f32::max);
    let mut total = 0.0;
    for sum in sums.iter_mut() {
        *sum = (*sum - top).exp();
        total += *sum;
    }
    for sum in sums.iter_mut() {
        *sum /= total;
    }
}

pub(super) fn load(root: &Root, name: &str) -> Result<SparseModel, KnowledgeError> {
    let mut model = SparseModel::default();
    for file in root.layers(name)? {
        for (line, cells) in rows(&file.text) {
            let weight = cells.get(4).and_then(|cell| cell.parse::<f32>().ok());
            let ([template, a, b, label, _], Some(weight)) = (cells.as_slice(), weight) else {
                return Err(KnowledgeError::Line {
                    file: file.name.clone(),
                    line,
                    problem: format!("unreadable row {cells:?}"),
                    remedy: "fit the weights again; this file is not written by hand",
                });
            };
            let index = model.label(label).unwrap_or_else(|| {
                model.labels.push((*label).to_owned());
                model.labels.len() - 1
            });
            let index = u16::try_from(index).expect("labels are few");
            model.weights.entry(FeatureId::new(template, a, b)).or_default().push((index, weight));
        }
    }
    Ok(model)
}
