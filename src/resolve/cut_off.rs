//! Chinese names -> a name that always goes on in the text, and the name it goes on to: 美慈善研讨会 where the text has 中美慈善研讨会.

use std::collections::BTreeMap;

use super::claim::{Claim, Place};
use super::names::{Name, Names};
use crate::model::Fragment;
use crate::text::Language;

/// Fewest characters of the longer name.
const FEWEST: usize = 5;
/// Most documents in which a cut name stands; one that stands in more is a name of its own.
const MOST: usize = 3;

/// Characters that are no part of the name behind them.
const GRAMMAR: &str = "以了该其此的得被和与及或等对在从由";

/// Claims between names that differ by the first or the last character, where the text never has the shorter one by itself.
pub(super) fn claims(fragments: &[Fragment], names: &Names) -> Vec<Claim> {
    let mut places: BTreeMap<usize, Vec<Place>> = BTreeMap::new();
    let mut claims = Vec::new();
    for (at, long) in names.names.iter().enumerate() {
        if long.language != Language::Zh || long.terms.is_empty() || long.key.chars().count() < FEWEST {
            continue;
        }
        let mut chars = long.key.chars();
        let (first, last) = (chars.next(), chars.next_back());
        for (rest, missing, is_front) in [(first, first, true), (last, last, false)] {
            let (Some(piece), Some(missing)) = (rest, missing) else { continue };
            let n = piece.len_utf8();
            let short = if is_front { &long.key[n..] } else { &long.key[..long.key.len() - n] };
            let Some(other) =
                names.find(short).filter(|other| GRAMMAR.contains(missing) || is_rare(&names.names[*other]))
            else {
                continue;
            };
            let found = places.entry(other).or_insert_with(|| mentions(fragments, &names.names[other]));
            let goes_on = |(document, span): &Place| {
                let text = &fragments[*document].document.text;
                let (before, after) = (&text[..span.start as usize], &text[span.end as usize..]);
                if is_front { before.ends_with(missing) } else { after.starts_with(missing) }
            };
            let is_grammar = is_front && GRAMMAR.contains(missing) && short.chars().count() >= FEWEST - 1;
            if !found.is_empty() && (is_grammar || found.iter().all(goes_on)) {
                let places = vec![found[0]];
                let (left, right) = (at.min(other), at.max(other));
                claims.push(Claim { left, right, rule: "variant/cut_off", confidence: 0.92, places });
            }
        }
    }
    claims
}

fn is_rare(name: &Name) -> bool {
    let mut documents: Vec<usize> = name.terms.iter().map(|(document, _)| *document).collect();
    documents.dedup();
    (1..=MOST).contains(&documents.len())
}

/// Every place where a name stands.
fn mentions(fragments: &[Fragment], name: &Name) -> Vec<Place> {
    let of_term = |(fragment, term): &(usize, usize)| {
        let mentions = fragments[*fragment].mentions.iter().filter(|mention| mention.term == *term);
        mentions.map(|mention| (*fragment, mention.span)).collect::<Vec<Place>>()
    };
    name.terms.iter().flat_map(of_term).collect()
}
