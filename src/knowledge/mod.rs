//! `schema/` and `seeds/` -> what may exist and what is known beforehand; one value, built once, read by every room.

mod bilingual;
mod decisions;
mod error;
mod files;
mod gazetteer;
mod layout;
mod lexicon;
mod network;
mod parts_of_speech;
mod patterns;
mod schema;
mod sparse;
mod trees;
pub mod vocab;

use std::path::PathBuf;

pub use bilingual::Glossary;
pub use decisions::{DECISIONS_FILE, DecidedName, Decisions};
pub use error::KnowledgeError;
pub use gazetteer::{Gazetteer, Place};
pub use layout::Layout;
pub use lexicon::{Head, Lexicon};
pub use network::{Gates, Matrix, N_DISTANCES, Network};
pub use parts_of_speech::{Parts, PartsOfSpeech};
pub use patterns::{Element, Pattern, Role};
pub use schema::{ConceptKind, RelationKind};
pub use sparse::{FeatureId, LINKED, SparseModel, WordNumber, normalize};
pub use trees::{Columns, Trees};

use crate::text::{Digest, Language};
use files::Root;

/// Where knowledge comes from besides the built-in folders, and what of it is used.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// A folder whose files extend or replace those of `schema/`.
    pub schema: Option<PathBuf>,
    /// A folder whose files extend or replace those of `seeds/`.
    pub seeds: Option<PathBuf>,
    /// Leaves out the concept vocabulary (`terms.tsv`), but not the grammar.
    pub no_seed_terms: bool,
    /// A CC-CEDICT file, whose words are added to the glossary.
    pub cedict: Option<PathBuf>,
    /// A `merges.toml`: which names an analyst decided to be one concept or two.
    pub merges: Option<PathBuf>,
}

/// All that is known before the first document is read.
pub struct Knowledge {
    /// Kinds of concepts, in the order of legends.
    pub concepts: Vec<ConceptKind>,
    /// Kinds of relations, in the order of legends.
    pub relations: Vec<RelationKind>,
    /// How parts of a paper announce themselves.
    pub layout: Layout,
    /// Places.
    pub gazetteer: Gazetteer,
    /// Words of both languages that translate each other.
    pub bilingual: Glossary,
    /// What an analyst decided.
    pub decisions: Decisions,
    /// The model that reads links out of pairs of mentions.
    pub pairs: SparseModel,
    /// The model that knows the kind of a concept by its name and how it was claimed.
    pub kinds: SparseModel,
    /// The model that tells how sure a reader is of a link where it is told.
    pub belief: Trees,
    /// The model that tells how a text states a link.
    pub modality: SparseModel,
    /// The model that knows terms by their words alone; its answer is one of the features of [`Knowledge::termhood`].
    pub lexical: SparseModel,
    /// The model that tells terms from phrases.
    pub termhood: Trees,
    /// The model that tells at which places a candidate is a term with the right borders.
    pub unithood: Trees,
    /// What the words of a place and those beside it say of that; one of the features of [`Knowledge::unithood`].
    pub unit_words: SparseModel,
    /// The model that tells whether two terms of a paper are linked.
    pub linked: Trees,
    /// The model that tells in which way they are, if they are.
    pub link_kinds: Trees,
    /// The two of the judgement of a tie beside all others.
    pub linked_together: Trees,
    /// See `linked_together`.
    pub link_kinds_together: Trees,
    /// The model that tells whether the sentences of a tie state any link of two names that are concepts, wanted or not.
    pub stated: Trees,
    /// The model that tells how much a term is wanted once the links of its paper are read.
    pub wanted: Trees,
    /// The model that tells whether two names of a paper are of one thing.
    pub coreference: Trees,
    /// The network that reads sentences.
    pub network: Network,
    /// Weights of the Chinese tagger.
    pub tagger: &'static [u8],
    /// Weights of the English tagger.
    pub english_tagger: &'static [u8],
    /// What English words may be.
    pub parts_of_speech: PartsOfSpeech,
    /// Digest of what the options add to the built-in knowledge; equal fingerprints read a document alike.
    pub fingerprint: String,
    /// Digest of what the options add for joining alone: a dictionary, decisions of an analyst.
    pub joining: String,
    zh: Lexicon,
    en: Lexicon,
}

