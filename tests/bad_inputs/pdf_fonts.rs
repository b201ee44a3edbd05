//! Fonts without a map to Unicode, with a false one, and text set in other directions.

use encoding_rs::{BIG5, GBK, SHIFT_JIS};

use super::documents::{chinese, page, pdf, stream};
use super::*;

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn fonts_without_a_map_to_unicode_are_read() {
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
    let wide: String = ZH.replace("2024", "２０２４").replace("30%", "３０％");
    let gbk = GBK.encode(&wide).0.into_owned();
    let big5 = BIG5.encode(TRADITIONAL).0.into_owned();
    let japanese = "技術革新は産業構造を変える。政策は地域経済を支える。";
    let cases: Vec<(&str, &str, &str, Vec<u8>, &str)> = vec![
        ("gbk.pdf", "GBK-EUC-H", "GB1", gbk.clone(), &wide),
        ("gbkp.pdf", "GBKp-EUC-H", "GB1", gbk.clone(), &wide),
        ("gb.pdf", "GB-EUC-H", "GB1", gbk, &wide),
        ("ucs2.pdf", "UniGB-UCS2-H", "GB1", utf16(ZH), ZH),
        ("utf16.pdf", "UniGB-UTF16-H", "GB1", utf16(ZH), ZH),
        ("big5.pdf", "ETen-B5-H", "CNS1", big5, TRADITIONAL),
        ("cns-ucs2.pdf", "UniCNS-UCS2-H", "CNS1", utf16(TRADITIONAL), TRADITIONAL),
        ("cns-utf16.pdf", "UniCNS-UTF16-H", "CNS1", utf16(TRADITIONAL), TRADITIONAL),
        ("rksj.pdf", "90ms-RKSJ-H", "Japan1", SHIFT_JIS.encode(japanese).0.into_owned(), japanese),
    ];
    let (folder, _) = check(
        cases
            .iter()
            .map(|(name, cmap, ordering, bytes, _)| good(*name, chinese(cmap, ordering, bytes)))
            .collect(),
    );
    for (name, _, _, _, expected) in cases {
        let found = text(&folder.path().join("in").join(name));
        assert_eq!(bare(&found), bare(expected), "{name}");
    }
}

/// A page whose codes 1, 2, 3 … its font maps to what is given, in hexadecimal UTF-16, twenty a line.
fn mapped(targets: &[&str]) -> Vec<u8> {
    let codes = |entry: &dyn Fn(usize) -> String| (1..=targets.len()).map(entry).collect::<String>();
    let pairs = codes(&|code| format!("<{code:04X}> <{}>\n", targets[code - 1]));
    let map = format!(
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n1 begincodespacerange <0000> <FFFF> endcodespacerange\n{} beginbfchar\n{pairs}endbfchar\nendcmap end end",
        targets.len()
    );
    let shown = codes(&|code| format!("{code:04X}"));
    let mut text = String::from("BT /F1 12 Tf 60 760 Td 20 TL\n");
    for line in shown.as_bytes().chunks(4 * 20) {
        text.push_str(&format!("<{}> Tj T*\n", String::from_utf8_lossy(line)));
    }
    text.push_str("ET");
    let font = "<< /Type /Font /Subtype /Type0 /BaseFont /Odd /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 8 0 R >>";
    let below = b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Odd /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 1000 /FontDescriptor 7 0 R >>".to_vec();
    let descriptor = b"<< /Type /FontDescriptor /FontName /Odd /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>".to_vec();
    pdf(&page(font, stream("", text.as_bytes()), &[below, descriptor, stream("", map.as_bytes())]))
}

/// Characters as the targets of a map.
fn targets(text: &str) -> Vec<String> {
    text.chars()
        .map(|c| c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("{unit:04X}")).collect())
        .collect()
}

#[test]
fn maps_to_what_is_no_character_are_told() {
    let words = targets("土地改革推动农村投资，登记制度减少了村庄之间的纠纷。");
    let with = |odd: &str, every: usize| {
        let list: Vec<&str> = words
            .iter()
            .enumerate()
            .map(|(n, word)| if n % every == every - 1 { odd } else { word.as_str() })
            .collect();
        mapped(&list)
    };
    let (folder, _) = check(vec![
        good("p11-right.pdf", with("6751", 200)),
        // One bad character in twenty and more is a text with holes.
        case("p11-replacement.pdf", with("FFFD", 3), "partial", "fonts"),
        case("p11-zero.pdf", with("0000", 3), "partial", "fonts"),
        case("p11-private.pdf", with("E012", 3), "partial", "fonts"),
        case("p11-surrogate.pdf", with("D800", 3), "partial", "fonts"),
        good("p11-few.pdf", with("FFFD", 26)),
        good(
            "p11-ligature.pdf",
            mapped(&[
                "0065",
                "006600660069",
                "0063",
                "00690065006E0074",
                "0020",
                "9AD8",
                "6548",
                "7387",
                "7684",
                "5236",
                "5EA6",
                "63A8",
                "52A8",
                "6295",
                "8D44",
                "3002",
            ]),
        ),
    ]);
    let read = |name: &str| text(&folder.path().join("in").join(name));
    assert!(read("p11-ligature.pdf").contains("efficient"), "{}", read("p11-ligature.pdf"));
    for name in ["p11-zero.pdf", "p11-private.pdf", "p11-surrogate.pdf"] {
        let found = read(name);
        assert!(!found.contains(['\0', '\u{e012}']), "{name}: {found:?}");
        assert!(found.contains("土地"), "{name}: {found}");
    }
}

#[test]
fn text_in_other_directions_is_read() {
    let turned = stream(
        "",
        b"BT /F1 11 Tf 0 1 -1 0 300 100 Tm (Land reform promotes rural investment in hill districts.) Tj ET",
    );
    let mut page_turned = super::documents::english();
    page_turned[2] = b"<< /Type /Page /Parent 2 0 R /Rotate 90 /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>".to_vec();
    let utf16: Vec<u8> = ZH.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let (folder, _) = check(vec![
        good("p16-turned.pdf", pdf(&page(super::documents::HELVETICA, turned, &[]))),
        good("p16-page.pdf", pdf(&page_turned)),
        good("p16-vertical.pdf", chinese("UniGB-UTF16-V", "GB1", &utf16)),
    ]);
    let read = |name: &str| text(&folder.path().join("in").join(name));
    assert!(read("p16-turned.pdf").contains("promotes rural investment"));
    assert!(read("p16-page.pdf").contains("promotes rural investment"));
    assert!(bare(&read("p16-vertical.pdf")).contains("渔业技术推动港口建设"), "{}", read("p16-vertical.pdf"));
}
