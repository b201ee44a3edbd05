//! Sentences in order -> what each clause speaks of when it does not say so: carried subjects, anaphors, topics.

use super::super::mentions::Context;
use super::super::terms::{Candidate, Occurrence};
use super::groups::{ClauseGroups, Group};
use super::topics::Topics;
use crate::model::{AnnotatedDocument, Sentence, Tag};
use crate::text::{Language, Span};

/// How the subject of a clause is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Carry {
    /// From an earlier clause of the sentence.
    Clause,
    /// The object of the clause before: 构建X，促进Y.
    Object,
    /// By 该模式, 其, 两者, it.
    Anaphor,
    /// From the title of the item or section.
    Topic,
}

impl Carry {
    /// How much less sure a link with such a subject is.
    pub(crate) fn factor(self) -> f64 {
        match self {
            Carry::Clause => 0.9,
            Carry::Object => 0.75,
            Carry::Anaphor => 0.85,
            Carry::Topic => 0.6,
        }
    }
}

/// A subject that a clause does not name, and where it is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Subject {
    pub(crate) terms: Vec<usize>,
    pub(crate) span: Span,
    pub(crate) carry: Carry,
}

/// Subjects per sentence and clause, and topics per item and section.
#[derive(Debug, Default)]
pub(crate) struct Discourse {
    carried: Vec<Vec<Option<Subject>>>,
    /// Topic of the paper: the best term of its title.
    pub(crate) title_topic: Option<(usize, Span)>,
    /// Topic of each section: the concept of its heading.
    pub(crate) section_topics: Vec<Option<(usize, Span)>>,
    /// The surest concepts of the title and of the heading of each section, the surest first.
    pub(crate) title_terms: Vec<(usize, Span)>,
    pub(crate) section_terms: Vec<Vec<(usize, Span)>>,
    /// Topic of each item: the concept of its title.
    pub(crate) item_topics: Vec<Option<(usize, Span)>>,
}

impl Discourse {
    /// What a clause without a subject of its own speaks of.
    pub(crate) fn carried(&self, sentence: usize, clause: usize) -> Option<&Subject> {
        self.carried[sentence][clause].as_ref()
    }

