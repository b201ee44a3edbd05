//! Links -> links of the kinds that a schema of the user adds, which no fitted model knows.

use rustc_hash::FxHashSet;

use super::ties::fitted;
use super::{Link, Scene, Told};

/// Links of kinds that no model was fitted on, and all others.
pub(super) fn set_apart<'a>(scene: &Scene<'a>, links: Vec<Link<'a>>) -> (Vec<Link<'a>>, Vec<Link<'a>>) {
    links.into_iter().partition(|link| fitted(scene).all(|kind| kind != link.kind))
}

/// Puts links of own kinds back: they stand in place of all that was read of the same two ends in the same sentence.
/// Then a link is of an own kind where that is like its kind, and both ends are of the kinds that the own one names.
pub(super) fn settle<'a>(scene: &Scene<'a>, found: &mut Vec<Told<'a>>, own: Vec<Link<'a>>) {
    // A passage that begins before its sentence ends with it.
    let ends = |link: &Link<'_>| (link.span.end, link.source.min(link.target), link.source.max(link.target));
    let stated: FxHashSet<_> = own.iter().map(ends).collect();
    found.retain(|told| !stated.contains(&ends(&told.link)));
    found.extend(own.into_iter().map(|link| Told { link, weighed: None }));
    for Told { link, .. } in found {
        let (source, target) = (scene.terms[link.source].kind, scene.terms[link.target].kind);
        let mut kinds = scene.cx.knowledge.relations.iter();
        if let Some(own) = kinds.find(|kind| kind.is_case(link.kind, source, target)) {
            link.kind = &own.name;
        }
    }
}
