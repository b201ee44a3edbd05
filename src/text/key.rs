//! A label -> its match key: the form in which two spellings of one name are equal.

use unicode_normalization::UnicodeNormalization;

use super::is_han;

/// A label reduced to what identifies it; see [`match_key`].
pub type MatchKey = String;

/// The match key of a label: NFKC, lower case, no quotes, hyphens, punctuation or white space between Chinese,
/// no 的, no leading article, English plural folded, words joined by one blank.
///
/// # Examples
/// ```
/// use sinograph::text::match_key;
/// assert_eq!(match_key("“十五五” 时期"), "十五五时期");
/// assert_eq!(match_key("The Innovation-chains"), "innovation chain");
/// ```
#[must_use]
pub fn match_key(label: &str) -> MatchKey {
    if label.chars().all(is_plain) {
        key_of(label.chars().map(|c| c.to_ascii_lowercase()), label.len())
    } else {
        key_of(label.nfkc().flat_map(char::to_lowercase), label.len())
    }
}

/// Whether NFKC leaves a character as it is, and lower case changes at most its ASCII letters.
fn is_plain(c: char) -> bool {
    c.is_ascii() || ('\u{4e00}'..='\u{9fff}').contains(&c)
}

fn key_of(characters: impl Iterator<Item = char>, n_bytes: usize) -> MatchKey {
    let mut key = String::with_capacity(n_bytes);
    let mut word = String::new();
    for c in characters {
        if is_han(c) {
            push_word(&mut key, &mut word);
            if c != '的' {
                key.push(c);
            }
        } else if c.is_alphanumeric() {
            word.push(c);
        } else if keeps_meaning(c) {
            push_word(&mut key, &mut word);
            key.push(c);
        } else if c != '\'' && c != '’' {
            push_word(&mut key, &mut word);
        }
    }
    push_word(&mut key, &mut word);
    key
}

/// A label for display without the marks that only frame it: outer quotes, trailing punctuation, white space.
#[must_use]
pub fn strip_marks(label: &str) -> &str {
    label.trim_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '“' | '”' | '"' | '‘' | '’' | '\'' | ',' | '，' | '。' | ';' | '；' | '、' | ':' | '：'
            )
    })
}

/// A label for display without blanks between two Chinese characters, which scans and lines set wide leave: 政策计 划.
/// Blanks beside other letters and signs stay: `5G 技术`.
#[must_use]
pub fn close_gaps(label: &str) -> String {
    let mut closed = String::with_capacity(label.len());
    let mut last = None;
    let mut gap = String::new();
    for c in label.chars() {
        if c.is_whitespace() {
            gap.push(c);
            continue;
        }
        if !(last.is_some_and(is_han) && is_han(c)) {
            closed.push_str(&gap);
        }
        gap.clear();
        closed.push(c);
        last = Some(c);
    }
    closed.push_str(&gap);
    closed
}

/// Signs that tell two labels apart: `50%`, `C++`, `1+1>2`.
fn keeps_meaning(c: char) -> bool {
    matches!(c, '%' | '+' | '>' | '<' | '=' | '±' | '℃')
}

fn push_word(key: &mut String, word: &mut String) {
    if word.is_empty() {
        return;
    }
    let article = key.is_empty() && matches!(word.as_str(), "the" | "a" | "an");
    if !article {
        if key.chars().next_back().is_some_and(|last| !is_han(last) && !keeps_meaning(last)) {
            key.push(' ');
        }
        key.push_str(singular(word));
    }
    word.clear();
}

/// Folds the plural `s` of a word of four letters or more; `ss` stays.
#[must_use]
pub fn singular(word: &str) -> &str {
    if word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") {
        &word[..word.len() - 1]
    } else {
        word
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_variants_share_a_key() {
        for (a, b) in [
            ("“渔光”技术", "渔光技术"),
            ("渔业 技术", "渔业技术"),
            ("low-carbon heating systems", "Low carbon heating system"),
            ("Ｒ＆Ｄ", "R&D"),
            ("an act", "Acts"),
        ] {
            assert_eq!(match_key(a), match_key(b), "{a} and {b}");
        }
    }

    #[test]
    fn gaps_between_chinese_characters_close() {
        for (label, closed) in [
            ("政策计 划", "政策计划"),
            ("政 策\u{3000}计\n划", "政策计划"),
            ("5G 技术 标准", "5G 技术标准"),
            ("技术 standard 与 R&D 投入", "技术 standard 与 R&D 投入"),
            ("第 3 阶段", "第 3 阶段"),
            ("pilot testing", "pilot testing"),
            (" 计划 ", " 计划 "),
            ("", ""),
        ] {
            assert_eq!(close_gaps(label), closed);
            assert_eq!(match_key(label), match_key(closed));
        }
    }

    #[test]
    fn numbers_and_signs_stay() {
        assert_ne!(match_key("2021年"), match_key("2022年"));
        assert_ne!(match_key("增长5%"), match_key("增长5"));
        assert_eq!(match_key("class"), "class");
    }
}
