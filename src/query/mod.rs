//! ConceptGraph -> answers: the part of it that is asked for.

mod selection;

pub use selection::{Selection, select};
