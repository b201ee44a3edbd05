//! Which names become one concept, as a user meets it: merges with their reasons, `merges.toml`, `review`, any order of papers.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use proptest::prelude::*;
use serde_json::Value;
use tempfile::TempDir;

use sinograph::knowledge::{Knowledge, Options};
use sinograph::model::{ConceptGraph, Fragment};
use sinograph::pipeline::Pipeline;
use sinograph::{read, resolve};

const PAPERS: &[(&str, &str)] = &[
    (
        "harbour.md",
        "# 绿色港口模式与岸电推广\n\n摘要：绿色港口模式有助于岸电推广。本文提出链接模式、泊位共享和潮汐调度三条路径，分析港口拥堵的成因。\n\n\
         关键词：绿色港口模式；岸电技术；港口拥堵\n\n\
         Abstract: The green port model helps shore power. We propose berth sharing and study the causes of port congestion.\n\n\
         Keywords: green port model; shore power technology; port congestion\n\n\
         ## 一、绿色港口模式\n\n宁波采用绿色港口模式。绿色港口模式促进岸电技术。岸电技术缓解港口拥堵。港口社区系统（port community system，PCS）支撑绿色港口模式。\n\n\
         港口协同调度平台（以下简称“调度平台”）服务绿色港口模式。\n",
    ),
    (
        "signals.md",
        "# 信号机制研究\n\n关键词：过程控制系统；第一次港口改革；第二次港口改革；供给侧管理；需求侧管理\n\n## 一、控制\n\n过程控制系统（process control system，PCS）提升港口效率。PCS降低成本。宁波模式采用过程控制系统。\n\n\
         第一次港口改革促进效率。第二次港口改革促进公平。供给侧管理和需求侧管理不同。\n",
    ),
    (
        "shipping.md",
        "# Green port models\n\n## Models\n\nThe green port model promotes shore power technology. Ningbo adopts the green port model.\n",
    ),
];

static KNOWLEDGE: LazyLock<Knowledge> =
    LazyLock::new(|| Knowledge::load(&Options::default()).expect("the built-in knowledge loads"));

fn fragments() -> Vec<Fragment> {
    let pipeline = Pipeline::new(&KNOWLEDGE);
    let fragment = |(name, text): &(&str, &str)| {
        pipeline.fragment(read::read(name, text.as_bytes(), &KNOWLEDGE).expect("readable"))
    };
    PAPERS.iter().map(fragment).collect()
}

/// The names of the concept that has a name.
fn names_of(graph: &ConceptGraph, name: &str) -> Vec<String> {
    let names = |concept: &sinograph::model::Concept| -> Vec<String> {
        let labels = [&concept.labels.zh, &concept.labels.en].into_iter().flatten().cloned();
        labels.chain(concept.aliases.iter().cloned()).collect()
    };
    let all = graph.graph.node_weights().map(names);
    all.into_iter().find(|names| names.iter().any(|known| known == name)).unwrap_or_default()
}

#[test]
fn papers_say_which_names_are_one() {
    let graph = resolve::resolve(fragments(), &KNOWLEDGE);
    for (name, other) in [
        ("绿色港口模式", "green port model"),
        ("岸电技术", "shore power technology"),
        ("港口拥堵", "port congestion"),
        ("宁波", "Ningbo"),
    ] {
        let names = names_of(&graph, name);
        assert!(names.iter().any(|known| known == other), "{name}: {names:?}");
    }
    for (name, other) in
        [("第一次港口改革", "第二次港口改革"), ("宁波", "宁波模式"), ("供给侧管理", "需求侧管理")]
    {
        let names = names_of(&graph, name);
        assert!(!names.iter().any(|known| known == other), "{name}: {names:?}");
    }
}

#[test]
fn one_short_form_of_two_things_is_two_names() {
    let graph = resolve::resolve(fragments(), &KNOWLEDGE);
    let (port, process) = (names_of(&graph, "港口社区系统"), names_of(&graph, "过程控制系统"));
    assert!(!port.is_empty() && !process.is_empty(), "{port:?} {process:?}");
    assert!(!port.iter().any(|name| process.contains(name) && name != "PCS"), "{port:?} {process:?}");
    assert!(port.contains(&"port community system".to_owned()), "{port:?}");
    assert!(process.contains(&"process control system".to_owned()), "{process:?}");
}

