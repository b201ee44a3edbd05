//! A line -> whether it is furniture of the page or of a diagram, or a caption.

use crate::knowledge::Layout;

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

/// Whether a line is the scale of a diagram, as recognition of print reads it: `1 0.9 0.8 0.7 F 0.6 0.6`.
pub(super) fn is_scale(body: &str) -> bool {
    let words: Vec<&str> = body.split_whitespace().collect();
    let is_figure =
        |word: &&&str| word.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '%' | '~'));
    let n_figures = words.iter().filter(is_figure).count();
    words.len() >= MANY_FIGURES && n_figures * 3 >= words.len() * 2 && !body.contains('。')
}

/// A line of so many parts may be the scale of a diagram.
const MANY_FIGURES: usize = 8;
