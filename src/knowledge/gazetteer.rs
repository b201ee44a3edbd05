//! `seeds/regions.tsv` -> places with their names in both languages.

use rustc_hash::FxHashMap;

use super::KnowledgeError;
use super::files::{Root, rows};
use crate::text::match_key;

/// A place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Preferred Chinese name: 浙江.
    pub zh: String,
    /// Preferred English name: Zhejiang.
    pub en: String,
    /// Level: continent, country, zone, province, city, county or area.
    pub level: String,
    /// Chinese name of the place that holds it; empty when none is named.
    pub parent: String,
    /// Other Chinese names.
    pub aliases_zh: Vec<String>,
    /// Other English names.
    pub aliases_en: Vec<String>,
}

impl Place {
    /// Every name in either language.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let preferred = [self.zh.as_str(), self.en.as_str()];
        preferred.into_iter().chain(self.aliases_zh.iter().chain(&self.aliases_en).map(String::as_str))
    }
}

/// Places by name.
#[derive(Debug, Default)]
pub struct Gazetteer {
    /// Places in the order of the file.
    pub places: Vec<Place>,
    by_key: FxHashMap<String, usize>,
}

impl Gazetteer {
    /// The place that a name stands for, in either language.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&Place> {
        self.by_key.get(&match_key(name)).map(|index| &self.places[*index])
    }
}

pub(super) fn load(root: &Root) -> Result<Gazetteer, KnowledgeError> {
    let mut gazetteer = Gazetteer::default();
    for file in root.layers("regions.tsv")? {
        for (line, cells) in rows(&file.text) {
            let [zh, en, level, parent, aliases_zh, aliases_en] = cells.as_slice() else {
                return Err(KnowledgeError::Line {
                    file: file.name.clone(),
                    line,
                    problem: format!("{} columns instead of 6", cells.len()),
                    remedy: "write zh, en, level, parent, aliases_zh and aliases_en, separated by tabs",
                });
            };
            let split =
                |cell: &str| cell.split('|').filter(|name| !name.is_empty()).map(str::to_owned).collect();
            let place = Place {
                zh: (*zh).to_owned(),
                en: (*en).to_owned(),
                level: (*level).to_owned(),
                parent: (*parent).to_owned(),
                aliases_zh: split(aliases_zh),
                aliases_en: split(aliases_en),
            };
            let index = gazetteer.places.len();
            // Names in front of the file win; the preferred name of a place wins over any alias.
            for name in [&place.zh, &place.en] {
                gazetteer.by_key.insert(match_key(name), index);
            }
            gazetteer.places.push(place);
        }
    }
    for (index, place) in gazetteer.places.iter().enumerate() {
        for alias in place.aliases_zh.iter().chain(&place.aliases_en) {
            gazetteer.by_key.entry(match_key(alias)).or_insert(index);
        }
    }
    Ok(gazetteer)
}
