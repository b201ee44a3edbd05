//! Lists in both languages -> pairs at the same place: keywords, and enumerations of abstracts.

use super::claim::{Mined, Place, Said};
use super::cover::{Cover, EnglishName, cover};
use super::pages::{KeywordLists, Passage};
use super::reading::Reading;
use crate::knowledge::{Glossary, Knowledge};
use crate::text::{Language, Span, is_han};

/// Shortest enumeration that says anything by its order.
const SHORTEST: usize = 3;
/// Longest words of a keyword; longer ones are several that lost what parted them.
const MOST_WORDS: usize = 7;
const MOST_CHARACTERS: usize = 18;

type Item = (Said, Place);

/// Keywords of one work, place by place.
pub(super) fn keywords(
    readings: &[Reading<'_>],
    lists: &KeywordLists,
    glossary: &Glossary,
    found: &mut Vec<Mined>,
) {
    let item = |place: &Place| Some((readings[place.0].said(place.1)?, *place));
    let zh: Vec<Item> = lists.zh.iter().filter_map(item).collect();
    let en: Vec<Item> = lists.en.iter().filter_map(item).collect();
    let is_whole = |(said, _): &Item| match said.language {
        Language::Zh => said.key.chars().count() <= MOST_CHARACTERS,
        Language::En => said.key.split(' ').count() <= MOST_WORDS,
    };
    let is_sound =
        zh.iter().all(|item| item.0.language == Language::Zh && is_whole(item)) && en.iter().all(is_whole);
    if is_sound && zh.len() == lists.zh.len() {
        in_step(&zh, &en, glossary, "keywords/in_step", 0.88, found);
    }
    // Lists out of step still hold translations.
    for (a, at) in &zh {
        for (b, other) in en.iter().filter(|(b, _)| b.language == Language::En) {
            if covering(glossary, a, b).is_some_and(|cover| cover.is_full()) {
                let (left, right, places) = (a.clone(), b.clone(), vec![*at, *other]);
                found.push(Mined { left, right, rule: "keywords/translation", confidence: 0.97, places });
            }
        }
    }
}

/// Enumerations of a passage in both languages: as many items, of which those that the glossary knows agree.
pub(super) fn enumerations(
    readings: &[Reading<'_>],
    passage: &Passage,
    knowledge: &Knowledge,
    found: &mut Vec<Mined>,
) {
    let verbs = knowledge.lexicon(Language::Zh).class("measure");
    let zh = chinese_lists(&readings[passage.zh.0], passage.zh.1, verbs);
    let en = english_lists(&readings[passage.en.0], passage.en.1);
    for left in &zh {
        let same_length = en.iter().filter(|right| right.len() == left.len());
        for right in same_length {
            in_step(left, right, &knowledge.bilingual, "list/in_step", 0.82, found);
        }
    }
}

fn covering(glossary: &Glossary, zh: &Said, en: &Said) -> Option<Cover> {
    cover(glossary, &zh.key, &EnglishName::of(&en.key, glossary), true)
}

/// Pairs of two lists of one length. Each must agree with the glossary, or be unknown to it between pairs that do.
fn in_step(
    zh: &[Item],
    en: &[Item],
    glossary: &Glossary,
    rule: &'static str,
    unknown: f64,
    found: &mut Vec<Mined>,
) {
    if zh.len() != en.len() || zh.is_empty() {
        return;
    }
    let is_whole_list = rule == "keywords/in_step";
    let covers: Vec<Option<Cover>> =
        zh.iter().zip(en).map(|((a, _), (b, _))| covering(glossary, a, b)).collect();
    let share = |cover: &Option<Cover>| cover.map_or(0.0, |cover| cover.share());
    let n_agree = covers.iter().filter(|cover| share(cover) >= 0.5).count();
    let is_crossed = zh.iter().enumerate().any(|(n, (a, _))| {
        en.iter().enumerate().any(|(m, (b, _))| {
            n != m && share(&covers[n]) < 0.5 && covering(glossary, a, b).is_some_and(|cover| cover.is_full())
        })
    });
    for (((a, at), (b, other)), cover) in zh.iter().zip(en).zip(&covers) {
        if b.language != Language::En || a.language != Language::Zh {
            continue;
        }
        let disagrees = cover.is_some_and(|cover| cover.disagrees);
        // All of the English name within a part of the Chinese one: the item was cut in another place.
        if cover.is_some_and(|cover| cover.en > 0.99 && cover.zh < 0.75 || cover.zh > 0.99 && cover.en < 0.6)
        {
            continue;
        }
        let confidence = match share(cover) {
            share if share >= 0.999 => 0.97,
            share if share >= 0.5 && !disagrees => 0.94,
            share if share >= 0.3 && !is_crossed && n_agree * 2 >= zh.len() => 0.86,
            _ if !is_crossed && !disagrees && n_agree * 2 >= zh.len() => unknown,
            _ if !is_crossed && !disagrees && is_whole_list => 0.76,
            _ if !is_crossed && is_whole_list => 0.7,
            _ => continue,
        };
        found.push(Mined { left: a.clone(), right: b.clone(), rule, confidence, places: vec![*at, *other] });
    }
}

/// Enumerations with 、: `链式、平台和未来模式`. Items between two marks are whole; the first and the last are names that are known.
fn chinese_lists(reading: &Reading<'_>, span: Span, verbs: &[String]) -> Vec<Vec<Item>> {
    let text = reading.text();
    let mut lists = Vec::new();
    for clause in cut(text, span, &['，', ',', '。', '；', ';', '：', ':', '（', '）', '(', ')']) {
        let marks: Vec<Span> = parts(text, clause, &['、']);
        if marks.len() < 2 {
            continue;
        }
        let mut items: Vec<Option<Item>> = Vec::new();
        for (n, part) in marks.iter().enumerate() {
            let part = part.trimmed(text);
            let last = n + 1 == marks.len();
            let halves = if last { around_and(text, part) } else { vec![part] };
            for (m, half) in halves.iter().enumerate() {
                let is_first = n == 0;
                let is_last = last && m + 1 == halves.len();
                items.push(chinese_item(reading, *half, is_first, is_last));
            }
        }
        let items: Option<Vec<Item>> = items.into_iter().collect();
        let items = items.filter(|items| items.len() >= SHORTEST);
        lists.extend(items.map(|items| without_verb(reading, items, verbs)));
    }
    lists
}

/// The first item without the verb that governs the whole list: 加强 before 水源保护、河道保护、湿地保护.
fn without_verb(reading: &Reading<'_>, mut items: Vec<Item>, verbs: &[String]) -> Vec<Item> {
    let opens = |(said, _): &Item| verbs.iter().any(|verb| said.key.starts_with(verb.as_str()));
    if opens(&items[0]) && !items[1..].iter().any(opens) {
        let span = items[0].1.1;
        let is_object = |(known, _): &&(Span, usize)| {
            let verb = known.start.checked_sub(span.start).filter(|n| *n > 0);
            verb.is_some()
                && verbs.iter().any(|verb| *verb == reading.text()[span.start as usize..known.start as usize])
        };
        if let Some((known, term)) = reading
            .ending(span.end as usize)
            .iter()
            .filter(|(known, _)| known.start > span.start)
            .find(is_object)
        {
            items[0] = (reading.term(*term), (reading.at, *known));
        }
    }
    items
}

fn chinese_item(reading: &Reading<'_>, span: Span, is_first: bool, is_last: bool) -> Option<Item> {
    let span = span.trimmed(reading.text());
    let known = match (is_first, is_last) {
        (true, _) => reading.ending(span.end as usize).first().filter(|(known, _)| known.start >= span.start),
        (_, true) => reading.starting(span.start as usize).last().filter(|(known, _)| known.end <= span.end),
        _ => None,
    };
    let n_chars = span.of(reading.text()).chars().count();
    // The last item may end the clause, or the sentence goes on behind the name that begins there.
    let is_open = is_first || is_last && n_chars > 8;
    if is_open {
        let (span, term) = known?;
        return Some((reading.term(*term), (reading.at, *span)));
    }
    let n_chars = span.of(reading.text()).chars().count();
    let is_plain =
        span.of(reading.text()).chars().all(|c| is_han(c) || c.is_ascii_alphanumeric() || "“”".contains(c));
    ((2..=14).contains(&n_chars) && is_plain)
        .then(|| reading.said(span))
        .flatten()
        .map(|said| (said, (reading.at, span)))
}

/// Both sides of the 和 or 与 nearest to the middle.
fn around_and(text: &str, span: Span) -> Vec<Span> {
    let slice = span.of(text);
    for word in ["以及", "和", "与", "及"] {
        if let Some((left, right)) =
            slice.split_once(word).filter(|(left, right)| left.len() >= 6 && right.len() >= 6)
        {
            let start = span.start as usize;
            let end = span.end as usize;
            return vec![Span::new(start, start + left.len()), Span::new(end - right.len(), end)];
        }
    }
    vec![span]
}

/// Enumerations with commas that end in `and`: `grain, fish, and fruit`.
fn english_lists(reading: &Reading<'_>, span: Span) -> Vec<Vec<Item>> {
    let text = reading.text();
    let mut lists = Vec::new();
    for sentence in cut(text, span, &['.', ';', ':', '(', ')']) {
        let follows_colon = text[..sentence.start as usize].ends_with(':');
        let commas = parts(text, sentence, &[',']);
        let mut run: Vec<Item> = Vec::new();
        for (n, part) in commas.iter().enumerate() {
            let part = part.trimmed(text);
            let slice = part.of(text);
            let opened = slice.strip_prefix("and ");
            let (before, last) = match (opened, slice.split_once(" and ")) {
                (Some(rest), _) => (None, Some(rest)),
                (None, Some((left, right))) if !run.is_empty() => (Some(left), Some(right)),
                _ => (Some(slice), None),
            };
            let spot = |inner: &str| {
                Span::new(
                    part.start as usize + (inner.as_ptr() as usize - slice.as_ptr() as usize),
                    part.start as usize + (inner.as_ptr() as usize - slice.as_ptr() as usize) + inner.len(),
                )
            };
            if let Some(inner) = before {
                let item = if run.is_empty() && n == 0 && !follows_colon {
                    opening(reading, spot(inner))
                } else {
                    english_item(reading, spot(inner))
                };
                match item {
                    Some(item) => run.push(item),
                    None => run.clear(),
                }
            }
            if let Some(inner) = last {
                run.extend(closing(reading, spot(inner)));
                if run.len() >= SHORTEST {
                    lists.push(run.clone());
                }
                run.clear();
            }
        }
    }
    lists
}

fn english_item(reading: &Reading<'_>, span: Span) -> Option<Item> {
    let span = span.trimmed(reading.text());
    let n_words = span.of(reading.text()).split_whitespace().count();
    (1..=6).contains(&n_words).then(|| reading.said(span)).flatten().map(|said| (said, (reading.at, span)))
}

/// The first item: what is left of the comma may begin with other words; the known name that ends there counts.
fn opening(reading: &Reading<'_>, span: Span) -> Option<Item> {
    let span = span.trimmed(reading.text());
    let known = reading.ending(span.end as usize).first().filter(|(known, _)| known.start >= span.start);
    match known {
        Some((span, term)) => Some((reading.term(*term), (reading.at, *span))),
        None => english_item(reading, span),
    }
}

/// The last item: the sentence may go on behind it; the longest known name that begins there counts.
fn closing(reading: &Reading<'_>, span: Span) -> Option<Item> {
    let span = span.trimmed(reading.text());
    let known = reading.starting(span.start as usize).last().filter(|(known, _)| known.end <= span.end);
    match known {
        Some((span, term)) => Some((reading.term(*term), (reading.at, *span))),
        None => english_item(reading, span),
    }
}

fn cut(text: &str, span: Span, marks: &[char]) -> Vec<Span> {
    parts(text, span, marks)
}

fn parts(text: &str, span: Span, marks: &[char]) -> Vec<Span> {
    let slice = span.of(text);
    let mut found = Vec::new();
    let mut from = 0;
    for (at, mark) in slice.match_indices(marks) {
        found.push(Span::new(span.start as usize + from, span.start as usize + at));
        from = at + mark.len();
    }
    found.push(Span::new(span.start as usize + from, span.end as usize));
    found
}
