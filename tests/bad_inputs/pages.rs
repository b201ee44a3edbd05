//! Web pages that are deep, huge, false about their encoding, or full of what is no text.

use encoding_rs::{BIG5, GB18030};

use super::*;

fn html(body: &str) -> String {
    format!("<!doctype html><html><head><title>成果转化</title></head><body>{body}<p>{ZH}</p></body></html>")
}

#[test]
fn deep_and_huge_pages_stay_within_limits() {
    let attributes: String = (0..50_000).map(|n| format!(" a{n}=\"x\"")).collect();
    let line = format!("<p>{}</p>", ZH.repeat((100 << 20) / ZH.len()));
    let (folder, _) = check(vec![
        case("h1-deep.html", html(&"<div>".repeat(200_000)), "partial", "depth"),
        case("h1-bold.html", html(&"<b>".repeat(30_000)), "partial", "depth"),
        case("h1-tables.html", html(&"<table>".repeat(5_000)), "partial", "depth"),
        good("h1-script.html", html(&format!("<p>{ZH}</p><script>var a = 1;"))),
        good("h1-style.html", html(&format!("<p>{ZH}x</p><style>p {{ }}"))),
        good("h1-textarea.html", html(&format!("<p>{ZH}y</p><textarea>typed words"))),
        case("h1-nothing.html", "<html><body><script>var a = 1;", "empty", "blank"),
        good("h2-attributes.html", html(&format!("<div{attributes}>x</div>"))),
        good("h2-value.html", html(&format!("<div title=\"{}\">x</div>", "x".repeat(10 << 20)))),
        good("h2-comment.html", html(&format!("<!--{}-->", "x".repeat(10 << 20)))),
        case("h2-line.html", html(&line), "partial", "text"),
    ]);
    for name in ["h1-script.html", "h1-style.html", "h1-textarea.html"] {
        assert!(text(&folder.path().join("in").join(name)).contains("中试平台促进成果转化"), "{name}");
    }
}

#[test]
fn pages_are_decoded_by_what_they_are_and_not_by_what_they_say() {
    let said = |charset: &str, bytes: &[u8]| {
        let mut page = format!("<html><head><meta charset=\"{charset}\"></head><body><p>").into_bytes();
        page.extend(bytes);
        page.extend(b"</p></body></html>");
        page
    };
    let marked = [b"\xef\xbb\xbf".to_vec(), said("big5", format!("{ZH}标").as_bytes())].concat();
    let two =
        |first: &str, second: &str, bytes: &[u8]| said(&format!("{first}\"><meta charset=\"{second}"), bytes);
    let (folder, report) = check(vec![
        good("h3-lies.html", said("gb2312", ZH.as_bytes())),
        good("h3-gbk.html", said("gb2312", &GB18030.encode(ZH).0)),
        good("h3-gb18030.html", said("gb2312", &GB18030.encode(&format!("{ZH}𠮷㐀")).0)),
        good("h3-wrong.html", said("utf-8", &GB18030.encode(&format!("{ZH}错")).0)),
        good("h3-mark.html", marked),
        good("h3-two.html", two("utf-8", "gbk", &GB18030.encode(&format!("{ZH}双")).0)),
        good("h3-big5.html", said("big5", &BIG5.encode(TRADITIONAL).0)),
    ]);
    let read = |name: &str| text(&folder.path().join("in").join(name));
    for name in ["h3-lies", "h3-gbk", "h3-gb18030", "h3-wrong", "h3-mark", "h3-two"] {
        let name = format!("{name}.html");
        assert!(read(&name).contains("中试平台促进成果转化"), "{name}: {}", read(&name));
    }
    assert!(read("h3-gb18030.html").contains("𠮷㐀"));
    assert!(read("h3-big5.html").contains("試驗平臺促進成果轉化"));
    for (name, encoding) in [
        ("h3-lies", "UTF-8"),
        ("h3-gbk", "gb18030"),
        ("h3-wrong", "gb18030"),
        ("h3-mark", "UTF-8"),
        ("h3-big5", "Big5"),
    ] {
        assert_eq!(report[&format!("{name}.html")]["encoding"], encoding, "{name}");
    }
}

#[test]
fn nothing_is_fetched_and_nothing_hidden_is_read() {
    let far = "<base href=\"http://localhost:9/\"><meta http-equiv=\"refresh\" content=\"0;url=http://localhost:9/\"><iframe srcdoc=\"<p>framed words</p>\"></iframe><script>scripted words</script><style>styled words</style><svg><text>drawn words</text></svg><math><mtext>counted words</mtext></math><template><p>stored words</p></template><img src=\"data:text/plain,pictured words\">";
    let entities = "<p>&#0;&#x110000;&#xD800;&copy R&amp;D投入推动创新，&lt;甲&gt;与&nbsp;乙。</p>";
    let (folder, _) = check(vec![good("h4-far.html", html(far)), good("h5-entities.html", html(entities))]);
    let read = |name: &str| text(&folder.path().join("in").join(name));
    let found = read("h4-far.html");
    for hidden in ["framed", "scripted", "styled", "drawn", "counted", "stored", "pictured"] {
        assert!(!found.contains(&format!("{hidden} words")), "{hidden} words were read: {found}");
    }
    // As the standard of HTML says: what is no character is U+FFFD, and a reference may lack its end.
    let found = read("h5-entities.html");
    assert!(found.contains("R&D投入推动创新") && found.contains("<甲>与"), "{found}");
    assert!(!found.contains("&copy") && !found.contains('\0'), "{found}");
}
