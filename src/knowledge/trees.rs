//! `seeds/termhood.json`, `seeds/linked.json`, `seeds/link_kinds.json`, `seeds/wanted.json` -> a sum of decision trees over named numbers.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::KnowledgeError;
use super::files::Root;

/// Gradient-boosted decision trees (J. Friedman, *Greedy function approximation: a gradient boosting machine*, 2001): every tree
/// leads a candidate to a leaf, and the values of the leaves add up to the logarithm of its odds.
#[derive(Debug, Default)]
pub struct Trees {
    features: FxHashMap<String, usize>,
    /// First node of each tree.
    roots: Vec<i32>,
    /// Nodes of all trees, those of one side by side.
    nodes: Vec<Node>,
    leaves: Vec<f64>,
}

/// How many trees are walked at once.
const ABREAST: usize = 8;

/// A question of a tree; a child below zero is a leaf, `-1 - leaf`.
#[derive(Debug, Clone, Copy)]
struct Node {
    threshold: f64,
    feature: u32,
    children: [i32; 2],
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
        self.roots.is_empty()
    }

    /// How likely the fitted answer is yes, 0..=1; features that the trees do not know are passed over, those not given are 0.
    pub fn probability<'f>(&self, features: impl Iterator<Item = (&'f str, f64)>) -> f64 {
        let mut values = vec![0.0; self.features.len()];
        for (name, value) in features {
            if let Some(at) = self.features.get(name) {
                values[*at] = value;
            }
        }
        self.of_values(&values)
    }

    /// Walks several trees at once: a step waits for memory, and those of different trees need not wait for each other.
    fn of_values(&self, values: &[f64]) -> f64 {
        let mut sum = 0.0;
        for roots in self.roots.chunks(ABREAST) {
            let mut places = [-1; ABREAST];
            places[..roots.len()].copy_from_slice(roots);
            loop {
                let mut moves = false;
                for place in &mut places[..roots.len()] {
                    if let Ok(at) = usize::try_from(*place) {
                        let node = &self.nodes[at];
                        *place = node.children[usize::from(values[node.feature as usize] > node.threshold)];
                        moves = true;
                    }
                }
                if !moves {
                    break;
                }
            }
            sum += places[..roots.len()]
                .iter()
                .map(|leaf| self.leaves[leaf.unsigned_abs() as usize - 1])
                .sum::<f64>();
        }
        1.0 / (1.0 + (-sum).exp())
    }

    /// Lays a tree behind the others.
    fn push(&mut self, tree: &Tree) {
        let (first, leaf) = (self.nodes.len(), self.leaves.len());
        let place = |at: usize| i32::try_from(at).expect("trees are far below 2 billion nodes");
        let child = |child: i32| if child < 0 { child - place(leaf) } else { child + place(first) };
        self.roots.push(place(first));
        for (at, feature) in tree.feature.iter().enumerate() {
            self.nodes.push(Node {
                threshold: tree.threshold[at],
                feature: u32::try_from(*feature).expect("features are few"),
                children: [child(tree.left[at]), child(tree.right[at])],
            });
        }
        self.leaves.extend(&tree.leaf);
    }
}

/// Where each number of a row goes among those that the trees know.
#[derive(Debug, Clone)]
pub struct Columns {
    places: Vec<Option<usize>>,
    /// Whether a row begins with the numbers of the trees in their order, as those do that were fitted by this program.
    is_straight: bool,
}

impl Trees {
    /// Where numbers with these names go, in their order.
    #[must_use]
    pub fn columns(&self, names: &[String]) -> Columns {
        let places: Vec<Option<usize>> = names.iter().map(|name| self.features.get(name).copied()).collect();
        let n_straight = places.iter().enumerate().take_while(|(n, at)| **at == Some(*n)).count();
        Columns { is_straight: n_straight == self.features.len(), places }
    }

    /// The same as [`Trees::probability`] of numbers whose columns are known; a row may end early.
    #[must_use]
    pub fn probability_of(&self, columns: &Columns, row: &[f64]) -> f64 {
        if columns.is_straight && row.len() >= self.features.len() {
            return self.of_values(row);
        }
        let mut values = vec![0.0; self.features.len()];
        for (column, value) in columns.places.iter().zip(row) {
            if let Some(at) = column {
                values[*at] = *value;
            }
        }
        self.of_values(&values)
    }
}

impl Tree {
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
        let features = read.features.into_iter().enumerate().map(|(at, name)| (name, at)).collect();
        loaded = Trees { features, ..Trees::default() };
        read.trees.iter().for_each(|tree| loaded.push(tree));
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
        let mut trees = Trees::default();
        trees.push(&tree);
        trees.push(&tree);
        let odds = |values: &[f64; 2]| {
            let chance = trees.of_values(values);
            (chance / (1.0 - chance)).ln()
        };
        for (values, leaf) in [([0.0, 9.0], 1.0), ([1.0, 2.0], 2.0), ([1.0, 2.5], 3.0)] {
            assert!((odds(&values) - 2.0 * leaf).abs() < 1e-9, "{values:?}");
        }
    }

    #[test]
    fn rows_are_read_by_the_names_of_their_numbers() {
        let features = [("a".to_owned(), 0), ("b".to_owned(), 1)].into_iter().collect();
        let mut trees = Trees { features, ..Trees::default() };
        trees.push(&tree(-1, 1));
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let straight = trees.probability_of(&trees.columns(&names(&["a", "b", "c"])), &[1.0, 2.5]);
        let crossed = trees.probability_of(&trees.columns(&names(&["c", "b", "a"])), &[7.0, 2.5, 1.0]);
        assert!((straight - crossed).abs() < 1e-12);
    }

    #[test]
    fn trees_that_turn_in_circles_or_leave_themselves_are_refused() {
        assert!(!tree(0, 1).is_sound(2));
        assert!(!tree(-1, 2).is_sound(2));
        assert!(!tree(-4, 1).is_sound(2));
        assert!(!tree(-1, 1).is_sound(1));
    }
}
