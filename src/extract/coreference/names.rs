//! The names of a paper, each with how it is used, and the pairs of them that may be of one thing.

use super::{Seen, numbers};
use crate::extract::mentions::Context;
use crate::extract::reader::{self, Reader};
use crate::extract::terms::{Candidate, Occurrence};
use crate::knowledge::vocab;
use crate::model::Tag;
use crate::text::{Language, Span, singular, strip_marks};

/// Names of lower salience are not compared.
const MOST_COMPARED: usize = 300;
/// Most bytes between two names that are looked for near each other.
const NEAR: u32 = 400;
/// Most bytes of a name in front of a bracket, and from its end to what stands in the bracket.
const LONGEST_BEFORE: u32 = 160;
const LONGEST_GAP: u32 = 12;
/// Most places at which a name is looked at in its sentence.
const MOST_PLACES: usize = 8;

/// One name and how it is used.
pub(super) struct Name {
    /// Its words in lower case; characters of a Chinese one.
    pub(super) words: Vec<String>,
    /// Places that no longer name covers, and all places, in order.
    pub(super) alone: Vec<Span>,
    pub(super) all: Vec<Span>,
    /// How many of those alone stand behind "the", "this", 该; how many in brackets.
    pub(super) n_determined: usize,
    pub(super) n_bracketed: usize,
    pub(super) is_acronym: bool,
    pub(super) is_capital: bool,
    /// How likely a reader finds a term where it stands, at its likeliest place, 0..=1.
    pub(super) likely: f64,
    /// The share of its words that the network does not know.
    pub(super) unknown: f64,
    /// What the network knows of its words, and what it sees where the name stands alone.
    pub(super) known: Vec<f32>,
    pub(super) seen: Vec<f32>,
    /// Names that hold it.
    pub(super) holders: Vec<usize>,
}

/// How one name holds another: how many words are left in front and behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rest {
    pub(super) front: usize,
    pub(super) back: usize,
}

/// How two names touch: what is left of the longer one, whether the shorter one is made of its initials, and how often each stands in a
/// bracket behind the other.
pub(super) struct Touch {
    pub(super) rest: Option<Rest>,
    pub(super) initials: bool,
    pub(super) brackets: [usize; 2],
}

pub(super) struct Names<'c> {
    pub(super) cx: &'c Context<'c>,
    pub(super) terms: &'c [Candidate<'c>],
    pub(super) names: Vec<Name>,
    /// The names that are compared, the most salient first.
    compared: Vec<usize>,
}

