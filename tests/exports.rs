//! Exports of literature databases: every record with an abstract or keywords is a document.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::LazyLock;

use sinograph::knowledge::{Knowledge, Options};
use sinograph::model::Document;
use sinograph::pipeline::Pipeline;
use sinograph::read::{Desk, Limits, Outcome};
use sinograph::report::Status;
use sinograph::text::Language;

static KNOWLEDGE: LazyLock<Knowledge> =
    LazyLock::new(|| Knowledge::load(&Options::default()).expect("the built-in knowledge loads"));

const ABSTRACT: &str = "时间银行促进邻里互助。志愿者不足制约时间银行的运行。";

fn outcomes(name: &str, text: &str) -> Vec<Outcome> {
    Desk::in_process(Limits::default()).outcomes(name, text.as_bytes(), false, &KNOWLEDGE)
}

fn documents(name: &str, text: &str) -> Vec<Document> {
    outcomes(name, text).into_iter().filter_map(|outcome| outcome.document).collect()
}

fn keywords(document: &Document) -> Vec<&str> {
    document
        .metadata
        .keywords
        .iter()
        .flat_map(|(_, spans)| spans.iter().map(|span| document.slice(*span)))
        .collect()
}

/// The first record of each export is the same paper.
#[track_caller]
fn check(name: &str, format: &str, text: &str, doi: Option<&str>) {
    let documents = documents(name, text);
    assert!(!documents.is_empty(), "{name} gives no document");
    let document = &documents[0];
    let meta = &document.metadata;
    assert_eq!(document.format, format, "{name}");
    assert_eq!(document.path, format!("{name}#1"));
    assert_eq!(meta.title.get(Language::Zh), Some("时间银行的运行逻辑"), "{name}");
    assert_eq!(meta.authors, ["何静文", "陆怀安"], "{name}");
    assert_eq!(
        (meta.year, meta.source.as_deref(), meta.doi.as_deref()),
        (Some(2021), Some("老龄科学"), doi),
        "{name}"
    );
    assert_eq!(keywords(document), ["时间银行", "互助养老", "志愿服务"], "{name}");
    assert!(document.text.contains(ABSTRACT), "{name}: {}", document.text);
}

#[test]
fn noteexpress() {
    let text = "{Reference Type}: Journal Article\n{Title}: 时间银行的运行逻辑\n{Author}: 何静文[1,2];陆怀安[1];\n{Author Address}: 某大学;\n{Journal}: 老龄科学\n{Year}: 2021\n{Issue}: 06\n{Pages}: 40-52\n{Keywords}: 时间银行;;互助养老;;志愿服务\n{Abstract}: <正>时间银行促进邻里互助。\n志愿者不足制约时间银行的运行。\n{ISBN/ISSN}: 1000-0000\n{Database Provider}: CNKI\n\n{Reference Type}： Journal Article\n{Title}： 无摘要的文章\n{Author}： 某某\n";
    check("refs.net", "noteexpress", text, None);
    let outcomes = outcomes("refs.net", text);
    assert_eq!(
        outcomes.iter().map(|outcome| outcome.entry.status).collect::<Vec<_>>(),
        [Status::Ok, Status::Skipped]
    );
    assert_eq!(
        (outcomes[1].entry.path.as_str(), outcomes[1].entry.reason.as_str()),
        ("refs.net#2", "no-abstract")
    );
}

#[test]
fn refworks_of_cnki() {
    let text = format!(
        "RT Journal Article\nSR 1\nA1 何静文;陆怀安\nAD 某大学;\nT1 时间银行的运行逻辑\nJF 老龄科学\nYR 2021\nIS 06\nOP 40-52\nK1 时间银行;互助养老;志愿服务\nAB {ABSTRACT}\nSN 1000-0000\nLA 中文;\nDS CNKI\n\n"
    );
    check("download_1.txt", "refworks", &text, None);
}

#[test]
fn endnote() {
    let text = format!(
        "%0 Journal Article\n%A 何静文%A 陆怀安\n%+ 某大学\n%T 时间银行的运行逻辑\n%J 老龄科学\n%D 2021\n%N 06\n%K 时间银行;互助养老;志愿服务\n%X {ABSTRACT}\n%P 40-52\n%W CNKI\n"
    );
    check("refs.enw", "endnote", &text, None);
}

#[test]
fn ris() {
    let text = format!(
        "TY  - JOUR\nTI  - 时间银行的运行逻辑\nAU  - 何静文\nAU  - 陆怀安\nJO  - 老龄科学\nPY  - 2021\nKW  - 时间银行\nKW  - 互助养老\nKW  - 志愿服务\nDO  - 10.5555/tb.2021\nAB  - {ABSTRACT}\nER  - \n"
    );
    check("refs.ris", "ris", &text, Some("10.5555/tb.2021"));
}

#[test]
fn bibtex() {
    let text = format!(
        "@article{{he2021,\n  title = {{时间银行的运行逻辑}},\n  author = {{何静文 and 陆怀安}},\n  journal = {{老龄科学}},\n  year = {{2021}},\n  keywords = {{时间银行, 互助养老, 志愿服务}},\n  doi = {{10.5555/tb.2021}},\n  abstract = {{{ABSTRACT}}}\n}}\n"
    );
    check("refs.bib", "bibtex", &text, Some("10.5555/tb.2021"));
}

