//! Bytes of a complex format -> passages, read by child processes that may die; and the child's side of the talk.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::desk::guarded;
use super::formats;
use super::limits::Limits;
use super::passage::{Raw, Trouble};

/// A child is replaced after so many documents: what its parsers have lost of its memory is given back.
const MOST_DOCUMENTS: usize = 200;
/// Stack of the thread that parses, in bytes.
const STACK: usize = 64 * 1024 * 1024;
/// How much of what a dying child says is kept.
const LAST_WORDS: usize = 4 * 1024;

/// Child processes, each used by one thread at a time.
pub(super) struct Workers {
    program: PathBuf,
    argument: &'static str,
    limits: Limits,
    idle: Mutex<Vec<Worker>>,
}

/// What is asked of a child; as many bytes as it says follow the line.
#[derive(Serialize, Deserialize)]
struct Request {
    format: String,
    n_bytes: usize,
    limits: Limits,
}

impl Workers {
    pub(super) fn new(program: PathBuf, argument: &'static str, limits: Limits) -> Self {
        Workers { program, argument, limits, idle: Mutex::new(Vec::new()) }
    }

    /// Has a file read.
    pub(super) fn read(&self, format: &str, bytes: &[u8]) -> Result<Vec<Raw>, Trouble> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut worker = match idle {
            Some(worker) => worker,
            None => Worker::start(&self.program, self.argument).map_err(|error| {
                Trouble::failed(
                    "no-reader",
                    format!(
                        "no process could be started to read it: {error}; free memory or use fewer --threads"
                    ),
                )
            })?,
        };
        let answer = worker.ask(format, bytes, &self.limits);
        if worker.is_fit() {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(worker);
        }
        answer
    }
}

struct Worker {
    child: Child,
    requests: ChildStdin,
    answers: Receiver<Vec<u8>>,
    last_words: Arc<Mutex<Vec<u8>>>,
    n_documents: usize,
    is_broken: bool,
}

