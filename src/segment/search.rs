//! Text -> the words it is found by: small units that a question and a text are cut into alike.

use crate::text::{match_key, simplified_in_place};

use super::Segmenter;

impl Segmenter<'_> {
    /// The words under which a text is found, in order: long words also by the words in them, all as match keys.
    #[must_use]
    pub fn index_words(&self, text: &str) -> Vec<String> {
        // Names that the dictionary does not know are cut into characters on both sides, so they are found as well.
        keys(
            self.chinese
                .jieba()
                .cut_for_search(&simplified_in_place(text), false)
                .into_iter()
                .map(|word| word.word),
        )
    }

    /// The words that a text must hold to answer a question.
    #[must_use]
    pub fn question_words(&self, question: &str) -> Vec<String> {
        keys(
            self.chinese.jieba().cut(&simplified_in_place(question), false).into_iter().map(|word| word.word),
        )
    }
}

fn keys<'t>(words: impl Iterator<Item = &'t str>) -> Vec<String> {
    words
        .map(match_key)
        .filter(|key| !key.is_empty())
        .flat_map(|key| key.split(' ').map(str::to_owned).collect::<Vec<_>>())
        .collect()
}
