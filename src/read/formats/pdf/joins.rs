//! Lines of one paragraph -> its text: broken words made whole, no blanks inside Chinese.

use rustc_hash::FxHashSet;

use super::lines::Printed;
use crate::text::{is_han, is_wide_punctuation};

/// The English words of a document that stand inside lines, in lower case: what a broken word may have been.
pub(super) struct Vocabulary(FxHashSet<String>);

impl Vocabulary {
    pub(super) fn of<'l>(lines: impl Iterator<Item = &'l Printed>) -> Self {
        let mut words = FxHashSet::default();
        for line in lines {
            let inner = line.text.trim_end_matches(is_hyphen);
            let is_broken = inner.len() < line.text.len();
            let mut parts: Vec<&str> = inner.split(|c: char| !c.is_alphabetic() && c != '-').collect();
            if is_broken {
                parts.pop();
            }
            for word in parts.into_iter().skip(1).filter(|word| word.len() > 2) {
                words.insert(word.to_lowercase());
                words.extend(word.split('-').map(str::to_lowercase));
            }
        }
        Vocabulary(words)
    }

    /// Adds a line to the text of its paragraph.
    pub(super) fn join(&self, text: &mut String, line: &str) {
        let line = line.trim();
        let Some(first) = line.chars().next() else { return };
        let Some(last) = text.chars().next_back() else {
            text.push_str(line);
            return;
        };
        if is_hyphen(last) && first.is_alphabetic() {
            let head = text.trim_end_matches(is_hyphen).to_owned();
            if head.ends_with(char::is_alphabetic) {
                let keeps = !first.is_lowercase() || self.is_compound(&head, line);
                *text = head;
                if keeps {
                    text.push('-');
                }
                text.push_str(line);
                return;
            }
        }
        let is_wide = |c: char| is_han(c) || is_wide_punctuation(c);
        if !(is_wide(last) || is_wide(first)) {
            text.push(' ');
        }
        text.push_str(line);
    }

    /// Whether the hyphen between two lines belongs to the word: `policy-` and `making`, not `gov-` and `ernment`.
    fn is_compound(&self, head: &str, line: &str) -> bool {
        let start = head
            .rfind(|c: char| !c.is_alphabetic())
            .map_or(0, |at| at + head[at..].chars().next().map_or(1, char::len_utf8));
        let before = head[start..].to_lowercase();
        let after: String = line.chars().take_while(|c| c.is_alphabetic()).collect::<String>().to_lowercase();
        let knows = |word: &str| self.0.contains(word);
        if knows(&format!("{before}{after}")) {
            return false;
        }
        knows(&format!("{before}-{after}"))
            || before.len() > 3 && after.len() > 3 && knows(&before) && knows(&after)
    }

    /// Mends words broken inside a cell of a table, where lines were joined with a blank already.
    pub(super) fn mend(&self, text: &str) -> String {
        let mut mended = String::with_capacity(text.len());
        for (n, part) in text.split("\u{ad} ").enumerate() {
            if n == 0 {
                mended.push_str(part);
            } else {
                mended.push('\u{ad}');
                self.join(&mut mended, part);
            }
        }
        super::spacing::normal(&mended)
    }
}

pub(super) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{ad}' | '\u{2010}' | '\u{2011}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_made_whole_and_compounds_kept() {
        let known = ["resource", "sharing", "maintenance", "well-known"];
        let vocabulary = Vocabulary(known.iter().map(|word| (*word).to_owned()).collect());
        let check = |text: &str, line: &str, expected: &str| {
            let mut joined = text.to_owned();
            vocabulary.join(&mut joined, line);
            assert_eq!(joined, expected, "{text} + {line}");
        };
        check("the main-", "tenance fund", "the maintenance fund");
        check("the gov\u{ad}", "ernment", "the government");
        check("a resource-", "sharing plan", "a resource-sharing plan");
        check("a well-", "known plan", "a well-known plan");
        check("the Yangtze-", "Huaihe plain", "the Yangtze-Huaihe plain");
        check("推进医养结", "合，缓解", "推进医养结合，缓解");
        check("one line", "and another", "one line and another");
        assert_eq!(vocabulary.mend("Lead organi\u{ad} sation"), "Lead organisation");
    }
}
