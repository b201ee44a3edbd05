//! Documents -> passages that say the same in both languages: titles, abstracts and captions of one work.

use std::collections::BTreeMap;

use super::claim::Place;
use super::reading::Reading;
use crate::model::{BlockKind, Imprint, works};
use crate::text::{Language, Span};

/// A passage in both languages.
#[derive(Debug, Clone, Copy)]
pub(super) struct Passage {
    pub(super) zh: Place,
    pub(super) en: Place,
    pub(super) rule: &'static str,
}

/// Keywords of one work in both languages.
pub(super) struct KeywordLists {
    pub(super) zh: Vec<Place>,
    pub(super) en: Vec<Place>,
}

/// Documents of one work, as indexes: a page in each language, or one page in both.
pub(super) fn works_of(readings: &[Reading<'_>]) -> Vec<Vec<usize>> {
    let imprints: Vec<Imprint<'_>> = readings
        .iter()
        .map(|reading| {
            let document = &reading.fragment.document;
            Imprint {
                id: &document.id,
                doi: document.metadata.doi.as_deref(),
                title: &document.metadata.title,
            }
        })
        .collect();
    let mut members: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, work) in works(&imprints).into_iter().enumerate() {
        members.entry(work).or_default().push(at);
    }
    let mut works: Vec<Vec<usize>> = members.into_values().collect();
    works.sort();
    works
}

/// Passages of one work that say the same in both languages.
pub(super) fn passages(readings: &[Reading<'_>], work: &[usize]) -> Vec<Passage> {
    let mut found = Vec::new();
    for (kind, rule) in [(BlockKind::Title, "bilingual/title"), (BlockKind::Abstract, "bilingual/abstract")] {
        let zh = first_run(readings, work, kind, Language::Zh);
        let en = first_run(readings, work, kind, Language::En);
        if let (Some(zh), Some(en)) = (zh, en) {
            found.push(Passage { zh, en, rule });
        }
    }
    let mut captions: BTreeMap<(bool, u32), [Option<Place>; 2]> = BTreeMap::new();
    for at in work {
        for (_, _, span) in readings[*at].blocks().filter(|(kind, ..)| *kind == BlockKind::Caption) {
            let Some((number, language, text)) = caption(readings[*at].text(), span) else { continue };
            let slots = captions.entry(number).or_default();
            slots[usize::from(language == Language::En)].get_or_insert((*at, text));
        }
    }
    for slots in captions.into_values() {
        if let [Some(zh), Some(en)] = slots {
            found.push(Passage { zh, en, rule: "bilingual/caption" });
        }
    }
    found
}

/// The first blocks of a kind and language that stand together.
fn first_run(readings: &[Reading<'_>], work: &[usize], kind: BlockKind, language: Language) -> Option<Place> {
    work.iter().find_map(|at| {
        let mut run: Option<Span> = None;
        let mut is_open = true;
        for (known, of, span) in readings[*at].blocks() {
            let fits = known == kind && of == language;
            match run {
                None if fits => run = Some(span),
                Some(before) if fits && is_open => run = Some(before.cover(span)),
                Some(_) => is_open = false,
                None => {}
            }
        }
        run.map(|span| (*at, span))
    })
}

/// Whether a caption is of a table, its number, its language and the text behind them.
fn caption(text: &str, span: Span) -> Option<((bool, u32), Language, Span)> {
    let slice = span.of(text);
    let starts = [
        ("图", false, Language::Zh),
        ("表", true, Language::Zh),
        ("Figure", false, Language::En),
        ("Fig.", false, Language::En),
        ("Fig", false, Language::En),
        ("Table", true, Language::En),
        ("Tab.", true, Language::En),
    ];
    let (rest, is_table, language) = starts
        .iter()
        .find_map(|(start, table, language)| Some((slice.strip_prefix(start)?, *table, *language)))?;
    let rest = rest.trim_start();
    let n_digits = rest.chars().take_while(char::is_ascii_digit).count();
    let number = rest[..n_digits].parse().ok()?;
    let body = &rest[n_digits..];
    Some(((is_table, number), language, Span::new(span.end as usize - body.len(), span.end as usize)))
}

/// The lists of keywords of a work, when it has one in each language.
pub(super) fn keywords(readings: &[Reading<'_>], work: &[usize]) -> Option<KeywordLists> {
    let list = |language| {
        work.iter().find_map(|at| {
            let lists = &readings[*at].fragment.document.metadata.keywords;
            let spans = lists.iter().find(|(known, spans)| *known == language && !spans.is_empty());
            spans.map(|(_, spans)| spans.iter().map(|span| (*at, *span)).collect::<Vec<Place>>())
        })
    };
    Some(KeywordLists { zh: list(Language::Zh)?, en: list(Language::En)? })
}
