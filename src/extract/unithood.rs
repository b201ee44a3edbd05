//! Places where candidates stand -> how likely a reader finds a term with the right borders there.
//!
//! Termhood asks whether a paper speaks of a name, unithood whether the words belong together and nothing that belongs to them is left
//! out (K. Kageura and B. Umino, *Methods of automatic term recognition*, 1996). The answer differs from place to place: a name within a longer
//! one may be spoken of there or be cut out of it. Boosted trees weigh what is known of the candidate, what covers it, what it holds, and the
//! words at its borders.

use super::borders::tokens_of;
use super::features::Features;
use super::mentions::Context;
use super::numbered::{FeatureList, FeatureNames};
use super::relations::{Scene, Told};
use super::terms::{Candidate, Occurrence};
use crate::knowledge::{FeatureId, vocab};
use crate::model::Tag;
use crate::text::{Span, strip_marks};

/// A place where readers find a term less likely than this is none.
const LEAST: f64 = 0.6;
/// Unless it is the likeliest place of a term that is wanted so much, or that a link so sure begins or ends at.
const LEAST_WANTED: f64 = 0.08;
/// By the probability of the models, of which readers found half right from there on.
const LEAST_LINKED: f64 = 0.39;

/// How likely a reader finds a term at each place, in the order of `occurrences`; as likely as the term itself where there is no model.
pub(super) fn likely(cx: &Context<'_>, candidates: &[Candidate<'_>], occurrences: &[Occurrence]) -> Vec<f64> {
    let trees = &cx.knowledge.unithood;
    if trees.is_empty() {
        return occurrences.iter().map(|occurrence| candidates[occurrence.term].termhood).collect();
    }
    let view = View::new(cx, candidates, occurrences);
    (0..occurrences.len()).map(|at| trees.probability(view.features(at).iter())).collect()
}

/// Every place where a term stands, with how likely a reader finds that term there.
pub(super) struct Places<'s> {
    occurrences: &'s [Occurrence],
    /// In the order of the occurrences, 0..=1.
    likely: Vec<f64>,
    is_kept: Vec<bool>,
    /// The likeliest place of each term.
    best: Vec<f64>,
}

impl<'s> Places<'s> {
    /// Chooses the places that are mentions, by how much their terms are wanted and how surely they are linked.
    pub(super) fn new(scene: &Scene<'s>, wanted: &[f64], links: &[Told<'_>]) -> Self {
        let occurrences = scene.occurrences;
        let is_judged = !scene.cx.knowledge.unithood.is_empty();
        let mut likely = scene.likely.to_vec();
        // “X” beside X is one place, as likely as the likelier of the two.
        let mut is_bare = vec![true; occurrences.len()];
        for at in 0..occurrences.len() {
            if let Some(inner) = bare_inside(scene.cx, &occurrences[at..]) {
                is_bare[at] = false;
                likely[at + inner] = likely[at + inner].max(likely[at]);
            }
        }
        let mut best = vec![0.0_f64; scene.terms.len()];
        for ((occurrence, likely), _) in occurrences.iter().zip(&likely).zip(&is_bare).filter(|(_, is)| **is)
        {
            best[occurrence.term] = best[occurrence.term].max(*likely);
        }
        let mut is_needed: Vec<bool> = wanted.iter().map(|wanted| *wanted >= LEAST_WANTED).collect();
        for Told { link, .. } in links.iter().filter(|told| told.link.confidence >= LEAST_LINKED) {
            is_needed[link.source] = true;
            is_needed[link.target] = true;
        }
        let is_kept = |(at, occurrence): (usize, &Occurrence)| {
            let term = &scene.terms[occurrence.term];
            let is_best = likely[at] >= best[occurrence.term];
            let is_listed = occurrence.rule.0.starts_with("seed_terms/")
                || scene.cx.knowledge.lexicon(term.language).users_terms.contains(term.key.as_str());
            let is_likely = !is_judged || likely[at] >= LEAST || is_listed;
            is_bare[at] && (is_likely || is_best && is_needed[occurrence.term])
        };
        let is_kept = occurrences.iter().enumerate().map(is_kept).collect();
        Places { occurrences, likely, is_kept, best }
    }

    /// The places that are kept, with how likely each is.
    pub(super) fn kept(&self) -> impl Iterator<Item = (&'s Occurrence, f64)> {
        let all = self.occurrences.iter().zip(self.likely.iter().copied());
        all.zip(&self.is_kept).filter(|(_, is_kept)| **is_kept).map(|(place, _)| place)
    }

    /// Where a term stands in a passage.
    pub(super) fn of(&self, term: usize, passage: Span) -> Vec<Span> {
        self.within(term, passage).map(|(place, _)| place.span).collect()
    }

    /// How likely a reader finds a term in a passage, at the likeliest place; where it does not stand there, at that of the whole text.
    pub(super) fn likely_in(&self, term: usize, passage: Span) -> f64 {
        self.within(term, passage).map(|(_, likely)| likely).reduce(f64::max).unwrap_or(self.best[term])
    }

    fn within(&self, term: usize, passage: Span) -> impl Iterator<Item = (&'s Occurrence, f64)> {
        let from = self.occurrences.partition_point(|place| place.span.start < passage.start);
        let to = self.occurrences.partition_point(|place| place.span.start < passage.end);
        let places = self.occurrences[from..to].iter().zip(self.likely[from..to].iter().copied());
        places.filter(move |(place, _)| place.term == term)
    }
}

