//! Two mentions of a sentence -> what tells whether and how it links them: the verbs and joints between and around them.

use std::ops::Range;

use super::Link;
use super::discourse::Carry;
use super::ends::Ends;
use super::places::{Place, Words};
use crate::extract::numbered::{FeatureList, Seen, seen};
use crate::model::BlockKind;

const EMPTY: Seen<'static> = seen!("");
const COUNTS: [Seen<'static>; 6] = [seen!("0"), seen!("1"), seen!("2"), seen!("3"), seen!("4"), seen!("5")];
/// Small words are looked at this far behind the left mention.
const REACH: usize = 40;

impl Words<'_> {
    /// What all pairs of two groups of a sentence share.
    pub(super) fn shared(&self, left: &Place<'_>, right: &Place<'_>, gap: usize, list: &mut FeatureList<'_>) {
        let tokens = left.group.tokens.end..right.group.tokens.start;
        let verbs = self.verbs_in(&tokens);
        let (first, last) = (verbs.first().copied(), verbs.last().copied());
        let (first_sense, last_sense) = (self.sense(first), self.sense(last));
        let n_clauses = right.clause - left.clause;
        let clauses = COUNTS[n_clauses.min(3)];
        list.add(seen!("bias"), self.language(), EMPTY);
        list.add(seen!("gap"), COUNTS[gap.min(5)], clauses);
        list.add(seen!("n_verbs"), COUNTS[verbs.len().min(3)], clauses);
        list.add(seen!("first_verb"), first_sense, clauses);
        list.add(seen!("last_verb"), last_sense, clauses);
        list.add(seen!("first_word"), self.word_or_none(first), EMPTY);
        list.add(seen!("last_word"), self.word_or_none(last), EMPTY);
        list.add(seen!("verbs"), first_sense, last_sense);
        if let Some(last) = last.filter(|at| self.class(*at).is_none()) {
            let word = self.lemma(last).text;
            let start = word.char_indices().next_back().map_or(0, |(at, _)| at);
            list.add(seen!("last_verb_end"), Seen::new(&word[start..]), EMPTY);
        }
        if verbs.len() == 1 {
            list.add(seen!("only_verb"), first_sense, COUNTS[gap.min(2)]);
        }
        for class in verbs.iter().filter_map(|verb| self.class(*verb)) {
            list.add(seen!("between"), class, EMPTY);
        }
        self.joint(&tokens, n_clauses, list);
        around(left, right, list);
        self.roles(left, right, last_sense, list);
    }

    fn joint(&self, tokens: &Range<usize>, n_clauses: usize, list: &mut FeatureList<'_>) {
        if n_clauses == 0 && tokens.len() <= 4 {
            let words: Vec<&str> = tokens.clone().map(|at| self.lemma(at).text).collect();
            list.add(seen!("joint"), Seen::new(&words.join(" ")), EMPTY);
        }
        let near = tokens.start..tokens.end.min(tokens.start + REACH);
        for at in self.small_in(&near) {
            list.add(seen!("small"), self.lemma(*at), COUNTS[n_clauses.min(2)]);
        }
    }

    /// Which verb each group stands under, whether it is a subject, and what it modifies.
    fn roles(&self, left: &Place<'_>, right: &Place<'_>, last: Seen<'_>, list: &mut FeatureList<'_>) {
        list.add(seen!("verb_before_left"), left.over, right.over);
        list.add(seen!("verb_after_left"), left.next, right.over);
        list.add(seen!("verb_after_right"), right.next, last);
        list.add(seen!("left_opens"), left.opens, last);
        list.add(seen!("right_subject"), right.subject, right.over);
        if let Some(carried) = self.scene.discourse.carried(self.sentence, right.clause)
            && carried.terms.iter().any(|term| left.group.terms.contains(term))
        {
            list.add(seen!("carried"), carry_name(carried.carry), right.over);
            list.add(seen!("carried_to"), carry_name(carried.carry), right.subject);
        }
        if let Some(head) = left.modified {
            list.add(seen!("left_modifies"), head, EMPTY);
        }
        if let Some(head) = right.modified {
            list.add(seen!("right_modifies"), head, EMPTY);
        }
    }

    /// What belongs to one mention on each side: kinds, heads, frames; `verb` governs the right one.
    pub(super) fn own(
        &self,
        ends: &Ends<'_>,
        right: &Place<'_>,
        verb: Option<usize>,
        frames: &[&Link<'_>],
        list: &mut FeatureList<'_>,
    ) {
        let (a, b) = (ends.left, ends.right);
        let verb = self.sense(verb);
        list.add(seen!("right_kind_before"), b.kind, right.before);
        list.add(seen!("kinds"), a.kind, b.kind);
        list.add(a.kind_and_verb, b.kind, verb);
        list.add(seen!("left_kind"), a.kind, verb);
        list.add(seen!("right_kind"), b.kind, verb);
        list.add(seen!("left_head"), a.head, EMPTY);
        list.add(seen!("right_head"), b.head, EMPTY);
        list.add(seen!("right_head_verb"), b.head, right.over);
        list.add(seen!("left_term"), a.termhood, EMPTY);
        list.add(seen!("right_term"), b.termhood, EMPTY);
        if a.holds(b) {
            list.add(seen!("holds"), seen!("left"), b.kind);
        } else if b.holds(a) {
            list.add(seen!("holds"), seen!("right"), a.kind);
        }
        for frame in frames {
            let direction = if frame.source == a.term { seen!(">") } else { seen!("<") };
            list.add(seen!("frame"), direction, Seen::new(frame.kind));
            list.add(seen!("rule"), direction, Seen::new(&frame.rule.0));
        }
        if frames.is_empty() {
            list.add(seen!("frame"), seen!("none"), EMPTY);
        }
    }

    /// What a mention carried in from before shares with all members of a group.
    pub(super) fn carried(&self, role: Seen<'_>, right: &Place<'_>, at: usize, list: &mut FeatureList<'_>) {
        let cx = self.scene.cx;
        list.add(seen!("far_bias"), self.language(), role);
        list.add(seen!("far_place"), COUNTS[at.min(5)], role);
        list.add(seen!("far_clause"), COUNTS[right.clause.min(3)], right.subject);
        list.add(seen!("far_verb"), right.over, role);
        list.add(seen!("far_word"), right.over_word, right.subject);
        list.add(seen!("far_subject"), right.subject, role);
        list.add(seen!("far_next"), right.next, role);
        list.add(seen!("far_governor"), right.governor, EMPTY);
        list.add(seen!("far_opens"), right.clause_start, role);
        let anaphor = match self.scene.discourse.carried(self.sentence, right.clause) {
            Some(subject) => carry_name(subject.carry),
            None => seen!("none"),
        };
        list.add(seen!("far_carry"), anaphor, role);
        let block = match cx.doc.document.blocks[cx.doc.sentences[self.sentence].block].kind {
            BlockKind::Heading => seen!("heading"),
            _ if cx.outline.item_of(self.sentence).is_some() => seen!("item"),
            _ => seen!("prose"),
        };
        list.add(seen!("far_block"), block, role);
        list.add(seen!("far_block_verb"), block, right.over);
        if right.group.modifies {
            list.add(seen!("far_modifies"), role, EMPTY);
        }
    }

    /// What belongs to the two ends of a pair whose left end was carried in.
    pub(super) fn carried_own(
        &self,
        role: Seen<'_>,
        ends: &Ends<'_>,
        right: &Place<'_>,
        frames: &[&Link<'_>],
        list: &mut FeatureList<'_>,
    ) {
        self.own(ends, right, right.verb_before, frames, list);
        let (a, b) = (ends.left, ends.right);
        list.add(seen!("far_kinds"), a.kind, b.kind);
        list.add(seen!("far_right"), b.kind, role);
        list.add(seen!("far_left"), a.kind, role);
        let carried = self.scene.discourse.carried(self.sentence, right.clause);
        if carried.is_some_and(|subject| subject.terms.contains(&a.term)) {
            list.add(seen!("far_is_subject"), right.subject, right.over);
        }
    }
}

/// The words at the borders of both groups, and what governs them.
fn around(left: &Place<'_>, right: &Place<'_>, list: &mut FeatureList<'_>) {
    list.add(seen!("before_left"), left.before, EMPTY);
    list.add(seen!("after_left"), left.after, EMPTY);
    list.add(seen!("before_right"), right.before, EMPTY);
    list.add(seen!("after_right"), right.after, EMPTY);
    list.add(seen!("left_governor"), left.governor, EMPTY);
    list.add(seen!("right_governor"), right.governor, EMPTY);
    if left.clause != right.clause {
        list.add(seen!("right_clause"), right.clause_start, EMPTY);
    }
    list.add(seen!("left_clause"), left.clause_start, EMPTY);
}

fn carry_name(carry: Carry) -> Seen<'static> {
    match carry {
        Carry::Clause => seen!("clause"),
        Carry::Object => seen!("object"),
        Carry::Anaphor => seen!("anaphor"),
        Carry::Topic => seen!("topic"),
    }
}
