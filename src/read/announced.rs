//! A line -> what its first words announce: an abstract, keywords, references, a caption, furniture of the page.

use crate::knowledge::Layout;
use crate::text::is_han;

/// Length of the announcing word with what closes it, when `bare` starts with one of `words` set off from what follows.
pub(super) fn announced(bare: &str, words: &[String]) -> Option<usize> {
    let word = words.iter().filter(|word| bare.starts_with(word.as_str())).max_by_key(|word| word.len())?;
    let rest = &bare[word.len()..];
    let closes = |c: char| {
        matches!(c, '】' | ']' | '］' | '〕' | ':' | '：' | '*' | '〗' | ' ' | '　' | '.' | '-' | '—')
    };
    let after = rest.trim_start_matches(closes);
    let is_set_off = rest.is_empty() || rest.len() > after.len() || rest.chars().next().is_some_and(is_han);
    let is_word = word.is_ascii() && rest.starts_with(|c: char| c.is_ascii_alphabetic());
    (is_set_off && !is_word).then_some(word.len() + rest.len() - after.len())
}

/// Whether a heading names the list of references, in one language or both: `参考文献（References）`; the first entry may follow.
pub(super) fn is_references(heading: &str, layout: &Layout) -> bool {
    let mut rest = heading;
    while let Some(name) =
        layout.references.iter().filter(|name| rest.starts_with(name.as_str())).max_by_key(|name| name.len())
    {
        rest = &rest[name.len()..];
        let after = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
        let is_first_entry = after.starts_with('1') && rest.len() > after.len() && !rest.starts_with(' ');
        if after.is_empty() || is_first_entry {
            return true;
        }
        rest = after;
    }
    false
}

/// Whether a line carries facts about the paper or its page; `bare` is its text in lower case without marks in front.
pub(super) fn is_furniture(body: &str, bare: &str, layout: &Layout) -> bool {
    let starts = layout.furniture.iter().any(|lead| bare.starts_with(lead.as_str()));
    let is_marked = body.contains("››") || body.contains("@") && body.len() < 400;
    let is_page_number = body.len() < 12
        && body.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '·' | '—' | ' ' | '/'));
    starts || is_marked || is_page_number
}

/// Whether a line begins like the caption of a numbered table or figure.
pub(super) fn is_caption(bare: &str, layout: &Layout) -> bool {
    layout.captions.iter().any(|word| {
        let rest = bare.strip_prefix(word.as_str()).map(|rest| rest.trim_start_matches([' ', '.', '　']));
        rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '一'..='十')))
    })
}
