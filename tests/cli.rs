//! The command line as a user meets it: results, messages, exit codes, files left behind.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use tempfile::TempDir;

const TEXT: &str =
    "# 绿色金融与产业升级\n\n绿色金融推动了产业升级。产业升级需要绿色金融，绿色金融体系尚不完善。\n";

fn sinograph() -> Command {
    Command::new(env!("CARGO_BIN_EXE_sinograph"))
}

/// What a run left: its exit code, stdout and stderr.
struct Outcome {
    code: i32,
    stdout: String,
    stderr: String,
}

fn run<S: AsRef<std::ffi::OsStr>>(arguments: &[S]) -> Outcome {
    let output = sinograph().args(arguments).output().expect("the program starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output is UTF-8");
    Outcome {
        code: output.status.code().expect("no signal ended it"),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    }
}

/// `sinograph build PATHS -o OUTPUT MORE`.
fn build(paths: &[&Path], output: &Path, more: &[&str]) -> Outcome {
    let mut arguments: Vec<String> = vec!["build".into()];
    arguments.extend(paths.iter().map(|path| path.display().to_string()));
    arguments.extend(["-o".into(), output.display().to_string()]);
    arguments.extend(more.iter().map(|more| (*more).to_owned()));
    run(&arguments)
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("the system gives a folder")
}

fn file(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, bytes).expect("the folder is ours");
    path
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn graph(output: &Path) -> serde_json::Value {
    let text = fs::read_to_string(output.join("graph.json")).expect("graph.json was written");
    serde_json::from_str(&text).expect("graph.json is JSON")
}

fn n_documents(output: &Path) -> usize {
    graph(output)["graph"]["documents"].as_array().map_or(0, Vec::len)
}

fn papers() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/papers")
}

/// A good file and a bad one: the good one is built, the message names the bad one and says the remedy.
#[track_caller]
fn check_beside_good(bytes: &[u8], code: i32, says: &[&str]) {
    let (input, output) = (folder(), folder());
    file(input.path(), "good.md", TEXT);
    file(input.path(), "bad.txt", bytes);
    let outcome = build(&[input.path()], output.path(), &[]);
    assert_eq!(outcome.code, code, "{}", outcome.stderr);
    assert_eq!(n_documents(output.path()), 1);
    let report = fs::read_to_string(output.path().join("report.ndjson")).expect("the report was written");
    let entry = report.lines().find(|line| line.contains("bad.txt")).expect("it is in the report");
    for word in says.iter().chain(&["bad.txt", "; "]) {
        assert!(entry.contains(word), "{word:?} is not in {entry}");
    }
    assert_eq!(outcome.stderr.contains("bad.txt"), !entry.contains("skipped"), "{}", outcome.stderr);
    assert!(!outcome.stderr.contains("good.md"), "{}", outcome.stderr);
    let alone = build(&[&input.path().join("bad.txt")], &output.path().join("alone"), &[]);
    assert_eq!(alone.code, 4, "{}", alone.stderr);
    assert!(!output.path().join("alone/graph.json").exists());
}