impl<'c> Names<'c> {
    pub(super) fn new(
        cx: &'c Context<'c>,
        reader: &Reader<'_>,
        terms: &'c [Candidate<'c>],
        (occurrences, likely): (&[Occurrence], &[f64]),
    ) -> Self {
        let mut names: Vec<Name> = terms.iter().map(name).collect();
        for (occurrence, likely) in occurrences.iter().zip(likely) {
            let name = &mut names[occurrence.term];
            name.all.push(occurrence.span);
            name.likely = name.likely.max(*likely);
            if !occurrence.nested {
                name.alone.push(occurrence.span);
                let before = cx.doc.document.text[..occurrence.span.start as usize].trim_end();
                name.n_determined += usize::from(is_determined(before, terms[occurrence.term].language));
                name.n_bracketed += usize::from(before.ends_with(['(', '（']));
            }
        }
        let mut compared: Vec<usize> = (0..terms.len()).collect();
        compared.sort_by(|a, b| terms[*b].salience.total_cmp(&terms[*a].salience).then(a.cmp(b)));
        compared.truncate(MOST_COMPARED);
        for at in &compared {
            let name = &mut names[*at];
            let places = if name.alone.is_empty() { &name.all } else { &name.alone };
            name.seen = reader.seen_at(places.iter().take(MOST_PLACES).map(|span| cx.doc.tokens_in(*span)));
            (name.known, name.unknown) = known(cx, &terms[*at]);
        }
        for long in &compared {
            for short in &compared {
                if holds(&names[*long].words, &names[*short].words).is_some() {
                    names[*short].holders.push(*long);
                }
            }
        }
        Names { cx, terms, names, compared }
    }

    /// All pairs that touch, in order, with what is known of them.
    pub(super) fn pairs(&self) -> Vec<Seen> {
        let mut found = Vec::new();
        for (n, a) in self.compared.iter().enumerate() {
            for b in &self.compared[n + 1..] {
                let size = |at: &usize| self.names[*at].words.len();
                let (long, short) = if (size(a), *b) >= (size(b), *a) { (*a, *b) } else { (*b, *a) };
                let touch = self.touch(long, short);
                found.extend(touch.map(|touch| (long, short, numbers::of(self, long, short, &touch))));
            }
        }
        found.sort_by_key(|(long, short, _)| (*long, *short));
        found
    }

    /// How two names touch; nothing where they do not, or cannot be of one thing.
    fn touch(&self, long: usize, short: usize) -> Option<Touch> {
        let (left, right) = (&self.terms[long], &self.terms[short]);
        let (a, b) = (&self.names[long], &self.names[short]);
        let rest = holds(&a.words, &b.words);
        let initials = b.is_acronym && initials_agree(strip_marks(&left.label), strip_marks(&right.label));
        let brackets = [self.n_bracketed_behind(long, short), self.n_bracketed_behind(short, long)];
        let touches = rest.is_some() || initials || brackets.iter().any(|n| *n > 0);
        // To improve a mechanism is a measure, and no mechanism; poor access is a problem, and no access.
        let is_of_two_kinds = rest.is_some() && left.known_as != right.known_as;
        let is_about = is_of_two_kinds && (self.is_measure_on(long, rest) || left.known_as == vocab::PROBLEM);
        let is_other = rest.is_some_and(|rest| self.says_other(long, rest));
        (touches && !is_about && !is_other).then_some(Touch { rest, initials, brackets })
    }

    /// Whether a name is a verb of measures in front of what it holds.
    fn is_measure_on(&self, long: usize, rest: Option<Rest>) -> bool {
        let Some(Rest { front, back: 0 }) = rest else { return false };
        self.opens_with_measure(long, front)
    }

    /// Whether what is left of a name says that it is another thing than what it holds: one of two, the lack of it or what is done against it.
    fn says_other(&self, long: usize, rest: Rest) -> bool {
        let language = self.terms[long].language;
        let words = &self.names[long].words;
        let (front, back) = (&words[..rest.front], &words[words.len() - rest.back..]);
        let is_joint = |word: &String| match language {
            Language::Zh => matches!(word.as_str(), "和" | "与" | "及" | "、" | "或"),
            Language::En => matches!(word.as_str(), "and" | "or"),
        };
        let last = front.last().map_or("", String::as_str);
        let verb = match language {
            Language::Zh => front.concat(),
            Language::En => front.first().cloned().unwrap_or_default(),
        };
        let is_against =
            ["address", "hinder", "cause", "lack"].iter().any(|class| self.cx.is_in(language, class, &verb));
        // Poor access is no access, and 依从性差 no 依从性.
        let endings = &self.cx.knowledge.lexicon(Language::Zh).problem_endings;
        let is_ailing = match language {
            Language::Zh => endings.iter().any(|ending| *ending == back.concat()),
            Language::En => self.cx.is_in(language, "ailing", last),
        };
        front.last().is_some_and(is_joint)
            || back.first().is_some_and(is_joint)
            || back.first().is_some_and(|word| word == "的")
            || language == Language::Zh && matches!(last, "不" | "非" | "无" | "未" | "反" | "抗")
            || language == Language::En && matches!(last, "non" | "anti" | "without" | "not" | "no")
            || is_against
            || is_ailing
    }

    /// Whether the words in front of what a name holds are a verb of measures.
    pub(super) fn opens_with_measure(&self, long: usize, front: usize) -> bool {
        let language = self.terms[long].language;
        let words = &self.names[long].words[..front];
        let verb = match language {
            // 要完善 is 完善.
            Language::Zh => words[words.len().saturating_sub(2)..].concat(),
            Language::En => words.first().cloned().unwrap_or_default(),
        };
        ["measure", "build", "raise", "adopt"].iter().any(|class| self.cx.is_in(language, class, &verb))
    }

    /// How often a name stands in a bracket right behind another.
    fn n_bracketed_behind(&self, first: usize, second: usize) -> usize {
        let text = &self.cx.doc.document.text;
        let opens = |a: &Span, b: &Span| {
            let is_near = b.start >= a.end && b.start - a.end <= LONGEST_GAP;
            let marks = [' ', '“', '”', '"', '‘', '’', '《', '》'];
            is_near
                && matches!(text[a.end as usize..b.start as usize].trim_matches(marks), "(" | "（")
                && !lists_members(&text[b.start as usize..])
        };
        let all = &self.names[first].all;
        let is_behind = |span: &&Span| {
            let from = all.partition_point(|other| other.start + LONGEST_BEFORE < span.start);
            all[from..].iter().take_while(|other| other.start < span.start).any(|other| opens(other, span))
        };
        self.names[second].all.iter().filter(is_behind).count()
    }

    /// From the one name to the other where they stand nearest to each other within a sentence, the shorter one alone if it ever does; else
    /// where the shorter one stands.
    pub(super) fn nearest(&self, long: usize, short: usize) -> Option<Span> {
        let (a, own) = (&self.names[long].all, &self.names[short]);
        let b = if own.alone.is_empty() { &own.all } else { &own.alone };
        let sentence = |span: &Span| self.cx.doc.sentence_at(span.start);
        let pairs = b.iter().flat_map(|own| {
            let from = a.partition_point(|other| other.start + NEAR < own.start);
            a[from..].iter().take_while(|other| other.start < own.start + NEAR).map(move |other| (own, other))
        });
        let together = pairs.filter(|(own, other)| sentence(own) == sentence(other));
        let covers = together.map(|(own, other)| own.cover(*other));
        covers.min_by_key(|cover| (cover.len(), cover.start)).or_else(|| b.first().copied())
    }
}

