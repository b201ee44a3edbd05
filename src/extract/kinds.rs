//! A label -> its concept kind, by its last word.

use crate::knowledge::{Head, Knowledge, vocab};
use crate::text::{Language, strip_marks};

/// Longest head of Chinese, in characters.
const LONGEST_HEAD: usize = 5;

/// The kind that the head of a label speaks for; `None` where the head says nothing.
pub(crate) fn by_head<'k>(label: &str, language: Language, knowledge: &'k Knowledge) -> Option<&'k Head> {
    match language {
        Language::Zh => chinese_head(label, knowledge),
        Language::En => english_head(label, knowledge),
    }
}

fn chinese_head<'k>(label: &str, knowledge: &'k Knowledge) -> Option<&'k Head> {
    let heads = &knowledge.lexicon(Language::Zh).heads;
    let label = strip_marks(label);
    let starts: Vec<usize> = label.char_indices().map(|(at, _)| at).collect();
    let from = starts.len().saturating_sub(LONGEST_HEAD);
    starts[from..].iter().find_map(|at| heads.get(&label[*at..]))
}

fn english_head<'k>(label: &str, knowledge: &'k Knowledge) -> Option<&'k Head> {
    let heads = &knowledge.lexicon(Language::En).heads;
    let lower = strip_marks(label).to_lowercase();
    let prepositions =
        [" of ", " to ", " between ", " in ", " for ", " from ", " against ", " on ", " by ", " at "];
    let cut =
        prepositions.iter().filter_map(|preposition| lower.find(preposition)).min().unwrap_or(lower.len());
    let words: Vec<&str> = lower[..cut].split(' ').collect();
    (0..words.len()).filter(|from| words.len() - from <= 3).find_map(|from| {
        let head = words[from..].join(" ");
        heads
            .get(&head)
            .or_else(|| head.strip_suffix("ies").and_then(|stem| heads.get(&format!("{stem}y"))))
            .or_else(|| head.strip_suffix('s').and_then(|stem| heads.get(stem)))
    })
}

/// A title in Latin capitals that names a document: `National Innovation Act`.
pub(crate) fn is_document_name(label: &str, knowledge: &Knowledge) -> bool {
    let words: Vec<&str> = label.split(' ').collect();
    let capital = words.len() >= 2 && words[0].starts_with(|c: char| c.is_uppercase());
    let last = words.last().map(|word| word.to_lowercase()).unwrap_or_default();
    capital
        && words[words.len() - 1].starts_with(|c: char| c.is_uppercase())
        && knowledge.lexicon(Language::En).is_in("document_head", &last)
}

/// The kind of last resort.
pub(crate) const UNKNOWN: &str = vocab::TOPIC;
