//! `seeds/layout.toml` -> how the parts of a paper announce themselves.

use rustc_hash::FxHashSet;
use serde::Deserialize;

use super::KnowledgeError;
use super::files::Root;
use super::schema::parse;
use crate::text::is_han;

/// Beginnings and words of lines, lower case, both languages together.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Layout {
    /// Beginnings of an abstract.
    #[serde(rename = "abstract")]
    pub abstracts: Vec<String>,
    /// Beginnings of a keyword line.
    pub keywords: Vec<String>,
    /// Headings of the list of references.
    pub references: Vec<String>,
    /// Headings of parts that speak of how the paper was made: thanks, shares of the authors.
    pub asides: Vec<String>,
    /// Words that tell the life of an author, behind the paper.
    pub lives: Vec<String>,
    /// Beginnings of lines about the paper or the page.
    pub furniture: Vec<String>,
    /// Whole lines that belong to a web page.
    pub page_words: Vec<String>,
    /// Beginnings of captions, before a number.
    pub captions: Vec<String>,
    /// Words in headings of sections that recommend.
    pub recommendation: Vec<String>,
    /// Words in headings of sections that conclude.
    pub conclusion: Vec<String>,
    /// Headings that only name a part of a paper.
    pub boilerplate_headings: FxHashSet<String>,
    /// Ends of headings that only frame what they are about.
    pub heading_tails: Vec<String>,
}

/// Letters by which a name in the other language is known, because recognition of print misspells its end.
const SURE_LETTERS: usize = 4;

impl Layout {
    /// Whether a line is the heading of the references: `参考文献(References)：`.
    #[must_use]
    pub fn is_references(&self, line: &str) -> bool {
        is_name(line, self.references.iter())
    }

    /// Whether a line is the heading of a part about how the paper was made: `# 致 谢`, `Acknowledgements`.
    #[must_use]
    pub fn is_aside(&self, line: &str) -> bool {
        is_name(line, self.asides.iter())
    }

    /// Whether a line behind the paper tells the life of an author: `Ph.D., Professor of Hydrology at …`.
    #[must_use]
    pub fn is_life(&self, line: &str) -> bool {
        let line = line.to_lowercase();
        self.lives.iter().any(|word| line.contains(word.as_str()))
    }

    /// Whether a heading only names a part of a paper: `结论 Conclusions`.
    #[must_use]
    pub fn is_boilerplate(&self, heading: &str) -> bool {
        is_name(heading, self.boilerplate_headings.iter())
    }
}

/// Whether a line, in lower case, is one of `names`, whatever numbers, brackets, colons and blanks stand around and
/// inside it, alone or with its name in the other language.
fn is_name<'n>(line: &str, names: impl Iterator<Item = &'n String> + Clone) -> bool {
    let line = line.trim_start_matches(|c: char| !c.is_alphabetic());
    let line = line.trim_end_matches(|c: char| !c.is_alphanumeric());
    if line.chars().count() > LONGEST_NAME || line.chars().any(|c| c.is_ascii_digit()) {
        return false;
    }
    let known = |name: &str| names.clone().any(|known| joined(known) == name);
    let Some(first) = line.find(is_han) else { return known(&joined(line)) };
    let last = line.rfind(is_han).map_or(line.len(), |at| line.ceil_char_boundary(at + 1));
    let (before, han, after) = (&line[..first], joined(&line[first..last]), joined(&line[last..]));
    let before = joined(before);
    let is_one = before.is_empty() || after.is_empty();
    let other = if before.is_empty() { after } else { before };
    let is_other = |known: &&String| other.len() >= SURE_LETTERS && known.starts_with(&other[..SURE_LETTERS]);
    han.chars().all(is_han)
        && known(&han)
        && is_one
        && other.is_ascii()
        && (other.is_empty() || names.clone().any(|known| is_other(&known)))
}

/// A name is no longer than this many characters, in both languages together.
const LONGEST_NAME: usize = 60;

/// The letters of a name in one run.
fn joined(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).collect()
}

pub(super) fn load(root: &Root) -> Result<Layout, KnowledgeError> {
    let mut layout = Layout::default();
    for file in root.layers("layout.toml")? {
        let more: Layout = parse(&file)?;
        layout.abstracts.extend(more.abstracts);
        layout.keywords.extend(more.keywords);
        layout.references.extend(more.references);
        layout.asides.extend(more.asides);
        layout.lives.extend(more.lives);
        layout.furniture.extend(more.furniture);
        layout.page_words.extend(more.page_words);
        layout.captions.extend(more.captions);
        layout.recommendation.extend(more.recommendation);
        layout.conclusion.extend(more.conclusion);
        layout.boilerplate_headings.extend(more.boilerplate_headings);
        layout.heading_tails.extend(more.heading_tails);
    }
    layout.heading_tails.sort_by_key(|tail| std::cmp::Reverse(tail.len()));
    Ok(layout)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_known_in_either_language_and_in_both() {
        let names = ["references", "bibliography", "参考文献", "参 考 文 献"].map(str::to_owned);
        let check = |line: &str, expected: bool| assert_eq!(is_name(line, names.iter()), expected, "{line}");
        for line in [
            "参考文献",
            "参考文献：",
            "参考文献(references)",
            "参考文献（references）：",
            "参考文献references",
            "参考文献referenes",
            "references 参考文献",
            "[参考文献]",
            "【 参 考 文 献 】",
            "181 参考文献:",
            "bibliography",
            "references:",
        ] {
            check(line, true);
        }
        for line in [
            "参考文献综述",
            "参考文献数量",
            "参考文献 api",
            "参考文献 2015",
            "cross references",
            "文献",
            "",
            "（）",
        ] {
            check(line, false);
        }
    }
}
