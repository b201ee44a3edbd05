//! Names -> other spellings of the same: 与 for 和, sides that change places, words of one meaning behind a name, British spelling.

use std::collections::BTreeMap;

use super::claim::{Claim, Mined, Said};
use super::marks::without_mark;
use super::names::Names;
use super::reading::{Reading, said};
use crate::knowledge::{Gazetteer, Glossary, Knowledge, Lexicon, vocab};
use crate::text::{Language, Span, is_han, match_key, simplified};

/// Most spellings of one name that are compared with each other.
const MOST: usize = 8;
/// What may stand behind a name without changing it, where both are of this kind.
const SHELLS: &[(Language, &str, &str)] = &[
    (Language::Zh, "模式", vocab::MODEL),
    (Language::Zh, "时期", vocab::STAGE),
    (Language::Zh, "期间", vocab::STAGE),
    (Language::Zh, "技术", vocab::TECHNOLOGY),
    (Language::Zh, "方法", vocab::TECHNOLOGY),
    (Language::Zh, "算法", vocab::TECHNOLOGY),
    (Language::Zh, "法", vocab::TECHNOLOGY),
    (Language::En, " model", vocab::MODEL),
    (Language::En, " mode", vocab::MODEL),
    (Language::En, " structure", vocab::MODEL),
    (Language::En, " period", vocab::STAGE),
    (Language::En, " technology", vocab::TECHNOLOGY),
    (Language::En, " method", vocab::TECHNOLOGY),
    (Language::En, " algorithm", vocab::TECHNOLOGY),
];
/// Last words of names of studies: with 法 behind they say the same.
const STUDIES: &[&str] = &["研究", "分析", "调查", "比较"];
/// Fewest characters of a name in front of a shell.
const FEWEST_ZH: usize = 4;
/// Words before what two sides do that only say how much.
const DEGREES: &[&str] = &["深度", "深入", "有机", "全面", "充分", "紧密", "密切", "有效", "高效", "良性"];
/// Class of words for what two sides do: 融合, 互动.
const BOTH_DO: &str = "pair_interact";
/// Classes of last words of names that say a way of doing: with 模式 behind they say the same.
const WAYS: &[&str] = &["promote", BOTH_DO];
/// Words behind a quotation that only say what sort of thing it is.
const TAILS: &[&str] = &["机制", "问题", "概念", "现象", "理念", "效应", "一词"];
const NUMERALS: &str = "一二三四五六七八九十";