impl Worker {
    fn start(program: &PathBuf, argument: &str) -> std::io::Result<Self> {
        let mut child = Command::new(program)
            .arg(argument)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let (Some(requests), Some(answers), Some(mut words)) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err(std::io::Error::other("its pipes were not opened"));
        };
        let (sender, receiver) = sync_channel(1);
        thread::spawn(move || {
            let mut answers = BufReader::new(answers);
            loop {
                let mut line = Vec::new();
                let n = answers.read_until(b'\n', &mut line).unwrap_or(0);
                if n == 0 || line.last() != Some(&b'\n') || sender.send(line).is_err() {
                    return;
                }
            }
        });
        let last_words = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&last_words);
        thread::spawn(move || {
            let mut buffer = [0u8; 1024];
            while let Ok(n @ 1..) = words.read(&mut buffer) {
                let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
                if kept.len() < LAST_WORDS {
                    kept.extend_from_slice(&buffer[..n]);
                }
            }
        });
        Ok(Worker { child, requests, answers: receiver, last_words, n_documents: 0, is_broken: false })
    }

    fn ask(&mut self, format: &str, bytes: &[u8], limits: &Limits) -> Result<Vec<Raw>, Trouble> {
        self.n_documents += 1;
        let request = Request { format: format.to_owned(), n_bytes: bytes.len(), limits: limits.clone() };
        let mut line = serde_json::to_vec(&request).unwrap_or_default();
        line.push(b'\n');
        let sent = self
            .requests
            .write_all(&line)
            .and_then(|()| self.requests.write_all(bytes))
            .and_then(|()| self.requests.flush());
        if sent.is_err() {
            return Err(self.death());
        }
        match self.answers.recv_timeout(Duration::from_secs(limits.seconds)) {
            Ok(answer) => serde_json::from_slice(&answer).unwrap_or_else(|_| {
                self.is_broken = true;
                Err(Trouble::crashed(
                    "garbled",
                    "the process that read it gave no answer that can be read; tell us of this file",
                ))
            }),
            Err(RecvTimeoutError::Timeout) => {
                self.is_broken = true;
                let message = format!(
                    "took longer than {} seconds; raise --max-seconds to wait longer",
                    limits.seconds
                );
                Err(Trouble::timeout(message))
            }
            Err(RecvTimeoutError::Disconnected) => Err(self.death()),
        }
    }

    /// Why the child died, by its last words.
    fn death(&mut self) -> Trouble {
        self.is_broken = true;
        let status = self.child.wait().map_or_else(|error| error.to_string(), |status| status.to_string());
        thread::sleep(Duration::from_millis(20));
        let words = self.last_words.lock().unwrap_or_else(PoisonError::into_inner);
        let words = String::from_utf8_lossy(&words);
        if is_out_of_memory(&words) {
            return Trouble::out_of_memory();
        }
        if words.contains("overflowed its stack") {
            return Trouble::crashed("depth", "is nested too deep to be read; open it and save it again");
        }
        Trouble::crashed(
            "died",
            format!("the process that read it died ({status}); open it and save it again"),
        )
    }

    fn is_fit(&self) -> bool {
        !self.is_broken && self.n_documents < MOST_DOCUMENTS
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // It may have ended by itself; either way nothing is left behind.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The child's side: answers requests on standard input until it is closed. Takes a limit of memory from the first request.
///
/// # Errors
/// When the pipes break.
pub fn serve() -> std::io::Result<()> {
    // The parent tells of a panic; the child keeps what it was about, since a lack of memory shows as one, too.
    std::panic::set_hook(Box::new(|panic| {
        PANIC.lock().unwrap_or_else(PoisonError::into_inner).push_str(&panic.to_string());
    }));
    let reading = thread::Builder::new().stack_size(STACK).spawn(talk)?;
    reading.join().unwrap_or_else(|_| Err(std::io::Error::other("the reading thread died")))
}

fn talk() -> std::io::Result<()> {
    let mut requests = BufReader::new(std::io::stdin());
    let mut is_limited = false;
    loop {
        let mut line = String::new();
        if requests.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let request: Request = serde_json::from_str(&line).map_err(std::io::Error::other)?;
        if !is_limited {
            limit_memory(request.limits.memory);
            is_limited = true;
        }
        let mut bytes = vec![0u8; request.n_bytes];
        requests.read_exact(&mut bytes)?;
        let answer = match formats::by_name(&request.format) {
            Some(reader) => guarded(reader, &bytes, &request.limits).map_err(explained),
            None => Err(Trouble::failed("unknown-type", "is of a format that this program does not know")),
        };
        drop(bytes);
        let mut out = serde_json::to_vec(&answer).map_err(std::io::Error::other)?;
        out.push(b'\n');
        let mut stdout = std::io::stdout().lock();
        stdout.write_all(&out)?;
        stdout.flush()?;
    }
}

/// What the last panics of a child were about.
static PANIC: Mutex<String> = Mutex::new(String::new());

/// A panic for want of memory told as what it is.
fn explained(trouble: Trouble) -> Trouble {
    let words = std::mem::take(&mut *PANIC.lock().unwrap_or_else(PoisonError::into_inner));
    if is_out_of_memory(&words) { Trouble::out_of_memory() } else { trouble }
}

/// Whether a program that ends with these words had no memory left: for its data, or for a thread.
fn is_out_of_memory(words: &str) -> bool {
    let signs = [
        "memory allocation",
        "capacity overflow",
        "annot allocate",
        "out of memory",
        "OutOfMemory",
        "WouldBlock",
        "ThreadPoolBuildError",
        "os error 11",
        "os error 12",
    ];
    signs.iter().any(|sign| words.contains(sign))
}

/// Lets the process have so many bytes of address space and leave no core file; where the system refuses, none is set.
#[cfg(unix)]
fn limit_memory(bytes: u64) {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let limit = |bytes| Rlimit { current: Some(bytes), maximum: Some(bytes) };
    let _ = setrlimit(Resource::As, limit(bytes));
    let _ = setrlimit(Resource::Core, limit(0));
}

#[cfg(not(unix))]
fn limit_memory(_bytes: u64) {}
