//! One writer at a time: a lock file beside the store that says who writes, gone when the writing is done.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use super::StoreError;

/// How often a waiting writer looks again.
const PAUSE: Duration = Duration::from_millis(50);

/// The right to write to one store. The system takes it back when the process ends, however it ends.
pub(super) struct WriterLock {
    path: PathBuf,
    _file: File,
}

impl WriterLock {
    /// Waits for the right to write; `waiting` is told once who holds it.
    ///
    /// # Errors
    /// [`StoreError::InUse`] with the holder when the wait is over, [`StoreError::System`] when the folder refuses a file.
    pub(super) fn take(store: &Path, wait: Duration, waiting: &dyn Fn(&str)) -> Result<Self, StoreError> {
        let mut name = store.as_os_str().to_owned();
        name.push("-lock");
        let path = PathBuf::from(name);
        let refused = |problem: std::io::Error| StoreError::System {
            path: path.clone(),
            doing: "written",
            problem: problem.to_string(),
        };
        let mut left = wait;
        let mut told = false;
        loop {
            let mut file = OpenOptions::new()
                .read(true)
                .write(true)
                .create(true)
                .truncate(false)
                .open(&path)
                .map_err(refused)?;
            match file.try_lock() {
                Ok(()) if is_still_there(&file, &path) => {
                    let written = file
                        .set_len(0)
                        .and_then(|()| file.write_all(format!("process {}", std::process::id()).as_bytes()));
                    // The name of the holder is a courtesy; on a full disk the lock holds without it.
                    let _ = written;
                    return Ok(WriterLock { path, _file: file });
                }
                // The holder before has just removed the file that we opened.
                Ok(()) => continue,
                Err(TryLockError::WouldBlock) => {}
                Err(TryLockError::Error(problem)) => return Err(refused(problem)),
            }
            let holder = holder(&mut file);
            if left.is_zero() {
                return Err(StoreError::InUse { path: store.to_path_buf(), holder });
            }
            if !told {
                waiting(&holder);
                told = true;
            }
            let pause = PAUSE.min(left);
            thread::sleep(pause);
            left -= pause;
        }
    }
}

impl Drop for WriterLock {
    fn drop(&mut self) {
        // Removed while it is held, so that nobody can hold a file that is not there.
        let _ = fs::remove_file(&self.path);
    }
}

fn holder(file: &mut File) -> String {
    let mut text = String::new();
    let read = file.rewind().and_then(|()| file.take(100).read_to_string(&mut text));
    if read.is_err() || text.is_empty() { "another process".to_owned() } else { text }
}

#[cfg(unix)]
fn is_still_there(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), fs::metadata(path)) {
        (Ok(ours), Ok(there)) => (ours.dev(), ours.ino()) == (there.dev(), there.ino()),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_still_there(_file: &File, path: &Path) -> bool {
    path.exists()
}
