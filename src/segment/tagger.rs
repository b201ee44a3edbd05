//! Words of a sentence -> part of speech in context, by a linear model with averaged weights.
//!
//! The tagger is an averaged perceptron decoded greedily from left to right (M. Collins, *Discriminative training
//! methods for hidden Markov models*, EMNLP 2002; averaging after Freund and Schapire 1999), with hashed features
//! (Weinberger et al., ICML 2009) and weights rounded to one byte. `examples/train_tagger.rs` makes the model.

use crate::model::Tag;

/// How many tags the model tells apart.
pub const N_TAGS: usize = Tag::ALL.len();
/// How many features one word has.
pub const N_FEATURES: usize = 16;

/// A word as the tagger sees it.
#[derive(Debug, Clone, Copy)]
pub struct Word<'t> {
    /// Its characters.
    pub text: &'t str,
    /// The tag that the dictionary gives it, as a hash.
    pub dictionary: u32,
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
    pub fn tag(&self, words: &[Word<'_>]) -> Vec<Tag> {
        let hashes: Vec<WordHashes> = words.iter().map(WordHashes::new).collect();
        let mut tags: Vec<Tag> = Vec::with_capacity(words.len());
        let mut features = [0u32; N_FEATURES];
        for at in 0..words.len() {
            fill_features(&hashes, &tags, at, &mut features);
            // The sum of 16 weights of one byte fits two bytes.
            let mut scores = [0i16; N_TAGS];
            for feature in features {
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

/// The hashes of a word that features are made of, computed once per word.
#[derive(Debug, Clone, Copy)]
pub struct WordHashes {
    word: u32,
    first: u32,
    last: u32,
    dictionary: u32,
}

impl WordHashes {
    /// Hashes one word.
    #[must_use]
    pub fn new(word: &Word<'_>) -> Self {
        let first = word.text.chars().next().map_or(0, u32::from);
        let last = word.text.chars().next_back().map_or(0, u32::from);
        WordHashes { word: hash_str(word.text), first, last, dictionary: word.dictionary }
    }
}

const EDGE: WordHashes = WordHashes { word: 1, first: 1, last: 1, dictionary: 1 };

/// The features of word `at`, given the tags before it.
pub fn fill_features(words: &[WordHashes], tags: &[Tag], at: usize, features: &mut [u32; N_FEATURES]) {
    let word = |offset: isize| {
        at.checked_add_signed(offset).and_then(|index| words.get(index)).copied().unwrap_or(EDGE)
    };
    let tag = |back: usize| at.checked_sub(back).map_or(31, |index| tags[index] as u32);
    let (here, before, after) = (word(0), word(-1), word(1));
    let parts = [
        (here.word, 0),
        (before.word, 0),
        (after.word, 0),
        (tag(1), 0),
        (tag(1), tag(2)),
        (here.word, tag(1)),
        (here.dictionary, tag(1)),
        (here.last, 0),
        (here.first, here.dictionary),
        (here.word, after.word),
        (before.word, here.word),
        (after.last, after.dictionary),
        (here.dictionary.wrapping_mul(31).wrapping_add(before.dictionary), after.dictionary),
        (word(2).word, here.dictionary),
        (here.word, after.dictionary),
        (here.last, after.last),
    ];
    for (slot, (left, right)) in parts.into_iter().enumerate() {
        features[slot] = mix(slot as u32 + 1, left, right);
    }
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
