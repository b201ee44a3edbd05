//! A line under a title -> the names of authors in it, without marks of affiliations and the affiliations themselves.

use crate::knowledge::Knowledge;
use crate::text::{Language, is_han, simplified_in_place};

/// Words of addresses.
const ADDRESSES: &[&str] =
    &["大学", "学院", "研究院", "研究所", "研究中心", "公司", "医院", "实验室", "大學", "學院", "公司"];
/// A line of names is no longer than this, without the addresses behind them.
const LONGEST_LINE: usize = 140;

/// Whether the line holds names only: `郭某某, 沈某`, `GUO Ming, SHEN Jianguo`, `王某1，李 某2（某大学）`.
pub(super) fn is_author_line(text: &str, knowledge: &Knowledge) -> bool {
    let read = &*simplified_in_place(text);
    let names = split(read);
    let is_zh = |name: &String| (2..=4).contains(&name.chars().count()) && name.chars().all(is_han);
    let n_names = names.iter().filter(|name| is_name(name, knowledge)).count();
    let is_list = if names.len() > 3 && names.iter().all(is_zh) {
        // Not every surname is known; most are.
        n_names * 10 >= names.len() * 7
    } else {
        n_names == names.len()
    };
    !names.is_empty() && without_address(read).chars().count() < LONGEST_LINE && is_list
}

/// Names behind a title on its own line: where the title ends, where at least two names follow and all but it are names.
pub(super) fn behind_title(line: &str, knowledge: &Knowledge) -> Option<usize> {
    let read = simplified_in_place(line);
    let comma = read.find([',', '，'])?;
    let parts = split(&read[comma..]);
    if parts.is_empty() || !parts.iter().all(|name| is_name(name, knowledge)) {
        return None;
    }
    let before = read[..comma].trim_end_matches(is_mark);
    let starts = before.char_indices().rev().map(|(at, _)| at).take(3).collect::<Vec<_>>();
    let is_first = |at: &&usize| {
        let name = &before[**at..];
        name.chars().all(is_han) && surname(name, knowledge) == 1 && name.chars().count() > 1
    };
    starts.iter().rev().find(is_first).copied().filter(|at| read[..*at].chars().count() > 8)
}

/// The names in a line, as printed.
pub(super) fn names(text: &str, knowledge: &Knowledge) -> Vec<String> {
    let mut names = Vec::new();
    for name in split(text) {
        match joined(&name, knowledge) {
            Some(parts) => names.extend(parts),
            None => names.push(name),
        }
    }
    names
}

/// Names that were set without a gap: `杨铭沈翔`. Only a line behind a title is read so, and only where one cut fits.
pub(super) fn is_joined_line(text: &str, knowledge: &Knowledge) -> bool {
    let names = split(text);
    let fits = |name: &String| is_name(name, knowledge) || joined(name, knowledge).is_some();
    !names.is_empty() && text.chars().count() <= 40 && names.iter().all(fits)
}

fn is_name(name: &str, knowledge: &Knowledge) -> bool {
    let chars: Vec<char> = name.chars().collect();
    if chars.iter().all(|c| is_han(*c)) {
        return (2..=4).contains(&chars.len()) && surname(&simplified_in_place(name), knowledge) > 0;
    }
    let words: Vec<&str> = name.split(' ').collect();
    (2..=4).contains(&words.len())
        && words.iter().all(|word| word.starts_with(char::is_uppercase) && word.len() < 16)
        && !name.chars().any(|c| c.is_ascii_digit())
}

/// Characters of the surname that a name begins with; 0 where it begins with none.
fn surname(name: &str, knowledge: &Knowledge) -> usize {
    let surnames = &knowledge.lexicon(Language::Zh).surnames;
    let begins = |n: usize| surnames.contains(&name.chars().take(n).collect::<String>());
    if name.chars().count() > 2 && begins(2) { 2 } else { usize::from(begins(1)) }
}

/// The names in a run of ideographs, where it can be cut into names of two or three in one way only.
fn joined(run: &str, knowledge: &Knowledge) -> Option<Vec<String>> {
    let chars: Vec<char> = run.chars().collect();
    let may_be = (5..=9).contains(&chars.len()) || chars.len() == 4 && surname(run, knowledge) == 1;
    if !may_be || !chars.iter().all(|c| is_han(*c)) {
        return None;
    }
    let mut found: Vec<Vec<usize>> = Vec::new();
    cut(&chars, knowledge, &mut Vec::new(), &mut found);
    let [lengths] = found.as_slice() else { return None };
    let mut rest = chars.as_slice();
    let mut names = Vec::new();
    for length in lengths {
        let (name, behind) = rest.split_at(*length);
        names.push(name.iter().collect());
        rest = behind;
    }
    Some(names)
}

