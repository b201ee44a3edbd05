//! Texts -> XML that every importer reads back unchanged.

use std::fmt::Write as _;

/// A value for an attribute or element: markup escaped; tabs and line breaks as references, since parsers change bare ones;
/// what XML cannot carry becomes U+FFFD.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' => out.push_str("&#9;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\u{85}' | '\u{2028}' | '\u{2029}' => {
                let _ = write!(out, "&#{};", u32::from(c));
            }
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// ` name="value"` for each pair.
pub(super) fn attributes(pairs: &[(&str, &str)]) -> String {
    let mut out = String::new();
    for (name, value) in pairs {
        let _ = write!(out, " {name}=\"{}\"", escaped(value));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_and_breaks_are_escaped() {
        assert_eq!(escaped("a<b>&\"\n\0"), "a&lt;b&gt;&amp;&quot;&#10;\u{fffd}");
    }
}
