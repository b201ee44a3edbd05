//! ConceptGraph -> tables by concept: numbers computed after the graph is built.

mod communities;

pub use communities::communities;
