//! bytes -> text: UTF-8 first, then byte order marks, then the encodings of older Chinese files.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_16BE, UTF_16LE};

use super::ReadError;

/// How many bytes the detector looks at; more does not change its mind and costs time.
const SAMPLE: usize = 64 * 1024;
/// Beginnings of files that are not text.
const MAGIC: &[(&[u8], &str)] = &[
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "a ZIP archive or an Office file"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
];

pub(super) fn decode(path: &str, bytes: &[u8]) -> Result<String, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty { path: path.to_owned() });
    }
    if let Some((_, what)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(ReadError::Binary { path: path.to_owned(), what });
    }
    let text = decoded(path, bytes)?;
    let n_control =
        text.chars().filter(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}')).count();
    if n_control * 50 > text.chars().count() {
        return Err(ReadError::Binary { path: path.to_owned(), what: "control characters" });
    }
    if text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').is_empty() {
        return Err(ReadError::Empty { path: path.to_owned() });
    }
    Ok(text)
}

fn decoded(path: &str, bytes: &[u8]) -> Result<String, ReadError> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Ok(encoding.decode(bytes).0.into_owned());
    }
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(text.to_owned()),
        Err(error) => error,
    };
    // A file cut inside its last character is UTF-8 all the same.
    if error.valid_up_to() + 3 >= bytes.len() && error.valid_up_to() > 0 {
        return Ok(String::from_utf8_lossy(&bytes[..error.valid_up_to()]).into_owned());
    }
    if let Some(encoding) = utf16_by_zeros(bytes) {
        return Ok(encoding.decode_without_bom_handling(bytes).0.into_owned());
    }
    if bytes.contains(&0) {
        return Err(ReadError::Binary { path: path.to_owned(), what: "zero bytes" });
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(SAMPLE)], true);
    let guess = detector.guess(Some(b"cn"), Utf8Detection::Deny);
    let candidates: &[&Encoding] = if guess == BIG5 { &[BIG5, GB18030] } else { &[GB18030, BIG5] };
    let guess_is_chinese = guess == GBK || guess == GB18030 || guess == BIG5;
    for encoding in candidates {
        if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes)
            && (guess_is_chinese || looks_chinese(&text))
        {
            return Ok(text.into_owned());
        }
    }
    Err(ReadError::Encoding { path: path.to_owned(), at: error.valid_up_to() })
}

/// UTF-16 without a mark shows by zeros in every second byte of its Latin letters, digits and line breaks.
fn utf16_by_zeros(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let zeros = |parity: usize| sample.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let enough = sample.len() / 100 + 1;
    match (even >= enough, odd >= enough) {
        (true, false) => Some(UTF_16BE),
        (false, true) => Some(UTF_16LE),
        (true, true) if even > odd * 8 => Some(UTF_16BE),
        (true, true) if odd > even * 8 => Some(UTF_16LE),
        _ => None,
    }
}

/// Most of its letters are everyday ideographs.
fn looks_chinese(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    let (mut n_letters, mut n_common) = (0usize, 0usize);
    for c in letters.take(20_000) {
        n_letters += 1;
        n_common += usize::from(c.is_ascii_alphabetic() || ('\u{4e00}'..='\u{9fa5}').contains(&c));
    }
    n_common * 100 >= n_letters * 98
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "科技创新推动产业升级。2024年，成果转化率为30%。";

    #[test]
    fn encodings_of_chinese_files_are_read() {
        let utf16: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let mut marked = vec![0xff, 0xfe];
        marked.extend(&utf16);
        for bytes in [TEXT.as_bytes().to_vec(), GB18030.encode(TEXT).0.into_owned(), marked, utf16] {
            assert_eq!(decode("a.txt", &bytes).expect("reads"), TEXT);
        }
    }

    #[test]
    fn a_cut_last_character_is_dropped() {
        let bytes = &TEXT.as_bytes()[..TEXT.len() - 1];
        assert_eq!(decode("a.txt", bytes).expect("reads"), TEXT.trim_end_matches('。'));
    }

    #[test]
    fn what_is_no_text_is_refused_by_name() {
        assert!(matches!(decode("a", b""), Err(ReadError::Empty { .. })));
        assert!(matches!(decode("a", b"  \n \n"), Err(ReadError::Empty { .. })));
        assert!(matches!(decode("a", b"%PDF-1.7 ..."), Err(ReadError::Binary { what: "PDF", .. })));
        assert!(matches!(decode("a", &[1, 2, 3, 4, 5, 6]), Err(ReadError::Binary { .. })));
        assert!(matches!(decode("a", b"abc \xff\xfe\xfa def"), Err(ReadError::Encoding { at: 4, .. })));
    }
}
