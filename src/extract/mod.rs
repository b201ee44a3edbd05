//! AnnotatedDocument -> Fragment: mentions first, then relation mentions, each with its evidence.

mod aliases;
mod borders;
mod check;
mod features;
mod kinds;
mod mentions;
mod numbered;
mod outline;
mod relations;
mod salience;
mod terms;
mod trim;

use std::ops::Range;

pub use check::check_patterns;
pub use features::Features;
pub use numbered::FeatureNames;
pub use relations::{TieObservation, tie_numbers};

use crate::knowledge::{FeatureId, Knowledge};
use crate::model::{AnnotatedDocument, Fragment, Mention, RelationMention, Term};
use crate::text::{Language, Span};
use borders::Borders;
use mentions::{Context, Matcher};
use outline::Outline;
use relations::{Discourse, Frames, Link, Scene, clause_groups};

/// A candidate term as the fitting of weights sees it.
#[derive(Debug, Clone)]
pub struct Observation {
    /// How it is written.
    pub label: String,
    /// Its language.
    pub language: Language,
    /// The kind it would have.
    pub kind: String,
    /// What is known of it.
    pub features: Features,
    /// The kind that votes alone would give it.
    pub voted: String,
    /// What speaks for its kind.
    pub kind_features: Vec<FeatureId>,
}

/// Two mentions, the right one in the sentence, as the fitting of weights sees them.
#[derive(Debug, Clone)]
pub struct PairObservation {
    /// Where the mention on the left stands.
    pub left: Span,
    /// Where the mention on the right stands.
    pub right: Span,
    /// Index of the sentence.
    pub sentence: usize,
    /// What is known of the pair.
    pub features: Vec<FeatureId>,
}

/// One sentence with the mentions that may be linked in it, as readers judge it and the fitting of weights sees it.
#[derive(Debug, Clone)]
pub struct Statement {
    /// Index of the sentence.
    pub sentence: usize,
    /// The mentions of the sentence in order, each with its kind.
    pub mentions: Vec<(Span, String)>,
    /// Mentions before it that its clauses may speak of without naming them, each with its kind.
    pub context: Vec<(Span, String)>,
}

/// Reads terms and statements out of documents; holds the compiled vocabulary, so make one and share it.
pub struct Extractor<'k> {
    knowledge: &'k Knowledge,
    matcher: Matcher,
    frames: Frames,
}

impl<'k> Extractor<'k> {
    /// Compiles the vocabulary and the patterns.
    #[must_use]
    pub fn new(knowledge: &'k Knowledge) -> Self {
        Extractor { knowledge, matcher: Matcher::new(knowledge), frames: Frames::new(knowledge) }
    }

