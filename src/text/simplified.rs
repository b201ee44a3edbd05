//! A match key -> the same in simplified characters, for comparing only.

use std::sync::LazyLock;

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;

use super::MatchKey;

static SIMPLIFY: LazyLock<Option<OpenCC>> = LazyLock::new(|| OpenCC::from_config(BuiltinConfig::T2s).ok());

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
