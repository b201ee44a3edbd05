//! AnnotatedDocument -> mentions: statistics with number and unit.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{Claim, Context, MentionExtractor};
use crate::extract::trim;
use crate::knowledge::vocab;
use crate::model::{Clause, Tag};
use crate::text::{Language, Span};

/// How statistics are written in one language.
struct Marks {
    /// A number with its unit.
    number: Regex,
    /// What says how near a number is to the truth, before it and behind it.
    before: Regex,
    behind: Regex,
    /// What joins two numbers to one statement, before the first and between the two: 由12万吨增加到19万吨, between 5 and 10 per cent.
    from: Regex,
    to: Regex,
    /// Whether the second of the two may have such words before it: 提高到近19万吨.
    is_qualified: bool,
    /// What says that several numbers are one statement, and what may stand between them: 分别为61.3%和48.7%.
    each: Option<(Regex, &'static [&'static str])>,
}

static ZH: LazyLock<Marks> = LazyLock::new(|| Marks {
    number: regex(concat!(
        r"(?:\d{1,3}(?: \d{3})+|\d[\d,]*)(?:\.\d+)?\s*(?:[%％]|‰|个百分点|(?:多|余)?(?:万亿|千亿|百亿|亿|千万|百万|万|千)?(?:多|余)?",
        r"(?:元|美元|欧元|吨|公里|千米|平方公里|平方米|人次|人|家|项|件|篇|倍|亩|公顷|千瓦时|千瓦|兆瓦|吉瓦|座|所|户|立方米|英镑|日元|韩元|条|部|辆|台|名|个|位|次|种|天|分|岁|公斤|千克|小时|分钟|例|头|只|株|笔|宗|场|份|册|门|[ZEPTG]B)",
        r"|(?:万亿|亿|万)(?:多|余)?)",
        r"(?:[—～~\-至]+\s*\d[\d,]*(?:\.\d+)?\s*(?:[%％]))?",
    )),
    before: regex(
        r"(?:约为|大约|将近|接近|超过|超出|高达|多达|不足|不到|不低于|不少于|不超过|不高于|低于|高于|少于|多于|至少|至多|最多|仅有|只有|仅为|约|近|超|逾|仅)+\s*$",
    ),
    behind: regex(r"^\s*(?:左右|上下|以上|以下|以内|之多)"),
    from: regex(r"[由从](?:\d{4}年)?的?$"),
    to: regex(r"^[^，。；]{0,12}[至到为](?:\d{4}年)?的?$"),
    is_qualified: true,
    each: Some((regex(r"分别[^，。；\d]{0,3}$"), &["和", "与", "及", "、", "以及"])),
});
static EN: LazyLock<Marks> = LazyLock::new(|| Marks {
    number: regex(concat!(
        r"(?:(?:US|A|C|HK|R)?[$€£¥]\s?\d[\d,]*(?:\.\d+)?(?:\s?(?:billion|million|trillion|thousand|[BMK]\b|bn\b|m\b))?",
        r"|\d[\d,]*(?:\.\d+)?(?:\s?%|[\s-](?:percentage[\s-]points?|percent|per cent))",
        r"|\d[\d,]*(?:\.\d+)?\s(?:billion|million|trillion)(?:\s(?:yuan|dollars|euros|pounds|people|tons|tonnes))?",
        r"|\d[\d,]{2,}\s(?:companies|firms|projects|patents|jobs|people|researchers|startups|yuan|dollars|tons|tonnes))",
    )),
    before: regex(concat!(
        r"(?i)(?:\b(?:more than|less than|fewer than|no more than|no less than|at least|at most|up to|an average of|a total of|over|under",
        r"|above|below|about|around|approximately|roughly|some|nearly|almost|only|just|close to|as (?:much|many|low|high) as|an estimated)\s+|[~≈>≥<≤]\s?)+$",
    )),
    behind: regex(concat!(
        r"^(?:\s(?:(?:a|per|each)\s(?:square\s|cubic\s)?[a-z]{3,}\b|annually\b|(?:in|by)\s(?:19|20)\d\d(?:[/–-]\d\d)?\b",
        r"|over\s(?:a|[a-z]+|\d+)\s(?:years|months|decades?)\b))+",
    )),
    from: regex(r"(?i)\b(?:from|between) $"),
    to: regex(r"^ (?:to|and) $"),
    is_qualified: false,
    each: None,
});

