//! Document -> AnnotatedDocument: sentences, clauses, words and their parts of speech.

mod chinese;
mod clauses;
mod english;
mod english_word;
mod search;
mod sentences;
pub mod tagger;

pub use chinese::ChineseWord;
pub use english_word::EnglishWord;

use crate::knowledge::Knowledge;
use crate::model::{AnnotatedDocument, Document, Sentence, Token};
use crate::text::Language;

/// Cuts documents into sentences and words; holds the dictionaries, so make one and share it.
pub struct Segmenter<'k> {
    chinese: chinese::Chinese<'k>,
    english: english::English<'k>,
}

impl<'k> Segmenter<'k> {
    /// Loads the dictionaries (about 0.2 s).
    #[must_use]
    pub fn new(knowledge: &'k Knowledge) -> Self {
        Segmenter { chinese: chinese::Chinese::new(knowledge), english: english::English::new(knowledge) }
    }

    /// Annotates one document.
    #[must_use]
    pub fn segment(&self, document: Document) -> AnnotatedDocument {
        let mut sentences: Vec<Sentence> = Vec::new();
        let mut tokens: Vec<Token> = Vec::new();
        for (index, block) in document.blocks.iter().enumerate().filter(|(_, block)| block.kind.is_read()) {
            for span in sentences::split(&document.text, block.span) {
                let first = tokens.len();
                match block.language {
                    Language::Zh => self.chinese.words(&document.text, span, &mut tokens),
                    Language::En => self.english.words(&document.text, span, &mut tokens),
                }
                let range = first..tokens.len();
                let clauses = clauses::split(&document.text, span, &tokens, range.clone(), block.language);
                sentences.push(Sentence {
                    span,
                    block: index,
                    language: block.language,
                    tokens: range,
                    clauses,
                });
            }
        }
        AnnotatedDocument { document, sentences, tokens }
    }
}
