//! Words of a person -> the concepts they name: by id, by any name in either language, by a part of a name, or nearly.

use std::cmp::Reverse;

use petgraph::graph::NodeIndex;
use rayon::prelude::*;

use crate::model::{Concept, ConceptGraph, ConceptId};
use crate::text::{MatchKey, name_key};

/// How a name answers what was asked, the closest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Match {
    /// The name itself, apart from spelling.
    Whole,
    /// The name begins with it.
    Start,
    /// The name holds it.
    Part,
    /// The name holds all its words, in any order.
    Words,
}

/// A concept that answers, by its best name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The concept.
    pub node: NodeIndex,
    /// How its name answers.
    pub how: Match,
    /// The name that answers.
    pub name: String,
}

/// What a person meant by a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// A concept; `others` would answer as well, best first, and `whole` says whether a name was matched whole.
    One {
        /// The best answer.
        node: NodeIndex,
        /// Whether the name was matched whole.
        whole: bool,
        /// Others that answer as well as it does.
        others: Vec<NodeIndex>,
    },
    /// Nothing; these names come near.
    Nothing {
        /// Concepts with names like it, the nearest first.
        near: Vec<NodeIndex>,
    },
}

/// Most suggestions for a name that is not there.
const MOST_NEAR: usize = 5;
/// Names less alike than this are no suggestion.
const LEAST_ALIKE: f64 = 0.45;

/// All concepts one of whose names answers, the closest match first; of equals, those that many papers speak of, that are salient,
/// and whose name says little more than what was asked.
#[must_use]
pub fn search(graph: &ConceptGraph, text: &str) -> Vec<Hit> {
    let asked = Asked::new(text);
    if asked.key.is_empty() {
        return Vec::new();
    }
    let nodes: Vec<NodeIndex> = graph.graph.node_indices().collect();
    let hits: Vec<Hit> = nodes
        .into_par_iter()
        .filter_map(|node| {
            let concept = &graph.graph[node];
            let best = names(concept).filter_map(|name| asked.matches(name).map(|how| (how, name)));
            let (how, name) = best.min_by_key(|(how, name)| (*how, name.len()))?;
            Some(Hit { node, how, name: name.to_owned() })
        })
        .collect();
    let n_asked = text.chars().count() as f64;
    let worth = |hit: &Hit| {
        let concept = &graph.graph[hit.node];
        let close = (n_asked / hit.name.chars().count().max(1) as f64).min(1.0);
        concept.score * (1.0 + (concept.documents.len() as f64).ln_1p()) * close.sqrt()
    };
    let mut ranked: Vec<(f64, Hit)> = hits.into_iter().map(|hit| (worth(&hit), hit)).collect();
    ranked.sort_by(|(x, a), (y, b)| a.how.cmp(&b.how).then(y.total_cmp(x)).then(a.node.cmp(&b.node)));
    ranked.into_iter().map(|(_, hit)| hit).collect()
}

/// The concept that a person means: by id (`region/合肥`, `region:合肥`), by a whole name, else by a part of one.
#[must_use]
pub fn find(graph: &ConceptGraph, text: &str) -> Found {
    if let Some(node) = by_id(graph, text) {
        return Found::One { node, whole: true, others: Vec::new() };
    }
    if let Some((node, others)) = spelled(graph, text.trim()) {
        return Found::One { node, whole: true, others };
    }
    let hits = search(graph, text);
    let Some(first) = hits.first() else { return Found::Nothing { near: near(graph, text) } };
    let others = hits[1..].iter().filter(|hit| hit.how == first.how).map(|hit| hit.node).collect();
    Found::One { node: first.node, whole: first.how == Match::Whole, others }
}

/// The concepts with a name spelled just so, the most salient first: quick, and what a person types most.
fn spelled(graph: &ConceptGraph, text: &str) -> Option<(NodeIndex, Vec<NodeIndex>)> {
    let has = |node: &NodeIndex| names(&graph.graph[*node]).any(|name| name == text);
    let mut nodes: Vec<NodeIndex> = graph.graph.node_indices().filter(has).collect();
    let score = |node: &NodeIndex| graph.graph[*node].score;
    nodes.sort_by(|a, b| score(b).total_cmp(&score(a)).then(a.cmp(b)));
    let others = nodes.split_off(1.min(nodes.len()));
    nodes.first().map(|node| (*node, others))
}

fn by_id(graph: &ConceptGraph, text: &str) -> Option<NodeIndex> {
    let ids = ids(text);
    if ids.is_empty() {
        return None;
    }
    graph.graph.node_indices().find(|node| ids.contains(&graph.graph[*node].id))
}

/// The ids that a text may be.
fn ids(text: &str) -> Vec<ConceptId> {
    let id = text.trim();
    let with_slash = id.replacen([':', '：'], "/", 1);
    if !with_slash.contains('/') {
        return Vec::new();
    }
    vec![ConceptId(id.to_owned()), ConceptId(with_slash)]
}

/// What a text may mean, told by the keys of names alone: so that concepts can be chosen where they are kept, before they are read.
pub struct Probe {
    asked: Asked,
    letters: Vec<char>,
    ids: Vec<ConceptId>,
}

