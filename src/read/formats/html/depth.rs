//! The source of a page -> how deep its elements nest, and the encoding it names, without building its tree.

/// Elements that need no end, or take none.
const OPEN: &[&str] = &[
    "p", "li", "td", "tr", "th", "dt", "dd", "option", "br", "img", "meta", "link", "input", "hr", "col",
    "source", "wbr", "area", "base", "embed", "param", "track", "thead", "tbody", "tfoot", "colgroup", "rt",
    "rp", "body", "html", "head", "!doctype",
];

/// The deepest nesting of elements, as far as tags show it.
pub(super) fn of(source: &str) -> usize {
    let (mut depth, mut deepest) = (0usize, 0usize);
    let mut rest = source;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let is_end = rest.starts_with('/');
        let name = rest.trim_start_matches('/');
        let length = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '!').unwrap_or(name.len());
        let name = name[..length].to_ascii_lowercase();
        if name.is_empty() || OPEN.contains(&name.as_str()) {
            continue;
        }
        if is_end {
            depth = depth.saturating_sub(1);
            continue;
        }
        let tag = rest.find('>').map_or(rest, |end| &rest[..end]);
        if !tag.ends_with('/') {
            depth += 1;
            deepest = deepest.max(depth);
        }
    }
    deepest
}

/// The encoding that a page names near its beginning. `gb2312` is read as what it is in practice, GB18030.
pub(super) fn charset(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    let at = head.find("charset=")? + "charset=".len();
    let name: String = head[at..]
        .trim_start_matches(['"', '\'', ' '])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .collect();
    let name = if matches!(name.as_str(), "gb2312" | "gbk" | "x-gbk") { "gb18030".to_owned() } else { name };
    encoding_rs::Encoding::for_label(name.as_bytes()).map(|_| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_that_need_no_end_do_not_nest() {
        assert_eq!(of("<html><body><p>a<p>b<br><div><b>c</b></div>"), 2);
        assert_eq!(of(&"<div>".repeat(1000)), 1000);
    }

    #[test]
    fn the_encoding_is_found_in_either_form() {
        assert_eq!(charset(b"<meta charset=\"GB2312\">").as_deref(), Some("gb18030"));
        assert_eq!(charset(b"<meta content='text/html; charset=big5'>").as_deref(), Some("big5"));
        assert_eq!(charset(b"<meta charset=klingon>"), None);
    }
}
