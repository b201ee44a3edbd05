//! Words with their tags -> how much a stretch of a sentence looks like a term, by what stands at its borders and within.
//!
//! A linear model in the way of semi-Markov tagging (S. Sarawagi, W. Cohen, *Semi-Markov conditional random fields for information
//! extraction*, 2004), with one difference: stretches are judged one by one, because terms lie within terms. What the model sees of
//! a stretch is the sum of what it sees of the first word, the last word, each word and the size, so that one pass over the words
//! is enough for all stretches.

use std::borrow::Cow;
use std::ops::Range;

use rustc_hash::FxHashSet;

use super::numbered::{FeatureList, FeatureNames, Seen, seen};
use crate::knowledge::{FeatureId, Knowledge};
use crate::model::{AnnotatedDocument, Sentence, Tag};
use crate::text::{Language, Span};

/// Longest stretch, in words.
const MOST_WORDS: usize = 14;
/// Stretches less likely than this, as logarithm of odds, are not kept.
const LEAST: f32 = -3.0;
/// Those less likely than this are not chosen.
const LEAST_CHOSEN: f32 = -2.0;
const NOTHING: Seen<'static> = seen!("");
/// What stands before the first word of a sentence and behind the last.
const EDGE: &str = "^";
const SIZES: [Seen<'static>; MOST_WORDS] = [
    seen!("1"),
    seen!("2"),
    seen!("3"),
    seen!("4"),
    seen!("5"),
    seen!("6"),
    seen!("7"),
    seen!("8"),
    seen!("9"),
    seen!("10"),
    seen!("11"),
    seen!("12"),
    seen!("13"),
    seen!("14"),
];

/// What the model says of every word of a document, and of its likelier stretches.
#[derive(Default)]
pub(crate) struct Borders {
    /// As the first word of a term, and as its last.
    first: Vec<f32>,
    last: Vec<f32>,
    /// Within a term: sums over all words before.
    within: Vec<f32>,
    /// By first and last tag, and by size, of each language.
    ends: [Vec<f32>; 2],
    sizes: [[f32; MOST_WORDS]; 2],
    /// Stretches that may well be terms with how likely they are, in order of the text.
    likely: Vec<(f32, Range<usize>)>,
    /// Stretches that are likelier terms than all that overlap them, by first word and end.
    chosen: FxHashSet<(usize, usize)>,
}

impl Borders {
    /// Looks at every word once.
    pub(crate) fn new(doc: &AnnotatedDocument, knowledge: &Knowledge) -> Self {
        let model = |language: Language| &knowledge.lexicon(language).borders;
        let both = [Language::Zh, Language::En];
        let mut borders = Borders {
            first: vec![0.0; doc.tokens.len()],
            last: vec![0.0; doc.tokens.len()],
            within: vec![0.0; doc.tokens.len() + 1],
            ends: both.map(|language| {
                let pairs = Tag::ALL.iter().flat_map(|first| Tag::ALL.iter().map(move |last| (first, last)));
                pairs.map(|(first, last)| model(language).gate(&of_ends(*first, *last, None))).collect()
            }),
            sizes: both.map(|language| SIZES.map(|size| model(language).gate(&of_size(size, None)))),
            likely: Vec::new(),
            chosen: FxHashSet::default(),
        };
        let mut sum = 0.0;
        for sentence in &doc.sentences {
            let model = model(sentence.language);
            let words = Words::of(doc, sentence);
            for at in sentence.tokens.clone() {
                borders.first[at] = model.gate(&words.border(at, Side::First, None));
                borders.last[at] = model.gate(&words.border(at, Side::Last, None));
                sum += model.gate(&words.within(at, None));
                borders.within[at + 1] = sum;
            }
            borders.choose(doc, sentence);
        }
        borders
    }

