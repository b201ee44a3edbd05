//! `seeds/reader.bin` -> the weights of the small recurrent network that reads sentences.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::KnowledgeError;
use super::files::Root;

const FILE: &str = "reader.bin";
const MAGIC: &[u8] = b"sinograph reader 1\n";
/// Classes of distance between two mentions.
pub const N_DISTANCES: usize = 17;

/// A table of weights with one row for every input.
#[derive(Debug, Default)]
pub struct Matrix {
    n_outputs: usize,
    values: Vec<f32>,
}

impl Matrix {
    /// Adds what the inputs say to the sums. Every sum takes its inputs in the same order, so that every run comes to the same bits.
    pub fn add(&self, inputs: &[f32], sums: &mut [f32]) {
        let n = self.n_outputs;
        let mut quads = inputs.chunks_exact(4);
        let mut rows = self.values.chunks_exact(4 * n);
        for (input, block) in quads.by_ref().zip(rows.by_ref()) {
            let (ab, cd) = block.split_at(2 * n);
            let ((a, b), (c, d)) = (ab.split_at(n), cd.split_at(n));
            for ((((sum, a), b), c), d) in sums.iter_mut().zip(a).zip(b).zip(c).zip(d) {
                *sum += input[0] * a + input[1] * b + input[2] * c + input[3] * d;
            }
        }
        for (input, row) in quads.remainder().iter().zip(rows.remainder().chunks_exact(n)) {
            for (sum, weight) in sums.iter_mut().zip(row) {
                *sum += input * weight;
            }
        }
    }

    /// The row of one input.
    #[must_use]
    pub fn row(&self, input: usize) -> &[f32] {
        &self.values[input * self.n_outputs..][..self.n_outputs]
    }
}

/// One direction of a recurrent layer: gated recurrent units (K. Cho and others, *Learning phrase representations using RNN
/// encoder-decoder*, 2014), with the gates of reset, update and news side by side.
#[derive(Debug, Default)]
pub struct Gates {
    /// From a word to the gates, with their biases.
    pub of_word: Matrix,
    /// Biases of `of_word`.
    pub word_bias: Vec<f32>,
    /// From the state before to the gates.
    pub of_state: Matrix,
    /// Biases of `of_state`.
    pub state_bias: Vec<f32>,
}

/// The network: words are seen by themselves, then in their sentence from both sides; terms and pairs of terms are judged by what was
/// seen where they stand.
#[derive(Debug, Default)]
pub struct Network {
    /// Numbers on a word.
    pub width: usize,
    /// Numbers on a term or pair before it is judged.
    pub inner: usize,
    /// Words and parts of words, by their text.
    pieces: FxHashMap<Box<str>, u32>,
    of_piece: Matrix,
    /// What a part of speech adds to a word, in the order of [`crate::model::Tag::ALL`].
    pub of_tag: Matrix,
    /// What the kind of its block adds, in the order of [`crate::model::BlockKind::ALL`].
    pub of_block: Matrix,
    /// Added to every word.
    pub word_bias: Vec<f32>,
    /// The two directions.
    pub gates: [Gates; 2],
    /// Concept kinds, in the order of the judgements of terms; the last judgement is whether the term is wanted.
    pub kinds: Vec<String>,
    /// From the words of a term, seen in their sentence; from its first and last word; from its words by themselves.
    pub term: [Matrix; 4],
    /// Added to every term.
    pub term_bias: Vec<f32>,
    /// From the mean over the places of a term and the greatest to its judgements.
    pub of_term: Matrix,
    /// Biases of `of_term`.
    pub of_term_bias: Vec<f32>,
    /// Ways to link a pair, in the order of the judgements of pairs behind the first, which is whether it is linked at all: the name
    /// of the kind behind `>` or `<`.
    pub ways: Vec<String>,
    /// From the left and right mention, the words between, the verb, the last word of each.
    pub pair: [Matrix; 6],
    /// From the kind of the left and of the right term and the distance.
    pub pair_tables: [Matrix; 3],
    /// Added to every pair.
    pub pair_bias: Vec<f32>,
    /// To the judgements of a pair.
    pub of_pair: Matrix,
    /// Biases of `of_pair`.
    pub of_pair_bias: Vec<f32>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    width: usize,
    inner: usize,
    pieces: Vec<Box<str>>,
    n_tags: usize,
    n_blocks: usize,
    n_distances: usize,
    kinds: Vec<String>,
    ways: Vec<String>,
}

