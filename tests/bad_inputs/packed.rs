//! Word files that swell, escape, hide or are something else.

use super::documents::{docx, docx_of, package, paragraph};
use super::*;

const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

fn place(bytes: &[u8], word: &[u8]) -> usize {
    bytes.windows(word.len()).position(|window| window == word).expect("it is there")
}

#[test]
fn packed_documents_neither_swell_nor_escape() {
    let body = paragraph(ZH);
    let bomb = docx(&paragraph(&" ".repeat(300 << 20)), &[]);
    let names: Vec<String> = (0..10_000).map(|n| format!("word/media/{n}.xml")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"x".as_slice())).collect();
    let long = "x".repeat(60_000);
    let escape: [(&str, &[u8]); 5] = [
        ("../../escaped.txt", b"x"),
        ("/tmp/escaped-absolute.txt", b"x"),
        ("..\\escaped.txt", b"x"),
        ("nul\0name.xml", b"x"),
        (&long, b"x"),
    ];
    let far: &[u8] = b"<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId9\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate\" Target=\"http://localhost:9/x.dotm\" TargetMode=\"External\"/><Relationship Id=\"rId8\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/image\" Target=\"file:///etc/passwd\" TargetMode=\"External\"/></Relationships>";
    check(vec![
        case("d1-swells.docx", bomb, "failed", "zip-limit"),
        case("d1-many.docx", docx(&body, &many), "failed", "zip-limit"),
        case("d1-overlaps.docx", overlapping(), "failed", "zip-limit"),
        case("d1-nested.zip", package(&[("a.zip", &package(&[("b.txt", b"x")]))]), "skipped", "archive"),
        good("d5-escapes.docx", docx(&body, &escape)),
        good("d7-far.docx", docx(&body, &[("word/_rels/document.xml.rels", far)])),
    ]);
    assert!(!Path::new("/tmp/escaped-absolute.txt").exists());
}

/// A package whose list of parts names one large part three hundred times.
fn overlapping() -> Vec<u8> {
    let spaces = " ".repeat(1 << 20);
    let whole = docx(&paragraph(ZH), &[("word/media/000.xml", spaces.as_bytes())]);
    let end = whole.windows(4).rposition(|window| window == b"PK\x05\x06").expect("a package ends so");
    let field = |at: usize| u32::from_le_bytes(whole[at..at + 4].try_into().expect("four bytes"));
    let list = field(end + 16) as usize;
    let entry_at =
        list + whole[list..end].windows(4).rposition(|window| window == b"PK\x01\x02").expect("it has parts");
    let entry = whole[entry_at..end].to_vec();
    let mut out = whole[..end].to_vec();
    for n in 1..300u32 {
        let mut copy = entry.clone();
        let name = place(&copy, b"000.xml");
        copy[name..name + 3].copy_from_slice(format!("{n:03}").as_bytes());
        out.extend(copy);
    }
    let size = u32::try_from(out.len() - list).expect("small");
    let mut tail = whole[end..].to_vec();
    let n_parts = u16::from_le_bytes([tail[10], tail[11]]) + 299;
    tail[8..10].copy_from_slice(&n_parts.to_le_bytes());
    tail[10..12].copy_from_slice(&n_parts.to_le_bytes());
    tail[12..16].copy_from_slice(&size.to_le_bytes());
    out.extend(tail);
    out
}

#[test]
fn damaged_and_false_word_files_are_refused_by_name() {
    let whole = docx(&paragraph(ZH), &[]);
    let end = whole.windows(4).position(|window| window == b"PK\x01\x02").expect("a package lists its parts");
    let mut wrong = whole.clone();
    let name = place(&wrong, b"word/document.xml");
    wrong[name + "word/document.xml".len() + 20] ^= 0xff;
    let ole = [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), vec![0; 4096]].concat();
    let (folder, _) = check(vec![
        case("d2-cut.docx", &whole[..whole.len() / 2], "failed", "damaged"),
        case("d2-no-list.docx", &whole[..end], "failed", "damaged"),
        case("d2-wrong.docx", wrong, "failed", "damaged"),
        case("d2-old.docx", ole.clone(), "failed", "not-a-docx"),
        case("d2-old.doc", ole, "skipped", "unknown-type"),
        case("d3-nothing.docx", package(&[("x.txt", b"x")]), "failed", "not-a-docx"),
        good("d3-elsewhere.docx", elsewhere()),
        good("d3-strict.docx", strict()),
    ]);
    for name in ["d3-elsewhere.docx", "d3-strict.docx"] {
        assert!(text(&folder.path().join("in").join(name)).contains("中试平台促进成果转化"), "{name}");
    }
}

/// A file whose main part lies under another name, found by its relationship.
fn elsewhere() -> Vec<u8> {
    let types = b"<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/word/document2.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
    let relations = b"<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document2.xml\"/></Relationships>";
    let document = format!(
        "<?xml version=\"1.0\"?><w:document xmlns:w=\"{MAIN}\"><w:body>{}</w:body></w:document>",
        paragraph(ZH)
    );
    package(&[
        ("[Content_Types].xml", types),
        ("_rels/.rels", relations),
        ("word/document2.xml", document.as_bytes()),
    ])
}

/// A file in the strict form of the standard, whose names lie under other addresses.
fn strict() -> Vec<u8> {
    let relations = b"<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";
    let types = b"<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
    let document = format!(
        "<?xml version=\"1.0\"?><w:document xmlns:w=\"http://purl.oclc.org/ooxml/wordprocessingml/main\" w:conformance=\"strict\"><w:body>{}</w:body></w:document>",
        paragraph(ZH)
    );
    package(&[
        ("[Content_Types].xml", types),
        ("_rels/.rels", relations),
        ("word/document.xml", document.as_bytes()),
    ])
}