    /// Keeps the likelier stretches of a sentence, and of these chooses the likeliest, each that overlaps none before.
    fn choose(&mut self, doc: &AnnotatedDocument, sentence: &Sentence) {
        let scored = stretches(doc, sentence)
            .map(|tokens| (self.score(doc, sentence.language, &tokens), tokens))
            .filter(|(score, _)| *score >= LEAST);
        let mut scored: Vec<(f32, Range<usize>)> = scored.collect();
        self.likely.extend_from_slice(&scored);
        scored.retain(|(score, _)| *score >= LEAST_CHOSEN);
        scored
            .sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.start.cmp(&b.1.start)).then(a.1.end.cmp(&b.1.end)));
        let mut is_taken = vec![false; sentence.tokens.len()];
        for (_, tokens) in scored {
            let own = tokens.start - sentence.tokens.start..tokens.end - sentence.tokens.start;
            if !is_taken[own.clone()].contains(&true) {
                is_taken[own].fill(true);
                self.chosen.insert((tokens.start, tokens.end));
            }
        }
    }

    /// Stretches that may well be terms with how likely they are, as logarithm of odds, in order of the text.
    pub(crate) fn likely(&self) -> &[(f32, Range<usize>)] {
        &self.likely
    }

    /// Whether a stretch is a likelier term than all that overlap it.
    pub(crate) fn is_chosen(&self, tokens: &Range<usize>) -> bool {
        self.chosen.contains(&(tokens.start, tokens.end))
    }

    /// How much a stretch looks like a term, as logarithm of odds; its words are those of one sentence, and at least one.
    pub(crate) fn score(&self, doc: &AnnotatedDocument, language: Language, tokens: &Range<usize>) -> f32 {
        let (first, last) = (tokens.start, tokens.end - 1);
        let language = usize::from(language == Language::En);
        let tags = doc.tokens[first].tag as usize * Tag::ALL.len() + doc.tokens[last].tag as usize;
        self.first[first] + self.last[last] + self.within[tokens.end] - self.within[first]
            + self.ends[language][tags]
            + self.sizes[language][(tokens.len() - 1).min(MOST_WORDS - 1)]
    }
}

/// Every stretch of a sentence that could be a term: two words at least, within commas and brackets, not across the end of a sentence,
/// with no mark at its borders but quotes, and no small word either. Names of one word, and English phrases with "and", are for the
/// rules that know nouns.
pub(crate) fn stretches(doc: &AnnotatedDocument, sentence: &Sentence) -> impl Iterator<Item = Range<usize>> {
    let end = sentence.tokens.end;
    let begins = move |at: &usize| match doc.tokens[*at].tag {
        Tag::Punctuation => matches!(doc.word(*at), "“" | "‘" | "\"" | "「"),
        Tag::Pronoun | Tag::Conjunction | Tag::De | Tag::Particle | Tag::Preposition => false,
        Tag::Adverb => sentence.language == Language::Zh,
        _ => true,
    };
    let stops = move |at: &usize| {
        let word = doc.word(*at);
        if sentence.language == Language::En && doc.tokens[*at].tag == Tag::Conjunction {
            return true;
        }
        matches!(word, "。" | "；" | ";" | "." | "!" | "?" | "！" | "？" | "，" | "," | "\n" | "\t")
            || matches!(word, "（" | "(" | "）" | ")" | "[" | "]" | "【" | "】" | "《" | "》")
    };
    let ends = move |at: &usize| match doc.tokens[*at].tag {
        Tag::Punctuation => matches!(doc.word(*at), "”" | "’" | "\"" | "」" | "%" | "％"),
        Tag::Pronoun | Tag::Conjunction | Tag::De | Tag::Particle | Tag::Preposition | Tag::Adverb => false,
        _ => true,
    };
    sentence.tokens.clone().filter(begins).flat_map(move |first| {
        let reach = first..end.min(first + MOST_WORDS);
        let lasts = reach.take_while(move |at| !stops(at)).filter(move |at| *at > first && ends(at));
        lasts.map(move |last| first..last + 1)
    })
}

/// All that the model sees of a stretch.
pub(crate) fn features(
    doc: &AnnotatedDocument,
    sentence: &Sentence,
    tokens: &Range<usize>,
    names: &FeatureNames,
) -> Vec<FeatureId> {
    let words = Words::of(doc, sentence);
    let names = Some(names);
    let mut all = words.border(tokens.start, Side::First, names);
    all.extend(words.border(tokens.end - 1, Side::Last, names));
    all.extend(tokens.clone().flat_map(|at| words.within(at, names)));
    all.extend(of_ends(doc.tokens[tokens.start].tag, doc.tokens[tokens.end - 1].tag, names));
    all.extend(of_size(SIZES[tokens.len() - 1], names));
    all
}

fn of_ends(first: Tag, last: Tag, names: Option<&FeatureNames>) -> Vec<FeatureId> {
    let mut list = FeatureList { ids: Vec::new(), names };
    list.see("ends", first.name(), last.name());
    list.ids
}

fn of_size(size: Seen<'static>, names: Option<&FeatureNames>) -> Vec<FeatureId> {
    let mut list = FeatureList { ids: Vec::new(), names };
    list.add(seen!("size"), size, NOTHING);
    list.ids
}

#[derive(Clone, Copy)]
enum Side {
    First,
    Last,
}

