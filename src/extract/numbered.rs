//! What is seen -> numbers of features, with their names where weights are fitted.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::knowledge::FeatureId;

/// Names of features by number, for fitting: template and words.
pub type FeatureNames = RefCell<BTreeMap<FeatureId, (&'static str, String, String)>>;

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
        let id = FeatureId::new(template, a, b);
        self.ids.push(id);
        if let Some(names) = self.names {
            names.borrow_mut().entry(id).or_insert_with(|| (template, a.to_owned(), b.to_owned()));
        }
    }
}
