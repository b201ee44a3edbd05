//! graph -> RDF: concepts as SKOS, sources as PROV, links and evidence as nodes; Turtle, N-Triples and JSON-LD of one set of triples.

use std::collections::BTreeMap;

use oxrdf::{LiteralRef, NamedNodeRef, TripleRef};
use oxttl::{NTriplesSerializer, TurtleSerializer};
use serde_json::{Map, Value, json};

use super::json::{DocumentRecord, EdgeRecord, EvidenceRecord, GraphFile, NodeRecord};
use super::{ExportError, ExportFile, Exporter, View, link_id};
use crate::knowledge::{Knowledge, vocab};
use crate::model::Modality;
use crate::text::language_of;

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const RDFS: &str = "http://www.w3.org/2000/01/rdf-schema#";
const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";
const PROV: &str = "http://www.w3.org/ns/prov#";
const DCTERMS: &str = "http://purl.org/dc/terms/";
const XSD: &str = "http://www.w3.org/2001/XMLSchema#";
/// Kinds, kinds of links and properties of ours.
const SG: &str = "urn:sinograph:";
const PREFIXES: &[(&str, &str)] = &[
    ("rdf", RDF),
    ("rdfs", RDFS),
    ("skos", SKOS),
    ("prov", PROV),
    ("dcterms", DCTERMS),
    ("xsd", XSD),
    ("sg", SG),
];

/// Turtle.
pub(super) struct Turtle;
/// N-Triples.
pub(super) struct NTriples;
/// JSON-LD.
pub(super) struct JsonLd;

impl Exporter for Turtle {
    fn name(&self) -> &'static str {
        "turtle"
    }

    fn about(&self) -> &'static str {
        "RDF as Turtle: SKOS concepts, PROV sources, evidence as nodes"
    }

    fn write(&self, view: &View<'_>) -> Result<Vec<ExportFile>, ExportError> {
        let mut serializer = TurtleSerializer::new();
        for (prefix, iri) in PREFIXES {
            serializer =
                serializer.with_prefix(*prefix, *iri).map_err(|error| ExportError::Rdf(error.to_string()))?;
        }
        let mut writer = serializer.for_writer(Vec::new());
        for triple in triples(view) {
            writer.serialize_triple(triple.as_ref()).map_err(|error| ExportError::Rdf(error.to_string()))?;
        }
        let bytes = writer.finish().map_err(|error| ExportError::Rdf(error.to_string()))?;
        Ok(vec![ExportFile::new("graph.ttl", bytes)])
    }
}

impl Exporter for NTriples {
    fn name(&self) -> &'static str {
        "n-triples"
    }

    fn about(&self) -> &'static str {
        "the same RDF, one triple a line"
    }

    fn write(&self, view: &View<'_>) -> Result<Vec<ExportFile>, ExportError> {
        let mut writer = NTriplesSerializer::new().for_writer(Vec::new());
        for triple in triples(view) {
            writer.serialize_triple(triple.as_ref()).map_err(|error| ExportError::Rdf(error.to_string()))?;
        }
        Ok(vec![ExportFile::new("graph.nt", writer.finish())])
    }
}

impl Exporter for JsonLd {
    fn name(&self) -> &'static str {
        "json-ld"
    }

    fn about(&self) -> &'static str {
        "the same RDF as JSON-LD"
    }

    fn write(&self, view: &View<'_>) -> Result<Vec<ExportFile>, ExportError> {
        let mut subjects: BTreeMap<String, Map<String, Value>> = BTreeMap::new();
        for triple in triples(view) {
            let (key, value) = triple.as_json();
            let subject = subjects.entry(triple.subject.clone()).or_default();
            subject.entry("@id").or_insert_with(|| json!(triple.subject));
            let values = subject.entry(key).or_insert_with(|| json!([]));
            if let Some(values) = values.as_array_mut() {
                values.push(value);
            }
        }
        let context: Map<String, Value> =
            PREFIXES.iter().map(|(prefix, iri)| ((*prefix).to_owned(), json!(iri))).collect();
        let nodes: Vec<Value> = subjects.into_values().map(Value::Object).collect();
        let file = json!({ "@context": context, "@graph": nodes });
        Ok(vec![ExportFile::new("graph.jsonld", format!("{file:#}\n"))])
    }
}

