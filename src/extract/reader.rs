//! Sentences -> what a small recurrent network sees in them: a second opinion on terms and on pairs of terms.
//!
//! The linear models weigh what somebody thought of looking at. The network sees the words themselves, each in its sentence from both
//! sides, and knows some words by their likeness to others. Both err in different places, so that their mean errs less (L. Hansen and
//! P. Salamon, *Neural network ensembles*, 1990). Two directions over one sentence follow M. Schuster and K. Paliwal, *Bidirectional
//! recurrent neural networks*, 1997.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::mentions::Context;
use super::terms::{Candidate, Occurrence};
use crate::knowledge::{Gates, Matrix, Network, normalize};
use crate::model::{AnnotatedDocument, BlockKind, Tag};
use crate::text::{Span, is_han};

/// Places of a term that are looked at, those that no longer name covers first.
const MOST_PLACES: usize = 6;

/// The parts of a word that the network may know: itself, and its characters or its beginning and end.
pub(crate) fn pieces(word: &str) -> Vec<String> {
    let fold = |c: char| if c.is_numeric() { '0' } else { c };
    let word: String = word.to_lowercase().chars().map(fold).collect();
    let chars: Vec<char> = word.chars().collect();
    let mut found = Vec::with_capacity(1 + chars.len());
    if chars.iter().copied().any(is_han) {
        if chars.len() > 1 {
            found.extend(chars.iter().map(char::to_string));
        }
    } else if chars.len() > 4 {
        found.push(format!("^{}", chars[..4].iter().collect::<String>()));
        found.push(format!("{}$", chars[chars.len() - 3..].iter().collect::<String>()));
    }
    found.push(word);
    found
}

/// The words that a span takes or cuts, by the numbers of the tokens of the document.
#[must_use]
pub fn words_of(doc: &AnnotatedDocument, span: Span) -> Range<usize> {
    let from = doc.tokens.partition_point(|token| token.span.end <= span.start);
    let to = doc.tokens.partition_point(|token| token.span.start < span.end);
    from..to.max(from + 1).min(doc.tokens.len())
}

/// The places by which each of so many terms is judged, as ranges of words.
pub(crate) fn places(
    doc: &AnnotatedDocument,
    occurrences: &[Occurrence],
    n_terms: usize,
) -> Vec<Vec<Range<usize>>> {
    let mut of_term: Vec<Vec<&Occurrence>> = vec![Vec::new(); n_terms];
    for occurrence in occurrences {
        of_term[occurrence.term].push(occurrence);
    }
    let words = |occurrence: &Occurrence| words_of(doc, occurrence.span);
    let places = of_term.into_iter().map(|mut own| {
        own.sort_by_key(|occurrence| (occurrence.nested, occurrence.span.start));
        own.into_iter().take(MOST_PLACES).map(words).filter(|words| !words.is_empty()).collect()
    });
    places.collect()
}

/// Two mentions as the network looks at them.
#[derive(Debug, Clone)]
pub(crate) struct Look {
    /// Words of the left mention, which may stand in a sentence before.
    pub(crate) left: Range<usize>,
    /// Words of the right mention.
    pub(crate) right: Range<usize>,
    /// The verb that governs the right one.
    pub(crate) verb: Option<usize>,
    /// The class of their distance: [`near`] within one sentence, else from [`CARRIED`] on.
    pub(crate) distance: usize,
}

/// From this class on the left mention stands in another sentence.
const CARRIED: usize = 12;

impl Look {
    /// Two mentions, the right one in `sentence`.
    pub(crate) fn new(
        doc: &AnnotatedDocument,
        (left, right): (Span, Span),
        sentence: usize,
        verb: Option<usize>,
    ) -> Self {
        let own = &doc.sentences[sentence];
        let verb = verb.filter(|verb| own.tokens.contains(verb));
        let (left_words, right_words) = (words_of(doc, left), words_of(doc, right));
        let distance = if own.span.contains(left) {
            near(right_words.start.saturating_sub(left_words.end))
        } else {
            match doc.sentence_at(left.start) {
                Some(before) if before <= sentence => CARRIED + (sentence - before).min(3),
                _ => CARRIED + 4,
            }
        };
        Look { left: left_words, right: right_words, verb, distance }
    }

    /// The words between the two where they stand in one sentence.
    fn between(&self) -> Option<Range<usize>> {
        (self.distance < CARRIED && self.left.end < self.right.start)
            .then_some(self.left.end..self.right.start)
    }
}

