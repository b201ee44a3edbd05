//! A Chinese sentence -> words (jieba) and parts of speech (our tagger).

use jieba_rs::Jieba;

use super::tagger::{TaggedWord, Tagger, hash_pairs, hash_str, tag_before, word_at};
use crate::knowledge::Knowledge;
use crate::model::{Tag, Token};
use crate::text::Span;

pub(super) struct Chinese<'k> {
    jieba: Jieba,
    tagger: Option<Tagger<'k>>,
}

impl<'k> Chinese<'k> {
    pub(super) fn new(knowledge: &'k Knowledge) -> Self {
        Chinese { jieba: Jieba::new(), tagger: Tagger::new(knowledge.tagger) }
    }

    pub(super) fn jieba(&self) -> &Jieba {
        &self.jieba
    }

    pub(super) fn words(&self, text: &str, sentence: Span, tokens: &mut Vec<Token>) {
        let slice = sentence.of(text);
        let offset = sentence.start as usize;
        let found = self.jieba.tag(slice, true);
        let words: Vec<ChineseWord> = found.iter().map(|tag| ChineseWord::new(tag.word, tag.tag)).collect();
        let tags = self.tagger.as_ref().map(|tagger| tagger.tag(&words)).unwrap_or_default();
        for (at, word) in found.iter().enumerate() {
            if word.word.trim().is_empty() {
                continue;
            }
            let tag = corrected(word.word, tags.get(at).copied().unwrap_or(Tag::Noun));
            tokens.push(Token { span: Span::new(offset + word.byte_start, offset + word.byte_end), tag });
        }
    }
}

/// A word with the hashes that its features are made of.
#[derive(Debug, Clone, Copy)]
pub struct ChineseWord {
    word: u32,
    first: u32,
    last: u32,
    dictionary: u32,
}

impl ChineseWord {
    /// A word with the tag that the dictionary gives it.
    #[must_use]
    pub fn new(text: &str, dictionary: &str) -> Self {
        let first = text.chars().next().map_or(0, u32::from);
        let last = text.chars().next_back().map_or(0, u32::from);
        ChineseWord { word: hash_str(text), first, last, dictionary: hash_str(dictionary) }
    }
}

const EDGE: ChineseWord = ChineseWord { word: 1, first: 1, last: 1, dictionary: 1 };

impl TaggedWord for ChineseWord {
    fn fill_features(words: &[Self], tags: &[Tag], at: usize, features: &mut Vec<u32>) {
        let word = |offset| word_at(words, at, offset).unwrap_or(EDGE);
        let tag = |back| tag_before(tags, at, back);
        let (here, before, after) = (word(0), word(-1), word(1));
        let pairs = [
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
        hash_pairs(&pairs, features);
    }
}

/// Closed classes are told by form, whatever the model says.
fn corrected(word: &str, tag: Tag) -> Tag {
    if word.chars().all(|c| !c.is_alphanumeric()) {
        return Tag::Punctuation;
    }
    match word {
        "的" | "之" => Tag::De,
        "和" | "与" | "及" | "以及" | "或" | "并" | "而" | "且" => Tag::Conjunction,
        _ if word.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '%' | ',')) => Tag::Number,
        _ => tag,
    }
}
