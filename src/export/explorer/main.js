
// Puts the parts together.
const ends = { from: null, to: null };

function select(node, move) {
  state.selected = node;
  state.path = null;
  if (node && state.isolated && !state.isolated.has(node)) state.isolated = null;
  compose();
  chrome();
  if (!node) return welcome();
  details(node);
  $("panel").scrollTop = 0;
  announce(t().selected(say(node), linksOf(node).length));
  if (move) fit([...lit.nodes], 1.3);
  if (!$("list").hidden) buildList();
  if (DATA.served && !node.whole) fetchAround(node);
}

// In the service: what stands around a concept, when it is first looked at.
async function fetchAround(node) {
  node.whole = true;
  try {
    take(await ask(`api/around?n=${node.number}`), node);
    apply();
    if (state.isolated && state.selected === node) isolate(node);
  } catch { node.whole = false; announce(t().failed); }
}

function isolate(node) {
  state.selected = node;
  state.path = null;
  state.isolated = surroundings(node, state.depth);
  compose();
  chrome();
  details(node);
  fit([...state.isolated.keys()], 1.4);
}

function whole() {
  state.isolated = null;
  state.path = null;
  compose();
  chrome();
  fit([]);
  if (state.selected) details(state.selected); else welcome();
}

function setEnd(which, node) {
  ends[which] = node;
  $(`path-${which}`).value = say(node);
  $("path-clear").hidden = false;
  if (ends.from && ends.to) { state.selected = null; state.isolated = null; showPaths(ends.from, ends.to); chrome(); }
}

function clearPath() {
  ends.from = ends.to = null;
  $("path-from").value = $("path-to").value = "";
  $("path-clear").hidden = true;
  state.path = null;
  compose();
  if (state.selected) details(state.selected); else welcome();
}

function showList(yes) {
  $("list").hidden = !yes;
  $("tools").hidden = yes;
  $("as-list").setAttribute("aria-pressed", String(yes));
  $("as-graph").setAttribute("aria-pressed", String(!yes));
  if (yes) buildList(); else draw();
}

// The filters lie over the graph in narrow windows, where there is no room for them beside it.
function showFilters(yes) {
  document.body.classList.toggle("filtering", yes);
  $("show-filters").setAttribute("aria-expanded", String(yes));
  if (yes) $("filters").querySelector("button, input").focus(); else if ($("filters").contains(document.activeElement)) $("show-filters").focus();
}

// Words and states of the buttons around the graph.
function chrome() {
  document.documentElement.lang = language;
  const words = { "as-graph": t().graph, "as-list": t().list, language: t().search && t().language, "show-filters": t().filters, "zoom-fit": t().fit, back: t().back, "path-title": t().path };
  for (const [id, text] of Object.entries(words)) $(id).textContent = text;
  for (const [id, text] of Object.entries({ search: t().search, "path-from": t().from, "path-to": t().to })) { $(id).placeholder = text; $(id).setAttribute("aria-label", text); }
  for (const [id, text] of Object.entries({ filters: t().filters, panel: t().details, canvas: t().canvas, "path-clear": t().close, "zoom-in": "+", "zoom-out": "−" })) $(id).setAttribute("aria-label", text);
  canvas.setAttribute("role", "img");
  $("depth-label").firstElementChild.textContent = t().depth;
  $("back").hidden = $("depth-label").hidden = !state.isolated;
  const [allNodes] = DATA.total;
  $("notice").hidden = allNodes <= DATA.nodes.length || !!state.isolated;
  $("notice").textContent = t().cut(DATA.nodes.length, allNodes) + (DATA.served ? t().cutServed : "");
  counts();
}

function translate() {
  language = language === "zh" ? "en" : "zh";
  buildFilters();
  for (const which of ["from", "to"]) if (ends[which]) $(`path-${which}`).value = say(ends[which]);
  chrome();
  if (state.path) showPaths(ends.from, ends.to); else if (state.selected) details(state.selected); else welcome();
  if (!$("list").hidden) buildList();
  draw();
}

function neighbour(step) {
  if (!state.selected) return;
  const origin = state.walk && state.walk.has(state.selected) ? state.walk : new Set([state.selected, ...linksOf(state.selected).map(edge => other(edge, state.selected))]);
  state.walk = origin;
  const list = [...origin], at = list.indexOf(state.selected);
  select(list[(at + step + list.length) % list.length], true);
}

function start() {
  take(DATA, null);
  refilter();
  buildFilters();
  listen();
  combobox($("search"), $("search-results"), node => { showList(false); select(node, true); canvas.focus(); });
  combobox($("path-from"), $("path-from-results"), node => setEnd("from", node));
  combobox($("path-to"), $("path-to-results"), node => setEnd("to", node));
  const click = { language: translate, "as-graph": () => showList(false), "as-list": () => showList(true), "zoom-in": () => zoom(1.4), "zoom-out": () => zoom(1 / 1.4), "zoom-fit": () => fit(state.isolated ? [...state.isolated.keys()] : []), back: whole, "path-clear": clearPath, "show-filters": () => showFilters(!document.body.classList.contains("filtering")),
    "save-dot": () => download("sinograph.dot", new Blob([asDot()], { type: "text/vnd.graphviz" })), "save-svg": () => download("sinograph.svg", new Blob([asSvg()], { type: "image/svg+xml" })), "save-png": savePng };
  for (const [id, handler] of Object.entries(click)) $(id).addEventListener("click", handler);
  $("path-bar").addEventListener("submit", event => event.preventDefault());
  $("depth").addEventListener("input", event => { state.depth = Number(event.target.value); if (state.selected) isolate(state.selected); });
  document.addEventListener("keydown", event => {
    if (event.key === "Escape" && document.body.classList.contains("filtering")) return showFilters(false);
    if (event.target.tagName === "INPUT" || event.ctrlKey || event.metaKey || event.altKey) return;
    const keys = { "/": () => { event.preventDefault(); $("search").focus(); }, f: () => state.selected && isolate(state.selected), l: () => showList($("list").hidden), n: () => neighbour(1), p: () => neighbour(-1), "+": () => zoom(1.4), "=": () => zoom(1.4), "-": () => zoom(1 / 1.4),
      Escape: () => { if (state.isolated) whole(); else if (state.path) clearPath(); else select(null); } };
    const handler = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (handler) handler();
  });
  chrome();
  welcome();
  compose();
  fit([]);
}

start();
