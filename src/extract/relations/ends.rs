//! The terms of a document -> what the features of pairs know of them, numbered once.

use crate::extract::numbered::{Seen, seen};
use crate::extract::terms::Candidate;
use crate::knowledge::vocab;
use crate::text::Language;

/// One end of a pair.
pub(super) struct End<'a> {
    pub(super) term: usize,
    pub(super) kind: Seen<'a>,
    /// The template of features that know both kinds and the verb.
    pub(super) kind_and_verb: Seen<'static>,
    pub(super) head: Seen<'a>,
    pub(super) termhood: Seen<'static>,
    key: &'a str,
    /// A bit for every character of the key.
    characters: u64,
}

/// Both ends of a pair.
pub(super) struct Ends<'e> {
    pub(super) left: &'e End<'e>,
    pub(super) right: &'e End<'e>,
}

impl<'a> End<'a> {
    /// Numbers what is known of every term, in their order.
    pub(super) fn all(terms: &'a [Candidate<'a>]) -> Vec<End<'a>> {
        let end = |(term, candidate): (usize, &'a Candidate<'a>)| End {
            term,
            kind: Seen::new(candidate.known_as),
            kind_and_verb: kind_and_verb(candidate.known_as),
            head: Seen::new(head(&candidate.label, candidate.language)),
            termhood: tenth(candidate.termhood),
            key: &candidate.key,
            characters: candidate.key.chars().fold(0, |bits, c| bits | 1 << (u32::from(c) % 64)),
        };
        terms.iter().enumerate().map(end).collect()
    }

    /// Whether the name of the other end is a part of this one's.
    pub(super) fn holds(&self, other: &End<'_>) -> bool {
        other.characters & !self.characters == 0 && self.key.contains(other.key)
    }
}

fn kind_and_verb(kind: &str) -> Seen<'static> {
    let at = vocab::CONCEPT_KINDS.iter().position(|known| *known == kind);
    at.map_or(seen!("kinds_verb"), |at| KINDS_VERB[at])
}

const KINDS_VERB: [Seen<'static>; 16] = [
    seen!("verb_policy"),
    seen!("verb_model"),
    seen!("verb_mechanism"),
    seen!("verb_region"),
    seen!("verb_actor"),
    seen!("verb_problem"),
    seen!("verb_carrier"),
    seen!("verb_industry"),
    seen!("verb_stage"),
    seen!("verb_theory"),
    seen!("verb_indicator"),
    seen!("verb_event"),
    seen!("verb_goal"),
    seen!("verb_technology"),
    seen!("verb_factor"),
    seen!("verb_topic"),
];

fn tenth(termhood: f64) -> Seen<'static> {
    match termhood {
        x if x < 0.1 => seen!("lowest"),
        x if x < 0.2 => seen!("low"),
        x if x < 0.35 => seen!("middle"),
        x if x < 0.6 => seen!("high"),
        _ => seen!("highest"),
    }
}

/// The last two characters of a Chinese name, the last word of an English one.
fn head(label: &str, language: Language) -> &str {
    match language {
        Language::Zh => {
            let start = label.char_indices().rev().nth(1).map_or(0, |(at, _)| at);
            &label[start..]
        }
        Language::En => label.rsplit(' ').next().unwrap_or(label),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_template() {
        let names: Vec<String> = vocab::CONCEPT_KINDS.iter().map(|kind| format!("verb_{kind}")).collect();
        assert_eq!(names, KINDS_VERB.map(|template| template.text));
    }
}
