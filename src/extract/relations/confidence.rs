//! A link -> how sure it is: the weight of its rule, corrected by what the fitted model says of its ends and form.

use super::{Link, Scene};
use crate::extract::Features;
use crate::knowledge::vocab;
use crate::model::Modality;

/// Confidence of a telling row at least.
const LEAST_OF_ROWS: f64 = 0.3;

/// Replaces the weight of the rule by the fitted probability, where weights are there.
pub(crate) fn weigh(scene: &Scene<'_>, link: &mut Link<'_>) {
    if let Some(model) = scene.cx.knowledge.weights.links.get("any") {
        link.confidence = model.probability(features(scene, link).iter());
    }
    // A row whose kinds tell what it says states it, whether or not gold graphs list it.
    let is_telling = matches!(link.kind, vocab::APPLIES_TO | vocab::ADOPTS);
    if &*link.rule.0 == "tables/row" && is_telling {
        link.confidence = link.confidence.max(LEAST_OF_ROWS);
    }
}

/// Confidence of a link that the pair model reads with some probability.
///
/// The model is fitted on graphs that list what an analyst wants, not all that a sentence states, so its probability is below the
/// share of links that a reader finds stated.
pub(crate) fn of_reading(probability: f64) -> f64 {
    probability.sqrt()
}

/// What is known of a link, as named numbers.
pub(crate) fn features(scene: &Scene<'_>, link: &Link<'_>) -> Features {
    let mut features = Features::default();
    let (source, target) = (&scene.terms[link.source], &scene.terms[link.target]);
    features.set_owned(format!("rule:{}", link.rule));
    features.set_owned(format!("kind:{}", link.kind));
    features.set_owned(format!("from:{}", source.kind));
    features.set_owned(format!("to:{}", target.kind));
    features.set_owned(format!("{}:{}>{}", link.kind, group(source.kind), group(target.kind)));
    features.set_owned(format!("modality:{}", link.modality.name()));
    features.set("prior", link.confidence);
    features.set("source_termhood", source.termhood);
    features.set("target_termhood", target.termhood);
    features.set("least_termhood", source.termhood.min(target.termhood));
    features.set("product", source.termhood * target.termhood);
    features.set("long_sentence", (link.span.len() as f64 / 300.0).min(2.0));
    features.set("negated", f64::from(u8::from(link.modality == Modality::Negated)));
    let fit =
        scene.cx.knowledge.relation_kind(link.kind).map_or(0, |kind| kind.fit(source.kind, target.kind));
    features.set("fit", fit as f64 / 2.0);
    features
}

/// Concept kinds by what they do in a link.
fn group(kind: &str) -> &'static str {
    match kind {
        vocab::REGION | vocab::ACTOR | vocab::EVENT => "agent",
        vocab::PROBLEM => "problem",
        vocab::INDICATOR => "indicator",
        vocab::STAGE => "stage",
        vocab::POLICY | vocab::MODEL | vocab::MECHANISM => "means",
        vocab::GOAL => "goal",
        _ => "thing",
    }
}
