//! What all fault tests need: small papers, the program, the graph of a store as bytes, a seeded generator.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

use sinograph::export::{self, ExportOptions, View};
use sinograph::knowledge::{Knowledge, Options};
use sinograph::model::ConceptGraph;
use sinograph::pipeline::{self, Pipeline};
use sinograph::store::Store;
use sinograph::{analyze, resolve};

pub(crate) static KNOWLEDGE: LazyLock<Knowledge> =
    LazyLock::new(|| Knowledge::load(&Options::default()).expect("the built-in knowledge loads"));
pub(crate) static PIPELINE: LazyLock<Pipeline<'static>> = LazyLock::new(|| Pipeline::new(&KNOWLEDGE));

/// Numbers that look random and are the same on every run.
pub(crate) struct Seeded(pub(crate) u64);

impl Seeded {
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

const PLACES: &[&str] = &["苏州", "成都", "青岛", "佛山", "长沙", "宁波"];
const THINGS: &[&str] = &["绿色金融", "数字平台", "概念验证中心", "产业基金", "职业教育", "碳市场"];
const ENDS: &[&str] = &["产业升级", "成果转化", "节能减排", "乡村振兴", "数据流通"];

/// `n` small papers in a folder, all different.
pub(crate) fn write_papers(folder: &Path, n: usize) -> Vec<PathBuf> {
    fs::create_dir_all(folder).expect("the folder is ours");
    let paper = |at: usize| {
        let (place, thing) = (PLACES[at % PLACES.len()], THINGS[at / 2 % THINGS.len()]);
        let (end, other) = (ENDS[at / 3 % ENDS.len()], ENDS[(at / 3 + 1) % ENDS.len()]);
        let text = format!(
            "# {place}{thing}促进{end}的第{at}次调查\n\n摘要：{thing}推动了{end}。{place}采用“{thing}”模式，缓解了{other}不足的问题。\n\n\
             一、{thing}的作用\n\n{thing}推动{end}，也需要{other}。{place}应完善{thing}制度，加强{end}。\n\n\
             二、{place}的做法\n\n{place}依托{thing}促进{other}。这一模式未能解决{end}的全部问题。\n"
        );
        let path = folder.join(format!("{at:03}.md"));
        fs::write(&path, text).expect("the folder is ours");
        path
    };
    (0..n).map(paper).collect()
}

/// The program with its arguments, run to its end.
pub(crate) fn run<S: AsRef<std::ffi::OsStr>>(arguments: &[S]) -> Output {
    sinograph(arguments).output().expect("the program starts")
}

pub(crate) fn sinograph<S: AsRef<std::ffi::OsStr>>(arguments: &[S]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sinograph"));
    command.args(arguments);
    command
}

pub(crate) fn code(output: &Output) -> i32 {
    output.status.code().expect("no signal ended it")
}

pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Ids that `add` told as committed; a line that was cut by the end of the process does not count.
pub(crate) fn committed(stdout: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(stdout);
    let whole = text.rfind('\n').map_or("", |end| &text[..end]);
    let id =
        |line: &str| line.strip_prefix("added ").and_then(|rest| rest.split(' ').next()).map(str::to_owned);
    whole.lines().filter_map(id).collect()
}

/// graph.json of a store.
pub(crate) fn graph_json(store: &Path) -> Result<String, String> {
    let store = Store::read(store).map_err(|error| error.to_string())?;
    let (graph, _) = pipeline::graph(&store, &KNOWLEDGE).map_err(|error| error.to_string())?;
    Ok(json(&graph))
}

/// graph.json of papers without any store between.
pub(crate) fn fresh_json(papers: &[PathBuf]) -> String {
    let fragments = papers
        .iter()
        .map(|path| PIPELINE.fragment(PIPELINE.document(path).expect("our papers are readable")))
        .collect();
    json(&resolve::resolve(fragments, &KNOWLEDGE))
}

fn json(graph: &ConceptGraph) -> String {
    let options = ExportOptions::default();
    let view = View { graph, tables: &analyze::tables(graph), knowledge: &KNOWLEDGE, options: &options };
    let files = export::find("json").expect("a format").write(&view).expect("a graph exports");
    String::from_utf8(files[0].bytes.clone()).expect("JSON is UTF-8")
}

/// Ids of the documents of a store.
pub(crate) fn ids(store: &Path) -> Vec<String> {
    let store = Store::read(store).expect("the store opens");
    store.entries().expect("the store is sound").into_iter().map(|entry| entry.id).collect()
}

pub(crate) fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// `add PAPERS --store STORE MORE` as arguments.
pub(crate) fn add(papers: &[PathBuf], store: &Path, more: &[&str]) -> Vec<String> {
    let mut arguments = vec!["add".to_owned()];
    arguments.extend(papers.iter().map(|path| path.display().to_string()));
    arguments.extend(["--store".into(), store.display().to_string()]);
    arguments.extend(more.iter().map(|more| (*more).to_owned()));
    arguments
}
