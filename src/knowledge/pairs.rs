//! `seeds/pairs.tsv` -> the model that reads links out of pairs of mentions.

use rustc_hash::FxHashMap;

use super::KnowledgeError;
use super::files::{Root, rows};

/// A multinomial logistic model: for every feature its weight for every label.
///
/// Labels are `none`, or a direction and a relation kind: `>promotes` from left to right, `<promotes` from right to left.
#[derive(Debug, Default)]
pub struct PairModel {
    /// Labels; the first is `none`.
    pub labels: Vec<String>,
    weights: FxHashMap<String, Vec<f32>>,
}

impl PairModel {
    /// The probability of every label, in the order of [`PairModel::labels`]; empty for an empty model.
    #[must_use]
    pub fn probabilities<F: PairFeatures>(&self, features: &F) -> Vec<f64> {
        let mut sums = vec![0f64; self.labels.len()];
        features.visit(&mut |name, value| {
            if let Some(weights) = self.weights.get(name) {
                for (sum, weight) in sums.iter_mut().zip(weights) {
                    *sum += f64::from(*weight) * value;
                }
            }
        });
        let top = sums.iter().fold(f64::MIN, |top, sum| top.max(*sum));
        let total: f64 = sums.iter().map(|sum| (sum - top).exp()).sum();
        sums.iter().map(|sum| (sum - top).exp() / total).collect()
    }
}

/// Named numbers that a model can be asked with.
pub trait PairFeatures {
    /// Shows every name and value.
    fn visit(&self, see: &mut dyn FnMut(&str, f64));
}

pub(super) fn load(root: &Root) -> Result<PairModel, KnowledgeError> {
    let mut model = PairModel { labels: vec!["none".into()], weights: FxHashMap::default() };
    for file in root.layers("pairs.tsv")? {
        for (line, cells) in rows(&file.text) {
            let weight = cells.get(2).and_then(|cell| cell.parse::<f32>().ok());
            let ([feature, label, _], Some(weight)) = (cells.as_slice(), weight) else {
                return Err(KnowledgeError::Line {
                    file: file.name.clone(),
                    line,
                    problem: format!("unreadable row {cells:?}"),
                    remedy: "fit the weights again; this file is not written by hand",
                });
            };
            let index = model.labels.iter().position(|known| known == label).unwrap_or_else(|| {
                model.labels.push((*label).to_owned());
                model.labels.len() - 1
            });
            let weights = model.weights.entry((*feature).to_owned()).or_default();
            if weights.len() <= index {
                weights.resize(index + 1, 0.0);
            }
            weights[index] = weight;
        }
    }
    if model.labels.len() == 1 {
        model.labels.clear();
    }
    Ok(model)
}
