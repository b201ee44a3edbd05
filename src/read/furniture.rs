//! A line -> whether it is furniture of the page or of a diagram, or a caption.

use std::sync::LazyLock;

use regex::Regex;

use crate::knowledge::Layout;

/// Who printed a page, and when: `Harbour Times · 2024-06-01 08:30`.
static DATELINE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^\S.{0,40}?\s*[·•|｜]\s*(?:19|20)\d\d[-./年]\s?\d{1,2}[-./月]\s?\d{1,2}日?(?:\s+\d{1,2}:\d\d(?::\d\d)?)?$",
    )
    .expect("constant")
});

/// Whether a line carries facts about the paper or its page; `bare` is its text in lower case without marks in front.
pub(super) fn is_furniture(body: &str, bare: &str, layout: &Layout) -> bool {
    let starts = layout.furniture.iter().any(|lead| bare.starts_with(lead.as_str()));
    let is_marked = body.contains("››") || body.contains("@") && body.len() < 400;
    let is_page_number = body.len() < 12
        && body.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '·' | '—' | ' ' | '/'));
    starts || is_marked || is_page_number || DATELINE.is_match(body)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::{Knowledge, Options};

    #[test]
    fn a_dateline_is_furniture_and_a_sentence_with_a_date_is_not() {
        let knowledge = Knowledge::load(&Options::default()).expect("loads");
        let is_furniture = |line: &str| is_furniture(line, &line.to_lowercase(), &knowledge.layout);
        for line in
            ["Harbour Times · 2024-06-01 08:30", "港湾时报·2024年6月1日", "港湾时报｜2024.06.01 08:30:15"]
        {
            assert!(is_furniture(line), "{line}");
        }
        for line in ["The port opened on 2024-06-01.", "港口改革|2024-2030", "港口·码头·2024年吞吐量"]
        {
            assert!(!is_furniture(line), "{line}");
        }
    }
}
