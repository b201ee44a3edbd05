//! A text -> names that it joins by brackets or words: 潮间带监测（intertidal monitoring）, 智能制造（以下简称“智造”）, `Oak Ridge Facility (ORF)`.

use super::claim::{Mined, Said};
use super::cover::{Cover, EnglishName, cover};
use super::reading::{Reading, said};
use crate::knowledge::Glossary;
use crate::text::{Language, Span, is_han};

/// Longest content of a bracket that may be a name, in bytes.
const LONGEST: usize = 140;
/// Words that say that a name follows.
const NAMING: &[&str] = &[
    "以下简称",
    "以下统称",
    "简称",
    "下称",
    "又称",
    "亦称",
    "也称",
    "又名",
    "俗称",
    "hereafter",
    "hereinafter",
    "abbreviated as",
    "also known as",
];
/// Characters behind which a new name begins: they end verbs and words of grammar.
const BEFORE: &str = "和与及的为是在对于用以由将把从至到并或等究定出成行取得有过示称叫即了着受含析测算评建立按被让向给比如含括括";
/// Characters that names of foreign people and firms are written with.
const SOUNDS: &str = "阿艾安奥巴贝本比宾伯博布查达戴丹道德登蒂杜敦恩尔法菲费芬佛弗福夫盖冈戈格古哈海汉赫霍亨基吉加杰金卡凯坎康考科可克肯库夸拉莱赖兰朗劳勒雷里利林隆卢鲁伦罗洛马迈麦曼梅蒙米莫默姆纳内尼宁诺努帕佩皮普契乔切琼丘瑞萨塞瑟森沙莎舍什施史舒斯索塔泰坦汤特廷图托瓦威韦维温沃乌伍西希锡谢辛休雅亚扬耶伊因英尤约泽扎詹朱茨兹佐·";

/// Every pair that brackets of one document state.
pub(super) fn find(reading: &Reading<'_>, glossary: &Glossary, found: &mut Vec<Mined>) {
    for (_, _, block) in reading.blocks() {
        let text = block.of(reading.text());
        for (at, open) in text.char_indices().filter(|(_, c)| matches!(c, '(' | '（')) {
            let inside = at + open.len_utf8();
            let rest = &text[inside..];
            let Some(n_bytes) = rest.find([')', '）']).filter(|n| (2..=LONGEST).contains(n)) else {
                continue;
            };
            if rest[..n_bytes].contains(['(', '（']) {
                continue;
            }
            let start = block.start as usize;
            let bracket = Span::new(start + inside, start + inside + n_bytes);
            // Marks and blanks may stand between a name and its bracket.
            let before = text[..at].trim_end_matches([' ', '”', '"', '’', '》', '\u{3000}']);
            one(reading, glossary, start + before.len(), bracket, found);
        }
    }
}

/// What the bracket behind a name says of it.
fn one(reading: &Reading<'_>, glossary: &Glossary, end: usize, bracket: Span, found: &mut Vec<Mined>) {
    let lefts = reading.ending(end);
    let Some(longest) = lefts.first() else { return };
    let inside = bracket.of(reading.text());
    let place = |left: Span| vec![(reading.at, left.cover(bracket))];
    if let Some((_, name)) = NAMING.iter().find_map(|cue| inside.split_once(cue)) {
        let name = name.trim_start_matches(['为', '作', '：', ':', ' ', ',', '，']);
        let name = name.split(['”', '"', '；', ';', '，', ',', '、']).next().unwrap_or_default();
        let left = longest;
        if let Some(right) = said(name.trim_start_matches(['“', '"', '‘']))
            .filter(|name| is_short_for(name, &reading.term(left.1)))
        {
            let left_said = reading.term(left.1);
            found.push(Mined {
                left: left_said,
                right,
                rule: "stated/short_form",
                confidence: 0.93,
                places: place(left.0),
            });
        }
        return;
    }
    let pieces: Vec<&str> =
        inside.split([',', '，', ';', '；', '/', '、', ':', '：']).map(str::trim).collect();
    if pieces.len() > 3 {
        return;
    }
    let mut full: Option<Said> = None;
    let mut is_spelt_out = false;
    for piece in pieces {
        let Some(right) = said(piece) else { continue };
        if !is_name(piece) {
            continue;
        }
        if is_acronym(piece) {
            let chosen = match &full {
                Some(full) => initials_agree(&full.label, piece).then(|| (full.clone(), bracket, 0.95)),
                // The bracket gives the long form, but it is not that of the name: the name was cut too short.
                None if is_spelt_out => None,
                None => acronym_of(reading, lefts, piece),
            };
            if let Some((left, span, confidence)) = chosen {
                let rule = "bracket/acronym";
                found.push(Mined { left, right, rule, confidence, places: place(span) });
            }
        } else if let Some((left, span, confidence)) = translated(reading, glossary, lefts, &right, piece) {
            full = Some(right.clone());
            let rule = "bracket/translation";
            found.push(Mined { left, right, rule, confidence, places: place(span) });
        } else {
            is_spelt_out = true;
        }
    }
}

