//! A sentence -> its words and the surroundings of its mentions, looked up once for all pairs.

use std::borrow::Cow;
use std::ops::Range;

use super::discourse::subject_group;
use super::reading::ClassIndex;
use super::{Group, Scene};
use crate::extract::numbered::{Seen, seen};
use crate::model::Tag;
use crate::text::Language;

/// What stands for a word where there is none.
const NO_WORD: Seen<'static> = seen!("-");

/// The words of one sentence.
pub(super) struct Words<'a> {
    pub(super) scene: &'a Scene<'a>,
    pub(super) sentence: usize,
    first: usize,
    lemmas: Vec<Cow<'a, str>>,
    numbered: Vec<WordNumber>,
    classes: Vec<Option<Seen<'static>>>,
    /// Verbs in order.
    verbs: Vec<usize>,
    /// Prepositions, conjunctions, pronouns and particles in order.
    small: Vec<usize>,
}

use crate::knowledge::WordNumber;

impl<'a> Words<'a> {
    pub(super) fn new(scene: &'a Scene<'a>, sentence: usize) -> Self {
        let annotated = &scene.cx.doc.sentences[sentence];
        let index = scene.frames.classes(annotated.language);
        let n = annotated.tokens.len();
        let mut words = Words {
            scene,
            sentence,
            first: annotated.tokens.start,
            lemmas: Vec::with_capacity(n),
            numbered: Vec::with_capacity(n),
            classes: Vec::with_capacity(n),
            verbs: Vec::new(),
            small: Vec::new(),
        };
        for at in annotated.tokens.clone() {
            let word = scene.cx.word(at);
            let (lemma, class) = match annotated.language {
                Language::Zh => (Cow::Borrowed(word), index.get(word).copied()),
                Language::En => {
                    let (lemma, class) = english(&word.to_lowercase(), index);
                    (Cow::Owned(lemma), class)
                }
            };
            let tag = scene.cx.doc.tokens[at].tag;
            if tag == Tag::Verb || class.is_some() {
                words.verbs.push(at);
            }
            if matches!(tag, Tag::Preposition | Tag::Conjunction | Tag::Pronoun | Tag::Particle) {
                words.small.push(at);
            }
            words.numbered.push(WordNumber::of(&lemma));
            words.lemmas.push(lemma);
            words.classes.push(class);
        }
        words
    }