fn cut(rest: &[char], knowledge: &Knowledge, lengths: &mut Vec<usize>, found: &mut Vec<Vec<usize>>) {
    if rest.is_empty() {
        found.push(lengths.clone());
        return;
    }
    for length in [2, 3] {
        if rest.len() < length || lengths.is_empty() && rest.len() == length {
            continue;
        }
        let name: String = rest[..length].iter().collect();
        if surname(&simplified_in_place(&name), knowledge) == 1 {
            lengths.push(length);
            cut(&rest[length..], knowledge, lengths, found);
            lengths.pop();
        }
    }
}

fn without_address(text: &str) -> &str {
    let text = text.trim_start_matches("# ");
    text.find(['(', '（', '〔']).filter(|at| *at > 0).map_or(text, |at| &text[..at])
}

/// Marks of notes and affiliations, and what recognition of print makes of them.
fn is_mark(c: char) -> bool {
    c.is_ascii_digit()
        || matches!(
            c,
            '*' | '\\'
                | '¹'
                | '²'
                | '³'
                | '⁴'
                | '⁵'
                | '†'
                | '‡'
                | '①'
                | '②'
                | '③'
                | '✉'
                | '#'
                | '^'
                | '\''
                | '’'
                | '‘'
                | '`'
                | '′'
                | '」'
                | '＊'
        )
}

/// The parts of a line between what parts names, without marks.
fn split(text: &str) -> Vec<String> {
    let text = without_address(text);
    let n_han = text.chars().filter(|c| is_han(*c)).count();
    let is_zh = n_han * 2 > text.chars().filter(|c| c.is_alphabetic()).count();
    let has_commas = text.contains([',', '，', ';', '；', '、']);
    let parts = text.replace(" and ", ",").replace('&', ",");
    let separates = |c: char| {
        matches!(c, ',' | '，' | ';' | '；' | '、' | '\t' | '*')
            || is_zh && (is_mark(c) || c == '.' || c == '　' || c == ' ' && !has_commas)
    };
    let mut names: Vec<String> = Vec::new();
    let mut is_lone = false;
    for part in parts.split(separates) {
        let mut name: String = part.trim_matches(|c: char| is_mark(c) || c == ' ' || c == '.').to_owned();
        if is_zh {
            // A gap spreads a name of two: 王 某.
            name.retain(|c| c != ' ' && c != '　');
            name.truncate(name.trim_end_matches(|c: char| c.is_ascii_lowercase()).len());
        }
        if name.is_empty() {
            continue;
        }
        let is_short = is_zh && name.chars().count() == 1;
        match names.last_mut() {
            Some(last) if is_lone && is_short && !has_commas => last.push_str(&name),
            _ => names.push(name),
        }
        is_lone = is_short && !is_lone;
    }
    // Addresses without a bracket in front of them.
    if let Some(at) = names.iter().position(|name| ADDRESSES.iter().any(|word| name.contains(word)))
        && at > 1
    {
        names.truncate(at);
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::Options;

    #[test]
    fn names_are_told_from_marks_and_addresses() {
        let knowledge = Knowledge::load(&Options::default()).expect("the built-in knowledge loads");
        let check = |line: &str, expected: &[&str]| {
            assert!(is_author_line(line, &knowledge), "{line}");
            assert_eq!(names(line, &knowledge), expected, "{line}");
        };
        check("王建国, 李明", &["王建国", "李明"]);
        check("王建国'，李 明²，赵晓霞1,2*", &["王建国", "李明", "赵晓霞"]);
        check("王建国1　李　明2 张三丰", &["王建国", "李明", "张三丰"]);
        check("王建国，李明(某某大学 经济学院，上海 200093)", &["王建国", "李明"]);
        check("LI Ming1, WANG Jianguo*", &["LI Ming", "WANG Jianguo"]);
        check("陳國強，張偉", &["陳國強", "張偉"]);
        check("王建国1，李明2，赵晓霞2」某某大学经济学院，上海", &["王建国", "李明", "赵晓霞"]);
        let line = "县域公共服务的量化评价王建国，李明*";
        assert_eq!(behind_title(line, &knowledge), line.find('王'));
        assert_eq!(behind_title("港口建设，渔业发展与就业", &knowledge), None);
        assert!(!is_author_line("王国发展的经验，一个比较", &knowledge));
        assert!(is_joined_line("杨铭沈翔", &knowledge));
        assert_eq!(names("杨铭沈翔", &knowledge), ["杨铭", "沈翔"]);
    }
}
