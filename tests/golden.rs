//! One small graph -> every format, compared with `tests/golden/`; `UPDATE_EXPECT=1` rewrites the files.

use std::fs;
use std::path::Path;

use petgraph::graph::DiGraph;

use sinograph::analyze;
use sinograph::export::{self, ExportOptions, Exporter, LabelLanguage, PictureOptions, View};
use sinograph::knowledge::{Knowledge, Options};
use sinograph::model::{
    Block, BlockKind, Concept, ConceptGraph, ConceptId, Document, Evidence, Labels, Metadata, Modality,
    Relation, RelationKey, RuleId, Section, Tables, Zone,
};
use sinograph::text::{Language, Span};

const HEADING: &str = "“链式”融合与 \\路径\\";
const SENTENCE: &str = "“链式”融合模式推动 \"R&D <hub>\" 与 C:\\data\\ 平台；𠮷林的湿地👩‍🔬不在此列。";

fn knowledge() -> Knowledge {
    Knowledge::load(&Options::default()).expect("the built-in knowledge loads")
}

fn document() -> Document {
    let text = format!("{HEADING}\n{SENTENCE}\n");
    let heading = Span::new(0, HEADING.len());
    let sentence = Span::new(HEADING.len() + 1, HEADING.len() + 1 + SENTENCE.len());
    let block = |span, kind, section| Block { span, kind, section, language: Language::Zh };
    Document {
        id: "0123456789abcdef".into(),
        path: "papers/\"quoted\" name.md".into(),
        sha256: "0".repeat(64),
        text,
        metadata: Metadata {
            title: Labels { zh: Some("湿地与平台".into()), en: Some("Wetlands & \"platforms\"".into()) },
            authors: vec!["欧阳\\某".into(), "O'Neil, A.".into()],
            year: Some(2031),
            source: Some("虚构学刊".into()),
            doi: Some("10.0000/<x>".into()),
            keywords: Vec::new(),
        },
        sections: vec![
            Section { parent: None, level: 0, heading: None, zone: Zone::Front },
            Section { parent: Some(0), level: 1, heading: Some(heading), zone: Zone::Body },
        ],
        blocks: vec![block(heading, BlockKind::Heading, 1), block(sentence, BlockKind::Paragraph, 1)],
        tables: Vec::new(),
        pages: Vec::new(),
        format: "text".into(),
    }
}

fn evidence(rule: &str) -> Vec<Evidence> {
    let span = Span::new(HEADING.len() + 1, HEADING.len() + 1 + SENTENCE.len());
    vec![Evidence { document: 0, span, rule: RuleId::from(rule), confidence: 0.75 }]
}

fn concept(kind: &str, label: &str, en: Option<&str>, score: f64) -> Concept {
    Concept {
        id: ConceptId(format!("{kind}/{label}")),
        kind: kind.into(),
        label: label.into(),
        labels: Labels { zh: Some(label.into()), en: en.map(str::to_owned) },
        aliases: vec!["“别名”".into(), "a \\ b".into()],
        documents: vec![0],
        n_mentions: 2,
        confidence: 0.987_654,
        score,
        evidence: evidence("golden/mention"),
        merges: Vec::new(),
    }
}

fn relation(kind: &str, modality: Modality, confidence: f64) -> Relation {
    Relation {
        key: RelationKey { kind: kind.into(), modality },
        predicate: "推动\"\\".into(),
        documents: vec![0],
        weight: 1,
        confidence,
        evidence: evidence(&format!("{kind}/golden")),
    }
}

