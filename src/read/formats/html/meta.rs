//! The head of a page -> what it states of its article: citation, Dublin Core and Open Graph metadata.

use dom_query::Document;

use crate::read::passage::{Passage, Stated};

/// What a page states, and parts of the article that only its head may hold.
#[derive(Debug, Default)]
pub(super) struct Meta {
    pub(super) stated: Stated,
    keywords: Vec<String>,
    summary: Option<String>,
}

pub(super) fn of(page: &Document) -> Meta {
    let mut pairs: Vec<(String, String)> = Vec::new();
    for node in page.select("meta").nodes() {
        let name = node.attr("name").or_else(|| node.attr("property"));
        if let (Some(name), Some(content)) = (name, node.attr("content")) {
            pairs.push((name.to_lowercase(), content.trim().to_owned()));
        }
    }
    let all = |names: &[&str]| -> Vec<String> {
        let name =
            names.iter().find(|name| pairs.iter().any(|(known, value)| known == *name && !value.is_empty()));
        name.map_or_else(Vec::new, |name| {
            pairs.iter().filter(|(known, _)| known == name).map(|(_, value)| value.clone()).collect()
        })
    };
    let one = |names: &[&str]| all(names).into_iter().next();
    let split = |values: Vec<String>| -> Vec<String> {
        let parts = values.iter().flat_map(|value| value.split([';', '；', ',', '，', '、']));
        parts.map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
    };
    let year = one(&[
        "citation_publication_date",
        "citation_date",
        "citation_year",
        "citation_online_date",
        "dc.date",
        "dc.date.issued",
        "article:published_time",
        "pubdate",
        "publishdate",
    ]);
    let is_reliable = pairs.iter().any(|(name, _)| name == "citation_title");
    let authors = all(&["citation_author", "citation_authors", "dc.creator", "dc.contributor", "author"]);
    let stated = Stated {
        titles: all(&["citation_title", "dc.title"]).into_iter().take(2).collect(),
        authors: if is_reliable {
            authors
                .iter()
                .flat_map(|names| names.split([';', '；']))
                .map(|name| name.trim().to_owned())
                .filter(|name| !name.is_empty())
                .collect()
        } else {
            Vec::new()
        },
        year: year.and_then(|date| date.get(..4)?.parse().ok()),
        source: one(&[
            "citation_journal_title",
            "citation_conference_title",
            "dc.source",
            "prism.publicationname",
            "og:site_name",
            "contentsource",
        ]),
        doi: one(&["citation_doi", "prism.doi", "dc.identifier"])
            .map(|doi| doi.trim_start_matches("doi:").to_owned())
            .filter(|doi| doi.starts_with("10.")),
        is_reliable,
        margins: Vec::new(),
    };
    let keywords = if is_reliable {
        split(all(&["citation_keywords", "citation_keyword", "dc.subject", "keywords"]))
    } else {
        Vec::new()
    };
    let summary =
        if is_reliable { one(&["citation_abstract", "dc.description", "description"]) } else { None };
    Meta { stated, keywords, summary }
}

/// The passages with the title in front, and with abstract and keywords where the text itself lacks them.
pub(super) fn completed(passages: Vec<Passage>, title: &str, meta: &Meta) -> Vec<Passage> {
    let key = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).take(40).flat_map(char::to_lowercase).collect()
    };
    let mut completed = Vec::with_capacity(passages.len() + 3);
    let wanted = key(title);
    // What stands before the title on the page is furniture; without the title on the page there is none to tell.
    let at = passages.iter().take(40).position(|passage| {
        matches!(passage, Passage::Heading(_, text) | Passage::Title(text) | Passage::Paragraph(text) if !wanted.is_empty() && key(text) == wanted)
    });
    let rest = at.map_or(0, |at| at + 1);
    if !title.is_empty() {
        completed.push(Passage::Title(title.to_owned()));
    }
    let text = passages.iter().map(words).collect::<Vec<_>>().join("\n");
    let lacks = |words: &str| !text.contains(&*words.chars().take(20).collect::<String>());
    let zh = title.chars().any(crate::text::is_han);
    if let Some(summary) =
        meta.summary.as_deref().filter(|summary| summary.chars().count() > 60 && lacks(summary))
    {
        completed.push(Passage::Paragraph(format!("{}{summary}", if zh { "摘要：" } else { "Abstract: " })));
    }
    if !meta.keywords.is_empty() && meta.keywords.iter().any(|word| lacks(word)) {
        completed.push(Passage::Paragraph(format!(
            "{}{}",
            if zh { "关键词：" } else { "Keywords: " },
            meta.keywords.join("；")
        )));
    }
    completed.extend(passages.into_iter().skip(rest));
    completed
}

fn words(passage: &Passage) -> &str {
    match passage {
        Passage::Text(text)
        | Passage::Paragraph(text)
        | Passage::Title(text)
        | Passage::Heading(_, text)
        | Passage::Item(text)
        | Passage::Note(text) => text,
        Passage::Row(_) | Passage::Page(_) => "",
    }
}

/// A page title without the name of the site behind it: `融资难题_某某网`, `Land reform - The Review`.
pub(super) fn without_site(title: &str) -> &str {
    let cut = ["_", " - ", " | ", " — ", " – ", "-", "|"]
        .iter()
        .filter_map(|mark| title.rfind(mark))
        .find(|at| *at > title.len() / 3);
    let is_zh = title.chars().any(crate::text::is_han);
    match cut {
        Some(at) if is_zh || title[at..].starts_with([' ', '_', '|']) => title[..at].trim(),
        _ => title.trim(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_site_is_cut_off() {
        assert_eq!(without_site("城市更新的融资难题_某某网"), "城市更新的融资难题");
        assert_eq!(without_site("Ten years of land reform - The Review"), "Ten years of land reform");
        assert_eq!(without_site("A well-known plan"), "A well-known plan");
    }
}
