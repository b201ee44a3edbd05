//! Rules of the project that a test can hold by reading its files: arrows between folders, sizes, seeds, links.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use unicode_normalization::is_nfc;

use sinograph::knowledge::{Knowledge, Options, vocab};

/// What each part of `src/` may use: text -> model -> knowledge, report -> rooms -> pipeline -> cli -> main.
const ARROWS: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("model", &["text"]),
    ("knowledge", &["text", "model"]),
    ("report", &["text", "model"]),
    ("read", &["text", "model", "knowledge", "report"]),
    ("segment", &["text", "model", "knowledge", "report"]),
    ("extract", &["text", "model", "knowledge", "report"]),
    ("resolve", &["text", "model", "knowledge", "report"]),
    ("store", &["text", "model", "knowledge", "report"]),
    ("query", &["text", "model", "knowledge", "report"]),
    ("analyze", &["text", "model", "knowledge", "report"]),
    ("export", &["text", "model", "knowledge", "report"]),
    (
        "pipeline",
        &[
            "text",
            "model",
            "knowledge",
            "report",
            "read",
            "segment",
            "extract",
            "resolve",
            "store",
            "query",
            "analyze",
            "export",
        ],
    ),
    (
        "cli",
        &[
            "text",
            "model",
            "knowledge",
            "report",
            "read",
            "segment",
            "extract",
            "resolve",
            "store",
            "query",
            "analyze",
            "export",
            "pipeline",
        ],
    ),
];

/// Arrows that run against the order, each with its reason.
const AGAINST: &[(&str, &str, &str)] = &[(
    "extract/check.rs",
    "segment",
    "runs patterns on their own sentences, which must be cut into words first; no document passes through it",
)];

/// Parts that touch files.
const FILES: &[&str] = &["read", "knowledge", "store", "cli"];
/// Places that name serde: a derive on an inner type would freeze it.
/// The passages of `read` cross a pipe between processes of one program; CSL is a format made of JSON.
/// `cyjs`, `explorer/data`, `rdf` and `vosviewer` write JSON from the records of `json`.
const SERDE: &[&str] = &[
    "knowledge/",
    "store/",
    "cli/",
    "export/json.rs",
    "export/error.rs",
    "export/cyjs.rs",
    "export/explorer/data.rs",
    "export/rdf.rs",
    "export/vosviewer.rs",
    "read/passage.rs",
    "read/limits.rs",
    "read/workers.rs",
    "read/formats/bibliography/csl.rs",
];
/// Most lines of code in a file, without docs and in-file tests.
const MOST_LINES: usize = 400;
/// Files that may be longer, each with its reason.
const LONG_FILES: &[(&str, &str)] = &[];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file under a folder with one of the extensions, sorted, as path relative to the project and text.
fn texts(folder: &str, extensions: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the folder is part of the project") {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                folders.push(path);
            } else if path
                .extension()
                .is_some_and(|extension| extensions.iter().any(|known| extension == *known))
            {
                let text = fs::read_to_string(&path).expect("files of the project are UTF-8");
                found.push((relative(&path), text));
            }
        }
    }
    found.sort();
    found
}

fn relative(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string().replace('\\', "/")
}

/// The sources, as path below `src/` and text.
fn sources() -> Vec<(String, String)> {
    texts("src", &["rs"]).into_iter().map(|(path, text)| (path["src/".len()..].to_owned(), text)).collect()
}

/// The part of `src/` that a file belongs to.
fn part(path: &str) -> &str {
    path.split('/').next().unwrap_or(path).trim_end_matches(".rs")
}

/// Lines of code with their numbers: no comments, no blank lines, no tests at the end of the file.
fn code(text: &str) -> Vec<(usize, &str)> {
    let lines = text.lines().take_while(|line| *line != "#[cfg(test)]").enumerate();
    lines
        .map(|(n, line)| (n + 1, line.trim()))
        .filter(|(_, line)| !line.is_empty() && !line.starts_with("//"))
        .collect()
}

