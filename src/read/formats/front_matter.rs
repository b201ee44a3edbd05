//! The block of `key: value` lines at the very start of a Markdown file -> what it states of the paper.

use crate::read::passage::Stated;

/// What the block states; `None` where the text begins otherwise. Lists may stand on one line, in brackets, or one entry a line.
pub(super) fn stated(text: &str) -> Option<Stated> {
    let body = text.trim_start_matches('\u{feff}').strip_prefix("---")?;
    let body = body.strip_prefix("\r\n").or_else(|| body.strip_prefix('\n'))?;
    let mut stated = Stated { is_reliable: true, ..Stated::default() };
    let mut key = String::new();
    let mut is_ended = false;
    for line in body.lines().take(200) {
        if line.trim_end() == "---" || line.trim_end() == "..." {
            is_ended = true;
            break;
        }
        let (name, value) = match line.split_once(':') {
            Some((name, value)) if !line.starts_with([' ', '\t', '-']) => {
                key = name.trim().to_lowercase();
                (key.as_str(), value)
            }
            _ => {
                let entry = line.trim().trim_start_matches('-').trim();
                let named = entry.split_once(':').map(|(name, value)| (name.trim().to_lowercase(), value));
                match named {
                    Some((inner, value)) if inner == "name" => (key.as_str(), value),
                    // Another property of an entry: a link, an address.
                    Some(_) => continue,
                    None => (key.as_str(), entry),
                }
            }
        };
        take(name, value, &mut stated);
    }
    is_ended.then_some(stated)
}

fn take(name: &str, value: &str, stated: &mut Stated) {
    let bare = |value: &str| value.trim().trim_matches(['"', '\'', ',', ' ']).to_owned();
    let value = value.trim();
    if bare(value).is_empty() {
        return;
    }
    match name {
        "title" => stated.titles.push(bare(value)),
        "author" | "authors" => {
            let list = value.trim_start_matches('[').trim_end_matches(']');
            stated
                .authors
                .extend(list.split([',', ';', '，', '；', '、']).map(bare).filter(|name| !name.is_empty()));
        }
        "date" | "year" => stated.year = bare(value).get(..4).and_then(|year| year.parse().ok()),
        "journal" | "source" | "publication" => stated.source = Some(bare(value)),
        "doi" => stated.doi = Some(bare(value).trim_start_matches("https://doi.org/").to_owned()),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_a_list_is_read() {
        let text = "---\ntitle: 'Land Reform'\nauthors:\n  - name: Ann Lee,\n    link: https://a.b\n  - Bo Chen\ndate: 2021-03-04\n---\n# x";
        let found = stated(text).expect("it has one");
        assert_eq!(found.titles, ["Land Reform"]);
        assert_eq!(found.authors, ["Ann Lee", "Bo Chen"]);
        assert_eq!(found.year, Some(2021));
        assert_eq!(
            stated("---\nauthor: [王某, 李某]\n---\n").map(|s| s.authors),
            Some(vec!["王某".into(), "李某".into()])
        );
        assert_eq!(stated("---\nno end"), None);
        assert_eq!(stated("# title"), None);
    }
}
