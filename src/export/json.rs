//! graph -> node-link JSON (`graph.json`), loadable by networkx and D3.

use std::io::Write;

use petgraph::graph::{EdgeIndex, NodeIndex};
use serde::{Deserialize, Serialize, Serializer};

use super::{ExportError, ExportFile, Exporter, View, clean_label};
use crate::model::{ConceptGraph, Document, Evidence, Imprint, Labels, works};
use crate::text::{CharIndex, Language, Span};

/// Version of the layout.
pub const VERSION: u32 = 1;

/// The whole file.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct GraphFile {
    /// Always true.
    pub directed: bool,
    /// Always true: several typed links may join one pair.
    pub multigraph: bool,
    /// Facts about the graph as a whole.
    pub graph: GraphRecord,
    /// Concepts in order of their ids.
    pub nodes: Vec<NodeRecord>,
    /// Links in order of their ends and keys.
    pub edges: Vec<EdgeRecord>,
}

/// Facts about the graph as a whole.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct GraphRecord {
    /// Always `sinograph`.
    pub format: String,
    /// Version of the layout.
    pub version: u32,
    /// Program and version that wrote it.
    pub generator: String,
    /// Documents in order of their ids.
    pub documents: Vec<DocumentRecord>,
}

/// A name per language.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LabelsRecord {
    /// Chinese.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zh: Option<String>,
    /// English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
}

/// Author keywords per language.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct KeywordsRecord {
    /// Chinese.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub zh: Vec<String>,
    /// English.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub en: Vec<String>,
}

/// One paper.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DocumentRecord {
    /// Identity by content.
    pub id: String,
    /// Title.
    pub title: LabelsRecord,
    /// Authors as printed.
    pub authors: Vec<String>,
    /// Year of publication.
    pub year: Option<u16>,
    /// Journal or site.
    pub source: Option<String>,
    /// Digital object identifier.
    pub doi: Option<String>,
    /// Author keywords of each language, in the order of the paper.
    #[serde(default)]
    pub keywords: KeywordsRecord,
    /// Languages, the one with more text first.
    pub language: Vec<String>,
    /// Format it was read from: `pdf`, `docx`, `html`, `text`, `ris`.
    #[serde(default)]
    pub format: String,
    /// Where it was read from.
    pub path: String,
    /// SHA-256 of the bytes read.
    pub sha256: String,
    /// Length of the clean text in characters.
    pub chars: usize,
    /// Name of its work; the Chinese and the English page of one paper have the same.
    pub work: String,
}

/// One place that speaks for a concept or link.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct EvidenceRecord {
    /// Id of the document.
    pub document: String,
    /// Headings from the chapter down.
    pub section: Vec<String>,
    /// Page, where the format has pages.
    pub page: Option<u32>,
    /// First character in the clean text, counted from 0.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// The exact text between the two.
    pub quote: String,
    /// The rule that read it.
    pub rule: String,
    /// Estimated precision of the rule here, 0..=1.
    pub confidence: f64,
}

/// A concept.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct NodeRecord {
    /// Stable id.
    pub id: String,
    /// Concept kind.
    #[serde(rename = "type")]
    pub kind: String,
    /// Preferred name.
    pub label: String,
    /// Preferred name per language.
    pub labels: LabelsRecord,
    /// Other names.
    pub aliases: Vec<String>,
    /// Ids of the documents that mention it.
    pub documents: Vec<String>,
    /// How many mentions.
    pub mentions: usize,
    /// Salience, 0..=1.
    pub score: f64,
    /// How sure it is a concept of this kind, 0..=1.
    pub confidence: f64,
    /// Number of its community, as every format and table gives it; 1 is the largest.
    pub community: usize,
    /// Where it stands.
    pub evidence: Vec<EvidenceRecord>,
    /// Why its names are one concept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub merges: Vec<MergeRecord>,
}

/// Why two names are one concept.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MergeRecord {
    /// The name that joined.
    pub name: String,
    /// The name of the concept that it was found to be the same as.
    pub with: String,
    /// The rule that found it.
    pub rule: String,
    /// How sure that rule is, 0..=1.
    pub confidence: f64,
    /// Where papers say so; empty where the names, the list of places or the glossary tell.
    pub evidence: Vec<EvidenceRecord>,
}

