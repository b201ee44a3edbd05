//! AnnotatedDocument -> mentions: headings and titles of items name concepts.

use super::{Claim, Context, MentionExtractor};
use crate::text::{Language, Span, match_key};

/// # What it finds
/// The heading of a section and the title of an item, whole, and its parts between commas and colons, unless it only
/// names a part of a paper.
///
/// # Example
/// `（一）基于时间维度的政策框架` => mention "基于时间维度的政策框架".
/// `## 2.1 Basin-wide planning` => mention "Basin-wide planning".
/// `# 引言` => nothing.
///
/// # Why it is believed
/// Authors title sections with what the section is about.
///
/// # Known misses
/// Headings written as questions or whole sentences.
pub(super) struct Headings;

/// Longest part of a heading that can be one concept, in characters of Chinese; English may take three times as many.
const LONGEST: usize = 24;

impl MentionExtractor for Headings {
    fn name(&self) -> &'static str {
        "headings"
    }

    fn extract<'a>(&self, cx: &Context<'a>, found: &mut Vec<Claim<'a>>) {
        for section in &cx.doc.document.sections {
            if let Some(heading) = section.heading {
                parts(cx, heading, ["headings/whole", "headings/part"], found);
            }
        }
        for item in cx.outline.items.iter().filter(|item| item.set_off) {
            parts(cx, item.title, ["headings/item", "headings/item_part"], found);
        }
    }
}

fn parts<'a>(cx: &Context<'a>, heading: Span, rules: [&'static str; 2], found: &mut Vec<Claim<'a>>) {
    let text = cx.slice(heading);
    if cx.knowledge.layout.is_boilerplate(&text.to_lowercase()) {
        return;
    }
    let mut spans = Vec::new();
    let mut start = 0;
    for part in text.split(['，', ',', '：', ':', '；', ';', '—', '－', '–', '　', '？', '?']) {
        let offset = heading.start as usize + start;
        spans.push(Span::new(offset, offset + part.len()).trimmed(&cx.doc.document.text));
        start += part.len();
        start += text[start..].chars().next().map_or(0, char::len_utf8);
    }
    let rule = if spans.len() > 1 { rules[1] } else { rules[0] };
    if spans.len() == 2 && text.chars().count() <= LONGEST && !text.contains(['？', '?', '：', ':']) {
        found.push(Claim { span: heading, kind: None, rule: "headings/both" });
    }
    for span in spans {
        let span = without_tail(cx, span);
        let part = cx.slice(span);
        let language = crate::text::language_of(part);
        let limit = if language == Language::Zh { LONGEST } else { LONGEST * 3 };
        let n_chars = part.chars().count();
        if (2..=limit).contains(&n_chars)
            && !is_sentence(cx, span, language)
            && !cx.knowledge.lexicon(language).is_generic(part)
            && !is_clausal(cx, part, language)
        {
            found.push(Claim { span, kind: None, rule });
        }
    }
}

/// Cuts what only frames a heading: 绿色金融发展现状分析 is about 绿色金融发展.
fn without_tail(cx: &Context<'_>, span: Span) -> Span {
    let text = cx.slice(span);
    let tail = cx
        .knowledge
        .layout
        .heading_tails
        .iter()
        .find(|tail| text.ends_with(tail.as_str()) && text.len() >= tail.len() + 9)
        // 结果比较与分析 is cut nowhere: its tail is one side of a pair.
        .filter(|tail| !text[..text.len() - tail.len()].ends_with(['与', '和', '及', '、', '并', '以']));
    tail.map_or(span, |tail| Span {
        start: span.start,
        end: span.end - u32::try_from(tail.len()).unwrap_or(0),
    })
}

/// Whether a title is a sentence about something rather than its name: 补贴是发展的保障.
fn is_sentence(cx: &Context<'_>, span: Span, language: Language) -> bool {
    let says = |word: &str| match language {
        Language::Zh => matches!(
            word,
            "是" | "可"
                | "已"
                | "了"
                | "会"
                | "将"
                | "能"
                | "就是"
                | "即是"
                | "应"
                | "应当"
                | "必须"
                | "不能"
        ),
        Language::En => matches!(
            word,
            "is" | "are" | "was" | "were" | "has" | "have" | "will" | "can" | "should" | "must"
        ),
    };
    cx.doc.tokens_in(span).any(|at| says(cx.word(at)))
        || language == Language::Zh && cx.slice(span).ends_with(['为', '在', '对', '有'])
}

fn is_clausal(cx: &Context<'_>, part: &str, language: Language) -> bool {
    let opens = [
        "如何",
        "为什么",
        "为何",
        "怎样",
        "what",
        "how",
        "why",
        "when",
        "who",
        "is",
        "are",
        "do",
        "does",
        "the case for",
    ];
    let lower = part.to_lowercase();
    let asks = opens.iter().any(|open| {
        lower.starts_with(open) && (language == Language::Zh || lower[open.len()..].starts_with(' '))
    });
    asks || match_key(part).is_empty() || cx.knowledge.layout.is_boilerplate(&lower)
}
