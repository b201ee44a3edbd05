//! Two names -> whether anything forbids that they are one concept.

use super::homonyms::is_short_form;
use super::names::Name;
use crate::knowledge::{Knowledge, vocab};
use crate::text::Language;

/// What keeps two names apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Guard {
    /// An analyst said that they are two.
    Analyst,
    /// Numbers differ: 第一次 and 第二次.
    Numbers,
    /// Qualifiers oppose: 供给 and 需求.
    Qualifiers,
    /// One is a place or a statistic and the other is not.
    Kinds,
    /// They are two places of the gazetteer.
    Places,
    /// They differ by one character or word: 陕西 and 山西.
    Neighbours,
    /// They meet only by way of other names.
    Chain,
}

impl Guard {
    /// Its name in messages and records.
    pub(super) fn name(self) -> &'static str {
        match self {
            Guard::Analyst => "analyst",
            Guard::Numbers => "numbers",
            Guard::Qualifiers => "qualifiers",
            Guard::Kinds => "kinds",
            Guard::Places => "places",
            Guard::Neighbours => "neighbours",
            Guard::Chain => "chain",
        }
    }
}

/// What forbids that two names are one concept, whatever claims it; `None` when nothing does.
pub(super) fn forbids(a: &Name, b: &Name, knowledge: &Knowledge) -> Option<Guard> {
    if knowledge.decisions.differ(&a.key, &b.key) {
        return Some(Guard::Analyst);
    }
    if !kinds_agree(a, b) {
        return Some(Guard::Kinds);
    }
    if are_two_places(a, b, knowledge) {
        return Some(Guard::Places);
    }
    if digits(&a.key) != digits(&b.key)
        && !is_short_form(&a.label, a.language)
        && !is_short_form(&b.label, b.language)
    {
        return Some(Guard::Numbers);
    }
    if a.language == b.language {
        if ordinals(&a.key) != ordinals(&b.key) {
            return Some(Guard::Numbers);
        }
        if opposed(&a.key, &b.key, a.language, knowledge) {
            return Some(Guard::Qualifiers);
        }
    }
    None
}

/// A place is never a model named after it, a number never a policy. In one language a problem is no other kind.
fn kinds_agree(a: &Name, b: &Name) -> bool {
    let (left, right) = (a.kind(), b.kind());
    let alone = |kind: &str| matches!(kind, vocab::REGION | vocab::INDICATOR);
    let free = |name: &Name| name.kind() == vocab::TOPIC || name.terms.is_empty();
    left == right || !(alone(left) || alone(right)) || free(a) || free(b)
}

/// Whether the gazetteer has both, as two places.
fn are_two_places(a: &Name, b: &Name, knowledge: &Knowledge) -> bool {
    let place = |name: &Name| {
        let is_place = name.kind() == vocab::REGION || name.terms.is_empty();
        is_place.then(|| knowledge.gazetteer.find(&name.key)).flatten()
    };
    place(a).is_some_and(|left| place(b).is_some_and(|right| left != right))
}

/// Runs of digits of a name, in order; `19th` and `十九` are left to [`ordinals`].
fn digits(key: &str) -> Vec<String> {
    let runs = key.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty());
    let mut runs: Vec<String> = runs.map(str::to_owned).collect();
    // 15th is 十五.
    runs.extend(chinese_number(key));
    runs
}

/// The number of a five-year plan: 第十四个五年规划, 十四五.
fn chinese_number(key: &str) -> Option<String> {
    let at = key.find("个五年").or_else(|| key.find("五年").filter(|at| *at > 0)).or_else(|| {
        let at = key
            .find("五规划")
            .or_else(|| key.find("五时期"))
            .or_else(|| key.ends_with('五').then(|| key.len() - 3))?;
        Some(at)
    })?;
    let before: Vec<char> = key[..at].chars().collect();
    let numerals = "一二三四五六七八九十";
    let n = before.iter().rev().take_while(|c| numerals.contains(**c)).count();
    let number = &before[before.len() - n..];
    let value = number.iter().fold((0usize, 0usize), |(sum, last), c| match c {
        '十' => (sum + last.max(1) * 10, 0),
        c => (sum, numerals.chars().position(|known| known == *c).unwrap_or(0) + 1),
    });
    (n > 0).then(|| (value.0 + value.1).to_string())
}

