//! sinograph reads Chinese and English papers into a graph of concepts and typed links.
//!
//! A document passes through rooms in a fixed order; each door hands over one noun:
//!
//! ```text
//! read      bytes             -> Document            text once, sections, tables, metadata
//! segment   Document          -> AnnotatedDocument   sentences, clauses, words, parts of speech
//! extract   AnnotatedDocument -> Fragment            mentions, then relation mentions, each with evidence
//! resolve   all fragments     -> ConceptGraph        which names are one concept; relations between concepts
//! store     fragments, graph <-> one file           documents, what they say, the graph
//! query     ConceptGraph      -> answers             concepts by name, paths, sentences; graphs and documents compared
//! analyze   ConceptGraph      -> tables              communities
//! export    graph and tables  -> files               one file per format
//! ```
//!
//! [`pipeline`] is the only corridor between them. [`knowledge`] holds what is known beforehand, all of it data.

pub mod text;
pub mod model;
pub mod knowledge;
pub mod report;
pub mod read;
pub mod segment;
pub mod extract;
pub mod resolve;
pub mod store;
pub mod query;
pub mod analyze;
pub mod export;
pub mod pipeline;
pub mod cli;
