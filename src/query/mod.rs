//! ConceptGraph -> answers: concepts by name, what is around them, how they connect, who says so; the part of it that is asked for;
//! how two graphs differ, and where two documents agree or contradict each other.

mod compare;
mod diff;
mod find;
mod neighbours;
mod paths;
mod selection;
mod statements;

pub use compare::{Claim, Comparison, Disagreement, compare};
pub use diff::{Change, Difference, LinkChange, Outline, OutlineConcept, OutlineLink, diff, outline};
pub use find::{Found, Hit, Match, Probe, find, search};
pub use neighbours::{Neighbour, links, neighbours, papers_of};
pub use paths::{Step, Way, paths};
pub use selection::{Selection, select};
pub use statements::{Paper, Statement, links_between, links_of, papers, sentence, statements};