/// A link.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct EdgeRecord {
    /// Id of the node it starts from.
    pub source: String,
    /// Id of the node it leads to.
    pub target: String,
    /// Kind and modality: what tells parallel links apart.
    pub key: String,
    /// Relation kind.
    #[serde(rename = "type")]
    pub kind: String,
    /// asserted, recommended, hypothetical or negated.
    pub modality: String,
    /// The commonest word that states it; empty where structure does.
    pub predicate: String,
    /// Ids of the documents that state it.
    pub documents: Vec<String>,
    /// How many statements.
    pub weight: usize,
    /// How sure it is, 0..=1.
    pub confidence: f64,
    /// Where it is stated.
    pub evidence: Vec<EvidenceRecord>,
}

/// The contract that other tools rely on.
pub(super) struct Json;

impl Exporter for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn about(&self) -> &'static str {
        "node-link JSON for networkx, D3 and scripts; schema/graph.schema.json describes it"
    }

    fn streamed(&self) -> Option<&'static str> {
        Some("graph.json")
    }

    fn write(&self, view: &View<'_>) -> Result<Vec<ExportFile>, ExportError> {
        let mut bytes = Vec::new();
        self.write_to(view, &mut bytes)?;
        Ok(vec![ExportFile::new("graph.json", bytes)])
    }

    fn write_to(&self, view: &View<'_>, out: &mut dyn Write) -> Result<(), ExportError> {
        let recorder = Recorder::new(view.graph, &view.tables.communities.of);
        let file = Streamed {
            directed: true,
            multigraph: true,
            graph: recorder.head(),
            nodes: Each(|| view.graph.graph.node_indices().map(|node| recorder.node(node))),
            edges: Each(|| view.graph.graph.edge_indices().filter_map(|edge| recorder.edge(edge))),
        };
        serde_json::to_writer_pretty(&mut *out, &file).map_err(|error| match error.io_error_kind() {
            Some(_) => ExportError::Output(error.into()),
            None => ExportError::Json(error),
        })?;
        out.write_all(b"\n").map_err(ExportError::Output)
    }
}

/// [`GraphFile`], written while its records are made, so that never more than one is held.
#[derive(Serialize)]
struct Streamed<N: Serialize, E: Serialize> {
    directed: bool,
    multigraph: bool,
    graph: GraphRecord,
    nodes: N,
    edges: E,
}

/// Records made one after another while they are written.
struct Each<F>(F);

impl<F: Fn() -> I, I: Iterator<Item: Serialize>> Serialize for Each<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

/// The graph as the file has it; `communities` holds the community of every node.
#[must_use]
pub fn record(graph: &ConceptGraph, communities: &[usize]) -> GraphFile {
    let recorder = Recorder::new(graph, communities);
    GraphFile {
        directed: true,
        multigraph: true,
        graph: recorder.head(),
        nodes: graph.graph.node_indices().map(|node| recorder.node(node)).collect(),
        edges: graph.graph.edge_indices().filter_map(|edge| recorder.edge(edge)).collect(),
    }
}

/// Makes the records of a graph.
struct Recorder<'g> {
    graph: &'g ConceptGraph,
    communities: &'g [usize],
    indexes: Vec<CharIndex<'g>>,
}

impl<'g> Recorder<'g> {
    fn new(graph: &'g ConceptGraph, communities: &'g [usize]) -> Self {
        let indexes = graph.documents.iter().map(|document| CharIndex::new(&document.text)).collect();
        Recorder { graph, communities, indexes }
    }

    fn head(&self) -> GraphRecord {
        let imprint = |document: &'g Document| Imprint {
            id: &document.id,
            doi: document.metadata.doi.as_deref(),
            title: &document.metadata.title,
        };
        let imprints: Vec<Imprint<'_>> = self.graph.documents.iter().map(imprint).collect();
        GraphRecord {
            format: "sinograph".into(),
            version: VERSION,
            generator: concat!("sinograph ", env!("CARGO_PKG_VERSION")).into(),
            documents: self.graph.documents.iter().zip(works(&imprints)).map(document_record).collect(),
        }
    }

    fn node(&self, node: NodeIndex) -> NodeRecord {
        let concept = &self.graph.graph[node];
        NodeRecord {
            id: clean_label(&concept.id.0),
            kind: concept.kind.clone(),
            label: clean_label(&concept.label),
            labels: labels(&concept.labels),
            aliases: concept.aliases.iter().map(|alias| clean_label(alias)).collect(),
            documents: self.ids(&concept.documents),
            mentions: concept.n_mentions,
            score: rounded(concept.score),
            confidence: rounded(concept.confidence),
            community: self.communities[node.index()],
            evidence: self.evidence(&concept.evidence),
            merges: concept
                .merges
                .iter()
                .map(|merge| MergeRecord {
                    name: clean_label(&merge.name),
                    with: clean_label(&merge.with),
                    rule: merge.rule.to_string(),
                    confidence: rounded(merge.confidence),
                    evidence: self.evidence(&merge.evidence),
                })
                .collect(),
        }
    }

    fn edge(&self, edge: EdgeIndex) -> Option<EdgeRecord> {
        let (source, target) = self.graph.graph.edge_endpoints(edge)?;
        let relation = &self.graph.graph[edge];
        Some(EdgeRecord {
            source: clean_label(&self.graph.graph[source].id.0),
            target: clean_label(&self.graph.graph[target].id.0),
            key: format!("{}/{}", relation.key.kind, relation.key.modality.name()),
            kind: relation.key.kind.clone(),
            modality: relation.key.modality.name().to_owned(),
            predicate: clean_label(&relation.predicate),
            documents: self.ids(&relation.documents),
            weight: relation.weight,
            confidence: rounded(relation.confidence),
            evidence: self.evidence(&relation.evidence),
        })
    }

    fn ids(&self, documents: &[usize]) -> Vec<String> {
        documents.iter().map(|at| self.graph.documents[*at].id.clone()).collect()
    }

    fn evidence(&self, evidence: &[Evidence]) -> Vec<EvidenceRecord> {
        let record = |evidence: &Evidence| evidence_record(evidence, &self.graph.documents, &self.indexes);
        evidence.iter().map(record).collect()
    }
}

