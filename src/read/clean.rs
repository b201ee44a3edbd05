//! Raw text -> text without the remains of markup: notes, tags, links, formulas; bold is kept as a mark.

use std::sync::LazyLock;

use regex::Regex;

use super::fold::fold;

/// Begins a page in plain text made of one that had pages; stays as a line of its own.
pub(super) const PAGE: char = '\u{c}';
/// Stands around bold text until the lines are classified.
pub(super) const BOLD: char = '\u{e000}';

/// Bytes of a piece of a long line.
const LONGEST_PIECE: usize = 16 * 1024;

struct Rules {
    comment: Regex,
    sup: Regex,
    citation: Regex,
    image: Regex,
    link: Regex,
    bold: Regex,
    tag: Regex,
    formula: Regex,
    row_end: Regex,
    cell_end: Regex,
}

static RULES: LazyLock<Rules> = LazyLock::new(|| {
    let regex = |pattern: &str| Regex::new(pattern).expect("the pattern is constant and tested");
    Rules {
        comment: regex(r"(?s)<!--.*?-->|<script.*?</script>|<style.*?</style>"),
        sup: regex(r"(?i)<sup>\s*[\[\]\d,，\-–~— ①-⑳]*\s*</sup>"),
        citation: regex(
            r"\^?\{?[\[［〔]\s*\d{1,3}(?:\s*[,，;；\-–~—]\s*\d{1,3})*\s*[\]］〕]\}?|\^\{\d{1,3}(?:[,，\-–]\d{1,3})*\}",
        ),
        image: regex(r"!\[[^\]\n]*\]\([^)\n]*\)"),
        link: regex(r"\[([^\]\n]*)\]\(([^()\n]|\([^)\n]*\))*\)"),
        bold: regex(
            r"\*\*([^*\n]{1,80})\*\*|__([^_\n]{1,80})__|(?i)<b>([^<\n]{1,80})</b>|(?i)<strong>([^<\n]{1,80})</strong>",
        ),
        tag: regex(r"</?[A-Za-z][^<>\n]{0,400}>"),
        formula: regex(r"\$\$?([^$\n]{1,200})\$\$?"),
        row_end: regex(r"(?i)</tr\s*>|</table\s*>|<table[^>]*>"),
        cell_end: regex(r"(?i)</t[dh]\s*>"),
    }
});

/// Removes what is not text. A citation at the start of a line stays: it marks an entry of the references.
pub(super) fn clean(raw: &str) -> String {
    let text: String = fold(raw).chars().filter_map(kept).collect();
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{b}', '\u{2028}', '\u{2029}', '\u{85}'], "\n");
    let text = if text.contains(PAGE) { text.replace(PAGE, "\n\u{c}\n") } else { text };
    let rules = &*RULES;
    let text = rules.comment.replace_all(&text, "");
    let mut cleaned = String::with_capacity(text.len());
    for line in text.split('\n') {
        for piece in pieces(line) {
            cleaned.push_str(&clean_line(piece, rules));
        }
        cleaned.push('\n');
    }
    cleaned
}

/// A line in pieces that markup is looked for in one by one, so that a line without end costs no more than many lines.
fn pieces(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = line;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let most = rest.floor_char_boundary(LONGEST_PIECE);
        let end = if most == rest.len() {
            most
        } else {
            rest[..most].rfind(['。', ' ', '\t']).map_or(most, |at| at + 1)
        };
        let end = if end == 0 { rest.len() } else { rest.ceil_char_boundary(end) };
        let (piece, behind) = rest.split_at(end);
        rest = behind;
        Some(piece)
    })
}

