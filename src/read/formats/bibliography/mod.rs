//! Exports of literature databases -> one document per record: its title, abstract and keywords.

mod bibtex;
mod citation;
mod cnki;
mod cnki_table;
mod csl;
mod endnote;
mod noteexpress;
mod refworks;
mod ris;
mod tagged;
mod wos;

pub(super) use bibtex::BibTex;
pub(super) use cnki::Cnki;
pub(super) use cnki_table::CnkiTable;
pub(super) use csl::CslJson;
pub(super) use endnote::EndNote;
pub(super) use noteexpress::NoteExpress;
pub(super) use refworks::RefWorks;
pub(super) use ris::Ris;
pub(super) use wos::WebOfScience;
