//! Two names of a paper -> what tells whether they are of one thing, as named numbers.

use std::collections::BTreeSet;

use super::names::{Name, Names, Rest, Touch};
use crate::extract::features::Features;
use crate::extract::numbered::flag;
use crate::extract::salience::odds;
use crate::extract::terms::Candidate;
use crate::knowledge::vocab;
use crate::text::{Language, Span};

/// Most sentences between two places that make a difference.
const FAR: f64 = 60.0;
/// Most places at which the shorter name is looked at; what holds at the first of many holds.
const MOST_PLACES: usize = 200;
/// Words that join what is left of an English name to what it holds.
const JOINTS: &[&str] = &[
    "of", "in", "for", "with", "on", "to", "between", "at", "by", "and", "from", "against", "among", "as",
    "through",
];

/// What is known of a longer and a shorter name that touch.
pub(super) fn of(names: &Names<'_>, long: usize, short: usize, touch: &Touch) -> Features {
    let (a, b) = (&names.names[long], &names.names[short]);
    let mut features = Features::default();
    features.set("initials", flag(touch.initials));
    features.set("bracket", touch.brackets[0] as f64);
    features.set("bracket_back", touch.brackets[1] as f64);
    features.set("common", common(&a.words, &b.words));
    features.set("cosine", cosine(&a.known, &b.known));
    features.set("seen_cosine", cosine(&a.seen, &b.seen));
    forms(names, [long, short], &mut features);
    if let Some(rest) = touch.rest {
        rest_of_form(names, [long, short], rest, &mut features);
    }
    how_used(names, [long, short], &mut features);
    where_used(names, [long, short], &mut features);
    features
}

/// What the two are by themselves.
fn forms(names: &Names<'_>, [long, short]: [usize; 2], features: &mut Features) {
    let (a, b) = (&names.names[long], &names.names[short]);
    let (left, right) = (&names.terms[long], &names.terms[short]);
    let knowledge = names.cx.knowledge;
    let has_number = |name: &Name| name.words.iter().any(|word| word.contains(char::is_numeric));
    let kinds = &knowledge.network.kinds;
    let kind = |term: &Candidate<'_>| {
        kinds.iter().position(|kind| kind == term.known_as).map_or(0.0, |at| at as f64 + 1.0)
    };
    let is_alone = |term: &Candidate<'_>| matches!(term.known_as, vocab::REGION | vocab::INDICATOR);
    let is_known =
        |term: &Candidate<'_>| knowledge.lexicon(term.language).terms.contains_key(term.key.as_str());
    for (name, value) in [
        ("is_zh", flag(left.language == Language::Zh)),
        ("same_language", flag(left.language == right.language)),
        ("size_long", a.words.len() as f64),
        ("size_short", b.words.len() as f64),
        ("acronym", flag(b.is_acronym)),
        ("acronym_long", flag(a.is_acronym)),
        ("capital_short", flag(b.is_capital)),
        ("capital_long", flag(a.is_capital)),
        ("number_long", flag(has_number(a))),
        ("number_short", flag(has_number(b))),
        ("kind_long", kind(left)),
        ("kind_short", kind(right)),
        ("same_kind", flag(left.known_as == right.known_as)),
        ("alone_kind", flag(is_alone(left) || is_alone(right))),
        ("likely_long", a.likely),
        ("likely_short", b.likely),
        ("unknown_long", a.unknown),
        ("unknown_short", b.unknown),
        ("kind_confidence", left.kind_confidence.min(right.kind_confidence)),
        ("known_long", flag(is_known(left))),
        ("known_short", flag(is_known(right))),
        ("generic_short", flag(knowledge.lexicon(right.language).is_generic(&right.label))),
    ] {
        features.set(name, value);
    }
}