    pub(super) fn lemma(&self, at: usize) -> Seen<'_> {
        let at = at - self.first;
        Seen { text: &self.lemmas[at], number: self.numbered[at] }
    }

    pub(super) fn class(&self, at: usize) -> Option<Seen<'static>> {
        self.classes[at - self.first]
    }

    /// A verb's class, or itself where it has none.
    pub(super) fn sense(&self, at: Option<usize>) -> Seen<'_> {
        at.map_or(NO_WORD, |at| self.class(at).unwrap_or_else(|| self.lemma(at)))
    }

    pub(super) fn word_or_none(&self, at: Option<usize>) -> Seen<'_> {
        at.map_or(NO_WORD, |at| self.lemma(at))
    }

    /// The verbs of a range, in order.
    pub(super) fn verbs_in(&self, tokens: &Range<usize>) -> &[usize] {
        within(&self.verbs, tokens)
    }

    /// The small words of a range, in order.
    pub(super) fn small_in(&self, tokens: &Range<usize>) -> &[usize] {
        within(&self.small, tokens)
    }

    fn clause(&self, clause: usize) -> Range<usize> {
        self.scene.cx.doc.sentences[self.sentence].clauses[clause].tokens.clone()
    }

    /// The groups of the sentence in order, with what stands around them.
    pub(super) fn places(&self) -> Vec<Place<'_>> {
        let clauses = self.scene.groups[self.sentence].iter().enumerate();
        clauses
            .flat_map(|(clause, groups)| {
                let opens = |at: usize| at == 0;
                groups.groups.iter().enumerate().map(move |(at, group)| self.place(clause, group, opens(at)))
            })
            .collect()
    }

    fn place<'s>(&'s self, clause: usize, group: &'s Group, opens: bool) -> Place<'s> {
        let tokens = self.clause(clause);
        let inside = |at: usize| tokens.contains(&at).then_some(at);
        let verb_before = self.verbs_in(&(tokens.start..group.tokens.start)).last().copied();
        let verb_after = self.verbs_in(&(group.tokens.end..tokens.end)).first().copied();
        let head = (group.tokens.end + 1 < tokens.end).then_some(group.tokens.end + 1);
        Place {
            clause,
            group,
            verb_before,
            over: self.sense(verb_before),
            over_word: self.word_or_none(verb_before),
            next: self.sense(verb_after),
            before: self.word_or_none(group.tokens.start.checked_sub(1).and_then(inside)),
            after: self.word_or_none(inside(group.tokens.end)),
            governor: self.word_or_none(group.governor),
            clause_start: self.word_or_none(Some(tokens.start).filter(|at| *at < tokens.end)),
            opens: match (opens, clause) {
                (true, 0) => seen!("sentence"),
                (true, _) => seen!("clause"),
                (false, _) => seen!("inside"),
            },
            subject: self.own_subject(clause, group, verb_before),
            modified: group.modifies.then(|| self.sense(head)),
        }
    }

    /// Whether the clause of a group names its own subject before the verb that governs the group.
    fn own_subject(&self, clause: usize, group: &Group, verb: Option<usize>) -> Seen<'static> {
        let Some(verb) = verb else { return seen!("no_verb") };
        match subject_group(&self.scene.groups[self.sentence][clause].groups, verb) {
            Some(subject) if subject == group => seen!("itself"),
            Some(_) => seen!("own"),
            None => seen!("none"),
        }
    }

    pub(super) fn language(&self) -> Seen<'static> {
        match self.scene.cx.doc.sentences[self.sentence].language {
            Language::Zh => seen!("zh"),
            Language::En => seen!("en"),
        }
    }
}

/// A group and what stands around it in its clause.
#[derive(Clone, Copy)]
pub(super) struct Place<'s> {
    pub(super) clause: usize,
    pub(super) group: &'s Group,
    /// The nearest verb before it.
    pub(super) verb_before: Option<usize>,
    /// The sense of that verb, and the verb itself.
    pub(super) over: Seen<'s>,
    pub(super) over_word: Seen<'s>,
    /// The sense of the nearest verb behind it.
    pub(super) next: Seen<'s>,
    /// The words at its borders.
    pub(super) before: Seen<'s>,
    pub(super) after: Seen<'s>,
    pub(super) governor: Seen<'s>,
    /// The first word of its clause.
    pub(super) clause_start: Seen<'s>,
    /// Whether it is the first group of the sentence or of its clause.
    pub(super) opens: Seen<'static>,
    /// How its clause names its subject.
    pub(super) subject: Seen<'static>,
    /// The word that it modifies.
    pub(super) modified: Option<Seen<'s>>,
}

/// The part of sorted positions that lies in a range.
fn within<'p>(positions: &'p [usize], range: &Range<usize>) -> &'p [usize] {
    let from = positions.partition_point(|at| *at < range.start);
    let to = positions.partition_point(|at| *at < range.end);
    &positions[from..to.max(from)]
}

/// The base form of an English word as far as endings tell, and its class.
fn english(lower: &str, index: &ClassIndex) -> (String, Option<Seen<'static>>) {
    const ENDINGS: [&str; 6] = ["", "s", "es", "d", "ed", "ing"];
    for ending in ENDINGS {
        let Some(stem) = lower.strip_suffix(ending) else { continue };
        let with_y = stem.strip_suffix('i').map(|stem| format!("{stem}y"));
        let bases = [Some(stem.to_owned()), Some(format!("{stem}e")), with_y];
        for base in bases.into_iter().flatten() {
            if let Some(class) = index.get(base.as_str()) {
                return (base, Some(*class));
            }
        }
    }
    let stem = ["ing", "ed", "es", "s"]
        .iter()
        .find_map(|ending| lower.strip_suffix(ending).filter(|stem| stem.len() >= 4));
    (stem.unwrap_or(lower).to_owned(), None)
}
