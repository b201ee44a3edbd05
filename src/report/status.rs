//! The one status in which a document ends, with its reason.

/// How reading a document ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Read whole.
    Ok,
    /// Read, but something is missing, and the reason says what.
    Partial,
    /// Opened, but there is no text in it: a scan, a blank file.
    Empty,
    /// Not read on purpose: another kind of file, too large, a link, read already.
    Skipped,
    /// Could not be read.
    Failed,
    /// The process that read it died.
    Crashed,
    /// Reading took longer than the limit.
    Timeout,
}

impl Status {
    /// All, in the order in which summaries count them.
    pub const ALL: [Status; 7] = [
        Status::Ok,
        Status::Partial,
        Status::Empty,
        Status::Skipped,
        Status::Failed,
        Status::Crashed,
        Status::Timeout,
    ];

    /// The name in records and summaries.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Status::Ok => "ok",
            Status::Partial => "partial",
            Status::Empty => "empty",
            Status::Skipped => "skipped",
            Status::Failed => "failed",
            Status::Crashed => "crashed",
            Status::Timeout => "timeout",
        }
    }

    /// Whether a document was lost that should have been read.
    #[must_use]
    pub fn is_failure(self) -> bool {
        matches!(self, Status::Failed | Status::Crashed | Status::Timeout)
    }
}

/// What became of one file, or of one record of a file that holds many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Where it was found, as given; `export.net#12` for the twelfth record.
    pub path: String,
    /// How it ended.
    pub status: Status,
    /// A short code of the reason, `encrypted` or `scanned`; empty when all is well.
    pub reason: String,
    /// The reason in words, with the remedy; empty when all is well.
    pub message: String,
    /// Name of the format, where it was told.
    pub format: Option<String>,
    /// Character encoding, for formats of plain text.
    pub encoding: Option<String>,
    /// Size in bytes.
    pub bytes: u64,
    /// Pages, for formats that have them.
    pub pages: Option<u32>,
    /// Characters of clean text.
    pub chars: usize,
}

impl Entry {
    /// An entry of which only the path and the status are known.
    #[must_use]
    pub fn new(path: &str, status: Status) -> Self {
        Entry {
            path: path.to_owned(),
            status,
            reason: String::new(),
            message: String::new(),
            format: None,
            encoding: None,
            bytes: 0,
            pages: None,
            chars: 0,
        }
    }

    /// The same with a reason: its code, and words that say what to do.
    #[must_use]
    pub fn because(mut self, reason: &str, message: impl Into<String>) -> Self {
        self.reason = reason.to_owned();
        self.message = message.into();
        self
    }
}
