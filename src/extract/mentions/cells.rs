//! AnnotatedDocument -> mentions: cells of tables.

use super::{Claim, Context, MentionExtractor};
use crate::text::{Span, language_of};

/// # What it finds
/// A short cell of a table, and each member of a list inside a cell; headers and numbers are left out.
///
/// # Example
/// `阶段<tab>政策` over `成长期<tab>税收优惠、政府采购` => mentions "成长期", "税收优惠", "政府采购".
/// `Stage<tab>Policy` over `growth<tab>tax credit` => mentions "growth", "tax credit".
/// `2020<tab>3.5` => nothing.
///
/// # Why it is believed
/// A cell is a whole name set apart by the author.
///
/// # Known misses
/// Cells that hold sentences.
pub(super) struct Cells;

/// Longest cell that is one name, in characters of Chinese; English may take three times as many.
const LONGEST: usize = 18;

impl MentionExtractor for Cells {
    fn name(&self) -> &'static str {
        "cells"
    }

    fn extract<'a>(&self, cx: &Context<'a>, found: &mut Vec<Claim<'a>>) {
        for table in &cx.doc.document.tables {
            for cell in table.rows.iter().skip(1).flatten() {
                for span in parts(cx, *cell) {
                    found.push(Claim { span, kind: None, rule: "cells/cell" });
                }
            }
        }
    }
}

/// The names in a cell: the cell itself, or the members of its list.
pub(crate) fn parts(cx: &Context<'_>, cell: Span) -> Vec<Span> {
    let text = cx.slice(cell);
    let mut spans = Vec::new();
    let mut start = 0;
    for part in text.split(['、', ';', '；', '，', ',']) {
        let offset = cell.start as usize + start;
        spans.push(Span::new(offset, offset + part.len()).trimmed(&cx.doc.document.text));
        start += part.len();
        start += text[start..].chars().next().map_or(0, char::len_utf8);
    }
    spans.retain(|span| {
        let part = cx.slice(*span);
        let limit = if language_of(part) == crate::text::Language::Zh { LONGEST } else { LONGEST * 3 };
        let n_letters = part.chars().filter(|c| c.is_alphabetic()).count();
        let n_digits = part.chars().filter(char::is_ascii_digit).count();
        (2..=limit).contains(&part.chars().count()) && n_letters >= 2 && n_digits * 2 < n_letters
    });
    spans
}
