//! Names of places -> which are names of one place, by the gazetteer, and how else it is called.

use std::collections::{BTreeMap, BTreeSet};

use super::claim::{Claim, Mined, Said};
use super::names::Names;
use super::reading::{Reading, said};
use crate::knowledge::{Knowledge, Place, vocab};
use crate::model::Fragment;
use crate::text::{Language, Span, WordFinder};

/// Names that the gazetteer has for places that a document speaks of.
pub(super) fn find(reading: &Reading<'_>, knowledge: &Knowledge, found: &mut Vec<Mined>) {
    let terms = &reading.fragment.terms;
    for (at, term) in terms.iter().enumerate().filter(|(_, term)| term.kind == vocab::REGION) {
        let Some(place) = knowledge.gazetteer.find(&term.key) else { continue };
        for name in [&place.zh, &place.en] {
            let is_its = knowledge.gazetteer.find(name).is_some_and(|known| known.zh == place.zh);
            if let Some(right) = said(name).filter(|said| is_its && said.key != term.key) {
                let left = reading.term(at);
                found.push(Mined {
                    left,
                    right,
                    rule: "place/gazetteer",
                    confidence: 0.97,
                    places: Vec::new(),
                });
            }
        }
    }
}

/// Names with the larger place in front, of all places that any document speaks of.
pub(super) struct LongerNames {
    finder: WordFinder,
    /// The plain name of each.
    plain: Vec<Said>,
    whole: Vec<String>,
}

pub(super) fn longer_names(fragments: &[Fragment], knowledge: &Knowledge) -> LongerNames {
    let mut of_whole: BTreeMap<String, Said> = BTreeMap::new();
    for term in fragments.iter().flat_map(|fragment| &fragment.terms) {
        if term.kind != vocab::REGION || term.language != Language::Zh {
            continue;
        }
        let place = knowledge.gazetteer.find(&term.key);
        let parent = place.and_then(|place| knowledge.gazetteer.find(&place.parent));
        let Some(parent) = parent.filter(|parent| parent.level == "province") else { continue };
        for name in names_of(parent) {
            if let Some(said) = said(&term.label) {
                of_whole.insert(format!("{name}{}", term.label), said);
            }
        }
    }
    let (whole, plain): (Vec<String>, Vec<Said>) = of_whole.into_iter().unzip();
    LongerNames { finder: WordFinder::exact(whole.iter().map(String::as_str)), plain, whole }
}

impl LongerNames {
    /// 江苏南通 and 江苏省南通市 where a text writes the place behind the one that holds it.
    pub(super) fn find(&self, reading: &Reading<'_>, found: &mut Vec<Mined>) {
        let mut seen: BTreeSet<usize> = BTreeSet::new();
        for (_, _, block) in reading.blocks() {
            for hit in self.finder.longest(block.of(reading.text())) {
                let start = block.start as usize;
                let span = Span::new(start + hit.start, start + hit.end);
                let Some(left) = reading.said(span).filter(|_| seen.insert(hit.word)) else { continue };
                let (right, places) = (self.plain[hit.word].clone(), vec![(reading.at, span)]);
                if left.label == self.whole[hit.word] {
                    found.push(Mined { left, right, rule: "place/with_parent", confidence: 0.96, places });
                }
            }
        }
    }
}

fn names_of(place: &Place) -> impl Iterator<Item = &str> {
    std::iter::once(place.zh.as_str()).chain(place.aliases_zh.iter().map(String::as_str))
}

/// Names of one place: 浙江, 浙江省, Zhejiang.
pub(super) fn claims(names: &Names, knowledge: &Knowledge) -> Vec<Claim> {
    let mut of_place: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, name) in names.names.iter().enumerate().filter(|(_, name)| name.kind() == vocab::REGION) {
        if let Some(place) = knowledge.gazetteer.find(&name.key) {
            of_place.entry(&place.zh).or_default().push(at);
        }
    }
    let mut claims = Vec::new();
    for members in of_place.values() {
        for (n, left) in members.iter().enumerate() {
            claims.extend(
                members[n + 1..].iter().map(|right| Claim::by_name(*left, *right, "place/gazetteer", 0.98)),
            );
        }
    }
    claims
}
