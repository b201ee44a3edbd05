//! Plain texts in any encoding, damaged, mixed, endless or full of characters that are none.

use encoding_rs::{BIG5, GB18030, GBK, SHIFT_JIS};

use super::*;

fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(order).collect()
}

#[test]
fn encodings_are_told_or_refused_by_name() {
    let marked = |mark: [u8; 2], bytes: Vec<u8>| [mark.to_vec(), bytes].concat();
    let mut bad = ZH.as_bytes().to_vec();
    bad.insert("渔业技术".len(), 0xff);
    let mut mixed = format!("{ZH}\n").into_bytes();
    mixed.extend(GB18030.encode(ZH).0.iter());
    let japanese = "技術革新は産業構造を変える。政策は地域経済を支えるものである。";
    let surrogates = [b"\xed\xa0\x80".to_vec(), ZH.as_bytes().to_vec()].concat();
    let (folder, report) = check(vec![
        good("t1-mark.txt", format!("\u{feff}{ZH}")),
        good("t1-cut.txt", &ZH.as_bytes()[..ZH.len() - 1]),
        good("t1-bad.txt", bad),
        good("t2-gbk.txt", GBK.encode(ZH).0.into_owned()),
        good(
            "t2-gb18030.txt",
            GB18030.encode("㐀㐁渔业技术推动港口建设，𠮷林的平台促进成果转化。").0.into_owned(),
        ),
        good("t2-big5.txt", BIG5.encode(TRADITIONAL).0.into_owned()),
        good("t2-le.txt", utf16(&format!("{ZH}x"), u16::to_le_bytes)),
        good("t2-be.txt", utf16(&format!("{ZH}y"), u16::to_be_bytes)),
        good("t2-le-mark.txt", marked([0xff, 0xfe], utf16(&format!("{ZH}z"), u16::to_le_bytes))),
        good("t2-be-mark.txt", marked([0xfe, 0xff], utf16(&format!("{ZH}w"), u16::to_be_bytes))),
        case("t2-japanese.txt", SHIFT_JIS.encode(japanese).0.into_owned(), "failed", "encoding"),
        case("t3-mixed.txt", mixed, "partial", "encoding"),
        case("t8-surrogates.txt", surrogates, "partial", "encoding"),
    ]);
    let read = |name: &str| text(&folder.path().join("in").join(name));
    for name in [
        "t1-mark",
        "t1-bad",
        "t2-gbk",
        "t2-gb18030",
        "t2-le",
        "t2-be",
        "t2-le-mark",
        "t2-be-mark",
        "t8-surrogates",
    ] {
        let found = read(&format!("{name}.txt"));
        assert!(found.contains("平台促进成果转化"), "{name}: {found}");
    }
    assert_eq!(
        read("t1-bad.txt").matches('\u{fffd}').count() + read("t1-bad.txt").matches("渔业技术推动").count(),
        1
    );
    assert_eq!(read("t3-mixed.txt").matches("中试平台促进成果转化").count(), 2);
    assert!(read("t2-big5.txt").contains("試驗平臺促進成果轉化"));
    assert_eq!(report["t2-gbk.txt"]["encoding"], "gb18030");
}

/// Two ideographs in GBK are two letters in UTF-8; no file of four bytes says which. The user does.
#[test]
fn an_encoding_that_the_user_names_is_taken() {
    let folder = tempfile::tempdir().expect("the system gives a folder");
    let short = folder.path().join("short.txt");
    fs::write(&short, GBK.encode("知识").0).expect("ours");
    let output = folder.path().join("out");
    let ended = Command::new(env!("CARGO_BIN_EXE_sinograph"))
        .args(["build", "--encoding", "gbk", "--format", "json", "-o"])
        .args([&output, &short])
        .output()
        .expect("starts");
    assert_eq!(ended.status.code(), Some(0), "{}", String::from_utf8_lossy(&ended.stderr));
    let report = fs::read_to_string(output.join("report.ndjson")).expect("written");
    assert!(report.contains("\"encoding\":\"GBK\"") && text_of(&output).contains("知识"), "{report}");
}

fn text_of(output: &Path) -> String {
    let id = {
        let graph = fs::read_to_string(output.join("graph.json")).expect("written");
        let graph: serde_json::Value = serde_json::from_str(&graph).expect("valid");
        graph["graph"]["documents"][0]["id"].as_str().unwrap_or_default().to_owned()
    };
    let mut command = Command::new(env!("CARGO_BIN_EXE_sinograph"));
    let ended = command.args(["text", &id, "--store"]).arg(output).output().expect("starts");
    String::from_utf8_lossy(&ended.stdout).into_owned()
}