fn name(term: &Candidate<'_>) -> Name {
    let label = strip_marks(&term.label);
    let words = match term.language {
        Language::Zh => {
            let chars = label.chars().filter(|c| !c.is_whitespace());
            chars.map(|c| c.to_lowercase().to_string()).collect()
        }
        Language::En => {
            label.split([' ', '-', '‐', '‑']).filter(|word| !word.is_empty()).map(folded).collect()
        }
    };
    let n_letters = label.chars().filter(|c| c.is_alphabetic()).count();
    let n_upper = label.chars().filter(|c| c.is_uppercase()).count();
    Name {
        words,
        alone: Vec::new(),
        all: Vec::new(),
        n_determined: 0,
        n_bracketed: 0,
        is_acronym: (2..=8).contains(&n_letters) && n_upper * 3 >= n_letters * 2,
        is_capital: label.starts_with(char::is_uppercase),
        likely: 0.0,
        unknown: 0.0,
        known: Vec::new(),
        seen: Vec::new(),
        holders: Vec::new(),
    }
}

/// The sum of what the network knows of the words of a name, and the share of those that it does not know.
fn known(cx: &Context<'_>, term: &Candidate<'_>) -> (Vec<f32>, f64) {
    let network = &cx.knowledge.network;
    let mut sums = vec![0.0; network.width];
    let (mut n_words, mut n_unknown) = (0_usize, 0_usize);
    if let Some((span, _)) = term.claims.first() {
        for at in cx.doc.tokens_in(*span).filter(|at| cx.doc.tokens[*at].tag != Tag::Punctuation) {
            // The word itself comes last, its parts before it.
            let mut is_known = true;
            for piece in reader::pieces(cx.word(at)) {
                is_known = network.add_piece(&piece, &mut sums);
            }
            n_words += 1;
            n_unknown += usize::from(!is_known);
        }
    }
    (sums, n_unknown as f64 / n_words.max(1) as f64)
}

/// Whether a bracket, from behind its opening on, names several things: (DARPA, DOE, etc), （青岛、烟台等）. A translation with its short form
/// is one thing: （intertidal monitoring，IM）.
fn lists_members(text: &str) -> bool {
    let Some(end) = text.find([')', '）', '\n']) else { return false };
    let inside = text[..end].trim_end_matches(['.', ' ']);
    let parts: Vec<&str> = inside.split([',', '，', '、', ';', '；']).map(str::trim).collect();
    let is_acronym = |part: &&str| part.len() >= 2 && part.chars().all(char::is_uppercase);
    let is_short_form = parts.last().is_some_and(is_acronym) && !parts.first().is_some_and(is_acronym);
    let is_open = inside.ends_with(" etc") || inside.ends_with('等');
    parts.len() >= 2 && is_open || parts.len() >= 3 && !is_short_form
}