#[test]
fn labels_have_no_gaps_and_mentions_keep_the_text() {
    let whole = resolve::resolve(fragments(), &KNOWLEDGE);
    let mut scanned = fragments();
    for fragment in &mut scanned {
        for term in fragment.terms.iter_mut().filter(|term| term.label == "岸电技术" || term.label == "PCS")
        {
            term.label =
                if term.label == "PCS" { "PCS 系 统".into() } else { "岸电 技\u{3000}术".into() };
        }
    }
    let graph = resolve::resolve(scanned, &KNOWLEDGE);
    let concept = |graph: &ConceptGraph, label: &str| {
        graph.graph.node_weights().find(|concept| concept.labels.zh.as_deref() == Some(label)).cloned()
    };
    let (closed, before) = (concept(&graph, "岸电技术"), concept(&whole, "岸电技术"));
    let closed = closed.expect("the gap is closed");
    assert_eq!(Some(&closed.evidence), before.as_ref().map(|concept| &concept.evidence));
    assert!(closed.id.0.ends_with("/岸电技术"), "{closed:?}");
    for concept in graph.graph.node_weights() {
        let names = [&concept.label].into_iter().chain(&concept.labels.zh).chain(&concept.labels.en);
        for name in names.chain(&concept.aliases) {
            assert!(!name.contains("岸电 ") && !name.contains("系 统"), "{concept:?}");
        }
    }
    let names = names_of(&graph, "PCS 系统");
    assert!(!names.is_empty(), "a blank beside a Latin letter stays");
}

#[test]
fn every_merge_says_why_and_points_into_its_paper() {
    let graph = resolve::resolve(fragments(), &KNOWLEDGE);
    let mut n_quotes = 0;
    for concept in graph.graph.node_weights() {
        for merge in &concept.merges {
            assert!((0.75..=1.0).contains(&merge.confidence), "{merge:?}");
            assert!(merge.name != merge.with && merge.rule.0.contains('/'), "{merge:?}");
            for evidence in &merge.evidence {
                assert!(!graph.documents[evidence.document].slice(evidence.span).is_empty());
                n_quotes += 1;
            }
        }
    }
    assert!(n_quotes >= 4, "only {n_quotes} quotes");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_papers_changes_nothing(order in Just((0..PAPERS.len()).collect::<Vec<usize>>()).prop_shuffle(), again in 0..PAPERS.len()) {
        static FRAGMENTS: LazyLock<Vec<Fragment>> = LazyLock::new(fragments);
        let shown = |graph: &ConceptGraph| {
            let nodes: Vec<_> = graph.graph.node_weights().cloned().collect();
            let edges: Vec<_> = graph.graph.raw_edges().iter().map(|edge| (edge.source(), edge.target(), edge.weight.clone())).collect();
            format!("{nodes:?} {edges:?}")
        };
        let once = resolve::resolve(FRAGMENTS.clone(), &KNOWLEDGE);
        let mut shuffled: Vec<Fragment> = order.iter().map(|at| FRAGMENTS[*at].clone()).collect();
        shuffled.push(FRAGMENTS[again].clone());
        prop_assert_eq!(shown(&once), shown(&resolve::resolve(shuffled.clone(), &KNOWLEDGE)));
        let doubts = |fragments: Vec<Fragment>| resolve::review(fragments, &KNOWLEDGE).0;
        prop_assert_eq!(doubts(FRAGMENTS.clone()), doubts(shuffled));
    }
}

/// Builds the papers of a folder into `out`.
const BUILD: &[&str] = &["build", "papers", "--quiet", "--format", "json", "-o", "out"];

struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("the system gives a folder");
        std::fs::create_dir(folder.path().join("papers")).expect("the folder is ours");
        for (name, text) in PAPERS {
            std::fs::write(folder.path().join("papers").join(name), text).expect("the folder is ours");
        }
        Folder(folder)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_sinograph"))
            .args(arguments)
            .current_dir(self.0.path())
            .output()
            .expect("the program starts");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output is UTF-8");
        (output.status.code().expect("no signal ended it"), text(output.stdout), text(output.stderr))
    }

    #[track_caller]
    fn build(&self) -> Value {
        let (code, _, errors) = self.run(BUILD);
        assert_eq!(code, 0, "{errors}");
        let text = std::fs::read(self.path("out/graph.json")).expect("written");
        serde_json::from_slice(&text).expect("graph.json is JSON")
    }

    fn decide(&self, text: &str) {
        std::fs::write(self.path("out/merges.toml"), text).expect("the folder is ours");
    }
}

