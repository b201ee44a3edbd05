//! Settled mentions -> relation mentions: two names joined by "and" that a word sets side by side.

use super::modality::{self, Trigger};
use super::{Link, RelationExtractor, Scene};
use crate::model::RuleId;

/// # What it finds
/// `A与B` followed by a word of difference, agreement or exchange.
///
/// # Example
/// `人才培养与市场需求脱节` => 人才培养 -contrasts_with-> 市场需求.
/// `Universities and firms collaborate` => Universities -interacts_with-> firms.
/// `大学与企业发展` => nothing.
///
/// # Why it is believed
/// The verb needs two sides, and two stand before it.
///
/// # Known misses
/// Three names and more.
pub(super) struct Pairs;

/// Word classes that need two sides, the relation they state, and how sure.
const CLASSES: &[(&str, &str, &str, f64)] = &[
    ("pair_contrast", "contrasts_with", "pairs/contrast", 0.6),
    ("pair_align", "aligned_with", "pairs/align", 0.5),
    ("pair_interact", "interacts_with", "pairs/interact", 0.55),
];

impl RelationExtractor for Pairs {
    fn name(&self) -> &'static str {
        "pairs"
    }

    fn extract<'a>(&self, scene: &Scene<'a>, found: &mut Vec<Link<'a>>) {
        let cx = scene.cx;
        for (sentence, annotated) in cx.doc.sentences.iter().enumerate() {
            for (clause, groups) in scene.groups[sentence].iter().enumerate() {
                for group in groups.groups.iter().filter(|group| group.terms.len() == 2) {
                    let end = annotated.clauses[clause].tokens.end;
                    let after = (group.tokens.end..end).take(3);
                    for at in after {
                        let word = cx.word(at).to_lowercase();
                        let class =
                            CLASSES.iter().find(|(class, ..)| cx.is_in(annotated.language, class, &word));
                        let Some((_, kind, rule, confidence)) = class else { continue };
                        found.push(Link {
                            source: group.terms[0],
                            target: group.terms[1],
                            kind,
                            modality: modality::of_trigger(cx, Trigger { sentence, clause, token: at }, kind),
                            predicate: cx.doc.tokens[at].span,
                            span: annotated.span,
                            rule: RuleId::from(*rule),
                            confidence: *confidence,
                        });
                        break;
                    }
                }
            }
        }
    }
}