/// The word in lower case and without the ending of a plural.
fn folded(word: &str) -> String {
    singular(&word.to_lowercase()).to_owned()
}

/// What is left of a name around another one that it holds, the last time where it does so several times.
fn holds(long: &[String], short: &[String]) -> Option<Rest> {
    if short.is_empty() || long.len() <= short.len() {
        return None;
    }
    // A run of letters or digits among Chinese characters is one word: III型 does not hold II型.
    let is_run = |left: &String, right: &String| {
        left.len() == 1
            && right.len() == 1
            && left.chars().chain(right.chars()).all(|c| c.is_ascii_alphanumeric())
    };
    let is_cut = |at: usize| at > 0 && at < long.len() && is_run(&long[at - 1], &long[at]);
    let stands =
        |at: &usize| long[*at..at + short.len()] == *short && !is_cut(*at) && !is_cut(at + short.len());
    let front = (0..=long.len() - short.len()).rev().find(stands)?;
    Some(Rest { front, back: long.len() - short.len() - front })
}

/// Whether the letters of a short form stand in order at the beginnings of the words of a name.
fn initials_agree(name: &str, short: &str) -> bool {
    let lower = |c: char| c.to_lowercase().next();
    let mut letters = short.chars().filter(|c| c.is_alphabetic()).filter_map(lower).peekable();
    for word in name.split([' ', '-', '/']) {
        let first = word.chars().next().and_then(lower);
        letters.next_if(|letter| Some(*letter) == first);
    }
    letters.peek().is_none()
}

/// Whether a text ends with a word that points to something known.
fn is_determined(before: &str, language: Language) -> bool {
    match language {
        Language::Zh => {
            ["该", "此", "这", "其", "本", "这一", "上述"].iter().any(|word| before.ends_with(word))
        }
        Language::En => {
            let last = before.rsplit([' ', '\n', '(']).next().unwrap_or_default();
            ["the", "this", "that", "these", "those", "such", "its"]
                .iter()
                .any(|word| last.eq_ignore_ascii_case(word))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_counted_on_both_sides() {
        let words = |text: &str| -> Vec<String> { text.split(' ').map(folded).collect() };
        let check = |long: &str, short: &str, expected: Option<(usize, usize)>| {
            let rest = holds(&words(long), &words(short)).map(|rest| (rest.front, rest.back));
            assert_eq!(rest, expected, "{long} {short}");
        };
        check("rural Clinics fund", "rural clinic", Some((0, 1)));
        check("new rural clinic fund", "clinic", Some((2, 1)));
        check("fund of a fund", "fund", Some((3, 0)));
        check("rural clinic", "rural clinic", None);
        check("clinical fund", "clinic", None);
        let chars = |text: &str| -> Vec<String> { text.chars().map(|c| c.to_string()).collect() };
        assert!(holds(&chars("III型码头"), &chars("II型码头")).is_none());
        assert!(holds(&chars("新II型码头"), &chars("II型码头")).is_some());
    }

    #[test]
    fn short_forms_are_made_of_first_letters() {
        for (name, short, expected) in [
            ("Harbour Dredging Office", "HDO", true),
            ("Office for the Dredging of Harbours", "ODH", true),
            ("Harbour Dredging Office", "HDB", false),
            ("measurement-device link", "MDL", true),
        ] {
            assert_eq!(initials_agree(name, short), expected, "{name} {short}");
        }
    }

    #[test]
    fn a_bracket_with_several_things_names_none() {
        for (inside, expected) in [
            ("HDO) dredges", false),
            ("harbour dredging, HD)", false),
            ("HDO, PKO, etc)", true),
            ("DREDGING and HARBOURS, HD)", false),
            ("harbours, docks, and quays, HDQ)", false),
            ("HDO, PKO, RKO)", true),
            ("不平等）", false),
            ("青岛、烟台等）", true),
            ("潮间带监测，IM）", false),
            ("HDO dredges. The port and", false),
        ] {
            assert_eq!(lists_members(inside), expected, "{inside}");
        }
    }

    #[test]
    fn known_things_are_pointed_at() {
        assert!(is_determined("members of The", Language::En));
        assert!(!is_determined("members of bathe", Language::En));
        assert!(is_determined("由此，该", Language::Zh));
        assert!(!is_determined("由此，各", Language::Zh));
    }
}
