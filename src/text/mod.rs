//! Characters -> facts about them: spans, scripts, match keys. Knows nothing of documents.

mod digest;
mod finder;
mod key;
mod script;
mod simplified;
mod span;

pub use digest::{Digest, sha256};
pub use finder::{Found, WordFinder};
pub use key::{MatchKey, close_gaps, match_key, singular, strip_marks};
pub use script::{
    han_share, is_closing_mark, is_han, is_opening_mark, is_sentence_end, is_wide_punctuation, language_of,
};
pub use simplified::{is_traditional, name_key, simplified, simplified_in_place};
pub use span::{CharIndex, Span};

/// One of the two languages that sinograph reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// Chinese, simplified or traditional.
    Zh,
    /// English.
    En,
}

impl Language {
    /// The code used in file names, records and options: `zh` or `en`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Language::Zh => "zh",
            Language::En => "en",
        }
    }
}
