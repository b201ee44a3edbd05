//! A line -> the part of a paper that it opens: where the words of an abstract, of keywords, of a reference begin.

use std::sync::LazyLock;

use regex::Regex;

use crate::knowledge::Layout;
use crate::text::is_han;

/// What stands between the name of a part and its words.
const CLOSING: &[char] = &['】', ']', '］', '〕', ':', '：', '*', '〗', ' ', '　', '.', '-', '—', '」'];

/// Length of the announcing word with what closes it, when `bare`, in lower case, starts with one of `words` set off
/// from what follows; the same word in the other language goes with it: `摘 要（Abstract）：本文…`.
pub(super) fn announced(bare: &str, words: &[String]) -> Option<usize> {
    let (length, word) = longest(bare, words)?;
    let rest = &bare[length..];
    let after = rest.trim_start_matches(CLOSING);
    let is_set_off = rest.is_empty() || rest.len() > after.len() || rest.starts_with(is_han);
    let is_other =
        after.starts_with(['(', '（', '/']) || word.is_ascii() != after.starts_with(|c: char| c.is_ascii());
    let twin = if is_other { twin(after, word, words) } else { None };
    if let Some(twin) = twin {
        return Some(bare.len() - after.len() + twin);
    }
    let is_word = word.is_ascii() && rest.starts_with(|c: char| c.is_ascii_alphabetic());
    (is_set_off && !is_word).then_some(length + rest.len() - after.len())
}

/// Length of the name in the other language than `word`, with the brackets around it and what closes it.
fn twin(after: &str, word: &str, words: &[String]) -> Option<usize> {
    let inner = after.trim_start_matches(['(', '（', '/', ' ']);
    let others: Vec<String> =
        words.iter().filter(|other| other.is_ascii() != word.is_ascii()).cloned().collect();
    let (length, _) = longest(inner, &others)?;
    let rest = &inner[length..];
    let end = rest.trim_start_matches([')', '）', ' ']).trim_start_matches(CLOSING);
    let is_whole = rest.is_empty() || rest.len() > end.len() || rest.starts_with(is_han);
    is_whole.then_some(after.len() - end.len())
}

/// The longest of `words` with which a line starts, and how many bytes of the line it takes.
fn longest<'w>(line: &str, words: &'w [String]) -> Option<(usize, &'w str)> {
    words.iter().filter_map(|word| Some((lead(line, word)?, word.as_str()))).max()
}

/// How many bytes of a line a word takes at its start; blanks may stand between ideographs.
fn lead(line: &str, word: &str) -> Option<usize> {
    let mut rest = line;
    for c in word.chars().filter(|c| word.is_ascii() || !c.is_whitespace()) {
        if is_han(c) && rest.len() < line.len() {
            rest = rest.trim_start();
        }
        rest = rest.strip_prefix(c)?;
    }
    Some(line.len() - rest.len())
}

/// Whether a line, in lower case, opens the references: it is their heading, or the first of them follows on it.
pub(super) fn opens_references(line: &str, layout: &Layout) -> bool {
    layout.is_references(line) || {
        let start = line.trim_start_matches(|c: char| !c.is_alphabetic());
        let is_first = |rest: &str| is_work(&rest.to_uppercase()) || is_printed(rest);
        let numbered = longest(start, &layout.references).map(|(length, _)| &start[length..]);
        numbered.is_some_and(|rest| is_numbered(rest) && is_first(rest))
            || announced(start, &layout.references)
                .map(|at| start[at..].trim_start_matches([')', '）', ':', '：', ' ']))
                .is_some_and(is_first)
    }
}

/// Whether a line is of a list of references: it bears a number in brackets, or says what kind of work it names, or
/// where and when that was printed.
pub(super) fn is_reference(line: &str) -> bool {
    is_numbered(line) || is_work(line) || is_printed(line)
}

fn is_numbered(line: &str) -> bool {
    static NUMBER: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^\s*[\[［]\s*\d+\s*[\]］]").expect("constant"));
    NUMBER.is_match(line)
}

fn is_printed(line: &str) -> bool {
    static PRINTED: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"https?:|\b(?:19|20)\d\d\s*[,，;:：(（]").expect("constant"));
    PRINTED.is_match(line)
}

/// Whether a line says what kind of work it names, as only references do: `[J]`, `［EB/OL］`, and when it was printed.
pub(super) fn is_work(line: &str) -> bool {
    static WORK: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"[\[［]\s*(?:[JMDNCRZ]|(?:EB|J|M|N|R|DB|C)/OL)\s*[\]］].*(?:19|20)\d\d")
            .expect("constant")
    });
    WORK.is_match(line)
}

/// Where in a line the heading of the references stands behind the end of a sentence: `…进行调节。参考文献：`.
pub(super) fn references_behind(line: &str, layout: &Layout) -> Option<usize> {
    let at = layout
        .references
        .iter()
        .filter(|name| name.starts_with(is_han))
        .filter_map(|name| line.rfind(name.as_str()))
        .filter(|at| line[..*at].trim_end().ends_with('。'))
        .min()?;
    opens_references(&line[at..].to_lowercase(), layout).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::{Knowledge, Options};

    fn layout() -> Layout {
        Knowledge::load(&Options::default()).expect("the built-in knowledge loads").layout
    }

    #[test]
    fn what_announces_a_part_is_taken_whole() {
        let layout = layout();
        let check = |line: &str, expected: Option<&str>| {
            assert_eq!(announced(line, &layout.abstracts).map(|at| &line[at..]), expected, "{line}");
        };
        check("摘要：河流改道", Some("河流改道"));
        check("摘要河流改道", Some("河流改道"));
        check("摘   要 河流改道", Some("河流改道"));
        check("摘要（abstract）：河流改道", Some("河流改道"));
        check("摘要(abstract)", Some(""));
        check("摘要 abstract: 河流改道", Some("河流改道"));
        check("abstract 摘要：rivers", Some("rivers"));
        check("摘要 abstraction of water", Some("abstraction of water"));
        check("abstract: rivers move", Some("rivers move"));
        check("abstracts are short", None);
    }

    #[test]
    fn references_open_where_their_heading_stands() {
        let layout = layout();
        let check =
            |line: &str, expected: bool| assert_eq!(opens_references(line, &layout), expected, "{line}");
        check("参考文献（references）: 王某.某河[j].某学报,2012(3):1-5.", true);
        check("参考文献 (references)", true);
        check("参考文献[1]提出了河流的治理", false);
        check("参考文献 [1]提出了河流的治理", false);
        check("参考文献[1] 王某. 某河的治理[m]. 2012.", true);
        check("参考文献：王某.某河的治理[j].某学报,2012(3):1-5.", true);
        check("参考文献不足的问题", false);
        check("参考文献：见附录", false);
    }

    #[test]
    fn references_may_open_behind_a_sentence() {
        let layout = layout();
        let check = |line: &str, expected: Option<&str>| {
            assert_eq!(references_behind(line, &layout).map(|at| &line[at..]), expected, "{line}");
        };
        check("河流得到调节。参考文献：", Some("参考文献："));
        check(
            "河流得到调节。 参考文献： [1]王某.某河[J].某学报,2012(3)",
            Some("参考文献： [1]王某.某河[J].某学报,2012(3)"),
        );
        check("引用的是文献之间的参考文献", None);
        check("河流得到调节。参考文献的数量很多", None);
    }
}
