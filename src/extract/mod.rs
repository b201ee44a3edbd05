//! AnnotatedDocument -> Fragment: mentions first, then relation mentions, each with its evidence.

mod aliases;
mod belief;
mod borders;
mod check;
mod compounds;
mod coreference;
mod features;
mod kinds;
mod mentioned;
mod mentions;
mod numbered;
mod outline;
mod ranking;
mod reader;
mod relations;
mod salience;
mod terms;
mod trim;
mod unithood;

use std::ops::Range;

pub use check::check_patterns;
pub use features::Features;
pub use numbered::FeatureNames;
pub use reader::words_of;
pub use relations::{TieNumbers, TieObservation, tie_numbers};

use crate::knowledge::{FeatureId, Knowledge};
use crate::model::{AnnotatedDocument, Fragment, RelationMention, Term};
use crate::text::{Language, Span};

use borders::Borders;
use mentions::{Context, Matcher};
use reader::Reader;
use relations::{Discourse, Frames, Link, Scene, Told, clause_groups};
use unithood::Places;

/// A candidate term as the fitting of weights sees it.
#[derive(Debug, Clone)]
pub struct Observation {
    /// How it is written.
    pub label: String,
    /// All its names, the label first.
    pub names: Vec<String>,
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
    /// All names of the two.
    pub names: [Vec<String>; 2],
    /// Index of the sentence.
    pub sentence: usize,
    /// What is known of the pair.
    pub features: Vec<FeatureId>,
}

impl PairObservation {
    fn new(pair: &relations::reading::Pair<'_>, names: &[Vec<String>]) -> Self {
        PairObservation {
            left: pair.left.1,
            right: pair.right.1,
            names: [pair.left.0, pair.right.0].map(|term| names[term].clone()),
            sentence: pair.sentence,
            features: pair.features.to_vec(),
        }
    }
}

/// A link as the fitting of weights sees it when they learn how texts state links.
#[derive(Debug, Clone)]
pub struct ModalityObservation<T> {
    /// What those who read it say.
    pub known: T,
    /// The language of its sentence.
    pub language: Language,
    /// How it would be stated by cues alone.
    pub by_cues: &'static str,
    /// What speaks for it.
    pub features: Vec<FeatureId>,
}

/// A link where it is told, as the fitting of weights sees it.
#[derive(Debug, Clone)]
pub struct BeliefObservation {
    /// The words that tell it.
    pub passage: Span,
    /// Its kind.
    pub kind: String,
    /// Where source and target stand in these words, or else in the document.
    pub places: [Vec<Span>; 2],
    /// All names of source and target.
    pub names: [Vec<String>; 2],
    /// What is known of it there, by name; what is not listed is 0.
    pub features: Vec<(String, f64)>,
}

/// A document as the fitting of the network sees it. Words are numbered as the tokens of the document.
#[derive(Debug, Clone)]
pub struct ReadingObservation {
    /// The parts of every word that the network may know.
    pub words: Vec<Vec<String>>,
    /// The names of every term, and the words where it is looked at.
    pub terms: Vec<(Vec<String>, Vec<Range<usize>>)>,
    /// Every pair of mentions.
    pub pairs: Vec<LookObservation>,
}

