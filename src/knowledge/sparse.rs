//! `seeds/pairs.tsv`, `seeds/kinds.tsv` -> fitted models over features that are there or not.

use super::KnowledgeError;
use super::files::{Root, lines};

/// The label of the weights of pairs for being linked at all.
pub const LINKED: &str = "linked";
/// Bytes of a row, at least, for the space that rows are given at once.
const BYTES_OF_ROW: usize = 24;
/// The label of the weights of words for a term that begins, ends or goes on there.
pub(super) const TERM: &str = "term";

/// A linear model over features that are there or not: for every feature its weight for some labels.
#[derive(Debug, Default)]
pub struct SparseModel {
    /// Labels, in the order of the sums.
    pub labels: Vec<String>,
    /// The label that is asked for alone, before all others.
    gate: Option<usize>,
    /// A hash table with open addressing: a power of two of slots, at most half of them taken.
    slots: Vec<Slot>,
    /// Weights of all features, those of one feature side by side.
    weights: Vec<(u16, f32)>,
}

/// One feature: what tells it from others that belong into the same slot, its weight for the gate, its place among the weights.
#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    check: u32,
    gate: f32,
    first: u32,
    n_weights: u32,
}

/// The number of a word: FNV-1a, 64 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WordNumber(u64);

impl WordNumber {
    /// Numbers a word.
    #[must_use]
    pub const fn of(word: &str) -> Self {
        WordNumber(0xcbf2_9ce4_8422_2325).followed_by(word)
    }

    /// The number of a longer word: of `ab`, when this is that of `a` and the rest is `b`.
    #[must_use]
    pub const fn followed_by(self, rest: &str) -> Self {
        let bytes = rest.as_bytes();
        let mut number = self.0;
        let mut at = 0;
        while at < bytes.len() {
            number = (number ^ bytes[at] as u64).wrapping_mul(0x0100_0000_01b3);
            at += 1;
        }
        WordNumber(number)
    }
}

/// The number of a feature within one run; files keep names, because numbers may change with the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FeatureId(u64);

impl FeatureId {
    /// Numbers a feature: what is looked at, and the one or two words seen there.
    #[must_use]
    pub fn new(template: &str, a: &str, b: &str) -> Self {
        FeatureId::of(WordNumber::of(template), WordNumber::of(a), WordNumber::of(b))
    }

    /// The same of words that are numbered already.
    #[must_use]
    #[inline]
    pub const fn of(template: WordNumber, a: WordNumber, b: WordNumber) -> Self {
        FeatureId(folded(folded(template.0 ^ a.0) ^ b.0))
    }

    fn slot(self, n_slots: usize) -> usize {
        self.0 as usize & (n_slots - 1)
    }

    fn check(self) -> u32 {
        (self.0 >> 32) as u32
    }
}

/// A product of 128 bits, its halves laid over each other, so that every bit counts for every bit.
const fn folded(number: u64) -> u64 {
    let product = (number as u128).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
    (product as u64) ^ (product >> 64) as u64
}

impl SparseModel {
    /// Adds what features say to the sums, one for every label in the order of [`SparseModel::labels`].
    pub fn add(&self, features: &[FeatureId], sums: &mut [f32]) {
        for slot in features.iter().filter_map(|feature| self.slot(*feature)) {
            let first = slot.first as usize;
            for (label, weight) in &self.weights[first..first + slot.n_weights as usize] {
                sums[usize::from(*label)] += weight;
            }
        }
    }

    /// What features say of the gate alone: the same as its place among the sums.
    #[must_use]
    pub fn gate(&self, features: &[FeatureId]) -> f32 {
        let slots = features.iter().filter_map(|feature| self.slot(*feature));
        slots.fold(0.0, |sum, slot| sum + slot.gate)
    }

    /// The place of a label among the sums.
    #[must_use]
    pub fn label(&self, name: &str) -> Option<usize> {
        self.labels.iter().position(|label| label == name)
    }