/// Whether the content of a bracket can be a name: letters, no number, no sentence.
fn is_name(piece: &str) -> bool {
    let n_words = piece.split_whitespace().count();
    let letters = piece.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 2
        && n_words <= 9
        && !piece.chars().any(|c| c.is_ascii_digit() || "=<>≤≥%$\\^_{}[].".contains(c))
        && !piece.starts_with(['图', '表', '见', '如', '即', '例', '含', '或'])
        && !["Fig", "fig", "Table", "see ", "e g", "et al", "i e", "The ", "the "]
            .iter()
            .any(|start| piece.starts_with(start))
}

fn is_acronym(piece: &str) -> bool {
    let n_upper = piece.chars().filter(char::is_ascii_uppercase).count();
    let plain = piece.strip_suffix('s').unwrap_or(piece);
    (2..=8).contains(&plain.len())
        && n_upper * 3 >= plain.len() * 2
        && plain.chars().all(|c| c.is_ascii_alphabetic() || matches!(c, '-' | '&'))
}

/// A short form shares characters with the long one and is shorter.
fn is_short_for(short: &Said, long: &Said) -> bool {
    let n_shared = short.key.chars().filter(|c| *c != ' ' && long.key.contains(*c)).count();
    let n_chars = short.key.chars().filter(|c| *c != ' ').count();
    short.language != long.language && n_chars >= 2
        || n_chars >= 2 && n_chars <= long.key.chars().count() && n_shared * 2 > n_chars
}

/// Whether capitals are the initials of a name, with or without its small words.
pub(super) fn initials_agree(name: &str, acronym: &str) -> bool {
    let wanted: Vec<char> = acronym
        .strip_suffix('s')
        .unwrap_or(acronym)
        .chars()
        .filter(char::is_ascii_alphabetic)
        .map(|c| c.to_ascii_uppercase())
        .collect();
    let words = name.split([' ', '-', '/']).filter(|word| !word.is_empty());
    let initials: Vec<(char, bool)> = words
        .filter_map(|word| {
            let first = word.chars().next()?.to_ascii_uppercase();
            Some((first, Glossary::is_stop_word(&word.to_lowercase())))
        })
        .collect();
    let all = initials.iter().map(|(c, _)| *c);
    let main = initials.iter().filter(|(_, is_stop)| !is_stop).map(|(c, _)| *c);
    all.eq(wanted.iter().copied()) || main.eq(wanted.iter().copied())
}

