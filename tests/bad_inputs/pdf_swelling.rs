//! PDFs that draw themselves, swell, or draw without end.

use std::fmt::Write;

use super::documents::{self, flate, page, pdf, stream};
use super::*;

const SHOWN: &[u8] =
    b" BT /F1 11 Tf 72 700 Td (Land reform promotes rural investment in hill districts.) Tj ET ";

fn packed(contents: Vec<u8>) -> Vec<u8> {
    pdf(&page(documents::HELVETICA, contents, &[]))
}

/// A good page and one with these contents.
fn beside(contents: &[u8]) -> Vec<u8> {
    let mut objects = page(documents::HELVETICA, stream("", SHOWN), &[stream("", contents)]);
    objects[1] = b"<< /Type /Pages /Kids [3 0 R 7 0 R] /Count 2 >>".to_vec();
    objects.push(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 6 0 R /Resources << /Font << /F1 5 0 R >> >> >>".to_vec());
    pdf(&objects)
}

#[test]
fn what_draws_itself_costs_itself_only() {
    let form = |contents: &[u8]| {
        stream(
            "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /X1 6 0 R /X2 7 0 R >> >>",
            contents,
        )
    };
    let drawn = [b"/X1 Do".as_slice(), SHOWN].concat();
    let own = pdf(&page(documents::HELVETICA, stream("", &drawn), &[form(b"/X1 Do")]));
    let pair = pdf(&page(documents::HELVETICA, stream("", &drawn), &[form(b"/X2 Do"), form(b"/X1 Do")]));
    // A glyph that shows itself in its own font; glyphs are never drawn, so nothing is lost.
    let glyph = "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] /FirstChar 65 /LastChar 65 /Widths [1] /Encoding << /Differences [65 /A] >> /CharProcs << /A 6 0 R >> /Resources << /Font << /F1 5 0 R >> >> >>";
    let mut glyphs = page(
        documents::HELVETICA,
        stream("", &[b"BT /F2 9 Tf 72 600 Td (AAA) Tj ET".as_slice(), SHOWN].concat()),
        &[stream("", b"1 0 d0 BT /F1 1 Tf (A) Tj ET"), glyph.as_bytes().to_vec()],
    );
    glyphs[2] = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R /F2 7 0 R >> >> >>".to_vec();
    let (folder, _) = check(vec![
        case("p6-form.pdf", own, "partial", "loop"),
        case("p6-pair.pdf", pair, "partial", "loop"),
        good("p6-glyph.pdf", pdf(&glyphs)),
    ]);
    for name in ["p6-form.pdf", "p6-pair.pdf", "p6-glyph.pdf"] {
        assert!(text(&folder.path().join("in").join(name)).contains("promotes rural investment"), "{name}");
    }
}

#[test]
fn streams_that_swell_are_refused() {
    let zeros = flate(&vec![0u8; 700 << 20]);
    let twice = flate(&zeros);
    let words = flate("BT /F1 11 Tf 1 1 Td (growth) Tj ET\n".repeat(3_000_000).as_bytes());
    let hex = |bytes: &[u8]| {
        let mut out = String::with_capacity(bytes.len() * 2 + 1);
        for byte in bytes {
            write!(out, "{byte:02x}").expect("memory takes it");
        }
        out.push('>');
        out.into_bytes()
    };
    let chain = format!("/Filter [{}]", "/FlateDecode ".repeat(20));
    check(vec![
        case("p7-zeros.pdf", packed(stream("/Filter /FlateDecode", &zeros)), "failed", "stream-limit"),
        case(
            "p7-twice.pdf",
            packed(stream("/Filter [/FlateDecode /FlateDecode]", &twice)),
            "failed",
            "stream-limit",
        ),
        case("p7-words.pdf", packed(stream("/Filter /FlateDecode", &words)), "failed", "stream-limit"),
        case("p7-chain.pdf", packed(stream(&chain, SHOWN)), "failed", "stream-limit"),
        case(
            "p7-hex.pdf",
            packed(stream("/Filter [/ASCIIHexDecode /FlateDecode]", &hex(&zeros))),
            "failed",
            "stream-limit",
        ),
        case("p7-lzw.pdf", packed(stream("/Filter /LZWDecode", &noise(4_000))), "failed", "damaged"),
    ]);
}

#[test]
fn pages_that_draw_without_end_are_left_out() {
    let with = |noise: &str| [noise.as_bytes(), SHOWN].concat();
    let many = "0 0 m\n".repeat(10_000_000);
    check(vec![
        case("p8-saves.pdf", beside(&with(&"q ".repeat(1_000_000))), "partial", "depth"),
        case("p8-arrays.pdf", beside(&with(&"[".repeat(200_000))), "partial", "depth"),
        case("p8-many.pdf", beside(&flate_free(&many)), "failed", "stream-limit"),
        case("p8-operators.pdf", beside(&with(&"0 0 m\n".repeat(3_000_000))), "partial", "stream-limit"),
        case("p8-alone.pdf", packed(stream("", &with(&"q ".repeat(1_000_000)))), "failed", "depth"),
    ]);
}

fn flate_free(text: &str) -> Vec<u8> {
    text.as_bytes().to_vec()
}
