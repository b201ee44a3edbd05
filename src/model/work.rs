//! Documents -> works: the Chinese and the English page of one paper are two documents of one work.

use std::collections::{BTreeMap, BTreeSet};

use super::Labels;
use crate::text::match_key;

/// What tells whether two documents are one work.
#[derive(Debug, Clone, Copy)]
pub struct Imprint<'d> {
    /// Identity of the document by content.
    pub id: &'d str,
    /// Digital object identifier.
    pub doi: Option<&'d str>,
    /// Title.
    pub title: &'d Labels,
}

/// Documents with one title in one language, and their titles in the other.
#[derive(Default)]
struct Bearers {
    documents: Vec<usize>,
    other_titles: BTreeSet<String>,
}

/// Shortest title, in bytes of its match key, that names a work by itself: eight Chinese characters.
const SHORTEST: usize = 24;

/// The name of the work of each document, in their order.
///
/// Two documents are one work when they have one DOI, or when their titles agree: both titles; or one, where it is long and no
/// document that bears it has another title in the other language. A work is named by the smallest of its DOIs, else by the
/// smallest id of its documents, so a document that stands alone is its own work.
#[must_use]
pub fn works(imprints: &[Imprint<'_>]) -> Vec<String> {
    let mut group: Vec<usize> = (0..imprints.len()).collect();
    let mut marks: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut titles: [BTreeMap<String, Bearers>; 2] = Default::default();
    for (at, imprint) in imprints.iter().enumerate() {
        marks
            .entry(imprint.doi.map_or(String::new(), |doi| format!("doi:{}", doi.to_lowercase())))
            .or_default()
            .push(at);
        let key = |title: &Option<String>| title.as_deref().map(match_key).unwrap_or_default();
        let keys = [key(&imprint.title.zh), key(&imprint.title.en)];
        if keys.iter().all(|key| !key.is_empty()) {
            marks.entry(keys.join("\n")).or_default().push(at);
        }
        for (own, other) in [(0, 1), (1, 0)] {
            if keys[own].len() >= SHORTEST {
                let bearers = titles[own].entry(keys[own].clone()).or_default();
                bearers.documents.push(at);
                bearers.other_titles.extend(Some(keys[other].clone()).filter(|key| !key.is_empty()));
            }
        }
    }
    marks.remove("");
    let alone = titles.into_iter().flat_map(BTreeMap::into_values);
    let alone = alone.filter(|bearers| bearers.other_titles.len() < 2).map(|bearers| bearers.documents);
    for members in marks.into_values().chain(alone) {
        for at in &members[1..] {
            let (a, b) = (top(&group, members[0]), top(&group, *at));
            group[a.max(b)] = a.min(b);
        }
    }
    let mut names: BTreeMap<usize, String> = BTreeMap::new();
    for (at, imprint) in imprints.iter().enumerate() {
        let name = match imprint.doi {
            Some(doi) => format!("doi:{}", doi.to_lowercase()),
            None => imprint.id.to_owned(),
        };
        let known = names.entry(top(&group, at)).or_insert_with(|| name.clone());
        // A DOI is better than an id, the smaller better than the larger.
        if (!name.starts_with("doi:"), &name) < (!known.starts_with("doi:"), known) {
            *known = name;
        }
    }
    (0..imprints.len()).map(|at| names[&top(&group, at)].clone()).collect()
}

fn top(group: &[usize], mut at: usize) -> usize {
    while group[at] != at {
        at = group[at];
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Id, DOI, Chinese title, English title.
    type Paper<'a> = (&'a str, Option<&'a str>, Option<&'a str>, Option<&'a str>);

    fn check(papers: &[Paper<'_>], expected: &[&str]) {
        let label = |text: &Option<&str>| text.map(str::to_owned);
        let titles: Vec<Labels> =
            papers.iter().map(|(.., zh, en)| Labels { zh: label(zh), en: label(en) }).collect();
        let imprints: Vec<Imprint<'_>> = papers
            .iter()
            .zip(&titles)
            .map(|((id, doi, ..), title)| Imprint { id, doi: *doi, title })
            .collect();
        assert_eq!(works(&imprints), expected);
    }

    #[test]
    fn one_doi_or_two_titles_make_one_work() {
        check(
            &[
                ("a", Some("10.1/X"), Some("绿色金融"), None),
                ("b", Some("10.1/x"), None, Some("Green finance")),
                ("c", None, Some("绿色金融"), None),
            ],
            &["doi:10.1/x", "doi:10.1/x", "c"],
        );
        check(
            &[
                ("b", None, Some("绿色金融"), Some("Green Finance")),
                ("a", None, Some("“绿色金融”"), Some("green finance")),
                ("c", Some("10.1/y"), Some("绿色金融"), Some("Green finance")),
                ("d", None, None, Some("Green finance")),
            ],
            &["doi:10.1/y", "doi:10.1/y", "doi:10.1/y", "d"],
        );
        let long = "Green finance and the upgrading of industry";
        check(&[("a", None, None, Some(long)), ("b", None, Some("绿色金融"), Some(long))], &["a", "a"]);
        // Two translations of one title are two papers, and the third may be either.
        check(
            &[
                ("a", None, None, Some(long)),
                ("b", None, Some("绿色金融"), Some(long)),
                ("c", None, Some("绿色信贷"), Some(long)),
            ],
            &["a", "b", "c"],
        );
    }
}
