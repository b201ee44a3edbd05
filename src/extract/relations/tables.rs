//! Settled mentions -> relation mentions: rows of tables.

use super::{Link, RelationExtractor, Scene};
use crate::knowledge::vocab;
use crate::model::{Modality, RuleId};
use crate::text::Span;

/// # What it finds
/// What a row is about is linked to the concepts of its other cells: policies apply to it, parts belong to it, numbers measure
/// it, the rest goes with it.
///
/// # Example
/// `阶段<tab>政策` over `成长期<tab>税收优惠` => 税收优惠 -applies_to-> 成长期.
/// `stage<tab>actor` over `growth<tab>start-ups` => start-ups -aligned_with-> growth.
/// `2019<tab>2020` => nothing.
///
/// # Why it is believed
/// A row states one thing of its first cell.
///
/// # Known misses
/// Tables read down instead of across; cells that span rows.
pub(super) struct Tables;

impl RelationExtractor for Tables {
    fn name(&self) -> &'static str {
        "tables"
    }

    fn extract<'a>(&self, scene: &Scene<'a>, found: &mut Vec<Link<'a>>) {
        for table in &scene.cx.doc.document.tables {
            for row in table.rows.iter().skip(1) {
                let Some((first, rest)) = row.split_first() else { continue };
                let Some(about) = top(scene, *first).first().copied() else { continue };
                let span = row.iter().fold(*first, |span, cell| span.cover(*cell));
                for cell in rest {
                    for term in top(scene, *cell) {
                        push(scene, about, term, span, found);
                    }
                }
            }
        }
    }
}

/// Terms of a cell that no longer term covers.
fn top(scene: &Scene<'_>, cell: Span) -> Vec<usize> {
    scene
        .occurrences_in(cell)
        .iter()
        .filter(|occurrence| !occurrence.nested && cell.contains(occurrence.span))
        .map(|occurrence| occurrence.term)
        .collect()
}

fn push<'a>(scene: &Scene<'a>, about: usize, term: usize, span: Span, found: &mut Vec<Link<'a>>) {
    let (source, target, kind) = match (scene.kind(about), scene.kind(term)) {
        (_, vocab::INDICATOR) => (about, term, vocab::HAS_INDICATOR),
        (vocab::STAGE | vocab::INDUSTRY | vocab::ACTOR | vocab::REGION, vocab::POLICY) => {
            (term, about, vocab::APPLIES_TO)
        }
        (vocab::POLICY, vocab::STAGE | vocab::INDUSTRY | vocab::ACTOR | vocab::REGION) => {
            (about, term, vocab::APPLIES_TO)
        }
        (vocab::REGION, vocab::MODEL) => (about, term, vocab::ADOPTS),
        (a, b) if a == b => (term, about, vocab::PART_OF),
        (_, vocab::TECHNOLOGY | vocab::CARRIER) => (term, about, vocab::PART_OF),
        _ => (about, term, vocab::ALIGNED_WITH),
    };
    let predicate = Span { start: span.start, end: span.start };
    found.push(Link {
        source,
        target,
        kind,
        modality: Modality::Asserted,
        predicate,
        span,
        rule: RuleId::from("tables/row"),
        confidence: 0.5,
    });
}
