//! Files that are broken, hostile or of another kind: each ends in the status it deserves, and costs nothing but itself.

mod documents;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use documents::{
    chinese, docx, docx_of, english, flate, lines, package, page, paragraph, pdf, pdf_with, stream,
};
use encoding_rs::{BIG5, GB18030, GBK};

const ZH: &str =
    "科技创新推动产业升级。2024年，成果转化率为30%。中试平台促进成果转化，资金不足制约中试平台建设。";
const TRADITIONAL: &str = "創新推動產業升級。試驗平臺促進成果轉化，資金不足制約平臺建設。";

/// An input, the statuses it may end in, and the reason it must give; an empty reason is any.
struct Case {
    name: &'static str,
    bytes: Vec<u8>,
    statuses: &'static [&'static str],
    reason: &'static str,
}

fn case(
    name: &'static str,
    bytes: impl Into<Vec<u8>>,
    statuses: &'static [&'static str],
    reason: &'static str,
) -> Case {
    Case { name, bytes: bytes.into(), statuses, reason }
}

const OK: &[&str] = &["ok"];
const FAILED: &[&str] = &["failed"];
const LOST: &[&str] = &["failed", "crashed", "timeout"];
const BOUNDED: &[&str] = &["ok", "partial", "empty", "failed", "crashed", "timeout"];

