//! The store as a user meets it: papers come and go, are listed, compared, checked, read with any SQLite tool.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use sinograph::export::{self, ExportOptions, View};
use sinograph::knowledge::{Knowledge, Options};
use sinograph::pipeline;
use sinograph::store::Store;

struct Outcome {
    code: i32,
    stdout: String,
    stderr: String,
}

impl Outcome {
    #[track_caller]
    fn good(self) -> Self {
        assert_eq!(self.code, 0, "{}", self.stderr);
        self
    }

    #[track_caller]
    fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).expect("stdout is JSON")
    }
}

fn run<S: AsRef<std::ffi::OsStr>>(folder: &Path, arguments: &[S]) -> Outcome {
    run_with(folder, arguments, "")
}

fn run_with<S: AsRef<std::ffi::OsStr>>(folder: &Path, arguments: &[S], input: &str) -> Outcome {
    let mut child = Command::new(env!("CARGO_BIN_EXE_sinograph"))
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    child.stdin.take().expect("piped").write_all(input.as_bytes()).expect("the program reads");
    let output = child.wait_with_output().expect("it ends");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output is UTF-8");
    Outcome {
        code: output.status.code().expect("no signal ended it"),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    }
}

const FINANCE: &str = "# 绿色金融与产业升级\n\n# Green Finance and the Upgrading of Industry\n\n\
    摘要：绿色金融推动产业升级。\n\n绿色金融推动了产业升级。产业升级需要绿色金融，绿色金融体系尚不完善。\n";
const ENGLISH: &str = "# Green Finance and the Upgrading of Industry\n\nAbstract: Green finance promotes industrial upgrading.\n\n\
    Green finance promotes industrial upgrading. Industrial upgrading needs green finance.\n";
const DOUBT: &str =
    "# 绿色金融的另一面\n\n绿色金融阻碍了产业升级。绿色金融没有推动产业升级。碳市场促进节能减排。\n";

/// A folder of three papers.
fn papers() -> TempDir {
    let folder = tempfile::tempdir().expect("the system gives a folder");
    file(&folder, "zh.md", FINANCE);
    file(&folder, "en.md", ENGLISH);
    file(&folder, "doubt.md", DOUBT);
    folder
}

fn file(folder: &TempDir, name: &str, text: &str) -> PathBuf {
    let path = folder.path().join(name);
    fs::write(&path, text).expect("the folder is ours");
    path
}

/// graph.json of the store in a folder.
fn stored_json(store: &Path) -> String {
    let knowledge = Knowledge::load(&Options::default()).expect("loads");
    let store = Store::read(store).expect("opens");
    let (graph, _) = pipeline::graph(&store, &knowledge).expect("sound");
    let options = ExportOptions::default();
    let tables = sinograph::analyze::tables(&graph);
    let view = View { graph: &graph, tables: &tables, knowledge: &knowledge, options: &options };
    let files = export::find("json").expect("a format").write(&view).expect("exports");
    String::from_utf8(files[0].bytes.clone()).expect("JSON is UTF-8")
}

fn paths(status: &Value) -> Vec<Vec<String>> {
    let documents = status["documents"].as_array().expect("a list");
    let mut paths: Vec<Vec<String>> = documents
        .iter()
        .map(|document| serde_json::from_value(document["paths"].clone()).expect("paths"))
        .collect();
    paths.sort();
    paths
}

