//! Names of companies -> the same company without what it is and the country in front: RAND Corporation is RAND, 德国西门子公司 is 西门子.

use std::collections::{BTreeMap, BTreeSet};

use super::claim::Claim;
use super::names::Names;
use crate::knowledge::{Knowledge, vocab};
use crate::text::Language;

/// What a company is, behind its own name, the longest first; as in match keys.
const ENDINGS: &[(Language, &[&str])] = &[
    (
        Language::Zh,
        &[
            "集团股份有限公司",
            "集团有限公司",
            "股份有限公司",
            "有限责任公司",
            "集团公司",
            "有限公司",
            "公司",
            "集团",
        ],
    ),
    (
        Language::En,
        &[
            " corporation",
            " incorporated",
            " company",
            " limited",
            " co ltd",
            " gmbh",
            " inc",
            " llc",
            " ltd",
            " plc",
        ],
    ),
];
/// Fewest characters of a company's own name.
const FEWEST: usize = 2;
/// Fewest characters of the sort of body that a name may end with.
const FEWEST_OF_SORT: usize = 2;
/// Most names of one company that are compared with each other.
const MOST: usize = 8;
/// A name of one word may be of two companies.
const SURE: f64 = 0.88;

/// Names of one company; the second ones behind the country that stands in front of them.
#[derive(Default)]
struct Company {
    names: Vec<usize>,
    abroad: BTreeMap<String, Vec<usize>>,
}

/// Claims between the names of companies that call themselves the same, where the bare name is an actor, too.
pub(super) fn claims(names: &Names, knowledge: &Knowledge) -> Vec<Claim> {
    let is_actor = |at: usize| names.names[at].kind() == vocab::ACTOR && !names.is_ambiguous(at);
    let mut companies: BTreeMap<&str, Company> = BTreeMap::new();
    for (at, name) in names.names.iter().enumerate().filter(|(at, _)| is_actor(*at)) {
        if let Some(own) = own_name(&name.key, name.language, knowledge) {
            companies.entry(own).or_default().names.push(at);
        }
        let behind = (name.language == Language::Zh).then(|| behind_country(&name.key, knowledge)).flatten();
        if let Some((country, own)) =
            behind.and_then(|(country, rest)| Some((country, own_name(rest, Language::Zh, knowledge)?)))
        {
            companies.entry(own).or_default().abroad.entry(country).or_default().push(at);
        }
    }
    let mut claims = Vec::new();
    for (own, company) in companies {
        let Some(bare) = names.find(own).filter(|bare| is_actor(*bare)) else { continue };
        let mut members: BTreeSet<usize> = company.names.iter().copied().chain([bare]).collect();
        // Where two countries have one of that name, neither is known to be meant by the bare name.
        if let [only] = &company.abroad.values().collect::<Vec<_>>()[..] {
            members.extend(only.iter());
        }
        let members: Vec<usize> = members.into_iter().take(MOST).collect();
        for (n, left) in members.iter().enumerate() {
            let others = members[n + 1..].iter();
            claims.extend(others.map(|right| Claim::by_name(*left, *right, "variant/company", SURE)));
        }
    }
    claims
}

/// What a company calls itself: the key without what it is. `None` where that is no name: a place, a word of the language, or one that ends
/// with what sort of body something is.
fn own_name<'k>(key: &'k str, language: Language, knowledge: &Knowledge) -> Option<&'k str> {
    let (_, endings) = ENDINGS.iter().find(|(of, _)| *of == language)?;
    let own = endings.iter().find_map(|ending| key.strip_suffix(ending))?;
    let lexicon = knowledge.lexicon(language);
    let is_word =
        lexicon.heads.contains_key(own) || lexicon.is_generic(own) || lexicon.terms.contains_key(own);
    let ends_with_sort = match language {
        Language::Zh => {
            let ends = own.char_indices().skip(1).map(|(at, _)| &own[at..]);
            ends.filter(|end| end.chars().count() >= FEWEST_OF_SORT)
                .any(|end| lexicon.heads.contains_key(end))
        }
        Language::En => own.rsplit_once(' ').is_some_and(|(_, last)| lexicon.heads.contains_key(last)),
    };
    let is_name = own.chars().count() >= FEWEST && !is_word && !ends_with_sort;
    (is_name && knowledge.gazetteer.find(own).is_none()).then_some(own)
}

/// The country that a Chinese name begins with, by its preferred name, and what stands behind it.
fn behind_country<'k>(key: &'k str, knowledge: &Knowledge) -> Option<(String, &'k str)> {
    key.char_indices().skip(1).find_map(|(at, _)| {
        let place = knowledge.gazetteer.find(&key[..at]).filter(|place| place.level == "country")?;
        Some((place.zh.clone(), key[at..].trim_start_matches('的')))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::Options;
    use crate::text::match_key;

    #[test]
    fn a_company_is_known_by_its_own_name() {
        let knowledge = Knowledge::load(&Options::default()).expect("loads");
        let own = |name: &str, language| own_name(&match_key(name), language, &knowledge).map(str::to_owned);
        for (name, language, expected) in [
            ("西门子公司", Language::Zh, Some("西门子")),
            ("西门子股份有限公司", Language::Zh, Some("西门子")),
            ("西门子集团股份有限公司", Language::Zh, Some("西门子")),
            ("Henkel Co., Ltd.", Language::En, Some("henkel")),
            // A sort of companies, a place, a bare word.
            ("媒体公司", Language::Zh, None),
            ("上市公司", Language::Zh, None),
            ("北京公司", Language::Zh, None),
            ("集团公司", Language::Zh, None),
            ("Canada Company", Language::En, None),
            ("西门子学会", Language::Zh, None),
        ] {
            assert_eq!(own(name, language).as_deref(), expected, "{name}");
        }
        let behind = |key| behind_country(key, &knowledge).map(|(_, rest)| rest.to_owned());
        assert_eq!(behind("德国西门子公司").as_deref(), Some("西门子公司"));
        assert_eq!(behind("北京西门子公司"), None);
        assert_eq!(behind("西门子公司"), None);
    }
}