#[test]
fn the_sample_papers_are_built() {
    let output = folder();
    let outcome = build(&[&papers()], output.path(), &[]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert_eq!(outcome.stdout, "", "a build talks to stderr only");
    assert!(outcome.stderr.contains("5 papers"), "{}", outcome.stderr);
    assert_eq!(n_documents(output.path()), 5);
    let graph = graph(output.path());
    assert!(graph["nodes"].as_array().is_some_and(|nodes| nodes.len() > 100));
    assert!(graph["edges"].as_array().is_some_and(|edges| edges.len() > 100));
    let dot = fs::read_to_string(output.path().join("graph.dot")).expect("graph.dot was written");
    assert!(dot.starts_with("digraph") && dot.trim_end().ends_with('}'));
    assert_eq!(
        names(output.path()),
        ["explore.html", "graph.dot", "graph.json", "graph.svg", "report.ndjson", "sinograph.db"]
    );
    let page = fs::read_to_string(output.path().join("explore.html")).expect("explore.html was written");
    assert!(page.contains("default-src 'none'") && page.trim_end().ends_with("</html>"));
}

#[test]
fn a_quiet_build_says_nothing() {
    let (input, output) = (folder(), folder());
    file(input.path(), "good.md", TEXT);
    let outcome = build(&[input.path()], output.path(), &["--quiet"]);
    assert_eq!((outcome.code, outcome.stdout.as_str(), outcome.stderr.as_str()), (0, "", ""));
}

#[test]
fn only_the_formats_asked_for_are_written() {
    let (input, output) = (folder(), folder());
    file(input.path(), "good.md", TEXT);
    assert_eq!(build(&[input.path()], output.path(), &["--format", "json"]).code, 0);
    assert_eq!(names(output.path()), ["graph.json", "report.ndjson", "sinograph.db"]);
}

#[test]
fn text_goes_to_stdout() {
    let input = folder();
    let path = file(input.path(), "good.md", TEXT);
    let outcome = run(&["text", &path.display().to_string()]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    assert!(outcome.stdout.contains("绿色金融推动了产业升级。"), "{}", outcome.stdout);
}

#[test]
fn text_of_a_missing_document_is_an_error() {
    let outcome = run(&["text", "nowhere.txt"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (4, ""));
    assert!(outcome.stderr.contains("nowhere.txt"), "{}", outcome.stderr);
}

#[test]
fn a_missing_path_is_named() {
    let output = folder();
    let outcome = build(&[Path::new("no/such/paper.txt")], output.path(), &[]);
    assert_eq!(outcome.code, 4, "{}", outcome.stderr);
    assert!(
        outcome.stderr.contains("no/such/paper.txt") && outcome.stderr.contains("check the spelling"),
        "{}",
        outcome.stderr
    );
    assert_eq!(outcome.stdout, "");
}

#[test]
fn a_missing_path_beside_a_good_one_is_reported() {
    let (input, output) = (folder(), folder());
    let good = file(input.path(), "good.md", TEXT);
    let outcome = build(&[&good, Path::new("no/such/paper.txt")], output.path(), &[]);
    assert_eq!(outcome.code, 3, "{}", outcome.stderr);
    assert!(outcome.stderr.contains("no/such/paper.txt"), "{}", outcome.stderr);
    assert_eq!(n_documents(output.path()), 1);
}

#[test]
fn an_empty_folder_is_named() {
    let (input, output) = (folder(), folder());
    let outcome = build(&[input.path()], output.path(), &[]);
    assert_eq!(outcome.code, 4, "{}", outcome.stderr);
    assert!(outcome.stderr.contains(&input.path().display().to_string()), "{}", outcome.stderr);
}

#[test]
fn an_empty_file_is_skipped() {
    check_beside_good(b"", 0, &["is an empty file"]);
}

#[test]
fn a_file_of_blanks_is_skipped() {
    check_beside_good("\n \t\n　\n".as_bytes(), 0, &["holds no text"]);
}

#[test]
fn a_binary_file_is_skipped() {
    check_beside_good(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01", 0, &["is a picture"]);
}

#[test]
fn bytes_without_an_encoding_are_skipped() {
    check_beside_good(b"Green finance \xff\xfe\xfa drives the upgrading of industry.", 3, &["UTF-8"]);
}

#[test]
fn an_output_that_cannot_be_made_is_an_io_error() {
    let input = folder();
    let good = file(input.path(), "good.md", TEXT);
    let below_a_file = good.join("out");
    let outcome = build(&[&good], &below_a_file, &[]);
    assert_eq!(outcome.code, 7, "{}", outcome.stderr);
    assert!(outcome.stderr.contains("good.md") && outcome.stderr.contains("-o"), "{}", outcome.stderr);
}

#[test]
fn an_output_that_cannot_be_written_is_an_io_error_and_leaves_nothing() {
    let (input, output) = (folder(), folder());
    let good = file(input.path(), "good.md", TEXT);
    let in_the_way = output.path().join("graph.json");
    fs::create_dir(&in_the_way).expect("the folder is ours");
    file(&in_the_way, "kept", "");
    let outcome = build(&[&good], output.path(), &["--format", "json"]);
    assert_eq!(outcome.code, 7, "{}", outcome.stderr);
    assert!(outcome.stderr.contains("graph.json"), "{}", outcome.stderr);
    assert_eq!(
        names(output.path()),
        ["graph.json", "report.ndjson", "sinograph.db"],
        "no temporary file stays"
    );
}

#[test]
fn a_failed_build_leaves_the_last_graph_alone() {
    let (input, output) = (folder(), folder());
    let good = file(input.path(), "good.md", TEXT);
    assert_eq!(build(&[&good], output.path(), &[]).code, 0);
    let before = fs::read(output.path().join("graph.json")).expect("written");
    let outcome = build(&[Path::new("no/such/paper.txt")], output.path(), &[]);
    assert_eq!(outcome.code, 4, "{}", outcome.stderr);
    assert_eq!(fs::read(output.path().join("graph.json")).expect("still there"), before);
}

#[test]
fn wrong_usage_is_told() {
    let (input, output) = (folder(), folder());
    let good = file(input.path(), "good.md", TEXT);
    let outcome = build(&[&good], output.path(), &["--format", "pdf"]);
    assert_eq!(outcome.code, 2, "{}", outcome.stderr);
    assert!(outcome.stderr.contains("pdf") && outcome.stderr.contains("json"), "{}", outcome.stderr);
    assert_eq!(names(output.path()), Vec::<String>::new());
    for arguments in
        [vec![], vec!["build"], vec!["no-such-command"], vec!["build", "x", "-o", "y", "--no-such-flag"]]
    {
        let outcome = run(&arguments);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""), "{arguments:?}: {}", outcome.stderr);
        assert!(!outcome.stderr.is_empty());
    }
}

#[test]
fn help_and_version_are_results() {
    for arguments in [vec!["--help"], vec!["build", "--help"], vec!["--version"]] {
        let outcome = run(&arguments);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{arguments:?}");
        assert!(outcome.stdout.to_lowercase().contains("sinograph"), "{}", outcome.stdout);
    }
}

#[test]
fn seeds_that_follow_no_format_are_wrong_usage() {
    let (input, seeds, output) = (folder(), folder(), folder());
    let good = file(input.path(), "good.md", TEXT);
    file(seeds.path(), "bilingual.tsv", "one column\n");
    let outcome = build(&[&good], output.path(), &["--seeds", &seeds.path().display().to_string()]);
    assert_eq!(outcome.code, 2, "{}", outcome.stderr);
    assert!(outcome.stderr.contains("bilingual.tsv:1:1"), "{}", outcome.stderr);
}

#[test]
fn the_knowledge_checks_pass() {
    for what in ["seeds", "schema"] {
        let outcome = run(&[what, "check"]);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    }
}

#[test]
fn eval_explains_what_it_cannot_read() {
    let input = folder();
    let other = file(input.path(), "other.json", "{}");
    let broken = file(input.path(), "broken.json", "{\n  \"nodes\": [\n");
    let (other, broken) = (other.display().to_string(), broken.display().to_string());
    let missing = run(&["eval", "nowhere.json", &other]);
    assert_eq!(missing.code, 7, "{}", missing.stderr);
    assert!(missing.stderr.contains("nowhere.json"), "{}", missing.stderr);
    let outcome = run(&["eval", &other, &broken]);
    assert_eq!(outcome.code, 2, "{}", outcome.stderr);
    assert!(outcome.stderr.contains("broken.json:"), "{}", outcome.stderr);
    assert_eq!(run(&["eval", &other, &other]).code, 2);
}

#[test]
fn thousands_of_tiny_files_are_built() {
    let (input, output) = (folder(), folder());
    for n in 0..2000 {
        file(input.path(), &format!("{n:04}.txt"), format!("第{n}号简报。绿色金融推动了产业升级。"));
    }
    let outcome = build(&[input.path()], output.path(), &["--quiet"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    assert_eq!(n_documents(output.path()), 2000);
}

/// One line of at least so many bytes, made of sentences that end in `end`.
#[track_caller]
fn check_line(n_bytes: usize, end: char) {
    let (input, output) = (folder(), folder());
    let mut line = String::new();
    let mut n = 0;
    while line.len() < n_bytes {
        let batch = n % 1_000;
        line.push_str(&format!(
            "绿色金融推动了产业升级，第{batch}批企业采用碳账户制度、节能改造和清洁生产{end}"
        ));
        n += 1;
    }
    let path = file(input.path(), "line.txt", line);
    let outcome = build(&[&path], output.path(), &["--quiet"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert_eq!(n_documents(output.path()), 1);
}

#[test]
fn a_line_of_two_megabytes_is_built() {
    check_line(2_000_000, '。');
}

#[test]
fn a_sentence_without_an_end_is_built() {
    check_line(300_000, '；');
}

/// `sinograph export --store STORE MORE`.
fn export(store: &Path, more: &[&str]) -> Outcome {
    let mut arguments = vec!["export".to_owned(), "--store".into(), store.display().to_string()];
    arguments.extend(more.iter().map(|more| (*more).to_owned()));
    run(&arguments)
}

#[test]
fn every_preset_draws_and_says_what_it_lacks() {
    let output = folder();
    assert_eq!(build(&[&papers()], output.path(), &["--quiet", "--format", "dot"]).code, 0);
    let store = output.path();
    for preset in [
        &["--preset", "overview"][..],
        &["--preset", "community"],
        &["--preset", "matrix"],
        &["--preset", "matrix", "--types", "policy,problem"],
        &["--focus", "合肥", "--depth", "1"],
        &["--preset", "compare", "--documents", "01-,05-"],
        &["--documents", "04-", "--style", "print", "--lang", "en"],
    ] {
        for format in ["dot", "svg"] {
            let outcome = export(store, &[preset, &["--format", format]].concat());
            assert_eq!(outcome.code, 0, "{preset:?}: {}", outcome.stderr);
            let n_concepts = match format {
                "dot" => outcome
                    .stdout
                    .lines()
                    .filter(|line| line.trim_start().starts_with("\"c") && !line.contains(" -> "))
                    .count(),
                _ => outcome.stdout.matches("<g><title>").count(),
            };
            assert!(n_concepts >= 2, "{preset:?} shows {n_concepts} concepts\n{}", outcome.stdout);
        }
    }
    let frames = |documents: &str| {
        let drawn = export(
            store,
            &["--preset", "compare", "--documents", documents, "--format", "dot", "--lang", "zh"],
        )
        .stdout;
        let label = |line: &str| Some(line.trim().strip_prefix("label=\"")?.to_owned());
        drawn.lines().filter_map(label).collect::<Vec<String>>()
    };
    let (there, back) = (frames("01-,05-"), frames("05-,01-"));
    assert_eq!(there.len(), 3, "{there:?}");
    assert_eq!((&there[0], &there[2]), (&back[2], &back[0]), "the first paper named stands first");
    for (preset, remedy) in [
        (&["--preset", "focus"][..], "--focus"),
        (&["--preset", "paper"], "--documents"),
        (&["--preset", "compare", "--documents", "01-"], "--documents A,B"),
        (&["--preset", "matrix", "--types", "policy"], "--types A,B"),
    ] {
        let outcome = export(store, &[preset, &["--format", "dot"]].concat());
        assert_eq!(outcome.code, 2, "{preset:?}");
        assert!(outcome.stderr.contains(remedy), "{preset:?}: {}", outcome.stderr);
    }
}

#[test]
fn a_store_is_served_to_this_machine_alone() {
    use std::io::{BufRead, BufReader, Read, Write};
    let (input, output) = (folder(), folder());
    file(input.path(), "a.md", TEXT);
    assert_eq!(build(&[input.path()], output.path(), &["--quiet"]).code, 0);
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_sinograph"))
        .args(["serve", "--store"])
        .arg(output.path())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("the program starts");
    let mut line = String::new();
    let stdout = child.stdout.take().expect("it is piped");
    BufReader::new(stdout).read_line(&mut line).expect("the address is printed");
    let address = line.trim().strip_prefix("http://").expect("an address");
    let (host, path) = address.split_once('/').expect("a path");
    assert!(host.starts_with("127.0.0.1:"), "{host}");
    let ask = |method: &str, path: &str, host_header: &str| {
        let mut stream = std::net::TcpStream::connect(host).expect("it listens");
        write!(stream, "{method} /{path} HTTP/1.1\r\nHost: {host_header}\r\nConnection: close\r\n\r\n")
            .expect("it reads");
        // An answer may come in chunks, whose borders need not be those of characters.
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("it answers");
        String::from_utf8_lossy(&answer).into_owned()
    };
    let code = |answer: String| answer.split(' ').nth(1).map(str::to_owned).unwrap_or_default();
    let page = ask("GET", path, host);
    let found = ask("GET", &format!("{path}api/search?q=%E7%BB%BF%E8%89%B2"), host);
    let codes = [
        code(ask("POST", path, host)),
        code(ask("GET", path, "example.org")),
        code(ask("GET", "", host)),
        code(ask("GET", &format!("{path}../../etc/passwd"), host)),
        code(ask("GET", &format!("{path}api/around?n=99999"), host)),
    ];
    child.kill().expect("it runs until it is ended");
    let _ = child.wait();
    assert!(page.contains(" 200 ") && page.contains("connect-src 'self'"), "{:.300}", page);
    assert!(found.contains("绿色金融"), "{found}");
    assert_eq!(codes, ["405", "403", "404", "404", "404"]);
}