/// The lower end of a range, right before the upper one: 28~74岁, 5–30 people. Years are none where a word joins the two.
static LOWER: LazyLock<Regex> =
    LazyLock::new(|| regex(r"\d[\d,]*(?:\.\d+)?\s?(?:[%％]\s?)?(?:[–—~～\-]{1,2}\s?|至\s?|到\s?|to\s)$"));

/// Where the number that stands at byte `at` of `text` begins: at the lower end of its range, if it has one behind byte `floor`, else
/// there. `None` for a part of a date, a formula or a longer number.
fn start_of(text: &str, floor: usize, at: usize) -> Option<usize> {
    let lower = LOWER.find(&text[floor..at]).filter(|lower| {
        let digits = lower.as_str().split(|c: char| !c.is_ascii_digit()).next();
        !(lower.as_str().contains(['至', '到', 't']) && digits.is_some_and(is_year))
    });
    let start = lower.map_or(at, |lower| floor + lower.start());
    let mut before = text[..start].chars().rev();
    let (last, last_but_one) = (before.next(), before.next());
    let goes_on = last_but_one.is_some_and(|c| c.is_ascii_digit());
    let is_part = last.is_some_and(|c| match c {
        '.' | '-' | '=' | '/' | ':' | '±' => true,
        ',' | '–' | '—' | '~' | '～' => goes_on,
        _ => c.is_ascii_alphanumeric(),
    });
    (!is_part).then_some(start)
}

/// Whether digits are those of a year.
fn is_year(digits: &str) -> bool {
    digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"))
}

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is constant and tested")
}

impl Marks {
    fn of(language: Language) -> &'static Marks {
        if language == Language::Zh { &ZH } else { &EN }
    }

    /// Whether a further number belongs to the statement of the `n` before it, by what stands before the first and between the last two.
    fn join(&self, n: usize, before: &str, between: &str) -> bool {
        let bare = if self.is_qualified { self.before.replace(between, "") } else { between.into() };
        let is_range = n == 1 && self.from.is_match(before) && self.to.is_match(&bare);
        let is_each =
            |(each, joints): &(Regex, &[&str])| each.is_match(before) && joints.contains(&bare.trim());
        is_range || self.each.as_ref().is_some_and(is_each)
    }
}

/// # What it finds
/// A number with its unit, together with what it measures when that stands in the same clause. One number is one statistic: its
/// number alone and its clause are other names of it ([`forms`]), not statistics of their own.
///
/// # Example
/// `湿地保护率为57%左右` => mention "湿地保护率为57%左右", indicator.
/// `Repairs took more than $45 million a year` => mention "more than $45 million a year", indicator.
/// `2024年` => nothing.
///
/// # Why it is believed
/// The unit tells a statistic from a year, a count of sections or a formula.
///
/// # Known misses
/// Numbers in words; ranges across clauses.
pub(super) struct Indicators;

/// Longest phrase of a statistic, in characters.
const LONGEST: usize = 40;
/// Shortest clause that names a statistic, in characters.
const SHORTEST_CLAUSE: usize = 6;

impl MentionExtractor for Indicators {
    fn name(&self) -> &'static str {
        "indicators"
    }

    fn extract<'a>(&self, cx: &Context<'a>, found: &mut Vec<Claim<'a>>) {
        let claim = |statistic: &Statistic| Claim {
            span: statistic.span,
            kind: Some(vocab::INDICATOR),
            rule: statistic.rule,
        };
        found.extend(cx.statistics.iter().map(claim));
    }
}

/// One statistic of a clause.
#[derive(Debug)]
pub(crate) struct Statistic {
    /// Its numbers with their units, several where they are one statement.
    numbers: Vec<Span>,
    /// From the first to the last.
    number: Span,
    /// The stretch that names it best.
    span: Span,
    rule: &'static str,
    /// All stretches that name it.
    forms: Vec<Span>,
}

impl Statistic {
    /// From its first number to its last.
    pub(super) fn number(&self) -> Span {
        self.number
    }

    /// Whether a stretch is its number with something around it, be it more or less than what names it best.
    pub(super) fn is_in(&self, span: Span) -> bool {
        span.contains(self.number)
    }

