//! ConceptGraph -> answers: concepts by name, what is around them, how they connect, who says so; and the part of it that is asked for.

mod find;
mod neighbours;
mod paths;
mod selection;
mod statements;

pub use find::{Found, Hit, Match, find, search};
pub use neighbours::{Neighbour, links, neighbours, papers_of};
pub use paths::{Step, Way, paths};
pub use selection::{Selection, select};
pub use statements::{Paper, Statement, papers, sentence, statements};