impl Network {
    /// Whether nothing was fitted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.width == 0
    }

    /// Adds what is known of a word or a part of one; whether anything is.
    pub fn add_piece(&self, piece: &str, sums: &mut [f32]) -> bool {
        let Some(at) = self.pieces.get(piece) else { return false };
        for (sum, weight) in sums.iter_mut().zip(self.of_piece.row(*at as usize)) {
            *sum += weight;
        }
        true
    }

    /// The place of a concept kind among the judgements; that of a kind nothing is known of is the first.
    #[must_use]
    pub fn kind(&self, name: &str) -> usize {
        self.kinds.iter().position(|kind| kind == name).unwrap_or(0)
    }
}

pub(super) fn load(seeds: &Root) -> Result<Network, KnowledgeError> {
    let (name, bytes) = seeds.last_bytes(FILE)?;
    if bytes.is_empty() {
        return Ok(Network::default());
    }
    parse(&bytes).ok_or(KnowledgeError::Entry {
        file: name,
        entry: "weights".to_owned(),
        problem: "the file is cut or of another version".to_owned(),
        remedy: "fit it again with scripts/fit_reader.py",
    })
}

/// Little-endian numbers one after the other.
struct Bytes<'b>(&'b [u8]);

impl<'b> Bytes<'b> {
    fn take(&mut self, n: usize) -> Option<&'b [u8]> {
        let (head, rest) = self.0.split_at_checked(n)?;
        self.0 = rest;
        Some(head)
    }

    fn floats(&mut self, n: usize) -> Option<Vec<f32>> {
        let bytes = self.take(n.checked_mul(4)?)?;
        Some(
            bytes
                .chunks_exact(4)
                .map(|four| f32::from_le_bytes([four[0], four[1], four[2], four[3]]))
                .collect(),
        )
    }

    fn matrix(&mut self, n_inputs: usize, n_outputs: usize) -> Option<Matrix> {
        Some(Matrix { n_outputs, values: self.floats(n_inputs.checked_mul(n_outputs)?)? })
    }

    /// So many matrices of one shape.
    fn matrices<const N: usize>(&mut self, n_inputs: usize, n_outputs: usize) -> Option<[Matrix; N]> {
        let all: Option<Vec<Matrix>> = (0..N).map(|_| self.matrix(n_inputs, n_outputs)).collect();
        all?.try_into().ok()
    }

    /// A matrix of signed bytes, each row behind the number that they are multiplied with.
    fn small_matrix(&mut self, n_inputs: usize, n_outputs: usize) -> Option<Matrix> {
        let mut values = Vec::new();
        for _ in 0..n_inputs {
            let scale = self.floats(1)?[0];
            values.extend(self.take(n_outputs)?.iter().map(|byte| f32::from(byte.cast_signed()) * scale));
        }
        Some(Matrix { n_outputs, values })
    }

    fn gates(&mut self, width: usize) -> Option<Gates> {
        let half = width / 2;
        Some(Gates {
            of_word: self.matrix(width, 3 * half)?,
            word_bias: self.floats(3 * half)?,
            of_state: self.matrix(half, 3 * half)?,
            state_bias: self.floats(3 * half)?,
        })
    }
}

