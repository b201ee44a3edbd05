//! Candidates of one document -> what tells a term from a phrase, as named numbers.
//!
//! The features follow what termhood is known to rest on: marks and slots, borders, form, place in the paper; counts matter
//! least (K. Frantzi, S. Ananiadou, H. Mima, *Automatic recognition of multi-word terms*, 2000, for nesting).

use rustc_hash::{FxHashMap, FxHashSet};

use super::borders::tokens_of;
use super::mentions::{Context, EXTRACTORS};
use super::terms::Candidate;
use crate::model::{BlockKind, Tag, Zone};
use crate::text::{Language, Span, match_key};

/// Named numbers of one candidate; a name not set is 0.
#[derive(Debug, Clone, Default)]
pub struct Features(Vec<(&'static str, f64)>);

impl Features {
    /// Sets a feature.
    pub(crate) fn set(&mut self, name: &'static str, value: f64) {
        if value != 0.0 {
            self.0.push((name, value));
        }
    }

    /// Names and values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, f64)> {
        self.0.iter().copied()
    }
}

/// Where a position stands in the paper.
struct Places {
    title: Vec<Span>,
    keywords: Vec<Span>,
    headings: Vec<Span>,
    captions: Vec<Span>,
    abstracts: Vec<Span>,
    conclusion: Vec<Span>,
    advice: Vec<Span>,
    first_prose: Option<Span>,
}

/// Fills the features of every candidate.
pub(crate) fn fill(cx: &Context<'_>, candidates: &mut [Candidate<'_>]) {
    let places = places(cx);
    let front = Front::new(cx, &places);
    let longest = covering(candidates);
    let containers = containers(candidates);
    let mut siblings: FxHashMap<String, usize> = FxHashMap::default();
    for candidate in candidates.iter() {
        *siblings.entry(series(candidate)).or_default() += 1;
    }
    for candidate in candidates {
        let mut features = Features::default();
        rules(candidate, &mut features);
        where_it_stands(cx, candidate, &places, &mut features);
        borders(cx, candidate, &longest, &mut features);
        learned_borders(cx, candidate, &mut features);
        form(cx, candidate, &mut features);
        features.set("contained", containers.get(&candidate.key).copied().unwrap_or(0.0));
        let n_siblings = siblings.get(&series(candidate)).copied().unwrap_or(1);
        features.set("siblings", ((n_siblings.min(12)) as f64).ln());
        features.set("title_share", front.title.share_of(&candidate.key));
        features.set("keyword_share", front.keywords.share_of(&candidate.key));
        features.set("lexical", lexical(cx, candidate));
        candidate.features = features;
    }
}

fn places(cx: &Context<'_>) -> Places {
    let document = &cx.doc.document;
    let spans = |keep: &dyn Fn(&crate::model::Block) -> bool| -> Vec<Span> {
        document.blocks.iter().filter(|block| keep(block)).map(|block| block.span).collect()
    };
    let mut headings = spans(&|block| block.kind == BlockKind::Heading);
    headings.extend(cx.outline.items.iter().filter(|item| item.set_off).map(|item| item.title));
    headings.sort();
    Places {
        title: spans(&|block| block.kind == BlockKind::Title),
        keywords: spans(&|block| block.kind == BlockKind::Keywords),
        headings,
        captions: spans(&|block| block.kind == BlockKind::Caption),
        abstracts: spans(&|block| block.kind == BlockKind::Abstract),
        conclusion: spans(&|block| document.sections[block.section].zone == Zone::Conclusion),
        advice: spans(&|block| document.sections[block.section].zone == Zone::Recommendation),
        first_prose: document.blocks.iter().find(|block| block.kind.is_prose()).map(|block| block.span),
    }
}

/// The words that the paper puts in front: those of its titles, and those of its author keywords.
struct Front {
    title: Words,
    keywords: Words,
}

impl Front {
    fn new(cx: &Context<'_>, places: &Places) -> Self {
        let words = |spans: &[Span]| {
            let mut words = Words::default();
            for span in spans {
                words.0.extend(pieces(&match_key(cx.slice(*span))).map(str::to_owned));
            }
            words
        };
        Front { title: words(&places.title), keywords: words(&places.keywords) }
    }
}

