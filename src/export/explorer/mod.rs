//! graph -> one page that shows it: opened from disk, it asks no network; served, it asks for what it does not hold.

mod data;
mod page;

pub use data::Explorer;

use super::{ExportError, ExportFile, Exporter, View};

/// A page to look around in.
pub(super) struct Html;

impl Exporter for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn about(&self) -> &'static str {
        "explore.html, one page for any browser: search, filters, paths, the sentences behind every link"
    }

    fn write(&self, view: &View<'_>) -> Result<Vec<ExportFile>, ExportError> {
        let explorer = Explorer::new(view);
        Ok(vec![ExportFile::new("explore.html", explorer.page(false)?)])
    }
}
