//! Characters -> script and role: Han or Latin, opening or closing mark, end of a sentence.

use super::Language;

/// Whether a character is a Chinese ideograph (unified blocks, extension A and B to G, compatibility).
#[must_use]
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{323af}' | '〇')
}

/// Whether a character is Chinese (full-width) punctuation.
#[must_use]
pub fn is_wide_punctuation(c: char) -> bool {
    matches!(
        c,
        '，' | '。'
            | '、'
            | '；'
            | '：'
            | '？'
            | '！'
            | '“'
            | '”'
            | '‘'
            | '’'
            | '（'
            | '）'
            | '《'
            | '》'
            | '〈'
            | '〉'
            | '【'
            | '】'
            | '「'
            | '」'
            | '『'
            | '』'
            | '—'
            | '…'
            | '·'
            | '〔'
            | '〕'
            | '［'
            | '］'
    )
}

/// Whether a character ends a sentence in either script. A full stop of English needs its context too.
#[must_use]
pub fn is_sentence_end(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '；' | '!' | '?' | ';' | '…')
}

/// Opening quotes, brackets and title marks.
#[must_use]
pub fn is_opening_mark(c: char) -> bool {
    matches!(c, '“' | '‘' | '「' | '『' | '《' | '〈' | '（' | '(' | '[' | '【' | '〔' | '［')
}

/// Closing quotes, brackets and title marks.
#[must_use]
pub fn is_closing_mark(c: char) -> bool {
    matches!(c, '”' | '’' | '」' | '』' | '》' | '〉' | '）' | ')' | ']' | '】' | '〕' | '］')
}

/// Share of Han among the letters of a text, 0..=1; a text without letters counts as 0.
#[must_use]
pub fn han_share(text: &str) -> f64 {
    let (mut n_han, mut n_latin) = (0usize, 0usize);
    for c in text.chars() {
        if is_han(c) {
            n_han += 1;
        } else if c.is_alphabetic() {
            n_latin += 1;
        }
    }
    // An ideograph carries about as much as four letters of an alphabet.
    let han = n_han as f64 * 4.0;
    if n_han == 0 { 0.0 } else { han / (han + n_latin as f64) }
}

/// The language of a stretch of text, by script; no letters at all counts as English.
#[must_use]
pub fn language_of(text: &str) -> Language {
    if han_share(text) >= 0.5 { Language::Zh } else { Language::En }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mixed_text_goes_to_the_script_that_carries_it() {
        assert_eq!(language_of("采用BIM技术"), Language::Zh);
        assert_eq!(language_of("The Hefei (合肥) model of integration"), Language::En);
        assert_eq!(language_of("2024"), Language::En);
    }
}
