//! A match key -> the same in simplified characters, for comparing only.

use std::sync::LazyLock;

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;
use rustc_hash::FxHashSet;

use super::{MatchKey, match_key};

static SIMPLIFY: LazyLock<Option<OpenCC>> = LazyLock::new(|| OpenCC::from_config(BuiltinConfig::T2s).ok());

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_traditional_characters_is_in_step() {
        assert!(['鏈', '創', '國'].iter().all(|c| TRADITIONAL.contains(c)));
        assert!(['链', '创', '国', '一', '人'].iter().all(|c| !TRADITIONAL.contains(c)));
    }
}
