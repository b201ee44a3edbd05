//! Names of places -> which are names of one place, by the gazetteer, and how else it is called.

use std::collections::BTreeMap;

use super::claim::{Claim, Mined};
use super::names::Names;
use super::reading::{Reading, said};
use crate::knowledge::{Knowledge, Place, vocab};
use crate::text::{Language, Span};

/// Names that the gazetteer has for places that a document speaks of, and names with the larger place in front: 安徽合肥.
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
    let places = terms.iter().enumerate().filter(|(_, term)| term.kind == vocab::REGION && term.language == Language::Zh);
    for (at, _) in places {
        with_parent(reading, knowledge, at, found);
    }
}

/// 安徽合肥 and 安徽省合肥市 where the text writes the place behind the one that holds it.
fn with_parent(reading: &Reading<'_>, knowledge: &Knowledge, term: usize, found: &mut Vec<Mined>) {
    let label = &reading.fragment.terms[term].label;
    let place = knowledge.gazetteer.find(&reading.fragment.terms[term].key);
    let parent = place.and_then(|place| knowledge.gazetteer.find(&place.parent));
    let Some(parent) = parent.filter(|parent| parent.level == "province") else { return };
    for name in names_of(parent) {
        let whole = format!("{name}{label}");
        let Some(start) = reading.text().find(&whole) else { continue };
        let span = Span::new(start, start + whole.len());
        let is_read = reading.blocks().any(|(_, _, block)| block.contains(span));
        if let Some(left) = reading.said(span).filter(|_| is_read) {
            let (right, places) = (reading.term(term), vec![(reading.at, span)]);
            found.push(Mined { left, right, rule: "place/with_parent", confidence: 0.96, places });
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
