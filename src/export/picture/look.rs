//! Modality -> how its line looks, in both styles.

use super::Style;
use crate::model::Modality;

/// How a line looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::export) struct LineStyle {
    /// Graphviz line style.
    pub(in crate::export) dash: &'static str,
    /// Colour.
    pub(in crate::export) colour: &'static str,
    /// Chinese name of the modality.
    pub(in crate::export) zh: &'static str,
    /// English name of the modality.
    pub(in crate::export) en: &'static str,
    /// A line of text that looks like it, for legends.
    pub(in crate::export) sample: &'static str,
}

/// Modalities in the order of legends.
pub(in crate::export) const MODALITIES: [Modality; 4] =
    [Modality::Asserted, Modality::Recommended, Modality::Hypothetical, Modality::Negated];

/// The line of a modality.
pub(in crate::export) fn line_style(modality: Modality, style: Style) -> LineStyle {
    let (dash, colour, zh, en, sample) = match modality {
        Modality::Asserted => ("solid", "#4a5a6a", "陈述", "stated", "───"),
        Modality::Recommended => ("dashed", "#1f6fb2", "建议", "recommended", "– – –"),
        Modality::Hypothetical => ("dotted", "#8a6d1f", "可能", "possible", "· · · ·"),
        Modality::Negated => ("dashed", "#b03030", "否定", "denied", "–✕–"),
    };
    let colour = if style == Style::Print { "#000000" } else { colour };
    LineStyle { dash, colour, zh, en, sample }
}