/// What is left of the longer name around the shorter one.
fn rest_of_form(names: &Names<'_>, [long, short]: [usize; 2], rest: Rest, features: &mut Features) {
    let (words, n_short) = (&names.names[long].words, names.names[short].words.len());
    let (front, back) = (&words[..rest.front], &words[words.len() - rest.back..]);
    features.set("holds", 1.0);
    features.set("share", n_short as f64 / words.len() as f64);
    features.set("front", rest.front as f64);
    features.set("back", rest.back as f64);
    features.set("front_measure", flag(names.opens_with_measure(long, rest.front)));
    rest_by_meaning(names, [long, short], [front, back], features);
    match names.terms[long].language {
        Language::Zh => {
            let (front, back) = (front.concat(), back.concat());
            let is_in = |class: &str, word: &str| flag(names.cx.is_in(Language::Zh, class, word));
            features.set("front_lead", is_in("lead_cut", &front));
            features.set("back_shell", is_in("shell_noun", &back));
            features.set("back_tail", is_in("quote_tail", &back));
            features.set("back_one", flag(rest.back == 1 && rest.front == 0));
            let is_quality = matches!(back.as_str(), "性" | "化" | "型" | "制" | "度" | "法");
            features.set("back_quality", flag(is_quality));
            features.set("de", flag(front.contains('的') || back.contains('的')));
        }
        Language::En => {
            let joins =
                |word: Option<&String>| flag(word.is_some_and(|word| JOINTS.contains(&word.as_str())));
            features.set("back_of", joins(back.first()));
            features.set("front_of", joins(front.last()));
            features.set("and", flag(front.iter().chain(back).any(|word| word == "and")));
            let mut first = names.terms[long].label.split(' ').take(rest.front);
            features.set("front_lower", flag(first.any(|word| word.starts_with(char::is_lowercase))));
        }
    }
}

/// What the words are that the longer name has in front and behind: a place, what a body is called by, a first name; and how near what the
/// network knows of them comes to the shorter name.
fn rest_by_meaning(
    names: &Names<'_>,
    [long, short]: [usize; 2],
    rest: [&[String]; 2],
    features: &mut Features,
) {
    let (a, b) = (&names.names[long], &names.names[short]);
    let language = names.terms[long].language;
    let knowledge = names.cx.knowledge;
    let lexicon = knowledge.lexicon(language);
    let [front, back] = rest.map(|words| match language {
        Language::Zh => words.concat(),
        Language::En => words.join(" "),
    });
    let is_head = |words: &str, kinds: &[&str]| {
        lexicon.heads.get(words).is_some_and(|head| kinds.contains(&head.kind.as_str()))
    };
    let is_body = |words: &str| is_head(words, &[vocab::ACTOR, vocab::CARRIER]);
    let left: Vec<f32> = a.known.iter().zip(&b.known).map(|(a, b)| a - b).collect();
    for (name, value) in [
        ("front_place", flag(knowledge.gazetteer.find(&front).is_some())),
        ("back_place", flag(knowledge.gazetteer.find(&back).is_some())),
        ("front_body", flag(is_body(&front))),
        ("back_body", flag(is_body(&back))),
        ("back_head", flag(lexicon.heads.contains_key(&back))),
        ("back_same_kind", flag(is_head(&back, &[names.terms[short].known_as]))),
        ("front_generic", flag(lexicon.is_generic(&front))),
        ("back_generic", flag(lexicon.is_generic(&back))),
        ("first_name", flag(rest[0].last().is_some_and(|word| word == "·"))),
        ("rest_cosine", cosine(&left, &b.known)),
        ("rest_size", size(&left) / size(&a.known).max(1e-6)),
    ] {
        features.set(name, value);
    }
}

/// How often and how prominently each is used, and what else holds the shorter one.
fn how_used(names: &Names<'_>, [long, short]: [usize; 2], features: &mut Features) {
    let (a, b) = (&names.names[long], &names.names[short]);
    let (left, right) = (&names.terms[long], &names.terms[short]);
    let n_alone = b.alone.len().max(1) as f64;
    let used: usize = b.holders.iter().map(|holder| names.names[*holder].all.len()).sum();
    let better = b.holders.iter().filter(|holder| names.terms[**holder].salience > left.salience);
    for (name, value) in [
        ("salience_long", odds(left.salience)),
        ("salience_short", odds(right.salience)),
        ("termhood_long", odds(left.termhood)),
        ("termhood_short", odds(right.termhood)),
        ("n_long", ln(a.all.len())),
        ("n_short", ln(b.all.len())),
        ("n_long_alone", ln(a.alone.len())),
        ("n_short_alone", ln(b.alone.len())),
        ("nested", 1.0 - b.alone.len() as f64 / b.all.len().max(1) as f64),
        ("determined", b.n_determined as f64 / n_alone),
        ("bracketed", b.n_bracketed as f64 / n_alone),
        ("n_holders", ln(b.holders.len())),
        ("n_holders_long", ln(a.holders.len())),
        ("holder_share", a.all.len() as f64 / used.max(1) as f64),
        ("better_holders", better.count() as f64),
    ] {
        features.set(name, value);
    }
}

