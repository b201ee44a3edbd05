//! Two names -> whether anything forbids that they are one concept.

use crate::knowledge::{Knowledge, vocab};
use crate::text::Language;

use super::names::Name;

/// Whether nothing forbids the merge: numbers agree, qualifiers do not oppose, kinds can be reconciled.
pub(super) fn allow(a: &Name, b: &Name, knowledge: &Knowledge) -> bool {
    let same_language = a.language == b.language;
    kinds_agree(a.kind(), b.kind())
        && (!same_language
            || numbers(&a.key) == numbers(&b.key) && !opposed(&a.key, &b.key, a.language, knowledge))
}

/// A place is never a model named after it, a number never a policy.
fn kinds_agree(a: &str, b: &str) -> bool {
    let alone = |kind: &str| matches!(kind, vocab::REGION | vocab::INDICATOR | vocab::PROBLEM);
    a == b || !(alone(a) || alone(b)) || a == vocab::TOPIC || b == vocab::TOPIC
}

/// Digits and ordinals of a name, in order.
fn numbers(key: &str) -> Vec<char> {
    let chars: Vec<char> = key.chars().collect();
    let mut found = Vec::new();
    for (at, c) in chars.iter().enumerate() {
        let ordinal = at > 0 && chars[at - 1] == '第' && "一二三四五六七八九十".contains(*c);
        let plan = chars.get(at + 1) == Some(&'五') && "一二三四五六七八九十".contains(*c)
            || chars.get(at + 1) == Some(&'次') && *c == '新';
        if c.is_ascii_digit() || ordinal || plan {
            found.push(*c);
        }
    }
    found
}

/// Whether one name holds one of two opposed qualifiers where the other holds the other.
fn opposed(a: &str, b: &str, language: Language, knowledge: &Knowledge) -> bool {
    knowledge.lexicon(language).opposed.iter().any(|(left, right)| {
        let split = |x: &str, y: &str| {
            x.contains(left.as_str())
                && !x.contains(right.as_str())
                && y.contains(right.as_str())
                && !y.contains(left.as_str())
        };
        split(a, b) || split(b, a)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::Options;
    use crate::text::language_of;
    use std::collections::BTreeMap;

    #[test]
    fn numbers_qualifiers_and_kinds_keep_names_apart() {
        let knowledge = Knowledge::load(&Options::default()).expect("loads");
        let name = |text: &str, kind: &str| Name {
            key: crate::text::match_key(text),
            language: language_of(text),
            kinds: BTreeMap::from([(kind.to_owned(), 1.0)]),
            terms: Vec::new(),
        };
        let check = |a: (&str, &str), b: (&str, &str), expected: bool| {
            assert_eq!(allow(&name(a.0, a.1), &name(b.0, b.1), &knowledge), expected, "{a:?} {b:?}");
        };
        check(("第一次科技革命", "event"), ("第二次科技革命", "event"), false);
        check(("2021年增速", "topic"), ("2022年增速", "topic"), false);
        check(("供给模式", "model"), ("需求模式", "model"), false);
        check(("宏观层面", "model"), ("微观层面", "model"), false);
        check(("苏州", "region"), ("苏州模式", "model"), false);
        check(("平台模式", "model"), ("平台", "carrier"), true);
    }
}
