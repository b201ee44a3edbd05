//! Folders that hold more than papers.

use super::*;

#[cfg(unix)]
#[test]
fn links_pipes_and_copies_cost_nothing() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().expect("the system gives a folder");
    let (input, outside) = (folder.path().join("in"), folder.path().join("outside"));
    fs::create_dir_all(input.join("deep")).expect("ours");
    fs::create_dir(&outside).expect("ours");
    fs::write(outside.join("secret.md"), format!("# 秘密\n\n{ZH}\n")).expect("ours");
    fs::write(input.join("good.md"), format!("# 好的\n\n{ZH}\n")).expect("ours");
    fs::write(input.join("same.md"), format!("# 好的\n\n{ZH}\n")).expect("ours");
    fs::write(input.join("new\nline.md"), format!("# 换行\n\n{ZH}\n")).expect("ours");
    symlink(&outside, input.join("link")).expect("ours");
    symlink(outside.join("secret.md"), input.join("secret.md")).expect("ours");
    symlink(&input, input.join("deep/loop")).expect("ours");
    symlink("nowhere", input.join("dangling.md")).expect("ours");
    assert!(Command::new("mkfifo").arg(input.join("pipe.txt")).status().expect("mkfifo is there").success());
    fs::File::create(input.join("huge.txt")).and_then(|file| file.set_len(10 << 30)).expect("a sparse file");
    let output = input.join("out");
    for read in ["", "unchanged"] {
        let (code, report, stderr) = build(&input, &output);
        assert_eq!(code, 0, "{stderr}");
        let status = |name: &str| {
            let entry = report.get(name).unwrap_or_else(|| panic!("{name} is not in the report"));
            (
                entry["status"].as_str().unwrap_or_default().to_owned(),
                entry["reason"].as_str().unwrap_or_default().to_owned(),
            )
        };
        let is = |status: &str, reason: &str| (status.to_owned(), reason.to_owned());
        assert_eq!(status("good.md"), is("ok", read));
        assert_eq!(status("same.md"), is("skipped", "duplicate"));
        assert_eq!(status("new\nline.md"), is("ok", read));
        for name in ["link", "secret.md", "deep/loop", "dangling.md"] {
            assert_eq!(status(name), is("skipped", "link"), "{name}");
        }
        assert_eq!(status("pipe.txt"), is("skipped", "not-a-file"));
        assert_eq!(status("huge.txt"), is("skipped", "size"));
        assert_eq!(report.len(), 9, "the folder of results is not read back: {:?}", report.keys());
    }
}

/// Names that are no text, or harm a terminal: each is a paper of its own, and what is said of it is one harmless line.
#[cfg(target_os = "linux")]
#[test]
fn names_that_are_no_text_stay_apart() {
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().expect("the system gives a folder");
    let (input, output) = (folder.path().join("in"), folder.path().join("out"));
    fs::create_dir(&input).expect("ours");
    let write = |name: &[u8], text: &str| {
        fs::write(input.join(std::ffi::OsStr::from_bytes(name)), text).expect("ours")
    };
    write(b"x\xff.md", "创新平台推动港口建设。");
    write(b"x\xfe.md", "融合机制推动区域增长。");
    write(b"-rf.md", "协同机制推动乡村振兴。");
    write(&[b"a".repeat(252).as_slice(), b".md"].concat(), "补贴政策推动绿色转型。");
    write("红\u{1b}[31m\n行\u{202e}.pdf".as_bytes(), "no pdf");
    for _ in 0..2 {
        let (code, report, stderr) = build(&input, &output);
        assert_eq!(code, 3, "{stderr}");
        assert!(!stderr.contains(['\u{1b}', '\u{202e}']), "{stderr:?}");
        assert!(
            stderr.lines().any(|line| line.starts_with("error: ") && line.contains(".pdf: is named .pdf")),
            "{stderr}"
        );
        let n_ok = report.values().filter(|entry| entry["status"] == "ok").count();
        assert_eq!((n_ok, report.len()), (4, 5), "{:?}", report.keys());
        assert!(report.contains_key("x\u{fffd}ff.md") && report.contains_key("x\u{fffd}fe.md"));
    }
}

/// Results of an earlier build are no papers, wherever they lie.
#[test]
fn results_of_earlier_builds_are_not_read() {
    let folder = tempfile::tempdir().expect("the system gives a folder");
    let input = folder.path().join("in");
    fs::create_dir(&input).expect("ours");
    fs::write(input.join("paper.md"), format!("# 平台\n\n{ZH}\n")).expect("ours");
    let run = |output: &Path| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sinograph"));
        let ended = command.arg("build").arg(&input).arg("-o").arg(output).output().expect("starts");
        assert_eq!(ended.status.code(), Some(0), "{}", String::from_utf8_lossy(&ended.stderr));
        fs::read_to_string(output.join("report.ndjson")).expect("written")
    };
    run(&input.join("first"));
    let report = run(&input);
    assert!(report.contains("\"reason\":\"results\""), "{report}");
    let report = run(&input);
    assert_eq!(report.matches("\"status\":\"ok\"").count(), 1, "{report}");
    assert_eq!(report.lines().count(), 2, "{report}");
}

/// A folder of many files, some of which go while it is read.
#[test]
fn files_that_go_cost_themselves() {
    let folder = tempfile::tempdir().expect("the system gives a folder");
    let (input, output) = (folder.path().join("in"), folder.path().join("out"));
    fs::create_dir(&input).expect("ours");
    for n in 0..3_000 {
        fs::write(input.join(format!("{n:04}.md")), format!("平台{n}推动机制{}的发展。", n % 50))
            .expect("ours");
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_sinograph"));
    let mut child = command
        .arg("build")
        .arg(&input)
        .arg("-o")
        .arg(&output)
        .args(["--format", "json", "--quiet"])
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("starts");
    // Files in the middle go, are cut short and swell while others are read.
    while !output.join("sinograph.db").is_file() && child.try_wait().expect("ours").is_none() {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    for n in 2_900..3_000 {
        let path = input.join(format!("{n:04}.md"));
        match n % 3 {
            0 => fs::remove_file(&path).expect("ours"),
            1 => fs::write(&path, "").expect("ours"),
            _ => fs::write(&path, "平台推动发展。".repeat(1_000)).expect("ours"),
        }
    }
    let code = child.wait().expect("it ends").code();
    assert!(matches!(code, Some(0 | 3)), "{code:?}");
    let report = fs::read_to_string(output.join("report.ndjson")).expect("written");
    assert_eq!(report.lines().count(), 3_000);
    let lost = |line: &&str| line.contains("\"status\":\"failed\"");
    assert!(report.lines().filter(lost).all(|line| line.contains("\"reason\":\"missing\"")), "{report}");
    assert!(report.lines().take(2_900).all(|line| line.contains("\"status\":\"ok\"")));
    assert!(output.join("graph.json").is_file());
}
