//! `seeds/termhood.json`, `seeds/linked.json`, `seeds/link_kinds.json` -> a sum of decision trees over named numbers.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::KnowledgeError;
use super::files::Root;

/// Gradient-boosted decision trees (J. Friedman, *Greedy function approximation: a gradient boosting machine*, 2001): every tree
/// leads a candidate to a leaf, and the values of the leaves add up to the logarithm of its odds.
#[derive(Debug, Default)]
pub struct Trees {
    features: FxHashMap<String, usize>,
    trees: Vec<Tree>,
}

/// One tree. Node `n` asks whether its feature is at most its threshold; children below zero are leaves, `-1 - leaf`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Tree {
    feature: Vec<usize>,
    threshold: Vec<f64>,
    left: Vec<i32>,
    right: Vec<i32>,
    leaf: Vec<f64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    features: Vec<String>,
    trees: Vec<Tree>,
}

impl Trees {
    /// Whether nothing was fitted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.trees.is_empty()
    }

    /// How likely the fitted answer is yes, 0..=1; features that the trees do not know are passed over, those not given are 0.
    pub fn probability<'f>(&self, features: impl Iterator<Item = (&'f str, f64)>) -> f64 {
        let mut values = vec![0.0; self.features.len()];
        for (name, value) in features {
            if let Some(at) = self.features.get(name) {
                values[*at] = value;
            }
        }
        let sum: f64 = self.trees.iter().map(|tree| tree.value(&values)).sum();
        1.0 / (1.0 + (-sum).exp())
    }
}

/// Where each number of a row goes among those that the trees know.
#[derive(Debug, Clone)]
pub struct Columns(Vec<Option<usize>>);

impl Trees {
    /// Where numbers with these names go, in their order.
    #[must_use]
    pub fn columns(&self, names: &[String]) -> Columns {
        Columns(names.iter().map(|name| self.features.get(name).copied()).collect())
    }

    /// The same as [`Trees::probability`] of numbers whose columns are known; a row may end early.
    #[must_use]
    pub fn probability_of(&self, columns: &Columns, row: &[f64]) -> f64 {
        let mut values = vec![0.0; self.features.len()];
        for (column, value) in columns.0.iter().zip(row) {
            if let Some(at) = column {
                values[*at] = *value;
            }
        }
        let sum: f64 = self.trees.iter().map(|tree| tree.value(&values)).sum();
        1.0 / (1.0 + (-sum).exp())
    }
}

impl Tree {
    fn value(&self, values: &[f64]) -> f64 {
        let mut node = 0;
        loop {
            let next = if values[self.feature[node]] <= self.threshold[node] {
                self.left[node]
            } else {
                self.right[node]
            };
            match usize::try_from(next) {
                Ok(inner) => node = inner,
                Err(_) => return self.leaf[next.unsigned_abs() as usize - 1],
            }
        }
    }

    /// Whether every number points into the tree, and every path goes forward to a leaf.
    fn is_sound(&self, n_features: usize) -> bool {
        let n = self.feature.len();
        let points = |at: usize, child: i32| match usize::try_from(child) {
            Ok(inner) => inner > at && inner < n,
            Err(_) => (child.unsigned_abs() as usize) <= self.leaf.len(),
        };
        n > 0
            && [self.threshold.len(), self.left.len(), self.right.len()].iter().all(|len| *len == n)
            && self.feature.iter().all(|feature| *feature < n_features)
            && (0..n).all(|at| points(at, self.left[at]) && points(at, self.right[at]))
    }
}

pub(super) fn load(root: &Root, name: &str) -> Result<Trees, KnowledgeError> {
    let mut loaded = Trees::default();
    for file in root.layers(name)? {
        let refuse = |problem: String| KnowledgeError::Entry {
            file: file.name.clone(),
            entry: "trees".to_owned(),
            problem,
            remedy: "fit the trees again; this file is not written by hand",
        };
        let read: File = serde_json::from_str(&file.text).map_err(|error| refuse(error.to_string()))?;
        if !read.trees.iter().all(|tree| tree.is_sound(read.features.len())) {
            return Err(refuse("a tree points outside itself".to_owned()));
        }
        loaded.features = read.features.into_iter().enumerate().map(|(at, name)| (name, at)).collect();
        loaded.trees = read.trees;
    }
    Ok(loaded)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(left: i32, right: i32) -> Tree {
        Tree {
            feature: vec![0, 1],
            threshold: vec![0.5, 2.0],
            left: vec![left, -2],
            right: vec![right, -3],
            leaf: vec![1.0, 2.0, 3.0],
        }
    }

    #[test]
    fn paths_lead_to_leaves() {
        let tree = tree(-1, 1);
        assert!(tree.is_sound(2));
        assert_eq!([[0.0, 9.0], [1.0, 2.0], [1.0, 2.5]].map(|values| tree.value(&values)), [1.0, 2.0, 3.0]);
    }

    #[test]
    fn trees_that_turn_in_circles_or_leave_themselves_are_refused() {
        assert!(!tree(0, 1).is_sound(2));
        assert!(!tree(-1, 2).is_sound(2));
        assert!(!tree(-4, 1).is_sound(2));
        assert!(!tree(-1, 1).is_sound(1));
    }
}
