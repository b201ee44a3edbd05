//! `seeds/termhood.json`, `seeds/linked.json`, `seeds/wanted.json` and their like -> a sum of decision trees over named numbers.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::KnowledgeError;
use super::files::Root;

/// Gradient-boosted decision trees (J. Friedman, *Greedy function approximation: a gradient boosting machine*, 2001): every tree
/// leads a candidate to a leaf, and the values of the leaves add up to the logarithm of its odds.
///
/// Trees are not walked. Every question whose answer is no closes the leaves on its left, and the first leaf that stays open is the
/// one that a walk would reach (C. Lucchese and others, *QuickScorer: a fast algorithm to rank documents with additive ensembles of
/// regression trees*, 2015). So what many rows share is asked once: see [`Trees::open`].
#[derive(Debug, Default)]
pub struct Trees {
    features: FxHashMap<String, usize>,
    /// The questions about each feature, lowest threshold first.
    questions: Vec<Vec<Question>>,
    /// Where the leaves of each tree begin.
    first_leaf: Vec<u32>,
    /// Leaves of all trees, those of one side by side, from left to right.
    leaves: Vec<f64>,
}

/// Leaves of one tree at most: each has its bit.
const MOST_LEAVES: usize = u64::BITS as usize;

/// Whether a number is at most a threshold; if not, some leaves of a tree are closed.
#[derive(Debug, Clone, Copy)]
struct Question {
    threshold: f64,
    /// The leaves that stay open.
    kept: u64,
    tree: u32,
}

/// The leaves that are open after some numbers were seen, one bit each, and for each tree.
#[derive(Debug, Clone)]
pub struct Open {
    leaves: Vec<u64>,
    /// How many numbers of the row were seen.
    n_seen: usize,
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
    fn new(features: Vec<String>, trees: &[Tree]) -> Self {
        let questions = vec![Vec::new(); features.len()];
        let features = features.into_iter().enumerate().map(|(at, name)| (name, at)).collect();
        let mut laid = Trees { features, questions, ..Trees::default() };
        trees.iter().for_each(|tree| laid.push(tree));
        for questions in &mut laid.questions {
            questions.sort_by(|a, b| a.threshold.total_cmp(&b.threshold));
        }
        laid
    }

    /// Whether nothing was fitted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.first_leaf.is_empty()
    }

    /// How likely the fitted answer is yes, 0..=1; features that the trees do not know are passed over, those not given are 0.
    pub fn probability<'f>(&self, features: impl Iterator<Item = (&'f str, f64)>) -> f64 {
        let mut values = vec![0.0; self.questions.len()];
        for (name, value) in features {
            if let Some(at) = self.features.get(name) {
                values[*at] = value;
            }
        }
        self.of_values(&values)
    }

    fn of_values(&self, values: &[f64]) -> f64 {
        let mut leaves = self.all_leaves();
        values.iter().enumerate().for_each(|(feature, value)| self.see(&mut leaves, feature, *value));
        self.of_leaves(&leaves)
    }

    fn all_leaves(&self) -> Vec<u64> {
        vec![u64::MAX; self.first_leaf.len()]
    }

    /// Closes the leaves that a number rules out.
    fn see(&self, leaves: &mut [u64], feature: usize, value: f64) {
        for question in self.questions[feature].iter().take_while(|question| value > question.threshold) {
            leaves[question.tree as usize] &= question.kept;
        }
    }

    /// The probability by the first open leaf of each tree.
    fn of_leaves(&self, leaves: &[u64]) -> f64 {
        let values = leaves.iter().zip(&self.first_leaf);
        let sum: f64 =
            values.map(|(open, first)| self.leaves[(first + open.trailing_zeros()) as usize]).sum();
        1.0 / (1.0 + (-sum).exp())
    }

    /// Puts a tree behind the others; questions are sorted once all trees are there.
    fn push(&mut self, tree: &Tree) {
        let place = |at: usize| u32::try_from(at).expect("trees are far below 4 billion leaves");
        let at = place(self.first_leaf.len());
        self.first_leaf.push(place(self.leaves.len()));
        let first = self.leaves.len();
        self.lay(tree, 0, at, first);
    }

    /// Lays out what hangs below a child of a tree.
    fn lay(&mut self, tree: &Tree, child: i32, at: u32, first: usize) {
        let Ok(node) = usize::try_from(child) else {
            self.leaves.push(tree.leaf[child.unsigned_abs() as usize - 1]);
            return;
        };
        let n_before = self.leaves.len() - first;
        self.lay(tree, tree.left[node], at, first);
        let n_left = self.leaves.len() - first - n_before;
        let closed = ((1 << n_left) - 1) << n_before;
        let question = Question { threshold: tree.threshold[node], kept: !closed, tree: at };
        self.questions[tree.feature[node]].push(question);
        self.lay(tree, tree.right[node], at, first);
    }
}

/// Where each number of a row goes among those that the trees know.
#[derive(Debug, Clone)]
pub struct Columns {
    places: Vec<Option<usize>>,
    /// What the trees know and no row gives.
    missing: Vec<usize>,
}

impl Trees {
    /// Where numbers with these names go, in their order.
    #[must_use]
    pub fn columns(&self, names: &[String]) -> Columns {
        let places: Vec<Option<usize>> = names.iter().map(|name| self.features.get(name).copied()).collect();
        let missing = (0..self.questions.len()).filter(|at| !places.contains(&Some(*at))).collect();
        Columns { places, missing }
    }

