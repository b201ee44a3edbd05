//! One paper in many formats is one graph. The fixtures are made by scripts/make_fixtures.py from the Markdown beside them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use sinograph::knowledge::{Knowledge, Options};
use sinograph::model::{ConceptGraph, Document};
use sinograph::pipeline::Pipeline;
use sinograph::text::{Language, match_key, simplified};

/// What two formats must share of concepts.
const LEAST: f64 = 0.97;
/// What they must share of links: every number of a paper counts for every link, so that one more label of a table moves some.
const LEAST_OF_LINKS: f64 = 0.95;

static KNOWLEDGE: LazyLock<Knowledge> =
    LazyLock::new(|| Knowledge::load(&Options::default()).expect("the built-in knowledge loads"));
static PIPELINE: LazyLock<Pipeline<'static>> = LazyLock::new(|| Pipeline::new(&KNOWLEDGE));

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/same")
}

fn graph(path: &Path) -> ConceptGraph {
    PIPELINE.build(&[path.to_owned()], None, &|_, _| {}).0
}

/// Concepts by kind and name, links by their ends, kind and modality.
fn facts(graph: &ConceptGraph) -> (BTreeSet<String>, BTreeSet<String>) {
    let name = |at| {
        graph
            .graph
            .node_weight(at)
            .map_or_else(String::new, |concept| format!("{}/{}", concept.kind, match_key(&concept.label)))
    };
    let concepts = graph.graph.node_indices().map(name).collect();
    let links = graph.graph.edge_indices().map(|at| {
        let (source, target) = graph.graph.edge_endpoints(at).expect("an edge has ends");
        let key = &graph.graph[at].key;
        format!("{} -{}/{}-> {}", name(source), key.kind, key.modality.name(), name(target))
    });
    (concepts, links.collect())
}

/// The share of facts that two sets have in common (F1).
fn shared(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f64 {
    let n_both = a.intersection(b).count();
    #[expect(clippy::cast_precision_loss, reason = "a few hundred facts")]
    let share = 2.0 * n_both as f64 / (a.len() + b.len()).max(1) as f64;
    share
}

#[track_caller]
fn check(name: &str, n_concepts: usize) {
    let expected = facts(&graph(&folder().join(format!("{name}.txt"))));
    assert!(expected.0.len() >= n_concepts, "{name}.txt gives only {} concepts", expected.0.len());
    let mut names: Vec<PathBuf> = fs::read_dir(folder())
        .expect("part of the project")
        .map(|entry| entry.expect("readable").path())
        .collect();
    let is_wanted = |file: String| file.starts_with(name) && !file.contains("hant");
    names.retain(|path| path.file_name().is_some_and(|file| is_wanted(file.to_string_lossy().into_owned())));
    names.sort();
    assert!(names.len() >= 7, "fixtures are missing: {names:?}");
    let mut problems = Vec::new();
    for path in names {
        let found = facts(&graph(&path));
        let shares = (shared(&expected.0, &found.0), shared(&expected.1, &found.1));
        if shares.0 < LEAST || shares.1 < LEAST_OF_LINKS {
            let odd: Vec<&String> = expected
                .0
                .symmetric_difference(&found.0)
                .chain(expected.1.symmetric_difference(&found.1))
                .collect();
            problems.push(format!(
                "{}: concepts {:.3}, links {:.3}: {odd:#?}",
                path.display(),
                shares.0,
                shares.1
            ));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn a_chinese_paper_is_the_same_in_every_format() {
    check("zh", 100);
}

#[test]
fn an_english_paper_is_the_same_in_every_format() {
    check("en", 90);
}

/// Labels and quotes stay as printed; compared they are in simplified characters.
#[test]
fn a_paper_in_traditional_characters_is_the_same() {
    let plain = |facts: BTreeSet<String>| facts.iter().map(|fact| simplified(fact)).collect::<BTreeSet<_>>();
    let expected = facts(&graph(&folder().join("zh.txt")));
    let traditional = graph(&folder().join("zh-hant.txt"));
    let label = |key: &str| traditional.graph.node_weights().any(|concept| concept.label == key);
    assert!(label("網絡化供給模式") && !label("网络化供给模式"), "labels are not as printed");
    let found = facts(&traditional);
    let shares = (shared(&expected.0, &plain(found.0)), shared(&expected.1, &plain(found.1)));
    assert!(shares.0 >= LEAST && shares.1 >= LEAST_OF_LINKS, "{shares:?}");
    let meta = document("zh-hant.txt").metadata;
    assert_eq!(meta.title.get(Language::Zh), Some("縣域養老服務網絡化供給：模式、機制與對策"));
    assert_eq!(meta.authors, ["周明遠", "何靜文", "陸懷安"]);
}

fn document(name: &str) -> Document {
    PIPELINE.document(&folder().join(name)).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn every_format_gives_title_and_authors() {
    let zh = "县域养老服务网络化供给：模式、机制与对策";
    let en = "Water-Saving Irrigation in Dry Districts: Cooperative Models and Operating Mechanisms";
    for end in [".txt", ".gb18030.txt", ".md", ".docx", ".html", "-1.pdf", "-2.pdf", "-word.pdf"] {
        let zh_document = document(&format!("zh{end}"));
        assert_eq!(zh_document.metadata.title.get(Language::Zh), Some(zh), "zh{end}");
        assert_eq!(zh_document.metadata.authors, ["周明远", "何静文", "陆怀安"], "zh{end}");
        assert_eq!(zh_document.metadata.keywords.len(), 2, "zh{end}");
        if end == ".gb18030.txt" {
            continue;
        }
        let en_document = document(&format!("en{end}"));
        assert_eq!(en_document.metadata.title.get(Language::En), Some(en), "en{end}");
        assert_eq!(
            en_document.metadata.authors,
            ["Martin Hale", "Olivia Brandt", "Peter Lindqvist"],
            "en{end}"
        );
    }
}

#[test]
fn margins_and_heads_of_pages_give_journal_and_year() {
    for name in ["zh-1.pdf", "zh-2.pdf", "zh.html"] {
        let meta = document(name).metadata;
        assert_eq!((meta.source.as_deref(), meta.year), (Some("社会发展研究"), Some(2024)), "{name}");
    }
    let meta = document("en.html").metadata;
    assert_eq!(
        (meta.source.as_deref(), meta.doi.as_deref()),
        (Some("Rural Policy Review"), Some("10.5555/fixture.en.2024"))
    );
}

#[test]
fn what_belongs_to_the_page_is_no_text_of_the_paper() {
    for name in ["zh-1.pdf", "zh-2.pdf", "zh-word.pdf", "zh.docx", "zh.html"] {
        let document = document(name);
        assert!(!document.text.contains("2024年第4期"), "{name} keeps its running title");
        for word in ["首页", "投稿须知", "城市更新的融资难题", "tracker", "Copyright"] {
            assert!(!document.text.contains(word), "{name} keeps {word}");
        }
    }
}

#[test]
fn evidence_knows_its_page() {
    let document = document("zh-1.pdf");
    assert_eq!(document.pages.iter().map(|page| page.number).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(document.text.matches('\u{c}').count(), 1);
    let page = |words: &str| {
        let at = document.text.find(words).unwrap_or_else(|| panic!("{words} is not in the text"));
        document.page_of(sinograph::text::Span::new(at, at + words.len()))
    };
    assert_eq!(page("护理人员短缺，二是"), Some(1));
    assert_eq!(page("薪酬偏低是主要原因"), Some(2));
}