    #[inline]
    fn slot(&self, feature: FeatureId) -> Option<&Slot> {
        if self.slots.is_empty() {
            return None;
        }
        let mut at = feature.slot(self.slots.len());
        loop {
            let slot = &self.slots[at];
            if slot.n_weights == 0 {
                return None;
            }
            if slot.check == feature.check() {
                return Some(slot);
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }

    /// Lays rows of weights into the table; rows of one feature keep their order.
    fn fill(&mut self, mut rows: Vec<(FeatureId, u16, f32)>) {
        // Files that a fit writes have the rows of a feature side by side. What stands apart is brought together.
        if !self.lay(&rows) {
            rows.sort_by_key(|(feature, ..)| *feature);
            self.lay(&rows);
        }
    }

    /// Lays rows into the table; `false` where a feature comes again after others.
    fn lay(&mut self, rows: &[(FeatureId, u16, f32)]) -> bool {
        let n_features = rows.chunk_by(|a, b| a.0 == b.0).count();
        self.slots = vec![Slot::default(); (2 * n_features).next_power_of_two()];
        self.weights = rows.iter().map(|(_, label, weight)| (*label, *weight)).collect();
        let mut first = 0;
        let mut is_apart = false;
        for of_feature in rows.chunk_by(|a, b| a.0 == b.0) {
            let feature = of_feature[0].0;
            let for_gate = of_feature.iter().filter(|(_, label, _)| self.gate == Some(usize::from(*label)));
            let mut at = feature.slot(self.slots.len());
            while self.slots[at].n_weights > 0 {
                is_apart |= self.slots[at].check == feature.check();
                at = (at + 1) & (self.slots.len() - 1);
            }
            let n_weights = u32::try_from(of_feature.len()).expect("rows are far below 4 billion");
            let gate = for_gate.map(|(.., weight)| weight).sum();
            self.slots[at] = Slot { check: feature.check(), gate, first, n_weights };
            first += n_weights;
        }
        !is_apart
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

/// Reads a model; a file of the user stands in place of ours. `gate` is the label that is asked for alone.
pub(super) fn load(root: &Root, name: &str, gate: Option<&str>) -> Result<SparseModel, KnowledgeError> {
    let mut model = SparseModel::default();
    let mut found = Vec::new();
    if let Some(file) = root.layers(name)?.pop() {
        found.reserve(file.text.len() / BYTES_OF_ROW);
        for (line, row) in lines(&file.text) {
            let weight = cells(row).and_then(|cells| Some((cells, cells[4].parse::<f32>().ok()?)));
            let Some(([template, a, b, label, _], weight)) = weight else {
                return Err(KnowledgeError::Line {
                    file: file.name.clone(),
                    line,
                    problem: format!("unreadable row {row:?}"),
                    remedy: "fit the weights again; this file is not written by hand",
                });
            };
            let index = model.label(label).unwrap_or_else(|| {
                model.labels.push(label.to_owned());
                model.labels.len() - 1
            });
            let index = u16::try_from(index).expect("labels are few");
            found.push((FeatureId::new(template, a, b), index, weight));
        }
    }
    model.gate = gate.and_then(|gate| model.label(gate));
    model.fill(found);
    Ok(model)
}

/// The five cells of a row as they stand; these files hold some hundred thousand rows, so nothing is allocated for one.
fn cells(row: &str) -> Option<[&str; 5]> {
    let mut cells = [""; 5];
    let (mut n, mut start) = (0, 0);
    for (at, byte) in row.bytes().enumerate() {
        if byte == b'\t' {
            *cells.get_mut(n)? = &row[start..at];
            (n, start) = (n + 1, at + 1);
        }
    }
    *cells.get_mut(n)? = &row[start..];
    (n == 4).then_some(cells)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feature_of_a_file_is_found_with_its_weights_in_order() {
        let feature = |n: usize| FeatureId::new("verb", &format!("word {n}"), "");
        let mut model = SparseModel {
            labels: vec!["linked".into(), ">uses".into()],
            gate: Some(0),
            ..Default::default()
        };
        let rows = (0..1_000).flat_map(|n| [(feature(n), 0, n as f32), (feature(n), 1, 0.5)]);
        model.fill(rows.rev().collect());
        for n in 0..1_000 {
            let mut sums = [0.0; 2];
            model.add(&[feature(n), feature(n + 1_000)], &mut sums);
            assert_eq!(sums, [n as f32, 0.5]);
            assert!((model.gate(&[feature(n)]) - n as f32).abs() < f32::EPSILON);
        }
    }

    #[test]
    fn rows_of_a_feature_that_stand_apart_are_brought_together() {
        let [a, b] = ["a", "b"].map(|word| FeatureId::new("verb", word, ""));
        let mut model = SparseModel { labels: vec!["x".into(), "y".into()], ..Default::default() };
        model.fill(vec![(a, 0, 1.0), (b, 0, 4.0), (a, 1, 2.0)]);
        let mut sums = [0.0; 2];
        model.add(&[a], &mut sums);
        assert_eq!(sums, [1.0, 2.0]);
        model.add(&[b], &mut sums);
        assert_eq!(sums, [5.0, 2.0]);
    }

    #[test]
    fn a_row_has_five_cells() {
        assert_eq!(cells("verb\t推动\t\t>promotes\t0.5"), Some(["verb", "推动", "", ">promotes", "0.5"]));
        assert_eq!(cells("verb\t推动\t>promotes\t0.5"), None);
        assert_eq!(cells("verb\t推动\t\t>promotes\t0.5\tmore"), None);
    }

    #[test]
    fn a_word_in_pieces_has_the_number_of_the_whole() {
        assert_eq!(WordNumber::of("产业").followed_by("升级"), WordNumber::of("产业升级"));
    }
}