/// Two mentions, the right one in the sentence, as the network looks at them.
#[derive(Debug, Clone)]
pub struct LookObservation {
    /// All names of the two.
    pub names: [Vec<String>; 2],
    /// Index of the sentence of the right one.
    pub sentence: usize,
    /// Where the two stand.
    pub spans: [Span; 2],
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
        self.with_context(doc, |cx| {
            let candidates = terms::candidates(cx, &mentions::claims(cx));
            let observation = |candidate: terms::Candidate<'_>| Observation {
                voted: candidate.voted.0.to_owned(),
                kind_features: kinds::features(&candidate, Some(names)),
                names: terms::names(cx, &candidate),
                label: candidate.label,
                language: candidate.language,
                kind: candidate.kind.to_owned(),
                features: candidate.features,
            };
            candidates.into_iter().map(observation).collect()
        })
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
            let all_names = scene.names();
            let ties = relations::observe(scene, names, &mut |pair| {
                pairs.push(PairObservation::new(&pair, &all_names));
            });
            (pairs, ties)
        })
    }

    /// What is `known` of the modality of links of two mentions, by their kinds, with what speaks for it.
    /// Adds the names of its features to `names`.
    #[must_use]
    pub fn observe_modality<T>(
        &self,
        doc: &AnnotatedDocument,
        names: &FeatureNames,
        known: &dyn Fn(&PairObservation) -> Vec<(String, T)>,
    ) -> Vec<ModalityObservation<T>> {
        self.with_scene(doc, |scene| {
            let mut found = Vec::new();
            let all_names = scene.names();
            relations::see_pairs(scene, &mut |pair| {
                for (kind, known) in known(&PairObservation::new(&pair, &all_names)) {
                    let (by_cues, features) =
                        relations::observe_modality(scene, pair.governed_by(scene), &kind, names);
                    let language = doc.sentences[pair.sentence].language;
                    found.push(ModalityObservation { known, language, by_cues, features });
                }
            });
            found
        })
    }

    /// The links of a document where they are told, with what a reader's belief is weighed by.
    #[must_use]
    pub fn observe_beliefs(&self, doc: &AnnotatedDocument) -> Vec<BeliefObservation> {
        self.with_scene(doc, |scene| {
            let relations::Read { links, wanted } = relations::read(scene);
            let places = Places::new(scene, &wanted, &links);
            let (all_names, all) = (scene.names(), Span::new(0, doc.document.text.len()));
            let observation = |told: &Told<'_>| BeliefObservation {
                passage: told.link.span,
                kind: told.link.kind.to_owned(),
                places: [told.link.source, told.link.target].map(|end| {
                    let here = places.of(end, told.link.span);
                    if here.is_empty() { places.of(end, all) } else { here }
                }),
                names: [told.link.source, told.link.target].map(|end| all_names[end].clone()),
                features: belief::features(scene, &places, told),
            };
            links.iter().map(observation).collect()
        })
    }

    /// A document as the network sees it when its weights are fitted.
    #[must_use]
    pub fn observe_reading(&self, doc: &AnnotatedDocument) -> ReadingObservation {
        self.with_scene(doc, |scene| {
            let places = reader::places(doc, scene.occurrences, scene.terms.len());
            let all_names = scene.names();
            let mut pairs = Vec::new();
            relations::see_pairs(scene, &mut |pair| {
                let look = pair.look(doc);
                pairs.push(LookObservation {
                    names: [pair.left.0, pair.right.0].map(|term| all_names[term].clone()),
                    sentence: pair.sentence,
                    spans: [pair.left.1, pair.right.1],
                    words: [look.left, look.right],
                    verb: look.verb,
                    distance: look.distance,
                    kinds: [pair.left.0, pair.right.0].map(|term| scene.known_as(term).to_owned()),
                });
            });
            ReadingObservation {
                words: (0..doc.tokens.len()).map(|at| reader::pieces(doc.word(at))).collect(),
                terms: all_names.into_iter().zip(places).collect(),
                pairs,
            }
        })
    }

    /// Every term of a document with its names and what is known of it when its ties are judged by themselves.
    #[must_use]
    pub fn observe_ranking(&self, doc: &AnnotatedDocument) -> Vec<(Vec<String>, Features)> {
        self.with_scene(doc, |scene| {
            let features = ranking::features(scene, &relations::bonds(scene));
            scene.names().into_iter().zip(features).collect()
        })
    }

    /// Every two names of a document that may be of one thing, all forms of either, and what is known of them.
    #[must_use]
    pub fn observe_coreference(&self, doc: &AnnotatedDocument) -> Vec<([Vec<String>; 2], Features)> {
        self.with_scene(doc, |scene| {
            let names = scene.names();
            let places = (scene.occurrences, scene.likely);
            coreference::observe(scene.cx, scene.reader, scene.terms, places)
                .into_iter()
                .map(|(long, short, features)| ([names[long].clone(), names[short].clone()], features))
                .collect()
        })
    }

    /// Every place where a candidate stands, before any is dropped, with what is known of it and of its words.
    /// Adds the names of the features of words to `names`.
    #[must_use]
    pub fn observe_places(
        &self,
        doc: &AnnotatedDocument,
        names: &FeatureNames,
    ) -> Vec<(Span, Features, Vec<FeatureId>)> {
        self.with_context(doc, |cx| {
            let (candidates, occurrences) = terms::placed(cx, &mentions::claims(cx));
            let features = unithood::features(cx, &candidates, &occurrences).into_iter();
            let place = |(occurrence, features): (&terms::Occurrence, Features)| {
                (occurrence.span, features, unithood::words(cx, occurrence.span, Some(names)))
            };
            occurrences.iter().zip(features).map(place).collect()
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

    /// Shows a document with what is known of it before its terms.
    fn with_context<R>(&self, doc: &AnnotatedDocument, see: impl FnOnce(&Context<'_>) -> R) -> R {
        let (outline, borders) = (outline::build(doc), Borders::new(doc, self.knowledge));
        let (knowledge, matcher) = (self.knowledge, &self.matcher);
        let bare = Context { doc, knowledge, outline: &outline, matcher, borders: &borders, statistics: &[] };
        let statistics = mentions::statistics(&bare);
        see(&Context { statistics: &statistics, ..bare })
    }

    /// Shows a document with its terms settled.
    fn with_scene<R>(&self, doc: &AnnotatedDocument, see: impl FnOnce(&Scene<'_>) -> R) -> R {
        self.with_context(doc, |cx| {
            let (mut terms, occurrences) = terms::settle(cx, &mentions::claims(cx));
            // Before the network is heard, as the model was fitted.
            let likely = unithood::likely(cx, &terms, &occurrences);
            let reader = Reader::new(doc, &self.knowledge.network);
            reader::second_opinion(cx, &reader, &mut terms, &occurrences);
            let groups = clause_groups(cx, &terms, &occurrences);
            let discourse = Discourse::build(cx, &terms, &occurrences, &groups);
            let one_thing = coreference::judge(cx, &reader, &terms, (&occurrences, &likely));
            see(&Scene {
                cx,
                terms: &terms,
                groups: &groups,
                occurrences: &occurrences,
                likely: &likely,
                one_thing: &one_thing,
                discourse: &discourse,
                frames: &self.frames,
                reader: &reader,
            })
        })
    }

    /// What one document says.
    #[must_use]
    pub fn extract(&self, doc: AnnotatedDocument) -> Fragment {
        let (terms, mentions, aliases, relations) = self.with_scene(&doc, |scene| {
            let relations::Read { links, wanted } = relations::read(scene);
            let places = Places::new(scene, &wanted, &links);
            let mentions = mentioned::mentions(scene, &places);
            let mut aliases = aliases::find(scene.cx, scene.terms, scene.occurrences);
            aliases.extend(coreference::aliases(scene.one_thing));
            aliases.sort();
            let term = |(candidate, score): (&terms::Candidate<'_>, f64)| Term {
                kind: candidate.kind.to_owned(),
                label: candidate.label.clone(),
                language: candidate.language,
                key: candidate.key.clone(),
                score,
                confidence: candidate.kind_confidence,
            };
            let terms = scene.terms.iter().zip(wanted).map(term).collect();
            let relations = links
                .iter()
                .map(|told| relation(&doc, &told.link, belief::of(scene, &places, told)))
                .collect();
            (terms, mentions, aliases, relations)
        });
        mentioned::only_mentioned(Fragment { document: doc.document, terms, mentions, aliases, relations })
    }
}

fn relation(doc: &AnnotatedDocument, link: &Link<'_>, confidence: f64) -> RelationMention {
    RelationMention {
        source: link.source,
        target: link.target,
        kind: link.kind.to_owned(),
        modality: link.modality,
        predicate: doc.document.slice(link.predicate).to_owned(),
        span: link.span,
        rule: link.rule.clone(),
        confidence,
    }
}
