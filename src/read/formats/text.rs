//! Plain text and Markdown -> passages: the lines as they stand.

use super::{Reader, Sniff, front_matter, packed};
use crate::read::decode;
use crate::read::limits::Limits;
use crate::read::passage::{Passage, Raw, Trouble};

/// Ends of names of texts that are papers; other texts in a folder are programs, tables and settings.
const EXTENSIONS: &[&str] = &["txt", "text", "md", "markdown", "mdown", "rst", ""];

/// Text in any encoding of Chinese and English, with or without marks of Markdown.
pub(super) struct Text;

impl Reader for Text {
    fn name(&self) -> &'static str {
        "text"
    }

    fn extensions(&self) -> &'static [&'static str] {
        EXTENSIONS
    }

    fn claims(&self, sniff: &Sniff<'_>) -> bool {
        packed::kind(sniff.bytes).is_none() && EXTENSIONS.contains(&sniff.extension.as_str())
    }

    fn read(&self, bytes: &[u8], limits: &Limits) -> Result<Vec<Raw>, Trouble> {
        let decoded = decode::decode(bytes, limits.encoding.as_deref())?;
        let mut raw = Raw { encoding: Some(decoded.encoding.to_owned()), ..Raw::default() };
        if decoded.is_mixed {
            raw.lacks(
                "encoding",
                "holds lines in UTF-8 and lines in GB18030; look at its text, and save it as UTF-8",
            );
        } else if decoded.encoding == "UTF-8" && has_surrogates(bytes) {
            raw.lacks(
                "encoding",
                "holds halves of characters (surrogates), which were left out; save it as UTF-8",
            );
        } else if decoded.n_bad > 3 && decoded.n_bad * 100 > decoded.text.chars().count() {
            raw.lacks(
                "encoding",
                format!("{} bytes are no text in {}; save it as UTF-8", decoded.n_bad, decoded.encoding),
            );
        }
        if let Some(stated) = front_matter::stated(&decoded.text) {
            raw.stated = stated;
        }
        raw.passages.push(Passage::Text(decoded.text));
        Ok(vec![raw])
    }
}

/// Halves of characters, as programs write them that take UTF-16 for UTF-8.
fn has_surrogates(bytes: &[u8]) -> bool {
    bytes.windows(2).any(|pair| pair[0] == 0xed && pair[1] >= 0xa0)
}

/// Why a text of another kind is left out.
pub(super) fn refuse(sniff: &Sniff<'_>) -> Trouble {
    let name = &sniff.extension;
    Trouble::skipped(
        "unknown-type",
        format!("files named .{name} are not read; save it as .txt, .md, .docx, .html or .pdf"),
    )
}