#[test]
fn a_second_build_reads_nothing_that_did_not_change() {
    let folder = papers();
    let first = run(folder.path(), &["build", "zh.md", "en.md", "doubt.md", "-o", "out"]).good();
    assert!(first.stderr.contains("3 papers,"), "{}", first.stderr);
    let json = fs::read_to_string(folder.path().join("out/graph.json")).expect("written");
    let second = run(folder.path(), &["build", "zh.md", "en.md", "doubt.md", "-o", "out"]).good();
    assert!(second.stderr.contains("3 papers (3 unchanged, not read again)"), "{}", second.stderr);
    assert_eq!(fs::read_to_string(folder.path().join("out/graph.json")).expect("written"), json);
    // One changed, one gone, one new.
    file(&folder, "zh.md", &FINANCE.replace("尚不完善", "已经完善"));
    file(&folder, "new.md", "# 碳市场\n\n碳市场促进节能减排。\n");
    let third = run(folder.path(), &["build", "zh.md", "doubt.md", "new.md", "-o", "out"]).good();
    assert!(third.stderr.contains("3 papers (1 unchanged, not read again)"), "{}", third.stderr);
    run(folder.path(), &["build", "zh.md", "doubt.md", "new.md", "-o", "fresh", "--quiet"]).good();
    let bytes = |name: &str| fs::read(folder.path().join(name).join("graph.json")).expect("written");
    assert!(bytes("out") == bytes("fresh"), "the incremental build differs from a fresh one");
    let status = run(folder.path(), &["status", "--json", "--store", "out"]).good().json();
    assert_eq!(paths(&status), [["doubt.md"], ["new.md"], ["zh.md"]]);
}

#[test]
fn other_knowledge_reads_all_anew_and_is_not_mixed() {
    let folder = papers();
    run(folder.path(), &["build", "zh.md", "-o", "out", "--quiet"]).good();
    let refused = run(folder.path(), &["add", "en.md", "--store", "out", "--no-seed-terms"]);
    assert_eq!(refused.code, 2, "{}", refused.stderr);
    assert!(refused.stderr.contains("--seeds"), "{}", refused.stderr);
    let anew = run(folder.path(), &["build", "zh.md", "-o", "out", "--no-seed-terms"]).good();
    assert!(!anew.stderr.contains("unchanged"), "{}", anew.stderr);
}

#[test]
fn a_build_that_reads_nothing_leaves_the_store_alone() {
    let folder = papers();
    run(folder.path(), &["build", "zh.md", "-o", "out", "--quiet"]).good();
    file(&folder, "empty.md", "");
    for path in ["empty.md", "nowhere.md"] {
        assert_eq!(run(folder.path(), &["build", path, "-o", "out"]).code, 4);
    }
    let status = run(folder.path(), &["status", "--json", "--store", "out"]).good().json();
    assert_eq!(paths(&status), [["zh.md"]]);
    assert_eq!(run(folder.path(), &["build", "empty.md", "-o", "other"]).code, 4);
    assert!(!folder.path().join("other/sinograph.db").exists());
}

