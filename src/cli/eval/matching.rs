//! Gold and graph -> matching and figures, the same as the reference scorer gives.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

/// A label as the scorer compares it: words, ideographs one by one.
type Form = Vec<String>;

struct Concept {
    id: String,
    kind: String,
    label: Form,
    forms: BTreeSet<Form>,
    salience: i64,
}

struct GoldLink {
    source: String,
    target: String,
    kind: String,
    modality: String,
}

/// A gold graph.
pub(super) struct Gold {
    concepts: Vec<Concept>,
    links: Vec<GoldLink>,
}

struct Node {
    id: String,
    kind: String,
    score: f64,
    forms: BTreeSet<Form>,
}

struct Edge {
    source: String,
    target: String,
    kind: String,
    modality: String,
    confidence: f64,
}

/// A graph to score.
pub(super) struct Graph {
    nodes: Vec<Node>,
    edges: Vec<Edge>,
}

/// The figures, in the order they are shown.
pub(super) struct Scores {
    pub(super) percents: Vec<(&'static str, f64)>,
    pub(super) counts: Vec<(&'static str, usize)>,
}

const SYMMETRIC: &[&str] = &["aligned_with", "contrasts_with", "interacts_with"];

fn text_of(value: &Value, field: &str) -> String {
    value[field].as_str().unwrap_or_default().to_owned()
}

fn modality_of(value: &Value) -> String {
    value["modality"].as_str().unwrap_or("asserted").to_owned()
}

impl Gold {
    pub(super) fn parse(value: &Value) -> Option<Self> {
        let concepts = value["concepts"].as_array()?.iter().map(|concept| Concept {
            id: text_of(concept, "id"),
            kind: text_of(concept, "type"),
            label: form(&text_of(concept, "label")),
            forms: forms(concept),
            salience: concept["salience"].as_i64().unwrap_or(1),
        });
        let links = value["relations"].as_array()?.iter().map(|link| GoldLink {
            source: text_of(link, "source"),
            target: text_of(link, "target"),
            kind: text_of(link, "type"),
            modality: modality_of(link),
        });
        Some(Gold { concepts: concepts.collect(), links: links.collect() })
    }
}

impl Graph {
    pub(super) fn parse(value: &Value) -> Option<Self> {
        let nodes = value["nodes"].as_array()?.iter().map(|node| Node {
            id: text_of(node, "id"),
            kind: text_of(node, "type"),
            score: node["score"].as_f64().unwrap_or(0.0),
            forms: forms(node),
        });
        let edges = value["edges"].as_array()?.iter().map(|edge| Edge {
            source: text_of(edge, "source"),
            target: text_of(edge, "target"),
            kind: text_of(edge, "type"),
            modality: modality_of(edge),
            confidence: edge["confidence"].as_f64().unwrap_or(0.0),
        });
        Some(Graph { nodes: nodes.collect(), edges: edges.collect() })
    }
}

/// NFKC, lower case, no leading article, words and ideographs, plural s folded, 的 dropped.
fn form(label: &str) -> Form {
    let text: String = label.nfkc().flat_map(char::to_lowercase).collect();
    let mut text = text.trim();
    for article in ["the", "a", "an"] {
        if let Some(rest) = text.strip_prefix(article)
            && rest.starts_with(char::is_whitespace)
        {
            text = rest.trim_start();
            break;
        }
    }
    let mut words: Form = Vec::new();
    let mut latin = String::new();
    for c in text.chars() {
        if c.is_ascii_lowercase() || c.is_ascii_digit() {
            latin.push(c);
            continue;
        }
        if !latin.is_empty() {
            words.push(std::mem::take(&mut latin));
        }
        if c.is_alphanumeric() && c != '的' {
            words.push(c.to_string());
        }
    }
    if !latin.is_empty() {
        words.push(latin);
    }
    let singular = |word: String| {
        let plural = word.chars().count() > 3 && word.ends_with('s') && !word.ends_with("ss");
        if plural { word[..word.len() - 1].to_owned() } else { word }
    };
    words.into_iter().map(singular).collect()
}

fn forms(entry: &Value) -> BTreeSet<Form> {
    let mut texts = vec![entry["label"].as_str().unwrap_or_default()];
    texts.extend(entry["aliases"].as_array().into_iter().flatten().filter_map(Value::as_str));
    match &entry["labels"] {
        Value::Object(labels) => texts.extend(labels.values().filter_map(Value::as_str)),
        Value::Array(labels) => texts.extend(labels.iter().filter_map(Value::as_str)),
        _ => {}
    }
    texts.into_iter().map(form).filter(|form| !form.is_empty()).collect()
}

fn close(a: &Form, b: &Form) -> bool {
    let (small, big) = if b.len() < a.len() { (b, a) } else { (a, b) };
    small.len() >= 2
        && small.len() * 10 >= big.len() * 8
        && big.windows(small.len()).any(|part| part == small.as_slice())
}

struct Matcher<'g> {
    nodes: &'g [Node],
    exact: BTreeMap<&'g Form, Vec<usize>>,
    strict: bool,
}

impl<'g> Matcher<'g> {
    fn new(nodes: &'g [Node], strict: bool) -> Self {
        let mut exact: BTreeMap<&Form, Vec<usize>> = BTreeMap::new();
        for (index, node) in nodes.iter().enumerate() {
            for form in &node.forms {
                exact.entry(form).or_default().push(index);
            }
        }
        Matcher { nodes, exact, strict }
    }