fn report(problems: &[String]) {
    assert!(problems.is_empty(), "{} problems\n{}", problems.len(), problems.join("\n"));
}

/// Names of modules that a line reaches by `crate::`, also in braces.
fn reached(line: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (at, found) in line.match_indices("crate::") {
        let rest = &line[at + found.len()..];
        let name = |text: &str| {
            text.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>()
        };
        match rest.strip_prefix('{') {
            Some(list) => names.extend(list.split(',').map(name)),
            None => names.push(name(rest)),
        }
    }
    names
}

#[test]
fn the_right_may_use_the_left_never_back() {
    let mut problems = Vec::new();
    for (path, text) in sources() {
        let own = part(&path);
        if matches!(own, "lib" | "main") {
            continue;
        }
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == own) else {
            problems.push(format!(
                "src/{path}: a new part of src/; say in tests/architecture.rs what it may use"
            ));
            continue;
        };
        for (n, line) in code(&text) {
            for name in reached(line) {
                let is_part = ARROWS.iter().any(|(known, _)| *known == name);
                let excused = AGAINST
                    .iter()
                    .any(|(file, known, reason)| *file == path && *known == name && !reason.is_empty());
                if is_part && name != own && !allowed.contains(&name.as_str()) && !excused {
                    problems
                        .push(format!("src/{path}:{n}: {own} uses {name}; move what both need further left"));
                }
            }
        }
    }
    for (path, name, _) in AGAINST {
        let text = fs::read_to_string(root().join("src").join(path)).unwrap_or_default();
        if !code(&text).iter().any(|(_, line)| reached(line).iter().any(|reached| reached == name)) {
            problems.push(format!("src/{path}: no longer uses {name}; take it off the list of exceptions"));
        }
    }
    report(&problems);
}

#[test]
fn extractors_of_one_phase_do_not_see_each_other() {
    // What these files hold besides their extractor is shared by the phase.
    let shared = [
        "mod",
        "regions",
        "context",
        "discourse",
        "ends",
        "groups",
        "inner",
        "modality",
        "pair_features",
        "places",
        "reading",
        "topics",
        "frames",
    ];
    let mut problems = Vec::new();
    for phase in ["mentions", "relations"] {
        let files: Vec<(String, String)> = sources()
            .into_iter()
            .filter(|(path, _)| path.starts_with(&format!("extract/{phase}/")))
            // The links of a paper are one step in several files, not extractors.
            .filter(|(path, _)| !path.contains("/ties/"))
            .collect();
        let names: Vec<String> = files
            .iter()
            .map(|(path, _)| stem(path))
            .filter(|name| !shared.contains(&name.as_str()))
            .collect();
        for (path, text) in files.iter().filter(|(path, _)| !matches!(stem(path).as_str(), "mod")) {
            for (n, line) in code(text) {
                let seen = names
                    .iter()
                    .find(|name| **name != stem(path) && line.contains(&format!("super::{name}")));
                problems.extend(seen.map(|name| format!("src/{path}:{n}: sees {name}")));
            }
        }
    }
    report(&problems);
}

fn stem(path: &str) -> String {
    path.rsplit('/').next().unwrap_or(path).trim_end_matches(".rs").to_owned()
}

#[test]
fn files_are_touched_in_few_places() {
    let touches = ["std::fs", "fs::", "File::", "std::net", "TcpStream", "SystemTime"];
    let mut problems = Vec::new();
    for (path, text) in sources().iter().filter(|(path, _)| !FILES.contains(&part(path))) {
        let lines =
            code(text).into_iter().filter(|(_, line)| touches.iter().any(|word| names_path(line, word)));
        problems.extend(lines.map(|(n, line)| format!("src/{path}:{n}: {line}")));
    }
    report(&problems);
}

/// Whether a path of modules stands in a line on borders of words: `fs::` is not in `offs::`.
fn names_path(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
}