/// One piece of evidence as the file has it. For many of one document, [`record`] is faster.
#[must_use]
pub fn evidence(graph: &ConceptGraph, evidence: &Evidence) -> EvidenceRecord {
    let document = &graph.documents[evidence.document];
    let n_before = Span::new(0, evidence.span.start as usize).of(&document.text).chars().count();
    let n_inside = document.slice(evidence.span).chars().count();
    evidence_at(evidence, document, (n_before, n_before + n_inside))
}

fn document_record((document, work): (&Document, String)) -> DocumentRecord {
    let meta = &document.metadata;
    DocumentRecord {
        id: document.id.clone(),
        title: labels(&meta.title),
        authors: meta.authors.clone(),
        year: meta.year,
        source: meta.source.clone(),
        doi: meta.doi.clone(),
        keywords: KeywordsRecord {
            zh: keywords(document, Language::Zh),
            en: keywords(document, Language::En),
        },
        format: document.format.clone(),
        language: document.languages().into_iter().map(|language| language.code().to_owned()).collect(),
        path: document.path.clone(),
        sha256: document.sha256.clone(),
        chars: document.text.chars().count(),
        work,
    }
}

fn keywords(document: &Document, language: Language) -> Vec<String> {
    let lists = document.metadata.keywords.iter().filter(|(known, _)| *known == language);
    lists.flat_map(|(_, spans)| spans.iter().map(|span| clean_label(document.slice(*span)))).collect()
}

fn evidence_record(evidence: &Evidence, documents: &[Document], indexes: &[CharIndex<'_>]) -> EvidenceRecord {
    let document = &documents[evidence.document];
    let index = &indexes[evidence.document];
    let place = (index.chars_before(evidence.span.start), index.chars_before(evidence.span.end));
    evidence_at(evidence, document, place)
}

fn evidence_at(evidence: &Evidence, document: &Document, (start, end): (usize, usize)) -> EvidenceRecord {
    let section = document.section_at(evidence.span);
    EvidenceRecord {
        document: document.id.clone(),
        section: document.section_path(section).into_iter().map(str::to_owned).collect(),
        page: document.page_of(evidence.span),
        start,
        end,
        quote: document.slice(evidence.span).to_owned(),
        rule: evidence.rule.to_string(),
        confidence: rounded(evidence.confidence),
    }
}

fn labels(labels: &Labels) -> LabelsRecord {
    LabelsRecord { zh: labels.zh.as_deref().map(clean_label), en: labels.en.as_deref().map(clean_label) }
}

/// Four digits: more would be noise, and equal on every machine.
pub(super) fn rounded(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHECKED_IN: &str = include_str!("../../schema/graph.schema.json");

    /// `UPDATE_EXPECT=1 cargo test` writes the schema anew after a change of the records.
    #[test]
    fn the_schema_in_the_repository_is_the_one_of_the_records() {
        let schema = schemars::schema_for!(GraphFile);
        let text = serde_json::to_string_pretty(&schema).expect("a schema is JSON") + "\n";
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schema/graph.schema.json");
            std::fs::write(path, &text).expect("the schema can be written");
            return;
        }
        assert_eq!(text, CHECKED_IN, "run UPDATE_EXPECT=1 cargo test and look at the change");
    }
}
