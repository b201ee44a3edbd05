//! Writes every export of five hard graphs into a folder, for `scripts/check_exports.py`:
//! `cargo run --example export_samples -- DIR [PAPERS [SIZE...]]`.
//!
//! `hostile` holds names that break importers, parallel and opposite links; `empty`, `one` and `large` (20,000 concepts) are what
//! they say; `papers` is the graph of a folder of papers, where one is given.

use std::fs;
use std::path::{Path, PathBuf};

use petgraph::graph::DiGraph;

use sinograph::analyze;
use sinograph::export::{self, ExportOptions, PictureOptions, View};
use sinograph::knowledge::{Knowledge, Options};
use sinograph::model::{
    Block, BlockKind, Concept, ConceptGraph, ConceptId, Document, Evidence, Labels, Metadata, Modality,
    Relation, RelationKey, RuleId, Section, Tables, Zone,
};
use sinograph::pipeline::Pipeline;
use sinograph::text::{Language, Span};

/// Names that one importer or another was seen to break on.
const HOSTILE: &[&str] = &[
    "a \"quoted\" name",
    "back\\slash",
    "ends in a backslash\\",
    "graphviz \\N \\G \\L",
    "<b>bold</b><script>alert(1)</script>",
    "&lt;&amp;&quot;",
    "comma, semicolon; tab\tend",
    "=1+1",
    "-2+3",
    "@SUM(A1)",
    "",
    " ",
    "42",
    "1e5",
    "graph",
    "node",
    "NULL",
    "NaN",
    "true",
    "line\nbreak",
    "line\r\nbreak",
    "nul \0 inside",
    "\u{b} vertical tab",
    "\u{1b}[31mred\u{1b}[0m",
    "\u{fffe} and \u{ffff}",
    "\u{7f} delete",
    "\u{85} next line",
    "\u{2028} line separator",
    "\u{feff} byte order mark",
    "\u{202e} right to left",
    "\u{200b} zero width",
    "\u{e000} private",
    "\u{20bb7}野家",
    "e\u{301} combined",
    "é composed",
    "👩‍🔬 researcher",
    "javascript:alert(1)",
    "]]> cdata",
    "'}) DETACH DELETE n //",
    "${jndi:ldap://x} {{template}}",
    "[[wiki|link]] #tag ^block",
    "CON",
    "a/b:c*d?e|f",
    "Delta",
    "DELTA",
    "-- comment",
    "```",
    "\u{130}stanbul",
];

const TEXT: &str = "“引号”推动 \"R&D <hub>\"；C:\\路径\\ 与 '单引号'，]]> 👩‍🔬。\n";

fn main() {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let output = arguments.next().expect("name a folder to write to");
    let knowledge = Knowledge::load(&Options::default()).expect("the built-in knowledge loads");
    let mut graphs = vec![
        ("hostile", hostile(&knowledge)),
        ("empty", ConceptGraph::default()),
        ("one", one()),
        ("large", large(&knowledge, 20_000)),
    ];
    if let Some(papers) = arguments.next() {
        graphs.push(("papers", Pipeline::new(&knowledge).build(&[papers], None, &|_, _| {}).0));
    }
    for (name, graph) in &graphs {
        write(&output.join(name), graph, &knowledge);
    }
    // Further arguments are sizes, for measuring.
    for size in arguments.filter_map(|size| size.to_str()?.parse().ok()) {
        write(&output.join(format!("size-{size}")), &large(&knowledge, size), &knowledge);
    }
}

fn write(folder: &Path, graph: &ConceptGraph, knowledge: &Knowledge) {
    // Enough for every hostile name to be in the pictures.
    let picture = PictureOptions { top: 60, ..PictureOptions::default() };
    let options = ExportOptions { picture, ..ExportOptions::default() };
    let tables = Tables { findings: Some(analyze::findings(graph)), ..analyze::tables(graph) };
    let view = View { graph, tables: &tables, knowledge, options: &options };
    for format in export::ALL {
        for file in format.write(&view).expect("exports") {
            let place = if format.is_folder() { folder.join(format.name()) } else { folder.to_owned() };
            let path = place.join(&file.path);
            fs::create_dir_all(path.parent().expect("a file in a folder")).expect("the folder can be made");
            fs::write(&path, &file.bytes).expect("the file can be written");
        }
    }
}

