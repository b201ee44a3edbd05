//! AnnotatedDocument -> outline: numbered and titled items below the sections, across sentences.

use std::sync::LazyLock;

use regex::Regex;

use crate::model::{AnnotatedDocument, BlockKind, Tag};
use crate::text::{Language, Span};

/// How an item is introduced; items of one series share it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Series {
    /// 其一, 其二
    Qi,
    /// 一是, 二是
    Shi,
    /// 第一, 第二; First, Second
    Di,
    /// 首先, 其次, 最后
    Shouxian,
    /// 一方面, 另一方面
    Fangmian,
    /// （1）, ①, 1.
    Number,
    /// A short title before a full stop or colon, without a number.
    Titled,
    /// A bullet.
    Bullet,
}

/// One item: where it starts, how far it goes, what it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Item {
    pub(crate) series: Series,
    /// First sentence.
    pub(crate) start: usize,
    /// One past the last sentence.
    pub(crate) end: usize,
    /// Its title, when the text sets one off; otherwise its first clause.
    pub(crate) title: Span,
    /// Whether the title is set off from what follows.
    pub(crate) set_off: bool,
    /// The item it stands in.
    pub(crate) parent: Option<usize>,
    /// Section it stands in.
    pub(crate) section: usize,
}

impl Item {
    /// What the items of one row share: how they are introduced, the section and the item that they stand in.
    pub(crate) fn row(&self) -> (Series, usize, Option<usize>) {
        (self.series, self.section, self.parent)
    }
}

/// Items of a document in order of their start.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    pub(crate) items: Vec<Item>,
    of_sentence: Vec<Option<usize>>,
}

impl Outline {
    /// The innermost item that a sentence belongs to.
    pub(crate) fn item_of(&self, sentence: usize) -> Option<usize> {
        self.of_sentence.get(sentence).copied().flatten()
    }
}

static LEADS: LazyLock<Vec<(Regex, Series)>> = LazyLock::new(|| {
    let rule =
        |pattern: &str, series| (Regex::new(pattern).expect("the pattern is constant and tested"), series);
    vec![
        rule(r"^其[一二三四五六七八九十][，,：:、\s]*", Series::Qi),
        rule(r"^[一二三四五六七八九]是(?:要)?[，,：:]?", Series::Shi),
        rule(
            r"^第[一二三四五六七八九十][，,：:、\s]+|^(?:First|Second|Third|Fourth|Fifth|Sixth|Finally|Lastly)(?:ly)?,\s*",
            Series::Di,
        ),
        rule(r"^(?:首先|其次|再次|再者|最后|此外还)[，,：:]+", Series::Shouxian),
        rule(r"^(?:一方面|另一方面)[，,：:]?", Series::Fangmian),
        rule(
            r"^[（(]\s*\d{1,2}\s*[)）]\s*|^\d{1,2}[)）．、]\s*|^\d{1,2}\.\s+|^[①-⑳]\s*|^Group\s+\d+:\s*|^[（(][一二三四五六七八九十]{1,3}[）)]\s*|^[一二三四五六七八九十]{1,3}、",
            Series::Number,
        ),
        rule(r"^[-*•●◆■·–]\s*", Series::Bullet),
    ]
});

/// Longest title set off by a full stop, in characters of Chinese; English may take three times as many.
const LONGEST_TITLE: usize = 26;

pub(crate) fn build(doc: &AnnotatedDocument) -> Outline {
    let mut outline = Outline { items: Vec::new(), of_sentence: vec![None; doc.sentences.len()] };
    let mut open: Vec<usize> = Vec::new();
    for at in 0..doc.sentences.len() {
        let block = &doc.document.blocks[doc.sentences[at].block];
        if !block.kind.is_prose() {
            if matches!(block.kind, BlockKind::Heading | BlockKind::Title) {
                close(&mut outline, &mut open, 0, at);
            }
            continue;
        }
        let starts_block = at == 0 || doc.sentences[at - 1].block != doc.sentences[at].block;
        if let Some((series, title, set_off)) = item(doc, at, starts_block) {
            let depth = open.iter().position(|item| outline.items[*item].series == series);
            // A title without a number closes everything but a numbered item of its own block.
            let depth = depth.or((series == Series::Titled).then_some(0));
            let depth = depth.unwrap_or(open.len());
            close(&mut outline, &mut open, depth, at);
            let parent = open.last().copied();
            open.push(outline.items.len());
            outline.items.push(Item {
                series,
                start: at,
                end: at + 1,
                title,
                set_off,
                parent,
                section: block.section,
            });
        } else if starts_block {
            // A new paragraph without a lead ends items that run inside one paragraph.
            let inline = |series| {
                matches!(
                    series,
                    Series::Qi
                        | Series::Shi
                        | Series::Fangmian
                        | Series::Shouxian
                        | Series::Titled
                        | Series::Bullet
                )
            };
            let depth =
                open.iter().position(|item| inline(outline.items[*item].series)).unwrap_or(open.len());
            close(&mut outline, &mut open, depth, at);
        }
        outline.of_sentence[at] = open.last().copied();
    }
    let n_sentences = doc.sentences.len();
    close(&mut outline, &mut open, 0, n_sentences);
    outline
}

