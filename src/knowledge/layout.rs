//! `seeds/layout.toml` -> how the parts of a paper announce themselves.

use rustc_hash::FxHashSet;
use serde::Deserialize;

use super::KnowledgeError;
use super::files::Root;
use super::schema::parse;

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

pub(super) fn load(root: &Root) -> Result<Layout, KnowledgeError> {
    let mut layout = Layout::default();
    for file in root.layers("layout.toml")? {
        let more: Layout = parse(&file)?;
        layout.abstracts.extend(more.abstracts);
        layout.keywords.extend(more.keywords);
        layout.references.extend(more.references);
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
