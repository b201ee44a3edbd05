//! Document in traditional characters -> the same in simplified ones for the rooms that read, and back.
//!
//! Dictionary, vocabulary and rules are in simplified characters. Both texts have every character in the same place, so what
//! was found in the one stands under the same spans in the other, and every quote shows what the paper printed.

use std::borrow::Cow;

use crate::model::{Document, Fragment};
use crate::text::simplified_in_place;

/// The document in simplified characters; `None` where it is so already.
pub(super) fn simplified(document: &Document) -> Option<Document> {
    let Cow::Owned(text) = simplified_in_place(&document.text) else { return None };
    Some(Document { text, ..document.clone() })
}

/// What was read from the simplified document, shown in the characters of the document itself.
pub(super) fn restored(mut fragment: Fragment, document: Document) -> Fragment {
    let read = std::mem::replace(&mut fragment.document, document);
    let printed = &fragment.document.text;
    for mention in &fragment.mentions {
        let term = &mut fragment.terms[mention.term];
        if mention.span.of(&read.text) == term.label {
            mention.span.of(printed).clone_into(&mut term.label);
        }
    }
    for relation in fragment.relations.iter_mut().filter(|relation| !relation.predicate.is_empty()) {
        let start = relation.span.range().start;
        if let Some(at) = relation.span.of(&read.text).find(&relation.predicate) {
            printed[start + at..start + at + relation.predicate.len()].clone_into(&mut relation.predicate);
        }
    }
    fragment
}
