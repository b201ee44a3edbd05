//! Markdown cases -> what the whole pipeline makes of one small document each.
//!
//! A case is prose that argues, a block `document zh` or `document en`, and a block `expect` with one claim per line:
//! `mention LABEL [kind]`, `no mention LABEL`, `relation A -kind-> B [modality]`, `no relation A -kind-> B`. Kind and modality may
//! be left out of claims, and the kind of a denied relation may be `any`. A wrong answer that is known stands as the
//! expectation, under a line of prose that starts with FIXME and says what is right.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use sinograph::knowledge::{Knowledge, Options};
use sinograph::model::{Concept, ConceptGraph};
use sinograph::pipeline::Pipeline;
use sinograph::{read, resolve};

static KNOWLEDGE: LazyLock<Knowledge> =
    LazyLock::new(|| Knowledge::load(&Options::default()).expect("the built-in knowledge loads"));

/// A document and what is claimed of its graph.
#[derive(Debug, Default)]
struct Case {
    language: String,
    document: String,
    /// Line number in the file, counted from 1, and the claim.
    claims: Vec<(usize, String)>,
}

/// Extractors whose language of reading is only one, and which; all others need cases in both.
const ONE_LANGUAGE: &[(&str, &str)] = &[
    ("actors", "zh"),
    ("books", "zh"),
    ("lists", "zh"),
    ("noun_phrases", "zh"),
    ("pieces", "zh"),
    ("problems", "zh"),
    ("english_phrases", "en"),
];

#[test]
fn mention_cases_hold() {
    check_folder("src/extract/mentions", &["mod"]);
}

#[test]
fn relation_cases_hold() {
    check_folder(
        "src/extract/relations",
        &[
            "context",
            "discourse",
            "ends",
            "groups",
            "inner",
            "mod",
            "modality",
            "own",
            "pair_features",
            "places",
            "reading",
            "topics",
        ],
    );
}

#[test]
fn every_case_file_has_its_extractor() {
    for path in files(&root().join("tests/cases/extract"), "md") {
        let name = stem(&path);
        let is_known = ["mentions", "relations"]
            .iter()
            .any(|phase| root().join(format!("src/extract/{phase}/{name}.rs")).is_file());
        assert!(is_known, "{}: there is no extractor {name}; rename the case file", path.display());
    }
}

/// Runs the case file of every extractor in a folder; `others` are files of the folder that are no extractors.
fn check_folder(folder: &str, others: &[&str]) {
    let pipeline = Pipeline::new(&KNOWLEDGE);
    let mut problems = Vec::new();
    for source in files(&root().join(folder), "rs") {
        let name = stem(&source);
        if others.contains(&name.as_str()) {
            continue;
        }
        let path = root().join(format!("tests/cases/extract/{name}.md"));
        let Ok(text) = fs::read_to_string(&path) else {
            problems
                .push(format!("{}: missing; every extractor has a case file with its name", path.display()));
            continue;
        };
        let cases = parse(&text);
        problems.extend(missing_parts(&name, &cases).into_iter().map(|part| format!("{name}.md: {part}")));
        for case in &cases {
            problems
                .extend(failures(&pipeline, case).into_iter().map(|failure| format!("{name}.md:{failure}")));
        }
    }
    assert!(problems.is_empty(), "{} problems\n{}", problems.len(), problems.join("\n"));
}

/// What a case file must hold: both languages where the extractor reads both, claims and denials.
fn missing_parts(name: &str, cases: &[Case]) -> Vec<String> {
    let only = ONE_LANGUAGE.iter().find(|(known, _)| *known == name).map(|(_, language)| *language);
    let languages = only.map_or(vec!["zh", "en"], |language| vec![language]);
    let mut missing = Vec::new();
    for language in languages {
        let claims: Vec<&String> = cases
            .iter()
            .filter(|case| case.language == language)
            .flat_map(|case| &case.claims)
            .map(|(_, claim)| claim)
            .collect();
        if !claims.iter().any(|claim| !claim.starts_with("no ")) {
            missing.push(format!("expects nothing of a document {language}"));
        }
        if !claims.iter().any(|claim| claim.starts_with("no ")) {
            missing.push(format!("denies nothing of a document {language}"));
        }
    }
    missing
}

/// Claims of a case that do not hold, each with its line, and what was found instead.
fn failures(pipeline: &Pipeline<'_>, case: &Case) -> Vec<String> {
    let document = match read::read("case.md", case.document.as_bytes(), &KNOWLEDGE) {
        Ok(document) => document,
        Err(error) => return vec![format!("{}: {error}", case.claims.first().map_or(0, |(line, _)| *line))],
    };
    let graph = resolve::resolve(vec![pipeline.fragment(document)], &KNOWLEDGE);
    let mut failures = Vec::new();
    for (line, claim) in &case.claims {
        match holds(&graph, claim) {
            Some(true) => {}
            Some(false) => failures.push(format!("{line}: {claim}: does not hold")),
            None => failures.push(format!("{line}: {claim}: cannot be read; see the head of tests/cases.rs")),
        }
    }
    if !failures.is_empty() {
        failures.push(shown(&graph));
    }
    failures
}

