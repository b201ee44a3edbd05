//! Concepts, kinds, links, papers -> their names in the language that is asked for; for every format and every table.

use petgraph::graph::NodeIndex;

use super::{LabelLanguage, clean_label};
use crate::knowledge::Knowledge;
use crate::model::{Community, Concept, ConceptGraph, Document, Labels, Modality};

/// How many of its concepts name a community.
const N_NAMING: usize = 3;

/// Names in one language, or in both.
#[derive(Clone, Copy)]
pub struct Names<'k> {
    /// Names of kinds.
    pub knowledge: &'k Knowledge,
    /// The language.
    pub language: LabelLanguage,
}

impl Names<'_> {
    /// Of two wordings, the one in the language; both, where both are asked for.
    #[must_use]
    pub fn pick(&self, zh: &str, en: &str) -> String {
        match self.language {
            LabelLanguage::Zh => zh.to_owned(),
            LabelLanguage::En => en.to_owned(),
            LabelLanguage::Both if zh == en => zh.to_owned(),
            LabelLanguage::Both => format!("{zh} {en}"),
        }
    }

    /// A name that may lack one of the languages; `other` where it lacks both.
    #[must_use]
    pub fn label(&self, labels: &Labels, other: &str) -> String {
        let (zh, en) = (labels.zh.as_deref(), labels.en.as_deref());
        let label = match self.language {
            LabelLanguage::Zh => zh.or(en).unwrap_or(other).to_owned(),
            LabelLanguage::En => en.or(zh).unwrap_or(other).to_owned(),
            LabelLanguage::Both => match (zh, en) {
                (Some(zh), Some(en)) => format!("{zh} / {en}"),
                (one, another) => one.or(another).unwrap_or(other).to_owned(),
            },
        };
        clean_label(&label)
    }

    /// The name of a concept.
    #[must_use]
    pub fn concept(&self, concept: &Concept) -> String {
        self.label(&concept.labels, &concept.label)
    }

    /// The title of a paper; its file name, where it has none.
    #[must_use]
    pub fn title(&self, document: &Document) -> String {
        self.label(
            &document.metadata.title,
            document.path.rsplit(['/', '\\']).next().unwrap_or(&document.path),
        )
    }

    /// The name of a kind of concept.
    #[must_use]
    pub fn kind(&self, name: &str) -> String {
        self.knowledge.concept_kind(name).map_or(name.to_owned(), |kind| self.pick(&kind.zh, &kind.en))
    }

    /// The name of a kind of link.
    #[must_use]
    pub fn relation(&self, name: &str) -> String {
        self.knowledge.relation_kind(name).map_or(name.to_owned(), |kind| self.pick(&kind.zh, &kind.en))
    }

    /// How a link is stated.
    #[must_use]
    pub fn modality(&self, modality: Modality) -> String {
        match modality {
            Modality::Asserted => self.pick("陈述", "stated"),
            Modality::Recommended => self.pick("建议", "recommended"),
            Modality::Hypothetical => self.pick("可能", "possible"),
            Modality::Negated => self.pick("否定", "denied"),
        }
    }

    /// A community by its most salient concepts.
    #[must_use]
    pub fn community(&self, graph: &ConceptGraph, community: &Community) -> String {
        let name = |node: &NodeIndex| self.concept(&graph.graph[*node]);
        let names: Vec<String> = community.members.iter().take(N_NAMING).map(name).collect();
        names.join(if self.language == LabelLanguage::En { ", " } else { "、" })
    }
}
