//! bytes -> text: byte order marks, then UTF-8, then the encodings of older Chinese files.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GB18030, GBK, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE};

use super::passage::Trouble;

/// How many bytes the detector looks at; more does not change its mind and costs time.
const SAMPLE: usize = 64 * 1024;
/// How many bytes are enough to tell a format.
const HEAD: usize = 4 * 1024;
/// Sequences of UTF-8 that outweigh one bad byte.
const GOOD_PER_BAD: usize = 8;

/// A text and how it was decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decoded {
    /// The text.
    pub(super) text: String,
    /// Name of the encoding.
    pub(super) encoding: &'static str,
    /// Bytes that were no text and stand as U+FFFD.
    pub(super) n_bad: usize,
    /// Whether lines of two encodings were mixed.
    pub(super) is_mixed: bool,
}

/// Decodes a whole file. `given` is the encoding that the user or the file itself names.
pub(super) fn decode(bytes: &[u8], given: Option<&str>) -> Result<Decoded, Trouble> {
    if bytes.is_empty() {
        return Err(Trouble::empty(
            "blank",
            "is an empty file; remove it or replace it with a copy that holds text",
        ));
    }
    let decoded = decoded(bytes, given)?;
    let is_odd = |c: &char| {
        let is_typed = matches!(c, '\u{7}'..='\r' | '\u{1b}' | '\u{7f}' | '\u{85}');
        c.is_control() && !is_typed
    };
    if decoded.text.chars().filter(is_odd).count() * 20 > decoded.text.chars().count() {
        return Err(Trouble::failed(
            "not-text",
            "is not a text file; save it as UTF-8 text, Markdown, DOCX or PDF",
        ));
    }
    if decoded.text.trim_matches(|c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}').is_empty()
    {
        return Err(Trouble::empty("blank", "holds no text; remove it or replace it with a copy that does"));
    }
    Ok(decoded)
}

/// The beginning of a file, decoded as well as a guess allows, for telling its format.
pub(super) fn head(bytes: &[u8]) -> String {
    let start = &bytes[..bytes.len().min(HEAD)];
    if let Some((encoding, _)) = Encoding::for_bom(start) {
        return encoding.decode(start).0.into_owned();
    }
    match utf16_by_zeros(start) {
        Some(encoding) => encoding.decode_without_bom_handling(start).0.into_owned(),
        None => match std::str::from_utf8(start) {
            Ok(text) => text.to_owned(),
            Err(error) if error.error_len().is_none() => String::from_utf8_lossy(start).into_owned(),
            Err(_) => GB18030.decode_without_bom_handling(start).0.into_owned(),
        },
    }
}

fn decoded(bytes: &[u8], given: Option<&str>) -> Result<Decoded, Trouble> {
    let whole = |text: String, encoding: &'static Encoding| Decoded {
        text,
        encoding: encoding.name(),
        n_bad: 0,
        is_mixed: false,
    };
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Ok(lossy(bytes, encoding));
    }
    if let Some(name) = given {
        let encoding = Encoding::for_label(name.as_bytes()).ok_or_else(|| {
            Trouble::failed(
                "encoding",
                format!("{name:?} names no encoding; use gb18030, big5, utf-16le or utf-8"),
            )
        })?;
        return Ok(lossy(bytes, encoding));
    }
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(whole(text.to_owned(), UTF_8)),
        Err(error) => error,
    };
    // A file cut inside its last character is UTF-8 all the same.
    if error.valid_up_to() + 3 >= bytes.len() && error.valid_up_to() > 0 && error.error_len().is_none() {
        return Ok(whole(String::from_utf8_lossy(&bytes[..error.valid_up_to()]).into_owned(), UTF_8));
    }
    if let Some(encoding) = utf16_by_zeros(bytes) {
        return Ok(lossy(bytes, encoding));
    }
    if bytes.contains(&0) && !is_mostly_utf8(bytes) {
        return Err(Trouble::failed(
            "not-text",
            "is not a text file (zero bytes); save it as UTF-8 text, Markdown, DOCX or PDF",
        ));
    }
    if is_mostly_utf8(bytes) {
        return Ok(lossy(bytes, UTF_8));
    }
    if let Some(text) = by_lines(bytes) {
        return Ok(Decoded { text, encoding: "mixed", n_bad: 0, is_mixed: true });
    }
    by_guess(bytes).map(|(text, encoding)| whole(text, encoding)).ok_or_else(|| {
        Trouble::failed(
            "encoding",
            format!("byte {} is not valid UTF-8 and the text fits no other known encoding; save it as UTF-8 or name its --encoding", error.valid_up_to()),
        )
    })
}

