//! Text of a printed line -> the same with the blanks that its words have, not those that its setting has.

use crate::read::fold::fold;
use crate::text::{is_han, is_wide_punctuation};

/// Printers set a thin gap between ideographs and digits or Latin letters, which arrives as a blank; Chinese text has none.
/// A soft hyphen inside a line is a hyphen that its font names so.
pub(super) fn normal(text: &str) -> String {
    let chars: Vec<char> = fold(text).chars().collect();
    let is_wide = |c: char| is_han(c) || is_wide_punctuation(c);
    let mut normal = String::with_capacity(text.len());
    for (at, c) in chars.iter().copied().enumerate() {
        let is_last = at + 1 == chars.len();
        if c == '\u{ad}' && !is_last {
            normal.push('-');
            continue;
        }
        if c == ' ' || c == '\u{a0}' {
            let before = normal.chars().next_back();
            let after = chars[at + 1..].iter().copied().find(|c| *c != ' ');
            let (Some(before), Some(after)) = (before, after) else { continue };
            let is_gap = (is_wide(before) && (is_wide(after) || after.is_ascii_alphanumeric()))
                || (is_wide(after) && (before.is_ascii_alphanumeric() || before == '%'));
            // Two blanks part two things, also in Chinese: names of authors, a number and its heading.
            let is_wide_gap = chars.get(at + 1) == Some(&' ') || at > 0 && chars[at - 1] == ' ';
            if before == ' ' || (is_gap && !is_wide_gap) {
                continue;
            }
        }
        normal.push(c);
    }
    normal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_of_the_setting_go_and_blanks_of_words_stay() {
        let check = |text: &str, expected: &str| assert_eq!(normal(text), expected, "{text}");
        check("2024 年第 4 期", "2024年第4期");
        check("城市 更新， 融资", "城市更新，融资");
        check("a form of com\u{ad}mon use", "a form of com-mon use");
        check("the main\u{ad}", "the main\u{ad}");
        check("张某  李某", "张某 李某");
    }
}
