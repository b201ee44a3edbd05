//! Flags of reading -> the desk that reads.

use clap::Args;

use crate::read::{Desk, Limits};

/// The hidden command with which the program starts itself to read complex formats.
pub(super) const WORKER: &str = "read-worker";

/// How much one file may cost.
#[derive(Args, Clone)]
pub(super) struct ReadingArguments {
    /// Largest file that is read, in megabytes; larger ones are skipped (size)
    #[arg(long, value_name = "MB", default_value_t = Limits::default().size >> 20, help_heading = "Limits of reading")]
    max_size: u64,
    /// Longest time for parsing one file; more is a timeout (time)
    #[arg(long, value_name = "SECONDS", default_value_t = Limits::default().seconds, help_heading = "Limits of reading")]
    max_seconds: u64,
    /// Most memory for parsing one file, in megabytes; more is a crash of that file (memory)
    #[arg(long, value_name = "MB", default_value_t = Limits::default().memory >> 20, help_heading = "Limits of reading")]
    max_memory: u64,
    /// Deepest nesting of a web page; deeper ones are read without structure (depth)
    #[arg(long, value_name = "N", default_value_t = Limits::default().depth, help_heading = "Limits of reading")]
    max_depth: usize,
    /// Most that a packed document may unpack to, in megabytes; more has failed (zip-limit, stream-limit)
    #[arg(long, value_name = "MB", default_value_t = Limits::default().inflated >> 20, help_heading = "Limits of reading")]
    max_inflated: u64,
    /// Most characters of one document; the rest is left out (text)
    #[arg(long, value_name = "N", default_value_t = Limits::default().chars, help_heading = "Limits of reading")]
    max_text: usize,
    /// Encoding of plain text, where it is guessed wrong: gb18030, big5, utf-16le
    #[arg(long, value_name = "NAME", help_heading = "Limits of reading")]
    encoding: Option<String>,
}

impl ReadingArguments {
    /// The desk for these flags; complex formats are read by this program, started anew.
    pub(super) fn desk(&self) -> Desk {
        let limits = Limits {
            size: self.max_size << 20,
            seconds: self.max_seconds,
            memory: self.max_memory << 20,
            depth: self.max_depth,
            inflated: self.max_inflated << 20,
            chars: self.max_text,
            encoding: self.encoding.clone(),
        };
        match std::env::current_exe() {
            Ok(program) => Desk::with_workers(limits, program, WORKER),
            Err(_) => Desk::in_process(limits),
        }
    }
}