    fn find(&self, forms: &BTreeSet<Form>) -> BTreeSet<usize> {
        let hits: BTreeSet<usize> =
            forms.iter().filter_map(|form| self.exact.get(form)).flatten().copied().collect();
        if !hits.is_empty() || self.strict {
            return hits;
        }
        let near = |node: &Node| forms.iter().any(|a| node.forms.iter().any(|b| close(a, b)));
        self.nodes.iter().enumerate().filter(|(_, node)| near(node)).map(|(index, _)| index).collect()
    }
}

/// Maximum matching of concepts to nodes by augmenting paths, most salient first.
fn one_to_one(gold: &Gold, matcher: &Matcher<'_>) -> BTreeMap<String, usize> {
    let choices: Vec<Vec<usize>> = gold
        .concepts
        .iter()
        .map(|concept| {
            let mut ranked: Vec<usize> = matcher.find(&concept.forms).into_iter().collect();
            ranked.sort_by_key(|index| {
                let node = &matcher.nodes[*index];
                (!node.forms.contains(&concept.label), node.kind != concept.kind, node.id.clone())
            });
            ranked
        })
        .collect();
    let mut order: Vec<usize> = (0..gold.concepts.len()).collect();
    order.sort_by_key(|index| -gold.concepts[*index].salience);
    let mut owner: BTreeMap<usize, usize> = BTreeMap::new();
    for concept in order {
        place(concept, &choices, &mut owner, &mut BTreeSet::new());
    }
    owner.into_iter().map(|(node, concept)| (gold.concepts[concept].id.clone(), node)).collect()
}

fn place(
    concept: usize,
    choices: &[Vec<usize>],
    owner: &mut BTreeMap<usize, usize>,
    seen: &mut BTreeSet<usize>,
) -> bool {
    for node in &choices[concept] {
        if seen.insert(*node) {
            let holder = owner.get(node).copied();
            if holder.is_none_or(|holder| place(holder, choices, owner, seen)) {
                owner.insert(*node, concept);
                return true;
            }
        }
    }
    false
}

fn percent(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 }
}

/// All figures of one graph against one gold graph.
pub(super) fn score(gold: &Gold, graph: &Graph, strict: bool) -> Scores {
    let matcher = Matcher::new(&graph.nodes, strict);
    let found = one_to_one(gold, &matcher);
    let matched: BTreeSet<usize> = found.values().copied().collect();
    let mut percents = Vec::new();
    for (name, least) in [("concept recall S3", 3), ("concept recall S2+", 2), ("concept recall all", 1)] {
        let wanted: Vec<&Concept> =
            gold.concepts.iter().filter(|concept| concept.salience >= least).collect();
        percents.push((
            name,
            percent(wanted.iter().filter(|concept| found.contains_key(&concept.id)).count(), wanted.len()),
        ));
    }
    let recall = percents[2].1;
    let mut ranked: Vec<usize> = (0..graph.nodes.len()).collect();
    ranked.sort_by(|a, b| graph.nodes[*b].score.total_cmp(&graph.nodes[*a].score));
    ranked.truncate(gold.concepts.len());
    let precision = percent(ranked.iter().filter(|node| matched.contains(node)).count(), ranked.len());
    percents.push(("concept R-precision", precision));
    percents.push((
        "concept F1",
        if recall + precision == 0.0 { 0.0 } else { 2.0 * recall * precision / (recall + precision) },
    ));
    let typed: Vec<&Concept> = gold
        .concepts
        .iter()
        .filter(|concept| found.contains_key(&concept.id) && concept.kind != "topic")
        .collect();
    percents.push((
        "type accuracy",
        percent(
            typed.iter().filter(|concept| graph.nodes[found[&concept.id]].kind == concept.kind).count(),
            typed.len(),
        ),
    ));
    relations(gold, graph, &found, &matched, &mut percents);
    Scores { percents, counts: vec![("nodes", graph.nodes.len()), ("edges", graph.edges.len())] }
}