/// Whether a claim holds; `None` when it follows no known form.
fn holds(graph: &ConceptGraph, claim: &str) -> Option<bool> {
    let (denied, claim) = claim.strip_prefix("no ").map_or((false, claim), |claim| (true, claim));
    let found = if let Some(rest) = claim.strip_prefix("mention ") {
        let (label, kind) = bracketed(rest);
        concepts(graph, label).any(|concept| kind.is_none_or(|kind| concept.kind == kind))
    } else {
        let (ends, modality) = bracketed(claim.strip_prefix("relation ")?);
        let (source, rest) = ends.split_once(" -")?;
        let (kind, target) = rest.split_once("-> ")?;
        let known = kind == "any" || KNOWLEDGE.relation_kind(kind).is_some();
        if !known {
            return None;
        }
        let symmetric = kind == "any" || KNOWLEDGE.relation_kind(kind).is_some_and(|kind| kind.symmetric);
        let straight = linked(graph, source, kind, target, modality);
        straight || symmetric && linked(graph, target, kind, source, modality)
    };
    Some(found != denied)
}

/// `LABEL [note]` cut in two.
fn bracketed(text: &str) -> (&str, Option<&str>) {
    let cut = text.rfind(" [").filter(|_| text.ends_with(']'));
    cut.map_or((text.trim(), None), |at| (text[..at].trim(), Some(&text[at + 2..text.len() - 1])))
}

/// Whether a concept bears a name; capitals and quotation marks do not count.
fn named(concept: &Concept, label: &str) -> bool {
    let plain = |label: &str| label.replace(['“', '”', '"'], "").to_lowercase();
    let labels = [Some(&concept.label), concept.labels.zh.as_ref(), concept.labels.en.as_ref()];
    labels.into_iter().flatten().chain(&concept.aliases).any(|name| plain(name) == plain(label))
}

fn concepts<'g>(graph: &'g ConceptGraph, label: &str) -> impl Iterator<Item = &'g Concept> {
    graph.graph.node_weights().filter(move |concept| named(concept, label))
}

fn linked(graph: &ConceptGraph, source: &str, kind: &str, target: &str, modality: Option<&str>) -> bool {
    graph.graph.edge_indices().any(|edge| {
        let relation = &graph.graph[edge];
        let ends = graph.graph.edge_endpoints(edge);
        ends.is_some_and(|(from, to)| named(&graph.graph[from], source) && named(&graph.graph[to], target))
            && (kind == "any" || relation.key.kind == kind)
            && modality.is_none_or(|modality| relation.key.modality.name() == modality)
    })
}

/// The graph as claims, for the message of a failure.
fn shown(graph: &ConceptGraph) -> String {
    let mut text = String::from("found:\n");
    for concept in graph.graph.node_weights() {
        let rules: Vec<String> =
            concept.evidence.iter().take(2).map(|evidence| evidence.rule.to_string()).collect();
        text.push_str(&format!(
            "    mention {} [{}]  {:.2} {}\n",
            concept.label,
            concept.kind,
            concept.score,
            rules.join(" ")
        ));
    }
    for edge in graph.graph.edge_indices() {
        if let Some((source, target)) = graph.graph.edge_endpoints(edge) {
            let relation = &graph.graph[edge];
            let (source, target) = (&graph.graph[source].label, &graph.graph[target].label);
            let rule =
                relation.evidence.first().map(|evidence| evidence.rule.to_string()).unwrap_or_default();
            text.push_str(&format!(
                "    relation {source} -{}-> {target} [{}]  {:.2} {rule}\n",
                relation.key.kind,
                relation.key.modality.name(),
                relation.confidence
            ));
        }
    }
    text
}

fn parse(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut inside = "";
    for (n, line) in text.lines().enumerate() {
        if let Some(fence) = line.strip_prefix("```") {
            inside = match (inside, fence.trim()) {
                ("", "document zh" | "document en") => {
                    cases.push(Case {
                        language: fence.trim()["document ".len()..].to_owned(),
                        ..Case::default()
                    });
                    "document"
                }
                ("", "expect") => "expect",
                ("", other) => panic!("line {}: unknown block {other:?}", n + 1),
                _ => "",
            };
            continue;
        }
        let Some(case) = cases.last_mut() else { continue };
        match inside {
            "document" => {
                case.document.push_str(line);
                case.document.push('\n');
            }
            "expect" if !line.trim().is_empty() => case.claims.push((n + 1, line.trim().to_owned())),
            _ => {}
        }
    }
    cases
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Files of a folder with an extension, sorted.
fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder is part of the project");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("readable").path()).collect();
    files.retain(|path| path.extension().is_some_and(|found| found == extension));
    files.sort();
    files
}

fn stem(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}