    /// Whether a stretch is another way to name it.
    pub(super) fn is_named_by(&self, span: Span) -> bool {
        self.numbers.iter().any(|number| span.contains(*number))
            && self.forms.iter().any(|form| form.contains(span))
    }
}

/// Every statistic of a document, in order of the text.
pub(crate) fn all(cx: &Context<'_>) -> Vec<Statistic> {
    let clauses = cx
        .doc
        .sentences
        .iter()
        .flat_map(|sentence| sentence.clauses.iter().map(move |clause| (sentence.language, clause)));
    clauses.flat_map(|(language, clause)| statistics(cx, language, clause)).collect()
}

/// The other stretches of text that name the statistic which stands at a place: its number, alone and with what it counts, and the
/// clause up to it.
pub(crate) fn forms(cx: &Context<'_>, claimed: Span) -> Vec<Span> {
    let own = cx.statistics_in(claimed).iter().find(|statistic| statistic.span.contains(claimed));
    let mut forms: Vec<Span> = Vec::new();
    for form in own.into_iter().flat_map(|statistic| &statistic.forms) {
        let Some(part) = trim::trimmed(cx.slice(*form)) else { continue };
        let start = form.range().start;
        let form = Span::new(start + part.start, start + part.end);
        if form != claimed && !forms.contains(&form) {
            forms.push(form);
        }
    }
    forms
}

fn statistics(cx: &Context<'_>, language: Language, clause: &Clause) -> Vec<Statistic> {
    let numbers = joined(cx, Marks::of(language), clause, &numbers(cx, language, clause));
    numbers.into_iter().map(|numbers| statistic(cx, language, clause, &numbers)).collect()
}

/// The numbers of a clause that count or measure something, in order, none over another.
fn numbers(cx: &Context<'_>, language: Language, clause: &Clause) -> Vec<Span> {
    let text = cx.slice(clause.span);
    if !text.contains(|c: char| c.is_ascii_digit()) {
        return Vec::new();
    }
    let offset = clause.span.range().start;
    let matched = Marks::of(language).number.find_iter(text);
    let mut found: Vec<Range<usize>> = matched.map(|number| number.range()).collect();
    // A part of a date or a time is none.
    let is_closed = |end: usize| !text[end..].starts_with(['-', ':', '/']);
    for at in clause.tokens.clone().filter(|at| cx.doc.tokens[*at].tag == Tag::Number) {
        let span = cx.doc.tokens[at].span;
        let range = span.range().start - offset..span.range().end - offset;
        let measures = match language {
            Language::Zh => is_measured(cx, clause, at),
            Language::En => {
                is_count(cx.word(at)) && is_closed(range.end) && counted(cx, clause, span).is_some()
            }
        };
        found.extend(measures.then_some(range));
    }
    found.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    let mut floor = 0;
    let whole = found.into_iter().filter_map(|range| {
        if range.start < floor {
            return None;
        }
        let start = start_of(text, floor, range.start)?;
        floor = range.end;
        Some(Span::new(offset + start, offset + range.end))
    });
    whole.collect()
}

/// A bare decimal right behind a word that measures: 均值为0.83.
fn is_measured(cx: &Context<'_>, clause: &Clause, number: usize) -> bool {
    let word = cx.word(number);
    word.contains('.')
        && word.starts_with(|c: char| c.is_ascii_digit())
        && number > clause.tokens.start
        && (matches!(cx.word(number - 1), "从" | "由" | "到" | "至")
            || cx.is_in(Language::Zh, "indicator_verb", cx.word(number - 1)))
}

/// English numbers whose unit is what they count: 140 full-time employees. Years, dates and single digits are none.
fn is_count(word: &str) -> bool {
    let is_plain = word.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.'));
    let n_digits = word.chars().filter(char::is_ascii_digit).count();
    is_plain && n_digits >= 2 && !(n_digits == 4 && is_year(word))
}

/// Numbers that make one statement together.
fn joined(cx: &Context<'_>, marks: &Marks, clause: &Clause, numbers: &[Span]) -> Vec<Vec<Span>> {
    let mut groups: Vec<Vec<Span>> = Vec::new();
    for number in numbers {
        if let Some(group) = groups.last_mut() {
            let before = cx.slice(Span { start: clause.span.start, end: group[0].start });
            let between = cx.slice(Span { start: group[group.len() - 1].end, end: number.start });
            if marks.join(group.len(), before, between) {
                group.push(*number);
                continue;
            }
        }
        groups.push(vec![*number]);
    }
    groups
}

