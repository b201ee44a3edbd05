//! AnnotatedDocument -> mentions: author keywords name concepts.

use super::{Claim, Context, MentionExtractor};

/// # What it finds
/// Each keyword that the authors list, whole.
///
/// # Example
/// `关键词：绿色金融；碳市场` => mentions "绿色金融", "碳市场".
/// `Keywords: green finance, carbon market` => mentions "green finance", "carbon market".
///
/// # Why it is believed
/// Authors vouch for their keywords.
///
/// # Known misses
/// Keywords without any separator.
pub(super) struct Keywords;

impl MentionExtractor for Keywords {
    fn name(&self) -> &'static str {
        "keywords"
    }

    fn extract<'a>(&self, cx: &Context<'a>, found: &mut Vec<Claim<'a>>) {
        for (_, spans) in &cx.doc.document.metadata.keywords {
            found.extend(spans.iter().map(|span| Claim { span: *span, kind: None, rule: "keywords/author" }));
        }
    }
}