    /// The same as [`Trees::probability`] of numbers whose columns are known.
    #[must_use]
    pub fn probability_of(&self, columns: &Columns, row: &[f64]) -> f64 {
        let open = self.open(columns, row);
        self.of_leaves(&open.leaves)
    }

    /// What the first numbers of a row, which other rows share, leave open.
    #[must_use]
    pub fn open(&self, columns: &Columns, front: &[f64]) -> Open {
        let mut leaves = self.all_leaves();
        columns.missing.iter().for_each(|feature| self.see(&mut leaves, *feature, 0.0));
        self.see_row(&mut leaves, &columns.places, front);
        Open { leaves, n_seen: front.len() }
    }

    /// The same as [`Trees::probability_of`] of a row with these numbers behind those that were seen.
    #[must_use]
    pub fn probability_behind(&self, columns: &Columns, open: &Open, back: &[f64]) -> f64 {
        let mut leaves = open.leaves.clone();
        self.see_row(&mut leaves, &columns.places[open.n_seen..], back);
        self.of_leaves(&leaves)
    }

    fn see_row(&self, leaves: &mut [u64], places: &[Option<usize>], row: &[f64]) {
        for (place, value) in places.iter().zip(row) {
            if let Some(feature) = place {
                self.see(leaves, *feature, *value);
            }
        }
    }
}

impl Tree {
    /// Whether every number points into the tree, every path goes forward, and every question and leaf hangs in one place.
    fn is_sound(&self, n_features: usize) -> bool {
        let n = self.feature.len();
        let is_whole = n > 0
            && self.leaf.len() <= MOST_LEAVES
            && [self.threshold.len(), self.left.len(), self.right.len()].iter().all(|len| *len == n)
            && self.feature.iter().all(|feature| *feature < n_features);
        if !is_whole {
            return false;
        }
        let points = |at: usize, child: i32| match usize::try_from(child) {
            Ok(inner) => inner > at && inner < n,
            Err(_) => (child.unsigned_abs() as usize) <= self.leaf.len(),
        };
        let mut children: Vec<i32> = self.left.iter().chain(&self.right).copied().collect();
        children.sort_unstable();
        (0..n).all(|at| points(at, self.left[at]) && points(at, self.right[at]))
            && children.windows(2).all(|two| two[0] != two[1])
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
        loaded = Trees::new(read.features, &read.trees);
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

    fn trees(trees: &[Tree]) -> Trees {
        Trees::new(vec!["a".to_owned(), "b".to_owned()], trees)
    }

    /// Where a walk from the root ends.
    fn walked(tree: &Tree, values: [f64; 2]) -> f64 {
        let mut at = 0;
        while let Ok(node) = usize::try_from(at) {
            let goes_left = values[tree.feature[node]] <= tree.threshold[node];
            at = if goes_left { tree.left[node] } else { tree.right[node] };
        }
        tree.leaf[at.unsigned_abs() as usize - 1]
    }

    #[test]
    fn the_first_open_leaf_is_where_a_walk_ends() {
        // Left of the root hangs a chain that asks about both numbers, right of it a leaf.
        let deep = Tree {
            feature: vec![0, 1, 0, 1],
            threshold: vec![2.0, 1.0, -1.0, 0.0],
            left: vec![1, 2, -1, -4],
            right: vec![-5, 3, -2, -3],
            leaf: vec![0.1, -0.2, 0.4, -0.8, 1.6],
        };
        assert!(deep.is_sound(2));
        let (shallow, deep) = ([tree(-1, 1)], [deep, tree(-1, 1)]);
        let names = ["b", "c", "a"].map(str::to_owned);
        let numbers = [-2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 9.0];
        for of in [&shallow[..], &deep[..]] {
            let laid = trees(of);
            let columns = laid.columns(&names);
            for (a, b) in numbers.iter().flat_map(|a| numbers.iter().map(move |b| (*a, *b))) {
                let sum: f64 = of.iter().map(|tree| walked(tree, [a, b])).sum();
                let expected = 1.0 / (1.0 + (-sum).exp());
                let by_name = laid.probability([("b", b), ("a", a), ("c", 7.0)].into_iter());
                assert!((by_name - expected).abs() < 1e-12, "{a} {b}");
                let by_row = laid.probability_of(&columns, &[b, 7.0, a]);
                assert!((by_row - expected).abs() < 1e-12, "{a} {b}");
                let behind = laid.probability_behind(&columns, &laid.open(&columns, &[b, 7.0]), &[a]);
                assert!((behind - expected).abs() < 1e-12, "{a} {b}");
            }
        }
    }

    #[test]
    fn numbers_that_are_not_given_are_zero() {
        let mut low = tree(-1, 1);
        low.threshold[0] = -0.5;
        let laid = trees(&[low]);
        let columns = laid.columns(&["b".to_owned()]);
        assert!((laid.probability_of(&columns, &[9.0]) - laid.of_values(&[0.0, 9.0])).abs() < 1e-12);
        assert!((laid.probability([("b", 9.0)].into_iter()) - laid.of_values(&[0.0, 9.0])).abs() < 1e-12);
    }

    #[test]
    fn trees_that_turn_in_circles_or_leave_themselves_are_refused() {
        assert!(tree(-1, 1).is_sound(2));
        assert!(!tree(0, 1).is_sound(2));
        assert!(!tree(-1, 2).is_sound(2));
        assert!(!tree(-4, 1).is_sound(2));
        assert!(!tree(-2, 1).is_sound(2));
        assert!(!tree(-1, 1).is_sound(1));
    }
}
