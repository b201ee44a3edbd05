//! Questions and exports as a user meets them: tables, JSON, exit codes, suggestions.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use serde_json::Value;
use std::process::Command;
use tempfile::TempDir;

const PAPERS: &[(&str, &str)] = &[
    (
        "harbour.md",
        "# 绿色港口模式与岸电推广\n\n2021年\n\n关键词：绿色港口模式；岸电技术；港口拥堵\n\nKeywords: green port model; shore power; port congestion\n\n## 一、绿色港口模式\n\n宁波采用绿色港口模式。绿色港口模式促进岸电技术。岸电技术应缓解港口拥堵问题。\n\n绿色港口模式推动低碳航运。\n",
    ),
    (
        "shipping.md",
        "# 低碳航运的实现路径\n\n2023年\n\n关键词：低碳航运；岸电技术；绿色港口模式\n\n## 一、低碳航运\n\n岸电技术促进低碳航运。青岛采用绿色港口模式。低碳航运依托岸电技术。\n",
    ),
];

/// A folder with a store of the papers, made once.
static FOLDER: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("the system gives a folder");
    let papers = folder.path().join("papers");
    std::fs::create_dir(&papers).expect("the folder is ours");
    for (name, text) in PAPERS {
        std::fs::write(papers.join(name), text).expect("the folder is ours");
    }
    let built = Command::new(env!("CARGO_BIN_EXE_sinograph"))
        .args(["build", "--quiet", "--format", "json", "-o"])
        .args([folder.path(), &papers])
        .status();
    assert!(built.expect("the program starts").success());
    folder
});

struct Outcome {
    code: i32,
    stdout: String,
    stderr: String,
}

fn run(arguments: &[&str]) -> Outcome {
    let source = FOLDER.path().display().to_string();
    let output = Command::new(env!("CARGO_BIN_EXE_sinograph"))
        .args(arguments)
        .args(["--store", &source])
        .output()
        .expect("the program starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output is UTF-8");
    Outcome {
        code: output.status.code().expect("no signal ended it"),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    }
}

#[track_caller]
fn answers(arguments: &[&str]) -> String {
    let outcome = run(arguments);
    assert_eq!(outcome.code, 0, "{arguments:?}: {}", outcome.stderr);
    outcome.stdout
}

#[track_caller]
fn json(arguments: &[&str]) -> Value {
    let all: Vec<&str> = arguments.iter().copied().chain(["--json"]).collect();
    serde_json::from_str(&answers(&all)).expect("the answer is JSON")
}

fn ids(answer: &Value, pointer: &str) -> Vec<String> {
    let list = answer["answers"].as_array().cloned().unwrap_or_default();
    list.iter().filter_map(|found| found.pointer(pointer)?.as_str().map(str::to_owned)).collect()
}

#[test]
fn search_finds_parts_of_names_in_both_languages_and_scripts() {
    for text in ["绿色港口", "綠色港口", "green port"] {
        let found = ids(&json(&["search", text]), "/concept/id");
        assert!(found.iter().any(|id| id == "model/绿色港口模式"), "{text}: {found:?}");
    }
    assert!(answers(&["search", "岸电", "--lang", "en"]).starts_with("concept"));
}

#[test]
fn passages_hold_the_words() {
    let found = ids(&json(&["passages", "岸电 低碳航运"]), "/text");
    assert!(
        !found.is_empty() && found.iter().all(|text| text.contains("岸电") && text.contains("低碳航运")),
        "{found:?}"
    );
    assert_eq!(run(&["passages", "没有这样的词语组合"]).code, 1);
}