impl Probe {
    /// A probe for a text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let asked = Asked::new(text);
        Probe { letters: asked.key.chars().collect(), asked, ids: ids(text) }
    }

    /// The key of a name that is matched whole.
    #[must_use]
    pub fn key(&self) -> &MatchKey {
        &self.asked.key
    }

    /// The ids that the text may be.
    #[must_use]
    pub fn ids(&self) -> &[ConceptId] {
        &self.ids
    }

    /// Whether a name with this key answers a [`search`].
    #[must_use]
    pub fn holds(&self, key: &MatchKey) -> bool {
        !self.asked.key.is_empty() && self.asked.matches_key(key).is_some()
    }

    /// Whether a name with this key comes near.
    #[must_use]
    pub fn resembles(&self, key: &MatchKey) -> bool {
        likeness(&self.letters, &key.chars().collect::<Vec<char>>()) >= LEAST_ALIKE
    }
}

/// What was asked, in the forms in which names are compared.
struct Asked {
    key: MatchKey,
    words: Vec<MatchKey>,
}

impl Asked {
    fn new(text: &str) -> Self {
        let words = text.split_whitespace().map(name_key).filter(|word| !word.is_empty()).collect();
        Asked { key: name_key(text), words }
    }

    fn matches(&self, name: &str) -> Option<Match> {
        self.matches_key(&name_key(name))
    }

    fn matches_key(&self, name: &MatchKey) -> Option<Match> {
        if *name == self.key {
            Some(Match::Whole)
        } else if name.starts_with(self.key.as_str()) {
            Some(Match::Start)
        } else if name.contains(self.key.as_str()) {
            Some(Match::Part)
        } else if self.words.len() > 1 && self.words.iter().all(|word| name.contains(word.as_str())) {
            Some(Match::Words)
        } else {
            None
        }
    }
}

/// Every name of a concept.
fn names(concept: &Concept) -> impl Iterator<Item = &str> {
    let labels = [Some(concept.label.as_str()), concept.labels.zh.as_deref(), concept.labels.en.as_deref()];
    labels.into_iter().flatten().chain(concept.aliases.iter().map(String::as_str))
}

/// Concepts with a name like the text, the most alike first.
fn near(graph: &ConceptGraph, text: &str) -> Vec<NodeIndex> {
    let asked: Vec<char> = name_key(text).chars().collect();
    let nodes: Vec<NodeIndex> = graph.graph.node_indices().collect();
    let mut alike: Vec<(u64, NodeIndex)> = nodes
        .into_par_iter()
        .filter_map(|node| {
            let best = names(&graph.graph[node])
                .map(|name| likeness(&asked, &name_key(name).chars().collect::<Vec<char>>()))
                .fold(0.0, f64::max);
            // Thousandths, so that the order does not hang on the last bit of a float.
            (best >= LEAST_ALIKE).then_some(((best * 1_000.0) as u64, node))
        })
        .collect();
    let score = |node: NodeIndex| graph.graph[node].score;
    alike.sort_by(|a, b| {
        Reverse(a.0).cmp(&Reverse(b.0)).then_with(|| score(b.1).total_cmp(&score(a.1))).then(a.1.cmp(&b.1))
    });
    alike.into_iter().take(MOST_NEAR).map(|(_, node)| node).collect()
}

/// 0..=1: the better of shared characters and edits, so that 南通市模式 and 南通模式, and `hefie` and `hefei`, are alike.
fn likeness(a: &[char], b: &[char]) -> f64 {
    let longest = a.len().max(b.len());
    if longest == 0 || a.len().min(b.len()) * 3 < longest {
        return 0.0;
    }
    let mut rest: Vec<char> = a.to_vec();
    let mut n_shared = 0u32;
    for c in b {
        if let Some(at) = rest.iter().position(|known| known == c) {
            rest.swap_remove(at);
            n_shared += 1;
        }
    }
    // No more can be alike than is shared; most names are out before their edits are counted.
    let shared = f64::from(n_shared) / longest as f64;
    if shared < LEAST_ALIKE {
        return shared;
    }
    let edited = 1.0 - edits(a, b) as f64 / longest as f64;
    0.5 * shared + 0.5 * edited
}

/// Insertions, deletions, replacements and swaps of neighbours that turn one text into the other.
fn edits(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let replaced = above[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = replaced.min(above[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(before[j - 2] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut above, row);
    }
    above[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(a: &str, b: &str, expected: usize) {
        let chars = |text: &str| text.chars().collect::<Vec<char>>();
        assert_eq!(edits(&chars(a), &chars(b)), expected, "{a} and {b}");
    }

    #[test]
    fn edits_are_counted() {
        check("hefei", "hefie", 1);
        check("芜湖模式", "芜湖市模式", 1);
        check("", "ab", 2);
        check("海港", "港海", 1);
    }

    #[test]
    fn names_are_compared_without_spelling() {
        let asked = Asked::new("創新鏈");
        assert_eq!(asked.matches("“创新链”"), Some(Match::Whole));
        assert_eq!(asked.matches("创新链融合"), Some(Match::Start));
        assert_eq!(asked.matches("产业链创新链"), Some(Match::Part));
        assert_eq!(Asked::new("testing pilot").matches("Pilot testing platform"), Some(Match::Words));
        assert_eq!(asked.matches("产业链"), None);
    }
}
