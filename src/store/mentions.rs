//! A concept and papers -> where each of them names it, read from what the papers say; the graph keeps a few mentions only.

use std::collections::BTreeSet;

use petgraph::graph::NodeIndex;

use super::{Entry, Excerpt, Store, StoreError};
use crate::model::{Evidence, Mention};

impl Store {
    /// Adds to the evidence of a concept the surest mention in each of the documents, with their texts.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when a row is not what was written.
    pub fn mention(
        &self,
        entries: &[Entry],
        excerpt: &mut Excerpt,
        node: NodeIndex,
        documents: &[usize],
    ) -> Result<(), StoreError> {
        let concept = &mut excerpt.graph.graph[node];
        let labels = [Some(&concept.label), concept.labels.zh.as_ref(), concept.labels.en.as_ref()];
        let names: BTreeSet<String> = labels.into_iter().flatten().chain(&concept.aliases).cloned().collect();
        for at in documents {
            let fragment = self.fragment(&entries[*at])?;
            let mut best: Option<&Mention> = None;
            for mention in &fragment.mentions {
                let names_it = names.contains(&fragment.terms[mention.term].label);
                if names_it && best.is_none_or(|known| mention.confidence > known.confidence) {
                    best = Some(mention);
                }
            }
            concept.evidence.extend(best.map(|mention| Evidence {
                document: *at,
                span: mention.span,
                rule: mention.rule.clone(),
                confidence: mention.confidence,
            }));
            excerpt.graph.documents[*at] = fragment.document;
        }
        concept.evidence.sort_by_key(|evidence| (evidence.document, evidence.span));
        Ok(())
    }
}
