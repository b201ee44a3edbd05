
// What the page says, in both languages.
const WORDS = {
  zh: {
    search: "搜索概念（中文、英文、别名）", graph: "图", list: "列表", language: "English", fit: "全图", back: "← 返回全图",
    types: "概念类型", relations: "联系类型", modalities: "陈述方式", confidence: "最低置信度", papers: "文献", all: "全选", none: "全不选",
    asserted: ["陈述", "建议", "可能", "否定"], depth: "范围", path: "路径", from: "起点", to: "终点",
    counts: (n, m, docs) => `${n} 个概念 · ${m} 条联系 · ${docs} 篇文献`,
    cut: (n, all) => `全部 ${all} 个概念中最重要的 ${n} 个`, cutServed: "；搜索与查看邻域时按需取得其余",
    mentions: n => `提及 ${n} 次`, inPapers: n => `${n} 篇文献`, sure: n => `置信度 ${n}%`, community: n => `社群 ${n}`,
    only: "只看周围", pathFrom: "以此为起点", pathTo: "以此为终点", links: "联系", aliases: "又名", where: "出处", more: n => `另有 ${n} 处`,
    noLinks: "所选范围内没有联系。", noPath: "所选范围内没有路径。", paths: "路径（按证据强弱）", close: "关闭", noResults: "没有找到", hiddenConcept: "（已被筛选隐藏）",
    name: "名称", type: "类型", nLinks: "联系", nPapers: "文献", score: "重要性", showMore: n => `再显示 ${n} 个`,
    selected: (name, n) => `已选 ${name}，${n} 条联系`, page: n => `第 ${n} 页`, chars: "字符",
    welcomeTitle: "概念图谱", welcome: "点选一个概念，查看它的联系和每条联系的原文依据。双击则只看它的周围。在下方选两个概念，查看它们之间的路径。",
    keys: [["/", "搜索"], ["← → ↑ ↓", "移动"], ["+ −", "缩放"], ["N P", "下一个、上一个相邻概念"], ["F", "只看周围"], ["L", "列表"], ["Esc", "返回"]],
    top: "最重要的概念", filters: "筛选", details: "详情", canvas: "概念图；用列表可以读屏浏览", unlinked: "显示无联系的概念", loading: "正在取得……", failed: "没有取得；服务是否还在运行？",
  },
  en: {
    search: "Search concepts (Chinese, English, aliases)", graph: "Graph", list: "List", language: "中文", fit: "Fit", back: "← Whole graph",
    types: "Types", relations: "Links", modalities: "How it is stated", confidence: "Least confidence", papers: "Papers", all: "all", none: "none",
    asserted: ["stated", "recommended", "possible", "denied"], depth: "Depth", path: "Path", from: "from", to: "to",
    counts: (n, m, docs) => `${n} concepts · ${m} links · ${docs} ${docs === 1 ? "paper" : "papers"}`,
    cut: (n, all) => `The ${n} best of ${all} concepts`, cutServed: "; search and neighbourhoods fetch the others",
    mentions: n => `${n} ${n === 1 ? "mention" : "mentions"}`, inPapers: n => `${n} ${n === 1 ? "paper" : "papers"}`, sure: n => `confidence ${n}%`, community: n => `community ${n}`,
    only: "Only its surroundings", pathFrom: "Path from here", pathTo: "Path to here", links: "Links", aliases: "Also", where: "Where it stands", more: n => `${n} more`,
    noLinks: "No links within the filters.", noPath: "No path within the filters.", paths: "Paths, best evidenced first", close: "Close", noResults: "nothing found", hiddenConcept: "(hidden by the filters)",
    name: "Name", type: "Type", nLinks: "Links", nPapers: "Papers", score: "Salience", showMore: n => `Show ${n} more`,
    selected: (name, n) => `${name} selected, ${n} links`, page: n => `page ${n}`, chars: "characters",
    welcomeTitle: "Concept graph", welcome: "Click a concept for its links and the sentences behind each. Double-click to see its surroundings only. Pick two concepts below to see the paths between them.",
    keys: [["/", "search"], ["← → ↑ ↓", "move"], ["+ −", "zoom"], ["N P", "next, previous neighbour"], ["F", "surroundings only"], ["L", "list"], ["Esc", "back"]],
    top: "Most salient concepts", filters: "Filters", details: "Details", canvas: "Concept graph; the list can be read by a screen reader", unlinked: "show concepts without links", loading: "fetching…", failed: "could not be fetched; is the server still running?",
  },
};
const MODALITIES = ["#4a5a6a", "#1f6fb2", "#8a6d1f", "#b03030"];
const DASHES = [[], [7, 4], [2, 4], [8, 3, 2, 3]];
const FONT = '"Noto Sans CJK SC","Source Han Sans SC","PingFang SC","Hiragino Sans GB","Microsoft YaHei",system-ui,sans-serif';
let language = "zh";
const t = () => WORDS[language];
const $ = id => document.getElementById(id);

// An element with properties and children; texts become text nodes, never markup.
function el(tag, props, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(props || {})) {
    if (key === "on") for (const [name, handler] of Object.entries(value)) element.addEventListener(name, handler);
    else if (key in element && key !== "list") element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...real(children));
  return element;
}

// Children without gaps, lists unrolled.
const real = children => children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false);
const fill = (element, ...children) => element.replaceChildren(...real(children));
