//! Names and clusters -> concepts and relations in a fixed order.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::{DiGraph, NodeIndex};
use rayon::prelude::*;

use super::joined::Joined;
use super::names;
use super::reasons;
use crate::knowledge::{Knowledge, vocab};
use crate::model::{
    Concept, ConceptGraph, ConceptId, Evidence, Fragment, Labels, Mention, Modality, Relation, RelationKey,
    RelationMention, Term,
};
use crate::text::{Language, close_gaps, strip_marks};

/// Most evidence kept on a concept; a relation keeps all of its.
const MOST_EVIDENCE: usize = 12;

pub(super) fn graph(fragments: Vec<Fragment>, joined: &Joined, knowledge: &Knowledge) -> ConceptGraph {
    let (reasons, of_short) = (reasons::by_cluster(joined), reasons::of_short_names(joined));
    let mentioned: Vec<Mentioned> = fragments.par_iter().map(Mentioned::of).collect();
    // Names that are no term of any paper make no concept by themselves.
    let is_borne =
        |members: &&Vec<usize>| members.iter().any(|name| !joined.names.names[*name].terms.is_empty());
    let members: Vec<(&usize, &Vec<usize>)> =
        joined.clusters.members.iter().filter(|(_, members)| is_borne(members)).collect();
    let mut concepts: Vec<(usize, Concept)> = members
        .into_par_iter()
        .map(|(root, members)| {
            let followed = reasons.get(root).map_or(&[][..], Vec::as_slice);
            let short = of_short.get(root).map_or(&[][..], Vec::as_slice);
            (*root, concept(&fragments, &mentioned, joined, members, [followed, short]))
        })
        .collect();
    concepts.sort_by(|a, b| a.1.id.cmp(&b.1.id).then(a.0.cmp(&b.0)));
    make_unique(&mut concepts);
    let mut graph = DiGraph::new();
    let mut nodes: BTreeMap<usize, NodeIndex> = BTreeMap::new();
    for (root, concept) in concepts {
        nodes.insert(root, graph.add_node(concept));
    }
    let statements: Vec<_> = statements(&fragments, joined, &nodes, knowledge).into_iter().collect();
    let relations: Vec<(NodeIndex, NodeIndex, Relation)> = statements
        .into_par_iter()
        .map(|((source, target, key), statements)| (source, target, relation(key, &statements)))
        .collect();
    for (source, target, relation) in relations {
        graph.add_edge(source, target, relation);
    }
    ConceptGraph { documents: fragments.into_iter().map(|fragment| fragment.document).collect(), graph }
}

/// Two concepts of one kind and label are told apart by a number.
fn make_unique(concepts: &mut [(usize, Concept)]) {
    let mut seen: BTreeMap<ConceptId, usize> = BTreeMap::new();
    for (_, concept) in concepts.iter_mut() {
        let n = seen.entry(concept.id.clone()).or_default();
        *n += 1;
        if *n > 1 {
            concept.id.0 = format!("{} ({n})", concept.id.0);
        }
    }
    concepts.sort_by(|a, b| a.1.id.cmp(&b.1.id));
}

fn concept(
    fragments: &[Fragment],
    mentioned: &[Mentioned],
    joined: &Joined,
    members: &[usize],
    [followed, short]: [&[usize]; 2],
) -> Concept {
    let names = &joined.names;
    let mut kinds: BTreeMap<String, f64> = BTreeMap::new();
    let mut bearers: Vec<(usize, usize, usize)> = Vec::new();
    for name in members {
        for (kind, vote) in &names.names[*name].kinds {
            *kinds.entry(kind.clone()).or_default() += vote;
        }
        bearers.extend(names.names[*name].terms.iter().map(|(fragment, term)| (*fragment, *term, *name)));
    }
    bearers.sort_unstable();
    let term = |bearer: &(usize, usize, usize)| &fragments[bearer.0].terms[bearer.1];
    let kind = names::best(&kinds).to_owned();
    let mut labels = Labels::default();
    let short = reasons::short_names(joined, short);
    for language in [Language::Zh, Language::En] {
        let own = || bearers.iter().filter(|bearer| term(bearer).language == language);
        let full = preferred(own().filter(|bearer| !short.contains(&bearer.2)).map(term));
        if let Some(label) = full.or_else(|| preferred(own().map(term))) {
            labels.offer(language, label);
        }
    }
    // A concept is called as papers call it, never by a name that only a dictionary, a gazetteer or a bracket knows.
    let is_borne_in = [labels.zh.is_some(), labels.en.is_some()];
    for (language, name) in reasons::bare_names(joined, members, followed) {
        labels.offer(language, name);
    }
    // What is shown to people has no gaps; mentions and quotes keep the text as it stands.
    for label in [&mut labels.zh, &mut labels.en].into_iter().flatten() {
        *label = close_gaps(label);
    }
    let (first, second) =
        if is_borne_in == [false, true] { (&labels.en, &labels.zh) } else { (&labels.zh, &labels.en) };
    let label = first.clone().or_else(|| second.clone()).unwrap_or_default();
    let spelled: BTreeSet<&str> = bearers.iter().map(|bearer| term(bearer).label.as_str()).collect();
    let mut aliases: Vec<String> = spelled.into_iter().map(str::to_owned).collect();
    if kind == vocab::INDICATOR {
        aliases.extend(bearers.iter().flat_map(|bearer| forms(fragments, mentioned, bearer)));
    }
    let bare = members.iter().map(|name| &names.names[*name]).filter(|name| name.terms.is_empty());
    aliases.extend(bare.map(|name| name.label.clone()));
    aliases.iter_mut().for_each(|alias| *alias = close_gaps(alias));
    aliases.sort();
    aliases.dedup();
    aliases.retain(|alias| *alias != label && Some(alias) != labels.en.as_ref());
    let mut documents: Vec<usize> = bearers.iter().map(|(fragment, ..)| *fragment).collect();
    documents.dedup();
    let merges = reasons::merges(joined, members, followed, &label);
    let (n_mentions, evidence) = evidence(fragments, mentioned, &bearers);
    let best = |value: fn(&Term) -> f64| bearers.iter().map(|bearer| value(term(bearer))).fold(0.0, f64::max);
    Concept {
        id: ConceptId(format!("{kind}/{label}")),
        kind,
        label,
        labels,
        aliases,
        documents,
        n_mentions,
        confidence: best(|term| term.confidence),
        score: best(|term| term.score),
        evidence,
        merges,
    }
}