/// The id of the node that bears a name.
fn node(graph: &Value, name: &str) -> Option<String> {
    let nodes = graph["nodes"].as_array().cloned().unwrap_or_default();
    let bears = |node: &Value| {
        let labels = node["labels"].as_object().cloned().unwrap_or_default();
        let aliases = node["aliases"].as_array().cloned().unwrap_or_default();
        labels.values().chain(&aliases).any(|known| known == name)
    };
    nodes.iter().find(|node| bears(node)).and_then(|node| node["id"].as_str().map(str::to_owned))
}

#[test]
fn decisions_beside_the_store_overrule_the_rules_and_survive_rebuilds() {
    let folder = Folder::new();
    let before = folder.build();
    assert_eq!(node(&before, "绿色港口模式"), node(&before, "green port model"));
    assert_ne!(node(&before, "第一次港口改革"), node(&before, "第二次港口改革"));
    folder.decide(
        "same = [[\"第一次港口改革\", \"第二次港口改革\"], [\"岸电技术\", \"cold ironing\"]]\n\
         different = [[\"绿色港口模式\", \"green port model\"]]\n",
    );
    for _ in 0..2 {
        let after = folder.build();
        assert_eq!(node(&after, "第一次港口改革"), node(&after, "第二次港口改革"));
        assert_ne!(node(&after, "绿色港口模式"), node(&after, "green port model"));
        assert_eq!(node(&after, "岸电技术"), node(&after, "cold ironing"));
        std::fs::remove_file(folder.path("out/sinograph.db")).expect("was written");
    }
    // A question to the store reads the file too, also when it changed since.
    folder.build();
    let (code, text, errors) = folder.run(&["explain", "第一次港口改革", "--store", "out", "--lang", "en"]);
    assert!(code == 0 && text.contains("analyst/same"), "{text} {errors}");
    std::fs::remove_file(folder.path("out/merges.toml")).expect("was written");
    let (code, text, _) = folder.run(&["explain", "第一次港口改革", "--store", "out", "--lang", "en"]);
    assert!(code == 0 && !text.contains("analyst/same"), "{text}");
    assert_eq!(folder.build(), before);
}

#[test]
fn contradictions_in_decisions_are_refused_with_file_and_remedy() {
    let folder = Folder::new();
    folder.build();
    folder.decide("same = [[\"甲\", \"乙\"], [\"乙\", \"丙\"]]\ndifferent = [[\"丙\", \"甲\"]]\n");
    let (code, _, errors) = folder.run(&["build", "papers", "--quiet", "-o", "out"]);
    assert_eq!(code, 2, "{errors}");
    assert!(
        errors.contains("merges.toml")
            && errors.contains("different 1")
            && errors.contains("take one of the two out"),
        "{errors}"
    );
    folder.decide("same = [[\"甲\"\n");
    let (code, _, errors) = folder.run(&["show", "宁波", "--store", "out"]);
    assert!(code == 2 && errors.contains("merges.toml") && errors.contains("write same ="), "{errors}");
    let (code, _, errors) = folder.run(&["build", "papers", "-o", "out", "--merges", "nowhere.toml"]);
    assert!(code == 2 && errors.contains("nowhere.toml") && errors.contains("--merges"), "{errors}");
}

#[test]
fn a_review_can_be_kept_as_decisions() {
    let folder = Folder::new();
    folder.build();
    let (code, text, errors) = folder.run(&["review", "--store", "out", "--lang", "en"]);
    assert_eq!(code, 0, "{errors}");
    assert!(text.contains("第一次港口改革") || text.contains("# ["), "{text}");
    // As it is printed it decides nothing; with a line taken it is followed.
    folder.decide(&text);
    let before = folder.build();
    let line =
        text.lines().find(|line| line.trim_start().starts_with("# [")).expect("a decision is asked for");
    folder.decide(&text.replacen(line, &line.replacen("# ", "", 1), 1));
    let after = folder.build();
    assert_ne!(before["nodes"], after["nodes"], "{line}");
    let (_, again, _) = folder.run(&["review", "--store", "out", "--lang", "en"]);
    assert!(again.contains(&line.replacen("# ", "", 1)), "{again}");
    let (code, json, _) = folder.run(&["review", "--store", "out", "--json", "--top", "3"]);
    let json: Value = serde_json::from_str(&json).expect("JSON");
    assert!(
        code == 0
            && json["schema"] == "sinograph.review/1"
            && json["answers"].as_array().is_some_and(|all| all.len() <= 3),
        "{json}"
    );
}