#[test]
fn papers_are_added_and_removed_by_path_id_and_title() {
    let folder = papers();
    fs::copy(folder.path().join("zh.md"), folder.path().join("copy.md")).expect("ours");
    let added = run(folder.path(), &["add", "zh.md", "doubt.md", "en.md"]).good();
    assert_eq!(added.stdout.lines().filter(|line| line.starts_with("added ")).count(), 3, "{}", added.stdout);
    let known = run(folder.path(), &["add", "copy.md"]).good();
    assert!(known.stdout.starts_with("was there "), "{}", known.stdout);
    let status = run(folder.path(), &["status", "--json"]).good().json();
    assert_eq!(paths(&status), [vec!["copy.md", "zh.md"], vec!["doubt.md"], vec!["en.md"]]);
    let kept = run(folder.path(), &["remove", "copy.md"]).good();
    assert!(kept.stdout.contains("stays under another"), "{}", kept.stdout);
    assert_eq!(run(folder.path(), &["remove", "zh.md", "不在这里"]).code, 1);
    assert_eq!(paths(&run(folder.path(), &["status", "--json"]).json()).len(), 3, "all go or none");
    run(folder.path(), &["remove", "绿色金融的另一面"]).good();
    let id = run(folder.path(), &["status", "--json"]).json()["documents"][0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    run(folder.path(), &["remove", &id[..8]]).good();
    assert_eq!(paths(&run(folder.path(), &["status", "--json"]).json()).len(), 1);
    let rest = run(folder.path(), &["status"]).good();
    assert!(rest.stdout.contains("1 papers"), "{}", rest.stdout);
}

#[test]
fn the_pages_of_one_paper_are_one_work() {
    let folder = papers();
    run(folder.path(), &["build", "zh.md", "en.md", "doubt.md", "-o", "out", "--quiet"]).good();
    let status = run(folder.path(), &["status", "--store", "out"]).good();
    assert!(status.stdout.contains("3 papers, 2 works"), "{}", status.stdout);
    assert!(status.stdout.contains("the same work as"), "{}", status.stdout);
    let graph: Value =
        serde_json::from_str(&fs::read_to_string(folder.path().join("out/graph.json")).expect("written"))
            .expect("JSON");
    let work = |path: &str| {
        let documents = graph["graph"]["documents"].as_array().expect("a list");
        documents.iter().find(|document| document["path"] == path).expect("is there")["work"].clone()
    };
    assert_eq!(work("zh.md"), work("en.md"));
    assert_ne!(work("zh.md"), work("doubt.md"));
}

#[test]
fn the_text_of_a_stored_paper_needs_no_file() {
    let folder = papers();
    run(folder.path(), &["add", "zh.md"]).good();
    let from_file = run(folder.path(), &["text", "zh.md"]).good().stdout;
    fs::remove_file(folder.path().join("zh.md")).expect("ours");
    for name in ["zh.md", "绿色金融与产业升级", "green finance and the upgrading of industry"] {
        assert_eq!(run(folder.path(), &["text", name]).good().stdout, from_file, "{name}");
    }
    assert_eq!(run(folder.path(), &["text", "别的"]).code, 1);
}

#[test]
fn a_contradiction_of_two_papers_is_found() {
    let folder = papers();
    run(folder.path(), &["add", "zh.md", "doubt.md"]).good();
    let compared = run(folder.path(), &["compare", "zh.md", "doubt.md", "--json"]).good().json();
    let shared = compared["shared"].as_array().expect("a list");
    assert!(shared.iter().any(|id| id.as_str().is_some_and(|id| id.ends_with("/产业升级"))), "{shared:?}");
    let disagreements = compared["disagreements"].as_array().expect("a list");
    let opposed = disagreements
        .iter()
        .any(|found| found["claims"][0]["type"] == "promotes" && found["claims"][1]["type"] == "hinders");
    assert!(opposed, "{disagreements:?}");
    let shown = run(folder.path(), &["compare", "zh.md", "doubt.md"]).good().stdout;
    assert!(shown.contains("disagreements") && shown.contains("阻碍了产业升级"), "{shown}");
}

#[test]
fn stores_and_graph_files_are_compared_alike() {
    let folder = papers();
    run(folder.path(), &["build", "zh.md", "-o", "before", "--quiet"]).good();
    run(folder.path(), &["build", "zh.md", "doubt.md", "-o", "after", "--quiet"]).good();
    let stores = run(folder.path(), &["diff", "before", "after", "--json"]).good().json();
    let files =
        run(folder.path(), &["diff", "before/graph.json", "after/graph.json", "--json"]).good().json();
    for part in ["documents", "concepts"] {
        assert_eq!(stores[part], files[part], "{part}");
    }
    assert_eq!(stores["links"]["gained"], files["links"]["gained"]);
    assert_eq!(stores["documents"]["gained"].as_array().map(Vec::len), Some(1));
    assert!(stores["links"]["gained"].as_array().is_some_and(|links| !links.is_empty()));
    let back = run(folder.path(), &["diff", "after", "before", "--json"]).good().json();
    assert_eq!(back["links"]["lost"], stores["links"]["gained"]);
    assert_eq!(run(folder.path(), &["diff", "before", "before/graph.json"]).good().stdout, "no difference\n");
    assert_eq!(run(folder.path(), &["diff", "before", "nowhere"]).code, 4);
    assert_eq!(run(folder.path(), &["diff", "before", "zh.md"]).code, 2);
}

#[test]
fn a_wrong_quote_in_a_graph_file_is_found() {
    let folder = papers();
    run(folder.path(), &["build", "zh.md", "-o", "out", "--quiet"]).good();
    let graph = folder.path().join("out/graph.json");
    let checked = run(folder.path(), &["verify", "--store", "out", "--graph", "out/graph.json"]).good();
    assert!(checked.stdout.contains("all as written"), "{}", checked.stdout);
    let text = fs::read_to_string(&graph).expect("written");
    fs::write(&graph, text.replacen("\"quote\": \"绿色金融\"", "\"quote\": \"灰色金融\"", 1)).expect("ours");
    let checked = run(folder.path(), &["verify", "--store", "out", "--graph", "out/graph.json", "--json"]);
    assert_eq!(checked.code, 6, "{}", checked.stdout);
    assert!(checked.json()["problems"][0].as_str().is_some_and(|problem| problem.contains("灰色金融")));
}

#[test]
fn what_is_extracted_line_by_line_merges_to_the_same_graph() {
    let folder = papers();
    let line = |path: &str, text: &str| serde_json::json!({"path": path, "text": text}).to_string() + "\n";
    let input =
        [line("zh.md", FINANCE), "no JSON\n".into(), line("empty.md", ""), line("en.md", ENGLISH)].concat();
    let extracted = run_with(folder.path(), &["extract"], &input);
    assert_eq!(extracted.code, 3, "{}", extracted.stderr);
    let status =
        |line: &str| serde_json::from_str::<Value>(line).expect("JSON")["status"].as_str().map(str::to_owned);
    let statuses: Vec<_> = extracted.stdout.lines().filter_map(status).collect();
    assert_eq!(statuses, ["ok", "failed", "failed", "ok"]);
    fs::write(folder.path().join("part1.ndjson"), &extracted.stdout).expect("ours");
    let doubt = run_with(folder.path(), &["extract"], &line("doubt.md", DOUBT)).good();
    fs::write(folder.path().join("part2.ndjson"), &doubt.stdout).expect("ours");
    let merged = run(folder.path(), &["merge", "part2.ndjson", "part1.ndjson", "--store", "merged.db"]);
    assert_eq!(merged.code, 3, "two lines were failures: {}", merged.stderr);
    assert!(merged.stderr.contains("3 merged, 2 failed"), "{}", merged.stderr);
    run(folder.path(), &["build", "zh.md", "en.md", "doubt.md", "-o", "out", "--quiet"]).good();
    let built = fs::read_to_string(folder.path().join("out/graph.json")).expect("written");
    assert!(stored_json(&folder.path().join("merged.db")) == built, "merged fragments give another graph");
}

#[test]
fn any_sqlite_tool_reads_the_quotes() {
    let folder = papers();
    run(folder.path(), &["add", "zh.md", "doubt.md"]).good();
    let connection = rusqlite::Connection::open(folder.path().join("sinograph.db")).expect("opens");
    let number = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0)).expect(sql);
    for view in ["terms", "mentions", "concept_evidence", "evidence", "links"] {
        assert!(number(&format!("SELECT count(*) FROM {view}")) > 0, "{view} is empty");
    }
    for view in ["concept_evidence", "evidence"] {
        let wrong = format!(
            "SELECT count(*) FROM {view} JOIN documents ON documents.id = {view}.document
             JOIN texts ON texts.document = documents.number
             WHERE quote = '' OR substr(texts.text, start + 1, \"end\" - start) <> quote"
        );
        assert_eq!(number(&wrong), 0, "{view}");
    }
    let wrong = "SELECT count(*) FROM mentions JOIN texts USING (document)
                 WHERE label = '' OR substr(texts.text, start + 1, \"end\" - start) <> quote";
    assert_eq!(number(wrong), 0);
    assert_eq!(number("SELECT count(*) FROM passages WHERE passages MATCH '\"绿色\" AND \"金融\"'"), 5);
}

#[test]
fn every_table_and_view_is_documented() {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/store.md"))
        .expect("docs/store.md");
    let folder = papers();
    run(folder.path(), &["add", "zh.md"]).good();
    let connection = rusqlite::Connection::open(folder.path().join("sinograph.db")).expect("opens");
    let names = "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'passages\\__%' ESCAPE '\\'
                 AND name NOT LIKE 'sqlite%'";
    let mut names = connection.prepare(names).expect("SQL");
    let names: Vec<String> =
        names.query_map([], |row| row.get(0)).and_then(Iterator::collect).expect("names");
    assert!(names.len() >= 15, "{names:?}");
    for name in names {
        assert!(text.contains(&format!("| `{name}` |")), "docs/store.md says nothing of {name}");
    }
}
