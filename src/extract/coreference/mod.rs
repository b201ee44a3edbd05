//! Settled mentions -> which names of a paper are names of one thing: `Housing Finance Centre (HFC)` and HFC, 专家巡诊模式 and 专家巡诊.
//!
//! Boosted trees judge every two names of which one holds the other, abbreviates it or stands in brackets behind it. They see what is left
//! of the longer name, how both are used (whether the shorter one follows the longer one, behind "the" or 该, or beside it in one list),
//! and how many other names hold the shorter one. To judge names two by two by such numbers is the way of W. Soon, H. Ng and D. Lim
//! (*A machine learning approach to coreference resolution of noun phrases*, 2001).

mod names;
mod numbers;

use rustc_hash::{FxHashMap, FxHashSet};

use super::features::Features;
use super::mentions::Context;
use super::reader::Reader;
use super::terms::{Candidate, Occurrence};
use crate::model::{AliasMention, RuleId};
use crate::text::Span;
use names::Names;

/// How likely two names must be of one thing to be taken for one, which strict readers find right in four of five (docs/quality.md); and how
/// likely for a doubt that an analyst is shown.
const LEAST_LIKELY: f64 = 0.65;
const LEAST_DOUBTED: f64 = 0.5;

/// What is seen of two names of a paper: their indexes, the longer one first, and numbers.
pub(super) type Seen = (usize, usize, Features);

/// Two names that are likely of one thing.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Pair {
    long: usize,
    short: usize,
    /// How likely, 0..=1.
    chance: f64,
    /// Where they are nearest to each other.
    span: Span,
}

impl Pair {
    fn is_sure(&self) -> bool {
        self.chance >= LEAST_LIKELY
    }
}

/// The pairs of names of a paper that are likely of one thing, or perhaps, in order. `places` are where terms stand and how likely a reader
/// finds them there.
pub(super) fn judge(
    cx: &Context<'_>,
    reader: &Reader<'_>,
    terms: &[Candidate<'_>],
    places: (&[Occurrence], &[f64]),
) -> Vec<Pair> {
    let trees = &cx.knowledge.coreference;
    if trees.is_empty() {
        return Vec::new();
    }
    let names = Names::new(cx, reader, terms, places);
    let pair = |(long, short, features): Seen| {
        let chance = trees.probability(features.iter());
        let span = (chance >= LEAST_DOUBTED).then(|| names.nearest(long, short)).flatten()?;
        Some(Pair { long, short, chance, span })
    };
    only_likeliest(names.pairs().into_iter().filter_map(pair).collect())
}

/// A name within two that are not one thing, 框架 of 时间框架 and 空间框架, is short for the likelier of them only.
fn only_likeliest(mut pairs: Vec<Pair>) -> Vec<Pair> {
    let mut likeliest: FxHashMap<usize, (f64, usize)> = FxHashMap::default();
    let mut sure: FxHashSet<[usize; 2]> = FxHashSet::default();
    for pair in pairs.iter().filter(|pair| pair.is_sure()) {
        let best = likeliest.entry(pair.short).or_insert((pair.chance, pair.long));
        if pair.chance > best.0 {
            *best = (pair.chance, pair.long);
        }
        sure.extend([[pair.long, pair.short], [pair.short, pair.long]]);
    }
    pairs.retain(|pair| {
        let best = likeliest.get(&pair.short).map_or(pair.long, |(_, long)| *long);
        !pair.is_sure() || best == pair.long || sure.contains(&[best, pair.long])
    });
    pairs
}

/// The same as statements of the paper.
pub(super) fn aliases(pairs: &[Pair]) -> impl Iterator<Item = AliasMention> {
    pairs.iter().map(|pair| {
        let rule = if pair.is_sure() { AliasMention::ONE_THING } else { AliasMention::PERHAPS_ONE_THING };
        let (left, right) = (pair.long.min(pair.short), pair.long.max(pair.short));
        AliasMention { left, right, span: pair.span, rule: RuleId::from(rule) }
    })
}

/// How much terms are wanted where names of one thing are wanted alike.
pub(super) fn shared(pairs: &[Pair], wanted: &[f64]) -> Vec<f64> {
    let mut wanted = wanted.to_vec();
    for pair in pairs.iter().filter(|pair| pair.is_sure()) {
        let most = wanted[pair.long].max(wanted[pair.short]);
        wanted[pair.long] = most;
        wanted[pair.short] = most;
    }
    wanted
}

/// All pairs that are judged, with what is known of them.
pub(super) fn observe(
    cx: &Context<'_>,
    reader: &Reader<'_>,
    terms: &[Candidate<'_>],
    places: (&[Occurrence], &[f64]),
) -> Vec<Seen> {
    Names::new(cx, reader, terms, places).pairs()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(long: usize, short: usize, chance: f64) -> Pair {
        Pair { long, short, chance, span: Span { start: 0, end: 1 } }
    }

    #[test]
    fn a_name_within_two_is_short_for_the_likelier() {
        let kept = |pairs: &[Pair]| -> Vec<(usize, usize)> {
            only_likeliest(pairs.to_vec()).iter().map(|pair| (pair.long, pair.short)).collect()
        };
        assert_eq!(kept(&[pair(0, 2, 0.8), pair(1, 2, 0.9)]), [(1, 2)]);
        // Unless the two longer ones are one thing themselves, or it is only a doubt.
        assert_eq!(kept(&[pair(0, 1, 0.8), pair(0, 2, 0.8), pair(1, 2, 0.9)]), [(0, 1), (0, 2), (1, 2)]);
        assert_eq!(kept(&[pair(0, 2, 0.6), pair(1, 2, 0.9)]), [(0, 2), (1, 2)]);
    }

    #[test]
    fn names_of_one_thing_are_wanted_alike() {
        let pairs = [pair(0, 1, 0.9), pair(0, 2, 0.6)];
        assert_eq!(shared(&pairs, &[0.2, 0.7, 0.1]), [0.7, 0.7, 0.1]);
    }
}
