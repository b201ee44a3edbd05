//! Names of concepts <-> the index by which a question finds them; and the numbers of concepts that answer.

use std::collections::BTreeSet;

use rayon::prelude::*;
use rusqlite::OptionalExtension;

use super::{Store, StoreError};
use crate::model::{Concept, ConceptId, Labels};
use crate::text::{MatchKey, name_key};

/// Names that are compared side by side.
const BATCH: usize = 1 << 15;

/// The number of a stored concept; it may change when the concept goes and comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ConceptNumber(pub(super) i64);

impl Store {
    /// The concept of an id.
    ///
    /// # Errors
    /// When the store is damaged.
    pub fn numbered(&self, id: &ConceptId) -> Result<Option<ConceptNumber>, StoreError> {
        let found = self
            .prepare("SELECT number FROM concepts WHERE id = ?1")?
            .query_row([&id.0], |row| row.get(0))
            .optional();
        Ok(found.map_err(|e| self.error(e))?.map(ConceptNumber))
    }

    /// The concepts with a name of this key.
    ///
    /// # Errors
    /// When the store is damaged.
    pub fn called(&self, key: &MatchKey) -> Result<BTreeSet<ConceptNumber>, StoreError> {
        let mut rows = self.prepare("SELECT concept FROM names WHERE key = ?1")?;
        let rows = rows.query_map([key], |row| Ok(ConceptNumber(row.get(0)?))).map_err(|e| self.error(e))?;
        rows.collect::<Result<_, _>>().map_err(|e| self.error(e))
    }

    /// The concepts that bear a name of a concept, itself among them.
    ///
    /// # Errors
    /// When the store is damaged.
    pub fn namesakes(&self, concept: ConceptNumber) -> Result<BTreeSet<ConceptNumber>, StoreError> {
        let mut found = BTreeSet::from([concept]);
        for key in self.keys_of(concept.0)? {
            found.extend(self.called(&key)?);
        }
        Ok(found)
    }

    /// The concepts with a name whose key fits.
    ///
    /// # Errors
    /// When the store is damaged.
    pub fn named(
        &self,
        fits: &(dyn Fn(&MatchKey) -> bool + Sync),
    ) -> Result<BTreeSet<ConceptNumber>, StoreError> {
        let mut found = BTreeSet::new();
        let mut batch: Vec<(MatchKey, i64)> = Vec::with_capacity(BATCH);
        let mut look = |batch: &mut Vec<(MatchKey, i64)>| {
            let hits =
                batch.par_iter().filter(|(key, _)| fits(key)).map(|(_, number)| ConceptNumber(*number));
            found.extend(hits.collect::<Vec<_>>());
            batch.clear();
        };
        self.each("SELECT key, concept FROM names", |row| {
            batch.push((row.get(0)?, row.get(1)?));
            if batch.len() == BATCH {
                look(&mut batch);
            }
            Ok(())
        })?;
        look(&mut batch);
        Ok(found)
    }

    pub(super) fn put_names(&self, number: i64, concept: &Concept) -> Result<(), StoreError> {
        for key in keys(&concept.label, &concept.labels, &concept.aliases) {
            self.execute("INSERT OR IGNORE INTO names VALUES (?1, ?2)", (key, number))?;
        }
        Ok(())
    }

    /// Takes the names away that the stored row of a concept has.
    pub(super) fn forget_names(&self, number: i64) -> Result<(), StoreError> {
        for key in self.keys_of(number)? {
            self.execute("DELETE FROM names WHERE key = ?1 AND concept = ?2", (key, number))?;
        }
        Ok(())
    }

    /// The names in the stored row of a concept; none where there is no such row.
    fn keys_of(&self, number: i64) -> Result<BTreeSet<MatchKey>, StoreError> {
        let names: Option<(String, Labels, String)> = self
            .prepare("SELECT label, label_zh, label_en, aliases FROM concepts WHERE number = ?1")?
            .query_row([number], |row| {
                Ok((row.get(0)?, Labels { zh: row.get(1)?, en: row.get(2)? }, row.get(3)?))
            })
            .optional()
            .map_err(|e| self.error(e))?;
        let Some((label, labels, aliases)) = names else { return Ok(BTreeSet::new()) };
        let aliases: Vec<String> = serde_json::from_str(&aliases)
            .map_err(|_| self.damaged(format!("the names of concept {number} are not what was written")))?;
        Ok(keys(&label, &labels, &aliases))
    }

    /// Whether the index holds the names of these concepts and nothing else.
    pub(super) fn check_names<'c>(
        &self,
        concepts: impl Iterator<Item = (i64, &'c Concept)>,
    ) -> Result<Vec<String>, StoreError> {
        let mut here: BTreeSet<(MatchKey, i64)> = BTreeSet::new();
        self.each("SELECT key, concept FROM names", |row| {
            here.insert((row.get(0)?, row.get(1)?));
            Ok(())
        })?;
        let mut problems = Vec::new();
        for (number, concept) in concepts {
            let all = keys(&concept.label, &concept.labels, &concept.aliases);
            let n_missing = all.into_iter().filter(|key| !here.remove(&(key.clone(), number))).count();
            if n_missing > 0 {
                problems.push(format!("names {number}: {n_missing} names of {} are missing", concept.id.0));
            }
        }
        problems.extend(
            here.into_iter().map(|(key, number)| format!("names {number}: nothing is called {key:?}")),
        );
        Ok(problems)
    }
}

fn keys(label: &str, labels: &Labels, aliases: &[String]) -> BTreeSet<MatchKey> {
    let labels = [Some(label), labels.zh.as_deref(), labels.en.as_deref()].into_iter().flatten();
    labels.chain(aliases.iter().map(String::as_str)).map(name_key).collect()
}