/// The first of some places without the marks around it, if that is one of them, too.
fn bare_inside(cx: &Context<'_>, places: &[Occurrence]) -> Option<usize> {
    let own = places.first()?;
    let bare = strip_marks(cx.slice(own.span));
    let is_own_name = |other: &Occurrence| {
        other.term == own.term && own.span.contains(other.span) && strip_marks(cx.slice(other.span)) == bare
    };
    let inside =
        || places.iter().enumerate().skip(1).take_while(|(_, other)| other.span.start < own.span.end);
    (bare.len() < own.span.len())
        .then(|| inside().find(|(_, other)| is_own_name(other)).map(|(at, _)| at))
        .flatten()
}

/// What is known of each place, in the order of `occurrences`, which is that of the text, longer ones first.
pub(super) fn features(
    cx: &Context<'_>,
    candidates: &[Candidate<'_>],
    occurrences: &[Occurrence],
) -> Vec<Features> {
    let view = View::new(cx, candidates, occurrences);
    (0..occurrences.len()).map(|at| view.features(at)).collect()
}

/// All places of a document with their candidates.
struct View<'a> {
    cx: &'a Context<'a>,
    candidates: &'a [Candidate<'a>],
    occurrences: &'a [Occurrence],
    /// How often each candidate stands anywhere, and where no longer one covers it.
    counts: Vec<(usize, usize)>,
}