#[test]
fn nothing_prints_by_macro() {
    let macros = ["println!", "print!", "eprintln!", "eprint!", "dbg!"];
    let mut problems = Vec::new();
    for (path, text) in &sources() {
        let lines = text.lines().enumerate().filter(|(_, line)| {
            !line.trim().starts_with("//") && macros.iter().any(|word| names_path(line, word))
        });
        problems.extend(lines.map(|(n, line)| format!("src/{path}:{}: {}", n + 1, line.trim())));
    }
    report(&problems);
}

#[test]
fn serde_stays_at_the_borders() {
    let mut problems = Vec::new();
    for (path, text) in
        sources().iter().filter(|(path, _)| !SERDE.iter().any(|place| path.starts_with(place)))
    {
        let lines = code(text).into_iter().filter(|(_, line)| line.contains("serde"));
        problems.extend(lines.map(|(n, line)| format!("src/{path}:{n}: {line}")));
    }
    report(&problems);
}

#[test]
fn files_begin_with_what_they_are_and_stay_short() {
    let mut problems = Vec::new();
    for (path, text) in &sources() {
        if !text.starts_with("//! ") {
            problems.push(format!(
                "src/{path}:1: the first line says what goes in and what comes out, after //!"
            ));
        }
        let n_lines = code(text).len();
        let excused = LONG_FILES.iter().any(|(known, reason)| known == path && !reason.is_empty());
        if n_lines > MOST_LINES && !excused {
            problems.push(format!("src/{path}: {n_lines} lines of code; split it by noun or rule"));
        }
    }
    for (path, _) in LONG_FILES {
        let text = fs::read_to_string(root().join("src").join(path)).unwrap_or_default();
        if code(&text).len() <= MOST_LINES {
            problems.push(format!("src/{path}: is short now; take it off the list of exceptions"));
        }
    }
    report(&problems);
}

#[test]
fn extractors_carry_the_headings_of_the_manual() {
    let headings = ["/// # What it finds", "/// # Example", "/// # Why it is believed", "/// # Known misses"];
    let mut problems = Vec::new();
    let implements = |text: &str| {
        text.contains("impl MentionExtractor for") || text.contains("impl RelationExtractor for")
    };
    for (path, text) in sources().iter().filter(|(_, text)| implements(text)) {
        problems.extend(
            headings
                .iter()
                .filter(|heading| !text.contains(**heading))
                .map(|heading| format!("src/{path}: lacks {heading:?}")),
        );
    }
    report(&problems);
}

#[test]
fn the_names_that_code_knows_are_in_the_schema() {
    let knowledge = Knowledge::load(&Options::default()).expect("the built-in knowledge loads");
    let mut problems: Vec<String> = Vec::new();
    let missing = vocab::CONCEPT_KINDS.iter().filter(|name| knowledge.concept_kind(name).is_none());
    problems.extend(missing.map(|name| format!("schema/concepts.toml: lacks {name}")));
    let missing = vocab::RELATION_KINDS.iter().filter(|name| knowledge.relation_kind(name).is_none());
    problems.extend(missing.map(|name| format!("schema/relations.toml: lacks {name}")));
    let text = fs::read_to_string(root().join("src/knowledge/vocab.rs")).expect("part of the project");
    let lines: Vec<&str> = text.lines().collect();
    for (n, line) in lines
        .iter()
        .enumerate()
        .filter(|(_, line)| line.starts_with("pub const") && line.contains(": &str ="))
    {
        let value = line.split('"').nth(1).unwrap_or_default();
        if !vocab::CONCEPT_KINDS.contains(&value) && !vocab::RELATION_KINDS.contains(&value) {
            problems.push(format!("src/knowledge/vocab.rs:{}: {value:?} is on neither list below it", n + 1));
        }
        if n == 0 || !lines[n - 1].starts_with("/// ") {
            problems.push(format!("src/knowledge/vocab.rs:{}: {value:?} has no sentence", n + 1));
        }
    }
    report(&problems);
}

