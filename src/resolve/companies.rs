//! Names of companies -> the same company without what it is and where it is from: Acme Corporation is Acme, 德国西门子公司 is 西门子.

use super::claim::Claim;
use super::names::Names;
use crate::knowledge::{Knowledge, vocab};
use crate::text::Language;

/// What a company is, behind its own name, the longest first; as in match keys.
const ENDINGS: &[(Language, &[&str])] = &[
    (Language::Zh, &["股份有限公司", "有限责任公司", "集团有限公司", "集团公司", "有限公司", "公司", "集团"]),
    (Language::En, &[" corporation", " company", " inc", " ltd", " plc", " gmbh"]),
];
/// Fewest characters of a company's own name, and of the sort of body that a name may end with.
const FEWEST: usize = 2;
/// A name of one word may be of two companies.
const SURE: f64 = 0.88;

/// Claims between the names of companies and their own names, as actors of any papers.
pub(super) fn claims(names: &Names, knowledge: &Knowledge) -> Vec<Claim> {
    let mut claims = Vec::new();
    for (at, name) in names.names.iter().enumerate().filter(|(_, name)| name.kind() == vocab::ACTOR) {
        let Some(own) = own_name(&name.key, name.language, knowledge) else { continue };
        let Some(other) = names.find(own).filter(|other| names.names[*other].kind() == vocab::ACTOR) else {
            continue;
        };
        if names.is_ambiguous(other) || names.is_ambiguous(at) {
            continue;
        }
        claims.push(Claim::by_name(other, at, "variant/company", SURE));
    }
    for (at, name) in names.names.iter().enumerate().filter(|(_, name)| name.kind() == vocab::ACTOR) {
        // A place in front changes nothing where the rest is a company.
        let company = behind_place(&name.key, knowledge).and_then(|rest| names.find(rest));
        let is_company =
            |other: &usize| claims.iter().any(|claim| claim.left == *other || claim.right == *other);
        if let Some(other) = company.filter(|other| *other != at && is_company(other)) {
            claims.push(Claim::by_name(other, at, "variant/company", SURE));
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
    let ends_with_head = match language {
        Language::Zh => {
            let ends = own.char_indices().skip(1).map(|(at, _)| &own[at..]);
            ends.filter(|end| end.chars().count() >= FEWEST).any(|end| lexicon.heads.contains_key(end))
        }
        Language::En => own.rsplit_once(' ').is_some_and(|(_, last)| lexicon.heads.contains_key(last)),
    };
    let is_name = own.chars().count() >= FEWEST && !is_word && !ends_with_head;
    (is_name && knowledge.gazetteer.find(own).is_none()).then_some(own)
}

/// What stands behind the place that a name begins with.
fn behind_place<'k>(key: &'k str, knowledge: &Knowledge) -> Option<&'k str> {
    let is_place = |at: &usize| knowledge.gazetteer.find(&key[..*at]).is_some();
    let ends = key.char_indices().map(|(at, _)| at).filter(|at| *at > 0).take(24);
    let place = ends.filter(is_place).last()?;
    Some(key[place..].trim_start())
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
            ("Siemens Inc", Language::En, Some("siemens")),
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
        assert_eq!(behind_place("德国西门子公司", &knowledge), Some("西门子公司"));
        assert_eq!(behind_place("西门子公司", &knowledge), None);
    }
}
