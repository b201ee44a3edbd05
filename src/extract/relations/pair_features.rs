//! Two mentions of a sentence -> what tells whether and how it links them: the verbs and joints between and around them.

use std::borrow::Cow;
use std::ops::Range;

use super::discourse::{Carry, subject_group};
use super::{Group, Link, Scene};
use crate::extract::numbered::FeatureList;
use crate::knowledge::vocab;
use crate::model::{BlockKind, Tag};
use crate::text::Language;

/// Word classes that say what one mention does to another.
pub(crate) const CLASSES: &[&str] = &[
    "promote",
    "raise",
    "support",
    "build",
    "hinder",
    "cause",
    "address",
    "use",
    "adopt",
    "propose",
    "include",
    "consist",
    "apply",
    "align",
    "interact",
    "contrast",
    "locate",
    "copula",
    "promoting_role",
    "causing_role",
    "part_role",
    "kind_role",
    "indicator_verb",
];

/// One sentence, its words looked up once.
pub(crate) struct Words<'a> {
    scene: &'a Scene<'a>,
    sentence: usize,
    first: usize,
    lemmas: Vec<Cow<'a, str>>,
    classes: Vec<Option<&'static str>>,
}

/// A group and its clause.
#[derive(Clone, Copy)]
pub(crate) struct Place<'s> {
    pub(crate) clause: usize,
    pub(crate) group: &'s Group,
}

const NO_WORD: &str = "-";

impl<'a> Words<'a> {
    pub(crate) fn new(scene: &'a Scene<'a>, sentence: usize) -> Self {
        let annotated = &scene.cx.doc.sentences[sentence];
        let index = scene.frames.classes(annotated.language);
        let mut lemmas = Vec::with_capacity(annotated.tokens.len());
        let mut classes = Vec::with_capacity(annotated.tokens.len());
        for at in annotated.tokens.clone() {
            let word = scene.cx.word(at);
            match annotated.language {
                Language::Zh => {
                    classes.push(index.get(word).copied());
                    lemmas.push(Cow::Borrowed(word));
                }
                Language::En => {
                    let lower = word.to_lowercase();
                    let (lemma, class) = english(&lower, index);
                    classes.push(class);
                    lemmas.push(Cow::Owned(lemma));
                }
            }
        }
        Words { scene, sentence, first: annotated.tokens.start, lemmas, classes }
    }

    fn lemma(&self, at: usize) -> &str {
        &self.lemmas[at - self.first]
    }

