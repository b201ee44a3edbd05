//! Bytes of a PDF -> whether its parser may be let at them: how deep its objects nest, how far its streams swell, whether it ends.

use std::io::Read;

use flate2::read::ZlibDecoder;

use crate::read::limits::Limits;
use crate::read::passage::Trouble;

/// Filters that one stream may pass; writers use one, seldom two.
const MOST_FILTERS: usize = 4;
/// Deflate makes nothing smaller than by this.
const MOST_RATIO: u64 = 1032;
/// What is drawn on a page is this many times smaller than a font or an attachment may be.
const CONTENT_SHARE: u64 = 8;
/// How far from its end a file may name its end; mail systems add lines.
const LONGEST_TAIL: usize = 16 * 1024;
/// A dictionary in front of a stream is looked at so far back.
const LONGEST_DICTIONARY: usize = 4 * 1024;

/// Looks through the file once, from front to back.
///
/// # Errors
/// Failed when an object nests deeper or a stream swells further than the limits.
pub(super) fn check(bytes: &[u8], limits: &Limits) -> Result<(), Trouble> {
    let (mut at, mut start, mut depth) = (0usize, 0usize, 0usize);
    while at < bytes.len() {
        match bytes[at] {
            b'[' => depth += 1,
            b'<' if bytes.get(at + 1) == Some(&b'<') => {
                depth += 1;
                at += 1;
            }
            b']' => depth = depth.saturating_sub(1),
            b'>' if bytes.get(at + 1) == Some(&b'>') => {
                depth = depth.saturating_sub(1);
                at += 1;
            }
            b'o' if bytes[at..].starts_with(b"obj") => (start, depth) = (at + 3, 0),
            b's' if bytes[at..].starts_with(b"stream") => {
                let dictionary = &bytes[start.max(at.saturating_sub(LONGEST_DICTIONARY))..at];
                let data = &bytes[at + b"stream".len()..];
                let length = find(data, b"endstream").unwrap_or(data.len());
                stream(dictionary, &data[..length], limits)?;
                at += b"stream".len() + length + b"endstream".len() - 1;
                depth = 0;
            }
            _ => {}
        }
        if depth > limits.depth {
            return Err(Trouble::failed(
                "depth",
                format!(
                    "its objects are nested deeper than {}; open it and save it again, or raise --max-depth",
                    limits.depth
                ),
            ));
        }
        at += 1;
    }
    Ok(())
}

/// Whether the file holds any object.
pub(super) fn has_objects(bytes: &[u8]) -> bool {
    find(bytes, b" obj").is_some()
}

/// Whether the mark that ends every PDF is there; a download that broke off lacks it.
pub(super) fn is_ended(bytes: &[u8]) -> bool {
    find(&bytes[bytes.len().saturating_sub(LONGEST_TAIL)..], b"%%EOF").is_some()
}

fn stream(dictionary: &[u8], data: &[u8], limits: &Limits) -> Result<(), Trouble> {
    let has = |name: &[u8]| find(dictionary, name).is_some();
    let filters = filters(dictionary);
    if filters.len() > MOST_FILTERS {
        return Err(swollen());
    }
    // Pictures are never unpacked.
    if has(b"/Image") && !has(b"/Form") {
        return Ok(());
    }
    let is_program = [
        b"/Length1".as_slice(),
        b"/Length2",
        b"Type1C",
        b"Type0C",
        b"/OpenType",
        b"/EmbeddedFile",
        b"/ObjStm",
    ]
    .iter()
    .any(|name| has(name));
    let limit = if is_program { limits.inflated } else { limits.inflated / CONTENT_SHARE };
    let data = data.strip_prefix(b"\r\n").or_else(|| data.strip_prefix(b"\n")).unwrap_or(data);
    if swells(&filters, data, limit) { Err(swollen()) } else { Ok(()) }
}