fn statistic(cx: &Context<'_>, language: Language, clause: &Clause, numbers: &[Span]) -> Statistic {
    let number = numbers[0].cover(numbers[numbers.len() - 1]);
    let before = cx.slice(Span { start: clause.span.start, end: number.start });
    let marks = Marks::of(language);
    let mut start = marks.before.find(before).map_or(before.len(), |found| found.start());
    if numbers.len() > 1 {
        start = marks.from.find(&before[..start]).map_or(start, |found| found.start());
    }
    let start = clause.span.start + start as u32;
    let closed = |end: u32| {
        let behind = cx.slice(Span { start: end, end: clause.span.end });
        end + marks.behind.find(behind).map_or(0, |found| found.end() as u32)
    };
    let end = closed(number.end);
    let whole = Span { start, end };
    let counted = counted(cx, clause, number);
    let widest = counted.map_or(whole, |counted| whole.cover(Span { end: closed(counted.end), ..counted }));
    let mut forms = numbers.to_vec();
    forms.extend([number, whole, widest]);
    forms.extend(counted);
    let plain = (widest, if widest == whole { "indicators/number" } else { "indicators/counted" });
    let (span, rule) = match language {
        Language::Zh => {
            let from_start = Span { start: clause.span.start, end };
            let n_chars = cx.slice(from_start).chars().count();
            if (SHORTEST_CLAUSE..=LONGEST).contains(&n_chars) {
                forms.push(from_start);
            }
            let phrase = phrase(cx, clause, whole);
            forms.extend(phrase.map(|(phrase, _)| phrase));
            match phrase {
                Some((phrase, true)) => (phrase, "indicators/phrase"),
                _ => plain,
            }
        }
        Language::En => plain,
    };
    forms.push(span);
    Statistic { numbers: numbers.to_vec(), number, span, rule, forms }
}

/// From the number to what it counts: 1200名村医, 80%的资金, 75 tons of wool.
fn counted(cx: &Context<'_>, clause: &Clause, number: Span) -> Option<Span> {
    let first = cx.doc.tokens.partition_point(|token| token.span.start < number.end);
    let mut from = first;
    for word in ["of", "the", "的"] {
        from += usize::from(from < clause.tokens.end && cx.word(from) == word);
    }
    let is_part = |at: &usize| matches!(cx.doc.tokens[*at].tag, Tag::Noun | Tag::VerbalNoun | Tag::Adjective);
    let end = (from..clause.tokens.end.min(from + MOST_COUNTED)).take_while(is_part).last()? + 1;
    let ends_in_noun = matches!(cx.doc.tokens[end - 1].tag, Tag::Noun | Tag::VerbalNoun);
    ends_in_noun.then(|| Span { start: number.start, end: cx.doc.tokens[end - 1].span.end })
}

/// Most words of what a number counts.
const MOST_COUNTED: usize = 4;

/// From what is measured to the number, and whether a word says that it is measured: 灌溉用水占比为61.3%, 泵站9600座.
fn phrase(cx: &Context<'_>, clause: &Clause, number: Span) -> Option<(Span, bool)> {
    let mut at = cx.doc.tokens.partition_point(|token| token.span.start < number.start);
    let joins = |at: usize| {
        let word = cx.word(at);
        cx.is_in(Language::Zh, "indicator_verb", word)
            || matches!(cx.doc.tokens[at].tag, Tag::Adverb)
            || matches!(word, "了" | "到" | "至" | "由" | "分别")
    };
    let mut has_verb = at < cx.doc.tokens.len() && joins(at);
    while at > clause.tokens.start && joins(at - 1) {
        has_verb = true;
        at -= 1;
    }
    let verb = at;
    let material = |at: usize| {
        cx.doc.tokens[at].tag.is_nominal()
            || matches!(cx.doc.tokens[at].tag, Tag::Adjective | Tag::De | Tag::Other | Tag::Locative)
    };
    if at > clause.tokens.start && cx.is_in(Language::Zh, "indicator_noun", cx.word(at - 1)) {
        has_verb = true;
    }
    while at > clause.tokens.start && material(at - 1) {
        at -= 1;
    }
    while at < verb && cx.doc.tokens[at].tag == Tag::De {
        at += 1;
    }
    let span = Span { start: cx.doc.tokens.get(at)?.span.start, end: number.end };
    (span.start < number.start && cx.slice(span).chars().count() <= LONGEST).then_some((span, has_verb))
}

