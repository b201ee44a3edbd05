//! AnnotatedDocument -> mentions: organisations and persons that no list knows.

use super::{Claim, Context, MentionExtractor};
use crate::knowledge::{Gazetteer, vocab};
use crate::model::Tag;
use crate::text::Language;

/// # What it finds
/// Runs of words that the tagger sees as one organisation, and persons who say or do something in running text.
///
/// # Example
/// `中国信息通信研究院发布报告` => mention "中国信息通信研究院", actor.
/// `科斯提出产权理论` => mention "科斯", actor.
/// `王明等[3]考察了` => nothing.
///
/// # Why it is believed
/// The tagger learned names in context.
///
/// # Known misses
/// Abbreviated bodies; foreign names cut in two.
pub(super) struct Actors;

/// Last words of names of organisations.
const HEADS: &[&str] = &[
    "大学",
    "学院",
    "研究院",
    "研究所",
    "科学院",
    "委员会",
    "部",
    "局",
    "会",
    "公司",
    "集团",
    "中心",
    "组织",
    "银行",
    "协会",
    "学会",
    "联盟",
    "办公室",
    "院",
    "厅",
    "署",
    "基金会",
    "医院",
    "政府",
    "党",
    "中央",
    "联合国",
    "社",
    "所",
];
/// Those that stand behind nothing but a proper name.
const PROPER_HEADS: &[&str] = &["大学", "科学院", "研究院"];

/// Levels of places that have universities and institutes of their name; 中国大学 is any of a country.
const SMALL: &[&str] = &["province", "city", "county"];

/// Whether a Chinese name is that of one university, academy or institute: 青岛大学, and no 研究型大学, no 中国大学.
pub(crate) fn is_proper_body(name: &str, places: &Gazetteer) -> bool {
    PROPER_HEADS.iter().any(|head| {
        let place = name.strip_suffix(head).and_then(|front| places.find(front));
        place.is_some_and(|place| SMALL.contains(&place.level.as_str()))
    })
}

impl MentionExtractor for Actors {
    fn name(&self) -> &'static str {
        "actors"
    }

    fn extract<'a>(&self, cx: &Context<'a>, found: &mut Vec<Claim<'a>>) {
        for sentence in cx.doc.sentences.iter().filter(|sentence| sentence.language == Language::Zh) {
            let mut at = sentence.tokens.start;
            while at < sentence.tokens.end {
                let tag = cx.doc.tokens[at].tag;
                let end = (at..sentence.tokens.end)
                    .find(|next| cx.doc.tokens[*next].tag != tag)
                    .unwrap_or(sentence.tokens.end);
                match tag {
                    Tag::Organisation => organisation(cx, at..end, found),
                    Tag::Person => person(cx, at..end, sentence.tokens.end, found),
                    _ => {}
                }
                at = end;
            }
        }
    }
}

fn organisation<'a>(cx: &Context<'a>, tokens: std::ops::Range<usize>, found: &mut Vec<Claim<'a>>) {
    let span = cx.span(tokens);
    let name = cx.slice(span);
    if (3..=24).contains(&name.chars().count()) && HEADS.iter().any(|head| name.ends_with(head)) {
        found.push(Claim { span, kind: Some(vocab::ACTOR), rule: "actors/organisation" });
    }
}

fn person<'a>(cx: &Context<'a>, tokens: std::ops::Range<usize>, end: usize, found: &mut Vec<Claim<'a>>) {
    let after = tokens.end;
    let span = cx.span(tokens);
    let name = cx.slice(span);
    let next = if after < end { cx.word(after) } else { "" };
    let cited = matches!(next, "等" | "和" | "与" | "（" | "(");
    let speaks = cx.is_in(Language::Zh, "propose", next)
        || cx.is_in(Language::Zh, "person_title", next)
        || matches!(next, "的" | "认为" | "在" | "首次" | "则" | "明确" | "曾");
    if (2..=12).contains(&name.chars().count()) && speaks && !cited {
        found.push(Claim { span, kind: Some(vocab::ACTOR), rule: "actors/person" });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::{Knowledge, Options};

    #[test]
    fn a_body_is_known_by_its_place() {
        let knowledge = Knowledge::load(&Options::default()).expect("loads");
        for (name, expected) in [
            ("青岛大学", true),
            ("山东科学院", true),
            ("中国大学", false),
            ("欧洲研究院", false),
            ("研究型大学", false),
            ("青岛", false),
        ] {
            assert_eq!(is_proper_body(name, &knowledge.gazetteer), expected, "{name}");
        }
    }
}