/// Ordinals of a Chinese name, in order, and whether it speaks of the newest of several.
fn ordinals(key: &str) -> Vec<char> {
    let chars: Vec<char> = key.chars().collect();
    let mut found = Vec::new();
    for (at, c) in chars.iter().enumerate() {
        let ordinal = at > 0 && chars[at - 1] == '第' && "一二三四五六七八九十".contains(*c);
        let newest = chars.get(at + 1) == Some(&'次') && *c == '新';
        // The five-year plan has its own reading.
        let plan = chars[at..].iter().collect::<String>();
        if (ordinal && !plan.contains("个五年")) || newest {
            found.push(*c);
        }
    }
    found
}

/// Whether one name holds one of two opposed qualifiers where the other holds the other.
fn opposed(a: &str, b: &str, language: Language, knowledge: &Knowledge) -> bool {
    let has = |text: &str, word: &str| match language {
        Language::Zh => text.contains(word),
        Language::En => {
            let word = word.replace('-', " ");
            text.strip_prefix(word.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
                || text.contains(&format!(" {word} "))
                || text.ends_with(&format!(" {word}"))
        }
    };
    knowledge.lexicon(language).opposed.iter().any(|(left, right)| {
        let split = |x: &str, y: &str| has(x, left) && !has(x, right) && has(y, right) && !has(y, left);
        split(a, b) || split(b, a)
    })
}

/// Whether two names of one language differ by one character, or by one word of several.
pub(super) fn are_neighbours(a: &str, b: &str, language: Language) -> bool {
    match language {
        Language::Zh => {
            let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
            a.len() == b.len() && a.iter().zip(&b).filter(|(x, y)| x != y).count() == 1
        }
        Language::En => {
            let (a, b): (Vec<&str>, Vec<&str>) = (a.split(' ').collect(), b.split(' ').collect());
            a.len() == b.len() && a.iter().zip(&b).filter(|(x, y)| x != y).count() == 1
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::Options;
    use crate::text::language_of;
    use std::collections::BTreeMap;

    fn name(text: &str, kind: &str) -> Name {
        Name {
            key: crate::text::match_key(text),
            sense: 0,
            language: language_of(text),
            label: text.to_owned(),
            score: 0.0,
            kinds: BTreeMap::from([(kind.to_owned(), 1.0)]),
            terms: vec![(0, 0)],
        }
    }

    #[test]
    fn numbers_qualifiers_and_kinds_keep_names_apart() {
        let knowledge = Knowledge::load(&Options::default()).expect("loads");
        let check = |a: (&str, &str), b: (&str, &str), expected: Option<Guard>| {
            let (left, right) = (name(a.0, a.1), name(b.0, b.1));
            assert_eq!(forbids(&left, &right, &knowledge), expected, "{a:?} {b:?}");
            assert_eq!(forbids(&right, &left, &knowledge), expected, "{b:?} {a:?}");
        };
        check(("第一次产业变革", "event"), ("第二次产业变革", "event"), Some(Guard::Numbers));
        check(("2021年增速", "topic"), ("2022年增速", "topic"), Some(Guard::Numbers));
        check(("12th Five-Year Plan", "policy"), ("13th Five-Year Plan", "policy"), Some(Guard::Numbers));
        check(("十二五规划", "policy"), ("13th Five-Year Plan", "policy"), Some(Guard::Numbers));
        check(("十三五规划", "policy"), ("13th Five-Year Plan", "policy"), None);
        check(("第十三个五年规划", "policy"), ("十三五规划", "policy"), None);
        check(("供给模式", "model"), ("需求模式", "model"), Some(Guard::Qualifiers));
        check(("upstream firms", "actor"), ("downstream firms", "actor"), Some(Guard::Qualifiers));
        check(("宏观层面", "model"), ("微观层面", "model"), Some(Guard::Qualifiers));
        check(("苏州", "region"), ("苏州模式", "model"), Some(Guard::Kinds));
        check(("平台模式", "model"), ("平台", "carrier"), None);
    }

    #[test]
    fn neighbours_differ_in_one_place() {
        let check = |a: &str, b: &str, expected: bool| {
            assert_eq!(are_neighbours(a, b, language_of(a)), expected, "{a} {b}");
        };
        check("陕西", "山西", true);
        check("市场", "市长", true);
        check("市场", "市场化", false);
        check("green bond", "green bank", true);
        check("green bond", "bond", false);
    }
}
