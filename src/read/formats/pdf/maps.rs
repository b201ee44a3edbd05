//! Names of character maps that the library does not know -> names of maps that read the same codes.

use std::borrow::Cow;

/// Maps whose codes GBK covers, so that the text is the same; they differ in the width of Latin letters.
const WITHIN_GBK: &[&[u8]] = &[b"/GBKp-EUC-H", b"/GB-EUC-H ", b"/GB-EUC-H\n", b"/GB-EUC-H\r", b"/GBpc-EUC-H"];
const GBK: &[u8] = b"/GBK-EUC-H";

/// The file with such names replaced in place: nothing moves, so its tables of positions stay right.
pub(super) fn known(bytes: &[u8]) -> Cow<'_, [u8]> {
    let mut renamed: Option<Vec<u8>> = None;
    for name in WITHIN_GBK {
        let at = bytes.windows(name.len()).enumerate().filter(|(_, window)| window == name).map(|(at, _)| at);
        for at in at {
            // A name of the same length needs what follows it to end it.
            let is_ended = name.len() > GBK.len()
                || bytes.get(at + name.len()).is_some_and(|byte| b"/<>[]( \r\n".contains(byte));
            if is_ended {
                let renamed = renamed.get_or_insert_with(|| bytes.to_vec());
                renamed[at..at + name.len()].fill(b' ');
                renamed[at..at + GBK.len()].copy_from_slice(GBK);
            }
        }
    }
    renamed.map_or(Cow::Borrowed(bytes), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_replaced_in_place() {
        let check = |text: &str, expected: &str| {
            assert_eq!(String::from_utf8_lossy(&known(text.as_bytes())), expected)
        };
        check("/Encoding /GBKp-EUC-H /X", "/Encoding /GBK-EUC-H  /X");
        check("/Encoding /GB-EUC-H /X", "/Encoding /GBK-EUC-H/X");
        check("/Encoding /GBK-EUC-H /X", "/Encoding /GBK-EUC-H /X");
    }
}
