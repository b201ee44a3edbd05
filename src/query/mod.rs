//! ConceptGraph -> answers: how two graphs differ, and where two documents agree or contradict each other.

mod compare;
mod diff;

pub use compare::{Claim, Comparison, Disagreement, compare};
pub use diff::{Change, Difference, LinkChange, Outline, OutlineConcept, OutlineLink, diff, outline};
