//! Why a document could not be read.

use thiserror::Error;

use super::passage::{End, Trouble};
use crate::report::{Entry, Status};

/// A document that gives no text: how it ended, why, and what to do.
#[derive(Debug, Error)]
#[error("{}: {}", .0.path, .0.message)]
pub struct ReadError(
    /// What a report shows of it.
    pub Box<Entry>,
);

impl ReadError {
    pub(super) fn new(path: &str, trouble: &Trouble) -> Self {
        let status = match trouble.end {
            End::Empty => Status::Empty,
            End::Skipped => Status::Skipped,
            End::Failed => Status::Failed,
            End::Crashed => Status::Crashed,
            End::Timeout => Status::Timeout,
        };
        ReadError(Box::new(Entry::new(path, status).because(&trouble.reason, &trouble.message)))
    }
}
