//! Papers -> megabytes per second on one thread, beside what jieba-rs needs to cut and tag the same text in the same run.
//!
//! ```text
//! cargo bench --bench throughput -- [FOLDER] [--least RATIO]
//! ```
//!
//! Every measure is taken up to three times, in turns, and the best counts; long inputs are measured once. With `--least` the run fails when the ratio is lower.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::hint::black_box;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use jieba_rs::Jieba;

use sinograph::knowledge::{Knowledge, Options};
use sinograph::pipeline::Pipeline;
use sinograph::{read, resolve};

/// Short inputs are read again until there is this much, so that the clock is not what is measured.
const LEAST_BYTES: usize = 3_000_000;
const ROUNDS: usize = 3;
/// No further round starts after this long.
const LONG_ENOUGH: Duration = Duration::from_secs(60);

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let least = arguments.iter().position(|argument| argument == "--least");
    let least_ratio: Option<f64> =
        least.and_then(|at| arguments.get(at + 1)).and_then(|ratio| ratio.parse().ok());
    let is_value = |at: usize| least.is_some_and(|least| at == least || at == least + 1);
    let folder = arguments
        .iter()
        .enumerate()
        .find(|(at, _)| !is_value(*at))
        .map_or("seeds/papers", |(_, folder)| folder.as_str());

    let knowledge = Knowledge::load(&Options::default()).expect("the built-in knowledge loads");
    let papers = papers(folder, &knowledge);
    let n_bytes: usize = papers.iter().map(|(_, bytes)| bytes.len()).sum();
    if n_bytes == 0 {
        println!("{folder}: no paper that can be read; give a folder of papers");
        return ExitCode::from(2);
    }
    let n_times = LEAST_BYTES.div_ceil(n_bytes);
    let megabytes = (n_bytes * n_times) as f64 / 1e6;
    println!("{folder}: {} papers, {:.1} MB, read {n_times} times", papers.len(), n_bytes as f64 / 1e6);

    let pipeline = Pipeline::new(&knowledge);
    let jieba = Jieba::new();
    let texts: Vec<String> = papers.iter().map(|(path, bytes)| text(path, bytes, &knowledge)).collect();
    let mut whole = Duration::MAX;
    let mut tagged = Duration::MAX;
    let started = Instant::now();
    for round in 0..ROUNDS {
        if round > 0 && started.elapsed() > LONG_ENOUGH {
            break;
        }
        whole = whole.min(timed(n_times, || {
            for (path, bytes) in &papers {
                let document = read::read(path, bytes, &knowledge).expect("it was readable before");
                black_box(pipeline.fragment(document));
            }
        }));
        tagged = tagged.min(timed(n_times, || {
            for text in &texts {
                black_box(jieba.tag(text, true));
            }
        }));
    }
    let fragments = papers
        .iter()
        .filter_map(|(path, bytes)| read::read(path, bytes, &knowledge).ok())
        .map(|document| pipeline.fragment(document));
    let fragments: Vec<_> = fragments.collect();
    let started = Instant::now();
    black_box(resolve::resolve(fragments, &knowledge));
    let resolved = started.elapsed();

    let ratio = tagged.as_secs_f64() / whole.as_secs_f64();
    println!("read, segment, extract  {:8.2} MB/s", megabytes / whole.as_secs_f64());
    println!("jieba-rs tag            {:8.2} MB/s", megabytes / tagged.as_secs_f64());
    println!("ratio                   {ratio:8.2}");
    println!("resolve, once           {:8.2} s", resolved.as_secs_f64());
    if least_ratio.is_some_and(|least| ratio < least) {
        println!("the ratio is below its floor of {}", least_ratio.unwrap_or_default());
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// Papers of a folder that can be read, as path and bytes.
fn papers(folder: &str, knowledge: &Knowledge) -> Vec<(String, Vec<u8>)> {
    let (files, _) = read::find(&[PathBuf::from(folder)], None);
    let bytes = files
        .iter()
        .map(|source| &source.path)
        .filter_map(|path| Some((path.display().to_string(), read::read_file(path, u64::MAX).ok()?)));
    bytes.filter(|(path, bytes)| read::read(path, bytes, knowledge).is_ok()).collect()
}

/// The text that the tagger is given: the same bytes, decoded; the clean text where they are not UTF-8.
fn text(path: &str, bytes: &[u8], knowledge: &Knowledge) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => read::read(path, bytes, knowledge).map(|document| document.text).unwrap_or_default(),
    }
}

fn timed(n_times: usize, mut run: impl FnMut()) -> Duration {
    let started = Instant::now();
    for _ in 0..n_times {
        run();
    }
    started.elapsed()
}