#[test]
fn entities_and_depths_of_word_files_are_bounded() {
    let body = paragraph(ZH);
    let laughs = |entity: &str, used: &str| {
        format!(
            "<?xml version=\"1.0\"?><!DOCTYPE x [{entity}]><w:document xmlns:w=\"{MAIN}\"><w:body><w:p><w:r><w:t>Land reform promotes rural investment. {used}</w:t></w:r></w:p>{body}</w:body></w:document>"
        )
    };
    let billion: String = (1..10)
        .map(|n| format!("<!ENTITY a{n} \"{}\">", format!("&a{};", n - 1).repeat(10)))
        .fold("<!ENTITY a0 \"haha\">".to_owned(), |all, entity| all + &entity);
    // Names that differ do not pack so tightly that their ratio alone would tell.
    let name = |n: u32| format!("<w:p w:rsidR=\"{:08X}\"", n.wrapping_mul(2_654_435_761));
    let nested: String = (0..200_000).map(|n| name(n) + ">").collect();
    let nested = format!("{nested}{body}{}", "</w:p>".repeat(200_000));
    let blank: String = (0..1_000_000).map(|n| name(n) + "/>").collect();
    let attributes: String = (0..50_000).map(|n| format!(" w:a{n}=\"x\"")).collect();
    let (folder, _) = check(vec![
        case("d4-laughs.docx", docx_of(laughs(&billion, "&a9;").as_bytes(), &[]), "partial", "doctype"),
        case(
            "d4-external.docx",
            docx_of(laughs("<!ENTITY f SYSTEM \"file:///etc/passwd\">", "&f;").as_bytes(), &[]),
            "partial",
            "doctype",
        ),
        case(
            "d4-parameter.docx",
            docx_of(laughs("<!ENTITY % p SYSTEM \"http://localhost:9/x.dtd\"> %p;", "").as_bytes(), &[]),
            "partial",
            "doctype",
        ),
        case("d6-deep.docx", docx(&nested, &[]), "failed", "depth"),
        good(
            "d6-attributes.docx",
            docx(&format!("<w:p{attributes}><w:r><w:t>x</w:t></w:r></w:p>{body}"), &[]),
        ),
        good("d6-empty.docx", docx(&format!("{blank}{body}"), &[])),
    ]);
    let read = |name: &str| text(&folder.path().join("in").join(name));
    assert!(!read("d4-external.docx").contains("root:"), "an external entity was read");
    assert!(!read("d4-laughs.docx").contains("hahahaha"), "an entity was expanded");
}

/// What Word keeps beside the words of the author: deleted and moved words go, inserted ones stay; notes and comments are
/// about the text; text in frames is text; a gloss stands in front of its base.
#[test]
fn changes_notes_frames_and_glosses_have_their_place() {
    let run = |text: &str| format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>");
    let body = format!(
        "<w:p>{}<w:ins w:id=\"1\" w:author=\"a\">{}</w:ins><w:del w:id=\"2\" w:author=\"a\"><w:r><w:delText>删去的话语机制</w:delText></w:r></w:del>{}</w:p>\
         <w:p>{}<w:r><w:footnoteReference w:id=\"2\"/></w:r><w:commentRangeStart w:id=\"0\"/>{}<w:commentRangeEnd w:id=\"0\"/><w:r><w:commentReference w:id=\"0\"/></w:r></w:p>\
         <w:p><w:r><w:ruby><w:rubyPr/><w:rt>{}</w:rt><w:rubyBase>{}</w:rubyBase></w:ruby></w:r>{}</w:p>\
         <w:p><w:r><w:pict><v:shape xmlns:v=\"urn:schemas-microsoft-com:vml\"><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>",
        run("渔业技术推动"),
        run("港口建设"),
        run("。"),
        run("中试平台促进成果转化"),
        run("，资金不足制约平台建设。"),
        run("zhìkù"),
        run("智库"),
        run("服务政府决策。"),
        paragraph("框中的文字推动乡村振兴。"),
    );
    let notes = format!(
        "<?xml version=\"1.0\"?><w:footnotes xmlns:w=\"{MAIN}\"><w:footnote w:id=\"2\">{}</w:footnote></w:footnotes>",
        paragraph("脚注里的说明机制。")
    );
    let comments = format!(
        "<?xml version=\"1.0\"?><w:comments xmlns:w=\"{MAIN}\"><w:comment w:id=\"0\" w:author=\"a\">{}</w:comment></w:comments>",
        paragraph("批注里的意见机制。")
    );
    let relations: &[u8] = b"<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes\" Target=\"footnotes.xml\"/><Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments\" Target=\"comments.xml\"/></Relationships>";
    let (folder, _) = check(vec![good(
        "d8-changes.docx",
        docx(
            &body,
            &[
                ("word/footnotes.xml", notes.as_bytes()),
                ("word/comments.xml", comments.as_bytes()),
                ("word/_rels/document.xml.rels", relations),
            ],
        ),
    )]);
    let found = text(&folder.path().join("in/d8-changes.docx"));
    for kept in [
        "渔业技术推动港口建设。",
        "中试平台促进成果转化，资金不足",
        "智库服务政府决策",
        "框中的文字推动乡村振兴",
    ] {
        assert!(found.contains(kept), "{kept} is missing: {found}");
    }
    for gone in ["删去的话语", "批注里的意见"] {
        assert!(!found.contains(gone), "{gone} was kept: {found}");
    }
    let graph = fs::read_to_string(folder.path().join("out/graph.json")).expect("written");
    assert!(!graph.contains("说明机制"), "a footnote was read for concepts");
}
