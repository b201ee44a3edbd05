//! Data -> the page: markup, style and script of this folder, sealed by a policy that allows nothing else.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

const MARKUP: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
/// The parts of the script, in the order in which they rely on each other.
const SCRIPT: &[&str] = &[
    include_str!("words.js"),
    include_str!("data.js"),
    include_str!("search.js"),
    include_str!("paths.js"),
    include_str!("canvas.js"),
    include_str!("panel.js"),
    include_str!("filters.js"),
    include_str!("list.js"),
    include_str!("save.js"),
    include_str!("main.js"),
];

/// The page around a JSON text.
pub(super) fn assemble(json: &str, served: bool) -> String {
    let script = format!("\"use strict\";\n{}", SCRIPT.concat());
    let connect = if served { "; connect-src 'self'" } else { "" };
    let policy = format!(
        "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'{connect}",
        digest(&script),
        digest(STYLE)
    );
    MARKUP
        .replacen("{{policy}}", &policy, 1)
        .replacen("{{style}}", STYLE, 1)
        .replacen("{{script}}", &script, 1)
        .replacen("{{data}}", &inert(json), 1)
}

/// JSON that no parser of markup can leave: it holds no `<`.
fn inert(json: &str) -> String {
    json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

/// The SHA-256 of a text in base 64, as policies name it.
fn digest(text: &str) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bytes = Sha256::digest(text.as_bytes());
    let mut out = String::new();
    for three in bytes.chunks(3) {
        let bits =
            three.iter().fold(0u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for at in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * at) & 63) as usize];
            let _ = out.write_char(if at <= three.len() { letter as char } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_those_of_the_standard() {
        assert_eq!(digest(""), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
        assert_eq!(digest("abc"), "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
    }

    #[test]
    fn data_cannot_leave_its_island() {
        let page = assemble(r#"{"a":"</script><script>alert(1)</script>{{script}}"}"#, false);
        assert!(!page.contains("<script>alert"));
        assert_eq!(page.matches("</script>").count(), 2);
        assert!(page.contains("default-src 'none'") && !page.contains("connect-src"));
    }

    #[test]
    fn script_and_style_do_not_end_themselves() {
        assert!(!SCRIPT.concat().contains("</script") && !STYLE.contains("</style"));
        let script = SCRIPT.concat();
        for sink in
            ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"]
        {
            assert!(!script.contains(sink), "the script uses {sink}");
        }
    }
}
