//! Glyphs that pages show -> how many of them stand for no character: the library leaves those out without a word.

use unpdf::parser::backend::{ContentOp, PageId, PdfBackend, PdfValue, RawBackend, ResourceScope};

/// Pages that are looked at, spread over the document; false maps of fonts run through all of it.
const SAMPLE: usize = 5;
/// Bytes of a page that are looked at.
const MOST_BYTES: usize = 256 * 1024;
/// One in so many glyphs may have no character: blanks often have none.
const LEAST_SHARE: usize = 5;

/// Whether so much of the text has no characters that it is full of holes.
pub(super) fn are_mute(backend: &RawBackend, read: &[u32]) -> bool {
    let pages = backend.pages();
    let step = read.len().div_ceil(SAMPLE).max(1);
    let (mut n_glyphs, mut n_mute) = (0usize, 0usize);
    for page in read.iter().step_by(step).filter_map(|number| pages.get(number)) {
        let Ok(content) = backend.page_content(*page) else { continue };
        let Ok(operations) = backend.decode_content(&content[..content.len().min(MOST_BYTES)]) else {
            continue;
        };
        count(backend, *page, &operations, &mut n_glyphs, &mut n_mute);
    }
    n_mute * LEAST_SHARE > n_glyphs && n_mute > 4
}

fn count(
    backend: &RawBackend,
    page: PageId,
    operations: &[ContentOp],
    n_glyphs: &mut usize,
    n_mute: &mut usize,
) {
    let scope = ResourceScope::page(page);
    let mut font: &[u8] = &[];
    for operation in operations {
        let shown: Vec<&Vec<u8>> = match (operation.operator.as_str(), operation.operands.as_slice()) {
            ("Tf", [PdfValue::Name(name), ..]) => {
                font = name;
                continue;
            }
            ("Tj" | "'", [.., PdfValue::Str(bytes)]) => vec![bytes],
            ("TJ", [PdfValue::Array(parts)]) => parts
                .iter()
                .filter_map(|part| if let PdfValue::Str(bytes) = part { Some(bytes) } else { None })
                .collect(),
            _ => continue,
        };
        for bytes in shown {
            let run = backend.decode_run(scope, font, bytes);
            // What is suppressed as a whole is counted by the library.
            let (None, Some(glyphs)) = (run.decoded.suppressed, run.glyphs) else { continue };
            *n_glyphs += glyphs.len();
            *n_mute += glyphs.len().saturating_sub(run.decoded.text.chars().count());
        }
    }
}
