//! What pages draw -> which of them cannot be read within bounds, before they are laid out.

use std::collections::BTreeSet;

use unpdf::parser::backend::{PaintedXObject, PdfBackend, RawBackend, ResourceScope};

/// Operators on one page, its forms included; a map of a whole country has half a million.
const MOST_OPERATORS: usize = 2_000_000;
/// States that a page may save without taking them back.
const MOST_STATES: usize = 4_000;
/// Arrays and dictionaries within each other.
const DEEPEST: usize = 256;
/// Forms that draw forms.
const MOST_LEVELS: usize = 32;

/// What stands in the way of reading some pages.
#[derive(Debug, Default)]
pub(super) struct Contents {
    /// Pages that are read.
    pub(super) read: Vec<u32>,
    /// Pages that are left out, and the limit that the first of them breaks.
    pub(super) left_out: usize,
    /// The name of that limit.
    pub(super) reason: &'static str,
    /// Whether a form draws itself.
    pub(super) is_looped: bool,
}

/// Looks at the contents of every page.
pub(super) fn of(backend: &RawBackend) -> Contents {
    let mut contents = Contents::default();
    let mut seen: BTreeSet<(u32, u16)> = BTreeSet::new();
    for (number, page) in backend.pages() {
        let mut drawn = Drawn::default();
        if let Ok(data) = backend.page_content(page) {
            drawn.measure(&data);
            let names = std::mem::take(&mut drawn.names);
            let scope = ResourceScope::page(page);
            contents.is_looped |= forms(backend, scope, &names, &mut Vec::new(), &mut seen, &mut drawn);
        }
        match drawn.limit() {
            None => contents.read.push(number),
            Some(reason) => {
                contents.left_out += 1;
                contents.reason = if contents.left_out == 1 { reason } else { contents.reason };
            }
        }
    }
    contents
}

/// Measures the forms that are drawn under these names, each once; whether one of them draws itself.
fn forms(
    backend: &RawBackend,
    scope: ResourceScope,
    names: &BTreeSet<Vec<u8>>,
    above: &mut Vec<(u32, u16)>,
    seen: &mut BTreeSet<(u32, u16)>,
    drawn: &mut Drawn,
) -> bool {
    let mut is_looped = false;
    for name in names {
        let Some(PaintedXObject::Form(form)) = backend.xobject(scope, name) else { continue };
        if above.contains(&form.id) {
            is_looped = true;
            continue;
        }
        let Some(data) = form.content else { continue };
        if above.len() >= MOST_LEVELS || !seen.insert(form.id) {
            continue;
        }
        drawn.measure(&data);
        let inner = std::mem::take(&mut drawn.names);
        above.push(form.id);
        is_looped |= forms(backend, ResourceScope::form(scope.page, form.id), &inner, above, seen, drawn);
        above.pop();
    }
    is_looped
}

/// What a page draws, counted.
#[derive(Debug, Default)]
struct Drawn {
    n_operators: usize,
    deepest: usize,
    most_states: usize,
    /// Names of what is drawn by `Do`.
    names: BTreeSet<Vec<u8>>,
}

impl Drawn {
    fn limit(&self) -> Option<&'static str> {
        if self.deepest > DEEPEST || self.most_states > MOST_STATES {
            Some("depth")
        } else if self.n_operators > MOST_OPERATORS {
            Some("stream-limit")
        } else {
            None
        }
    }

    fn measure(&mut self, data: &[u8]) {
        let (mut at, mut depth, mut states) = (0usize, 0usize, 0usize);
        let mut name: &[u8] = &[];
        while at < data.len() {
            let start = at;
            match data[at] {
                b'(' => at = after_string(data, at),
                b'/' => {
                    at = after_word(data, at + 1);
                    name = &data[start + 1..at];
                }
                b'[' => {
                    depth += 1;
                    self.deepest = self.deepest.max(depth);
                    at += 1;
                }
                b'<' if data.get(at + 1) == Some(&b'<') => {
                    depth += 1;
                    self.deepest = self.deepest.max(depth);
                    at += 2;
                }
                b'<' => at += data[at..].iter().position(|byte| *byte == b'>').unwrap_or(data.len() - at),
                b']' => {
                    depth = depth.saturating_sub(1);
                    at += 1;
                }
                b'>' if data.get(at + 1) == Some(&b'>') => {
                    depth = depth.saturating_sub(1);
                    at += 2;
                }
                b'a'..=b'z' | b'A'..=b'Z' => {
                    at = after_word(data, at);
                    self.n_operators += 1;
                    match &data[start..at] {
                        b"Do" => drop(self.names.insert(name.to_vec())),
                        b"q" => {
                            states += 1;
                            self.most_states = self.most_states.max(states);
                        }
                        b"Q" => states = states.saturating_sub(1),
                        _ => {}
                    }
                }
                _ => at += 1,
            }
        }
    }
}

fn after_word(data: &[u8], at: usize) -> usize {
    let is_end = |byte: &u8| byte.is_ascii_whitespace() || b"()<>[]{}/%".contains(byte);
    data[at..].iter().position(is_end).map_or(data.len(), |length| at + length)
}

fn after_string(data: &[u8], mut at: usize) -> usize {
    let mut depth = 0usize;
    while at < data.len() {
        match data[at] {
            b'\\' => at += 1,
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
        if depth == 0 {
            break;
        }
    }
    at.min(data.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_are_counted_and_strings_are_not() {
        let mut drawn = Drawn::default();
        drawn.measure(b"q BT /F1 11 Tf (a (b) \\) q q q) Tj [(x) -2 (y)] TJ ET /X1 Do Q");
        assert_eq!((drawn.n_operators, drawn.deepest, drawn.most_states), (8, 1, 1));
        assert!(drawn.names.contains(b"X1".as_slice()));
    }
}
