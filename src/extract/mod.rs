//! AnnotatedDocument -> Fragment: mentions first, then relation mentions, each with its evidence.

mod aliases;
mod borders;
mod check;
mod features;
mod kinds;
mod mentions;
mod numbered;
mod outline;
mod reader;
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
use reader::Reader;
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

/// A document as the fitting of the network sees it. Words are numbered as the tokens of the document.
#[derive(Debug, Clone)]
pub struct ReadingObservation {
    /// The parts of every word that the network may know.
    pub words: Vec<Vec<String>>,
    /// Every term with the words where it is looked at.
    pub terms: Vec<(String, Vec<Range<usize>>)>,
    /// Every pair of mentions.
    pub pairs: Vec<LookObservation>,
}

/// Two mentions, the right one in the sentence, as the network looks at them.
#[derive(Debug, Clone)]
pub struct LookObservation {
    /// Where the left mention and the right one stand.
    pub spans: [Span; 2],
    /// Index of the sentence of the right one.
    pub sentence: usize,
    /// The words of the two.
    pub words: [Range<usize>; 2],
    /// The verb that governs the right one.
    pub verb: Option<usize>,
    /// The class of their distance.
    pub distance: usize,
    /// The kinds of the two.
    pub kinds: [String; 2],
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
        self.with_scene(doc, |scene| {
            let mut pairs = Vec::new();
            let ties = relations::observe(scene, names, &mut |pair| {
                pairs.push(PairObservation {
                    left: pair.left.1,
                    right: pair.right.1,
                    sentence: pair.sentence,
                    features: pair.features.to_vec(),
                });
            });
            (pairs, ties)
        })
    }

    /// A document as the network sees it when its weights are fitted.
    #[must_use]
    pub fn observe_reading(&self, doc: &AnnotatedDocument) -> ReadingObservation {
        self.with_scene(doc, |scene| {
            let places = reader::places(doc, scene.occurrences, scene.terms.len());
            let terms = scene.terms.iter().map(|candidate| candidate.label.clone()).zip(places);
            let mut pairs = Vec::new();
            relations::see_pairs(scene, &mut |pair| {
                let look = pair.look(doc);
                pairs.push(LookObservation {
                    spans: [pair.left.1, pair.right.1],
                    sentence: pair.sentence,
                    words: [look.left, look.right],
                    verb: look.verb,
                    distance: look.distance,
                    kinds: [pair.left.0, pair.right.0].map(|term| scene.known_as(term).to_owned()),
                });
            });
            ReadingObservation {
                words: (0..doc.tokens.len()).map(|at| reader::pieces(doc.word(at))).collect(),
                terms: terms.collect(),
                pairs,
            }
        })
    }

    /// Every sentence of a document with its mentions and what it may carry over from before.
    #[must_use]
    pub fn observe_statements(&self, doc: &AnnotatedDocument) -> Vec<Statement> {
        self.with_scene(doc, |scene| {
            let with_kind = |(term, span): (usize, Span)| (span, scene.terms[term].kind.to_owned());
            let carried = |sentence| relations::context::carried(scene, sentence).into_iter();
            (0..doc.sentences.len())
                .map(|sentence| Statement {
                    sentence,
                    mentions: relations::context::members(scene, sentence)
                        .into_iter()
                        .map(with_kind)
                        .collect(),
                    context: carried(sentence).map(|(term, span, _)| with_kind((term, span))).collect(),
                })
                .collect()
        })
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

    /// Shows a document with its terms settled.
    fn with_scene<R>(&self, doc: &AnnotatedDocument, see: impl FnOnce(&Scene<'_>) -> R) -> R {
        let (outline, borders) = self.survey(doc);
        let cx = self.context(doc, &outline, &borders);
        let (mut terms, occurrences) = terms::settle(&cx, &mentions::claims(&cx));
        let reader = Reader::new(doc, &self.knowledge.network);
        reader::second_opinion(&cx, &reader, &mut terms, &occurrences);
        let groups = clause_groups(&cx, &terms, &occurrences);
        let discourse = Discourse::build(&cx, &terms, &occurrences, &groups);
        see(&Scene {
            cx: &cx,
            terms: &terms,
            groups: &groups,
            occurrences: &occurrences,
            discourse: &discourse,
            frames: &self.frames,
            reader: &reader,
        })
    }

    /// What one document says.
    #[must_use]
    pub fn extract(&self, doc: AnnotatedDocument) -> Fragment {
        let (terms, mentions, aliases, relations) = self.with_scene(&doc, |scene| {
            let terms = scene.terms.iter().map(|candidate| Term {
                kind: candidate.kind.to_owned(),
                label: candidate.label.clone(),
                language: candidate.language,
                key: candidate.key.clone(),
                score: candidate.salience,
                confidence: candidate.kind_confidence,
            });
            let mentions = scene.occurrences.iter().map(|occurrence| Mention {
                term: occurrence.term,
                span: occurrence.span,
                rule: occurrence.rule.clone(),
                confidence: scene.terms[occurrence.term].termhood,
            });
            let aliases = aliases::find(scene.cx, scene.terms, scene.occurrences);
            let links = relations::links(scene);
            let relations = links.iter().map(|link| relation(&doc, link)).collect();
            (terms.collect(), mentions.collect(), aliases, relations)
        });
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
