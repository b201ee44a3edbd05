//! An empty file -> the tables of a store, as documented in `docs/store.md`.

/// `SNGR`: tells a sinograph store from other SQLite files.
pub(super) const APPLICATION: i32 = 0x534E_4752;
/// Number of the layout; a change of any table raises it.
pub(super) const VERSION: i32 = 2;

/// Tables and views. Positions are bytes where spans are stored for the program, characters in views for people.
pub(super) const TABLES: &str = include_str!("layout.sql");