/// A concept of every kind in a ring, a link of every kind, four modalities between one pair, and both directions between another.
fn graph(knowledge: &Knowledge) -> ConceptGraph {
    let mut graph = DiGraph::new();
    let mut concepts: Vec<Concept> = knowledge
        .concepts
        .iter()
        .enumerate()
        .map(|(n, kind)| {
            let label = format!("{}“{}”\\{n}", kind.zh, kind.name);
            concept(&kind.name, &label, Some(&format!("{} \"{n}\" <&>", kind.en)), 0.9 - 0.03 * n as f64)
        })
        .collect();
    concepts.push(concept("topic", "只有中文名而且名字很长很长的一个主题概念", None, 0.95));
    concepts.sort_by(|a, b| a.id.cmp(&b.id));
    let nodes: Vec<_> = concepts.into_iter().map(|concept| graph.add_node(concept)).collect();
    for (n, kind) in knowledge.relations.iter().enumerate() {
        graph.add_edge(
            nodes[n % nodes.len()],
            nodes[(n + 1) % nodes.len()],
            relation(&kind.name, Modality::Asserted, 0.9),
        );
    }
    for modality in [Modality::Recommended, Modality::Hypothetical, Modality::Negated] {
        graph.add_edge(nodes[0], nodes[1], relation("promotes", modality, 0.8));
    }
    graph.add_edge(nodes[0], nodes[1], relation("uses", Modality::Asserted, 0.7));
    graph.add_edge(nodes[1], nodes[0], relation("causes", Modality::Asserted, 0.6));
    ConceptGraph { documents: vec![document()], graph }
}

/// The files of a format, by name, with the version of the program left out.
fn exported(
    format: &dyn Exporter,
    graph: &ConceptGraph,
    knowledge: &Knowledge,
    language: LabelLanguage,
) -> Vec<(String, String)> {
    let picture = PictureOptions { language, ..PictureOptions::default() };
    let options = ExportOptions { picture, ..ExportOptions::default() };
    let findings = format.wants_findings().then(|| analyze::findings(graph));
    let tables = Tables { findings, ..analyze::tables(graph) };
    let view = View { graph, tables: &tables, knowledge, options: &options };
    let files = format.write(&view).expect("exports");
    let text = |bytes| String::from_utf8(bytes).expect("every format is UTF-8");
    let version = concat!("sinograph ", env!("CARGO_PKG_VERSION"));
    files
        .into_iter()
        .map(|file| (file.path, text(file.bytes).replace(version, "sinograph VERSION")))
        .map(|(path, text)| if path == "explore.html" { (path, island(&text)) } else { (path, text) })
        .collect()
}

/// The data of an explorer page; its markup, style and script are files of the project themselves.
fn island(page: &str) -> String {
    let start = "<script type=\"application/json\" id=\"data\">";
    let from = page.find(start).expect("the page has data") + start.len();
    let end = page[from..].find("</script>").expect("the data ends") + from;
    let rows = page[from..end].replace("],[", "],\n[");
    format!("{rows}\n")
}

/// The only file of a format.
fn text_of(name: &str, graph: &ConceptGraph, knowledge: &Knowledge, language: LabelLanguage) -> String {
    let format = export::find(name).expect("a format of this name");
    let mut files = exported(format, graph, knowledge, language);
    assert_eq!(files.len(), 1, "{name}");
    files.remove(0).1
}

#[test]
fn every_format_is_as_checked_in() {
    let knowledge = knowledge();
    let graph = graph(&knowledge);
    for format in export::ALL {
        for (name, found) in exported(*format, &graph, &knowledge, LabelLanguage::Both) {
            let mut path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
            if format.is_folder() {
                path.push(format.name());
            }
            check_golden(&path.join(name), &found);
        }
    }
}

#[track_caller]
fn check_golden(path: &Path, found: &str) {
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::create_dir_all(path.parent().expect("a file in a folder"))
            .expect("the folder is part of the project");
        fs::write(path, found).expect("the folder is part of the project");
    }
    let expected = fs::read_to_string(path).unwrap_or_default();
    let differs = found.lines().zip(expected.lines()).position(|(found, expected)| found != expected);
    let line = differs.unwrap_or_else(|| found.lines().count().min(expected.lines().count()));
    assert!(
        found == expected,
        "{}:{}: is {:?}, was {:?}; if the new one is right, run with UPDATE_EXPECT=1",
        path.display(),
        line + 1,
        found.lines().nth(line),
        expected.lines().nth(line)
    );
}

