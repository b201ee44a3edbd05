//! A list of words -> where they stand in a text, found in one pass.

use rustc_hash::FxHashMap;

/// Many words, laid out as a tree of characters; ASCII letters match in either case when it is folded.
///
/// # Complexity
/// Built in the total length of the words; a search looks at every character about as often as words overlap there.
#[derive(Debug, Default)]
pub struct WordFinder {
    folded: bool,
    /// From a node, by a character, to the next node.
    edges: FxHashMap<u64, u32>,
    /// The word that ends at each node.
    ends: Vec<Option<u32>>,
}

/// A word where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Index of the word in the list; the first of two that are alike.
    pub word: usize,
}

impl WordFinder {
    /// Finds words as they are written.
    #[must_use]
    pub fn exact<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        WordFinder::build(words, false)
    }

    /// Finds words with their ASCII letters in either case.
    #[must_use]
    pub fn folded<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        WordFinder::build(words, true)
    }

    fn build<'w>(words: impl IntoIterator<Item = &'w str>, folded: bool) -> Self {
        let mut finder = WordFinder { folded, edges: FxHashMap::default(), ends: vec![None] };
        for (index, word) in words.into_iter().enumerate().filter(|(_, word)| !word.is_empty()) {
            let mut node = 0;
            for c in word.chars() {
                let next =
                    u32::try_from(finder.ends.len()).expect("vocabularies are far below 4 billion letters");
                node = *finder.edges.entry(finder.edge(node, c)).or_insert(next);
                if node == next {
                    finder.ends.push(None);
                }
            }
            let end = &mut finder.ends[node as usize];
            *end = end.or(u32::try_from(index).ok());
        }
        finder
    }

    fn edge(&self, node: u32, c: char) -> u64 {
        let c = if self.folded { c.to_ascii_lowercase() } else { c };
        u64::from(node) << 32 | u64::from(c)
    }

    /// Every word wherever it stands, in order of the places where words start, shorter ones first.
    pub fn all<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Found> + 't {
        text.char_indices().flat_map(|(start, _)| self.at(text, start))
    }

    /// Words from left to right that do not overlap, the longest at each place.
    pub fn longest<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Found> + 't {
        let mut from = 0;
        std::iter::from_fn(move || {
            let found = text[from..].char_indices().find_map(|(at, _)| self.at(text, from + at).last())?;
            from = found.end;
            Some(found)
        })
    }

    /// The words that start at a place, shorter ones first.
    fn at<'t>(&'t self, text: &'t str, start: usize) -> impl Iterator<Item = Found> + 't {
        let mut node = 0;
        let steps = text[start..].char_indices().map_while(move |(at, c)| {
            node = *self.edges.get(&self.edge(node, c))?;
            Some((start + at + c.len_utf8(), self.ends[node as usize]))
        });
        steps.filter_map(move |(end, word)| Some(Found { start, end, word: word? as usize }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(found: impl Iterator<Item = Found>, text: &str, expected: &[&str]) {
        let found: Vec<&str> = found.map(|found| &text[found.start..found.end]).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn the_longest_word_is_taken_and_nothing_inside_it() {
        let finder = WordFinder::folded(["产业", "产业链", "链条", "Open Source", "source code"]);
        check(finder.longest("产业链条与产业"), "产业链条与产业", &["产业链", "产业"]);
        check(finder.longest("open SOURCE code"), "open SOURCE code", &["open SOURCE"]);
    }

    #[test]
    fn all_words_are_found_where_they_overlap() {
        let finder = WordFinder::exact(["产业", "产业链", "链条", "AI"]);
        check(finder.all("产业链条用AI不用ai"), "产业链条用AI不用ai", &["产业", "产业链", "链条", "AI"]);
        check(WordFinder::exact([]).all("产业"), "产业", &[]);
    }
}