    pub(crate) fn class(&self, at: usize) -> Option<&'static str> {
        self.classes[at - self.first]
    }

    fn is_verb(&self, at: usize) -> bool {
        self.scene.cx.doc.tokens[at].tag == Tag::Verb || self.class(at).is_some()
    }

    /// A verb's class, or itself where it has none.
    fn sense(&self, at: Option<usize>) -> &str {
        at.map_or(NO_WORD, |at| self.class(at).unwrap_or_else(|| self.lemma(at)))
    }

    fn word_or_none(&self, at: Option<usize>) -> &str {
        at.map_or(NO_WORD, |at| self.lemma(at))
    }

    fn clause(&self, clause: usize) -> Range<usize> {
        self.scene.cx.doc.sentences[self.sentence].clauses[clause].tokens.clone()
    }

    /// The nearest verb before a group in its clause.
    pub(crate) fn verb_before(&self, place: Place<'_>) -> Option<usize> {
        (self.clause(place.clause).start..place.group.tokens.start).rev().find(|at| self.is_verb(*at))
    }

    fn verb_after(&self, place: Place<'_>) -> Option<usize> {
        (place.group.tokens.end..self.clause(place.clause).end).find(|at| self.is_verb(*at))
    }

    /// What all pairs of two groups of a sentence share.
    pub(crate) fn shared(&self, left: Place<'_>, right: Place<'_>, gap: usize, list: &mut FeatureList<'_>) {
        let tokens = left.group.tokens.end..right.group.tokens.start;
        let verbs: Vec<usize> = tokens.clone().filter(|at| self.is_verb(*at)).collect();
        let (first, last) = (verbs.first().copied(), verbs.last().copied());
        let n_clauses = right.clause - left.clause;
        let clauses = COUNTS[n_clauses.min(3)];
        list.see("bias", self.language(), "");
        list.see("gap", COUNTS[gap.min(5)], clauses);
        list.see("n_verbs", COUNTS[verbs.len().min(3)], clauses);
        list.see("first_verb", self.sense(first), clauses);
        list.see("last_verb", self.sense(last), clauses);
        list.see("first_word", self.word_or_none(first), "");
        list.see("last_word", self.word_or_none(last), "");
        list.see("verbs", self.sense(first), self.sense(last));
        if let Some(last) = last.filter(|at| self.class(*at).is_none()) {
            let word = self.lemma(last);
            let start = word.char_indices().next_back().map_or(0, |(at, _)| at);
            list.see("last_verb_end", &word[start..], "");
        }
        if verbs.len() == 1 {
            list.see("only_verb", self.sense(first), COUNTS[gap.min(2)]);
        }
        for verb in &verbs {
            if let Some(class) = self.class(*verb) {
                list.see("between", class, "");
            }
        }
        self.joint(&tokens, n_clauses, list);
        self.around(left, right, list);
        self.roles(left, right, last, list);
    }

    fn joint(&self, tokens: &Range<usize>, n_clauses: usize, list: &mut FeatureList<'_>) {
        if n_clauses == 0 && tokens.len() <= 4 {
            let words: Vec<&str> = tokens.clone().map(|at| self.lemma(at)).collect();
            list.see("joint", &words.join(" "), "");
        }
        for at in tokens.clone().take(40) {
            let tag = self.scene.cx.doc.tokens[at].tag;
            if matches!(tag, Tag::Preposition | Tag::Conjunction | Tag::Pronoun | Tag::Particle) {
                list.see("small", self.lemma(at), COUNTS[n_clauses.min(2)]);
            }
        }
    }

    /// The words at the borders of both groups, and what governs them.
    fn around(&self, left: Place<'_>, right: Place<'_>, list: &mut FeatureList<'_>) {
        let (l, r) = (self.clause(left.clause), self.clause(right.clause));
        let inside = |at: usize, clause: &Range<usize>| clause.contains(&at).then_some(at);
        let before = |place: Place<'_>, clause: &Range<usize>| {
            place.group.tokens.start.checked_sub(1).and_then(|at| inside(at, clause))
        };
        let after = |place: Place<'_>, clause: &Range<usize>| inside(place.group.tokens.end, clause);
        list.see("before_left", self.word_or_none(before(left, &l)), "");
        list.see("after_left", self.word_or_none(after(left, &l)), "");
        list.see("before_right", self.word_or_none(before(right, &r)), "");
        list.see("after_right", self.word_or_none(after(right, &r)), "");
        for (template, place) in [("left_governor", left), ("right_governor", right)] {
            list.see(template, self.word_or_none(place.group.governor), "");
        }
        if left.clause != right.clause {
            list.see("right_clause", self.word_or_none(Some(r.start).filter(|at| *at < r.end)), "");
        }
        list.see("left_clause", self.word_or_none(Some(l.start).filter(|at| *at < l.end)), "");
    }

    /// Which verb each group stands under, whether it is a subject, and what it modifies.
    fn roles(&self, left: Place<'_>, right: Place<'_>, last: Option<usize>, list: &mut FeatureList<'_>) {
        let over_left = self.verb_before(left);
        let over_right = self.verb_before(right);
        list.see("verb_before_left", self.sense(over_left), self.sense(over_right));
        list.see("verb_after_left", self.sense(self.verb_after(left)), self.sense(over_right));
        list.see("verb_after_right", self.sense(self.verb_after(right)), self.sense(last));
        let opens = self.scene.groups[self.sentence][left.clause].groups.first() == Some(left.group);
        let opens_sentence = opens && left.clause == 0;
        let place = if opens_sentence {
            "sentence"
        } else if opens {
            "clause"
        } else {
            "inside"
        };
        list.see("left_opens", place, self.sense(last));
        let own = self.own_subject(right);
        list.see("right_subject", own, self.sense(over_right));
        if let Some(carried) = self.scene.discourse.carried(self.sentence, right.clause)
            && carried.terms.iter().any(|term| left.group.terms.contains(term))
        {
            list.see("carried", carry_name(carried.carry), self.sense(over_right));
            list.see("carried_to", carry_name(carried.carry), own);
        }
        for (template, place) in [("left_modifies", left), ("right_modifies", right)] {
            if place.group.modifies {
                let end = self.clause(place.clause).end;
                let head = (place.group.tokens.end + 1 < end).then_some(place.group.tokens.end + 1);
                list.see(template, self.sense(head), "");
            }
        }
    }

    /// Whether the clause of a group names its own subject before the verb that governs the group.
    fn own_subject(&self, place: Place<'_>) -> &'static str {
        let Some(verb) = self.verb_before(place) else { return "no_verb" };
        match subject_group(&self.scene.groups[self.sentence][place.clause], verb) {
            Some(group) if group == place.group => "itself",
            Some(_) => "own",
            None => "none",
        }
    }

    /// What belongs to one mention on each side: kinds, heads, frames.
    pub(crate) fn own(
        &self,
        ends: (usize, usize),
        right: Place<'_>,
        verb: Option<usize>,
        frames: &[&Link<'_>],
        list: &mut FeatureList<'_>,
    ) {
        let before =
            right.group.tokens.start.checked_sub(1).filter(|at| self.clause(right.clause).contains(at));
        list.see("right_kind_before", self.scene.terms[ends.1].kind, self.word_or_none(before));
        let (a, b) = (&self.scene.terms[ends.0], &self.scene.terms[ends.1]);
        list.see("kinds", a.kind, b.kind);
        list.see(kinds_with(a.kind), b.kind, self.sense(verb));
        list.see("left_kind", a.kind, self.sense(verb));
        list.see("right_kind", b.kind, self.sense(verb));
        list.see("left_head", head(&a.label, a.language), "");
        list.see("right_head", head(&b.label, b.language), "");
        list.see("right_head_verb", head(&b.label, b.language), self.sense(self.verb_before(right)));
        list.see("left_term", tenth(a.termhood), "");
        list.see("right_term", tenth(b.termhood), "");
        if a.key.contains(b.key.as_str()) {
            list.see("holds", "left", b.kind);
        } else if b.key.contains(a.key.as_str()) {
            list.see("holds", "right", a.kind);
        }
        for frame in frames {
            let direction = if frame.source == ends.0 { ">" } else { "<" };
            list.see("frame", direction, frame.kind);
            list.see("rule", direction, &frame.rule.0);
        }
        if frames.is_empty() {
            list.see("frame", "none", "");
        }
    }

    /// What a mention carried in from before shares with all members of a group.
    pub(crate) fn carried(&self, role: &str, right: Place<'_>, at: usize, list: &mut FeatureList<'_>) {
        let cx = self.scene.cx;
        let verb = self.verb_before(right);
        list.see("far_bias", self.language(), role);
        list.see("far_place", COUNTS[at.min(5)], role);
        list.see("far_clause", COUNTS[right.clause.min(3)], self.own_subject(right));
        list.see("far_verb", self.sense(verb), role);
        list.see("far_word", self.word_or_none(verb), self.own_subject(right));
        list.see("far_subject", self.own_subject(right), role);
        list.see("far_next", self.sense(self.verb_after(right)), role);
        list.see("far_governor", self.word_or_none(right.group.governor), "");
        let clause = self.clause(right.clause);
        list.see("far_opens", self.word_or_none(Some(clause.start).filter(|at| *at < clause.end)), role);
        let anaphor = match self.scene.discourse.carried(self.sentence, right.clause) {
            Some(subject) => carry_name(subject.carry),
            None => "none",
        };
        list.see("far_carry", anaphor, role);
        let block = match cx.doc.document.blocks[cx.doc.sentences[self.sentence].block].kind {
            BlockKind::Heading => "heading",
            _ if cx.outline.item_of(self.sentence).is_some() => "item",
            _ => "prose",
        };
        list.see("far_block", block, role);
        list.see("far_block_verb", block, self.sense(verb));
        if right.group.modifies {
            list.see("far_modifies", role, "");
        }
    }

    /// What belongs to the two ends of a pair whose left end was carried in.
    pub(crate) fn carried_own(
        &self,
        role: &str,
        ends: (usize, usize),
        right: Place<'_>,
        frames: &[&Link<'_>],
        list: &mut FeatureList<'_>,
    ) {
        let verb = self.verb_before(right);
        self.own(ends, right, verb, frames, list);
        let (a, b) = (&self.scene.terms[ends.0], &self.scene.terms[ends.1]);
        list.see("far_kinds", a.kind, b.kind);
        list.see("far_right", b.kind, role);
        list.see("far_left", a.kind, role);
        let is_subject = self
            .scene
            .discourse
            .carried(self.sentence, right.clause)
            .is_some_and(|subject| subject.terms.contains(&ends.0));
        if is_subject {
            list.see("far_is_subject", self.own_subject(right), self.sense(verb));
        }
    }

    fn language(&self) -> &'static str {
        self.scene.cx.doc.sentences[self.sentence].language.code()
    }
}

/// The template of features that know both kinds and the verb.
fn kinds_with(kind: &str) -> &'static str {
    let at = vocab::CONCEPT_KINDS.iter().position(|known| *known == kind);
    at.map_or("kinds_verb", |at| KINDS_VERB[at])
}