#[test]
fn odd_characters_are_kept_out_of_names() {
    let long = "x".repeat(16_382);
    let (folder, _) = check(vec![
        good("t4-returns.txt", format!("{ZH}\r成果转化促进就业。\r")),
        good("t4-breaks.txt", format!("{ZH}\u{2028}一\u{2029}二\u{85}三\u{b}四\u{c}")),
        good("t5-control.txt", format!("{ZH}{ZH}{ZH}\u{1b}[31m\0\u{7f}\u{9b}")),
        good("t6-bidi.txt", format!("\u{202e}{ZH}\u{200b}\u{feff}\u{ad}\u{e0041}\u{fe0f}")),
        good("t7-private.txt", format!("\u{e000}{ZH}\u{fdd0}𠮷\u{f900}Ａe\u{301}\u{ffff}")),
        good("t10-long.txt", format!("{ZH} {long}")),
        good("t10-mega.txt", format!("{ZH} {}", "y".repeat(90_000))),
    ]);
    let read = |name: &str| text(&folder.path().join("in").join(name));
    let shown = read("t5-control.txt");
    assert!(
        shown.contains("中试平台促进成果转化") && !shown.contains(['\u{1b}', '\0', '\u{7f}', '\u{9b}']),
        "{shown:?}"
    );
    let graph = fs::read_to_string(folder.path().join("out/graph.json")).expect("written");
    let graph: serde_json::Value = serde_json::from_str(&graph).expect("valid");
    let labels: Vec<&str> =
        graph["nodes"].as_array().expect("a list").iter().filter_map(|node| node["label"].as_str()).collect();
    assert!(labels.iter().all(|label| !label.chars().any(char::is_control)), "{labels:?}");
    // The seven files say the same, whatever stands between their characters.
    let n = labels.iter().filter(|label| **label == "中试平台").count();
    assert_eq!(n, 1, "{labels:?}");
}

#[test]
fn long_texts_are_bounded_and_other_files_told() {
    check(vec![
        case("t4-line.txt", ZH.repeat(20_000), "partial", "text"),
        case("t4-blank.txt", "\n".repeat(10_000_000), "empty", "blank"),
        case("nothing.txt", "", "empty", "blank"),
        case("program.rs", "fn main() {}", "skipped", "unknown-type"),
        case("picture.png", b"\x89PNG\r\n\x1a\n".to_vec(), "skipped", "unknown-type"),
        case("packed.7z", b"7z\xbc\xaf\x27\x1c".to_vec(), "skipped", "archive"),
        case("README.md", "# About this folder", "skipped", "notice"),
    ]);
}

/// Strings that break programs, one a file and one a name: quotes and brackets of every language, formulas, commands, paths,
/// numbers that are none, text that runs backwards.
const NAUGHTY: &[&str] = &[
    "undefined",
    "null",
    "true",
    "NaN",
    "-0",
    "1e308",
    "0x7fffffff",
    "1/0",
    "''",
    "\"\"",
    "`x`",
    "\\",
    "\\\\",
    "%s%n%x",
    "%00",
    "$HOME",
    "${7*7}",
    "{{7*7}}",
    "<b>x</b>",
    "</script><script>x</script>",
    "<!--",
    "]]>",
    "&lt;x&gt;",
    "&#65;",
    "'; DROP TABLE x; --",
    "\" OR 1=1",
    "x\"]; evil [",
    "=1+1",
    "+1",
    "@SUM(1)",
    "-- --",
    "/dev/null",
    "../../etc/passwd",
    "C:\\NUL",
    "CON",
    "a\tb",
    "a\u{b}b",
    "ﷺ",
    "表ポあA鷗Œé",
    "田中さんにあげて下さい",
    "사회과학원",
    "𐐜 𐐔𐐇",
    "Ⱥ",
    "ı İ ß ẞ ﬀ",
    "Z̮̞̠͙͔ͅḀ̗̞͈̻̗Ḷ͙͎̯",
    "\u{202a}\u{202a}test\u{202a}",
    "\u{2066}test\u{2067}",
    "👩\u{200d}👩\u{200d}👧",
    "1\u{fe0f}\u{20e3}",
    "\u{feff}x",
    "\u{fffe}x",
    "\u{a0}\u{3000}",
    "¯\\_(ツ)_/¯",
    "\u{300}\u{301}",
    "０１２３",
    "①②",
    "Ⅷ",
];

#[test]
fn strings_that_break_programs_are_words_like_others() {
    let cases = NAUGHTY.iter().enumerate().map(|(n, naughty)| {
        good(
            format!("t9-{n:02}.md"),
            format!("# 研究{n}\n\n关键词：{naughty}；中试平台\n\n“{naughty}”机制推动港口建设{n}。{ZH}\n"),
        )
    });
    let (folder, _) = check(cases.collect());
    let output = folder.path().join("all");
    let ended = Command::new(env!("CARGO_BIN_EXE_sinograph"))
        .arg("build")
        .arg(folder.path().join("in"))
        .arg("-o")
        .arg(&output)
        .args(["--format", "json,dot,graphml,gexf,csv,turtle"])
        .output()
        .expect("starts");
    assert_eq!(ended.status.code(), Some(0), "{}", String::from_utf8_lossy(&ended.stderr));
    for name in ["graph.graphml", "graph.gexf"] {
        let written = fs::read_to_string(output.join(name)).expect("written");
        let mut reader = quick_xml::Reader::from_str(&written);
        while !matches!(
            reader.read_event().unwrap_or_else(|error| panic!("{name}: {error}")),
            quick_xml::events::Event::Eof
        ) {}
    }
    let turtle = fs::read_to_string(output.join("graph.ttl")).expect("written");
    assert!(oxttl::TurtleParser::new().for_slice(turtle.as_bytes()).all(|triple| triple.is_ok()));
}
