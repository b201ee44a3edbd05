//! A tree of elements -> passages in order.

use dom_query::NodeRef;

use crate::read::passage::Passage;

/// Elements whose text belongs to the page and not to the article.
const LEFT_OUT: &[&str] = &[
    "script", "style", "noscript", "template", "svg", "math", "button", "form", "nav", "footer", "aside",
    "iframe", "select", "textarea", "head", "title", "object", "canvas", "audio", "video", "dialog",
];
/// Elements that stand inside a line.
const INLINE: &[&str] = &[
    "a",
    "abbr",
    "b",
    "bdi",
    "bdo",
    "cite",
    "code",
    "data",
    "del",
    "dfn",
    "em",
    "font",
    "i",
    "ins",
    "kbd",
    "label",
    "mark",
    "q",
    "ruby",
    "rb",
    "s",
    "samp",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "time",
    "tt",
    "u",
    "var",
    "wbr",
    "img",
    "big",
    "strike",
    "center-inline",
];
/// A table whose cells are longer than this lays out the page.
const LONGEST_CELL: usize = 400;

/// The passages under a node.
pub(in crate::read::formats) fn whole(node: &NodeRef<'_>) -> Vec<Passage> {
    let mut walk = Walk { passages: Vec::new(), line: String::new() };
    walk.children(node);
    walk.end_line();
    walk.passages
}

/// The text of a page whose tree cannot be built: everything between tags.
pub(in crate::read::formats) fn plain(source: &str) -> Vec<Passage> {
    let mut text = String::with_capacity(source.len() / 2);
    let mut rest = source;
    let lower = source.to_ascii_lowercase();
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        let offset = source.len() - rest.len() + at;
        let hidden = ["script", "style"].iter().find(|name| lower[offset + 1..].starts_with(**name));
        let end = match hidden {
            Some(name) => lower[offset..].find(&format!("</{name}")).map(|end| offset + end),
            None => None,
        };
        rest = &source[end.unwrap_or(offset)..];
        rest = rest.find('>').map_or("", |end| &rest[end + 1..]);
        text.push('\n');
    }
    text.push_str(rest);
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| Passage::Paragraph(line.to_owned())).collect()
}

struct Walk {
    passages: Vec<Passage>,
    line: String,
}

impl Walk {
    fn children(&mut self, node: &NodeRef<'_>) {
        for child in node.children_it(false) {
            self.node(&child);
        }
    }

    fn node(&mut self, node: &NodeRef<'_>) {
        if node.is_text() {
            self.line.push_str(&node.text());
            return;
        }
        let Some(name) = node.node_name().map(|name| name.to_lowercase()) else { return };
        let name = name.as_str();
        if LEFT_OUT.contains(&name)
            || node.attr("aria-hidden").is_some_and(|value| &*value == "true")
            || node.has_attr("hidden")
        {
            return;
        }
        match name {
            "br" => self.end_line(),
            "rt" | "rp" => {}
            "sup" if is_note_mark(&node.text()) => {}
            "b" | "strong" => self.bold(node),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.end_line();
                let level = name.as_bytes()[1] - b'0';
                let text = flat(&node.text());
                if !text.is_empty() {
                    self.passages.push(Passage::Heading(level, text));
                }
            }
            "li" | "dd" => self.item(node),
            "table" => self.table(node),
            "pre" => {
                self.end_line();
                self.passages.push(Passage::Text(node.text().to_string()));
            }
            _ if INLINE.contains(&name) => self.children(node),
            _ => {
                self.end_line();
                self.children(node);
                self.end_line();
            }
        }
    }

    /// Bold text keeps its mark: a bold line may be a heading.
    fn bold(&mut self, node: &NodeRef<'_>) {
        let start = self.line.len();
        let n_before = self.passages.len();
        self.children(node);
        let is_whole = self.passages.len() == n_before && self.line.len() > start;
        let text = if is_whole { self.line[start..].trim().to_owned() } else { String::new() };
        if !text.is_empty() && text.chars().count() <= 80 && !text.contains('*') {
            self.line.truncate(start);
            self.line.push_str("**");
            self.line.push_str(&text);
            self.line.push_str("**");
        }
    }

    /// An item without items or paragraphs of its own is one passage.
    fn item(&mut self, node: &NodeRef<'_>) {
        self.end_line();
        let has_blocks = node.descendants_it().any(|inner| {
            inner.node_name().is_some_and(|name| matches!(&*name, "li" | "p" | "table" | "h2" | "h3" | "h4"))
        });
        if has_blocks {
            self.children(node);
            self.end_line();
            return;
        }
        self.children(node);
        let text = flat(&std::mem::take(&mut self.line));
        if !text.is_empty() {
            self.passages.push(Passage::Item(text));
        }
    }

    fn table(&mut self, node: &NodeRef<'_>) {
        self.end_line();
        let is_nested = |row: &NodeRef<'_>| row.descendants_it().any(|inner| inner.has_name("table"));
        let trs: Vec<NodeRef<'_>> = node.descendants_it().filter(|inner| inner.has_name("tr")).collect();
        let rows: Vec<Vec<String>> = trs.iter().map(cells).collect();
        let is_layout = trs.iter().any(is_nested)
            || rows.iter().flatten().any(|cell| cell.chars().count() > LONGEST_CELL)
            || rows.iter().filter(|row| row.len() > 1).count() * 2 <= rows.len();
        if is_layout {
            self.children(node);
            self.end_line();
            return;
        }
        for caption in node.descendants_it().filter(|inner| inner.has_name("caption")) {
            self.passages.push(Passage::Paragraph(flat(&caption.text())));
        }
        self.passages
            .extend(rows.into_iter().filter(|row| row.iter().any(|cell| !cell.is_empty())).map(Passage::Row));
    }

    fn end_line(&mut self) {
        let text = flat(&std::mem::take(&mut self.line));
        if !text.is_empty() {
            self.passages.push(Passage::Paragraph(text));
        }
    }
}

fn cells(row: &NodeRef<'_>) -> Vec<String> {
    let is_cell = |inner: &NodeRef<'_>| inner.has_name("td") || inner.has_name("th");
    row.children_it(false).filter(is_cell).map(|cell| flat(&cell.text())).collect()
}

/// Text on one line: runs of blanks are one blank, as a browser shows them.
fn flat(text: &str) -> String {
    let mut flat = String::with_capacity(text.len());
    let mut is_open = false;
    for c in text.chars() {
        if c == '\u{3000}' {
            is_open |= !flat.is_empty();
        } else if c.is_whitespace() {
            is_open = !flat.is_empty();
        } else {
            if is_open {
                flat.push(' ');
                is_open = false;
            }
            flat.push(c);
        }
    }
    flat
}

fn is_note_mark(text: &str) -> bool {
    let is_mark = |c: char| {
        c.is_ascii_digit()
            || c.is_whitespace()
            || matches!(c, '[' | ']' | ',' | '-' | '*' | '†' | '［' | '］' | '①'..='⑳')
    };
    text.chars().all(is_mark)
}
