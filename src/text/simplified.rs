//! Traditional characters -> simplified ones, for comparing and for reading; what is shown stays as it was written.

use std::borrow::Cow;
use std::sync::LazyLock;

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;
use rustc_hash::FxHashSet;

use super::{MatchKey, match_key};

static SIMPLIFY: LazyLock<Option<OpenCC>> = LazyLock::new(|| OpenCC::from_config(BuiltinConfig::T2s).ok());
/// The same for running text, which also knows the Taiwanese use of 著 for 着.
static READ: LazyLock<Option<OpenCC>> = LazyLock::new(|| OpenCC::from_config(BuiltinConfig::Tw2s).ok());

/// The ideographs that may be traditional.
const FIRST: u32 = 0x4e00;
const LAST: u32 = 0x9fff;
/// Traditional characters that simplified text holds too, in names and old words: 乾隆, 著名, 瞭望, 狼藉, 宫商角徵羽.
const SHARED: &str = "乾著瞭藉徵於馀餘夥麽幺昇";

/// Characters that are written otherwise in simplified script.
static TRADITIONAL: LazyLock<FxHashSet<char>> = LazyLock::new(|| {
    let all: String = ('\u{3400}'..='\u{9fff}').collect();
    let changed = simplified(&all);
    all.chars().zip(changed.chars()).filter(|(old, new)| old != new).map(|(old, _)| old).collect()
});

/// A match key in simplified characters, for comparing only.
///
/// # Examples
/// ```
/// use sinograph::text::{match_key, simplified};
/// assert_eq!(simplified(&match_key("創新鏈")), match_key("创新链"));
/// ```
#[must_use]
pub fn simplified(key: &str) -> MatchKey {
    match &*SIMPLIFY {
        Some(converter) if !key.is_ascii() => converter.convert(key),
        _ => key.to_owned(),
    }
}

/// The form in which a person's words and names are compared: the match key in simplified characters.
///
/// # Examples
/// ```
/// use sinograph::text::name_key;
/// assert_eq!(name_key("“創新鏈”"), name_key("创新链"));
/// ```
#[must_use]
pub fn name_key(name: &str) -> MatchKey {
    let key = match_key(name);
    // Converting is what costs; most names have nothing to convert.
    if key.chars().any(|c| TRADITIONAL.contains(&c)) { simplified(&key) } else { key }
}

/// A text with every traditional line in simplified characters, each byte of it in the same place: a span of the one is a span
/// of the other. Rules and vocabulary are written in simplified characters, so this is what they read.
///
/// # Examples
/// ```
/// use sinograph::text::simplified_in_place;
/// assert_eq!(simplified_in_place("隨著創新鏈的發展，著名學者"), "随着创新链的发展，著名学者");
/// assert_eq!(simplified_in_place("乾隆年间的著作"), "乾隆年间的著作");
/// ```
#[must_use]
pub fn simplified_in_place(text: &str) -> Cow<'_, str> {
    if !is_traditional(text) {
        return Cow::Borrowed(text);
    }
    let mut read = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        if is_traditional(line) { push_in_place(line, &mut read) } else { read.push_str(line) }
    }
    Cow::Owned(read)
}

/// Whether a text holds a character that only traditional script has.
#[must_use]
pub fn is_traditional(text: &str) -> bool {
    static MARKED: LazyLock<Vec<bool>> = LazyLock::new(|| {
        let all: String = (FIRST..=LAST).filter_map(char::from_u32).collect();
        let changed = simplified(&all);
        let pairs = all.chars().zip(changed.chars());
        pairs.map(|(old, new)| old != new && !SHARED.contains(old)).collect()
    });
    !text.is_ascii()
        && text.chars().any(|c| {
            let place = (c as u32).checked_sub(FIRST).and_then(|at| usize::try_from(at).ok());
            place.is_some_and(|at| MARKED.get(at).copied().unwrap_or(false))
        })
}

/// Converts a line; what would change its length in bytes is converted by character or left as it is.
fn push_in_place(line: &str, read: &mut String) {
    let Some(converter) = &*READ else {
        read.push_str(line);
        return;
    };
    let whole = converter.convert(line);
    if is_in_place(line, &whole) {
        read.push_str(&whole);
        return;
    }
    let mut buffer = [0u8; 4];
    for c in line.chars() {
        let one = c.encode_utf8(&mut buffer);
        let other = if c.is_ascii() { one.to_owned() } else { converter.convert(one) };
        read.push_str(if is_in_place(one, &other) { &other } else { one });
    }
}

fn is_in_place(text: &str, other: &str) -> bool {
    text.len() == other.len() && text.chars().map(char::len_utf8).eq(other.chars().map(char::len_utf8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_traditional_characters_is_in_step() {
        assert!(['鏈', '創', '國'].iter().all(|c| TRADITIONAL.contains(c)));
        assert!(['链', '创', '国', '一', '人'].iter().all(|c| !TRADITIONAL.contains(c)));
    }

    #[test]
    fn every_character_keeps_its_place() {
        let all: String = ('\u{3400}'..='\u{9fff}').chain('\u{f900}'..='\u{faff}').collect();
        let read = simplified_in_place(&all);
        assert!(is_in_place(&all, &read));
        assert!(!is_traditional(&simplified_in_place("瞭解後，製造業發展隨著鏈條的餘裕而乾涸")));
    }

    #[test]
    fn only_lines_in_traditional_script_are_converted() {
        let text = "著名的于姓学者\n於是產業鏈\n";
        assert_eq!(simplified_in_place(text), "著名的于姓学者\n于是产业链\n");
        assert!(!is_traditional("产业链于2024年延伸。"));
    }
}
