//! Fragments -> names, claims and clusters: all that the graph and the review are made from.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::claim::{Claim, LEAST, Mined, Place, Said};
use super::merger::{self, Clusters};
use super::names::{self, Names};
use super::reading::Reading;
use super::{
    brackets, companies, cut_off, homonyms, in_step, pages, phrases, places, translations, typos, variants,
};
use crate::knowledge::Knowledge;
use crate::model::{AliasMention, Fragment};
use crate::text::{MatchKey, language_of};

/// Most places kept for a claim.
const MOST_PLACES: usize = 4;
/// Most documents that may use a short form that one of them explains.
const FEW: usize = 2;
/// Strict readers found four in five of these merges right (docs/quality.md); and what stands for a doubt.
const SURE_OF_ONE_THING: f64 = 0.8;
const DOUBTED: f64 = 0.65;
/// The rule of names that one paper uses for one thing.
pub(super) const ONE_THING: &str = "paper/one_thing";
/// No claim is surer, however many papers make it.
const SUREST: f64 = 0.98;

/// Names of all documents, what speaks for their being one, and what came of it.
pub(super) struct Joined {
    pub(super) names: Names,
    /// In order of their names.
    pub(super) claims: Vec<Claim>,
    pub(super) clusters: Clusters,
}

impl Joined {
    pub(super) fn of(fragments: &[Fragment], knowledge: &Knowledge) -> Self {
        let mined = mined(fragments, knowledge);
        let senses = homonyms::senses(&mined);
        let names = names::collect(fragments, senses, extra(&mined, knowledge));
        let mut claims = between_names(&mined, &names);
        claims.extend(stated(fragments, &names));
        claims.extend(places::claims(&names, knowledge));
        claims.extend(variants::claims(&names, knowledge));
        claims.extend(companies::claims(&names, knowledge));
        claims.extend(typos::claims(&names, &knowledge.bilingual));
        claims.extend(cut_off::claims(fragments, &names));
        claims.extend(translations::claims(&names, &knowledge.bilingual));
        claims.extend(decided(&names, knowledge));
        let claims = united(claims);
        let clusters = merger::merge(&names, &claims, knowledge);
        Joined { names, claims, clusters }
    }
}

/// What documents say, each by itself, and pages of one work together.
fn mined(fragments: &[Fragment], knowledge: &Knowledge) -> Vec<Mined> {
    let glossary = &knowledge.bilingual;
    let readings: Vec<Reading<'_>> =
        fragments.par_iter().enumerate().map(|(at, fragment)| Reading::of(at, fragment)).collect();
    let works = pages::works_of(&readings);
    let longer_names = places::longer_names(fragments, knowledge);
    let found: Vec<Vec<Mined>> = works
        .par_iter()
        .map(|work| {
            let mut found = Vec::new();
            for at in work {
                brackets::find(&readings[*at], glossary, &mut found);
                one_thing(&readings[*at], &mut found);
                places::find(&readings[*at], knowledge, &mut found);
                longer_names.find(&readings[*at], &mut found);
                variants::plan_names(&readings[*at], &mut found);
                variants::swapped_pairs(&readings[*at], &mut found);
            }
            if let Some(lists) = pages::keywords(&readings, work) {
                in_step::keywords(&readings, &lists, glossary, &mut found);
            }
            for passage in pages::passages(&readings, work) {
                in_step::enumerations(&readings, &passage, knowledge, &mut found);
                phrases::find(&readings, &passage, glossary, &mut found);
            }
            found.retain(|claim| claim.left.key != claim.right.key);
            found
        })
        .collect();
    found.into_iter().flatten().collect()
}

/// Names that one paper uses for one thing, the longer one first.
fn one_thing(reading: &Reading<'_>, found: &mut Vec<Mined>) {
    found.extend(reading.fragment.aliases.iter().filter_map(|alias| {
        let confidence = match &*alias.rule.0 {
            AliasMention::ONE_THING => SURE_OF_ONE_THING,
            AliasMention::PERHAPS_ONE_THING => DOUBTED,
            _ => return None,
        };
        let (a, b) = (reading.term(alias.left), reading.term(alias.right));
        let (left, right) = if (a.key.len(), &a.key) >= (b.key.len(), &b.key) { (a, b) } else { (b, a) };
        Some(Mined { left, right, rule: ONE_THING, confidence, places: vec![(reading.at, alias.span)] })
    }));
}

/// Names that claims bring in, each with a document that says it.
fn extra(mined: &[Mined], knowledge: &Knowledge) -> Vec<(Said, usize)> {
    let mut extra: BTreeSet<(Said, usize)> = BTreeSet::new();
    for claim in mined.iter().filter(|claim| claim.confidence >= LEAST) {
        let document = claim.places.first().map_or(0, |(document, _)| *document);
        extra.insert((claim.left.clone(), document));
        extra.insert((claim.right.clone(), document));
    }
    for name in knowledge.decisions.same.iter().flatten() {
        let language = language_of(&name.label);
        extra.insert((Said { key: name.key.clone(), label: name.label.clone(), language }, usize::MAX));
    }
    extra.into_iter().collect()
}