/// The class of a distance of so many words within one sentence.
fn near(n_words: usize) -> usize {
    const STARTS: [usize; 11] = [1, 2, 3, 4, 6, 8, 11, 16, 23, 33, 48];
    STARTS.partition_point(|start| *start <= n_words)
}

/// What the network thinks of a term.
#[derive(Debug, Clone)]
pub(crate) struct Opinion {
    /// How likely each kind is, in the order of [`Network::kinds`].
    pub(crate) kinds: Vec<f32>,
    /// The logarithm of the odds that an analyst wants it.
    pub(crate) wanted: f64,
}

/// A document as the network has seen it; nothing where there is no network.
pub(crate) struct Reader<'a> {
    net: &'a Network,
    /// Every word by itself, [`Network::width`] numbers each.
    alone: Vec<f32>,
    /// Every word in its sentence.
    seen: Vec<f32>,
}

impl<'a> Reader<'a> {
    /// Looks at all sentences.
    pub(crate) fn new(doc: &AnnotatedDocument, net: &'a Network) -> Self {
        let mut reader = Reader { net, alone: Vec::new(), seen: Vec::new() };
        if net.is_empty() {
            return reader;
        }
        let mut words = Words { net, known: FxHashMap::default(), rows: Vec::new() };
        reader.alone = vec![0.0; doc.tokens.len() * net.width];
        reader.seen = reader.alone.clone();
        for sentence in &doc.sentences {
            let block = doc.document.blocks[sentence.block].kind;
            let rows: Vec<usize> = sentence
                .tokens
                .clone()
                .map(|at| words.row(doc.word(at), doc.tokens[at].tag, block))
                .collect();
            for (at, row) in sentence.tokens.clone().zip(&rows) {
                reader.alone[at * net.width..][..net.width].copy_from_slice(words.alone(*row));
            }
            reader.walk(&words, &rows, sentence.tokens.start);
        }
        reader.seen.iter_mut().zip(&reader.alone).for_each(|(seen, alone)| *seen += alone);
        reader
    }

    pub(crate) fn is_blind(&self) -> bool {
        self.net.is_empty()
    }

    /// Walks over a sentence from both sides.
    fn walk(&mut self, words: &Words<'_, '_>, rows: &[usize], first: usize) {
        let (width, half) = (self.net.width, self.net.width / 2);
        let mut sums = vec![0.0; 3 * half];
        for (side, gates) in self.net.gates.iter().enumerate() {
            let mut state = vec![0.0; half];
            for n in 0..rows.len() {
                let at = if side == 0 { n } else { rows.len() - 1 - n };
                step(gates, words.gates(rows[at], side), &mut state, &mut sums);
                self.seen[(first + at) * width + side * half..][..half].copy_from_slice(&state);
            }
        }
    }

    fn word(&self, at: usize) -> &[f32] {
        &self.seen[at * self.net.width..][..self.net.width]
    }

    /// The opinion of a term that stands at these places.
    pub(crate) fn term(&self, places: &[Range<usize>]) -> Option<Opinion> {
        let net = self.net;
        if net.is_empty() || places.is_empty() {
            return None;
        }
        let mut inner = vec![0.0; 2 * net.inner];
        let (mean, most) = inner.split_at_mut(net.inner);
        let mut sums = vec![0.0; net.inner];
        let mut words = vec![0.0; net.width];
        for place in places {
            sums.copy_from_slice(&net.term_bias);
            self.mean(&self.seen, place, &mut words);
            net.term[0].add(&words, &mut sums);
            net.term[1].add(self.word(place.start), &mut sums);
            net.term[2].add(self.word(place.end - 1), &mut sums);
            self.mean(&self.alone, place, &mut words);
            net.term[3].add(&words, &mut sums);
            for ((mean, most), sum) in mean.iter_mut().zip(most.iter_mut()).zip(&sums) {
                let positive = sum.max(0.0);
                *mean += positive / places.len() as f32;
                *most = most.max(positive);
            }
        }
        let mut judged = net.of_term_bias.clone();
        net.of_term.add(&inner, &mut judged);
        let wanted = judged.pop()?;
        normalize(&mut judged);
        Some(Opinion { kinds: judged, wanted: f64::from(wanted) })
    }