fn lossy(bytes: &[u8], encoding: &'static Encoding) -> Decoded {
    let text = encoding.decode(bytes).0.into_owned();
    let n_bad = text.matches('\u{fffd}').count();
    Decoded { text, encoding: encoding.name(), n_bad, is_mixed: false }
}

/// Few bad bytes among many sequences that only UTF-8 has.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut n_good, mut n_bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        n_good += chunk.valid().chars().filter(|c| c.len_utf8() > 2).count();
        n_bad += usize::from(!chunk.invalid().is_empty());
    }
    n_good >= n_bad * GOOD_PER_BAD && n_good > 0
}

/// A file put together of lines in UTF-8 and lines in GB18030; both kinds must be there, and sure.
fn by_lines(bytes: &[u8]) -> Option<String> {
    let (mut n_utf8, mut n_gb) = (0usize, 0usize);
    let mut text = String::with_capacity(bytes.len());
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if let Ok(line) = std::str::from_utf8(line) {
            n_utf8 += usize::from(line.chars().filter(|c| c.len_utf8() == 3).count() >= 3);
            text.push_str(line);
        } else {
            text.push_str(&GB18030.decode_without_bom_handling_and_without_replacement(line)?);
            n_gb += 1;
        }
    }
    (n_utf8 > 0 && n_gb > 0).then_some(text)
}

