//! A label -> the same label without characters that some format cannot carry.

/// Longest label in bytes; the full text stays in the store.
const LONGEST: usize = 4_096;

/// Replaces control characters and non-characters by U+FFFD, drops bidirectional controls and cuts overlong labels.
#[must_use]
pub fn clean_label(label: &str) -> String {
    let mut clean: String = label
        .chars()
        .filter(|c| !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}'))
        .map(|c| match c {
            '\t' | '\n' | '\r' => c,
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
            c => c,
        })
        .collect();
    if clean.len() > LONGEST {
        let mut end = LONGEST;
        while !clean.is_char_boundary(end) {
            end -= 1;
        }
        clean.truncate(end);
        clean.push('…');
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_characters_are_replaced() {
        assert_eq!(clean_label("a\0b\u{202e}c"), "a\u{fffd}bc");
        assert!(clean_label(&"链".repeat(5_000)).len() <= LONGEST + 3);
    }
}
