//! `seeds/bilingual.tsv`, `seeds/en/forms.tsv` and a CC-CEDICT file of the user -> a glossary of both languages.

use std::fs;
use std::path::Path;

use rustc_hash::{FxHashMap, FxHashSet};

use super::KnowledgeError;
use super::files::{Root, rows};
use crate::text::{is_han, match_key};

/// Most words of a translation that is taken from CC-CEDICT; longer ones explain and do not translate.
const MOST_WORDS: usize = 4;

/// English words that need no counterpart in Chinese.
const STOP_WORDS: &[&str] = &[
    "of", "the", "and", "for", "in", "on", "to", "with", "a", "an", "by", "based", "toward", "towards",
    "between", "among", "at", "from", "its", "as", "their", "under", "through",
];

/// Chinese words with their translations, and the forms of English words.
#[derive(Debug, Default)]
pub struct Glossary {
    /// Chinese word, by match key -> translations, each as base forms of its words.
    words: FxHashMap<String, Vec<Vec<String>>>,
    /// Base forms of all English words that translate something.
    known: FxHashSet<String>,
    /// How many Chinese words each translation has.
    n_sources: FxHashMap<String, usize>,
    /// Derived word -> the word it stands for: industrial -> industry.
    forms: FxHashMap<String, String>,
    /// Characters of the longest Chinese word.
    longest: usize,
}

impl Glossary {
    /// Translations of a Chinese word, each as the base forms of its words.
    #[must_use]
    pub fn get(&self, word: &str) -> &[Vec<String>] {
        self.words.get(word).map_or(&[], Vec::as_slice)
    }

    /// Base forms of all English words that may translate a part of a Chinese name, given by its match key.
    #[must_use]
    pub fn vocabulary(&self, key: &str) -> FxHashSet<String> {
        let mut vocabulary = FxHashSet::default();
        let starts: Vec<usize> = key.char_indices().map(|(at, _)| at).collect();
        for from in starts {
            let ends = key[from..].char_indices().map(|(at, c)| from + at + c.len_utf8()).take(self.longest);
            vocabulary.extend(ends.flat_map(|to| self.get(&key[from..to])).flatten().cloned());
        }
        vocabulary.extend(key.split(is_han).filter(|word| !word.is_empty()).map(|word| self.base(word)));
        vocabulary
    }

    /// Whether an English word, in its base form, translates anything.
    #[must_use]
    pub fn knows(&self, base: &str) -> bool {
        self.known.contains(base)
    }

    /// How many Chinese words have this translation, given as base forms.
    #[must_use]
    pub fn n_sources(&self, words: &[String]) -> usize {
        self.n_sources.get(&words.join(" ")).copied().unwrap_or(0)
    }

    /// Characters of the longest Chinese word.
    #[must_use]
    pub fn longest(&self) -> usize {
        self.longest
    }

    /// Whether an English word needs no counterpart.
    #[must_use]
    pub fn is_stop_word(word: &str) -> bool {
        STOP_WORDS.contains(&word)
    }

    /// The form in which two forms of one English word are equal: number, spelling of Britain or America, derivation.
    ///
    /// # Examples
    /// `capabilitie` (as a match key has it) and `capability`; `organisation` and `organization`; `industrial` and `industry`.
    #[must_use]
    pub fn base(&self, word: &str) -> String {
        let base = spelling(word);
        self.forms.get(&base).cloned().unwrap_or(base)
    }

    /// Base forms of the words of an English name, given by its match key, without words that need no counterpart.
    #[must_use]
    pub fn bases(&self, key: &str) -> Vec<String> {
        key.split(' ')
            .filter(|word| !word.is_empty() && !Glossary::is_stop_word(word))
            .map(|word| self.base(word))
            .collect()
    }

    fn insert(&mut self, zh: &str, en: &str) {
        let words = self.bases(&match_key(en));
        let zh = match_key(zh);
        if words.is_empty() || zh.is_empty() {
            return;
        }
        self.longest = self.longest.max(zh.chars().count());
        let translations = self.words.entry(zh).or_default();
        if !translations.contains(&words) {
            *self.n_sources.entry(words.join(" ")).or_default() += 1;
            self.known.extend(words.iter().cloned());
            translations.push(words);
        }
    }
}

/// Number and spelling: `capabilitie`, `organisation`, `behaviour`, `programme`.
fn spelling(word: &str) -> String {
    let swap = |from: &str, to: &str| word.strip_suffix(from).map(|stem| format!("{stem}{to}"));
    let long = word.len() > 5;
    let number = || {
        if word.len() > 4 {
            swap("ie", "y")
                .or_else(|| swap("sse", "ss"))
                .or_else(|| swap("che", "ch"))
                .or_else(|| swap("xe", "x"))
        } else {
            None
        }
    };
    let spelt = || {
        [
            ("isation", "ization"),
            ("ise", "ize"),
            ("ising", "izing"),
            ("ised", "ized"),
            ("our", "or"),
            ("tre", "ter"),
            ("ogramme", "ogram"),
            ("efence", "efense"),
            ("analyse", "analysi"),
            ("elling", "eling"),
        ]
        .iter()
        .filter(|_| long)
        .find_map(|(from, to)| swap(from, to))
    };
    spelt().or_else(number).unwrap_or_else(|| word.to_owned())
}