/// Names of what is seen at a border of a term, in one order for both sides.
struct Templates {
    word: Seen<'static>,
    tag: Seen<'static>,
    word_out: Seen<'static>,
    tag_out: Seen<'static>,
    word_in: Seen<'static>,
    tags_out: Seen<'static>,
    tags_in: Seen<'static>,
    word_out_tag: Seen<'static>,
    word_tag_out: Seen<'static>,
    tags_beyond: Seen<'static>,
}

const FIRST: Templates = Templates {
    word: seen!("first"),
    tag: seen!("first_tag"),
    word_out: seen!("before"),
    tag_out: seen!("before_tag"),
    word_in: seen!("second"),
    tags_out: seen!("before_tags"),
    tags_in: seen!("first_tags"),
    word_out_tag: seen!("before_first"),
    word_tag_out: seen!("first_before"),
    tags_beyond: seen!("before_beyond"),
};
const LAST: Templates = Templates {
    word: seen!("last"),
    tag: seen!("last_tag"),
    word_out: seen!("after"),
    tag_out: seen!("after_tag"),
    word_in: seen!("last_but_one"),
    tags_out: seen!("after_tags"),
    tags_in: seen!("last_tags"),
    word_out_tag: seen!("after_last"),
    word_tag_out: seen!("last_after"),
    tags_beyond: seen!("after_beyond"),
};

/// The words of a sentence, English ones in lower case.
struct Words<'d> {
    doc: &'d AnnotatedDocument,
    tokens: Range<usize>,
    words: Vec<Cow<'d, str>>,
}

impl<'d> Words<'d> {
    fn of(doc: &'d AnnotatedDocument, sentence: &Sentence) -> Self {
        let lower = |at: usize| {
            let word = doc.word(at);
            if word.contains(char::is_uppercase) {
                Cow::Owned(word.to_lowercase())
            } else {
                Cow::Borrowed(word)
            }
        };
        let tokens = sentence.tokens.clone();
        Words { doc, words: tokens.clone().map(lower).collect(), tokens }
    }

    /// A word and its tag; beyond the sentence, its edge.
    fn seen(&self, at: Option<usize>) -> (Seen<'_>, Seen<'static>) {
        match at.filter(|at| self.tokens.contains(at)) {
            Some(at) => {
                let word = Seen::new(&self.words[at - self.tokens.start]);
                (word, Seen::new(self.doc.tokens[at].tag.name()))
            }
            None => (Seen::new(EDGE), Seen::new(EDGE)),
        }
    }

    /// What is seen where a term begins or ends.
    fn border(&self, at: usize, side: Side, names: Option<&FeatureNames>) -> Vec<FeatureId> {
        let mut list = FeatureList { ids: Vec::with_capacity(10), names };
        let (before, after) = (at.checked_sub(1), Some(at + 1));
        let (out, inner, beyond, see) = match side {
            Side::First => (before, after, at.checked_sub(2), FIRST),
            Side::Last => (after, before, Some(at + 2), LAST),
        };
        let (word, tag) = self.seen(Some(at));
        let (word_out, tag_out) = self.seen(out);
        let (word_in, tag_in) = self.seen(inner);
        list.add(see.word, word, NOTHING);
        list.add(see.tag, tag, NOTHING);
        list.add(see.word_out, word_out, NOTHING);
        list.add(see.tag_out, tag_out, NOTHING);
        list.add(see.word_in, word_in, NOTHING);
        list.add(see.tags_out, tag, tag_out);
        list.add(see.tags_in, tag, tag_in);
        list.add(see.word_out_tag, word_out, tag);
        list.add(see.word_tag_out, word, tag_out);
        list.add(see.tags_beyond, tag_out, self.seen(beyond).1);
        list.ids
    }

    /// What is seen of a word within a term.
    fn within(&self, at: usize, names: Option<&FeatureNames>) -> Vec<FeatureId> {
        let mut list = FeatureList { ids: Vec::with_capacity(3), names };
        let (word, tag) = self.seen(Some(at));
        list.add(seen!("within"), word, NOTHING);
        list.add(seen!("within_tag"), tag, NOTHING);
        list.add(seen!("within_tags"), tag, self.seen(Some(at + 1)).1);
        list.ids
    }
}

/// The words that a span takes up, when they are all of one sentence.
pub(crate) fn tokens_of(doc: &AnnotatedDocument, span: Span) -> Option<(usize, Range<usize>)> {
    let sentence = doc.sentence_at(span.start)?;
    let tokens = doc.tokens_in(span);
    let all = &doc.sentences[sentence].tokens;
    (!tokens.is_empty() && all.start <= tokens.start && tokens.end <= all.end).then_some((sentence, tokens))
}
