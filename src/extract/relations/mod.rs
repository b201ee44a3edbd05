//! Settled mentions -> relation mentions: every extractor states which links the text makes, and with which words.

mod advice;
mod cases;
pub(crate) mod context;
mod discourse;
mod ends;
mod frames;
mod groups;
mod inner;
mod instances;
mod modality;
mod names;
mod own;
mod pair_features;
mod pairs;
mod places;
pub(crate) mod reading;
mod scope;
mod sections;
mod statistics;
mod tables;
mod ties;
mod topics;

use super::coreference::{self, Pair};
use super::mentions::Context;
use super::numbered::FeatureNames;
use super::ranking;
use super::reader::Reader;
use super::terms::{self, Candidate, Occurrence};
use crate::knowledge::{FeatureId, RelationKind};
use crate::model::{Modality, RuleId};
use crate::text::Span;

pub(crate) use discourse::Discourse;
pub(crate) use frames::Frames;
pub(crate) use groups::{ClauseGroups, Group, all as clause_groups};
pub(crate) use ties::{Bond, Weighed};
pub use ties::{TieNumbers, TieObservation, tie_numbers};

/// One extractor's word that a text links two terms.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Link<'k> {
    /// Index of the candidate it starts from.
    pub(crate) source: usize,
    /// Index of the candidate it leads to.
    pub(crate) target: usize,
    /// Relation kind.
    pub(crate) kind: &'k str,
    /// How it is stated.
    pub(crate) modality: Modality,
    /// The word that states it; empty where structure does.
    pub(crate) predicate: Span,
    /// The words that state it.
    pub(crate) span: Span,
    /// `extractor/rule`.
    pub(crate) rule: RuleId,
    /// How sure the rule is here, 0..=1.
    pub(crate) confidence: f64,
}

/// A link where it is told, and what the models that chose it weigh it by; nothing where a rule of the user states it.
#[derive(Debug, Clone)]
pub(crate) struct Told<'k> {
    pub(crate) link: Link<'k>,
    pub(crate) weighed: Option<Weighed>,
}

impl<'k> Told<'k> {
    /// What is told and where: the same of two is told twice.
    fn statement(&self) -> (Span, usize, usize, &'k str) {
        (self.link.span, self.link.source, self.link.target, self.link.kind)
    }
}

impl Link<'_> {
    /// Whether it links two ends in a given way; kinds without direction link them either way.
    fn is_like(&self, relation: &RelationKind, source: usize, target: usize) -> bool {
        let is_direct = (self.source, self.target) == (source, target);
        let is_back = relation.symmetric && (self.target, self.source) == (source, target);
        self.kind == relation.name && (is_direct || is_back)
    }
}

/// What every extractor may look at: the mentions are settled.
pub(crate) struct Scene<'a> {
    pub(crate) cx: &'a Context<'a>,
    pub(crate) terms: &'a [Candidate<'a>],
    /// Groups of mentions per sentence and clause.
    pub(crate) groups: &'a [Vec<ClauseGroups>],
    pub(crate) occurrences: &'a [Occurrence],
    /// How likely a reader finds the term at each occurrence, 0..=1, in their order.
    pub(crate) likely: &'a [f64],
    /// Names of one thing.
    pub(crate) one_thing: &'a [Pair],
    pub(crate) discourse: &'a Discourse,
    pub(crate) frames: &'a Frames,
    pub(crate) reader: &'a Reader<'a>,
}

impl Scene<'_> {
    /// Concept kind of a term.
    pub(crate) fn kind(&self, term: usize) -> &str {
        self.terms[term].kind
    }

    /// Concept kind that frames and fitted models take a term for.
    pub(crate) fn known_as(&self, term: usize) -> &str {
        self.terms[term].known_as
    }

    /// All names of every term, its label first.
    pub(crate) fn names(&self) -> Vec<Vec<String>> {
        self.terms.iter().map(|term| terms::names(self.cx, term)).collect()
    }

    /// How usual two ends are for a kind of link, by their own kinds or by those they are taken for.
    fn fit(&self, kind: &str, source: usize, target: usize) -> usize {
        let Some(known) = self.cx.knowledge.relation_kind(kind) else { return 0 };
        let own = known.fit(self.kind(source), self.kind(target));
        own.max(known.fit(self.known_as(source), self.known_as(target)))
    }

    /// Places of terms that lie within a span.
    pub(crate) fn occurrences_in(&self, span: Span) -> &[Occurrence] {
        let from = self.occurrences.partition_point(|occurrence| occurrence.span.start < span.start);
        let to = self.occurrences.partition_point(|occurrence| occurrence.span.start < span.end);
        let found = &self.occurrences[from..to.max(from)];
        let last =
            found.iter().rposition(|occurrence| occurrence.span.end <= span.end).map_or(0, |at| at + 1);
        &found[..last]
    }
}

/// One family of statements. Its headings of documentation are fixed, because they become the manual.
pub(crate) trait RelationExtractor: Sync {
    /// Name of the extractor, the first half of its rule ids; frames are named by their pattern files.
    fn name(&self) -> &'static str;
    /// Adds its links.
    fn extract<'a>(&self, scene: &Scene<'a>, found: &mut Vec<Link<'a>>);
}

/// Every family.
pub(crate) const EXTRACTORS: &[&dyn RelationExtractor] = &[
    &frames::FrameLinks,
    &sections::Sections,
    &instances::Instances,
    &scope::ScopeLinks,
    &statistics::Statistics,
    &pairs::Pairs,
    &names::Names,
    &tables::Tables,
    &cases::Cases,
    &advice::Advice,
];