const KINDS_VERB: [&str; 16] = [
    "verb_policy",
    "verb_model",
    "verb_mechanism",
    "verb_region",
    "verb_actor",
    "verb_problem",
    "verb_carrier",
    "verb_industry",
    "verb_stage",
    "verb_theory",
    "verb_indicator",
    "verb_event",
    "verb_goal",
    "verb_technology",
    "verb_factor",
    "verb_topic",
];

const COUNTS: [&str; 6] = ["0", "1", "2", "3", "4", "5"];

fn tenth(termhood: f64) -> &'static str {
    match termhood {
        x if x < 0.1 => "lowest",
        x if x < 0.2 => "low",
        x if x < 0.35 => "middle",
        x if x < 0.6 => "high",
        _ => "highest",
    }
}

fn carry_name(carry: Carry) -> &'static str {
    match carry {
        Carry::Clause => "clause",
        Carry::Object => "object",
        Carry::Anaphor => "anaphor",
        Carry::Topic => "topic",
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

/// The base form of an English word as far as endings tell, and its class.
fn english(lower: &str, index: &super::reading::ClassIndex) -> (String, Option<&'static str>) {
    const ENDINGS: [&str; 6] = ["", "s", "es", "d", "ed", "ing"];
    for ending in ENDINGS {
        let Some(stem) = lower.strip_suffix(ending) else { continue };
        let with_y = stem.strip_suffix('i').map(|stem| format!("{stem}y"));
        let bases = [Some(stem.to_owned()), Some(format!("{stem}e")), with_y];
        for base in bases.into_iter().flatten() {
            if let Some(class) = index.get(base.as_str()) {
                return (base, Some(class));
            }
        }
    }
    let stem = ["ing", "ed", "es", "s"]
        .iter()
        .find_map(|ending| lower.strip_suffix(ending).filter(|stem| stem.len() >= 4));
    (stem.unwrap_or(lower).to_owned(), None)
}