/// The ways in which a document writes a statistic: its number is its short name.
fn forms(
    fragments: &[Fragment],
    mentioned: &[Mentioned],
    (fragment, term, _): &(usize, usize, usize),
) -> Vec<String> {
    let Fragment { document, mentions, .. } = &fragments[*fragment];
    let written = mentioned[*fragment].of_term(*term).iter().map(|at| document.slice(mentions[*at].span));
    written.map(|form| strip_marks(form).to_owned()).collect()
}

/// The label of the best term; the shortest, then the first in order, on a tie.
fn preferred<'t>(terms: impl Iterator<Item = &'t Term>) -> Option<&'t str> {
    let mut best: Option<&Term> = None;
    for term in terms {
        let better = best.is_none_or(|known| {
            let order = term.score.total_cmp(&known.score);
            order
                .then_with(|| known.label.len().cmp(&term.label.len()))
                .then_with(|| known.label.cmp(&term.label))
                .is_gt()
        });
        if better {
            best = Some(term);
        }
    }
    best.map(|term| term.label.as_str())
}

/// The mentions of every term of one document, in order of the text.
struct Mentioned {
    starts: Vec<usize>,
    mentions: Vec<usize>,
}

impl Mentioned {
    fn of(fragment: &Fragment) -> Self {
        let mut mentions: Vec<usize> = (0..fragment.mentions.len()).collect();
        mentions.sort_by_key(|at| fragment.mentions[*at].term);
        let starts = (0..=fragment.terms.len())
            .map(|term| mentions.partition_point(|at| fragment.mentions[*at].term < term))
            .collect();
        Mentioned { starts, mentions }
    }

    fn of_term(&self, term: usize) -> &[usize] {
        &self.mentions[self.starts[term]..self.starts[term + 1]]
    }
}

/// How many places mention a concept, and the best of them. A mention within another one of the same concept is no place of its own.
fn evidence(
    fragments: &[Fragment],
    mentioned: &[Mentioned],
    bearers: &[(usize, usize, usize)],
) -> (usize, Vec<Evidence>) {
    let (mut n_mentions, mut n_documents) = (0, 0);
    let mut found: Vec<Evidence> = Vec::new();
    for of_one in bearers.chunk_by(|a, b| a.0 == b.0) {
        let document = of_one[0].0;
        let of_term = |(_, term, _): &(usize, usize, usize)| mentioned[document].of_term(*term);
        let mut mentions: Vec<&Mention> =
            of_one.iter().flat_map(of_term).map(|at| &fragments[document].mentions[*at]).collect();
        mentions
            .sort_by_key(|mention| (mention.span.start, std::cmp::Reverse(mention.span.end), mention.term));
        let mut reach = 0;
        mentions.retain(|mention| {
            let is_new = mention.span.end > reach;
            reach = reach.max(mention.span.end);
            is_new
        });
        n_mentions += mentions.len();
        // No more documents than evidence is kept; some concepts are mentioned a hundred thousand times.
        n_documents += usize::from(!mentions.is_empty());
        if n_documents <= MOST_EVIDENCE {
            found.extend(mentions.into_iter().map(|mention| Evidence {
                document,
                span: mention.span,
                rule: mention.rule.clone(),
                confidence: mention.confidence,
            }));
        }
    }
    (n_mentions, spread(found))
}