fn close(outline: &mut Outline, open: &mut Vec<usize>, depth: usize, at: usize) {
    for item in open.drain(depth.min(open.len())..) {
        outline.items[item].end = at;
    }
}

/// The series and title of the item that a sentence starts, if it starts one.
fn item(doc: &AnnotatedDocument, at: usize, starts_block: bool) -> Option<(Series, Span, bool)> {
    let sentence = &doc.sentences[at];
    let text = doc.document.slice(sentence.span);
    let (series, lead) = LEADS
        .iter()
        .find_map(|(regex, series)| regex.find(text).map(|found| (Some(*series), found.end())))
        .unwrap_or((None, 0));
    let body = &text[lead..];
    let offset = sentence.span.start as usize + lead;
    let limit = if sentence.language == Language::Zh { LONGEST_TITLE } else { LONGEST_TITLE * 3 };
    let whole = body.trim_end_matches(['。', '.', '：', ':', '；']);
    let goes_on = doc.sentences.get(at + 1).is_some_and(|next| next.block == sentence.block);
    let cut = |end: usize| Span::new(offset, offset + end).trimmed(&doc.document.text);
    if let Some(colon) =
        body.find(['：', ':', '－']).or_else(|| body.find(" - ")).or_else(|| body.find(" – "))
    {
        let title = &body[..colon];
        let fits = title.chars().count() <= limit
            && title.chars().count() >= 2
            && !title.contains(['，', ',', '。'])
            && !title.ends_with(char::is_numeric);
        let is_lead_in = title.ends_with("如下")
            || title.ends_with("包括")
            || title.ends_with("方面")
            || title.ends_with("认为")
            || title.ends_with("指出");
        if fits && !is_lead_in && (series.is_some() || starts_block) && body[colon..].chars().count() > 8 {
            return Some((series.unwrap_or(Series::Titled), cut(colon), true));
        }
    }
    let is_short = whole.chars().count() <= limit && whole.chars().count() >= 2;
    let whole_span = cut(whole.len());
    if is_short
        && goes_on
        && (series.is_some() || starts_block && !tells(doc, whole_span, sentence.language))
        && !whole.contains(['，', ',', '？', '?', '“'])
    {
        return Some((series.unwrap_or(Series::Titled), whole_span, true));
    }
    let series = series?;
    let first = sentence.clauses.iter().find(|clause| clause.span.end as usize > offset);
    let title = first.map_or_else(
        || cut(whole.len()),
        |clause| {
            Span::new(offset.max(clause.span.start as usize), clause.span.end as usize)
                .trimmed(&doc.document.text)
        },
    );
    Some((series, title, is_short && !whole.contains(['，', ','])))
}

/// Whether a stretch tells something, as a sentence does and a title does not: in English by any verb that is no gerund, in Chinese
/// by a verb behind a subject.
fn tells(doc: &AnnotatedDocument, span: Span, language: Language) -> bool {
    let tokens = doc.tokens_in(span);
    let word = |at: usize| doc.document.slice(doc.tokens[at].span);
    let is_verb = |at: &usize| doc.tokens[*at].tag == Tag::Verb;
    match language {
        Language::En => tokens.clone().any(|at| is_verb(&at) && !word(at).ends_with("ing")),
        Language::Zh => {
            let opens_with_subject = tokens.clone().next().is_some_and(|at| {
                doc.tokens[at].tag.is_nominal() || matches!(doc.tokens[at].tag, Tag::Pronoun | Tag::Adverb)
            });
            let n = tokens.len();
            opens_with_subject && tokens.skip(1).take(n.saturating_sub(2)).any(|at| is_verb(&at))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::{Knowledge, Options};
    use crate::segment::Segmenter;

    #[test]
    fn items_carry_titles_across_sentences() {
        let knowledge = Knowledge::load(&Options::default()).expect("loads");
        let text = "其一，水量分配。两者服务于同一目标，形成合力。其二，水质监测。研发与生产对接，缩短周期。\n\n一是增加投入，二者并重。";
        let document = crate::read::read("a.txt", text.as_bytes(), &knowledge).expect("reads");
        let doc = Segmenter::new(&knowledge).segment(document);
        let outline = build(&doc);
        let titles: Vec<(&str, bool)> =
            outline.items.iter().map(|item| (doc.document.slice(item.title), item.set_off)).collect();
        assert_eq!(titles, [("水量分配", true), ("水质监测", true), ("增加投入", false)]);
        assert_eq!(outline.item_of(1), Some(0));
        assert_eq!((outline.items[0].start, outline.items[0].end), (0, 2));
    }
}