    /// Every candidate of a document before any is dropped, with its features: what weights are fitted on.
    /// Adds the names of the features of kinds to `names`.
    #[must_use]
    pub fn observe(&self, doc: &AnnotatedDocument, names: &FeatureNames) -> Vec<Observation> {
        let (outline, borders) = self.survey(doc);
        let cx = self.context(doc, &outline, &borders);
        let candidates = terms::candidates(&cx, &mentions::claims(&cx));
        let observation = |candidate: terms::Candidate<'_>| Observation {
            voted: candidate.voted.0.to_owned(),
            kind_features: kinds::features(&candidate, Some(names)),
            label: candidate.label,
            language: candidate.language,
            kind: candidate.kind.to_owned(),
            features: candidate.features,
        };
        candidates.into_iter().map(observation).collect()
    }

    /// Every pair of mentions of a document and every tie of two terms, before any is judged: what weights are fitted on.
    /// Adds the names of the pairs' features to `names`.
    #[must_use]
    pub fn observe_links(
        &self,
        doc: &AnnotatedDocument,
        names: &FeatureNames,
    ) -> (Vec<PairObservation>, Vec<TieObservation>) {
        let (outline, borders) = self.survey(doc);
        let cx = self.context(doc, &outline, &borders);
        let (candidates, occurrences) = terms::settle(&cx, &mentions::claims(&cx));
        let groups = clause_groups(&cx, &candidates, &occurrences);
        let discourse = Discourse::build(&cx, &candidates, &occurrences, &groups);
        let scene = self.scene(&cx, &candidates, &occurrences, &groups, &discourse);
        let mut pairs = Vec::new();
        let ties = relations::observe(&scene, names, &mut |pair| {
            pairs.push(PairObservation {
                left: pair.left.1,
                right: pair.right.1,
                sentence: pair.sentence,
                features: pair.features.to_vec(),
            });
        });
        (pairs, ties)
    }

    /// Every sentence of a document with its mentions and what it may carry over from before.
    #[must_use]
    pub fn observe_statements(&self, doc: &AnnotatedDocument) -> Vec<Statement> {
        let (outline, borders) = self.survey(doc);
        let cx = self.context(doc, &outline, &borders);
        let (candidates, occurrences) = terms::settle(&cx, &mentions::claims(&cx));
        let groups = clause_groups(&cx, &candidates, &occurrences);
        let discourse = Discourse::build(&cx, &candidates, &occurrences, &groups);
        let scene = self.scene(&cx, &candidates, &occurrences, &groups, &discourse);
        let with_kind = |(term, span): (usize, Span)| (span, candidates[term].kind.to_owned());
        (0..doc.sentences.len())
            .map(|sentence| Statement {
                sentence,
                mentions: relations::context::members(&scene, sentence).into_iter().map(with_kind).collect(),
                context: relations::context::carried(&scene, sentence)
                    .into_iter()
                    .map(|(term, span, _)| with_kind((term, span)))
                    .collect(),
            })
            .collect()
    }

    /// Every stretch of a document's sentences that could be a term, with its sentence: what [`Extractor::observe_stretch`] is for.
    #[must_use]
    pub fn stretches(&self, doc: &AnnotatedDocument) -> Vec<(usize, Range<usize>)> {
        let of = |(at, sentence)| borders::stretches(doc, sentence).map(move |tokens| (at, tokens));
        doc.sentences.iter().enumerate().flat_map(of).collect()
    }

    /// What the model of borders sees of a stretch of a sentence. Adds the names of the features to `names`.
    #[must_use]
    pub fn observe_stretch(
        &self,
        doc: &AnnotatedDocument,
        (sentence, tokens): &(usize, Range<usize>),
        names: &FeatureNames,
    ) -> Vec<FeatureId> {
        borders::features(doc, &doc.sentences[*sentence], tokens, names)
    }

    /// What is known of a document before its terms.
    fn survey(&self, doc: &AnnotatedDocument) -> (Outline, Borders) {
        (outline::build(doc), Borders::new(doc, self.knowledge))
    }

    fn context<'a>(
        &'a self,
        doc: &'a AnnotatedDocument,
        outline: &'a Outline,
        borders: &'a Borders,
    ) -> Context<'a> {
        Context { doc, knowledge: self.knowledge, outline, matcher: &self.matcher, borders }
    }

    fn scene<'a>(
        &'a self,
        cx: &'a Context<'a>,
        terms: &'a [terms::Candidate<'a>],
        occurrences: &'a [terms::Occurrence],
        groups: &'a [Vec<relations::ClauseGroups>],
        discourse: &'a Discourse,
    ) -> Scene<'a> {
        Scene { cx, terms, groups, occurrences, discourse, frames: &self.frames }
    }

    /// What one document says.
    #[must_use]
    pub fn extract(&self, doc: AnnotatedDocument) -> Fragment {
        let (outline, borders) = self.survey(&doc);
        let cx = self.context(&doc, &outline, &borders);
        let claims = mentions::claims(&cx);
        let (candidates, occurrences) = terms::settle(&cx, &claims);
        let groups = clause_groups(&cx, &candidates, &occurrences);
        let discourse = Discourse::build(&cx, &candidates, &occurrences, &groups);
        let scene = self.scene(&cx, &candidates, &occurrences, &groups, &discourse);
        let links = relations::links(&scene);
        let aliases = aliases::find(&cx, &candidates, &occurrences);
        let relations = links.iter().map(|link| relation(&doc, link)).collect();
        let mentions = occurrences.iter().map(|occurrence| Mention {
            term: occurrence.term,
            span: occurrence.span,
            rule: occurrence.rule.clone(),
            confidence: candidates[occurrence.term].termhood,
        });
        let mentions = mentions.collect();
        let terms = candidates.iter().map(|candidate| Term {
            kind: candidate.kind.to_owned(),
            label: candidate.label.clone(),
            language: candidate.language,
            key: candidate.key.clone(),
            score: candidate.salience,
            confidence: candidate.kind_confidence,
        });
        let terms = terms.collect();
        Fragment { document: doc.document, terms, mentions, aliases, relations }
    }
}

fn relation(doc: &AnnotatedDocument, link: &Link<'_>) -> RelationMention {
    RelationMention {
        source: link.source,
        target: link.target,
        kind: link.kind.to_owned(),
        modality: link.modality,
        predicate: doc.document.slice(link.predicate).to_owned(),
        span: link.span,
        rule: link.rule.clone(),
        confidence: link.confidence,
    }
}
