//! A label -> the name in it, without units of columns, marks of items and numbers of pictures that stuck to it.

use crate::text::is_han;

/// What numbers count.
const COUNTED: &[char] = &[
    '年', '月', '日', '个', '项', '种', '类', '型', '次', '级', '期', '代', '维', '元', '亿', '万', '千',
    '百', '倍', '米', '吨', '克', '度', '位', '点', '号', '层', '阶', '人', '家', '所', '省', '市', '县',
    '国', '岁', '天', '周', '小', '分', '组', '世', '大', '名', '例', '株', '只', '头', '份', '篇', '条',
    '届', '轮', '套', '座', '多', '余', '处', '场', '件', '台', '亩', '公', '平', '立', '颗', '艘', '架',
    '辆', '枚', '款', '册', '户', '棵', '栋', '幅',
];
/// Units of columns of tables.
const UNITS: &[&str] = &[
    "%", "t", "kg", "g", "mg", "m", "cm", "mm", "km", "hm", "hm2", "ha", "d", "h", "min", "s", "℃", "GHz",
    "GHZ", "MHz", "kW", "(g/d)",
];

/// A Chinese label without the unit that a column of a table adds, the mark of an item or the number of a picture: 排放总量/t, b)细胞评价,
/// 图6水位算法. `None` for others.
pub(super) fn without_mark(label: &str) -> Option<&str> {
    let unit =
        label.rsplit_once(['/', '／']).filter(|(_, unit)| UNITS.contains(unit)).map(|(plain, _)| plain);
    let item = || {
        let (mark, plain) = label.split_once([')', '）', '、', ':', '：'])?;
        let mark = mark.trim_start_matches(['(', '（']);
        // 5G、港口 is a list, and 5、港口 an item.
        let is_number = (1..=2).contains(&mark.len()) && mark.bytes().all(|b| b.is_ascii_digit());
        (is_number || mark.len() == 1 && mark.bytes().all(|b| b.is_ascii_alphabetic())).then_some(plain)
    };
    let letter = || {
        let (plain, mark) = label.rsplit_once(['(', '（'])?;
        let mark = mark.strip_suffix([')', '）'])?;
        (mark.len() == 1 && mark.bytes().all(|b| b.is_ascii_alphabetic())).then_some(plain)
    };
    let plain = unit.or_else(item).or_else(letter).or_else(|| numbered(label))?.trim();
    let n_han = plain.chars().filter(|c| is_han(*c)).count();
    (n_han >= 3 || n_han == 2 && plain.chars().count() >= 4).then_some(plain)
}

/// What stands behind the number of a picture or a heading that stuck to it: 图6水位算法, 4潮汐站点与数据. A number may count what
/// stands behind it, unless that is long or begins with capitals.
fn numbered(label: &str) -> Option<&str> {
    let number = label.trim_start_matches(['图', '表']);
    let plain = number.trim_start_matches(|c: char| c.is_ascii_digit());
    let n_digits = number.len() - plain.len();
    let plain = plain.trim_start_matches('.');
    let n_capitals = plain.chars().take_while(char::is_ascii_uppercase).count();
    let is_name = number.len() < label.len()
        || n_capitals >= 2
        || plain.chars().take(6).filter(|c| is_han(*c)).count() == 6;
    let is_count = number.len() == label.len() && plain.starts_with(COUNTED);
    ((1..=2).contains(&n_digits) && is_name && !is_count).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_tables_and_lists_are_no_part_of_a_name() {
        for (label, expected) in [
            ("排放总量/t", Some("排放总量")),
            ("覆盖率 /%", Some("覆盖率")),
            ("b)细胞评价", Some("细胞评价")),
            ("港口业（A）", Some("港口业")),
            ("图6水位算法", Some("水位算法")),
            ("图6分布式水位算法", Some("分布式水位算法")),
            ("4潮汐站点与数据", Some("潮汐站点与数据")),
            ("(3）潮汐站点", Some("潮汐站点")),
            ("4种潮汐站点与数据", None),
            ("36颗潮汐观测卫星", None),
            ("3D水位", None),
            ("5G、潮汐站点", None),
            ("细胞HNE1/DDP", None),
            ("排放总量", None),
        ] {
            assert_eq!(without_mark(label), expected, "{label}");
        }
    }
}
