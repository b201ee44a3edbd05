//! Sources and data -> two fingerprints, so that a store knows what read its documents and what joined them.
//!
//! `SINOGRAPH_READING` covers all that a fragment depends on, `SINOGRAPH_JOINING` what the graph depends on besides. A change of
//! a rule changes the fingerprint, and the next `build` reads the papers anew. A version number alone would be forgotten.

use std::fs;
use std::path::{Path, PathBuf};

const READING: &[&str] = &[
    "src/text",
    "src/model",
    "src/knowledge",
    "src/read",
    "src/segment",
    "src/extract",
    "schema",
    "seeds",
    "Cargo.lock",
];
const JOINING: &[&str] = &["src/resolve"];

fn main() {
    println!("cargo:rustc-env=SINOGRAPH_READING={:016x}", fingerprint(READING));
    println!("cargo:rustc-env=SINOGRAPH_JOINING={:016x}", fingerprint(JOINING));
}

/// FNV-1a over names and bytes of all files, in order of their names.
fn fingerprint(roots: &[&str]) -> u64 {
    let mut files: Vec<PathBuf> = Vec::new();
    for root in roots {
        println!("cargo:rerun-if-changed={root}");
        collect(Path::new(root), &mut files);
    }
    files.sort();
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut eat = |bytes: &[u8]| {
        for byte in bytes {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    };
    for file in files {
        eat(file.to_string_lossy().replace('\\', "/").as_bytes());
        eat(&fs::read(&file).unwrap_or_default());
    }
    hash
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    // The sample papers are input, not knowledge.
    if path.ends_with("seeds/papers") {
        return;
    }
    match fs::read_dir(path) {
        Ok(entries) => entries.flatten().for_each(|entry| collect(&entry.path(), files)),
        Err(_) if path.is_file() => files.push(path.to_path_buf()),
        Err(_) => {}
    }
}
