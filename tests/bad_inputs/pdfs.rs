//! PDFs that are none, cut, broken, locked, scanned or under another name.

use super::documents::{self, english, lines, page, pdf, pdf_with, stream};
use super::*;

#[test]
fn what_is_no_pdf_is_told_and_what_is_cut_is_never_whole() {
    let whole = fixture("zh-1.pdf");
    let cut = |percent: usize| whole[..whole.len() * percent / 100].to_vec();
    let started = std::time::Instant::now();
    check(vec![
        case("p1-empty.pdf", "", "failed", "not-a-pdf"),
        case("p1-zeros.pdf", vec![0; 4096], "failed", "not-a-pdf"),
        case("p1-noise.pdf", noise(100_000), "failed", "not-a-pdf"),
        case("p1-header.pdf", "%PDF-1.7\n", "failed", "not-a-pdf"),
        case("p1-word.docx", noise(5_000), "failed", "not-a-docx"),
    ]);
    assert!(started.elapsed().as_secs() < 10, "files that are no PDF take {:?}", started.elapsed());
    check(vec![
        case("p2-10.pdf", cut(10), "failed", "damaged"),
        case("p2-50.pdf", cut(50), "failed", "damaged"),
        case("p2-90.pdf", cut(90), "failed", "damaged"),
        case("p2-99.pdf", cut(99), "partial", "damaged"),
    ]);
}

#[test]
fn pdfs_with_broken_structure_are_mended_or_refused_in_time() {
    let whole = pdf(&english());
    let shown = String::from_utf8_lossy(&whole).into_owned();
    let at = shown.find("startxref").expect("it has one");
    let start = |number: &str| format!("{}startxref\n{number}\n%%EOF\n", &shown[..at]).into_bytes();
    let cyclic = |pages: &str| {
        let mut objects = english();
        objects[1] = pages.as_bytes().to_vec();
        pdf(&objects)
    };
    let nested = |open: &str, n: usize, close: &str| {
        let mut objects = english();
        objects[0] = format!("<< /Type /Catalog /Pages 2 0 R /X {}1{} >>", open.repeat(n), close.repeat(n))
            .into_bytes();
        pdf(&objects)
    };
    check(vec![
        good("p3-start-huge.pdf", start("99999999999")),
        good("p3-start-zero.pdf", start("0")),
        case(
            "p3-no-table.pdf",
            &shown.as_bytes()[..shown.find("xref").expect("has one")],
            "partial",
            "damaged",
        ),
        good("p3-previous.pdf", pdf_with(&english(), "/Prev 9")),
        good("p3-previous-self.pdf", pdf_with(&english(), &format!("/Prev {at}"))),
        good("p3-length.pdf", shown.replace("/Length ", "/Length 9")),
        case("p4-arrays.pdf", nested("[", 10_380, "]"), "failed", "depth"),
        case("p4-dictionaries.pdf", nested("<< /A ", 50_000, " >>"), "failed", "depth"),
        case("p5-cycle.pdf", cyclic("<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>"), "partial", "damaged"),
        case(
            "p5-count.pdf",
            cyclic("<< /Type /Pages /Kids [3 0 R] /Count 2147483648 >>"),
            "partial",
            "damaged",
        ),
        case("p5-own-kid.pdf", cyclic("<< /Type /Pages /Kids [2 0 R] /Count 1 >>"), "failed", "damaged"),
    ]);
}

fn locked(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/locked").join(name))
        .expect("part of the project")
}

#[test]
fn locked_pdfs_are_refused_unless_they_open_without_a_password() {
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
    let (folder, _) = check(vec![
        case("p9-locked.pdf", lock("Standard"), "failed", "encrypted"),
        case("p9-unknown.pdf", lock("Klingon"), "failed", "encrypted"),
        case("p9-user-aes128.pdf", locked("user-aes128.pdf"), "failed", "encrypted"),
        case("p9-user-aes256.pdf", locked("user-aes256.pdf"), "failed", "encrypted"),
        good("p9-owner-rc4.pdf", locked("owner-rc4.pdf")),
        good("p9-owner-aes256.pdf", locked("owner-aes256.pdf")),
    ]);
    for name in ["p9-owner-rc4.pdf", "p9-owner-aes256.pdf"] {
        assert!(text(&folder.path().join("in").join(name)).contains("promotes rural investment"), "{name}");
    }
}

#[test]
fn scans_junk_and_false_names_are_told_apart() {
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
    let whole = pdf(&english());
    let junk = |n: usize| [vec![b'x'; n], whole.clone()].concat();
    let mut acting = english();
    acting[0] = b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.launchURL\\('http://localhost:9/'\\)) >> /AA << /WC << /S /Launch /F (/bin/false) >> >> /Names << /EmbeddedFiles << /Names [(a.txt) << /Type /Filespec /F (a.txt) /EF << /F 6 0 R >> >>] >> >> >>".to_vec();
    acting.push(stream("/Type /EmbeddedFile", b"attached words"));
    let (folder, _) = check(vec![
        case("p12-scan.pdf", scan, "empty", "scanned"),
        case("p12-mixed.pdf", pdf(&mixed), "partial", "scanned"),
        good("p13-junk-1k.pdf", junk(1_024)),
        good("p13-junk-5k.pdf", junk(5_000)),
        good("p13-two-ends.pdf", [whole.clone(), b"%%EOF\n".to_vec()].concat()),
        good("p13-linear.pdf", locked("linear.pdf")),
        good("p14-pdf.txt", [whole.clone(), b"% one\n".to_vec()].concat()),
        good("p14-pdf.html", [whole.clone(), b"% two\n".to_vec()].concat()),
        good("p14-pdf", whole),
        good("p14-html.pdf", format!("<!doctype html><html><body><p>{ZH}</p></body></html>")),
        good("p15-acts.pdf", pdf(&acting)),
    ]);
    assert!(!text(&folder.path().join("in/p15-acts.pdf")).contains("attached words"));
}