/// Two papers on one thing, whose names only the dictionary translates.
const BATTERY: &str = "# 鹭岛研究\n\n## 一、鹭岛电池\n\n鹭岛电池是一种储能技术。鹭岛电池促进贸易。\n";
const BATTERY_EN: &str = "# Storage\n\n## Egret battery\n\nThe egret battery is a storage technology. The egret battery promotes trade.\n";
const DICTIONARY: &str = "鷺島 鹭岛 [lu4 dao3] /egret/\n電池 电池 [dian4 chi2] /battery/\n";

#[test]
fn a_dictionary_of_the_user_brings_translations() {
    let folder = Folder::new();
    let write = |name: &str, text: &str| std::fs::write(folder.path(name), text).expect("ours");
    write("papers/port.md", BATTERY);
    write("papers/port-en.md", BATTERY_EN);
    write("cedict.u8", DICTIONARY);
    let before = folder.build();
    assert_ne!(node(&before, "鹭岛电池"), node(&before, "egret battery"));
    let (code, _, errors) = folder.run(&[BUILD, &["--cedict", "cedict.u8"]].concat());
    assert_eq!(code, 0, "{errors}");
    let text = std::fs::read(folder.path("out/graph.json")).expect("written");
    let after: Value = serde_json::from_slice(&text).expect("JSON");
    assert!(node(&after, "鹭岛电池").is_some());
    assert_eq!(node(&after, "鹭岛电池"), node(&after, "egret battery"));
    let (code, _, errors) = folder.run(&["build", "papers", "-o", "out", "--cedict", "papers/port.md"]);
    assert!(code == 2 && errors.contains("CC-CEDICT"), "{errors}");
    assert!(Path::new(&folder.path("out/sinograph.db")).is_file());
}

impl Folder {
    #[track_caller]
    fn done(&self, arguments: &[&str]) -> String {
        let (code, text, errors) = self.run(arguments);
        assert_eq!(code, 0, "{arguments:?}: {errors}");
        text
    }

    #[track_caller]
    fn exported(&self, store: &str) -> String {
        self.done(&["export", "--format", "json", "--store", store])
    }

    /// A fresh build with exactly these options.
    #[track_caller]
    fn fresh(&self, options: &[&str]) -> String {
        let _ = std::fs::remove_dir_all(self.path("fresh"));
        let build = ["build", "papers", "--quiet", "--format", "json", "-o", "fresh"];
        self.done(&[&build[..], options].concat());
        std::fs::read_to_string(self.path("fresh/graph.json")).expect("written")
    }
}

#[test]
fn a_store_keeps_the_files_it_was_joined_with() {
    let folder = Folder::new();
    let write = |name: &str, text: &str| std::fs::write(folder.path(name), text).expect("ours");
    write("papers/port.md", BATTERY);
    write("papers/port-en.md", BATTERY_EN);
    write("words.u8", DICTIONARY);
    write("names.toml", "same = [[\"第一次港口改革\", \"第二次港口改革\"]]\n");
    let named = ["--cedict", "words.u8", "--merges", "names.toml"];
    folder.done(&[BUILD, &named].concat());
    let with = folder.fresh(&named);
    let without = folder.fresh(&[]);
    assert_ne!(with, without);
    for one in [&named[..2], &named[2..]] {
        assert_ne!(folder.fresh(one), without, "{one:?} joins nothing");
        assert_ne!(folder.fresh(one), with, "{one:?} is not all that joins");
    }
    // Questions, further builds, papers that go and come: all without naming the files again.
    assert_eq!(folder.exported("out"), with);
    folder.done(BUILD);
    assert_eq!(folder.exported("out"), with);
    folder.done(&["remove", "papers/port.md", "--store", "out", "--quiet"]);
    assert_ne!(folder.exported("out"), with);
    folder.done(&["add", "papers/port.md", "--store", "out", "--quiet"]);
    assert_eq!(folder.exported("out"), with);
    let status = folder.done(&["status", "--store", "out"]);
    assert!(
        status.contains("--merges") && status.contains("names.toml") && status.contains("words.u8"),
        "{status}"
    );
    folder.done(&["verify", "--store", "out"]);
    // A file that changes is read anew.
    write("names.toml", "same = [[\"供给侧管理\", \"需求侧管理\"]]\n");
    let changed = folder.fresh(&named);
    assert_ne!(changed, with);
    assert_eq!(folder.exported("out"), changed);
    // One that is gone is not passed over.
    std::fs::rename(folder.path("words.u8"), folder.path("moved.u8")).expect("ours");
    let (code, _, errors) = folder.run(&["rank", "--store", "out"]);
    assert!(code == 2 && errors.contains("words.u8") && errors.contains("--cedict none"), "{errors}");
    let status = folder.done(&["status", "--store", "out"]);
    assert!(status.contains("words.u8, which is not there"), "{status}");
    folder.done(&[BUILD, &["--cedict", "moved.u8"]].concat());
    assert_eq!(folder.exported("out"), changed);
    // And both can be given up.
    folder.done(&[BUILD, &["--cedict", "none", "--merges", "none"]].concat());
    assert_eq!(folder.exported("out"), without);
    let status: Value =
        serde_json::from_str(&folder.done(&["status", "--store", "out", "--json"])).expect("JSON");
    assert!(status["merges"].is_null() && status["cedict"].is_null(), "{status}");
}