    /// The sum of what is seen of words at several places; nothing where there is no network.
    pub(crate) fn seen_at(&self, places: impl Iterator<Item = Range<usize>>) -> Vec<f32> {
        let mut sums = vec![0.0; if self.is_blind() { 0 } else { self.net.width }];
        for word in places.flatten().filter(|_| !self.is_blind()) {
            sums.iter_mut().zip(self.word(word)).for_each(|(sum, number)| *sum += number);
        }
        sums
    }

    fn mean(&self, all: &[f32], place: &Range<usize>, mean: &mut [f32]) {
        mean.fill(0.0);
        let width = self.net.width;
        for word in all[place.start * width..place.end * width].chunks_exact(width) {
            mean.iter_mut().zip(word).for_each(|(mean, number)| *mean += number);
        }
        mean.iter_mut().for_each(|mean| *mean /= place.len() as f32);
    }

    /// Judges pairs; what it worked out for one is kept for the next.
    pub(crate) fn pairs(&self) -> Pairs<'_> {
        Pairs {
            reader: self,
            mentions: [FxHashMap::default(), FxHashMap::default()],
            verbs: FxHashMap::default(),
            between: Vec::new(),
            from: 0..0,
            rows: Vec::new(),
        }
    }
}

/// One step of a gated recurrent unit.
fn step(gates: &Gates, of_word: &[f32], state: &mut [f32], sums: &mut [f32]) {
    sums.copy_from_slice(&gates.state_bias);
    gates.of_state.add(state, sums);
    let half = state.len();
    let (reset, rest) = of_word.split_at(half);
    let (update, news) = rest.split_at(half);
    for (at, state) in state.iter_mut().enumerate() {
        let reset = sigmoid(reset[at] + sums[at]);
        let update = sigmoid(update[at] + sums[half + at]);
        let news = (news[at] + reset * sums[2 * half + at]).tanh();
        *state = (1.0 - update) * news + update * *state;
    }
}

fn sigmoid(sum: f32) -> f32 {
    1.0 / (1.0 + (-sum).exp())
}

/// Words by themselves and what they say to the gates of both directions, worked out once for each.
struct Words<'n, 'd> {
    net: &'n Network,
    known: FxHashMap<(&'d str, Tag, usize), usize>,
    rows: Vec<f32>,
}

impl<'d> Words<'_, 'd> {
    fn size(&self) -> usize {
        4 * self.net.width
    }

    fn row(&mut self, word: &'d str, tag: Tag, block: BlockKind) -> usize {
        let next = self.known.len();
        let row = *self.known.entry((word, tag, block as usize)).or_insert(next);
        if row == next {
            self.look(word, tag, block);
        }
        row
    }

    fn look(&mut self, word: &str, tag: Tag, block: BlockKind) {
        let net = self.net;
        let mut alone = vec![0.0; net.width];
        let n_known = pieces(word).iter().filter(|piece| net.add_piece(piece, &mut alone)).count();
        let tables = [net.of_tag.row(tag as usize), net.of_block.row(block as usize), &net.word_bias];
        for (at, number) in alone.iter_mut().enumerate() {
            let others: f32 = tables.iter().map(|table| table[at]).sum();
            *number = (*number / n_known.max(1) as f32 + others).tanh();
        }
        self.rows.extend_from_slice(&alone);
        for gates in &net.gates {
            let mut sums = gates.word_bias.clone();
            gates.of_word.add(&alone, &mut sums);
            self.rows.extend(sums);
        }
    }

    fn alone(&self, row: usize) -> &[f32] {
        &self.rows[row * self.size()..][..self.net.width]
    }

    fn gates(&self, row: usize, side: usize) -> &[f32] {
        let n = 3 * self.net.width / 2;
        &self.rows[row * self.size() + self.net.width + side * n..][..n]
    }
}

/// Judges pairs of mentions.
pub(crate) struct Pairs<'r> {
    reader: &'r Reader<'r>,
    /// Where the rows of mentions on the left and right are, by their words.
    mentions: [FxHashMap<(usize, usize), usize>; 2],
    /// Where the rows of verbs are.
    verbs: FxHashMap<usize, usize>,
    rows: Vec<f32>,
    /// Sums over the words before each word of one sentence, and which words these are.
    between: Vec<f32>,
    from: Range<usize>,
}

