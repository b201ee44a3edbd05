//! Characters that stand for others -> those others: radicals that printing programs put for the ideographs they look like.

use unicode_normalization::UnicodeNormalization;

/// Radicals of the supplement that Unicode itself does not map, and the ideographs they stand for.
const RADICALS: &str = "⺁厂⺇几⺌小⺎兀⺏尣⺐尢⺓幺⺛旡⺝月⺟母⺠民⺡氵⺢水⺣灬⺤爫⺥爫⺦丬⺨犭⺩王⺪疋⺫目⺬示⺭礻⺮竹⺯糸⺰纟⺱罓⺲罒⺳网⺴冈⺵网⺶羊⺷羊⺸羊⺹老⺺肀⺻聿⺼月⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃西⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏邑⻐钅⻑長⻒镸⻓长⻔门⻕阜⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻟飠⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟";

/// The text with such characters, compatibility ideographs and Latin ligatures replaced. Width and punctuation stay:
/// they belong to how the text is printed.
pub(super) fn fold(text: &str) -> String {
    if !text.chars().any(is_folded) {
        return text.to_owned();
    }
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{2e80}'..='\u{2eff}' => folded.push(ideograph(c)),
            _ if is_folded(c) => folded.extend(std::iter::once(c).nfkc()),
            _ => folded.push(c),
        }
    }
    folded
}

fn is_folded(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{2fd5}' | '\u{f900}'..='\u{faff}' | '\u{fb00}'..='\u{fb06}')
}

fn ideograph(radical: char) -> char {
    let mut rest = RADICALS.chars().skip_while(|c| *c != radical);
    rest.nth(1).unwrap_or(radical)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn radicals_become_ideographs_and_the_rest_stays() {
        let check = |text: &str, expected: &str| assert_eq!(fold(text), expected, "{text}");
        check("⼈⼝⽼龄化", "人口老龄化");
        check("⺠政局⻓期⻛险", "民政局长期风险");
        check("eﬃcient ﬁnance", "efficient finance");
        check("（Ａ）１０％，①", "（Ａ）１０％，①");
    }

    #[test]
    fn the_table_holds_pairs() {
        let chars: Vec<char> = RADICALS.chars().collect();
        for pair in chars.chunks(2) {
            assert!(
                matches!(pair, [radical, ideograph] if ('\u{2e80}'..='\u{2eff}').contains(radical) && *ideograph > '\u{2eff}'),
                "{pair:?}"
            );
        }
    }
}
