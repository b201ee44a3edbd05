//! Byte positions of one text -> spans, and back to characters at the border of the program.

/// A half-open range of bytes in the text of one document; both ends lie on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from byte positions.
    ///
    /// # Panics
    /// When `end` is before `start` or a position does not fit 32 bits; readers cut texts long before that.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        assert!(start <= end, "a span ends before it starts");
        let fit = |at: usize| u32::try_from(at).expect("texts are shorter than 4 GiB");
        Span { start: fit(start), end: fit(end) }
    }

    /// The same range as `usize`, for slicing.
    #[must_use]
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether it covers nothing.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `inner` lies within this span; a span contains itself.
    #[must_use]
    pub fn contains(self, inner: Span) -> bool {
        self.start <= inner.start && inner.end <= self.end
    }

    /// Whether the two share at least one byte.
    #[must_use]
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The part of `text` it covers.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        &text[self.range()]
    }

    /// The span without white space at either end.
    #[must_use]
    pub fn trimmed(self, text: &str) -> Span {
        let slice = self.of(text);
        let start = self.start as usize + (slice.len() - slice.trim_start().len());
        Span::new(start, start + slice.trim().len())
    }
}

/// Byte positions -> character positions of one text, by a sparse table.
///
/// # Complexity
/// Built in one pass; a lookup counts at most 64 bytes.
pub struct CharIndex<'t> {
    text: &'t str,
    every: Vec<usize>,
}

const STEP: usize = 64;

impl<'t> CharIndex<'t> {
    /// Indexes a text.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        let mut every = Vec::with_capacity(text.len() / STEP + 1);
        let mut n_chars = 0;
        for (at, byte) in text.bytes().enumerate() {
            if at % STEP == 0 {
                every.push(n_chars);
            }
            n_chars += usize::from(byte & 0xC0 != 0x80);
        }
        every.push(n_chars);
        CharIndex { text, every }
    }

    /// How many characters stand before byte `at`.
    #[must_use]
    pub fn chars_before(&self, at: u32) -> usize {
        let at = at as usize;
        let block = at / STEP;
        let bytes = &self.text.as_bytes()[block * STEP..at];
        self.every[block] + bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_counted_across_steps() {
        let text = "创新a".repeat(40);
        let index = CharIndex::new(&text);
        for (n, (at, _)) in text.char_indices().enumerate() {
            assert_eq!(index.chars_before(u32::try_from(at).expect("short")), n);
        }
        assert_eq!(index.chars_before(u32::try_from(text.len()).expect("short")), 120);
    }

    #[test]
    fn trimming_keeps_boundaries() {
        let text = "　 链 ";
        assert_eq!(Span::new(0, text.len()).trimmed(text).of(text), "链");
    }
}