    pub(crate) fn build(
        cx: &Context<'_>,
        terms: &[Candidate<'_>],
        occurrences: &[Occurrence],
        groups: &[Vec<ClauseGroups>],
    ) -> Self {
        let topics = Topics::new(cx, terms, occurrences);
        let sections = &cx.doc.document.sections;
        let mut discourse = Discourse {
            carried: Vec::with_capacity(groups.len()),
            title_topic: topics.of_titles(),
            title_terms: topics.surest_of_titles(),
            section_topics: sections.iter().map(|section| topics.longest(section.heading?)).collect(),
            section_terms: sections.iter().map(|section| topics.surest(section.heading)).collect(),
            item_topics: cx.outline.items.iter().map(|item| topics.longest(item.title)).collect(),
        };
        let mut last: Option<(usize, Group)> = None;
        for (at, sentence) in cx.doc.sentences.iter().enumerate() {
            let previous =
                last.as_ref().filter(|(block, _)| *block == sentence.block).map(|(_, group)| group);
            let (carried, subject) = discourse.sentence(cx, terms, at, sentence, &groups[at], previous);
            discourse.carried.push(carried);
            if let Some(subject) = subject {
                last = Some((sentence.block, subject));
            }
        }
        discourse
    }

    /// The topic of the innermost item or section that has one.
    pub(crate) fn topic(
        &self,
        doc: &AnnotatedDocument,
        cx: &Context<'_>,
        sentence: usize,
    ) -> Option<(usize, Span)> {
        let mut item = cx.outline.item_of(sentence);
        while let Some(index) = item {
            let starts_here = cx.outline.items[index].start == sentence && !cx.outline.items[index].set_off;
            if let Some(topic) = self.item_topics[index].filter(|_| !starts_here) {
                return Some(topic);
            }
            item = cx.outline.items[index].parent;
        }
        let mut section = Some(doc.document.blocks[doc.sentences[sentence].block].section);
        while let Some(index) = section {
            if let Some(topic) = self.section_topics[index] {
                return Some(topic);
            }
            section = doc.document.sections[index].parent;
        }
        self.title_topic
    }

    fn sentence(
        &self,
        cx: &Context<'_>,
        terms: &[Candidate<'_>],
        at: usize,
        sentence: &Sentence,
        groups: &[ClauseGroups],
        previous: Option<&Group>,
    ) -> (Vec<Option<Subject>>, Option<Group>) {
        let mut carried = Vec::with_capacity(sentence.clauses.len());
        let mut subject: Option<Group> = None;
        let mut object: Option<Group> = None;
        for (n, clause) in sentence.clauses.iter().enumerate() {
            let start = clause.tokens.start;
            let anaphor = anaphor(cx, sentence, clause.tokens.clone());
            let found = if let Some(head) = anaphor {
                self.antecedent(cx, terms, at, head, subject.as_ref().or(previous))
            } else if let Some(subject) = &subject {
                Some(Subject { terms: subject.terms.clone(), span: subject.span, carry: Carry::Clause })
            } else if let Some(object) = object.as_ref().filter(|_| n > 0) {
                Some(Subject { terms: object.terms.clone(), span: object.span, carry: Carry::Object })
            } else {
                self.topic(cx.doc, cx, at).map(|(term, span)| Subject {
                    terms: vec![term],
                    span,
                    carry: Carry::Topic,
                })
            };
            let verb = first_verb(cx, clause.tokens.clone());
            if let Some(own) = subject_group(&groups[n].groups, verb.unwrap_or(clause.tokens.end))
                .filter(|group| group.tokens.start < verb.unwrap_or(usize::MAX))
            {
                if verb.is_some() || start == sentence.tokens.start {
                    subject = Some(own.clone());
                }
            } else if let Some(found) = found.as_ref().filter(|found| found.carry == Carry::Anaphor) {
                subject = Some(Group {
                    terms: found.terms.clone(),
                    members: found.terms.iter().map(|term| (*term, found.span)).collect(),
                    span: found.span,
                    tokens: 0..0,
                    governor: None,
                    modifies: false,
                });
            }
            if let Some(verb) = verb {
                object = groups[n]
                    .groups
                    .iter()
                    .find(|group| group.tokens.start > verb && group.governor.is_none())
                    .cloned()
                    .or(object);
            }
            carried.push(found);
        }
        (carried, subject)
    }

    /// What 该模式, 其 or 两者 refers to.
    fn antecedent(
        &self,
        cx: &Context<'_>,
        terms: &[Candidate<'_>],
        at: usize,
        head: Anaphor,
        previous: Option<&Group>,
    ) -> Option<Subject> {
        let from_topic = || {
            self.topic(cx.doc, cx, at).map(|(term, span)| Subject {
                terms: vec![term],
                span,
                carry: Carry::Anaphor,
            })
        };
        let from_previous = || {
            previous.map(|group| Subject {
                terms: group.terms.clone(),
                span: group.span,
                carry: Carry::Anaphor,
            })
        };
        match head {
            Anaphor::Headed(noun) => {
                let fits = |subject: &Subject| {
                    subject.terms.iter().any(|term| terms[*term].label.to_lowercase().ends_with(&noun))
                };
                from_topic().filter(fits).or_else(|| from_previous().filter(fits)).or_else(from_topic)
            }
            Anaphor::Bare => from_previous().or_else(from_topic),
            Anaphor::Both => from_previous().filter(|subject| subject.terms.len() == 2).or_else(from_topic),
        }
    }
}

/// A word that points back.
enum Anaphor {
    /// With a noun: 该模式, this model.
    Headed(String),
    /// Alone: 其, 这, it.
    Bare,
    /// Two things: 两者.
    Both,
}

fn anaphor(cx: &Context<'_>, sentence: &Sentence, tokens: std::ops::Range<usize>) -> Option<Anaphor> {
    let language = sentence.language;
    let first = tokens.clone().find(|at| {
        !matches!(cx.doc.tokens[*at].tag, Tag::Punctuation | Tag::Conjunction) || cx.word(*at) == "“"
    })?;
    let word = cx.word(first).to_lowercase();
    if cx.is_in(language, "both_anaphor", &word) {
        return Some(Anaphor::Both);
    }
    if !cx.is_in(language, "anaphor", &word) {
        return None;
    }
    let next = (first + 1 < tokens.end).then(|| first + 1)?;
    let noun = cx.word(next);
    let is_noun = cx.doc.tokens[next].tag.is_nominal();
    Some(if is_noun && word != "其" && word != "its" && word != "their" {
        Anaphor::Headed(noun.to_lowercase())
    } else {
        Anaphor::Bare
    })
}

/// The first verb of a clause that is not part of a mention's own words.
pub(crate) fn first_verb(cx: &Context<'_>, tokens: std::ops::Range<usize>) -> Option<usize> {
    tokens.into_iter().find(|at| cx.doc.tokens[*at].tag == Tag::Verb)
}

/// The group that a verb at token `before` has as its subject: the first that no preposition governs, with its head.
pub(crate) fn subject_group(groups: &[Group], before: usize) -> Option<&Group> {
    let mut eligible =
        groups.iter().enumerate().filter(|(_, group)| group.tokens.end <= before && group.governor.is_none());
    let (mut at, mut group) = eligible.next()?;
    while let Some(next) = groups.get(at + 1).filter(|next| group.leads_to(next) && next.tokens.end <= before)
    {
        at += 1;
        group = next;
    }
    Some(group)
}

/// Whether a language leaves subjects out freely.
pub(crate) fn drops_subjects(language: Language) -> bool {
    language == Language::Zh
}

#[cfg(test)]
mod tests {
    use crate::extract::Extractor;
    use crate::knowledge::{Knowledge, Options};
    use crate::segment::Segmenter;

    #[test]
    fn who_speaks_a_title_is_not_carried_into_its_paper() {
        let knowledge = Knowledge::load(&Options::default()).expect("loads");
        let paper = "# 水利部:这一次要算大账\n\n水利部发布了节水灌溉规划。水利部支持滴灌技术。\n\n滴灌技术降低了用水成本。\n";
        let document = crate::read::read("a.md", paper.as_bytes(), &knowledge).expect("reads");
        let doc = Segmenter::new(&knowledge).segment(document);
        let statements = Extractor::new(&knowledge).observe_statements(&doc);
        let last = statements.last().expect("sentences");
        let carried: Vec<&str> = last.context.iter().map(|(span, _)| doc.document.slice(*span)).collect();
        assert!(!carried.contains(&"水利部"), "{carried:?}");
    }
    #[test]
    fn a_section_speaks_of_all_that_its_heading_names() {
        let knowledge = Knowledge::load(&Options::default()).expect("loads");
        let paper = "# 乡村供水研究\n\n关键词：城乡供水一体化；水价改革\n\n## 一、城乡供水一体化与水价改革\n\n管网漏损率明显下降。农户满意度得到提高。\n";
        let document = crate::read::read("a.md", paper.as_bytes(), &knowledge).expect("reads");
        let doc = Segmenter::new(&knowledge).segment(document);
        let statements = Extractor::new(&knowledge).observe_statements(&doc);
        let last = statements.last().expect("sentences");
        let carried: Vec<&str> = last.context.iter().map(|(span, _)| doc.document.slice(*span)).collect();
        assert!(carried.contains(&"城乡供水一体化") && carried.contains(&"水价改革"), "{carried:?}");
    }
}
