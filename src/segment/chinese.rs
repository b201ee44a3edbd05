//! A Chinese sentence -> words (jieba) and parts of speech (our tagger).

use jieba_rs::Jieba;

use super::tagger::{Tagger, Word, hash_str};
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
        let words: Vec<Word<'_>> =
            found.iter().map(|tag| Word { text: tag.word, dictionary: hash_str(tag.tag) }).collect();
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