fn by_guess(bytes: &[u8]) -> Option<(String, &'static Encoding)> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(SAMPLE)], true);
    let guess = detector.guess(Some(b"cn"), Utf8Detection::Deny);
    if [SHIFT_JIS, EUC_JP, EUC_KR].into_iter().any(|encoding| is_of_neighbours(bytes, encoding)) {
        return None;
    }
    let candidates: &[&'static Encoding] = if guess == BIG5 { &[BIG5, GB18030] } else { &[GB18030, BIG5] };
    let guess_is_chinese = guess == GBK || guess == GB18030 || guess == BIG5;
    let mut texts: Vec<(String, &'static Encoding)> = Vec::new();
    for encoding in candidates {
        let text = strict(bytes, encoding);
        texts.extend(
            text.filter(|text| guess_is_chinese || looks_chinese(text)).map(|text| (text, *encoding)),
        );
    }
    // A text in the wrong one of the two is made of rare characters.
    if texts.len() == 2 && commonness(&texts[1].0) > commonness(&texts[0].0) {
        texts.swap(0, 1);
    }
    texts.into_iter().next()
}

/// Whether a text is Japanese or Korean in this encoding: it decodes whole, and much of it is kana or Hangul.
fn is_of_neighbours(bytes: &[u8], encoding: &'static Encoding) -> bool {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let Some(text) = strict(sample, encoding) else { return false };
    let is_theirs =
        |c: &char| matches!(c, '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{ac00}'..='\u{d7a3}');
    let n_theirs = text.chars().filter(is_theirs).count();
    let n_wide = text.chars().filter(|c| !c.is_ascii()).count();
    n_theirs * 4 > n_wide && n_wide > 4
}

/// Everyday characters, as many as tell a text from noise; simplified and traditional.
const COMMON: &str = "的一是在不了有和人这這中大为為上个個国國我以要他时時来來用生到作地于於出就分对對成会會可主发發年动動同工也能下过過子说說产產种種面而方后後多定行学學法所民得经經三之进進着等部度家电電力里如水化高自二理起小现現实實加量都两兩体體制机機使点點从從业業本去把性好应應开開合还還因由其些然前外天政四日那社义義事平形相全表间間样樣与與关關各重新线線内內数數正心反明看原又利比或但质質气氣第向道命此变變条條只没結结解问問意建月公无無系很情最立代想已通并並提直题題展";

/// Everyday characters among a hundred ideographs; characters for private use count against it.
fn commonness(text: &str) -> i64 {
    let (mut n_common, mut n_odd, mut n_all) = (0i64, 0i64, 0i64);
    for c in text.chars().filter(|c| !c.is_ascii()).take(4_000) {
        n_all += 1;
        n_common += i64::from(COMMON.contains(c));
        n_odd += i64::from(('\u{e000}'..='\u{f8ff}').contains(&c));
    }
    (n_common - n_odd) * 100 / n_all.max(1)
}

/// Decodes without replacement; a last character that was cut off does not count.
fn strict(bytes: &[u8], encoding: &'static Encoding) -> Option<String> {
    (0..2.min(bytes.len())).find_map(|n_cut| {
        encoding
            .decode_without_bom_handling_and_without_replacement(&bytes[..bytes.len() - n_cut])
            .map(String::from)
    })
}

/// UTF-16 without a mark shows by zeros in every second byte of its Latin letters, digits and line breaks.
fn utf16_by_zeros(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let zeros = |parity: usize| sample.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let enough = sample.len() / 100 + 1;
    let encoding = match (even >= enough, odd >= enough) {
        (true, false) => UTF_16BE,
        (false, true) => UTF_16LE,
        (true, true) if even > odd * 8 => UTF_16BE,
        (true, true) if odd > even * 8 => UTF_16LE,
        _ => return None,
    };
    let text = encoding.decode_without_bom_handling(sample).0;
    let n_odd = text.chars().filter(|c| *c == '\u{fffd}' || c.is_control() && !c.is_whitespace()).count();
    (n_odd * 20 <= text.chars().count()).then_some(encoding)
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
    use crate::read::passage::End;

    const TEXT: &str = "渔业技术推动港口建设。2024年，成果转化率为30%。";

    fn text(bytes: &[u8]) -> String {
        decode(bytes, None).expect("reads").text
    }

    #[test]
    fn encodings_of_chinese_files_are_read() {
        let utf16: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let mut marked = vec![0xff, 0xfe];
        marked.extend(&utf16);
        for bytes in [TEXT.as_bytes().to_vec(), GB18030.encode(TEXT).0.into_owned(), marked, utf16] {
            assert_eq!(text(&bytes), TEXT);
        }
        let big5 = BIG5.encode("創新推動產業升級，成果轉化率持續提高。").0.into_owned();
        assert_eq!(text(&big5), "創新推動產業升級，成果轉化率持續提高。");
    }

    #[test]
    fn damage_is_not_taken_for_another_encoding() {
        assert_eq!(text(&TEXT.as_bytes()[..TEXT.len() - 1]), TEXT.trim_end_matches('。'));
        let mut bad = TEXT.as_bytes().to_vec();
        bad.insert("渔业技术".len(), 0xff);
        let decoded = decode(&bad, None).expect("reads");
        assert_eq!(
            (decoded.text.as_str(), decoded.n_bad),
            (TEXT.replacen("推动", "\u{fffd}推动", 1).as_str(), 1)
        );
    }

    #[test]
    fn lines_of_two_encodings_are_told_apart() {
        let mut mixed = format!("{TEXT}\n").into_bytes();
        mixed.extend(GB18030.encode(TEXT).0.iter());
        let decoded = decode(&mixed, None).expect("reads");
        assert_eq!((decoded.text, decoded.is_mixed), (format!("{TEXT}\n{TEXT}"), true));
    }

    #[test]
    fn what_is_no_text_is_refused_by_name() {
        let end = |bytes: &[u8]| decode(bytes, None).map_err(|trouble| (trouble.end, trouble.reason));
        assert_eq!(end(b""), Err((End::Empty, "blank".into())));
        assert_eq!(end(b"  \n \n"), Err((End::Empty, "blank".into())));
        assert_eq!(end(&[1, 2, 3, 4, 5, 6]), Err((End::Failed, "not-text".into())));
        assert_eq!(end(b"abc \xff\xfe\xfa def"), Err((End::Failed, "encoding".into())));
    }
}