#[test]
fn the_json_of_the_golden_graph_keeps_every_link() {
    let knowledge = knowledge();
    let graph = graph(&knowledge);
    let text = text_of("json", &graph, &knowledge, LabelLanguage::Both);
    let json: serde_json::Value = serde_json::from_str(&text).expect("is JSON");
    let edges = json["edges"].as_array().expect("edges");
    assert_eq!(edges.len(), knowledge.relations.len() + 5, "parallel links are several links");
    let quote = |entry: &serde_json::Value| entry["evidence"][0]["quote"].as_str().map(str::to_owned);
    assert!(edges.iter().all(|edge| quote(edge).as_deref() == Some(SENTENCE)));
    let evidence = &edges[0]["evidence"][0];
    let n_before = HEADING.chars().count() as u64 + 1;
    assert_eq!(evidence["start"].as_u64(), Some(n_before), "positions count characters");
    assert_eq!(evidence["end"].as_u64(), Some(n_before + SENTENCE.chars().count() as u64));
    assert_eq!(evidence["section"][0].as_str(), Some(HEADING));
}

#[test]
fn graphs_of_no_and_of_one_concept_are_written() {
    let knowledge = knowledge();
    let mut one = DiGraph::new();
    one.add_node(concept("goal", "“独”\\", Some("a \"lone\" goal"), 0.5));
    for graph in [ConceptGraph::default(), ConceptGraph { documents: vec![document()], graph: one }] {
        for format in export::ALL {
            for language in [LabelLanguage::Zh, LabelLanguage::En, LabelLanguage::Both] {
                for (name, text) in exported(*format, &graph, &knowledge, language) {
                    if name.ends_with(".dot") {
                        check_dot(&text);
                    }
                    if name.ends_with(".svg") {
                        check_svg(&text);
                    }
                    if name.contains(".json") || name == "explore.html" || name.ends_with(".cyjs") {
                        assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok(), "{text}");
                    }
                }
            }
        }
    }
}

#[test]
fn the_dot_is_balanced_in_every_language() {
    let knowledge = knowledge();
    let graph = graph(&knowledge);
    for language in [LabelLanguage::Zh, LabelLanguage::En, LabelLanguage::Both] {
        check_dot(&text_of("dot", &graph, &knowledge, language));
    }
}

/// Every pair of a picture is in the SVG as it is in the DOT: links, labels, nothing torn.
#[test]
fn the_svg_shows_what_the_dot_shows() {
    let knowledge = knowledge();
    let graph = graph(&knowledge);
    for language in [LabelLanguage::Zh, LabelLanguage::En, LabelLanguage::Both] {
        let svg = text_of("svg", &graph, &knowledge, language);
        check_svg(&svg);
        let dot = text_of("dot", &graph, &knowledge, language);
        let n_drawn =
            svg.lines().filter(|line| line.starts_with("<g><title>") && line.contains("<path")).count();
        let n_links = dot.lines().filter(|line| line.contains(" -> ")).count();
        assert_eq!(n_drawn, n_links, "every link of the DOT is in the SVG");
    }
}

/// A text that a reader of XML takes whole.
#[track_caller]
fn check_svg(text: &str) {
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Eof) => break,
            Ok(_) => {}
            Err(error) => panic!("{}: {error}\n{text}", reader.buffer_position()),
        }
    }
    assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
}

/// Every quoted string of a DOT text ends on its line, and every brace and bracket outside of strings is closed.
#[track_caller]
fn check_dot(dot: &str) {
    let mut depth = 0i32;
    for line in dot.lines() {
        let (mut quoted, mut escaped) = (false, false);
        for c in line.chars() {
            match c {
                _ if escaped => escaped = false,
                '\\' if quoted => escaped = true,
                '"' => quoted = !quoted,
                '{' | '[' if !quoted => depth += 1,
                '}' | ']' if !quoted => depth -= 1,
                _ => {}
            }
        }
        assert!(!quoted, "a string does not end: {line}");
        assert!(depth >= 0, "closed too often: {line}");
    }
    assert_eq!(depth, 0, "{dot}");
}
