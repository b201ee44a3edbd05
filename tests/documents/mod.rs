//! Small PDF and packed files made by hand, for tests.
#![allow(dead_code, reason = "every test takes what it needs")]

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use zip::write::{SimpleFileOptions, ZipWriter};

/// A PDF of these objects, the first being the catalog, with a right cross-reference table.
pub(crate) fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    pdf_with(objects, "")
}

/// The same with more entries in its trailer.
pub(crate) fn pdf_with(objects: &[Vec<u8>], trailer: &str) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut offsets = Vec::new();
    for (n, object) in objects.iter().enumerate() {
        offsets.push(out.len());
        out.extend(format!("{} 0 obj\n", n + 1).bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let start = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for offset in offsets {
        out.extend(format!("{offset:010} 00000 n \n").bytes());
    }
    out.extend(
        format!(
            "trailer\n<< /Size {} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n",
            objects.len() + 1
        )
        .bytes(),
    );
    out
}

/// A stream object.
pub(crate) fn stream(dictionary: &str, bytes: &[u8]) -> Vec<u8> {
    let mut out = format!("<< {dictionary} /Length {} >>\nstream\n", bytes.len()).into_bytes();
    out.extend(bytes);
    out.extend(b"\nendstream");
    out
}

/// Catalog, pages and one page whose font and contents are given; more objects follow from number 6 on.
pub(crate) fn page(font: &str, contents: Vec<u8>, more: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let mut objects: Vec<Vec<u8>> = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> /XObject << /X1 6 0 R >> >> >>".to_vec(),
        contents,
        font.as_bytes().to_vec(),
    ];
    objects.extend(more.iter().cloned());
    objects
}

/// A font that needs nothing else.
pub(crate) const HELVETICA: &str = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>";

/// Contents that show lines of Latin text.
pub(crate) fn lines(lines: &[&str]) -> Vec<u8> {
    let mut text = String::from("BT /F1 11 Tf 72 760 Td 14 TL\n");
    for line in lines {
        text.push_str(&format!("({line}) Tj T*\n"));
    }
    text.push_str("ET");
    stream("", text.as_bytes())
}

/// A plain English page.
pub(crate) fn english() -> Vec<Vec<u8>> {
    let text = [
        "Land Reform in Hill Districts",
        "Land reform promotes rural investment. Clear titles reduce conflicts between villages.",
        "The cadastre programme improves tax collection in hill districts.",
    ];
    page(HELVETICA, lines(&text), &[])
}

/// A page of Chinese text in a font that names only a predefined character map and has no ToUnicode.
pub(crate) fn chinese(cmap: &str, ordering: &str, encoded: &[u8]) -> Vec<u8> {
    let hex: String = encoded.iter().map(|byte| format!("{byte:02X}")).collect();
    let per_line = 4 * 40;
    let mut text = String::from("BT /F1 12 Tf 60 760 Td 20 TL\n");
    for line in hex.as_bytes().chunks(per_line) {
        text.push_str(&format!("<{}> Tj T*\n", String::from_utf8_lossy(line)));
    }
    text.push_str("ET");
    let font = format!(
        "<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /{cmap} /DescendantFonts [6 0 R] >>"
    );
    let below = format!(
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /SimSun /CIDSystemInfo << /Registry (Adobe) /Ordering ({ordering}) /Supplement 2 >> /DW 1000 /FontDescriptor 7 0 R >>"
    );
    let descriptor = b"<< /Type /FontDescriptor /FontName /SimSun /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>";
    pdf(&page(&font, stream("", text.as_bytes()), &[below.into_bytes(), descriptor.to_vec()]))
}

/// Bytes packed by Flate.
pub(crate) fn flate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}

/// A packed file of parts.
pub(crate) fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a new part");
        zip.write_all(bytes).expect("memory takes it");
    }
    zip.finish().expect("memory takes it").into_inner()
}

/// A Word file with this body and these parts besides.
pub(crate) fn docx(body: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let document = format!(
        "<?xml version=\"1.0\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>"
    );
    docx_of(document.as_bytes(), more)
}

/// A Word file with this main part.
pub(crate) fn docx_of(document: &[u8], more: &[(&str, &[u8])]) -> Vec<u8> {
    let types: &[u8] = b"<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
    let relations: &[u8] = b"<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";
    let mut parts: Vec<(&str, &[u8])> =
        vec![("[Content_Types].xml", types), ("_rels/.rels", relations), ("word/document.xml", document)];
    parts.extend_from_slice(more);
    package(&parts)
}

/// A paragraph of a Word file.
pub(crate) fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}