#[cfg(test)]
mod tests {
    use crate::extract::Extractor;
    use crate::knowledge::{Knowledge, Options, vocab};
    use crate::model::Fragment;
    use crate::segment::Segmenter;

    fn read(text: &str, knowledge: &Knowledge) -> Fragment {
        let document = crate::read::read("a.md", text.as_bytes(), knowledge).expect("reads");
        Extractor::new(knowledge).extract(Segmenter::new(knowledge).segment(document))
    }

    /// The ways in which each statistic is written.
    fn statistics(fragment: &Fragment) -> Vec<Vec<&str>> {
        let kinds = fragment.terms.iter().enumerate().filter(|(_, term)| term.kind == vocab::INDICATOR);
        let of_term = |term| fragment.mentions.iter().filter(move |mention| mention.term == term);
        let written = kinds.map(|(term, _)| of_term(term).map(|m| fragment.document.slice(m.span)).collect());
        written.collect()
    }

    #[test]
    fn one_number_is_one_statistic_with_several_names() {
        let knowledge = Knowledge::load(&Options::default()).expect("loads");
        let cases: [(&str, &[&str]); 4] = [
            (
                "# 湿地保护\n\n湿地保护成效明显。湿地修复面积超过3200公顷，湿地保护率稳步提高。\n",
                &["湿地修复面积超过3200公顷", "超过3200公顷", "3200公顷"],
            ),
            (
                "# 湿地保护\n\n湿地保护率由2015年的43.5%提高到2023年的57.2%，湿地保护成效明显。\n",
                &["由2015年的43.5%提高到2023年的57.2%", "43.5%", "57.2%"],
            ),
            (
                "# 湿地保护\n\n两市湿地保护率分别为61.3%和48.7%，湿地保护成效明显。\n",
                &["两市湿地保护率分别为61.3%和48.7%", "61.3%", "48.7%"],
            ),
            (
                "# Wetland protection\n\nWetland protection costs money. The wetland fund paid more than $45 million a year to farmers.\n",
                &["more than $45 million a year", "$45 million"],
            ),
        ];
        for (text, wanted) in cases {
            let fragment = read(text, &knowledge);
            let found = statistics(&fragment);
            assert_eq!(found.len(), 1, "{text} {found:?}");
            assert!(wanted.iter().all(|name| found[0].contains(name)), "{wanted:?} in {found:?}");
        }
    }

    #[test]
    fn a_number_is_never_cut() {
        let starts = [
            ("村医28~74岁", "74", Some("28~74岁")),
            ("between 5–30 people", "30", Some("5–30 people")),
            ("高达84%~ 90%", "90", Some("84%~ 90%")),
            ("培训12至15天", "15", Some("12至15天")),
            ("in 2015 to 30 people", "30", Some("30 people")),
            ("共13,910人", "910", None),
            ("COVID-19–30 people", "30", None),
            ("0.4±0.5 h", "0.5", None),
        ];
        for (text, number, wanted) in starts {
            let at = text.find(number).expect("there");
            assert_eq!(super::start_of(text, 0, at).map(|start| &text[start..]), wanted, "{text}");
        }
    }

    #[test]
    fn years_and_numbers_of_sections_are_no_statistics() {
        let knowledge = Knowledge::load(&Options::default()).expect("loads");
        for text in [
            "# 湿地保护\n\n2023年，湿地保护成效明显，见第3章。\n",
            "# Wetlands\n\nWetland protection began in 1998, see 2.3. The wetland fund opened on 2019-05-07 in Ghent.\n",
        ] {
            let document = crate::read::read("a.md", text.as_bytes(), &knowledge).expect("reads");
            let doc = Segmenter::new(&knowledge).segment(document);
            Extractor::new(&knowledge).with_context(&doc, |cx| {
                let found: Vec<&str> =
                    cx.statistics.iter().map(|statistic| cx.slice(statistic.span)).collect();
                assert!(found.is_empty(), "{found:?}");
            });
        }
    }
}
