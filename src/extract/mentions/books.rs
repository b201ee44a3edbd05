//! AnnotatedDocument -> mentions: titles in 《》 name documents of policy.

use super::{Claim, Context, MentionExtractor};
use crate::knowledge::vocab;
use crate::text::{Language, Span};

/// # What it finds
/// A title in 《》 whose last word says that it is a law, plan or the like; English titles that end in Act, Plan and so on
/// are found as capitalised phrases.
///
/// # Example
/// `国务院印发《数字经济发展规划》。` => mention "数字经济发展规划", policy.
/// `据《中国统计年鉴》` => nothing.
///
/// # Why it is believed
/// Chinese typography sets titles in these marks and nothing else.
///
/// # Known misses
/// Theories named by the title of a book.
pub(super) struct Books;

impl MentionExtractor for Books {
    fn name(&self) -> &'static str {
        "books"
    }

    fn extract<'a>(&self, cx: &Context<'a>, found: &mut Vec<Claim<'a>>) {
        let heads = cx.knowledge.lexicon(Language::Zh).class("document_head");
        for sentence in &cx.doc.sentences {
            let text = cx.slice(sentence.span);
            let mut rest = 0;
            while let Some(open) = text[rest..].find('《').map(|at| rest + at + '《'.len_utf8()) {
                let Some(close) = text[open..].find('》').map(|at| open + at) else { break };
                rest = close + '》'.len_utf8();
                let title = &text[open..close];
                let bare = title.trim_end_matches(|c: char| c != '）' && c != ')' && !c.is_alphanumeric());
                let bare = without_years(bare);
                if heads.iter().any(|head| bare.ends_with(head.as_str()))
                    && (3..=60).contains(&title.chars().count())
                {
                    let offset = sentence.span.start as usize;
                    let span = Span::new(offset + open, offset + close);
                    found.push(Claim { span, kind: Some(vocab::POLICY), rule: "books/document" });
                }
            }
        }
    }
}

/// `国家规划纲要（2006—2020年）` without its years, and other notes in brackets.
fn without_years(title: &str) -> &str {
    let cut = title.rfind(['（', '(']).filter(|_| title.ends_with(['）', ')']));
    cut.map_or(title, |at| &title[..at])
}