/// Where the shorter one stands alone: behind the longer one or beside it.
fn where_used(names: &Names<'_>, [long, short]: [usize; 2], features: &mut Features) {
    let (a, b) = (&names.names[long], &names.names[short]);
    let (Some(first), Some(first_short)) = (a.all.first(), b.alone.first()) else { return };
    let doc = names.cx.doc;
    let sentence = |span: &Span| doc.sentence_at(span.start);
    let block = |span: &Span| sentence(span).map(|at| doc.sentences[at].block);
    let gap = match (sentence(first), sentence(first_short)) {
        (Some(from), Some(to)) => (to as f64 - from as f64).clamp(-FAR, FAR),
        _ => 0.0,
    };
    features.set("short_alone", 1.0);
    features.set("long_first", flag(first.start <= first_short.start));
    features.set("first_gap", gap);
    let others = b.holders.iter().filter(|holder| **holder != long);
    let others: Vec<Span> = others.flat_map(|holder| names.names[*holder].all.iter().copied()).collect();
    let [mut together, mut listed, mut follows, mut latest, mut same_block] = [0usize; 5];
    let places = &b.alone[..b.alone.len().min(MOST_PLACES)];
    for span in places {
        together += usize::from(a.all.iter().any(|other| sentence(other) == sentence(span)));
        listed += usize::from(a.all.iter().any(|other| are_listed(&doc.document.text, *other, *span)));
        if let Some(before) = a.all.iter().rev().find(|other| other.end <= span.start) {
            let is_between = |other: &Span| other.start > before.start && other.end <= span.start;
            follows += 1;
            latest += usize::from(!others.iter().any(is_between));
            same_block += usize::from(block(before) == block(span));
        }
    }
    let counts = [
        ("together", together),
        ("listed", listed),
        ("follows", follows),
        ("latest", latest),
        ("same_block", same_block),
    ];
    for (name, n) in counts {
        features.set(name, n as f64 / places.len() as f64);
    }
}

/// Whether two places stand side by side in a list.
fn are_listed(text: &str, a: Span, b: Span) -> bool {
    let (first, second) = if a.start <= b.start { (a, b) } else { (b, a) };
    if second.start < first.end || second.start - first.end > 8 {
        return false;
    }
    let between = text[first.end as usize..second.start as usize].trim();
    matches!(between, "、" | "和" | "与" | "及" | "以及" | "或" | "," | "and" | "or" | ", and" | "/")
}

/// The share of the words of two names that both have.
fn common(a: &[String], b: &[String]) -> f64 {
    let (a, b): (BTreeSet<&String>, BTreeSet<&String>) = (a.iter().collect(), b.iter().collect());
    let n_both = a.intersection(&b).count();
    n_both as f64 / (a.len() + b.len() - n_both).max(1) as f64
}

fn cosine(a: &[f32], b: &[f32]) -> f64 {
    let size = (dot(a, a) * dot(b, b)).sqrt();
    if size > 0.0 { dot(a, b) / size } else { 0.0 }
}

fn size(a: &[f32]) -> f64 {
    dot(a, a).sqrt()
}

fn dot(a: &[f32], b: &[f32]) -> f64 {
    a.iter().zip(b).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum()
}

fn ln(n: usize) -> f64 {
    (n as f64).ln_1p()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_of_a_list_stand_side_by_side() {
        let text = "港口、码头和船坞在 dock";
        let at = |word: &str| {
            let start = text.find(word).expect("is there");
            Span::new(start, start + word.len())
        };
        assert!(are_listed(text, at("港口"), at("码头")));
        assert!(are_listed(text, at("船坞"), at("码头")));
        assert!(!are_listed(text, at("港口"), at("船坞")));
        assert!(!are_listed(text, at("船坞"), at("dock")));
    }

    #[test]
    fn shares_and_angles() {
        let words = |text: &str| -> Vec<String> { text.split(' ').map(str::to_owned).collect() };
        assert!((common(&words("rural clinic"), &words("clinic")) - 0.5).abs() < 1e-9);
        assert!((cosine(&[1.0, 0.0], &[2.0, 0.0]) - 1.0).abs() < 1e-9);
        assert!(cosine(&[1.0, 0.0], &[0.0, 3.0]).abs() < 1e-9);
        assert!(cosine(&[], &[]).abs() < 1e-9);
    }
}