fn between_names(mined: &[Mined], names: &Names) -> Vec<Claim> {
    let said_by_paper = said_by_paper(mined);
    let claim = |mined: &Mined| {
        let document = mined.places.first().map_or(usize::MAX, |(document, _)| *document);
        let (a, b) = (names.find_in(&mined.left.key, document)?, names.find_in(&mined.right.key, document)?);
        let (left, right) = (a.min(b), a.max(b));
        let (rule, confidence, places) = (mined.rule, mined.confidence, mined.places.clone());
        // 基金会 is short for one foundation in one paper, and any foundation elsewhere.
        if rule == "stated/short_form"
            && mined.left.key.contains(&mined.right.key)
            && n_documents(names, b) > FEW
        {
            return None;
        }
        // 试点 is short for one pilot in one paper, and any pilot elsewhere: every paper that has the short name must use it so.
        if rule == ONE_THING
            && n_documents(names, b)
                > said_by_paper.get(&(&mined.left.key, &mined.right.key)).map_or(0, BTreeSet::len)
        {
            return None;
        }
        (left != right).then_some(Claim { left, right, rule, confidence, places })
    };
    mined.iter().filter_map(claim).collect()
}

/// The documents that use two names for one thing, as far as that is no doubt.
fn said_by_paper(mined: &[Mined]) -> BTreeMap<(&MatchKey, &MatchKey), BTreeSet<usize>> {
    let mut said: BTreeMap<_, BTreeSet<usize>> = BTreeMap::new();
    for claim in mined.iter().filter(|claim| claim.rule == ONE_THING && claim.confidence >= LEAST) {
        let documents = said.entry((&claim.left.key, &claim.right.key)).or_default();
        documents.extend(claim.places.iter().map(|(document, _)| *document));
    }
    said
}

/// In how many documents a name stands.
fn n_documents(names: &Names, name: usize) -> usize {
    let mut documents: Vec<usize> = names.names[name].terms.iter().map(|(document, _)| *document).collect();
    documents.dedup();
    documents.len()
}

/// What extraction found that documents say: a quotation and the name that goes on behind it.
fn stated(fragments: &[Fragment], names: &Names) -> Vec<Claim> {
    let mut claims = Vec::new();
    for (at, fragment) in fragments.iter().enumerate() {
        for alias in &fragment.aliases {
            let (a, b) = (names.of_term[at][alias.left], names.of_term[at][alias.right]);
            let (left, right, places) = (a.min(b), a.max(b), vec![(at, alias.span)]);
            if left != right
                && &*alias.rule.0 == AliasMention::QUOTED
                && variants::is_same_with_tail(&names.names[a].key, &names.names[b].key)
            {
                claims.push(Claim { left, right, rule: "stated/quoted", confidence: 0.85, places });
            }
        }
    }
    claims
}

/// What an analyst decided to be the same.
fn decided(names: &Names, knowledge: &Knowledge) -> Vec<Claim> {
    let mut claims = Vec::new();
    for list in &knowledge.decisions.same {
        let members: Vec<usize> = list.iter().filter_map(|name| names.find(&name.key)).collect();
        for (n, left) in members.iter().enumerate() {
            let others = members[n + 1..].iter().filter(|right| *right != left);
            claims.extend(others.map(|right| Claim::by_name(*left, *right, "analyst/same", 1.0)));
        }
    }
    claims
}

/// Claims of one rule for one pair made one: papers that say the same independently make it surer.
fn united(claims: Vec<Claim>) -> Vec<Claim> {
    let mut groups: BTreeMap<(usize, usize, &'static str), Vec<Claim>> = BTreeMap::new();
    for claim in claims {
        groups.entry((claim.left, claim.right, claim.rule)).or_default().push(claim);
    }
    let united = groups.into_iter().map(|((left, right, rule), claims)| {
        let mut of_document: BTreeMap<Option<usize>, f64> = BTreeMap::new();
        let mut places: Vec<Place> = Vec::new();
        for claim in &claims {
            let document = claim.places.first().map(|(document, _)| *document);
            let known = of_document.entry(document).or_default();
            *known = known.max(claim.confidence);
            places.extend(claim.places.iter().copied());
        }
        let best = of_document.values().copied().fold(0.0, f64::max);
        let doubt: f64 = of_document.values().map(|confidence| 1.0 - confidence).product();
        // One model reads all papers: what it makes of one is no witness for another.
        let has_witnesses = rule != ONE_THING && best >= LEAST;
        let confidence = if has_witnesses { (1.0 - doubt).min(best.max(SUREST)) } else { best };
        places.sort_unstable();
        places.dedup();
        places.truncate(MOST_PLACES);
        Claim { left, right, rule, confidence, places }
    });
    united.collect()
}