impl Pairs<'_> {
    /// What the network thinks of a pair whose terms are of two of its kinds: the logarithm of the odds of any link, then a number for
    /// each way. `sentence` are the words of the sentence of the right mention.
    pub(crate) fn judge(
        &mut self,
        look: &Look,
        kinds: [usize; 2],
        sentence: &Range<usize>,
        judged: &mut Vec<f32>,
    ) {
        let net = self.reader.net;
        let (left, right) = (self.mention(0, &look.left), self.mention(1, &look.right));
        let verb = look.verb.map(|verb| self.verb(verb));
        let between = look.between();
        if between.is_some() {
            self.sum_between(sentence);
        }
        let mut sums = net.pair_bias.clone();
        let mut add = |row: &[f32]| sums.iter_mut().zip(row).for_each(|(sum, number)| *sum += number);
        let at = |row: usize| row * net.inner..(row + 1) * net.inner;
        add(&self.rows[at(left)]);
        add(&self.rows[at(right)]);
        add(net.pair_tables[0].row(kinds[0]));
        add(net.pair_tables[1].row(kinds[1]));
        add(net.pair_tables[2].row(look.distance));
        if let Some(verb) = verb {
            add(&self.rows[at(verb)]);
        }
        if let Some(words) = between {
            let [low, high] = [words.start, words.end].map(|word| &self.between[at(word - self.from.start)]);
            let n = words.len() as f32;
            sums.iter_mut().zip(low).zip(high).for_each(|((sum, low), high)| *sum += (high - low) / n);
        }
        sums.iter_mut().for_each(|sum| *sum = sum.max(0.0));
        judged.clear();
        judged.extend_from_slice(&net.of_pair_bias);
        net.of_pair.add(&sums, judged);
    }

    fn mention(&mut self, side: usize, words: &Range<usize>) -> usize {
        if let Some(row) = self.mentions[side].get(&(words.start, words.end)) {
            return *row;
        }
        let net = self.reader.net;
        let mut mean = vec![0.0; net.width];
        self.reader.mean(&self.reader.seen, words, &mut mean);
        let last = self.reader.word(words.end - 1);
        let row = self.put(&[(&net.pair[side], &mean), (&net.pair[4 + side], last)]);
        self.mentions[side].insert((words.start, words.end), row);
        row
    }

    fn verb(&mut self, verb: usize) -> usize {
        if let Some(row) = self.verbs.get(&verb) {
            return *row;
        }
        let row = self.put(&[(&self.reader.net.pair[3], self.reader.word(verb))]);
        self.verbs.insert(verb, row);
        row
    }

    fn put(&mut self, parts: &[(&Matrix, &[f32])]) -> usize {
        let inner = self.reader.net.inner;
        let row = self.rows.len() / inner;
        self.rows.resize(self.rows.len() + inner, 0.0);
        for (matrix, numbers) in parts {
            matrix.add(numbers, &mut self.rows[row * inner..]);
        }
        row
    }

    /// Sums up what the words of a sentence say when they stand between two mentions.
    fn sum_between(&mut self, sentence: &Range<usize>) {
        if self.from == *sentence {
            return;
        }
        let inner = self.reader.net.inner;
        self.from = sentence.clone();
        self.between.clear();
        self.between.resize((sentence.len() + 1) * inner, 0.0);
        for (n, word) in sentence.clone().enumerate() {
            self.between.copy_within(n * inner..(n + 1) * inner, (n + 1) * inner);
            let sums = &mut self.between[(n + 1) * inner..(n + 2) * inner];
            self.reader.net.pair[2].add(self.reader.word(word), sums);
        }
    }
}

/// How much the network counts beside the models of kinds and of salience: between the shares that were tried on papers left out, where 0.35
/// beats 0.5 for kinds and 0.2 beats 0.35 for salience.
const SHARE_OF_KINDS: f32 = 0.4;
const SHARE_OF_SALIENCE: f64 = 0.3;

