//! Words of a sentence -> part of speech in context, by a linear model with averaged weights; what it knows of a word differs by language.
//!
//! The tagger is an averaged perceptron decoded greedily from left to right (M. Collins, *Discriminative training
//! methods for hidden Markov models*, EMNLP 2002; averaging after Freund and Schapire 1999), with hashed features
//! (Weinberger et al., ICML 2009) and weights rounded to one byte. `examples/train_tagger.rs` makes the models.

use crate::model::Tag;

/// How many tags a model tells apart.
pub const N_TAGS: usize = Tag::ALL.len();
/// A word as a tagger sees it.
pub trait TaggedWord: Sized {
    /// The tag of a word that can have no other.
    fn fixed(&self) -> Option<Tag> {
        None
    }

    /// Writes the features of word `at`, given the tags before it.
    fn fill_features(words: &[Self], tags: &[Tag], at: usize, features: &mut Vec<u32>);
}

/// The table of weights: one row of bytes per hashed feature.
pub struct Tagger<'m> {
    rows: &'m [[u8; N_TAGS]],
    mask: u32,
}

impl<'m> Tagger<'m> {
    /// A tagger over a model file; `None` when the size is not a power of two of whole rows.
    #[must_use]
    pub fn new(model: &'m [u8]) -> Option<Self> {
        let (rows, rest) = model.as_chunks();
        let fits = rows.len().is_power_of_two() && rest.is_empty();
        fits.then(|| Tagger { rows, mask: u32::try_from(rows.len() - 1).unwrap_or(0) })
    }

    /// Tags a sentence.
    #[must_use]
    pub fn tag<W: TaggedWord>(&self, words: &[W]) -> Vec<Tag> {
        let mut tags: Vec<Tag> = Vec::with_capacity(words.len());
        let mut features = Vec::new();
        for (at, word) in words.iter().enumerate() {
            if let Some(tag) = word.fixed() {
                tags.push(tag);
                continue;
            }
            features.clear();
            W::fill_features(words, &tags, at, &mut features);
            // The sum of some dozens of weights of one byte fits two bytes.
            let mut scores = [0i16; N_TAGS];
            for feature in &features {
                let row = self.rows[(feature & self.mask) as usize];
                for (score, weight) in scores.iter_mut().zip(row) {
                    *score += i16::from(weight.cast_signed());
                }
            }
            tags.push(Tag::ALL[best(&scores)]);
        }
        tags
    }
}

/// What stands for a tag in front of a sentence.
const NO_TAG: u32 = 31;

/// The word that stands `offset` words behind word `at`; `None` outside the sentence.
pub(super) fn word_at<W: Copy>(words: &[W], at: usize, offset: isize) -> Option<W> {
    at.checked_add_signed(offset).and_then(|index| words.get(index)).copied()
}

/// The tag of the word that stands `back` words before word `at`.
pub(super) fn tag_before(tags: &[Tag], at: usize, back: usize) -> u32 {
    at.checked_sub(back).map_or(NO_TAG, |index| tags[index] as u32)
}

/// Hashes pairs of what a word is described by, each pair with its place among them, into features.
pub(super) fn hash_pairs(pairs: &[(u32, u32)], features: &mut Vec<u32>) {
    let pairs = pairs.iter().zip(1u32..);
    features.extend(pairs.map(|((left, right), slot)| mix(slot, *left, *right)));
}

/// A hash of a string that never changes between versions: FNV-1a, 32 bits.
#[must_use]
pub fn hash_str(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

fn mix(slot: u32, left: u32, right: u32) -> u32 {
    let mut hash = slot.wrapping_mul(0x9e37_79b1)
        ^ left.wrapping_mul(0x85eb_ca6b)
        ^ right.rotate_left(16).wrapping_mul(0xc2b2_ae35);
    hash ^= hash >> 15;
    hash = hash.wrapping_mul(0x2c1b_3c6d);
    hash ^ (hash >> 13)
}

/// Index of the highest score; the first one on a tie.
fn best(scores: &[i16; N_TAGS]) -> usize {
    let mut best = 0;
    for (index, score) in scores.iter().enumerate() {
        if *score > scores[best] {
            best = index;
        }
    }
    best
}