/// The name that an acronym stands for: English by its initials, Chinese by its length.
fn acronym_of(reading: &Reading<'_>, lefts: &[(Span, usize)], acronym: &str) -> Option<(Said, Span, f64)> {
    let n_letters =
        acronym.strip_suffix('s').unwrap_or(acronym).chars().filter(char::is_ascii_alphabetic).count();
    let english = lefts.iter().find(|(_, term)| {
        let name = &reading.fragment.terms[*term];
        name.language == Language::En && initials_agree(&name.label, acronym)
    });
    if let Some((span, term)) = english {
        return Some((reading.term(*term), *span, 0.95));
    }
    // A letter stands for about two characters; of two names as near, the shorter is without a qualifier.
    let chinese = lefts.iter().filter_map(|(span, term)| {
        let name = &reading.fragment.terms[*term];
        let n_chars = name.label.chars().filter(|c| is_han(*c)).count();
        let before = reading.text()[..span.start as usize].chars().next_back();
        let is_whole = before.is_none_or(|c| {
            !is_han(c) && !c.is_ascii_alphanumeric() && c != ' ' && c != '-' || BEFORE.contains(c)
        });
        let fits = name.language == Language::Zh
            && is_whole
            && n_letters >= 3
            && (n_letters + usize::from(n_letters > 3)..=n_letters * 4).contains(&n_chars);
        fits.then_some((n_chars.abs_diff(n_letters * 2), n_chars, *span, *term))
    });
    chinese.min().map(|(_, _, span, term)| (reading.term(term), span, 0.8))
}

/// The name before a bracket that its content translates, and how sure that is.
fn translated(
    reading: &Reading<'_>,
    glossary: &Glossary,
    lefts: &[(Span, usize)],
    right: &Said,
    piece: &str,
) -> Option<(Said, Span, f64)> {
    let mut best: Option<(f64, usize, Span, usize, Cover)> = None;
    for (span, term) in lefts {
        let left = reading.term(*term);
        let (zh, en) = if left.language == Language::Zh { (&left, right) } else { (right, &left) };
        if left.language == right.language {
            continue;
        }
        let Some(found) = cover(glossary, &zh.key, &EnglishName::of(&en.key, glossary), true) else {
            continue;
        };
        let order = (found.share(), span.len(), *span, *term, found);
        if best.as_ref().is_none_or(|known| (order.0, order.1) > (known.0, known.1)) {
            best = Some(order);
        }
    }
    let (share, _, span, term, found) = best?;
    if found.zh > 0.99 && found.en < 0.75 || found.en > 0.99 && found.zh < 0.6 {
        // All of one name within a part of the other: the name before the bracket was cut in another place.
        return None;
    }
    let left = reading.term(term);
    let (zh, en) = if left.language == Language::Zh { (&left, right) } else { (right, &left) };
    let n_chars = zh.key.chars().filter(|c| is_han(*c)).count();
    let n_words = en.key.split(' ').count();
    let fits = n_chars >= n_words && n_chars <= n_words * 6;
    if share == 0.0 && left.language == Language::En && is_acronym(&left.label) {
        // `PDF（收稿日期）`: what follows a short form may say anything of it.
        return None;
    }
    let foreign = zh.label.chars().all(|c| SOUNDS.contains(c));
    // A single capitalised word behind a common noun is an example of it: 平台（Twitter）.
    let may_be_example =
        left.language == Language::Zh && n_words <= 2 && piece.starts_with(char::is_uppercase) && !foreign;
    let confidence = if found.is_full() {
        0.97
    } else if share >= 0.6 && !found.disagrees {
        0.93
    } else if share >= 0.45 && fits && !found.disagrees
        || foreign && piece.starts_with(char::is_uppercase) && n_chars >= 2
    {
        0.85
    } else if fits
        && share == 0.0
        && !found.disagrees
        && !may_be_example
        && n_words <= 4
        && lefts.len() == 1
        && !is_glued(&en.key, glossary)
    {
        0.8
    } else if fits && !may_be_example && share > 0.0 {
        0.6
    } else {
        return None;
    };
    Some((left, span, confidence))
}

/// Whether a word is two that lost their blank, of which the glossary knows the second: `bracingbehavior`.
fn is_glued(key: &str, glossary: &Glossary) -> bool {
    key.split(' ').any(|word| {
        let cuts = word.char_indices().map(|(at, _)| at).filter(|at| *at >= 3 && word.len() - at >= 5);
        cuts.into_iter().any(|at| glossary.knows(&glossary.base(&word[at..])))
    })
}