/// Whether a stream unpacks to more than the limit, filter by filter.
fn swells(filters: &[Vec<u8>], data: &[u8], limit: u64) -> bool {
    let is_flate = |name: &&Vec<u8>| matches!(name.as_slice(), b"FlateDecode" | b"Fl");
    let n_flate = filters.iter().take_while(is_flate).count();
    if n_flate > 0 || filters.is_empty() {
        let most = u32::try_from(n_flate).map_or(u64::MAX, |n| MOST_RATIO.saturating_pow(n));
        // Too small to swell so far, whatever it holds.
        let is_small = (data.len() as u64).saturating_mul(most) <= limit;
        return !is_small && unpacked(data, n_flate, limit) > limit;
    }
    // Filters that Deflate does not follow are bounded by the library.
    match decoded(&filters[0], data) {
        Ok(inner) => inner.len() as u64 > limit || filters.len() > 1 && swells(&filters[1..], &inner, limit),
        Err(is_limit) => is_limit,
    }
}

/// The names of the filters of a stream, in order.
fn filters(dictionary: &[u8]) -> Vec<Vec<u8>> {
    let Some(at) = find(dictionary, b"/Filter") else { return Vec::new() };
    let rest = dictionary[at + b"/Filter".len()..].trim_ascii_start();
    let (list, most) = match rest.strip_prefix(b"[") {
        Some(list) => (&list[..find(list, b"]").unwrap_or(list.len())], usize::MAX),
        None => (rest, 1),
    };
    let is_regular = |byte: &u8| byte.is_ascii_alphanumeric();
    list.split(|byte| *byte == b'/')
        .skip(1)
        .take(most)
        .map(|name| name.iter().copied().take_while(is_regular).collect())
        .collect()
}

/// How many bytes a stream unpacks to, counted without keeping them and no further than the limit.
fn unpacked(data: &[u8], n_times: usize, limit: u64) -> u64 {
    let mut reader: Box<dyn Read + '_> = Box::new(data);
    for _ in 0..n_times {
        reader = Box::new(ZlibDecoder::new(reader));
    }
    let mut reader = reader.take(limit.saturating_add(1));
    let mut buffer = [0u8; 32 * 1024];
    let mut n_bytes = 0u64;
    // A damaged stream ends where it is damaged.
    while let Ok(n @ 1..) = reader.read(&mut buffer) {
        n_bytes += n as u64;
    }
    n_bytes
}

/// What one filter makes of its data; the error tells whether it went over the limits of the library.
fn decoded(filter: &[u8], data: &[u8]) -> Result<Vec<u8>, bool> {
    use unpdf::parser::raw::{PdfObject, PdfStream, stream::decode};
    let stream = PdfStream {
        dict: [(b"Filter".to_vec(), PdfObject::Name(filter.to_vec()))].into_iter().collect(),
        raw_data: data.to_vec(),
    };
    decode(&stream).map(|decoded| decoded.data).map_err(|error| error.to_string().contains("limit"))
}

fn swollen() -> Trouble {
    Trouble::failed(
        "stream-limit",
        "one of its streams unpacks to more than the limit, as in files made to do harm; raise --max-inflated where you trust it",
    )
}

fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    let first = *word.first()?;
    let mut from = 0;
    while let Some(at) = bytes[from..].iter().position(|byte| *byte == first) {
        if bytes[from + at..].starts_with(word) {
            return Some(from + at);
        }
        from += at + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_are_told_in_either_form() {
        let check = |dictionary: &str, expected: &[&str]| {
            let found: Vec<String> = filters(dictionary.as_bytes())
                .iter()
                .map(|name| String::from_utf8_lossy(name).into_owned())
                .collect();
            assert_eq!(found, expected, "{dictionary}");
        };
        check("<</Filter/FlateDecode/Length 5>>", &["FlateDecode"]);
        check("<< /Length 5 /Filter [ /ASCIIHexDecode /FlateDecode ] >>", &["ASCIIHexDecode", "FlateDecode"]);
        check("<< /Length 5 >>", &[]);
    }

    #[test]
    fn nesting_counts_within_one_object_and_outside_streams() {
        let limits = Limits { depth: 8, ..Limits::default() };
        let check_depth = |body: &str| check(body.as_bytes(), &limits).map_err(|trouble| trouble.reason);
        assert_eq!(check_depth(&"1 0 obj [[[[ endobj ".repeat(9)), Ok(()));
        assert_eq!(check_depth("1 0 obj << /Length 9 >> stream\n[[[[[[[[[[[[\nendstream endobj"), Ok(()));
        assert_eq!(check_depth("1 0 obj [[[[[<<<<<<<< endobj"), Err("depth".to_owned()));
    }
}