/// Builds a folder of the cases and a good paper, and compares every status. The rest of the folder is always built.
#[track_caller]
fn check(cases: Vec<Case>) -> (tempfile::TempDir, BTreeMap<String, serde_json::Value>) {
    let folder = tempfile::tempdir().expect("the system gives a folder");
    let (input, output) = (folder.path().join("in"), folder.path().join("out"));
    fs::create_dir(&input).expect("the folder is ours");
    fs::write(input.join("good.md"), format!("# 绿色金融与产业升级\n\n绿色金融推动了产业升级。{ZH}\n"))
        .expect("writable");
    for case in &cases {
        fs::write(input.join(case.name), &case.bytes).expect("writable");
    }
    let (code, report, stderr) = build(&input, &output);
    let mut problems = Vec::new();
    let mut must_fail = false;
    for case in &cases {
        let entry = report.get(case.name).unwrap_or_else(|| panic!("{} is not in the report", case.name));
        let status = entry["status"].as_str().unwrap_or_default();
        let reason = entry["reason"].as_str().unwrap_or_default();
        let has_text = entry["chars"].as_u64().unwrap_or_default() > 0;
        must_fail |= LOST.contains(&status);
        if !case.statuses.contains(&status) || (!case.reason.is_empty() && case.reason != reason) {
            problems.push(format!(
                "{}: {status} ({reason}), not {:?} ({})",
                case.name, case.statuses, case.reason
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

#[test]
fn what_is_no_pdf_is_told_and_what_is_cut_is_never_whole() {
    let whole = fixture("zh-1.pdf");
    let cut = |percent: usize| whole[..whole.len() * percent / 100].to_vec();
    let broken: &[&str] = &["partial", "failed", "empty", "ok"];
    check(vec![
        case("p1-empty.pdf", "", FAILED, "not-a-pdf"),
        case("p1-zeros.pdf", vec![0; 4096], FAILED, "not-a-pdf"),
        case("p1-noise.pdf", noise(100_000), FAILED, "not-a-pdf"),
        case("p1-header.pdf", "%PDF-1.7\n", &["failed", "empty"], ""),
        case("p1-word.docx", noise(5_000), FAILED, "not-a-docx"),
        case("p2-10.pdf", cut(10), broken, ""),
        case("p2-50.pdf", cut(50), broken, ""),
        case("p2-90.pdf", cut(90), broken, ""),
        case("p2-99.pdf", cut(99), broken, ""),
    ]);
}

#[test]
fn pdfs_with_broken_structure_are_mended_or_refused_in_time() {
    let good = pdf(&english());
    let shown = String::from_utf8_lossy(&good).into_owned();
    let at = shown.find("startxref").expect("it has one");
    let start = |number: &str| format!("{}startxref\n{number}\n%%EOF\n", &shown[..at]).into_bytes();
    let cyclic = |pages: &str| {
        let mut objects = english();
        objects[1] = pages.as_bytes().to_vec();
        pdf(&objects)
    };
    let mut deep = english();
    deep[0] = format!("<< /Type /Catalog /Pages 2 0 R /X {}{} >>", "[".repeat(10_380), "]".repeat(10_380))
        .into_bytes();
    let mut deeper = english();
    deeper[0] =
        format!("<< /Type /Catalog /Pages 2 0 R /X {}1{} >>", "<< /A ".repeat(50_000), " >>".repeat(50_000))
            .into_bytes();
    let mended: &[&str] = &["ok", "partial"];
    check(vec![
        case("p3-start-huge.pdf", start("99999999999"), mended, ""),
        case("p3-start-zero.pdf", start("0"), mended, ""),
        case("p3-no-table.pdf", &shown.as_bytes()[..shown.find("xref").expect("has one")], mended, ""),
        case("p3-previous.pdf", pdf_with(&english(), "/Prev 9"), BOUNDED, ""),
        case("p3-length.pdf", shown.replace("/Length ", "/Length 9"), BOUNDED, ""),
        case("p4-arrays.pdf", pdf(&deep), BOUNDED, ""),
        case("p4-dictionaries.pdf", pdf(&deeper), BOUNDED, ""),
        case("p5-cycle.pdf", cyclic("<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>"), BOUNDED, ""),
        case(
            "p5-count.pdf",
            cyclic("<< /Type /Pages /Kids [3 0 R] /Count 2147483648 >>"),
            &["ok", "partial"],
            "",
        ),
        case("p5-own-kid.pdf", cyclic("<< /Type /Pages /Kids [2 0 R] /Count 1 >>"), &["empty", "failed"], ""),
    ]);
}

#[test]
fn pdfs_that_draw_themselves_or_swell_stay_within_limits() {
    let own = stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /X1 6 0 R >> >>",
        b"/X1 Do",
    );
    let mut drawn =
        b"/X1 Do BT /F1 11 Tf 72 700 Td (Land reform promotes rural investment in hill districts.) Tj ET"
            .to_vec();
    let loops = pdf(&page(documents::HELVETICA, stream("", &drawn), &[own]));
    drawn.clear();
    let packed = |contents: Vec<u8>| pdf(&page(documents::HELVETICA, contents, &[]));
    let zeros = flate(&vec![0u8; 700 << 20]);
    let twice = flate(&zeros);
    let words = flate("BT /F1 11 Tf 1 1 Td (growth) Tj ET\n".repeat(3_000_000).as_bytes());
    check(vec![
        case("p6-form.pdf", loops, &["ok", "partial"], ""),
        case("p7-zeros.pdf", packed(stream("/Filter /FlateDecode", &zeros)), BOUNDED, ""),
        case("p7-twice.pdf", packed(stream("/Filter [/FlateDecode /FlateDecode]", &twice)), BOUNDED, ""),
        case("p7-words.pdf", packed(stream("/Filter /FlateDecode", &words)), &["crashed"], "memory"),
        case("p8-saves.pdf", packed(stream("", "q ".repeat(1_000_000).as_bytes())), BOUNDED, ""),
        case("p8-arrays.pdf", packed(stream("", "[".repeat(200_000).as_bytes())), BOUNDED, ""),
    ]);
}

#[test]
fn locked_scanned_and_odd_pdfs_are_told_apart() {
    let lock = |filter: &str| {
        let mut objects = english();
        let key = "<28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A>";
        objects.push(
            format!("<< /Filter /{filter} /V 2 /R 3 /Length 128 /P -1852 /O {key} /U {key} >>").into_bytes(),
        );
        pdf_with(
            &objects,
            "/Encrypt 6 0 R /ID [<00112233445566778899AABBCCDDEEFF> <00112233445566778899AABBCCDDEEFF>]",
        )
    };
    let picture = stream(
        "/Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8",
        &[128; 64],
    );
    let scan = pdf(&page(
        documents::HELVETICA,
        stream("", b"q 595 0 0 842 0 0 cm /X1 Do Q"),
        std::slice::from_ref(&picture),
    ));
    let mut mixed = page(
        documents::HELVETICA,
        lines(&["Land reform promotes rural investment in hill districts."]),
        &[picture],
    );
    mixed[1] = b"<< /Type /Pages /Kids [3 0 R 7 0 R] /Count 2 >>".to_vec();
    mixed.push(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 8 0 R /Resources << /XObject << /X1 6 0 R >> >> >>".to_vec());
    mixed.push(stream("", b"q 595 0 0 842 0 0 cm /X1 Do Q"));
    let good = pdf(&english());
    let junk = |n: usize| [vec![b'x'; n], good.clone()].concat();
    let mut acting = english();
    acting[0] = b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.launchURL\\('http://localhost:9/'\\)) >> /AA << /WC << /S /Launch /F (/bin/false) >> >> >>".to_vec();
    check(vec![
        case("p9-locked.pdf", lock("Standard"), FAILED, "encrypted"),
        case("p9-unknown.pdf", lock("Klingon"), LOST, ""),
        case("p12-scan.pdf", scan, &["empty"], "scanned"),
        case("p12-mixed.pdf", pdf(&mixed), &["partial"], "scanned"),
        case("p13-junk-1k.pdf", junk(1_024), &["ok", "partial"], ""),
        case("p13-junk-5k.pdf", junk(5_000), &["ok", "partial"], ""),
        case("p13-two-ends.pdf", [good.clone(), b"%%EOF\n".to_vec()].concat(), OK, ""),
        case("p14-pdf.txt", [good.clone(), b"% one\n".to_vec()].concat(), OK, ""),
        case("p14-pdf.html", [good.clone(), b"% two\n".to_vec()].concat(), OK, ""),
        case("p14-pdf", good, OK, ""),
        case("p14-html.pdf", format!("<!doctype html><html><body><p>{ZH}</p></body></html>"), OK, ""),
        case("p15-acts.pdf", pdf(&acting), OK, ""),
    ]);
}

#[test]
fn chinese_fonts_without_a_map_to_unicode_are_read() {
    let utf16: Vec<u8> = ZH.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let wide: String = ZH.replace("2024", "２０２４").replace("30%", "３０％");
    let gbk = GBK.encode(&wide).0.into_owned();
    let big5 = BIG5.encode(TRADITIONAL).0.into_owned();
    let (folder, _) = check(vec![
        case("gbk.pdf", chinese("GBK-EUC-H", "GB1", &gbk), OK, ""),
        case("gbkp.pdf", chinese("GBKp-EUC-H", "GB1", &gbk), OK, ""),
        case("gb.pdf", chinese("GB-EUC-H", "GB1", &gbk), OK, ""),
        case("ucs2.pdf", chinese("UniGB-UCS2-H", "GB1", &utf16), OK, ""),
        case("utf16.pdf", chinese("UniGB-UTF16-H", "GB1", &utf16), OK, ""),
        case("big5.pdf", chinese("ETen-B5-H", "CNS1", &big5), OK, ""),
    ]);
    let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    for (name, expected) in [
        ("gbk", wide.as_str()),
        ("gbkp", &wide),
        ("gb", &wide),
        ("ucs2", ZH),
        ("utf16", ZH),
        ("big5", TRADITIONAL),
    ] {
        let found = text(&folder.path().join("in").join(format!("{name}.pdf")));
        assert_eq!(bare(&found), bare(expected), "{name}.pdf");
    }
}

#[test]
fn packed_documents_neither_swell_nor_escape() {
    let body = paragraph(ZH);
    let good = docx(&body, &[]);
    let bomb = docx(&paragraph(&" ".repeat(300 << 20)), &[]);
    let names: Vec<String> = (0..10_000).map(|n| format!("word/media/{n}.xml")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"x".as_slice())).collect();
    let escape: [(&str, &[u8]); 3] =
        [("../../escaped.txt", b"x"), ("/tmp/escaped-absolute.txt", b"x"), ("..\\escaped.txt", b"x")];
    let ole = [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), vec![0; 4096]].concat();
    let laughs = "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY f SYSTEM \"file:///etc/passwd\">]><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>&f;Land reform promotes investment.&b;</w:t></w:r></w:p></w:body></w:document>";
    let nested = format!("{}{}{}", "<w:p>".repeat(200_000), paragraph(ZH), "</w:p>".repeat(200_000));
    let far: &[u8] = b"<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId9\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate\" Target=\"http://localhost:9/x.dotm\" TargetMode=\"External\"/></Relationships>";
    let (folder, _) = check(vec![
        case("d1-swells.docx", bomb, FAILED, "inflated"),
        case("d1-many.docx", docx(&body, &many), FAILED, "inflated"),
        case("d1-nested.zip", package(&[("a.zip", &package(&[("b.txt", b"x")]))]), &["skipped"], "archive"),
        case("d2-cut.docx", &good[..good.len() / 2], FAILED, ""),
        case("d2-old.docx", ole.clone(), FAILED, "not-a-docx"),
        case("d2-old.doc", ole, &["skipped"], "unknown-type"),
        case("d3-nothing.docx", package(&[("x.txt", b"x")]), FAILED, "not-a-docx"),
        case("d4-laughs.docx", docx_of(laughs.as_bytes(), &[]), &["ok", "partial", "failed"], ""),
        case("d5-escapes.docx", docx(&body, &escape), OK, ""),
        case("d6-deep.docx", docx(&nested, &[]), LOST, ""),
        case("d6-empty.docx", docx(&format!("{}{body}", "<w:p/>".repeat(200_000)), &[]), BOUNDED, ""),
        case("d7-far.docx", docx(&body, &[("word/_rels/document.xml.rels", far)]), OK, ""),
    ]);
    assert!(!Path::new("/tmp/escaped-absolute.txt").exists());
    assert!(!text(&folder.path().join("in/d4-laughs.docx")).contains("root:"), "an external entity was read");
}

#[test]
fn hostile_web_pages_stay_within_limits() {
    let html = |body: &str| {
        format!(
            "<!doctype html><html><head><title>成果转化</title></head><body>{body}<p>{ZH}</p></body></html>"
        )
    };
    let said = |charset: &str, bytes: &[u8]| {
        let mut page = format!("<html><head><meta charset=\"{charset}\"></head><body><p>").into_bytes();
        page.extend(bytes);
        page.extend(b"</p></body></html>");
        page
    };
    let attributes: String = (0..50_000).map(|n| format!(" a{n}=\"x\"")).collect();
    let (folder, _) = check(vec![
        case("h1-deep.html", html(&"<div>".repeat(200_000)), &["partial"], "depth"),
        case("h1-bold.html", html(&"<b>".repeat(30_000)), &["partial"], "depth"),
        case("h1-tables.html", html(&"<table>".repeat(5_000)), &["partial"], "depth"),
        case("h1-open.html", html("<script>var a = 1;"), &["ok", "partial", "empty"], ""),
        case("h2-attributes.html", html(&format!("<div{attributes}>x</div>")), BOUNDED, ""),
        case("h2-comment.html", html(&format!("<!--{}-->", "x".repeat(10 << 20))), OK, ""),
        case("h3-lies.html", said("gb2312", ZH.as_bytes()), OK, ""),
        case("h3-gbk.html", said("gb2312", &GB18030.encode(ZH).0), OK, ""),
        case("h3-wrong.html", said("utf-8", &GB18030.encode(ZH).0), OK, ""),
        case("h3-big5.html", said("big5", &BIG5.encode(TRADITIONAL).0), OK, ""),
        case(
            "h4-far.html",
            html(
                "<base href=\"http://localhost:9/\"><iframe srcdoc=\"<p>framed words</p>\"></iframe><script>scripted words</script><svg><text>drawn words</text></svg>",
            ),
            OK,
            "",
        ),
        case("h5-entities.html", html("<p>&#0;&#x110000;&#xD800;&copy R&amp;D投入推动创新。</p>"), OK, ""),
    ]);
    let read = |name: &str| text(&folder.path().join("in").join(name));
    for name in ["h3-lies.html", "h3-gbk.html", "h3-wrong.html"] {
        assert!(read(name).contains("中试平台促进成果转化"), "{name}: {}", read(name));
    }
    assert!(read("h3-big5.html").contains("試驗平臺促進成果轉化"));
    let far = read("h4-far.html");
    assert!(
        !far.contains("framed words") && !far.contains("scripted words") && !far.contains("drawn words"),
        "{far}"
    );
    assert!(read("h5-entities.html").contains("R&D投入推动创新"));
}

#[test]
fn odd_texts_are_read_or_refused_by_name() {
    let utf16 =
        |text: &str, order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect::<Vec<u8>>();
    let marked = |mark: [u8; 2], bytes: Vec<u8>| [mark.to_vec(), bytes].concat();
    let mut bad = ZH.as_bytes().to_vec();
    bad.insert("科技创新".len(), 0xff);
    let mut mixed = format!("{ZH}\n").into_bytes();
    mixed.extend(GB18030.encode(ZH).0.iter());
    let surrogates = [b"\xed\xa0\x80".to_vec(), ZH.as_bytes().to_vec()].concat();
    let (folder, _) = check(vec![
        case("t1-mark.txt", format!("\u{feff}{ZH}"), OK, ""),
        case("t1-cut.txt", &ZH.as_bytes()[..ZH.len() - 1], OK, ""),
        case("t1-bad.txt", bad, OK, ""),
        case("t2-gbk.txt", GBK.encode(ZH).0.into_owned(), OK, ""),
        case(
            "t2-gb18030.txt",
            GB18030.encode("㐀㐁科技创新推动产业升级，𠮷林的平台促进成果转化。").0.into_owned(),
            OK,
            "",
        ),
        case("t2-big5.txt", BIG5.encode(TRADITIONAL).0.into_owned(), OK, ""),
        case("t2-le.txt", utf16(&format!("{ZH}x"), u16::to_le_bytes), OK, ""),
        case("t2-be.txt", utf16(&format!("{ZH}y"), u16::to_be_bytes), OK, ""),
        case("t2-le-mark.txt", marked([0xff, 0xfe], utf16(&format!("{ZH}z"), u16::to_le_bytes)), OK, ""),
        case("t3-mixed.txt", mixed, &["partial"], "encoding"),
        case("t4-line.txt", ZH.repeat(20_000), &["partial"], "text"),
        case("t4-blank.txt", "\n".repeat(1_000_000), &["empty"], "blank"),
        case("t4-returns.txt", format!("{ZH}\r成果转化促进就业。\r"), OK, ""),
        case("t4-breaks.txt", format!("{ZH}\u{2028}一\u{2029}二\u{85}三\u{b}四\u{c}"), OK, ""),
        case("t5-control.txt", format!("{ZH}\u{1b}[31m\0"), OK, ""),
        case("t6-bidi.txt", format!("\u{202e}{ZH}\u{200b}\u{feff}\u{ad}\u{e0041}"), OK, ""),
        case("t7-private.txt", format!("\u{e000}{ZH}\u{fdd0}𠮷\u{f900}Ａ"), OK, ""),
        case("t8-surrogates.txt", surrogates, &["ok", "partial"], ""),
        case("t10-long.txt", format!("{ZH} {}", "x".repeat(16_382)), OK, ""),
        case("nothing.txt", "", &["empty"], "blank"),
        case("program.rs", "fn main() {}", &["skipped"], "unknown-type"),
        case("picture.png", b"\x89PNG\r\n\x1a\n".to_vec(), &["skipped"], "unknown-type"),
        case("packed.7z", b"7z\xbc\xaf\x27\x1c".to_vec(), &["skipped"], "archive"),
        case("README.md", "# About this folder", &["skipped"], "notice"),
    ]);
    let read = |name: &str| text(&folder.path().join("in").join(name));
    for name in [
        "t1-mark.txt",
        "t1-bad.txt",
        "t2-gbk.txt",
        "t2-le.txt",
        "t2-be.txt",
        "t2-le-mark.txt",
        "t5-control.txt",
    ] {
        assert!(read(name).contains("中试平台促进成果转化"), "{name}: {}", read(name));
    }
    assert_eq!(read("t3-mixed.txt").matches("中试平台促进成果转化").count(), 2);
}

/// Builds one fixture under a limit beside a good paper.
#[track_caller]
fn check_limit(name: &str, flag: &str, value: &str, expected: (&str, &str)) {
    let folder = tempfile::tempdir().expect("the system gives a folder");
    let (input, output) = (folder.path().join("in"), folder.path().join("out"));
    fs::create_dir(&input).expect("ours");
    fs::write(input.join("good.md"), "# 绿色金融\n\n绿色金融推动了产业升级。\n").expect("ours");
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
    check_limit("zh.docx", "--max-inflated", "0", ("failed", "inflated"));
    check_limit("zh.html", "--max-depth", "2", ("partial", "depth"));
    check_limit("zh.txt", "--max-text", "200", ("partial", "text"));
}

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
    for _ in 0..2 {
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
        assert_eq!(status("good.md"), is("ok", ""));
        assert_eq!(status("same.md"), is("skipped", "duplicate"));
        assert_eq!(status("new\nline.md"), is("ok", ""));
        for name in ["link", "secret.md", "deep/loop", "dangling.md"] {
            assert_eq!(status(name), is("skipped", "link"), "{name}");
        }
        assert_eq!(status("pipe.txt"), is("skipped", "not-a-file"));
        assert_eq!(status("huge.txt"), is("skipped", "size"));
        assert_eq!(report.len(), 9, "the folder of results is not read back: {:?}", report.keys());
    }
}
