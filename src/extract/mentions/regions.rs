//! AnnotatedDocument -> mentions: places of the gazetteer.

use super::{Claim, Context, MentionExtractor};
use crate::knowledge::vocab;
use crate::model::Tag;
use crate::text::{Language, Span};

/// # What it finds
/// Names of places that the gazetteer knows, in either language, on borders of words, and places that only the tagger sees.
///
/// # Example
/// `以浙江和深圳为例` => mentions "浙江", "深圳".
/// `The Yangtze River Delta leads` => mention "Yangtze River Delta".
/// `浙江大学` => no mention "浙江".
///
/// # Why it is believed
/// The list names places only; a name inside the name of a body is not the place.
///
/// # Known misses
/// Villages and streets; places named after everyday words.
pub(super) struct Regions;

impl MentionExtractor for Regions {
    fn name(&self) -> &'static str {
        "regions"
    }

    fn extract<'a>(&self, cx: &Context<'a>, found: &mut Vec<Claim<'a>>) {
        for sentence in &cx.doc.sentences {
            for (from, to) in cx.matcher.places(cx.slice(sentence.span)) {
                let Some(span) = on_words(cx, sentence.span, from, to) else { continue };
                let name = cx.slice(span);
                let shouts = name.is_ascii() && name.len() <= 4 && name != name.to_uppercase();
                let lower = name.is_ascii() && name.starts_with(|c: char| c.is_lowercase());
                if !shouts && !lower && !inside_a_body(cx, span, sentence.language) {
                    found.push(Claim { span, kind: Some(vocab::REGION), rule: "regions/gazetteer" });
                }
            }
            for token in sentence.tokens.clone().filter(|at| cx.doc.tokens[*at].tag == Tag::Place) {
                let span = cx.doc.tokens[token].span;
                let name = cx.slice(span);
                let ends = ["省", "市", "县", "区", "州", "镇", "乡", "村", "湾", "岛", "盆地", "流域"];
                if name.chars().count() >= 3
                    && ends.iter().any(|end| name.ends_with(end))
                    && !inside_a_body(cx, span, sentence.language)
                {
                    found.push(Claim { span, kind: Some(vocab::REGION), rule: "regions/tagged" });
                }
            }
        }
    }
}

/// The span of a match when it starts and ends where words do; Chinese words may be cut finer than the match, not coarser.
pub(super) fn on_words(cx: &Context<'_>, sentence: Span, from: usize, to: usize) -> Option<Span> {
    let span = Span::new(sentence.start as usize + from, sentence.start as usize + to);
    let tokens = cx.doc.tokens_in(span);
    let (first, last) = (tokens.clone().next()?, tokens.end - 1);
    let covers = cx.doc.tokens[first].span.start == span.start && cx.doc.tokens[last].span.end == span.end;
    covers.then_some(span)
}

/// Whether the place is the front of a longer name: 浙江大学, Beijing Normal University.
fn inside_a_body(cx: &Context<'_>, span: Span, language: Language) -> bool {
    let rest = &cx.doc.document.text[span.end as usize..];
    match language {
        Language::Zh => [
            "大学",
            "学院",
            "日报",
            "出版社",
            "模式",
            "银行",
            "师范",
            "理工",
            "科技大学",
            "财经",
            "交通大学",
            "科学院",
            "研究院",
            "农业大学",
            "医院",
            "医科",
            "精神",
            "经验",
            "人大",
            "共产党",
            "证监会",
            "人民银行",
            "社会科学院",
            "工程院",
        ]
        .iter()
        .any(|tail| rest.starts_with(tail)),
        Language::En => {
            let next = rest.trim_start().split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
            rest.starts_with(' ')
                && [
                    "University",
                    "Academy",
                    "Institute",
                    "Normal",
                    "Press",
                    "College",
                    "Daily",
                    "Bank",
                    "Model",
                ]
                .contains(&next)
        }
    }
}
