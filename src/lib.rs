//! sinograph.
pub mod text;
pub mod model;
pub mod knowledge;
pub mod read;
pub mod segment;
pub mod extract;