/// The first mention of each document, then the second of each, until there are enough; in order of document and place.
fn spread(found: Vec<Evidence>) -> Vec<Evidence> {
    if found.len() <= MOST_EVIDENCE {
        return found;
    }
    let of_documents = found.chunk_by(|a, b| a.document == b.document);
    let mut ranked: Vec<(usize, &Evidence)> =
        of_documents.flat_map(|of_one| of_one.iter().enumerate()).collect();
    ranked.sort_by_key(|(rank, evidence)| (*rank, evidence.document));
    ranked.truncate(MOST_EVIDENCE);
    ranked.sort_by_key(|(_, evidence)| (evidence.document, evidence.span));
    ranked.into_iter().map(|(_, evidence)| evidence.clone()).collect()
}

type Statements<'f> = BTreeMap<(NodeIndex, NodeIndex, RelationKey), Vec<(usize, &'f RelationMention)>>;

/// Statements by ends, kind and modality; the ends of a symmetric kind are in order of their nodes. Of what one paper makes a part of its own
/// part, only the surer half is told.
fn statements<'f>(
    fragments: &'f [Fragment],
    joined: &Joined,
    nodes: &BTreeMap<usize, NodeIndex>,
    knowledge: &Knowledge,
) -> Statements<'f> {
    let mut statements: Statements<'f> = BTreeMap::new();
    for (at, fragment) in fragments.iter().enumerate() {
        let node = |term: usize| nodes[&joined.clusters.root[joined.names.of_term[at][term]]];
        let surest = surest_upward(fragment, &node);
        for mention in &fragment.relations {
            let (mut source, mut target) = (node(mention.source), node(mention.target));
            let told =
                |source, target| surest.get(&(source, target, mention.kind.as_str())).copied().unwrap_or(0.0);
            let (there, back) = (told(source, target), told(target, source));
            let is_turned = mention.modality != Modality::Negated
                && (back > there || back == there && back > 0.0 && target < source);
            if source == target || is_turned {
                continue;
            }
            let symmetric = knowledge.relation_kind(&mention.kind).is_some_and(|kind| kind.symmetric);
            if symmetric && target < source {
                std::mem::swap(&mut source, &mut target);
            }
            let key = RelationKey { kind: mention.kind.clone(), modality: mention.modality };
            statements.entry((source, target, key)).or_default().push((at, mention));
        }
    }
    statements
}

/// How sure the surest statement of a fragment is, of each two nodes and kind that leads upward; what is denied is none.
fn surest_upward<'f>(
    fragment: &'f Fragment,
    node: &dyn Fn(usize) -> NodeIndex,
) -> BTreeMap<(NodeIndex, NodeIndex, &'f str), f64> {
    let mut surest: BTreeMap<(NodeIndex, NodeIndex, &str), f64> = BTreeMap::new();
    let is_upward = |mention: &&RelationMention| {
        vocab::UPWARD.contains(&mention.kind.as_str()) && mention.modality != Modality::Negated
    };
    for mention in fragment.relations.iter().filter(is_upward) {
        let known = surest.entry((node(mention.source), node(mention.target), &mention.kind)).or_default();
        *known = known.max(mention.confidence);
    }
    surest
}

fn relation(key: RelationKey, statements: &[(usize, &RelationMention)]) -> Relation {
    let mut ordered: Vec<(usize, &RelationMention)> = statements.to_vec();
    ordered.sort_by_key(|(document, mention)| (*document, mention.span));
    // Papers are independent witnesses; within one, every sentence was weighed with the others already.
    let mut doubt = 1.0;
    for of_one in ordered.chunk_by(|a, b| a.0 == b.0) {
        doubt *= 1.0 - of_one.iter().map(|(_, mention)| mention.confidence).fold(0.0, f64::max);
    }
    let n_spots = ordered.chunk_by(|a, b| (a.0, a.1.span) == (b.0, b.1.span)).count();
    let mut predicates: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, mention) in statements.iter().filter(|(_, mention)| !mention.predicate.is_empty()) {
        *predicates.entry(&mention.predicate).or_default() += 1;
    }
    let most = predicates.values().max().copied().unwrap_or(0);
    let predicate =
        predicates.iter().find(|(_, n)| **n == most).map(|(word, _)| (*word).to_owned()).unwrap_or_default();
    let mut evidence: Vec<Evidence> = Vec::new();
    let mut documents: Vec<usize> = Vec::new();
    for of_one in ordered.chunk_by(|a, b| a.0 == b.0) {
        let document = of_one[0].0;
        documents.push(document);
        let mut of_document: Vec<&RelationMention> = of_one.iter().map(|(_, mention)| *mention).collect();
        let surest = |a: &&RelationMention, b: &&RelationMention| b.confidence.total_cmp(&a.confidence);
        of_document
            .sort_by(|a, b| a.span.cmp(&b.span).then_with(|| surest(a, b)).then_with(|| a.rule.cmp(&b.rule)));
        of_document.dedup_by_key(|mention| mention.span);
        of_document.sort_by(surest);
        evidence.extend(of_document.into_iter().map(|mention| Evidence {
            document,
            span: mention.span,
            rule: mention.rule.clone(),
            confidence: mention.confidence,
        }));
    }
    Relation { key, predicate, documents, weight: n_spots, confidence: (1.0 - doubt).min(0.98), evidence }
}