/// What a triple says of its subject.
enum Object {
    Iri(String),
    /// A text in a language.
    Tagged(String, &'static str),
    /// A value with the name of its type in XML Schema.
    Typed(String, &'static str),
}

struct Triple {
    subject: String,
    predicate: String,
    object: Object,
    /// The type of the object in full, where it has one.
    datatype: String,
}

impl Triple {
    fn as_ref(&self) -> TripleRef<'_> {
        // Every IRI is made below, of a constant and percent-encoded text.
        let object = match &self.object {
            Object::Iri(iri) => NamedNodeRef::new_unchecked(iri).into(),
            Object::Tagged(text, tag) => LiteralRef::new_language_tagged_literal_unchecked(text, tag).into(),
            Object::Typed(text, _) => {
                LiteralRef::new_typed_literal(text, NamedNodeRef::new_unchecked(&self.datatype)).into()
            }
        };
        TripleRef {
            subject: NamedNodeRef::new_unchecked(&self.subject).into(),
            predicate: NamedNodeRef::new_unchecked(&self.predicate),
            object,
        }
    }

    fn as_json(&self) -> (String, Value) {
        if self.predicate == format!("{RDF}type")
            && let Object::Iri(iri) = &self.object
        {
            return ("@type".to_owned(), json!(compact(iri)));
        }
        let value = match &self.object {
            Object::Iri(iri) => json!({ "@id": iri }),
            Object::Tagged(text, tag) => json!({ "@value": text, "@language": tag }),
            Object::Typed(text, "string") => json!(text),
            Object::Typed(text, kind) => json!({ "@value": text, "@type": format!("xsd:{kind}") }),
        };
        (compact(&self.predicate), value)
    }
}

fn compact(iri: &str) -> String {
    let of = PREFIXES
        .iter()
        .find_map(|(prefix, base)| iri.strip_prefix(base).map(|rest| format!("{prefix}:{rest}")));
    of.unwrap_or_else(|| iri.to_owned())
}

/// All triples, those of one subject together.
fn triples(view: &View<'_>) -> Vec<Triple> {
    let record = view.record();
    let mut out = Triples { list: Vec::new() };
    out.iri(&format!("{SG}scheme"), &format!("{RDF}type"), format!("{SKOS}ConceptScheme"));
    kinds(&mut out, view.knowledge, &record);
    for document in &record.graph.documents {
        self::document(&mut out, document);
    }
    for node in &record.nodes {
        concept(&mut out, node);
        for (n, evidence) in node.evidence.iter().enumerate() {
            self::evidence(&mut out, &format!("{}:{n}", iri("evidence", &node.id)), evidence);
        }
    }
    for edge in &record.edges {
        link(&mut out, edge);
        for (n, evidence) in edge.evidence.iter().enumerate() {
            self::evidence(&mut out, &format!("{}:{n}", iri("evidence", &link_id(edge))), evidence);
        }
    }
    let mut list = out.list;
    // The direct triple of a link has a concept as its subject; writers want subjects together.
    list.sort_by(|a, b| a.subject.cmp(&b.subject));
    list
}

/// Kinds that the graph uses, with their names.
fn kinds(out: &mut Triples, knowledge: &Knowledge, record: &GraphFile) {
    for kind in
        knowledge.concepts.iter().filter(|kind| record.nodes.iter().any(|node| node.kind == kind.name))
    {
        let subject = iri("type", &kind.name);
        out.iri(&subject, &format!("{RDF}type"), format!("{RDFS}Class"));
        out.tagged(&subject, &format!("{RDFS}label"), &kind.zh, "zh");
        out.tagged(&subject, &format!("{RDFS}label"), &kind.en, "en");
        out.tagged(&subject, &format!("{SKOS}definition"), &kind.definition, "en");
    }
    for kind in
        knowledge.relations.iter().filter(|kind| record.edges.iter().any(|edge| edge.kind == kind.name))
    {
        let subject = iri("relation", &kind.name);
        out.iri(&subject, &format!("{RDF}type"), format!("{RDF}Property"));
        out.tagged(&subject, &format!("{RDFS}label"), &kind.zh, "zh");
        out.tagged(&subject, &format!("{RDFS}label"), &kind.en, "en");
        out.tagged(&subject, &format!("{SKOS}definition"), &kind.definition, "en");
    }
}

fn document(out: &mut Triples, document: &DocumentRecord) {
    let subject = iri("document", &document.id);
    out.iri(&subject, &format!("{RDF}type"), format!("{PROV}Entity"));
    for (title, tag) in [(&document.title.zh, "zh"), (&document.title.en, "en")] {
        if let Some(title) = title {
            out.tagged(&subject, &format!("{DCTERMS}title"), title, tag);
        }
    }
    for author in &document.authors {
        out.typed(&subject, &format!("{DCTERMS}creator"), author.clone(), "string");
    }
    let facts = [
        ("date", document.year.map(|year| (year.to_string(), "gYear"))),
        ("source", document.source.clone().map(|source| (source, "string"))),
        ("identifier", document.doi.clone().map(|doi| (format!("doi:{doi}"), "string"))),
        ("extent", Some((document.chars.to_string(), "integer"))),
    ];
    for (name, fact) in facts {
        if let Some((value, kind)) = fact {
            out.typed(&subject, &format!("{DCTERMS}{name}"), value, kind);
        }
    }
    out.typed(&subject, &format!("{SG}path"), document.path.clone(), "string");
    out.typed(&subject, &format!("{SG}sha256"), document.sha256.clone(), "string");
}

fn concept(out: &mut Triples, node: &NodeRecord) {
    let subject = iri("concept", &node.id);
    out.iri(&subject, &format!("{RDF}type"), format!("{SKOS}Concept"));
    out.iri(&subject, &format!("{RDF}type"), iri("type", &node.kind));
    out.iri(&subject, &format!("{SKOS}inScheme"), format!("{SG}scheme"));
    out.typed(&subject, &format!("{SKOS}notation"), node.id.clone(), "string");
    for (label, tag) in [(&node.labels.zh, "zh"), (&node.labels.en, "en")] {
        if let Some(label) = label {
            out.tagged(&subject, &format!("{SKOS}prefLabel"), label, tag);
        }
    }
    if node.labels.zh.is_none() && node.labels.en.is_none() {
        out.typed(&subject, &format!("{SKOS}prefLabel"), node.label.clone(), "string");
    }
    for alias in &node.aliases {
        out.tagged(&subject, &format!("{SKOS}altLabel"), alias, language_of(alias).code());
    }
    for document in &node.documents {
        out.iri(&subject, &format!("{PROV}wasDerivedFrom"), iri("document", document));
    }
    out.typed(&subject, &format!("{SG}mentions"), node.mentions.to_string(), "integer");
    out.typed(&subject, &format!("{SG}score"), node.score.to_string(), "decimal");
    out.typed(&subject, &format!("{SG}confidence"), node.confidence.to_string(), "decimal");
    out.typed(&subject, &format!("{SG}community"), node.community.to_string(), "integer");
    for n in 0..node.evidence.len() {
        out.iri(&subject, &format!("{SG}evidence"), format!("{}:{n}", iri("evidence", &node.id)));
    }
}

/// A link as a node; what a paper states as fact is a plain triple too, and a kind of something is `skos:broader`.
fn link(out: &mut Triples, edge: &EdgeRecord) {
    let id = link_id(edge);
    let (subject, source, target) =
        (iri("link", &id), iri("concept", &edge.source), iri("concept", &edge.target));
    out.iri(&subject, &format!("{RDF}type"), format!("{SG}Link"));
    out.iri(&subject, &format!("{RDF}type"), format!("{RDF}Statement"));
    out.iri(&subject, &format!("{RDF}subject"), source.clone());
    out.iri(&subject, &format!("{RDF}predicate"), iri("relation", &edge.kind));
    out.iri(&subject, &format!("{RDF}object"), target.clone());
    out.typed(&subject, &format!("{SG}modality"), edge.modality.clone(), "string");
    out.typed(&subject, &format!("{SG}weight"), edge.weight.to_string(), "integer");
    out.typed(&subject, &format!("{SG}confidence"), edge.confidence.to_string(), "decimal");
    if !edge.predicate.is_empty() {
        out.tagged(&subject, &format!("{SG}predicate"), &edge.predicate, language_of(&edge.predicate).code());
    }
    for document in &edge.documents {
        out.iri(&subject, &format!("{PROV}wasDerivedFrom"), iri("document", document));
    }
    for n in 0..edge.evidence.len() {
        out.iri(&subject, &format!("{SG}evidence"), format!("{}:{n}", iri("evidence", &id)));
    }
    if edge.modality == Modality::Asserted.name() {
        out.iri(&source, &iri("relation", &edge.kind), target.clone());
        if edge.kind == vocab::IS_A {
            out.iri(&source, &format!("{SKOS}broader"), target);
        }
    }
}

fn evidence(out: &mut Triples, subject: &str, evidence: &EvidenceRecord) {
    out.iri(subject, &format!("{RDF}type"), format!("{SG}Evidence"));
    out.iri(subject, &format!("{RDF}type"), format!("{PROV}Entity"));
    out.iri(subject, &format!("{PROV}wasQuotedFrom"), iri("document", &evidence.document));
    out.tagged(subject, &format!("{PROV}value"), &evidence.quote, language_of(&evidence.quote).code());
    if !evidence.section.is_empty() {
        out.typed(subject, &format!("{SG}section"), evidence.section.join(" > "), "string");
    }
    if let Some(page) = evidence.page {
        out.typed(subject, &format!("{SG}page"), page.to_string(), "integer");
    }
    out.typed(subject, &format!("{SG}start"), evidence.start.to_string(), "integer");
    out.typed(subject, &format!("{SG}end"), evidence.end.to_string(), "integer");
    out.typed(subject, &format!("{SG}rule"), evidence.rule.clone(), "string");
    out.typed(subject, &format!("{SG}confidence"), evidence.confidence.to_string(), "decimal");
}

/// `urn:sinograph:KIND:NAME`, the name percent-encoded, so that it is ASCII everywhere.
fn iri(kind: &str, name: &str) -> String {
    let mut iri = format!("{SG}{kind}:");
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'/') {
            iri.push(char::from(byte));
        } else {
            iri.push_str(&format!("%{byte:02X}"));
        }
    }
    iri
}

struct Triples {
    list: Vec<Triple>,
}

impl Triples {
    fn add(&mut self, subject: &str, predicate: &str, object: Object, datatype: String) {
        self.list.push(Triple {
            subject: subject.to_owned(),
            predicate: predicate.to_owned(),
            object,
            datatype,
        });
    }

    fn iri(&mut self, subject: &str, predicate: &str, object: String) {
        self.add(subject, predicate, Object::Iri(object), String::new());
    }

    fn tagged(&mut self, subject: &str, predicate: &str, text: &str, tag: &'static str) {
        self.add(subject, predicate, Object::Tagged(text.to_owned(), tag), String::new());
    }

    fn typed(&mut self, subject: &str, predicate: &str, text: String, kind: &'static str) {
        self.add(subject, predicate, Object::Typed(text, kind), format!("{XSD}{kind}"));
    }
}
