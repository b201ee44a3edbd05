//! What became of each document -> lines for people, and `report.ndjson` for programs.

use serde::Serialize;

use super::output::{complain, say, visible};
use crate::report::{Entry, Report, Status};

/// A message for every file is shown up to so many; the rest stands in the report.
const MOST_SHOWN: usize = 20;

/// One line of `report.ndjson`.
#[derive(Serialize)]
struct Record<'e> {
    path: &'e str,
    status: &'static str,
    reason: &'e str,
    message: &'e str,
    format: Option<&'e str>,
    encoding: Option<&'e str>,
    bytes: u64,
    pages: Option<u32>,
    chars: usize,
}

/// The whole report, one object per line.
pub(super) fn ndjson(report: &Report) -> String {
    let mut lines = String::new();
    for entry in &report.entries {
        let record = Record {
            path: &entry.path,
            status: entry.status.name(),
            reason: &entry.reason,
            message: &entry.message,
            format: entry.format.as_deref(),
            encoding: entry.encoding.as_deref(),
            bytes: entry.bytes,
            pages: entry.pages,
            chars: entry.chars,
        };
        lines.push_str(&serde_json::to_string(&record).unwrap_or_default());
        lines.push('\n');
    }
    lines
}

/// Says of every document that was lost why, in order.
pub(super) fn complain_of_failures(report: &Report) {
    let failures: Vec<&Entry> = report.entries.iter().filter(|entry| entry.status.is_failure()).collect();
    for entry in failures.iter().take(MOST_SHOWN) {
        complain(&format!(
            "{}: {} ({}: {})",
            visible(&entry.path),
            visible(&entry.message),
            entry.status.name(),
            entry.reason
        ));
    }
    if failures.len() > MOST_SHOWN {
        complain(&format!("{} more, see report.ndjson", failures.len() - MOST_SHOWN));
    }
}

/// Says of documents that are not whole, or gave nothing, why; kinds of files that are not read are only counted.
pub(super) fn tell(report: &Report) {
    let told = |entry: &&Entry| matches!(entry.status, Status::Partial | Status::Empty);
    let entries: Vec<&Entry> = report.entries.iter().filter(told).collect();
    for entry in entries.iter().take(MOST_SHOWN) {
        say(&format!("{}: {}: {}", entry.status.name(), visible(&entry.path), visible(&entry.message)));
    }
    if entries.len() > MOST_SHOWN {
        say(&format!("{} more, see report.ndjson", entries.len() - MOST_SHOWN));
    }
    let counts =
        Status::ALL.iter().map(|status| (report.count(*status), status.name())).filter(|(n, _)| *n > 0);
    let counts: Vec<String> = counts.map(|(n, name)| format!("{n} {name}")).collect();
    let mut reasons: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    for entry in report.entries.iter().filter(|entry| entry.status == Status::Skipped) {
        *reasons.entry(entry.reason.as_str()).or_default() += 1;
    }
    let reasons: Vec<String> = reasons.iter().map(|(reason, n)| format!("{n} {reason}")).collect();
    let skipped =
        if reasons.is_empty() { String::new() } else { format!(" (skipped: {})", reasons.join(", ")) };
    say(&format!("documents: {}{skipped}", counts.join(", ")));
}
