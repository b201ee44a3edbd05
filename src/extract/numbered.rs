//! What is seen -> numbers of features, with their names where weights are fitted.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::knowledge::{FeatureId, WordNumber};

/// 1 for what is so, 0 for what is not.
pub(crate) fn flag(is: bool) -> f64 {
    f64::from(u8::from(is))
}

/// Names of features by number, for fitting: template and words.
pub type FeatureNames = RefCell<BTreeMap<FeatureId, (&'static str, String, String)>>;

/// A word with its number; a word that many features name is numbered once.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen<'t> {
    pub(crate) text: &'t str,
    pub(crate) number: WordNumber,
}

impl<'t> Seen<'t> {
    /// Numbers a word.
    pub(crate) const fn new(text: &'t str) -> Self {
        Seen { text, number: WordNumber::of(text) }
    }
}

/// A word of the code, numbered by the compiler.
macro_rules! seen {
    ($word:literal) => {
        const { $crate::extract::numbered::Seen::new($word) }
    };
}
pub(crate) use seen;

/// Features that are there, each a number; what is not listed is not there.
#[derive(Default)]
pub(crate) struct FeatureList<'n> {
    pub(crate) ids: Vec<FeatureId>,
    /// Where names are wanted, the place to write them.
    pub(crate) names: Option<&'n FeatureNames>,
}

impl FeatureList<'_> {
    /// Adds a feature: what is looked at, and the one or two words seen there.
    pub(crate) fn see(&mut self, template: &'static str, a: &str, b: &str) {
        self.add(Seen::new(template), Seen::new(a), Seen::new(b));
    }

    /// Adds a feature whose words are numbered already.
    #[inline]
    pub(crate) fn add(&mut self, template: Seen<'static>, a: Seen<'_>, b: Seen<'_>) {
        let id = FeatureId::of(template.number, a.number, b.number);
        self.ids.push(id);
        if let Some(names) = self.names {
            names
                .borrow_mut()
                .entry(id)
                .or_insert_with(|| (template.text, a.text.to_owned(), b.text.to_owned()));
        }
    }
}
