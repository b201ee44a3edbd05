
// The filters at the left.
function buildFilters() {
  const count = (list, key) => { const counts = new Map(); for (const item of list) counts.set(item[key], (counts.get(item[key]) || 0) + 1); return counts; };
  const ofTypes = count(nodes, "kind"), ofRelations = count(edges, "kind"), ofModalities = count(edges, "modality");
  const choice = (off, value, mark, name, n) => el("label", { className: "choice" },
    el("input", { type: "checkbox", checked: !off.has(value), on: { change: event => { if (event.target.checked) off.delete(value); else off.add(value); apply(); } } }), mark, el("span", { className: "name", title: name }, name), el("small", {}, String(n)));
  const heading = (title, off, values) => el("h2", {}, title, off ? el("span", {},
    el("button", { type: "button", on: { click: () => { off.clear(); buildFilters(); apply(); } } }, t().all),
    el("button", { type: "button", on: { click: () => { values.forEach(value => off.add(value)); buildFilters(); apply(); } } }, t().none)) : null);
  const kinds = KINDS.map((_, n) => n).filter(n => ofTypes.has(n)), relations = RELATIONS.map((_, n) => n).filter(n => ofRelations.has(n)), modalities = [0, 1, 2, 3].filter(n => ofModalities.has(n));
  const sure = el("output", {}, `${filters.confidence}%`);
  const papers = PAPERS.map((paper, n) => n);
  const inPaper = new Map();
  for (const node of nodes) for (const doc of node.docs) inPaper.set(doc, (inPaper.get(doc) || 0) + 1);
  const paper = n => el("label", { className: "choice" },
    el("input", { type: "checkbox", checked: filters.papers.has(n), on: { change: event => { if (event.target.checked) filters.papers.add(n); else filters.papers.delete(n); apply(); } } }),
    el("span", { className: "name", title: say(PAPERS[n]) }, say(PAPERS[n])), el("small", {}, String(inPaper.get(n) || 0)));
  const box = el("div", { id: "papers" }, papers.slice(0, 200).map(paper));
  const seek = papers.length > 12 ? el("input", { type: "text", "aria-label": t().papers, on: { input: event => {
    const key = fold(event.target.value);
    box.replaceChildren(...papers.filter(n => !key || fold([PAPERS[n].zh, PAPERS[n].en, PAPERS[n].file].join(" ")).includes(key)).slice(0, 200).map(paper));
  } } }) : null;
  $("filters").replaceChildren(
    heading(t().types, filters.types, kinds), ...kinds.map(n => { const mark = el("span", { className: "dot" }); mark.style.background = tint(KINDS[n].colour); return choice(filters.types, n, mark, say(KINDS[n]), ofTypes.get(n)); }),
    heading(t().modalities), ...modalities.map(n => choice(filters.modalities, n, el("span", { className: `stroke m${n}` }), t().asserted[n], ofModalities.get(n))),
    el("h2", {}, t().confidence, sure),
    el("input", { type: "range", min: "0", max: "98", step: "2", value: String(filters.confidence), "aria-label": t().confidence, on: { input: event => { filters.confidence = Number(event.target.value); sure.textContent = `${filters.confidence}%`; apply(); } } }),
    el("label", { className: "choice" }, el("input", { type: "checkbox", checked: filters.unlinked, on: { change: event => { filters.unlinked = event.target.checked; apply(); } } }), el("span", { className: "name" }, t().unlinked)),
    heading(t().relations, filters.relations, relations), ...relations.map(n => choice(filters.relations, n, null, say(RELATIONS[n]), ofRelations.get(n))),
    ...(PAPERS.length > 1 ? [el("h2", {}, t().papers, filters.papers.size ? el("button", { type: "button", on: { click: () => { filters.papers.clear(); buildFilters(); apply(); } } }, t().all) : null), seek, box].filter(Boolean) : []));
}

function apply() {
  refilter();
  if (state.isolated && state.selected) state.isolated = surroundings(state.selected, state.depth);
  if (state.path && state.path.some(step => step.edge && !step.edge.visible)) state.path = null;
  compose();
  counts();
  if (state.selected && !state.path) details(state.selected); else if (!state.path) welcome();
  if (!$("list").hidden) buildList();
}

function counts() {
  const n = nodes.filter(node => node.visible).length, m = edges.filter(edge => edge.visible).length;
  $("counts").textContent = t().counts(n, m, PAPERS.length);
}