fn relations(
    gold: &Gold,
    graph: &Graph,
    found: &BTreeMap<String, usize>,
    matched: &BTreeSet<usize>,
    percents: &mut Vec<(&'static str, f64)>,
) {
    let index: BTreeMap<&str, usize> =
        graph.nodes.iter().enumerate().map(|(at, node)| (node.id.as_str(), at)).collect();
    let end = |id: &str| index.get(id).copied();
    let mut kinds: BTreeMap<(usize, usize), BTreeMap<&str, BTreeSet<&str>>> = BTreeMap::new();
    for edge in &graph.edges {
        if let (Some(source), Some(target)) = (end(&edge.source), end(&edge.target)) {
            kinds.entry((source, target)).or_default().entry(&edge.kind).or_default().insert(&edge.modality);
        }
    }
    let core: BTreeSet<&str> = gold
        .concepts
        .iter()
        .filter(|concept| concept.salience >= 2)
        .map(|concept| concept.id.as_str())
        .collect();
    let (mut n_wanted, mut n_any, mut n_typed, mut n_modality, mut n_all_typed) = (0, 0, 0, 0, 0);
    let mut gold_pairs: BTreeSet<(Option<usize>, Option<usize>)> = BTreeSet::new();
    for link in &gold.links {
        let pair = (found.get(&link.source).copied(), found.get(&link.target).copied());
        gold_pairs.insert(pair);
        gold_pairs.insert((pair.1, pair.0));
        let between = |(a, b): (Option<usize>, Option<usize>)| a.zip(b).and_then(|ends| kinds.get(&ends));
        let hit = between(pair).is_some() || between((pair.1, pair.0)).is_some();
        let mut ends = vec![pair];
        if SYMMETRIC.contains(&link.kind.as_str()) {
            ends.push((pair.1, pair.0));
        }
        let said: Vec<&BTreeSet<&str>> = ends
            .iter()
            .filter_map(|ends| between(*ends))
            .filter_map(|kinds| kinds.get(link.kind.as_str()))
            .collect();
        let exact = !said.is_empty();
        n_all_typed += usize::from(exact);
        n_modality += usize::from(said.iter().any(|said| said.contains(link.modality.as_str())));
        if core.contains(link.source.as_str()) && core.contains(link.target.as_str()) {
            n_wanted += 1;
            n_any += usize::from(hit);
            n_typed += usize::from(exact);
        }
    }
    percents.push(("relation recall any type", percent(n_any, n_wanted)));
    percents.push(("relation recall typed", percent(n_typed, n_wanted)));
    percents.push(("modality accuracy", percent(n_modality, n_all_typed)));
    let mut inside: Vec<(&Edge, usize, usize)> = graph
        .edges
        .iter()
        .filter_map(|edge| {
            let ends = end(&edge.source).zip(end(&edge.target))?;
            (matched.contains(&ends.0) && matched.contains(&ends.1)).then_some((edge, ends.0, ends.1))
        })
        .collect();
    inside.sort_by(|a, b| b.0.confidence.total_cmp(&a.0.confidence));
    inside.truncate(gold.links.len());
    let right = inside
        .iter()
        .filter(|(_, source, target)| gold_pairs.contains(&(Some(*source), Some(*target))))
        .count();
    percents.push(("relation precision", percent(right, inside.len())));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_compared_as_the_reference_does() {
        assert_eq!(form("The  Innovation-chains"), ["innovation", "chain"]);
        assert_eq!(form("“十五五”的时期"), ["十", "五", "五", "时", "期"]);
        assert!(close(&form("社区居家养老模式"), &form("区居家养老模式")));
        assert!(!close(&form("平台"), &form("平台养老模式")));
    }

    #[test]
    fn one_node_answers_for_one_concept() {
        let gold = serde_json::json!({"concepts": [
            {"id": "a", "type": "model", "label": "平台模式", "salience": 3},
            {"id": "b", "type": "goal", "label": "产业升级", "salience": 2}],
            "relations": [{"source": "a", "target": "b", "type": "promotes"}]});
        let graph = serde_json::json!({"nodes": [
            {"id": "x", "type": "model", "label": "平台模式", "aliases": ["产业升级"], "score": 0.9}],
            "edges": []});
        let scores = score(&Gold::parse(&gold).expect("gold"), &Graph::parse(&graph).expect("graph"), false);
        assert_eq!(scores.percents[0], ("concept recall S3", 100.0));
        assert_eq!(scores.percents[1], ("concept recall S2+", 50.0));
    }
}