impl<'a> View<'a> {
    fn new(cx: &'a Context<'a>, candidates: &'a [Candidate<'a>], occurrences: &'a [Occurrence]) -> Self {
        let mut counts = vec![(0, 0); candidates.len()];
        for occurrence in occurrences {
            let (all, alone) = &mut counts[occurrence.term];
            *all += 1;
            *alone += usize::from(!occurrence.nested);
        }
        View { cx, candidates, occurrences, counts }
    }

    fn features(&self, at: usize) -> Features {
        let place = &self.occurrences[at];
        let candidate = &self.candidates[place.term];
        let mut row = candidate.features.clone();
        let (n, n_alone) = self.counts[place.term];
        row.set("termhood", candidate.termhood);
        row.set("salience", candidate.salience);
        row.set("kind", number_of(candidate.known_as));
        row.set("kind_confidence", candidate.kind_confidence);
        row.set("alone_share", n_alone as f64 / n.max(1) as f64);
        row.set("alone_n", (1.0 + n_alone as f64).ln());
        row.set("again", f64::from(u8::from(*place.rule.0 == *"terms/again")));
        row.set("words", self.words(place));
        self.borders(place, &mut row);
        self.surroundings(at, &mut row);
        row
    }

    /// What the words of a place alone say, as logarithm of odds.
    fn words(&self, place: &Occurrence) -> f64 {
        let model = &self.cx.knowledge.unit_words;
        let mut sums = vec![0f32; model.labels.len()];
        model.add(&words(self.cx, place.span, None), &mut sums);
        sums.first().copied().map_or(0.0, f64::from)
    }

    /// The words at both borders, inside and outside.
    fn borders(&self, place: &Occurrence, row: &mut Features) {
        let doc = self.cx.doc;
        let tokens = doc.tokens_in(place.span);
        let Some((sentence, _)) = tokens_of(doc, place.span) else {
            row.set("off_words", 1.0);
            return;
        };
        let sentence = &doc.sentences[sentence];
        let tag = |at: Option<usize>| {
            let inside = at.filter(|at| sentence.tokens.contains(at));
            1.0 + inside.map_or(Tag::ALL.len() as f64, |at| f64::from(doc.tokens[at].tag as u8))
        };
        row.set("tag_before", tag(tokens.start.checked_sub(1)));
        row.set("tag_two_before", tag(tokens.start.checked_sub(2)));
        row.set("tag_first", tag(Some(tokens.start)));
        row.set("tag_last", tag(Some(tokens.end - 1)));
        row.set("tag_after", tag(Some(tokens.end)));
        row.set("tag_two_after", tag(Some(tokens.end + 1)));
        row.set("borders_here", f64::from(self.cx.borders.score(doc, sentence.language, &tokens)));
        row.set("chosen_here", f64::from(u8::from(self.cx.borders.is_chosen(&tokens))));
        row.set("block", 1.0 + f64::from(doc.document.blocks[sentence.block].kind as u8));
        row.set("sentence_words", sentence.tokens.len() as f64);
    }

    /// The places that cover it, that it holds and that it overlaps.
    fn surroundings(&self, at: usize, row: &mut Features) {
        let own = self.occurrences[at].span;
        let mut covers: Vec<usize> = Vec::new();
        let mut crossing = self.inside(at, row);
        // Those that start before it and reach it.
        for (before, other) in self.occurrences[..at].iter().enumerate().rev().take(MOST_LOOKED_AT) {
            if other.span.contains(own) {
                covers.push(before);
            } else if other.span.end > own.start {
                crossing = crossing.max(self.candidates[other.term].termhood);
            }
        }
        row.set("crossing", crossing);
        row.set("n_covers", covers.len() as f64);
        let smallest = covers.iter().copied().min_by_key(|cover| self.occurrences[*cover].span.len());
        let longest = covers.iter().copied().max_by_key(|cover| self.occurrences[*cover].span.len());
        if let (Some(smallest), Some(longest)) = (smallest, longest) {
            self.cover(COVER, at, smallest, row);
            self.cover(LONGEST, at, longest, row);
        }
        let best = covers.iter().map(|cover| self.candidates[self.occurrences[*cover].term].termhood);
        row.set("best_cover", best.fold(0.0, f64::max));
    }

    /// The places that it holds; gives the termhood of the best that begins within it and ends behind it.
    fn inside(&self, at: usize, row: &mut Features) -> f64 {
        let own = self.occurrences[at].span;
        let mut crossing: f64 = 0.0;
        let (mut n_inner, mut inner, mut inner_first, mut inner_last) = (0.0, 0.0_f64, 0.0_f64, 0.0_f64);
        for other in self.occurrences[at + 1..].iter().take_while(|other| other.span.start < own.end) {
            let termhood = self.candidates[other.term].termhood;
            if own.contains(other.span) {
                n_inner += 1.0;
                inner = inner.max(termhood);
                if other.span.start == own.start {
                    inner_first = inner_first.max(termhood);
                }
                if other.span.end == own.end {
                    inner_last = inner_last.max(termhood);
                }
            } else {
                crossing = crossing.max(termhood);
            }
        }
        row.set("n_inner", n_inner);
        row.set("inner", inner);
        row.set("inner_first", inner_first);
        row.set("inner_last", inner_last);
        crossing
    }

    /// What is known of a place that covers another, under such names.
    fn cover(&self, names: [&'static str; 8], at: usize, cover: usize, row: &mut Features) {
        let (own, cover) = (&self.occurrences[at], &self.occurrences[cover]);
        let (candidate, holder) = (&self.candidates[own.term], &self.candidates[cover.term]);
        let text =
            |from: u32, to: u32| self.cx.slice(Span { start: from, end: to }).trim().chars().count() as f64;
        let front = text(cover.span.start, own.span.start);
        let back = text(own.span.end, cover.span.end);
        let (n, _) = self.counts[own.term];
        let (n_holder, _) = self.counts[cover.term];
        let values = [
            holder.termhood,
            holder.salience,
            front,
            back,
            f64::from(u8::from(candidate.known_as == holder.known_as)),
            number_of(holder.known_as) + 1.0,
            (n_holder as f64).ln() - (n as f64).ln(),
            holder.features.iter().find(|(name, _)| *name == "borders_best").map_or(0.0, |(_, value)| value),
        ];
        for (name, value) in names.into_iter().zip(values) {
            row.set(name, value);
        }
    }
}

/// The words of a place and those beside it.
pub(super) fn words(cx: &Context<'_>, span: Span, names: Option<&FeatureNames>) -> Vec<FeatureId> {
    let mut list = FeatureList { ids: Vec::new(), names };
    let Some((sentence, tokens)) = tokens_of(cx.doc, span) else { return list.ids };
    let sentence = &cx.doc.sentences[sentence];
    let lower = |at: usize| cx.word(at).to_lowercase();
    let beside =
        |at: Option<usize>| at.filter(|at| sentence.tokens.contains(at)).map_or_else(String::new, lower);
    let (before, after) = (beside(tokens.start.checked_sub(1)), beside(Some(tokens.end)));
    let inside: Vec<String> = tokens.map(lower).collect();
    let (first, last) = (&inside[0], &inside[inside.len() - 1]);
    list.see("bias", sentence.language.code(), "");
    list.see("before", &before, "");
    list.see("after", &after, "");
    list.see("first", first, "");
    list.see("last", last, "");
    list.see("front", &before, first);
    list.see("back", last, &after);
    for word in &inside {
        list.see("word", word, "");
    }
    for (left, right) in inside.iter().zip(&inside[1..]) {
        list.see("two", left, right);
    }
    if let [only] = &inside[..] {
        list.see("only", only, "");
    }
    list.ids.sort_unstable();
    list.ids.dedup();
    list.ids
}

