//! Beginnings of files that are not text -> what they are; packed documents -> their parts, within limits.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::read::limits::Limits;
use crate::read::passage::Trouble;

/// Beginnings of files and what they are.
const MAGIC: &[(&[u8], &str)] = &[
    (b"PK\x03\x04", "a ZIP archive"),
    (b"PK\x05\x06", "a ZIP archive"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\xd0\xcf\x11\xe0", "an old or locked Office file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\0", "a picture"),
    (b"MM\0*", "a picture"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3", "a database"),
    (b"{\\rtf", "an RTF file"),
    (b"KDH", "a CAJ file"),
    (b"CAJ", "a CAJ file"),
    (b"HN\0\0", "a CAJ file"),
    (b"ID3", "a recording"),
    (b"OggS", "a recording"),
];
/// Parts that one packed document may have.
const MOST_PARTS: usize = 2_000;
/// How many times larger than packed a part may be, above [`GRACE`].
const MOST_RATIO: u64 = 100;
/// Parts up to this size may be packed as tightly as they like.
const GRACE: u64 = 100 * 1024;

/// What a file is that is not text.
pub(super) fn kind(bytes: &[u8]) -> Option<&'static str> {
    if bytes.get(4..8) == Some(b"ftyp") {
        return Some("a recording");
    }
    let (_, what) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic))?;
    if *what != "a ZIP archive" {
        return Some(what);
    }
    let has = |name: &[u8]| bytes.windows(name.len()).take(64 * 1024).any(|window| window == name);
    Some(match () {
        () if has(b"xl/workbook.xml") => "an Excel workbook",
        () if has(b"ppt/presentation.xml") => "a PowerPoint file",
        () if has(b"opendocument") => "an OpenDocument file",
        () => "a ZIP archive",
    })
}

/// The code of the reason in reports.
pub(super) fn code(what: &str) -> &'static str {
    if what.contains("archive") { "archive" } else { "unknown-type" }
}

/// What to do with such a file.
pub(super) fn remedy(what: &str) -> &'static str {
    match what {
        _ if what.contains("archive") => "unpack it beside itself",
        "an old or locked Office file" => "save it as .docx, without a password",
        "an Excel workbook" | "a PowerPoint file" | "an OpenDocument file" | "an RTF file" => {
            "save its text as .docx"
        }
        "a CAJ file" => "export it as PDF with the reader of CNKI",
        "a picture" => "recognise its text (OCR) where it is a scanned page",
        _ => "nothing is read from such files",
    }
}

/// A packed document whose parts are unpacked into memory only, never to disk, so names of parts lead nowhere.
pub(super) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    limits: Limits,
    n_unpacked: u64,
}

impl<'b> Package<'b> {
    /// Opens a package.
    ///
    /// # Errors
    /// When it is no package, or has too many parts.
    pub(super) fn open(bytes: &'b [u8], limits: &Limits) -> Result<Self, Trouble> {
        let archive = ZipArchive::new(Cursor::new(bytes))
            .map_err(|error| Trouble::failed("damaged", format!("is damaged ({error}); get another copy")))?;
        if archive.len() > MOST_PARTS {
            return Err(Trouble::failed(
                "zip-limit",
                format!("has {} parts, the limit is {MOST_PARTS}; open it and save it again", archive.len()),
            ));
        }
        Ok(Package { archive, limits: limits.clone(), n_unpacked: 0 })
    }

    /// Names of all parts.
    pub(super) fn names(&self) -> Vec<String> {
        self.archive.file_names().flatten().map(|name| name.into_owned()).collect()
    }

    /// One part, unpacked; `None` when there is no such part.
    ///
    /// # Errors
    /// When it is damaged, or larger than the limit.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, Trouble> {
        let limit = self.limits.inflated.saturating_sub(self.n_unpacked);
        let Ok(part) = self.archive.by_name(name) else { return Ok(None) };
        let packed = part.compressed_size();
        let mut bytes = Vec::new();
        let read = part.take(limit.saturating_add(1)).read_to_end(&mut bytes);
        read.map_err(|error| {
            Trouble::failed("damaged", format!("its part {name} is damaged ({error}); get another copy"))
        })?;
        let size = bytes.len() as u64;
        self.n_unpacked += size;
        if size > limit || (size > GRACE && size / MOST_RATIO > packed.max(1)) {
            return Err(too_large());
        }
        Ok(Some(bytes))
    }

    /// Unpacks every part once to learn whether it fits the limits, before a library unpacks them without asking.
    ///
    /// # Errors
    /// When a part is damaged or the parts are larger than the limit.
    pub(super) fn check(&mut self, needed: impl Fn(&str) -> bool) -> Result<(), Trouble> {
        for name in self.names() {
            if needed(&name) {
                self.part(&name)?;
            }
        }
        Ok(())
    }
}

fn too_large() -> Trouble {
    Trouble::failed(
        "zip-limit",
        "unpacks to more than the limit, as files made to do harm do; raise --max-inflated where you trust it",
    )
}
