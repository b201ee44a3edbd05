//! A store under faults: killed writers, flipped bytes, full and read-only disks, two writers, files that are no store; and
//! reading processes under faults.
//!
//! Nothing that was told as committed is lost, nothing wrong is read, and every refusal says what to do.

mod disk;
mod files;
mod flips;
mod kills;
mod papers;
#[cfg(unix)]
mod workers;
mod writers;