/// All claims that the spelling of names makes.
pub(super) fn claims(names: &Names, knowledge: &Knowledge) -> Vec<Claim> {
    let lexicon = knowledge.lexicon(Language::Zh);
    let mut claims = Vec::new();
    let mut groups: BTreeMap<(&'static str, String), Vec<usize>> = BTreeMap::new();
    for (at, name) in names.names.iter().enumerate() {
        if names.is_ambiguous(at) {
            continue;
        }
        if let Some(number) = five_year_plan(&name.key) {
            groups.entry(("variant/plan", number.to_string())).or_default().push(at);
        }
        if let Some(plain) = without_mark(&name.label) {
            groups.entry(("variant/mark", simplified(&match_key(plain)))).or_default().push(at);
        }
        groups.entry(("variant/mark", name.key.clone())).or_default().push(at);
        if name.language == Language::Zh {
            let plain = without_rank(&name.key, &knowledge.gazetteer).unwrap_or_else(|| name.key.clone());
            groups.entry(("variant/rank", plain)).or_default().push(at);
        }
        for (rule, form) in forms(&name.key, name.language, &knowledge.bilingual, lexicon) {
            groups.entry((rule, form)).or_default().push(at);
        }
    }
    for ((rule, _), members) in &groups {
        for (n, left) in members.iter().enumerate().take(MOST) {
            let others = members[n + 1..].iter().take(MOST);
            // 创新性理论 need not be 创新理论 where no paper has both.
            let others =
                others.filter(|right| *rule != "variant/quality" || differ_in_quality(names, *left, **right));
            claims.extend(others.map(|right| Claim::by_name(*left, *right, rule, 0.96)));
        }
    }
    shells(names, lexicon, &mut claims);
    claims
}

/// The forms in which a name is equal to its other spellings, each with its rule.
fn forms(
    key: &str,
    language: Language,
    glossary: &Glossary,
    lexicon: &Lexicon,
) -> Vec<(&'static str, String)> {
    match language {
        Language::Zh => {
            let joined = joined(key);
            let mut forms = vec![("variant/spelling", joined.clone())];
            forms.extend(plain(&joined, lexicon).map(|plain| ("variant/degree", plain)));
            forms.extend(common(&joined, &lexicon.synonyms).map(|common| ("variant/synonym", common)));
            forms.push(("variant/quality", without_quality(&joined)));
            if let Some((left, right)) = sides(&joined) {
                let swaps = left.chars().count() == right.chars().count() && left.chars().count() >= 2;
                if swaps && left > right {
                    forms.push(("variant/pair", format!("{right}和{left}")));
                } else if swaps {
                    forms.push(("variant/pair", joined));
                }
            }
            forms
        }
        Language::En => {
            let words: Vec<String> = words(key, glossary);
            let mut forms = Vec::new();
            if words.len() > 1 {
                forms.push(("variant/spelling", words.join(" ")));
            } else if let Some(word) = words.first() {
                // A word alone may be an adjective, and is not its noun.
                forms.push(("variant/spelling", spelling_only(word)));
            }
            let tight: String = key.split(' ').collect();
            if tight.len() >= 9 && tight.is_ascii() {
                forms.push(("variant/blanks", tight));
            }
            forms
        }
    }
}

fn spelling_only(word: &str) -> String {
    let swap = |from: &str, to: &str| word.strip_suffix(from).map(|stem| format!("{stem}{to}"));
    swap("ie", "y")
        .or_else(|| swap("xe", "x"))
        .or_else(|| swap("sse", "ss"))
        .unwrap_or_else(|| word.to_owned())
}

/// The name without a word of degree before what two sides do: 港城密切合作 is 港城合作. `None` for other names.
fn plain(key: &str, lexicon: &Lexicon) -> Option<String> {
    // Of 结合 and 相结合, the shorter: what stands before it is asked next.
    let actions = lexicon.class(BOTH_DO).iter().filter(|action| key.ends_with(action.as_str()));
    let action = actions.min_by_key(|action| action.len())?;
    let front = key.strip_suffix(action.as_str())?;
    let front = DEGREES.iter().find_map(|degree| front.strip_suffix(degree)).unwrap_or(front);
    (front.chars().count() >= 4).then(|| format!("{front}{action}"))
}

/// The name without 性 behind a word that tells of what sort the next one is: 公益性岗位 is 公益岗位.
fn without_quality(key: &str) -> String {
    let chars: Vec<char> = key.chars().collect();
    let is_free = |at: usize| {
        chars[at] == '性'
            && at >= 2
            && at + 2 < chars.len()
            && chars[at - 2..at + 3].iter().all(|c| is_han(*c))
    };
    (0..chars.len()).filter(|at| !is_free(*at)).map(|at| chars[at]).collect()
}

/// Whether 性 is what two names differ in, and one paper has both.
fn differ_in_quality(names: &Names, left: usize, right: usize) -> bool {
    let n_marks = |at: usize| names.names[at].key.matches('性').count();
    let documents = |at: usize| names.names[at].terms.iter().map(|(document, _)| *document);
    n_marks(left) != n_marks(right) && documents(left).any(|one| documents(right).any(|other| one == other))
}

/// The name with the commoner of two words that mean the same: 形成机理 is 形成机制. `None` where it holds neither.
fn common(key: &str, synonyms: &[(String, String)]) -> Option<String> {
    if key.chars().count() < 4 {
        return None;
    }
    let mut common = key.to_owned();
    let mut holds = false;
    for (word, other) in synonyms {
        holds |= common.contains(word.as_str()) || common.contains(other.as_str());
        common = common.replace(word.as_str(), other);
    }
    holds.then_some(common)
}

/// Whether one key is the other with a word behind it that only says what sort of thing it is: “断崖”问题.
pub(super) fn is_same_with_tail(a: &str, b: &str) -> bool {
    let (long, short) = if a.len() > b.len() { (a, b) } else { (b, a) };
    let tail = long.strip_prefix(short).unwrap_or_default();
    short.chars().count() >= 3 && TAILS.contains(&tail)
}

/// What stands on both sides of "and"; 饱和 and 参与 hold none.
fn sides(name: &str) -> Option<(&str, &str)> {
    let (left, right) = name.split_once(['与', '和', '及'])?;
    let is_word = left.ends_with([
        '饱', '温', '中', '总', '缓', '柔', '共', '调', '亲', '参', '给', '涉', '普', '以', '不', '触',
    ]) || right.starts_with(['谐', '平']);
    (!is_word).then_some((left, right))
}

/// The name without 省 or 市 behind the place it begins with, and without 党的 before a congress. `None` for other names.
fn without_rank(key: &str, gazetteer: &Gazetteer) -> Option<String> {
    if let Some(rest) =
        key.strip_prefix('党').filter(|rest| rest.starts_with('十') && rest.contains(['届', '大']))
    {
        return Some(rest.to_owned());
    }
    let ranks = key.char_indices().skip(2).take(3).filter(|(_, c)| matches!(c, '省' | '市'));
    for (at, rank) in ranks {
        let (place, rest) = (&key[..at], &key[at + rank.len_utf8()..]);
        let known = gazetteer.find(place).filter(|_| rest.chars().count() >= 2);
        if known.is_some() && known == gazetteer.find(&key[..at + rank.len_utf8()]) {
            return Some(format!("{place}{rest}"));
        }
    }
    None
}

/// One word for all that mean "and", and for all that mean this country.
fn joined(key: &str) -> String {
    let mut key = key.replace("以及", "和");
    if let Some(rest) = key.strip_prefix("我国").filter(|rest| rest.chars().count() >= 2) {
        key = format!("中国{rest}");
    }
    let chars: Vec<char> = key.chars().collect();
    let between =
        |at: usize| at >= 2 && at + 2 < chars.len() && is_han(chars[at - 1]) && is_han(chars[at + 1]);
    let one = |(at, c): (usize, &char)| if matches!(c, '与' | '及') && between(at) { '和' } else { *c };
    chars.iter().enumerate().map(one).collect()
}

/// Base forms of all words but articles; `S&T` is science and technology.
fn words(key: &str, glossary: &Glossary) -> Vec<String> {
    let key = format!(" {key} ")
        .replace(" s t ", " science and technology ")
        .replace(" r d ", " research and development ");
    let kept = key.split(' ').filter(|word| !word.is_empty() && !matches!(*word, "the" | "a" | "an"));
    let kept: Vec<&str> = kept.collect();
    if kept.len() > 1 {
        kept.into_iter().map(|word| glossary.base(&with_ligature(word, glossary))).collect()
    } else {
        kept.into_iter().map(str::to_owned).collect()
    }
}

/// The word with the second f that a scanner lost with a ligature: `efect`. Other words stay.
fn with_ligature(word: &str, glossary: &Glossary) -> String {
    if !word.contains('f') || glossary.knows(&glossary.base(word)) {
        return word.to_owned();
    }
    let whole = word.match_indices('f').map(|(at, _)| format!("{}f{}", &word[..at], &word[at..]));
    whole.into_iter().find(|whole| glossary.knows(&glossary.base(whole))).unwrap_or_else(|| word.to_owned())
}

/// The number of a five-year plan, however it is written: 十三五, 第十三个五年规划, `13th Five-Year Plan period`.
fn five_year_plan(key: &str) -> Option<usize> {
    if let Some(english) =
        key.strip_suffix(" five year plan").or_else(|| key.strip_suffix(" five year plan period"))
    {
        let number = english.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        return number.parse().ok().filter(|_| english.len() - number.len() == 2);
    }
    let mut core = key;
    for tail in ["时期", "期间", "规划", "计划"] {
        core = core.strip_suffix(tail).unwrap_or(core);
    }
    let long = core.strip_prefix('第').and_then(|rest| rest.strip_suffix("个五年"));
    let short = core.strip_suffix('五').filter(|rest| !rest.starts_with('第'));
    let number =
        long.or(short).filter(|number| !number.is_empty() && number.chars().all(|c| NUMERALS.contains(c)))?;
    let value = number.chars().fold((0usize, 0usize), |(sum, last), c| match c {
        '十' => (sum + last.max(1) * 10, 0),
        c => (sum, NUMERALS.chars().position(|known| known == c).unwrap_or(0) + 1),
    });
    Some(value.0 + value.1)
}

/// The other order of two sides, where the text has it: 公益性与稳定性 beside 稳定性与公益性.
pub(super) fn swapped_pairs(reading: &Reading<'_>, found: &mut Vec<Mined>) {
    for (at, term) in
        reading.fragment.terms.iter().enumerate().filter(|(_, term)| term.language == Language::Zh)
    {
        let Some((left, right)) = sides(&term.label) else { continue };
        let n_chars = left.chars().count();
        if n_chars != right.chars().count() || !(2..=6).contains(&n_chars) {
            continue;
        }
        for joint in ['与', '和', '及'] {
            let swapped = format!("{right}{joint}{left}");
            let Some(start) = reading.text().find(&swapped) else { continue };
            let span = Span::new(start, start + swapped.len());
            let is_read = reading.blocks().any(|(_, _, block)| block.contains(span));
            if let Some(name) = reading.said(span).filter(|_| is_read) {
                let (left, places) = (reading.term(at), vec![(reading.at, span)]);
                found.push(Mined { left, right: name, rule: "variant/pair", confidence: 0.94, places });
            }
        }
    }
}

/// The plan within the name of its period: `13th Five-Year Plan period`.
pub(super) fn plan_names(reading: &Reading<'_>, found: &mut Vec<Mined>) {
    for (at, term) in reading.fragment.terms.iter().enumerate() {
        let short = term.label.strip_suffix(" period").or_else(|| term.label.strip_suffix("时期"));
        let short: Option<Said> = short.filter(|_| five_year_plan(&term.key).is_some()).and_then(said);
        if let Some(right) = short {
            let left = reading.term(at);
            found.push(Mined { left, right, rule: "variant/plan", confidence: 0.96, places: Vec::new() });
        }
    }
}

/// 政企合作模式 and 政企合作, where both are models.
fn shells(names: &Names, lexicon: &Lexicon, claims: &mut Vec<Claim>) {
    let ways: Vec<&String> = WAYS.iter().flat_map(|class| lexicon.class(class)).collect();
    let both_do = |short: &str| lexicon.class(BOTH_DO).iter().any(|word| short.ends_with(word.as_str()));
    for (at, name) in names.names.iter().enumerate() {
        for (language, shell, kind) in SHELLS {
            if name.language != *language || name.kind() != *kind {
                continue;
            }
            let Some(short) = name.key.strip_suffix(shell) else { continue };
            let n_chars = short.chars().count();
            let is_long = match language {
                Language::Zh => n_chars >= FEWEST_ZH,
                Language::En => short.contains(' '),
            };
            let other = names.find(short).filter(|other| {
                // 物种分布模式 is no 物种分布, but 校企合作模式 is 校企合作, a way of doing it; and 案例研究法 is 案例研究.
                let is_other_kind = *shell == "模式" && both_do(short)
                    || *shell == "法" && STUDIES.iter().any(|study| short.ends_with(study));
                is_long
                    && (names.names[*other].kind() == *kind || is_other_kind)
                    && (*shell != "模式" || ways.iter().any(|way| short.ends_with(way.as_str())))
            });
            claims.extend(other.map(|other| Claim::by_name(other, at, "variant/shell", 0.85)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::Options;
    use crate::text::language_of;

    #[test]
    fn spellings_of_one_name_share_a_form() {
        let knowledge = Knowledge::load(&Options::default()).expect("loads");
        let lexicon = knowledge.lexicon(Language::Zh);
        let check = |a: &str, b: &str, expected: bool| {
            let forms =
                |text: &str| forms(&match_key(text), language_of(text), &knowledge.bilingual, lexicon);
            let shares = forms(a).iter().any(|form| forms(b).contains(form));
            assert_eq!(shares, expected, "{a} {b}");
        };
        check("港口与城市", "港口和城市", true);
        check("港口与城市", "城市与港口", true);
        check("港口与城市", "城市与港口群", false);
        check("港口城市密切合作", "港口城市合作", true);
        check("深度学习", "学习", false);
        check("潮汐形成机理", "潮汐形成机制", true);
        check("港口机理", "港口原理", false);
        check("port and city", "port city", false);
        check("我国港口", "中国港口", true);
        check("参与治理", "参和治理", false);
        check("port organisations", "port organization", true);
        check("S&T policy", "science and technology policy", true);
        check("openaccess data", "open access data", true);
        check("tidal efects", "tidal effects", true);
        check("公益性岗位", "公益岗位", true);
        check("economic", "economy", false);
        check("port authority", "port author", false);
    }

    #[test]
    fn a_rank_behind_a_place_changes_nothing() {
        let knowledge = Knowledge::load(&Options::default()).expect("loads");
        for (key, expected) in [
            ("青岛市港口", Some("青岛港口")),
            ("山东省北部", Some("山东北部")),
            ("城市港口", None),
            ("党十八届三中全会", Some("十八届三中全会")),
            ("青岛市", None),
        ] {
            assert_eq!(without_rank(key, &knowledge.gazetteer).as_deref(), expected, "{key}");
        }
        assert_eq!(without_quality("公益性岗位"), "公益岗位");
        assert_eq!(without_quality("活性物质"), "活性物质");
        assert_eq!(without_quality("岗位公益性"), "岗位公益性");
        assert_eq!(sides("脂肪酸和多糖"), Some(("脂肪酸", "多糖")));
        assert_eq!(sides("多不饱和脂肪"), None);
    }

    #[test]
    fn plans_are_known_by_their_number() {
        for (name, expected) in [
            ("“十三五”时期", Some(13)),
            ("第十三个五年规划", Some(13)),
            ("13th Five-Year Plan", Some(13)),
            ("二五计划", Some(2)),
            ("五年规划", None),
            ("星期五", None),
            ("Five-Year Plan", None),
        ] {
            assert_eq!(five_year_plan(&match_key(name)), expected, "{name}");
        }
    }
}
