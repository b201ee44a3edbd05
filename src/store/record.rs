//! Fragment <-> JSON text of its record, without loss: the only place that fixes how a fragment is written.

use serde::{Deserialize, Serialize};

use super::exact::Exact;
use crate::model::{AliasMention, Document, Fragment, Mention, Modality, RelationMention, RuleId, Term};
use crate::text::{Language, Span, match_key};

/// Terms and all that is said of them. Rules are numbered in order of their first use.
#[derive(Serialize, Deserialize)]
pub(super) struct FragmentRecord {
    rules: Vec<String>,
    terms: Vec<TermRecord>,
    /// Term, first byte, end, rule, confidence where it is not the score of the term.
    mentions: Vec<(usize, u32, u32, usize, Option<Exact>)>,
    /// Term, term, first byte, end, rule.
    aliases: Vec<(usize, usize, u32, u32, usize)>,
    relations: Vec<RelationRecord>,
}

/// Source, target, kind, modality, predicate, first byte, end, rule, confidence.
type RelationRecord = (usize, usize, String, String, String, u32, u32, usize, Exact);

/// Label, kind, language, score, confidence, match key where it is not the one of the label.
#[derive(Serialize, Deserialize)]
struct TermRecord(String, String, String, Exact, Exact, Option<String>);

#[derive(Default)]
struct Rules {
    names: Vec<String>,
    known: std::collections::BTreeMap<RuleId, usize>,
}

impl Rules {
    fn number(&mut self, rule: &RuleId) -> usize {
        *self.known.entry(rule.clone()).or_insert_with(|| {
            self.names.push(rule.to_string());
            self.names.len() - 1
        })
    }
}

impl FragmentRecord {
    /// The record of what a document says.
    pub(super) fn of(fragment: &Fragment) -> Self {
        let mut rules = Rules::default();
        let terms = fragment.terms.iter().map(|term| {
            let key = (match_key(&term.label) != term.key).then(|| term.key.clone());
            TermRecord(
                term.label.clone(),
                term.kind.clone(),
                term.language.code().to_owned(),
                Exact(term.score),
                Exact(term.confidence),
                key,
            )
        });
        let terms = terms.collect();
        let mentions = fragment.mentions.iter().map(|mention| {
            let usual = fragment.terms[mention.term].score.to_bits() == mention.confidence.to_bits();
            let confidence = (!usual).then_some(Exact(mention.confidence));
            (mention.term, mention.span.start, mention.span.end, rules.number(&mention.rule), confidence)
        });
        let mentions = mentions.collect();
        let aliases = fragment.aliases.iter().map(|alias| {
            (alias.left, alias.right, alias.span.start, alias.span.end, rules.number(&alias.rule))
        });
        let aliases = aliases.collect();
        let relations = fragment.relations.iter().map(|relation| {
            (
                relation.source,
                relation.target,
                relation.kind.clone(),
                relation.modality.name().to_owned(),
                relation.predicate.clone(),
                relation.span.start,
                relation.span.end,
                rules.number(&relation.rule),
                Exact(relation.confidence),
            )
        });
        let relations = relations.collect();
        FragmentRecord { rules: rules.names, terms, mentions, aliases, relations }
    }

    /// The fragment of the record; `None` when a number points nowhere or a span is no slice of the document's text.
    pub(super) fn fragment(self, document: Document) -> Option<Fragment> {
        let text = document.text.as_str();
        let rules: Vec<RuleId> = self.rules.iter().map(|name| RuleId::from(name.as_str())).collect();
        let terms = self.terms.into_iter().map(|TermRecord(label, kind, code, score, confidence, key)| {
            let key = key.unwrap_or_else(|| match_key(&label));
            let language = language(&code)?;
            Some(Term { kind, label, language, key, score: score.0, confidence: confidence.0 })
        });
        let terms: Vec<Term> = terms.collect::<Option<_>>()?;
        let mentions = self.mentions.into_iter().map(|(term, start, end, rule, confidence)| {
            let confidence = confidence.map_or(terms.get(term)?.score, |confidence| confidence.0);
            Some(Mention { term, span: span(start, end, text)?, rule: rules.get(rule)?.clone(), confidence })
        });
        let mentions = mentions.collect::<Option<_>>()?;
        let is_term = |at: usize| at < terms.len();
        let aliases = self.aliases.into_iter().map(|(left, right, start, end, rule)| {
            let span = span(start, end, text).filter(|_| is_term(left) && is_term(right))?;
            Some(AliasMention { left, right, span, rule: rules.get(rule)?.clone() })
        });
        let aliases = aliases.collect::<Option<_>>()?;
        let relations = self.relations.into_iter().map(
            |(source, target, kind, stated, predicate, start, end, rule, confidence)| {
                Some(RelationMention {
                    source: Some(source).filter(|at| is_term(*at))?,
                    target: Some(target).filter(|at| is_term(*at))?,
                    kind,
                    modality: modality(&stated)?,
                    predicate,
                    span: span(start, end, text)?,
                    rule: rules.get(rule)?.clone(),
                    confidence: confidence.0,
                })
            },
        );
        let relations = relations.collect::<Option<_>>()?;
        Some(Fragment { document, terms, mentions, aliases, relations })
    }
}

/// The language of a code.
pub(super) fn language(code: &str) -> Option<Language> {
    [Language::Zh, Language::En].into_iter().find(|language| language.code() == code)
}

/// The modality of a name.
pub(super) fn modality(name: &str) -> Option<Modality> {
    let all = [Modality::Asserted, Modality::Recommended, Modality::Hypothetical, Modality::Negated];
    all.into_iter().find(|modality| modality.name() == name)
}

/// A span that is a slice of the text.
pub(super) fn span(start: u32, end: u32, text: &str) -> Option<Span> {
    text.get(start as usize..end as usize).map(|_| Span { start, end })
}