impl Knowledge {
    /// Loads the built-in knowledge with what the options add to it.
    ///
    /// # Errors
    /// When a file does not follow its format; the message names file, line and remedy.
    pub fn load(options: &Options) -> Result<Self, KnowledgeError> {
        let schema_root = Root::schema(options.schema.as_deref());
        let seeds = Root::seeds(options.seeds.as_deref());
        schema_root.check_overlay(&["concepts.toml", "relations.toml"], "concepts.toml, relations.toml")?;
        seeds.check_overlay(
            &["zh", "en", "regions.tsv", "bilingual.tsv", "layout.toml"],
            "zh/, en/, regions.tsv, bilingual.tsv, layout.toml",
        )?;
        let fingerprint = Digest::default().with(&[u8::from(options.no_seed_terms)]);
        let fingerprint = seeds.digest(schema_root.digest(fingerprint)?)?.finish();
        let concepts = schema::concept_kinds(&schema_root)?;
        let relations = schema::relation_kinds(&schema_root, &concepts)?;
        let kinds: Vec<String> = concepts.iter().map(|kind| kind.name.clone()).collect();
        let decisions = decisions::load(options.merges.as_deref(), &kinds)?;
        let with_terms = !options.no_seed_terms;
        let zh = lexicon::load(&seeds, Language::Zh, &concepts, with_terms)?;
        let en = lexicon::load(&seeds, Language::En, &concepts, with_terms)?;
        for pattern in zh.patterns.iter().chain(&en.patterns) {
            check_pattern(pattern, &concepts, &relations)?;
        }
        Ok(Knowledge {
            layout: layout::load(&seeds)?,
            gazetteer: gazetteer::load(&seeds)?,
            bilingual: bilingual::load(&seeds, options.cedict.as_deref())?,
            joining: joining(options, &decisions)?,
            decisions,
            pairs: sparse::load(&seeds, "pairs.tsv", Some(LINKED))?,
            kinds: sparse::load(&seeds, "kinds.tsv", None)?,
            belief: trees::load(&seeds, "belief.json")?,
            modality: sparse::load(&seeds, "modality.tsv", None)?,
            lexical: sparse::load(&seeds, "lexical.tsv", None)?,
            termhood: trees::load(&seeds, "termhood.json")?,
            unithood: trees::load(&seeds, "unithood.json")?,
            unit_words: sparse::load(&seeds, "unit_words.tsv", None)?,
            linked: trees::load(&seeds, "linked.json")?,
            link_kinds: trees::load(&seeds, "link_kinds.json")?,
            linked_together: trees::load(&seeds, "linked_together.json")?,
            link_kinds_together: trees::load(&seeds, "link_kinds_together.json")?,
            stated: trees::load(&seeds, "stated.json")?,
            wanted: trees::load(&seeds, "wanted.json")?,
            coreference: trees::load(&seeds, "coreference.json")?,
            network: network::load(&seeds)?,
            tagger: seeds.bytes("zh/tagger.bin")?,
            english_tagger: seeds.bytes("en/tagger.bin")?,
            parts_of_speech: parts_of_speech::load(&seeds)?,
            fingerprint,
            concepts,
            relations,
            zh,
            en,
        })
    }

    /// The knowledge of one language.
    #[must_use]
    pub fn lexicon(&self, language: Language) -> &Lexicon {
        match language {
            Language::Zh => &self.zh,
            Language::En => &self.en,
        }
    }

    /// The concept kind of a name.
    #[must_use]
    pub fn concept_kind(&self, name: &str) -> Option<&ConceptKind> {
        self.concepts.iter().find(|kind| kind.name == name)
    }

    /// The kind that rules and fitted models take a concept kind for: itself, unless the schema says what it is like.
    #[must_use]
    pub fn known_as<'k>(&'k self, kind: &'k str) -> &'k str {
        self.concept_kind(kind).and_then(|kind| kind.like.as_deref()).unwrap_or(kind)
    }

    /// The relation kind of a name.
    #[must_use]
    pub fn relation_kind(&self, name: &str) -> Option<&RelationKind> {
        self.relations.iter().find(|kind| kind.name == name)
    }
}

fn check_pattern(
    pattern: &Pattern,
    concepts: &[ConceptKind],
    relations: &[RelationKind],
) -> Result<(), KnowledgeError> {
    let known = |name: &String| name == "none" || relations.iter().any(|kind| kind.name == *name);
    let unknown_relation = std::iter::once(&pattern.kind)
        .chain(pattern.by_target.values())
        .chain(pattern.by_source.values())
        .find(|name| !known(name));
    let unknown_concept = pattern.by_target.keys().chain(pattern.by_source.keys());
    let unknown_concept =
        unknown_concept.into_iter().find(|name| !concepts.iter().any(|kind| kind.name == **name));
    match unknown_relation.or(unknown_concept) {
        None => Ok(()),
        Some(name) => Err(KnowledgeError::Entry {
            file: format!("seeds/{}/patterns", pattern.language.code()),
            entry: pattern.id.clone(),
            problem: format!("there is no kind {name:?}"),
            remedy: "use the names of schema/",
        }),
    }
}

/// Digest of a dictionary's bytes and of an analyst's decisions.
fn joining(options: &Options, decisions: &Decisions) -> Result<String, KnowledgeError> {
    let mut digest = Digest::default().with(decisions.fingerprint.as_bytes());
    if let Some(path) = &options.cedict {
        let bytes = std::fs::read(path)
            .map_err(|source| KnowledgeError::Dictionary { path: path.clone(), source })?;
        digest = digest.with(&bytes);
    }
    Ok(digest.finish())
}