fn parse(bytes: &[u8]) -> Option<Network> {
    let mut rest = Bytes(bytes.strip_prefix(MAGIC)?);
    let size = u32::from_le_bytes(rest.take(4)?.try_into().ok()?);
    let header: Header = serde_json::from_slice(rest.take(size as usize)?).ok()?;
    let (width, inner) = (header.width, header.inner);
    let has_shape = width > 0 && width % 2 == 0 && inner > 0 && !header.kinds.is_empty();
    let fits = header.n_tags == crate::model::Tag::ALL.len()
        && header.n_blocks == crate::model::BlockKind::ALL.len()
        && header.n_distances == N_DISTANCES;
    if !has_shape || !fits {
        return None;
    }
    let n_judged = header.kinds.len() + 1;
    let network = Network {
        width,
        inner,
        of_piece: rest.small_matrix(header.pieces.len(), width)?,
        of_tag: rest.matrix(header.n_tags, width)?,
        of_block: rest.matrix(header.n_blocks, width)?,
        word_bias: rest.floats(width)?,
        gates: [rest.gates(width)?, rest.gates(width)?],
        term: rest.matrices(width, inner)?,
        term_bias: rest.floats(inner)?,
        of_term: rest.matrix(2 * inner, n_judged)?,
        of_term_bias: rest.floats(n_judged)?,
        pair: rest.matrices(width, inner)?,
        pair_tables: [
            rest.matrix(header.kinds.len(), inner)?,
            rest.matrix(header.kinds.len(), inner)?,
            rest.matrix(header.n_distances, inner)?,
        ],
        pair_bias: rest.floats(inner)?,
        of_pair: rest.matrix(inner, header.ways.len() + 1)?,
        of_pair_bias: rest.floats(header.ways.len() + 1)?,
        pieces: (0..).zip(header.pieces).map(|(at, piece)| (piece, at)).collect(),
        kinds: header.kinds,
        ways: header.ways,
    };
    rest.0.is_empty().then_some(network)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_take_every_input_once() {
        let matrix = Matrix { n_outputs: 2, values: (1..=12).map(|n| n as f32).collect() };
        let mut sums = vec![100.0, 200.0];
        matrix.add(&[1.0, 0.0, 2.0, 0.0, 1.0, 3.0], &mut sums);
        // Rows: 1 2 | 3 4 | 5 6 | 7 8 | 9 10 | 11 12.
        assert_eq!(sums, vec![100.0 + 1.0 + 10.0 + 9.0 + 33.0, 200.0 + 2.0 + 12.0 + 10.0 + 36.0]);
    }

    #[test]
    fn a_cut_file_is_refused() {
        let whole = include_bytes!("../../seeds/reader.bin");
        assert!(parse(whole).is_some());
        assert!(parse(&whole[..whole.len() - 1]).is_none());
        assert!(parse(&whole[..40]).is_none());
        assert!(parse(b"").is_none());
    }

    #[test]
    fn a_network_without_a_shape_is_refused() {
        let header = br#"{"width":0,"inner":0,"pieces":[],"n_tags":19,"n_blocks":10,"n_distances":17,"kinds":[],"ways":[]}"#;
        let mut bytes = MAGIC.to_vec();
        bytes.extend((header.len() as u32).to_le_bytes());
        bytes.extend(header);
        bytes.extend([0; 64]);
        for end in 0..64 {
            assert!(parse(&bytes[..bytes.len() - end]).is_none());
        }
    }

    #[test]
    fn a_cut_file_of_the_user_is_named_with_the_remedy() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join(FILE);
        std::fs::create_dir(folder.path().join("zh")).expect("can be made");
        std::fs::write(&file, b"sinograph reader 1\n\x10\0\0\0{").expect("can be written");
        let options = crate::knowledge::Options { seeds: Some(folder.path().into()), ..Default::default() };
        let message = crate::knowledge::Knowledge::load(&options).err().expect("is refused").to_string();
        assert!(message.contains(&file.display().to_string()) && message.contains("fit_reader"), "{message}");
    }
}
