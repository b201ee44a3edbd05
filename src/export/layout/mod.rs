//! Boxes and links -> positions; no chance, no clock, so the same graph always lies the same way.

mod drawing;
mod force;
mod frames;
mod layers;
mod order;
mod place;

pub(super) use drawing::{Direction, Drawing, Sheet, draw};
pub(super) use force::{Point, arrange};
pub(super) use frames::{Frame, draw_columns, draw_framed};

/// Two nodes, from and to.
type Link = (usize, usize);