/// A concept per hostile name, a ring of links of every kind, every modality between one pair, and links back.
fn hostile(knowledge: &Knowledge) -> ConceptGraph {
    let long = "链".repeat(25_000);
    let names: Vec<&str> = HOSTILE.iter().copied().chain([long.as_str()]).collect();
    let mut concepts: Vec<Concept> = names
        .iter()
        .enumerate()
        .map(|(n, name)| concept(&knowledge.concepts[n % knowledge.concepts.len()].name, n, name))
        .collect();
    concepts.sort_by(|a, b| a.id.cmp(&b.id));
    let mut graph = DiGraph::new();
    let nodes: Vec<_> = concepts.into_iter().map(|concept| graph.add_node(concept)).collect();
    for (n, node) in nodes.iter().enumerate() {
        let kind = &knowledge.relations[n % knowledge.relations.len()].name;
        graph.add_edge(*node, nodes[(n + 1) % nodes.len()], relation(kind, Modality::Asserted, names[n]));
    }
    for kind in &knowledge.relations {
        for modality in [Modality::Asserted, Modality::Recommended, Modality::Hypothetical, Modality::Negated]
        {
            graph.add_edge(nodes[3], nodes[7], relation(&kind.name, modality, "推动"));
        }
    }
    graph.add_edge(nodes[7], nodes[3], relation("causes", Modality::Asserted, "导致"));
    ConceptGraph { documents: vec![document()], graph }
}

fn one() -> ConceptGraph {
    let mut graph = DiGraph::new();
    graph.add_node(concept("goal", 0, "独 \"alone\""));
    ConceptGraph { documents: vec![document()], graph }
}

/// A large graph with hubs: every concept is linked with a neighbour and with one of the first hundred.
fn large(knowledge: &Knowledge, n_concepts: usize) -> ConceptGraph {
    let mut concepts: Vec<Concept> = (0..n_concepts)
        .map(|n| concept(&knowledge.concepts[n % knowledge.concepts.len()].name, n, &format!("概念{n}")))
        .collect();
    concepts.sort_by(|a, b| a.id.cmp(&b.id));
    let mut graph = DiGraph::new();
    // Quotes on every concept would only make the files long.
    for (_, concept) in concepts.iter_mut().enumerate().filter(|(n, _)| !n.is_multiple_of(20)) {
        concept.evidence.clear();
    }
    let nodes: Vec<_> = concepts.into_iter().map(|concept| graph.add_node(concept)).collect();
    for n in 0..n_concepts {
        let kind = &knowledge.relations[n % knowledge.relations.len()].name;
        let mut links =
            [relation(kind, Modality::Asserted, ""), relation("promotes", Modality::Recommended, "促进")];
        if !n.is_multiple_of(20) {
            links.iter_mut().for_each(|link| link.evidence.clear());
        }
        let [near, hub] = links;
        graph.add_edge(nodes[n], nodes[(n * 7 + 1) % n_concepts], near);
        graph.add_edge(nodes[n], nodes[n * n % 100], hub);
    }
    ConceptGraph { documents: vec![document()], graph }
}

fn document() -> Document {
    let span = Span::new(0, TEXT.len() - 1);
    Document {
        id: "0123456789abcdef".into(),
        format: "text".into(),
        path: "papers/a \"b\" & c.md".into(),
        sha256: "0".repeat(64),
        text: TEXT.into(),
        metadata: Metadata {
            title: Labels { zh: Some("题\"名\" [甲]".into()), en: Some("Title <&> \\".into()) },
            authors: vec!["欧阳\\某".into(), "O'Neil; A.".into()],
            year: Some(2031),
            source: Some("虚构学刊, \"卷\"".into()),
            doi: Some("10.0000/<x>".into()),
            keywords: Vec::new(),
        },
        sections: vec![Section { parent: None, level: 0, heading: None, zone: Zone::Front }],
        blocks: vec![Block { span, kind: BlockKind::Paragraph, section: 0, language: Language::Zh }],
        tables: Vec::new(),
        pages: Vec::new(),
    }
}

fn evidence(rule: &str) -> Vec<Evidence> {
    let span = Span::new(0, TEXT.len() - 1);
    vec![Evidence { document: 0, span, rule: RuleId::from(rule), confidence: 0.75 }]
}

fn concept(kind: &str, n: usize, name: &str) -> Concept {
    Concept {
        id: ConceptId(format!("{kind}/{n:05} {name}")),
        kind: kind.into(),
        label: name.into(),
        labels: Labels { zh: Some(name.into()), en: (!n.is_multiple_of(3)).then(|| format!("{name} {n}")) },
        aliases: vec![format!("又名{name}"), format!("alias; {n}")],
        documents: vec![0],
        n_mentions: n + 1,
        confidence: 0.9,
        score: 1.0 / (1.0 + n as f64),
        evidence: evidence("sample/mention"),
        merges: Vec::new(),
    }
}

fn relation(kind: &str, modality: Modality, predicate: &str) -> Relation {
    Relation {
        key: RelationKey { kind: kind.into(), modality },
        predicate: predicate.into(),
        documents: vec![0],
        weight: 2,
        confidence: 0.8,
        evidence: evidence("sample/link"),
    }
}
