//! Knowledge as data: every pattern agrees with its own sentences, and a broken overlay is explained.

use std::fs;
use std::path::Path;

use sinograph::extract;
use sinograph::knowledge::{Knowledge, Options};
use sinograph::text::Language;

#[test]
fn every_pattern_agrees_with_its_sentences() {
    let knowledge = Knowledge::load(&Options::default()).expect("the built-in knowledge loads");
    let problems = extract::check_patterns(&knowledge);
    assert!(problems.is_empty(), "{} problems\n{}", problems.len(), problems.join("\n"));
}

/// Loads the built-in knowledge with one more file of seeds; the message of the error, if there is one.
fn load_with(path: &str, text: &str) -> Result<Knowledge, String> {
    let folder = tempfile::tempdir().expect("the system gives a folder");
    let file = folder.path().join(path);
    fs::create_dir_all(file.parent().unwrap_or(folder.path())).expect("the folder is ours");
    fs::write(&file, text).expect("the folder is ours");
    Knowledge::load(&Options { seeds: Some(folder.path().to_path_buf()), ..Options::default() })
        .map_err(|error| error.to_string())
}

#[track_caller]
fn check_refused(path: &str, text: &str, says: &[&str]) {
    let message = match load_with(path, text) {
        Ok(_) => panic!("{path} was taken"),
        Err(message) => message,
    };
    for word in says {
        assert!(message.contains(word), "{word:?} is not in {message:?}");
    }
}

const GOOD: &str = r#"
[[pattern]]
id = "waters"
kind = "promotes"
match = "{source} 灌溉 {target}"
weight = 0.5
accepts = ["[节水技术]灌溉[旱地农业]。 => 节水技术 -promotes-> 旱地农业", "[水库]灌溉[农田]。 => 水库 -promotes-> 农田"]
rejects = ["灌溉很重要。", "[农田]需要灌溉。"]
"#;

#[test]
fn a_pattern_of_the_user_joins_ours() {
    let knowledge =
        load_with("zh/patterns/promotes.toml", GOOD).unwrap_or_else(|message| panic!("{message}"));
    assert_eq!(problems_of_ours(&knowledge), Vec::<String>::new());
}

/// What the check says of the pattern that the tests add.
fn problems_of_ours(knowledge: &Knowledge) -> Vec<String> {
    assert!(knowledge.lexicon(Language::Zh).patterns.iter().any(|pattern| pattern.id == "promotes/waters"));
    let mut problems = extract::check_patterns(knowledge);
    problems.retain(|problem| problem.starts_with("promotes/waters: "));
    problems
}

#[test]
fn a_sentence_that_a_pattern_does_not_read_is_reported() {
    let wrong = GOOD.replace("=> 水库 -promotes-> 农田", "=> 农田 -promotes-> 水库");
    let knowledge =
        load_with("zh/patterns/promotes.toml", &wrong).unwrap_or_else(|message| panic!("{message}"));
    let problems = problems_of_ours(&knowledge);
    assert!(problems.len() == 1 && problems[0].contains("农田 -promotes-> 水库"), "{problems:?}");
}

#[test]
fn broken_toml_is_named_with_its_line() {
    check_refused("zh/patterns/promotes.toml", "[[pattern]]\nid = waters\n", &["promotes.toml", "2"]);
}

#[test]
fn a_field_that_does_not_exist_is_named() {
    check_refused(
        "zh/patterns/promotes.toml",
        &GOOD.replace("weight", "wieght"),
        &["promotes.toml", "wieght"],
    );
}

#[test]
fn an_unknown_kind_is_named_with_the_remedy() {
    check_refused(
        "zh/patterns/promotes.toml",
        &GOOD.replace("\"promotes\"", "\"waters\""),
        &["zh/patterns", "waters", "use the names of schema/"],
    );
}

#[test]
fn a_pattern_with_one_sentence_is_refused() {
    let one = GOOD.replace(", \"[水库]灌溉[农田]。 => 水库 -promotes-> 农田\"", "");
    check_refused(
        "zh/patterns/promotes.toml",
        &one,
        &["promotes.toml", "promotes/waters", "fewer than two", "add sentences"],
    );
}

#[test]
fn a_pattern_without_an_end_is_refused() {
    check_refused(
        "zh/patterns/promotes.toml",
        &GOOD.replace(" {target}", ""),
        &["promotes.toml", "promotes/waters", "{target}"],
    );
}

#[test]
fn an_unknown_word_class_is_refused() {
    check_refused(
        "zh/patterns/promotes.toml",
        &GOOD.replace("灌溉 {target}", "@no_such_class {target}"),
        &["promotes.toml", "no_such_class"],
    );
}

#[test]
fn a_row_with_too_few_columns_is_named() {
    check_refused(
        "bilingual.tsv",
        "# ours\n水库\treservoir\n水渠\n",
        &["bilingual.tsv:3:1", "separated by a tab"],
    );
}

#[test]
fn a_folder_without_known_files_is_refused() {
    check_refused("notes.txt", "水库", &["holds none of the known files", "check the path"]);
}

#[test]
fn a_missing_folder_is_refused() {
    let options = Options { schema: Some(Path::new("no/such/folder").to_path_buf()), ..Options::default() };
    let message = Knowledge::load(&options).map(|_| ()).map_err(|error| error.to_string());
    assert!(
        message
            .as_ref()
            .is_err_and(|message| message.contains("no/such/folder") && message.contains("--schema")),
        "{message:?}"
    );
}