#[test]
fn a_store_that_moves_with_its_files_finds_them() {
    let folder = Folder::new();
    std::fs::create_dir(folder.path("out")).expect("ours");
    std::fs::write(folder.path("out/names.toml"), "same = [[\"第一次港口改革\", \"第二次港口改革\"]]\n")
        .expect("ours");
    folder.done(&[
        "build",
        "papers",
        "--quiet",
        "--format",
        "json",
        "-o",
        "out",
        "--merges",
        "out/names.toml",
    ]);
    let before = folder.exported("out");
    std::fs::rename(folder.path("out"), folder.path("elsewhere")).expect("ours");
    assert_eq!(folder.exported("elsewhere"), before);
    let shown = folder.done(&["explain", "第一次港口改革", "--store", "elsewhere", "--lang", "en"]);
    assert!(shown.contains("analyst/same"), "{shown}");
}

#[test]
fn a_store_keeps_the_vocabulary_it_was_read_with() {
    let folder = Folder::new();
    std::fs::create_dir_all(folder.path("words/zh")).expect("ours");
    std::fs::write(folder.path("words/zh/terms.tsv"), "#term\ttype\n第一次港口改革\tcarrier\n")
        .expect("ours");
    folder.done(&[BUILD, &["--seeds", "words"]].concat());
    let with = folder.fresh(&["--seeds", "words"]);
    assert_ne!(with, folder.fresh(&[]));
    // A rebuild, a paper that goes and comes: all without naming the folder again.
    folder.done(BUILD);
    assert_eq!(folder.exported("out"), with);
    let paper =
        std::fs::read_dir(folder.path("papers")).expect("ours").next().expect("a paper").expect("ours");
    let paper = format!("papers/{}", paper.file_name().to_string_lossy());
    folder.done(&["remove", &paper, "--store", "out", "--quiet"]);
    folder.done(&["add", &paper, "--store", "out", "--quiet"]);
    assert_eq!(folder.exported("out"), with);
    let status = folder.done(&["status", "--store", "out"]);
    assert!(status.contains("goes with --seeds") && status.contains("words"), "{status}");
    // A folder that is gone is not passed over, and it can be given up.
    std::fs::rename(folder.path("words"), folder.path("moved")).expect("ours");
    let (code, _, errors) = folder.run(&["rank", "--store", "out"]);
    assert!(code == 2 && errors.contains("words") && errors.contains("--seeds none"), "{errors}");
    folder.done(&[BUILD, &["--seeds", "none"]].concat());
    assert_eq!(folder.exported("out"), folder.fresh(&[]));
}

#[test]
fn a_question_with_other_files_leaves_the_stored_graph_alone() {
    let folder = Folder::new();
    folder.build();
    let before = folder.exported("out");
    let store = || std::fs::read(folder.path("out/sinograph.db")).expect("is there");
    let bytes = store();
    std::fs::write(folder.path("other.toml"), "same = [[\"第一次港口改革\", \"第二次港口改革\"]]\n")
        .expect("ours");
    let asked = folder.done(&[
        "explain",
        "第一次港口改革",
        "--store",
        "out",
        "--lang",
        "en",
        "--merges",
        "other.toml",
    ]);
    assert!(asked.contains("analyst/same"), "{asked}");
    assert!(bytes == store(), "the store was written");
    assert_eq!(folder.exported("out"), before);
}
