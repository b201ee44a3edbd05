//! Another field is another pair of folders: the example for public health, and what a schema of one's own may say.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

/// Kinds of concepts and of relations that the example adds.
const CONCEPTS: [&str; 3] = ["condition", "intervention", "outcome"];
const RELATIONS: [&str; 3] = ["reduces", "improves", "raises_risk"];

fn example(part: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/domains/public-health").join(part)
}

fn run(arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_sinograph")).args(arguments).output().expect("it starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output is UTF-8");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// The graph and the drawing of papers, built with more options.
fn built(papers: &Path, more: &[&str]) -> (Value, String) {
    let output = folder();
    let (papers, folder) = (shown(papers), shown(output.path()));
    let mut arguments = vec!["build", &papers, "-o", &folder, "--lang", "en", "--format", "json,dot"];
    arguments.extend(more);
    let (code, _, stderr) = run(&arguments);
    assert_eq!(code, Some(0), "{stderr}");
    let text = |name: &str| fs::read_to_string(output.path().join(name)).expect("it was written");
    (serde_json::from_str(&text("graph.json")).expect("graph.json is JSON"), text("graph.dot"))
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("the system gives a folder")
}

/// Writes files below a folder.
fn write(folder: &Path, files: &[(&str, &str)]) {
    for (name, text) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("names lie below the folder")).expect("the folder is ours");
        fs::write(path, text).expect("the folder is ours");
    }
}

fn each<'g>(graph: &'g Value, what: &str) -> impl Iterator<Item = &'g Value> {
    graph[what].as_array().expect("a list").iter()
}

/// The type of the node that has a label in either language.
fn type_of<'g>(graph: &'g Value, label: &str) -> Option<&'g str> {
    let bears = |node: &&Value| {
        node["label"] == label || node["labels"]["zh"] == label || node["labels"]["en"] == label
    };
    each(graph, "nodes").find(bears).and_then(|node| node["type"].as_str())
}

fn n_of(graph: &Value, what: &str, kind: &str) -> usize {
    each(graph, what).filter(|entry| entry["type"] == kind).count()
}

#[test]
fn public_health_has_kinds_and_links_of_its_own() {
    let (schema, seeds) = (shown(&example("schema")), shown(&example("seeds")));
    let knowledge = ["--schema", &schema, "--seeds", &seeds];
    let (graph, dot) = built(&example("papers"), &knowledge);
    let (before, plain_dot) = built(&example("papers"), &[]);
    for kind in CONCEPTS {
        assert!(n_of(&graph, "nodes", kind) >= 3, "{kind}: {}", n_of(&graph, "nodes", kind));
        assert_eq!(n_of(&before, "nodes", kind), 0, "{kind} is no built-in kind");
    }
    for kind in RELATIONS {
        assert!(n_of(&graph, "edges", kind) >= 2, "{kind}: {}", n_of(&graph, "edges", kind));
        assert_eq!(n_of(&before, "edges", kind), 0, "{kind} is no built-in kind");
    }
    for (label, kind) in [
        ("高血压", "condition"),
        ("stroke", "condition"),
        ("低钠盐", "intervention"),
        ("salt substitute", "intervention"),
        ("血压控制率", "outcome"),
        ("medication adherence", "outcome"),
    ] {
        assert_eq!(type_of(&graph, label), Some(kind), "{label}");
        assert_ne!(type_of(&before, label), Some(kind), "{label}");
    }
    assert!(type_of(&before, "高血压").is_some(), "the paper speaks of it, whatever the kinds are");
    let improved = each(&graph, "edges").any(|link| {
        link["type"] == "improves" && link["target"].as_str().is_some_and(|id| id.ends_with("血压控制率"))
    });
    assert!(improved, "the Chinese paper says what improves the control of blood pressure");
    assert!(dot.contains("intervention") && !plain_dot.contains("intervention ("), "the legend names it");
}

#[test]
fn the_patterns_of_the_example_do_as_they_say() {
    let (schema, seeds) = (shown(&example("schema")), shown(&example("seeds")));
    for check in ["seeds", "schema"] {
        let (code, stdout, stderr) = run(&[check, "check", "--schema", &schema, "--seeds", &seeds]);
        assert_eq!((code, stdout.as_str()), (Some(0), "all well\n"), "{stderr}");
    }
}

#[test]
fn a_word_that_the_user_writes_down_is_of_the_kind_written_there() {
    let input = folder();
    write(
        input.path(),
        &[
            ("papers/a.md", "# 家庭医生与分级诊疗\n\n家庭医生推动了分级诊疗，分级诊疗制度逐步完善。\n"),
            ("seeds/zh/terms.tsv", "#term\ttype\n家庭医生\tcarrier\n"),
        ],
    );
    let papers = input.path().join("papers");
    let seeds = shown(&input.path().join("seeds"));
    assert_ne!(type_of(&built(&papers, &[]).0, "家庭医生"), Some("carrier"));
    assert_eq!(type_of(&built(&papers, &["--seeds", &seeds]).0, "家庭医生"), Some("carrier"));
}

#[test]
fn a_kind_is_like_one_that_is_there() {
    let input = folder();
    let kind = "[[kind]]\nname = \"crop\"\nzh = \"作物\"\nen = \"crop\"\ndefinition = \"A plant that is grown.\"\n\
                colour = \"#ddeecc\"\nshape = \"box\"\nlike = \"fruit\"\n";
    write(input.path(), &[("schema/concepts.toml", kind)]);
    let schema = shown(&input.path().join("schema"));
    let (code, _, stderr) = run(&["schema", "check", "--schema", &schema]);
    assert_eq!(code, Some(2), "{stderr}");
    assert!(stderr.contains("crop: there is no kind \"fruit\" to be like; name a built-in kind"), "{stderr}");
}