/// What a paper says of its terms: its links, and how much an analyst would want each term.
pub(crate) struct Read<'a> {
    /// In order of the text; of several readings of one statement the likeliest stays, of equals the first by the name of its rule.
    pub(crate) links: Vec<Told<'a>>,
    /// 0..=1, in order of the terms.
    pub(crate) wanted: Vec<f64>,
}

/// Reads the links of a paper: every tie of two terms is judged by itself, terms are ranked again by what that finds, and the ties are
/// judged again by both.
pub(crate) fn read<'a>(scene: &Scene<'a>) -> Read<'a> {
    let said = Said::all(scene);
    let gathered = ties::Gathered::new(scene, &said);
    let (likely, wanted) = judge_alone(scene, &gathered);
    let mut found = gathered.judge_together(scene, &likely, &coreference::shared(scene.one_thing, &wanted));
    own::settle(scene, &mut found, said.own);
    found.sort_by(|a, b| {
        a.statement()
            .cmp(&b.statement())
            .then_with(|| b.link.confidence.total_cmp(&a.link.confidence))
            .then_with(|| a.link.rule.cmp(&b.link.rule))
    });
    found.dedup_by(|a, b| a.statement() == b.statement());
    Read { links: found, wanted }
}

/// The links that every extractor states, by what becomes of them.
struct Said<'a> {
    /// Of kinds that no fitted model knows.
    own: Vec<Link<'a>>,
    /// By headings, tables and names.
    structural: Vec<Link<'a>>,
    /// In sentences.
    stated: Vec<Link<'a>>,
}

impl<'a> Said<'a> {
    fn all(scene: &Scene<'a>) -> Self {
        let (own, fitted) = own::set_apart(scene, all_links(scene));
        let (structural, stated) = fitted.into_iter().partition(is_structural);
        Said { own, structural, stated }
    }
}

/// The ties that are likely when each is judged by itself, and how much each term is wanted then.
fn judge_alone<'j, 'a>(
    scene: &Scene<'a>,
    gathered: &'j ties::Gathered<'a>,
) -> (Vec<ties::Likely<'j, 'a>>, Vec<f64>) {
    let likely = gathered.judge_alone(scene);
    let wanted = ranking::wanted(scene, &ties::bonds(&likely));
    (likely, wanted)
}

/// The links that the ties of a paper make likely, each judged by itself.
pub(crate) fn bonds(scene: &Scene<'_>) -> Vec<Bond> {
    ties::bonds(&ties::Gathered::new(scene, &Said::all(scene)).judge_alone(scene))
}

/// Every pair of mentions with its features, and every tie of two terms with its numbers.
pub(crate) fn observe(
    scene: &Scene<'_>,
    names: &FeatureNames,
    see: &mut dyn FnMut(reading::Pair<'_>),
) -> Vec<TieObservation> {
    let said = Said::all(scene);
    reading::pairs(scene, &reading::by_ends(&said.stated), Some(names), see);
    let gathered = ties::Gathered::new(scene, &said);
    let (likely, wanted) = judge_alone(scene, &gathered);
    ties::observe(scene, &gathered, &likely, &coreference::shared(scene.one_thing, &wanted))
}

/// Shows every pair of mentions, whatever may be said of it.
pub(crate) fn see_pairs(scene: &Scene<'_>, see: &mut dyn FnMut(reading::Pair<'_>)) {
    reading::pairs(scene, &reading::Stated::default(), None, see);
}

/// How cues alone say that a link of a kind is stated, and what else speaks for it.
pub(crate) fn observe_modality(
    scene: &Scene<'_>,
    trigger: modality::Trigger,
    kind: &str,
    names: &FeatureNames,
) -> (&'static str, Vec<FeatureId>) {
    let cues = modality::by_cues(scene.cx, trigger);
    (cues.name(), modality::features(scene.cx, trigger, kind, cues, Some(names)))
}

/// Links that headings, tables and names state; the rest is read in sentences.
fn is_structural(link: &Link<'_>) -> bool {
    ["sections/", "tables/", "names/", "cases/", "advice/"]
        .iter()
        .any(|family| link.rule.0.starts_with(family))
}

/// Everything that any family says, before the readings of one statement are compared; a link of a term to itself is none.
pub(crate) fn all_links<'a>(scene: &Scene<'a>) -> Vec<Link<'a>> {
    let mut found = Vec::new();
    for extractor in EXTRACTORS {
        let before = found.len();
        extractor.extract(scene, &mut found);
        // Frames are named by their pattern files; every other family by itself.
        let family = extractor.name();
        debug_assert!(
            family == frames::NAME || found[before..].iter().all(|link| link.rule.0.starts_with(family))
        );
    }
    found.retain(|link| {
        link.source != link.target
            && link.kind != NONE
            && is_apart(scene, link.source, link.target, link.kind)
    });
    found
}

/// What a pattern names as kind to say that some ends make no link.
const NONE: &str = "none";

/// Two names of which one holds the other are linked by structure only, never by a verb.
fn is_apart(scene: &Scene<'_>, source: usize, target: usize, kind: &str) -> bool {
    let (source, target) = (&scene.terms[source].key, &scene.terms[target].key);
    let structural =
        matches!(kind, "part_of" | "is_a" | "adopts" | "located_in" | "has_indicator" | "example_of");
    structural || !(source.contains(target.as_str()) || target.contains(source.as_str()))
}