#[test]
fn cnki_custom_and_study() {
    let custom = format!(
        "SrcDatabase-来源库: 期刊\nTitle-题名: 时间银行的运行逻辑\nAuthor-作者:何静文;陆怀安\nOrgan-单位: 某大学\nSource-文献来源: 老龄科学\nKeyword-关键词: 时间银行;;互助养老;;志愿服务\nSummary-摘要: {ABSTRACT}\nPubTime-发表时间: 2021-06-15\nYear-年: 2021\n\n"
    );
    check("CNKI.txt", "cnki", &custom, None);
    let study = format!(
        "DataType: 1\nTitle-题名: 时间银行的运行逻辑\nAuthor-作者: 何静文;陆怀安;\nSource-刊名: 老龄科学\nYear-年: 2021\nKeyword-关键词: 时间银行;互助养老;志愿服务;\nSummary-摘要: {ABSTRACT}\nPeriod-期: 06\n"
    );
    check("study.eln", "cnki", &study, None);
}

#[test]
fn cnki_tables_for_spreadsheets() {
    let names = [
        "SrcDatabase-来源库",
        "Title-题名",
        "Author-作者",
        "Source-文献来源",
        "Keyword-关键词",
        "Summary-摘要",
        "Year-年",
    ];
    let values = [
        "期刊",
        "时间银行的运行逻辑",
        "何静文;陆怀安;",
        "老龄科学",
        "时间银行;;互助养老;;志愿服务",
        ABSTRACT,
        "2021",
    ];
    let csv = format!("\u{feff}{}\n{}\n", names.join(","), values.join(","));
    check("CNKI.csv", "cnki-table", &csv, None);
    let row = |cells: &[&str]| format!("<tr><td>{}</td></tr>", cells.join("</td><td>"));
    let page = format!("<html><body><table>{}{}</table></body></html>", row(&names), row(&values));
    check("CNKI.xls", "cnki-table", &page, None);
}

#[test]
fn citespace() {
    let text = format!(
        "FN CNKI\nVR 1.0\nPT J\nAU 何静文,\n   陆怀安,\nTI 时间银行的运行逻辑\nSO 老龄科学\nDE 时间银行;互助养老;志愿服务\nAB {ABSTRACT}\nPY 2021\nUT CNKI:0\nER\n\nEF\n"
    );
    check("download_1-2.txt", "wos", &text, None);
}

#[test]
fn csl_json() {
    let text = format!(
        "[\n {{\"id\": \"he2021\", \"type\": \"article-journal\", \"title\": \"时间银行的运行逻辑\", \"container-title\": \"老龄科学\", \"DOI\": \"10.5555/tb.2021\", \"keyword\": \"时间银行; 互助养老; 志愿服务\", \"abstract\": \"{ABSTRACT}\", \"author\": [{{\"family\": \"何\", \"given\": \"静文\"}}, {{\"literal\": \"陆怀安\"}}], \"issued\": {{\"date-parts\": [[2021, 6]]}}}}\n]"
    );
    check("refs.json", "csl-json", &text, Some("10.5555/tb.2021"));
}

#[test]
fn a_record_is_known_in_every_export_by_its_text_not_its_place() {
    let record = |n: usize| {
        format!(
            "RT Journal Article\nSR {n}\nA1 何静文\nT1 时间银行的运行逻辑\nYR 2021\nK1 时间银行\nAB {ABSTRACT}\n\n"
        )
    };
    let first = documents("a.txt", &record(1));
    let second = documents(
        "b.txt",
        &format!(
            "RT Journal Article\nSR 1\nT1 互助养老\nK1 互助养老\nAB 互助养老缓解照料压力。\n\n{}",
            record(2)
        ),
    );
    let ids: BTreeSet<&str> = first.iter().chain(&second).map(|document| document.id.as_str()).collect();
    assert_eq!((first.len(), second.len(), ids.len()), (1, 2, 2));
    assert_eq!(first[0].id, second[1].id);
}

#[test]
fn records_are_built_into_one_graph_with_author_keywords() {
    let folder = tempfile::tempdir().expect("the system gives a folder");
    let path: PathBuf = folder.path().join("refs.ris");
    let text = format!(
        "TY  - JOUR\nTI  - 时间银行的运行逻辑\nKW  - 时间银行\nAB  - {ABSTRACT}\nER  - \nTY  - JOUR\nTI  - 互助养老的三种类型\nKW  - 互助养老\nKW  - 时间银行\nAB  - 互助养老包括时间银行和邻里照料。\nER  - \n"
    );
    std::fs::write(&path, text).expect("ours");
    let (graph, report) = Pipeline::new(&KNOWLEDGE).build(&[path], None, &|_, _| {});
    assert_eq!(report.n_documents, 2);
    let bank = graph
        .graph
        .node_weights()
        .find(|concept| concept.label == "时间银行")
        .expect("the keyword is a concept");
    let documents: BTreeSet<usize> = bank.evidence.iter().map(|evidence| evidence.document).collect();
    assert_eq!(documents.len(), 2, "the keyword of two records is one concept");
}
