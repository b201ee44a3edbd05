//! The nouns of the walk, as plain data: what each room hands to the next.

mod annotated;
mod document;
mod evidence;
mod fragment;
mod graph;
mod tables;
mod work;

pub use annotated::{AnnotatedDocument, Clause, Sentence, Tag, Token};
pub use document::{Block, BlockKind, Document, Labels, Metadata, PageStart, Section, Table, Zone};
pub use evidence::{Confidence, Evidence, Modality, RuleId};
pub use fragment::{AliasMention, Fragment, Mention, RelationMention, Term, TermId};
pub use graph::{Concept, ConceptGraph, ConceptId, MergeReason, Relation, RelationKey};
pub use tables::{Communities, Community, Findings, Gaps, Matrix, Rank, Tables};
pub use work::{Imprint, works};