/// Settles kind and salience of every term anew, with what the network thinks of it.
pub(crate) fn second_opinion<'k>(
    cx: &Context<'k>,
    reader: &Reader<'_>,
    candidates: &mut [Candidate<'k>],
    occurrences: &[Occurrence],
) {
    if reader.is_blind() {
        return;
    }
    let places = places(cx.doc, occurrences, candidates.len());
    for (candidate, places) in candidates.iter_mut().zip(places) {
        let Some(opinion) = reader.term(&places) else { continue };
        candidate.wanted = opinion.wanted;
        let odds = (candidate.salience / (1.0 - candidate.salience).max(1e-9)).max(1e-9).ln();
        let sum = odds + SHARE_OF_SALIENCE * (opinion.wanted - odds);
        candidate.salience = 1.0 / (1.0 + (-sum).exp());
        let of_kind = |kind: &str| {
            reader.net.kinds.iter().position(|known| known == kind).map(|at| opinion.kinds[at].max(1e-6).ln())
        };
        super::kinds::settle(candidate, cx.knowledge, SHARE_OF_KINDS, &of_kind);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::{Knowledge, N_DISTANCES, Options};
    use crate::segment::Segmenter;

    #[test]
    fn words_are_taken_apart() {
        assert_eq!(pieces("创新"), ["创", "新", "创新"]);
        assert_eq!(pieces("Platforms"), ["^plat", "rms$", "platforms"]);
        assert_eq!(pieces("of"), ["of"]);
        assert_eq!(pieces("2023"), ["0000"]);
    }

    fn annotated(text: &str, knowledge: &Knowledge) -> AnnotatedDocument {
        let document = crate::read::read("a.md", text.as_bytes(), knowledge).expect("reads");
        Segmenter::new(knowledge).segment(document)
    }

    fn place(doc: &AnnotatedDocument, name: &str) -> Range<usize> {
        let start = doc.document.text.find(name).expect("is there") as u32;
        words_of(doc, Span { start, end: start + name.len() as u32 })
    }

    #[test]
    fn a_word_is_seen_in_its_sentence() {
        let knowledge = Knowledge::load(&Options::default()).expect("loads");
        let opinion = |text: &str| {
            let doc = annotated(text, &knowledge);
            Reader::new(&doc, &knowledge.network).term(&[place(&doc, "补贴")]).expect("an opinion")
        };
        let (remedy, trouble) =
            (opinion("政府实施补贴以支持农业。\n"), opinion("农业的主要问题是补贴不足。\n"));
        for opinion in [&remedy, &trouble] {
            assert!((opinion.kinds.iter().sum::<f32>() - 1.0).abs() < 1e-4, "{:?}", opinion.kinds);
        }
        let policy = knowledge.network.kind("policy");
        assert!(remedy.kinds[policy] > trouble.kinds[policy], "{remedy:?} {trouble:?}");
    }

    #[test]
    fn the_verb_between_two_mentions_tells_their_link() {
        let knowledge = Knowledge::load(&Options::default()).expect("loads");
        let likeliest = |text: &str, names: [&str; 2], kinds: [&str; 2]| {
            let doc = annotated(text, &knowledge);
            let reader = Reader::new(&doc, &knowledge.network);
            let [left, right] = names.map(|name| place(&doc, name));
            let verb = (left.end..right.start).find(|at| doc.tokens[*at].tag == Tag::Verb);
            let distance = near(right.start - left.end);
            let look = Look { left, right, verb, distance };
            let (mut judged, sentence) = (Vec::new(), doc.sentences[0].tokens.clone());
            reader.pairs().judge(
                &look,
                kinds.map(|kind| knowledge.network.kind(kind)),
                &sentence,
                &mut judged,
            );
            let ways = &judged[1..];
            let best = (0..ways.len()).max_by(|a, b| ways[*a].total_cmp(&ways[*b])).expect("ways");
            knowledge.network.ways[best].clone()
        };
        let kinds = ["mechanism", "goal"];
        assert_eq!(likeliest("产学研合作促进了技术创新。\n", ["产学研合作", "技术创新"], kinds), ">promotes");
        assert_eq!(
            likeliest("行政壁垒制约了技术创新。\n", ["行政壁垒", "技术创新"], ["problem", "goal"]),
            ">hinders"
        );
        let english =
            likeliest("The river basin lies in Hunan.\n", ["river basin", "Hunan"], ["region", "region"]);
        assert_eq!(english, ">located_in");
    }

    #[test]
    fn without_a_network_there_is_no_opinion() {
        let knowledge = Knowledge::load(&Options::default()).expect("loads");
        let doc = annotated("政府实施补贴。\n", &knowledge);
        let network = Network::default();
        let reader = Reader::new(&doc, &network);
        assert!(reader.is_blind());
        assert!(reader.term(&[place(&doc, "补贴")]).is_none());
    }

    #[test]
    fn distances_grow_by_steps() {
        assert_eq!([0, 1, 5, 47, 48, 900].map(near), [0, 1, 4, 10, 11, 11]);
        assert!(near(900) < CARRIED && CARRIED + 4 < N_DISTANCES);
    }
}