#[test]
fn a_name_that_is_not_there_ends_without_an_answer_and_with_a_suggestion() {
    let outcome = run(&["show", "绿色港囗模式"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (1, ""));
    assert!(
        outcome.stderr.contains("did you mean") && outcome.stderr.contains("绿色港口模式"),
        "{}",
        outcome.stderr
    );
    assert_eq!(run(&["search", "qqqqqqqqq"]).code, 1);
    assert_eq!(run(&["rank", "--types", "没有的类型"]).code, 2);
    assert_eq!(run(&["rank", "--documents", "nosuch"]).code, 1);
}

#[test]
fn show_counts_links_and_neighbours_follow_filters() {
    let shown = json(&["show", "绿色港口模式"]);
    assert_eq!(shown["schema"], "sinograph.show/1");
    assert_eq!(shown["concept"]["papers"], 2, "{shown}");
    let regions = ids(&json(&["neighbours", "绿色港口模式", "--types", "地区"]), "/concept/id");
    assert!(regions.contains(&"region/青岛".to_owned()), "{regions:?}");
    assert!(regions.iter().all(|id| id.starts_with("region/")), "{regions:?}");
}

#[test]
fn explain_gives_the_sentences_of_every_paper() {
    let text = answers(&["explain", "岸电技术", "低碳航运"]);
    assert!(text.contains("岸电技术促进低碳航运"), "{text}");
    let found = json(&["explain", "岸电技术", "低碳航运"]);
    let quotes = ids(&found, "/evidence/quote");
    assert!(!quotes.is_empty() && quotes.iter().all(|quote| !quote.is_empty()), "{found}");
    let alone = json(&["explain", "绿色港口模式"]);
    assert_eq!(alone["schema"], "sinograph.explain/1");
    assert!(alone["merges"].as_array().is_some_and(|merges| !merges.is_empty()), "{alone}");
}

#[test]
fn a_path_is_made_of_links_that_papers_state() {
    let found = json(&["path", "青岛", "低碳航运"]);
    let ways = found["answers"].as_array().cloned().unwrap_or_default();
    assert!(!ways.is_empty(), "{found}");
    for way in &ways {
        let steps = way["steps"].as_array().cloned().unwrap_or_default();
        assert_eq!(steps.first().map(|step| step["from"].clone()), Some("region/青岛".into()));
        assert!(steps.windows(2).all(|pair| pair[0]["to"] == pair[1]["from"]), "{way}");
        assert!(
            steps.iter().all(|step| step["links"].as_array().is_some_and(|links| !links.is_empty())),
            "{way}"
        );
    }
    let costs: Vec<f64> = ways.iter().filter_map(|way| way["cost"].as_f64()).collect();
    assert!(costs.windows(2).all(|pair| pair[0] <= pair[1]), "{costs:?}");
    assert_eq!(run(&["path", "青岛", "青岛"]).code, 1);
}

#[test]
fn tables_name_the_papers() {
    let matrix = json(&["matrix", "region", "模式"]);
    let cells = matrix["cells"].as_array().cloned().unwrap_or_default();
    assert!(
        cells.iter().any(|cell| cell["row"] == "region/青岛" && cell["column"] == "model/绿色港口模式"),
        "{matrix}"
    );
    let timeline = json(&["timeline", "岸电技术"]);
    let years = timeline["answers"][0]["years"].as_array().map_or(0, Vec::len);
    assert_eq!(years, 2, "{timeline}");
    let gaps = json(&["gaps"]);
    assert!(gaps["placeless"]["found"].is_u64() && gaps["single"]["found"].is_u64(), "{gaps}");
    let ranks = json(&["rank", "--by", "pagerank", "--top", "0"]);
    let sum: f64 = ranks["answers"]
        .as_array()
        .map_or(0.0, |all| all.iter().filter_map(|rank| rank["pagerank"].as_f64()).sum());
    assert!((sum - 1.0).abs() < 1e-6, "{sum}");
    assert_eq!(json(&["communities", "--min-size", "1"])["schema"], "sinograph.communities/1");
    assert_eq!(ids(&json(&["papers", "岸电技术"]), "/paper/id").len(), 2);
}

#[test]
fn a_community_has_one_number_everywhere() {
    let answer = json(&["communities", "--min-size", "1", "--top", "0"]);
    let mut number: BTreeMap<String, u64> = BTreeMap::new();
    for (at, group) in (1..).zip(answer["answers"].as_array().expect("a list")) {
        assert_eq!(group["number"], at, "{group}");
        for member in group["members"].as_array().expect("a list") {
            number.insert(member.as_str().expect("an id").to_owned(), at);
        }
    }
    let table = answers(&["communities", "--min-size", "1"]);
    assert_eq!(table.lines().nth(1).and_then(|line| line.split_whitespace().next()), Some("1"), "{table}");
    let graph: Value = serde_json::from_str(&answers(&["export", "--format", "json"])).expect("JSON");
    let nodes = graph["nodes"].as_array().expect("a list");
    assert_eq!(nodes.len(), number.len());
    for node in nodes {
        assert_eq!(
            node["community"].as_u64(),
            number.get(node["id"].as_str().expect("an id")).copied(),
            "{node}"
        );
    }
    // The themes of the report and the index of the notes bear the same numbers and names.
    let named: Vec<String> = answer["answers"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|group| group["size"].as_u64().is_some_and(|size| size >= 3))
        .map(|group| format!("{} {}", group["number"], group["name"].as_str().unwrap_or_default()))
        .collect();
    assert!(!named.is_empty(), "{answer}");
    let report = answers(&["export", "--format", "report", "--lang", "zh"]);
    let heads: Vec<&str> = report.lines().filter_map(|line| line.strip_prefix("### ")).collect();
    assert!(named.iter().all(|name| heads.contains(&name.as_str())), "{named:?} in {heads:?}");
    let items: Value = serde_json::from_str(&answers(&["export", "--format", "cyjs"])).expect("JSON");
    for node in items["elements"]["nodes"].as_array().expect("a list") {
        let id = node["data"]["id"].as_str().expect("an id");
        assert_eq!(node["data"]["community"].as_u64(), number.get(id).copied(), "{node}");
    }
}

#[test]
fn exports_go_to_stdout_a_file_or_a_folder() {
    let text = answers(&["export", "--format", "json", "--types", "model,region"]);
    let graph: Value = serde_json::from_str(&text).expect("JSON");
    let kinds: Vec<&str> = graph["nodes"]
        .as_array()
        .map_or(Vec::new(), |all| all.iter().filter_map(|node| node["type"].as_str()).collect());
    assert!(!kinds.is_empty() && kinds.iter().all(|kind| matches!(*kind, "model" | "region")), "{kinds:?}");

    let folder = tempfile::tempdir().expect("the system gives a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    answers(&[
        "export",
        "--format",
        "graphml",
        "-o",
        &path("a.graphml"),
        "--focus",
        "绿色港口模式",
        "--depth",
        "1",
    ]);
    assert!(std::fs::read_to_string(path("a.graphml")).expect("written").contains("绿色港口模式"));
    answers(&["export", "--format", "csv", "-o", &path("tables")]);
    assert!(Path::new(&path("tables")).join("edges.csv").is_file());

    assert_eq!(run(&["export", "--format", "csv"]).code, 2, "several files need a folder");
    let unknown = run(&["export", "--format", "nosuch"]);
    assert!(unknown.code == 2 && unknown.stderr.contains("graphml"), "{}", unknown.stderr);
}

#[test]
fn notes_of_the_user_are_never_overwritten() {
    let folder = tempfile::tempdir().expect("the system gives a folder");
    let vault = folder.path().join("vault");
    let output = vault.display().to_string();
    answers(&["export", "--format", "obsidian", "-o", &output]);
    answers(&["export", "--format", "obsidian", "-o", &output]);
    let note: PathBuf = vault.join("concepts/绿色港口模式.md");
    std::fs::write(&note, "my own words\n").expect("the folder is ours");
    let outcome = run(&["export", "--format", "obsidian", "-o", &output]);
    assert_eq!(outcome.code, 7, "{}", outcome.stderr);
    assert_eq!(std::fs::read_to_string(&note).expect("still there"), "my own words\n");
}

#[test]
fn completions_are_printed_for_every_shell() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = Command::new(env!("CARGO_BIN_EXE_sinograph"))
            .args(["completions", shell])
            .output()
            .expect("the program starts");
        assert!(
            output.status.success() && String::from_utf8_lossy(&output.stdout).contains("neighbours"),
            "{shell}"
        );
    }
}
