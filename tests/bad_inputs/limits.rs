//! Every limit has a flag and a name.

use super::*;

/// Builds one fixture under a limit beside a good paper.
#[track_caller]
fn check_limit(name: &str, flag: &str, value: &str, expected: (&str, &str)) {
    let folder = tempfile::tempdir().expect("the system gives a folder");
    let (input, output) = (folder.path().join("in"), folder.path().join("out"));
    fs::create_dir(&input).expect("ours");
    fs::write(input.join("good.md"), "# 海水淡化\n\n海水淡化推动了港口建设。\n").expect("ours");
    fs::write(input.join(name), fixture(name)).expect("ours");
    let mut command = Command::new(env!("CARGO_BIN_EXE_sinograph"));
    let ended = command
        .arg("build")
        .arg(&input)
        .arg("-o")
        .arg(&output)
        .args([flag, value, "--format", "json"])
        .output()
        .expect("starts");
    let report = fs::read_to_string(output.join("report.ndjson")).expect("written");
    let entries = report
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("one object a line"));
    let entries: Vec<_> =
        entries.map(|entry| (entry["path"].as_str().unwrap_or_default().ends_with(name), entry)).collect();
    let (_, entry) = entries.iter().find(|(is_it, _)| *is_it).expect("it is in the report");
    let found = (entry["status"].as_str().unwrap_or_default(), entry["reason"].as_str().unwrap_or_default());
    assert_eq!(found, expected, "{name} {flag} {value}: {}", String::from_utf8_lossy(&ended.stderr));
    let (_, good) = entries.iter().find(|(is_it, _)| !is_it).expect("it is in the report");
    assert_eq!(good["status"], "ok");
    assert_eq!(ended.status.code(), Some(if LOST.contains(&expected.0) { 3 } else { 0 }));
}

#[test]
fn limits_have_flags_and_names() {
    check_limit("zh.docx", "--max-seconds", "0", ("timeout", "time"));
    check_limit("zh.docx", "--max-inflated", "0", ("failed", "zip-limit"));
    check_limit("zh-1.pdf", "--max-inflated", "0", ("failed", "stream-limit"));
    check_limit("zh-1.pdf", "--max-depth", "1", ("failed", "depth"));
    check_limit("zh-print.pdf", "--max-memory", "1", ("crashed", "memory"));
    check_limit("zh.html", "--max-depth", "2", ("partial", "depth"));
    check_limit("zh.txt", "--max-text", "200", ("partial", "text"));
}

/// A line of 240 MB is over the size that is read unasked; asked, it is read as far as the limit of text goes.
#[test]
fn one_huge_line_is_read_as_far_as_the_limit() {
    let folder = tempfile::tempdir().expect("the system gives a folder");
    let input = folder.path().join("line.txt");
    fs::write(&input, ZH.repeat((240 << 20) / ZH.len())).expect("ours");
    let output = folder.path().join("out");
    for (flags, expected) in [
        (&[][..], ("skipped", "size")),
        (&["--max-size", "300", "--max-text", "50000"][..], ("partial", "text")),
    ] {
        let ended = Command::new(env!("CARGO_BIN_EXE_sinograph"))
            .arg("build")
            .arg(&input)
            .arg("-o")
            .arg(&output)
            .args(["--format", "json"])
            .args(flags)
            .output()
            .expect("starts");
        let report = fs::read_to_string(output.join("report.ndjson")).unwrap_or_default();
        let entry: serde_json::Value =
            serde_json::from_str(report.lines().next().unwrap_or("{}")).expect("one object a line");
        let found =
            (entry["status"].as_str().unwrap_or_default(), entry["reason"].as_str().unwrap_or_default());
        assert_eq!(found, expected, "{}", String::from_utf8_lossy(&ended.stderr));
    }
}