/// Tables whose first column may repeat, because a row is a pair or a feature.
const PAIRED: &[&str] = &[
    "bilingual.tsv",
    "borders.tsv",
    "kinds.tsv",
    "lexical.tsv",
    "modality.tsv",
    "pairs.tsv",
    "qualifiers_opposed.tsv",
    "unit_words.tsv",
];

#[test]
fn seeds_are_sorted_normal_and_without_repetition() {
    let mut problems = Vec::new();
    let seeds = texts("seeds", &["tsv", "txt"]);
    for (path, text) in seeds.iter().filter(|(path, _)| !path.starts_with("seeds/papers/")) {
        let paired = PAIRED.iter().any(|name| path.ends_with(name));
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let mut previous = "";
        for (n, line) in
            text.lines().enumerate().filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty())
        {
            let first = line.split('\t').next().unwrap_or(line);
            let place = format!("{path}:{}", n + 1);
            if first < previous {
                problems.push(format!("{place}: {first:?} stands behind {previous:?}; sort by code point"));
            }
            if !is_nfc(line) {
                problems.push(format!("{place}: {line:?} is not in NFC"));
            }
            if line.split('\t').any(|cell| cell != cell.trim()) {
                problems.push(format!("{place}: {line:?} has blanks at the end of a cell"));
            }
            if !seen.insert(if paired { line } else { first }) {
                problems.push(format!("{place}: {first:?} stands there twice"));
            }
            previous = first;
        }
    }
    problems.truncate(60);
    report(&problems);
}

#[test]
fn files_named_in_markdown_exist() {
    let mut problems = Vec::new();
    for name in [
        "README.md",
        "README.zh-CN.md",
        "ARCHITECTURE.md",
        "CHANGELOG.md",
        "seeds/README.md",
        "schema/README.md",
    ] {
        let Ok(text) = fs::read_to_string(root().join(name)) else { continue };
        let folder = root().join(name).parent().map(Path::to_path_buf).unwrap_or_default();
        for (n, line) in prose(&text) {
            for target in links(line) {
                let file = target.split('#').next().unwrap_or_default();
                if !file.is_empty() && !folder.join(file).exists() {
                    problems.push(format!("{name}:{n}: the link {target:?} leads nowhere"));
                }
            }
            for file in named_files(line) {
                let is_there =
                    [root(), root().join("src"), folder.clone()].iter().any(|base| base.join(file).exists());
                if !is_there && !file.starts_with("out/") {
                    problems.push(format!("{name}:{n}: there is no {file}"));
                }
            }
        }
    }
    report(&problems);
}

/// Lines of Markdown outside of fenced code, with their numbers.
fn prose(text: &str) -> Vec<(usize, &str)> {
    let mut fenced = false;
    let mut lines = Vec::new();
    for (n, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if !fenced {
            lines.push((n + 1, line));
        }
    }
    lines
}

/// Targets of links into the project: `[text](target)` and `src="target"`.
fn links(line: &str) -> Vec<&str> {
    let mut targets: Vec<&str> =
        line.match_indices("](").filter_map(|(at, _)| line[at + 2..].split([')', ' ']).next()).collect();
    targets.extend(
        line.match_indices("src=\"").filter_map(|(at, found)| line[at + found.len()..].split('"').next()),
    );
    targets.retain(|target| !target.contains("://") && !target.starts_with("mailto:"));
    targets
}

/// Files in backquotes that lie in a folder of the project: `src/read/mod.rs`, `schema/`.
fn named_files(line: &str) -> Vec<&str> {
    let quoted = line.split('`').skip(1).step_by(2);
    let folders = ["src/", "schema/", "seeds/", "tests/", "examples/", "benches/", "scripts/", ".ci/"];
    let is_plain = |name: &&str| !name.contains([' ', '*', '<', '{', '…', '$']);
    quoted
        .filter(is_plain)
        .filter(|name| folders.iter().any(|folder| name.starts_with(folder)))
        .map(|name| name.split(':').next().unwrap_or(name))
        .collect()
}