/// Places before one that are looked at for what covers it.
const MOST_LOOKED_AT: usize = 24;

const COVER: [&str; 8] = [
    "cover_termhood",
    "cover_salience",
    "cover_front",
    "cover_back",
    "cover_same_kind",
    "cover_kind",
    "cover_n",
    "cover_borders",
];
const LONGEST: [&str; 8] = [
    "longest_termhood",
    "longest_salience",
    "longest_front",
    "longest_back",
    "longest_same_kind",
    "longest_kind",
    "longest_n",
    "longest_borders",
];

fn number_of(kind: &str) -> f64 {
    let place = vocab::CONCEPT_KINDS.iter().position(|known| *known == kind);
    place.unwrap_or(vocab::CONCEPT_KINDS.len()) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Extractor;
    use crate::knowledge::{Knowledge, Options, Trees};
    use crate::model::Fragment;
    use crate::segment::Segmenter;

    const PAPER: &str = "# 县域养老服务网络建设\n\n## 一、社区养老模式\n\n社区养老模式促进养老服务网络建设。“社区养老模式”还依托日间照料中心。\n\n\
        ## 二、日间照料中心\n\n日间照料中心支撑社区养老模式，也推动养老服务网络建设。\n";

    fn extract(knowledge: &Knowledge) -> Fragment {
        let document = crate::read::read("a.md", PAPER.as_bytes(), knowledge).expect("reads");
        let doc = Segmenter::new(knowledge).segment(document);
        Extractor::new(knowledge).extract(doc)
    }

    #[test]
    fn unlikely_places_are_dropped_but_for_the_best_of_wanted_terms() {
        let mut knowledge = Knowledge::load(&Options::default()).expect("loads");
        let judged = extract(&knowledge);
        knowledge.unithood = Trees::default();
        let all = extract(&knowledge);
        assert!(judged.mentions.len() < all.mentions.len());
        assert!(judged.terms.len() < all.terms.len());
        let best = |label: &str| {
            let term = judged.terms.iter().position(|term| term.label == label).expect("is a term");
            judged
                .mentions
                .iter()
                .filter(|mention| mention.term == term)
                .map(|mention| mention.confidence)
                .fold(0.0, f64::max)
        };
        assert!(best("社区养老模式") >= LEAST, "{}", best("社区养老模式"));
        // A piece of a longer name is a term only where no place is judged.
        let has = |fragment: &Fragment, label: &str| fragment.terms.iter().any(|term| term.label == label);
        let pieces = all.terms.iter().filter(|term| !has(&judged, &term.label));
        assert!(pieces.clone().count() > 0 && pieces.into_iter().all(|term| term.score < LEAST_WANTED));
        assert!(!judged.relations.is_empty());
        for link in &judged.relations {
            assert!(link.source < judged.terms.len() && link.target < judged.terms.len());
            assert_ne!(link.source, link.target);
        }
    }

    #[test]
    fn a_name_in_quotation_marks_is_mentioned_once() {
        let knowledge = Knowledge::load(&Options::default()).expect("loads");
        let fragment = extract(&knowledge);
        let place = PAPER.find("“社区养老模式”").expect("is there") as u32;
        let here = |span: Span| span.start < place + 24 && place < span.end;
        let own: Vec<&str> = fragment
            .mentions
            .iter()
            .filter(|mention| here(mention.span) && fragment.terms[mention.term].label == "社区养老模式")
            .map(|mention| fragment.document.slice(mention.span))
            .collect();
        assert_eq!(own, ["社区养老模式"]);
    }

    #[test]
    fn words_beside_a_place_are_seen() {
        let knowledge = Knowledge::load(&Options::default()).expect("loads");
        let document =
            crate::read::read("a.md", "该县建设日间照料中心。\n".as_bytes(), &knowledge).expect("reads");
        let doc = Segmenter::new(&knowledge).segment(document);
        let names = FeatureNames::default();
        Extractor::new(&knowledge).with_context(&doc, |cx| {
            let start = doc.document.text.find("日间").expect("is there");
            words(cx, Span::new(start, start + "日间照料中心".len()), Some(&names));
        });
        let names = names.borrow();
        let sees =
            |template: &str, word: &str| names.values().any(|(known, a, _)| *known == template && a == word);
        assert!(sees("before", "建设") && sees("after", "。") && sees("last", "中心"));
    }
}
