
// The second view: a table that keyboards and screen readers walk through.
let sorting = "score", rows = 200;

function buildList() {
  const columns = { name: [t().name, (a, b) => say(a).localeCompare(say(b), language)], type: [t().type, (a, b) => a.kind - b.kind || b.score - a.score], links: [t().nLinks, (a, b) => b.degree - a.degree], papers: [t().nPapers, (a, b) => b.docs.length - a.docs.length], score: [t().score, (a, b) => b.score - a.score] };
  const all = (state.isolated ? shown.nodes : nodes.filter(node => node.visible)).slice().sort((a, b) => columns[sorting][1](a, b) || a.number - b.number);
  const head = Object.entries(columns).map(([key, [title]]) => el("th", { scope: "col", className: ["links", "papers", "score"].includes(key) ? "n" : "", "aria-sort": key === sorting ? (key === "name" || key === "type" ? "ascending" : "descending") : "none" },
    el("button", { type: "button", on: { click: () => { sorting = key; buildList(); } } }, title + (key === sorting ? " ↓" : ""))));
  const body = all.slice(0, rows).map(node => el("tr", { "aria-selected": String(node === state.selected) },
    el("td", {}, el("button", { type: "button", on: { click: () => { select(node, false); $("panel").focus(); } } }, say(node))), el("td", {}, dot(node), " ", say(kindOf(node))),
    el("td", { className: "n" }, String(node.degree)), el("td", { className: "n" }, String(node.docs.length)), el("td", { className: "n" }, String(node.score))));
  const more = all.length > rows ? el("p", {}, el("button", { type: "button", on: { click: () => { rows += 500; buildList(); } } }, t().showMore(Math.min(500, all.length - rows)))) : "";
  $("list").replaceChildren(el("table", {}, el("thead", {}, el("tr", {}, head)), el("tbody", {}, body)), more);
}