fn clean_line(line: &str, rules: &Rules) -> String {
    let mut line = line.to_owned();
    if line.contains('<') {
        if line.contains("<t") || line.contains("<T") {
            line = rules.cell_end.replace_all(&line, "\t").into_owned();
            line = rules.row_end.replace_all(&line, "\n").into_owned();
        }
        line = rules.sup.replace_all(&line, "").into_owned();
    }
    if line.contains("](") {
        line = rules.image.replace_all(&line, "").into_owned();
        line = rules.link.replace_all(&line, "$1").into_owned();
    }
    if line.contains(['[', '［', '〔', '^']) {
        let lead = line.len() - line.trim_start().len();
        let entry =
            rules.citation.find(&line).filter(|found| found.start() == lead).map_or(0, |found| found.end());
        let rest = rules.citation.replace_all(&line[entry..], "").into_owned();
        line.truncate(entry);
        line.push_str(&rest);
    }
    if line.contains("**") || line.contains("__") || line.contains('<') {
        line = rules.bold.replace_all(&line, format!("{BOLD}$1$2$3$4{BOLD}")).into_owned();
    }
    if line.contains('<') {
        line = rules.tag.replace_all(&line, "").into_owned();
    }
    if line.contains('$') {
        line = rules
            .formula
            .replace_all(&line, |found: &regex::Captures<'_>| formula(&found[0], &found[1]))
            .into_owned();
    }
    if line.contains('&') {
        for (entity, text) in
            [("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
        {
            line = line.replace(entity, text);
        }
    }
    if line.contains('\\') {
        for escaped in ["\\*", "\\%", "\\_", "\\#", "\\&", "\\~", "\\-", "\\."] {
            line = line.replace(escaped, &escaped[1..]);
        }
    }
    line
}

/// What a short formula says in plain text, or nothing: `50 \%` is 50%, a sum over i is left out.
fn formula(whole: &str, inner: &str) -> String {
    // Two sums of money are no formula: $5 million in 2010 and $7 million in 2012.
    if inner.starts_with(|c: char| c.is_ascii_digit())
        && !inner.contains(['\\', '^', '_', '{', '='])
        && inner.contains(' ')
    {
        return whole.to_owned();
    }
    let plain: String =
        inner.replace("\\%", "%").chars().filter(|c| !matches!(c, '{' | '}' | ' ' | '~')).collect();
    let plain =
        plain.replace("\\sim", "~").replace("\\mathrm", "").replace("\\mathsf", "").replace("\\times", "×");
    if plain.contains(['\\', '^', '_', '=']) || plain.len() > 24 { String::new() } else { plain }
}

/// Characters that carry nothing are dropped, odd blanks become blanks.
fn kept(c: char) -> Option<char> {
    match c {
        '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}' => Some(c),
        '\u{a0}' | '\u{2002}'..='\u{200a}' | '\u{202f}' => Some(' '),
        '\u{ad}'
        | '\u{feff}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' => None,
        '\u{e000}'..='\u{f8ff}' | '\u{fff9}'..='\u{ffff}' => None,
        '\u{2028}' | '\u{2029}' => Some(c),
        c if c.is_control() => None,
        c => Some(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(raw: &str, expected: &str) {
        assert_eq!(clean(raw).trim_end_matches('\n'), expected, "{raw}");
    }

    #[test]
    fn remains_of_markup_go() {
        check("创新<sup>[1]</sup>驱动^[2, 3]发展[4-6]。", "创新驱动发展。");
        check("见[报告](https://a.b/c_(d))与![图](x.png)。", "见报告与。");
        check("其[](https://a.b/c)项目", "其项目");
        check("占 $50 \\%$ 以上", "占 50% 以上");
        check("设 $\\sum_{i} x_i = 1$ 为", "设  为");
        check("R&amp;D投入", "R&D投入");
        check("from $5 million in 2010 to $7 million", "from $5 million in 2010 to $7 million");
    }

    #[test]
    fn bold_is_marked_and_references_keep_their_number() {
        check("（1）**统一布局**。各地", &format!("（1）{BOLD}统一布局{BOLD}。各地"));
        check("[12] 王明. 论创新", "[12] 王明. 论创新");
    }

    #[test]
    fn a_table_of_tags_becomes_rows() {
        check("<table><tr><td>阶段</td><td>政策</td></tr></table>", "\n阶段\t政策\t");
    }
}
