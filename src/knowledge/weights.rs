//! `seeds/weights.toml` -> fitted numbers: which candidate is a term, how salient it is, how sure a rule is.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use serde::Deserialize;

use super::KnowledgeError;
use super::files::Root;
use super::schema::parse;

/// A logistic model over named features.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LinearModel {
    /// Added to every sum.
    pub bias: f64,
    /// Weight of each feature; a feature without one weighs nothing.
    pub weights: FxHashMap<String, f64>,
}

impl LinearModel {
    /// The probability, 0..=1, of the given feature values.
    pub fn probability<'f>(&self, features: impl Iterator<Item = (&'f str, f64)>) -> f64 {
        let sum = features
            .fold(self.bias, |sum, (name, value)| sum + self.weights.get(name).unwrap_or(&0.0) * value);
        1.0 / (1.0 + (-sum).exp())
    }
}

/// All fitted numbers.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Weights {
    /// How sure a link is.
    pub links: BTreeMap<String, LinearModel>,
    /// Measured precision of rules, by rule id.
    pub precision: BTreeMap<String, f64>,
}

pub(super) fn load(root: &Root) -> Result<Weights, KnowledgeError> {
    let mut weights = Weights::default();
    for file in root.layers("weights.toml")? {
        let more: Weights = parse(&file)?;
        weights.links.extend(more.links);
        weights.precision.extend(more.precision);
    }
    Ok(weights)
}