/// Words of English, characters of Chinese.
#[derive(Default)]
struct Words(FxHashSet<String>);

impl Words {
    /// The share of a key's words that are among these.
    fn share_of(&self, key: &str) -> f64 {
        let n = pieces(key).count().max(1);
        pieces(key).filter(|piece| self.0.contains(*piece)).count() as f64 / n as f64
    }
}

/// The words of a key, Chinese characters one by one.
fn pieces(key: &str) -> impl Iterator<Item = &str> {
    key.split(' ').flat_map(|word| {
        let cut = if word.is_ascii() { word.len().max(1) } else { 0 };
        let mut rest = word;
        std::iter::from_fn(move || {
            let size = if cut > 0 { rest.len() } else { rest.chars().next()?.len_utf8() };
            let (piece, after) = rest.split_at_checked(size).filter(|(piece, _)| !piece.is_empty())?;
            rest = after;
            Some(piece)
        })
    })
}

/// Longest claimed span from each start, so that nesting is seen.
fn covering(candidates: &[Candidate<'_>]) -> Vec<Span> {
    let mut spans: Vec<Span> =
        candidates.iter().flat_map(|candidate| candidate.claims.iter().map(|(span, _)| *span)).collect();
    spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
    let mut longest: Vec<Span> = Vec::new();
    for span in spans {
        if longest.last().is_none_or(|last| last.end < span.end) {
            longest.push(span);
        }
    }
    longest
}

/// For each key, the share of its mentions that its commonest longer name takes up: near 1, it says nothing of its own.
fn containers(candidates: &[Candidate<'_>]) -> FxHashMap<String, f64> {
    let mut spans: Vec<(Span, usize)> = Vec::new();
    for (index, candidate) in candidates.iter().enumerate() {
        let mut own: Vec<Span> = candidate.claims.iter().map(|(span, _)| *span).collect();
        own.dedup();
        spans.extend(own.into_iter().map(|span| (span, index)));
    }
    spans.sort_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
    let mut counts: FxHashMap<(usize, usize), usize> = FxHashMap::default();
    let mut open: Vec<(Span, usize)> = Vec::new();
    let mut totals = vec![0usize; candidates.len()];
    for (span, index) in spans {
        totals[index] += 1;
        open.retain(|(outer, _)| outer.end >= span.end);
        for (_, outer) in open.iter().filter(|(outer, _)| *outer != span) {
            *counts.entry((index, *outer)).or_default() += 1;
        }
        open.push((span, index));
    }
    let mut shares: FxHashMap<String, f64> = FxHashMap::default();
    let mut pairs: Vec<((usize, usize), usize)> = counts.into_iter().collect();
    pairs.sort_unstable();
    for ((inner, _), n) in pairs {
        let share = n as f64 / totals[inner] as f64;
        let best = shares.entry(candidates[inner].key.clone()).or_default();
        *best = best.max(share);
    }
    shares
}

/// What candidates of one series share: their last two characters or last word, and their kind.
fn series(candidate: &Candidate<'_>) -> String {
    let tail: String = match candidate.language {
        Language::Zh => {
            let chars: Vec<char> = candidate.key.chars().collect();
            chars[chars.len().saturating_sub(2)..].iter().collect()
        }
        Language::En => candidate.key.rsplit(' ').next().unwrap_or_default().to_owned(),
    };
    format!("{}/{tail}", candidate.kind)
}

fn rules(candidate: &Candidate<'_>, features: &mut Features) {
    let mut seen: Vec<&'static str> = Vec::new();
    for (_, rule) in &candidate.claims {
        if !seen.contains(rule) {
            seen.push(rule);
            features.set(rule, 1.0);
        }
    }
    debug_assert!(
        seen.iter().all(|rule| EXTRACTORS.iter().any(|extractor| rule.starts_with(extractor.name())))
    );
}

fn where_it_stands(cx: &Context<'_>, candidate: &Candidate<'_>, places: &Places, features: &mut Features) {
    let document = &cx.doc.document;
    let within = |spans: &[Span]| {
        candidate.claims.iter().any(|(span, _)| {
            let at = spans.partition_point(|place| place.end < span.end);
            spans.get(at).is_some_and(|place| place.contains(*span))
        })
    };
    for (name, spans) in [
        ("in_title", &places.title),
        ("in_keywords", &places.keywords),
        ("in_heading", &places.headings),
        ("in_caption", &places.captions),
        ("in_abstract", &places.abstracts),
        ("in_conclusion", &places.conclusion),
        ("in_advice", &places.advice),
    ] {
        features.set(name, f64::from(u8::from(within(spans))));
    }
    let first = candidate.claims[0].0;
    features.set(
        "in_first_prose",
        f64::from(u8::from(places.first_prose.is_some_and(|prose| prose.contains(first)))),
    );
    let length = document.text.len().max(1) as f64;
    features.set("first_at", f64::from(first.start) / length);
    let mut spots: Vec<Span> = candidate.claims.iter().map(|(span, _)| *span).collect();
    spots.dedup();
    features.set("log_n", (spots.len() as f64).ln());
    features.set("density", (1.0 + 10_000.0 * spots.len() as f64 / length).ln());
    let last = spots[spots.len() - 1];
    features.set("spread", f64::from(last.start - first.start) / length);
    let mut sections: Vec<usize> = spots
        .iter()
        .filter_map(|span| {
            let at = document.blocks.partition_point(|block| block.span.end < span.end);
            document.blocks.get(at).map(|block| block.section)
        })
        .collect();
    sections.dedup();
    features.set("log_sections", (sections.len().max(1) as f64).ln());
}

fn borders(cx: &Context<'_>, candidate: &Candidate<'_>, longest: &[Span], features: &mut Features) {
    let tokens = &cx.doc.tokens;
    let (mut left, mut right, mut nested, mut before_de, mut after_verb, mut n) = (0, 0, 0, 0, 0, 0);
    let mut previous = None;
    for (span, _) in &candidate.claims {
        if previous == Some(*span) {
            continue;
        }
        previous = Some(*span);
        n += 1;
        let range = cx.doc.tokens_in(*span);
        let before = range.start.checked_sub(1).and_then(|at| tokens.get(at)).map(|token| token.tag);
        let after = tokens.get(range.end).map(|token| token.tag);
        left += usize::from(before.is_none_or(|tag| tag == Tag::Punctuation));
        right += usize::from(after.is_none_or(|tag| tag == Tag::Punctuation));
        before_de += usize::from(after == Some(Tag::De));
        after_verb += usize::from(before == Some(Tag::Verb));
        let at = longest.partition_point(|cover| cover.end < span.end);
        nested += usize::from(longest.get(at).is_some_and(|cover| cover.contains(*span) && *cover != *span));
    }
    let share = |count: usize| count as f64 / n.max(1) as f64;
    let (fixed_left, fixed_right) = neighbours(cx, candidate);
    features.set("fixed_left", fixed_left);
    features.set("fixed_right", fixed_right);
    features.set("border_left", share(left));
    features.set("border_right", share(right));
    features.set("nested", share(nested));
    features.set("always_nested", f64::from(u8::from(nested == n)));
    features.set("before_de", share(before_de));
    features.set("after_verb", share(after_verb));
}

/// How much its places look like those of a term: the likeliest, and all together.
fn learned_borders(cx: &Context<'_>, candidate: &Candidate<'_>, features: &mut Features) {
    let mut spots: Vec<Span> = candidate.claims.iter().map(|(span, _)| *span).collect();
    spots.dedup();
    let scores = spots.iter().filter_map(|span| {
        let (sentence, tokens) = tokens_of(cx.doc, *span)?;
        let score = cx.borders.score(cx.doc, cx.doc.sentences[sentence].language, &tokens);
        Some((f64::from(score), cx.borders.is_chosen(&tokens)))
    });
    let (mut best, mut sum, mut n, mut n_chosen) = (f64::MIN, 0.0, 0.0, 0.0);
    for (score, is_chosen) in scores {
        (best, sum, n) = (best.max(score), sum + score, n + 1.0);
        n_chosen += f64::from(u8::from(is_chosen));
    }
    if n > 0.0 {
        features.set("borders_best", best);
        features.set("borders_mean", sum / n);
        features.set("borders_chosen", n_chosen / n);
        features.set("borders_n_chosen", (1.0_f64 + n_chosen).ln());
    }
}

/// Share of mentions that have their commonest letter before them, and behind them: a part of a word or name always has the
/// same neighbour. Counted from three mentions on.
fn neighbours(cx: &Context<'_>, candidate: &Candidate<'_>) -> (f64, f64) {
    let text = &cx.doc.document.text;
    let mut spots: Vec<Span> = candidate.claims.iter().map(|(span, _)| *span).collect();
    spots.dedup();
    if spots.len() < 3 {
        return (0.0, 0.0);
    }
    let letter = |c: Option<char>| {
        c.filter(|c| c.is_alphanumeric() && !matches!(c, '的' | '和' | '与' | '在' | '对' | '了' | '是'))
    };
    let share = |found: Vec<char>| {
        let mut found = found;
        found.sort_unstable();
        let most = found.chunk_by(|a, b| a == b).map(<[char]>::len).max().unwrap_or(0);
        let share = most as f64 / spots.len() as f64;
        if share >= 0.6 { share } else { 0.0 }
    };
    let left =
        spots.iter().filter_map(|span| letter(text[..span.start as usize].chars().next_back())).collect();
    let right = spots.iter().filter_map(|span| letter(text[span.end as usize..].chars().next())).collect();
    (share(left), share(right))
}

fn form(cx: &Context<'_>, candidate: &Candidate<'_>, features: &mut Features) {
    let label = &candidate.label;
    let n_chars = label.chars().count();
    let size = match candidate.language {
        Language::Zh => match n_chars {
            0..=2 => "size_1",
            3..=4 => "size_2",
            5..=6 => "size_3",
            7..=12 => "size_4",
            _ => "size_5",
        },
        Language::En => match label.split(' ').count() {
            1 => "size_1",
            2 => "size_2",
            3 => "size_3",
            4..=5 => "size_4",
            _ => "size_5",
        },
    };
    features.set(size, 1.0);
    let range = cx.doc.tokens_in(candidate.claims[0].0);
    if !range.is_empty() {
        let tag = |at: usize| cx.doc.tokens[at].tag;
        features.set("one_word", f64::from(u8::from(range.len() == 1)));
        features.set("verb_first", f64::from(u8::from(tag(range.start) == Tag::Verb)));
        features.set("verb_last", f64::from(u8::from(tag(range.end - 1) == Tag::Verb)));
        features.set("has_verb", f64::from(u8::from(range.clone().any(|at| tag(at) == Tag::Verb))));
        features.set("adjective_first", f64::from(u8::from(tag(range.start) == Tag::Adjective)));
        features.set(
            "name_first",
            f64::from(u8::from(matches!(tag(range.start), Tag::Place | Tag::Person | Tag::Organisation))),
        );
        features.set(
            "odd",
            f64::from(u8::from(
                range.clone().any(|at| matches!(tag(at), Tag::Other | Tag::Measure | Tag::Locative)),
            )),
        );
    }
    let has = |name: &'static str, test: bool, features: &mut Features| {
        features.set(name, f64::from(u8::from(test)))
    };
    has("has_de", label.contains('的') || label.contains(" of "), features);
    has("has_and", label.contains(['和', '与', '及']) || label.contains(" and "), features);
    has("has_digit", label.contains(|c: char| c.is_ascii_digit()), features);
    has("has_sign", label.contains(['+', '—', '-']), features);
    has(
        "has_capital",
        candidate.language == Language::En && label.contains(|c: char| c.is_uppercase()),
        features,
    );
    has(
        "has_latin",
        candidate.language == Language::Zh && label.contains(|c: char| c.is_ascii_alphabetic()),
        features,
    );
    features.set("length", pieces(&candidate.key).count() as f64);
    features.set("is_zh", f64::from(u8::from(candidate.language == Language::Zh)));
    features.set("voted_confidence", candidate.voted.1);
}

/// What the words of a candidate alone say, as logarithm of odds.
fn lexical(cx: &Context<'_>, candidate: &Candidate<'_>) -> f64 {
    let model = &cx.knowledge.lexical;
    let mut sums = vec![0f32; model.labels.len()];
    model.add(&candidate.words, &mut sums);
    sums.first().copied().map_or(0.0, f64::from)
}
