//! Files that are broken, hostile or of another kind: each ends in the status it deserves, and costs nothing but itself.

#[path = "../documents/mod.rs"]
mod documents;
mod files;
mod limits;
mod packed;
mod pages;
mod pdf_fonts;
mod pdf_swelling;
mod pdfs;
mod texts;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

const ZH: &str =
    "渔业技术推动港口建设。2024年，成果转化率为30%。中试平台促进成果转化，资金不足制约中试平台建设。";
const TRADITIONAL: &str = "創新推動產業升級。試驗平臺促進成果轉化，資金不足制約平臺建設。";

/// An input, the status it ends in, and the reason it gives: none where it is read whole.
struct Case {
    name: String,
    bytes: Vec<u8>,
    status: &'static str,
    reason: &'static str,
}

fn case(
    name: impl Into<String>,
    bytes: impl Into<Vec<u8>>,
    status: &'static str,
    reason: &'static str,
) -> Case {
    Case { name: name.into(), bytes: bytes.into(), status, reason }
}

/// An input that is read whole.
fn good(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Case {
    case(name, bytes, "ok", "")
}

/// Statuses after which a build ends with 3.
const LOST: &[&str] = &["failed", "crashed", "timeout"];

/// Builds a folder of the cases and a good paper, and compares every status. The rest of the folder is always built.
#[track_caller]
fn check(cases: Vec<Case>) -> (tempfile::TempDir, BTreeMap<String, serde_json::Value>) {
    let folder = tempfile::tempdir().expect("the system gives a folder");
    let (input, output) = (folder.path().join("in"), folder.path().join("out"));
    fs::create_dir(&input).expect("the folder is ours");
    fs::write(input.join("good.md"), format!("# 海水淡化与港口建设\n\n海水淡化推动了港口建设。{ZH}\n"))
        .expect("writable");
    for case in &cases {
        fs::write(input.join(&case.name), &case.bytes).expect("writable");
    }
    let (code, report, stderr) = build(&input, &output);
    let mut problems = Vec::new();
    let mut must_fail = false;
    for case in &cases {
        let entry = report.get(&case.name).unwrap_or_else(|| panic!("{} is not in the report", case.name));
        let status = entry["status"].as_str().unwrap_or_default();
        let reason = entry["reason"].as_str().unwrap_or_default();
        let has_text = entry["chars"].as_u64().unwrap_or_default() > 0;
        must_fail |= LOST.contains(&status);
        if (case.status, case.reason) != (status, reason) {
            problems.push(format!(
                "{}: {status} ({reason}), not {} ({}): {}",
                case.name, case.status, case.reason, entry["message"]
            ));
        }
        if has_text != (status == "ok" || status == "partial") && status != "skipped" {
            problems.push(format!("{}: {status} with {} characters", case.name, entry["chars"]));
        }
        if status != "ok" && (reason.is_empty() || entry["message"].as_str().unwrap_or_default().is_empty()) {
            problems.push(format!("{}: {status} without a reason", case.name));
        }
    }
    assert!(problems.is_empty(), "{}\n{stderr}", problems.join("\n"));
    assert_eq!(report["good.md"]["status"], "ok");
    assert_eq!(code, if must_fail { 3 } else { 0 }, "{stderr}");
    assert!(output.join("graph.json").is_file());
    let escaped: Vec<_> = fs::read_dir(folder.path())
        .expect("readable")
        .map(|entry| entry.expect("readable").file_name())
        .collect();
    assert_eq!(escaped.len(), 2, "something was written beside the folders: {escaped:?}");
    (folder, report)
}

/// The exit code, the entries of the report by file name, and what was said.
fn build(input: &Path, output: &Path) -> (i32, BTreeMap<String, serde_json::Value>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sinograph"));
    command.arg("build").arg(input).arg("-o").arg(output).args(["--format", "json"]);
    let ended = command
        .args(["--max-seconds", "20", "--max-memory", "512", "--max-text", "100000"])
        .output()
        .expect("starts");
    let stderr = String::from_utf8_lossy(&ended.stderr).into_owned();
    let report =
        fs::read_to_string(output.join("report.ndjson")).unwrap_or_else(|_| panic!("no report: {stderr}"));
    let entries = report
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("one object a line"));
    let name = |entry: &serde_json::Value| {
        let path = entry["path"].as_str().unwrap_or_default().to_owned();
        path.rsplit_once("/in/").map_or(path.clone(), |(_, name)| name.to_owned())
    };
    (
        ended.status.code().expect("no signal ended it"),
        entries.map(|entry| (name(&entry), entry)).collect(),
        stderr,
    )
}

/// The clean text of a file.
fn text(path: &Path) -> String {
    let ended = Command::new(env!("CARGO_BIN_EXE_sinograph")).arg("text").arg(path).output().expect("starts");
    String::from_utf8_lossy(&ended.stdout).into_owned()
}

/// Bytes without order that are the same in every run.
fn noise(n: usize) -> Vec<u8> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let step = |_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[3]
    };
    (0..n).map(step).collect()
}

fn fixture(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/same").join(name))
        .expect("part of the project")
}