pub(super) fn load(seeds: &Root, cedict: Option<&Path>) -> Result<Glossary, KnowledgeError> {
    let mut glossary = Glossary::default();
    for file in seeds.layers("en/forms.tsv")? {
        for (line, cells) in rows(&file.text) {
            let [form, base] = two(&file.name, line, &cells, "write a form and the word it stands for")?;
            glossary.forms.insert(spelling(&match_key(form)), spelling(&match_key(base)));
        }
    }
    for file in seeds.layers("bilingual.tsv")? {
        for (line, cells) in rows(&file.text) {
            let [zh, en] =
                two(&file.name, line, &cells, "write a Chinese and an English word, separated by a tab")?;
            glossary.insert(zh, en);
        }
    }
    if let Some(path) = cedict {
        add_cedict(&mut glossary, path)?;
    }
    Ok(glossary)
}

fn two<'c>(
    file: &str,
    line: usize,
    cells: &[&'c str],
    remedy: &'static str,
) -> Result<[&'c str; 2], KnowledgeError> {
    match cells {
        [a, b] => Ok([a, b]),
        _ => Err(KnowledgeError::Line {
            file: file.to_owned(),
            line,
            problem: format!("{} columns instead of 2", cells.len()),
            remedy,
        }),
    }
}

/// Lines of `繁體 简体 [pin1 yin1] /sense/sense/`; a word that our glossary has keeps its translations alone.
fn add_cedict(glossary: &mut Glossary, path: &Path) -> Result<(), KnowledgeError> {
    let text = fs::read_to_string(path)
        .map_err(|source| KnowledgeError::Dictionary { path: path.to_path_buf(), source })?;
    let own: FxHashSet<String> = glossary.words.keys().cloned().collect();
    let mut n_entries = 0;
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let Some((head, senses)) = line.split_once(" /") else { continue };
        let Some(zh) = head.split(' ').nth(1).filter(|_| head.contains('[')) else { continue };
        n_entries += 1;
        if own.contains(&match_key(zh)) || zh.chars().count() < 2 {
            continue;
        }
        for sense in senses.split(['/', ';']).filter_map(translation) {
            glossary.insert(zh, &sense);
        }
    }
    if n_entries == 0 {
        return Err(KnowledgeError::NoDictionary { path: path.to_path_buf() });
    }
    Ok(())
}

/// A sense that translates: short, without what only explains.
fn translation(sense: &str) -> Option<String> {
    let mut plain = String::new();
    let mut depth = 0usize;
    for c in sense.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            c if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    let plain = plain.trim().trim_start_matches("to ").to_owned();
    let explains = ["CL:", "variant of", "surname ", "see ", "abbr. ", "also written", "old "];
    let is_short = (1..=MOST_WORDS).contains(&plain.split_whitespace().count());
    let is_plain = plain.is_ascii() && !plain.contains([',', ':', '.', '?', '!']);
    (is_short && is_plain && !explains.iter().any(|start| plain.starts_with(start))).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_word_have_one_base() {
        let glossary = load(&Root::seeds(None), None).expect("the built-in glossary loads");
        for (a, b) in [
            ("capabilitie", "capability"),
            ("organisation", "organization"),
            ("processe", "process"),
            ("programme", "program"),
            ("industrial", "industry"),
        ] {
            assert_eq!(glossary.base(a), glossary.base(b), "{a} {b}");
        }
        for (a, b) in [("shanxi", "shaanxi"), ("publisher", "publication"), ("adoption", "adaptation")] {
            assert_ne!(glossary.base(a), glossary.base(b), "{a} {b}");
        }
    }

    #[test]
    fn a_dictionary_of_the_user_gives_short_senses_only() {
        let file = tempfile::NamedTempFile::new().expect("the system gives a file");
        let text =
            "# comment\n滄海 沧海 [cang1 hai3] /(literary) the vast sea; blue sea/CL:片[pian4]/see 海/\n";
        fs::write(file.path(), text).expect("written");
        let glossary = load(&Root::seeds(None), Some(file.path())).expect("loads");
        assert_eq!(glossary.get("沧海"), [vec!["vast", "sea"], vec!["blue", "sea"]]);
        fs::write(file.path(), "no dictionary\n").expect("written");
        let error = load(&Root::seeds(None), Some(file.path())).expect_err("is refused").to_string();
        assert!(error.contains("CC-CEDICT"), "{error}");
    }
}
