
// The panel at the right: a concept with its links and the sentences behind them, or paths.
function welcome() {
  const best = nodes.filter(node => node.visible).sort((a, b) => b.score - a.score || a.number - b.number).slice(0, 12);
  fill($("panel"), 
    el("h2", {}, t().welcomeTitle), el("p", { className: "help" }, t().welcome),
    el("h3", {}, t().top), el("div", { className: "row" }, best.map(node => el("button", { type: "button", className: "tag", on: { click: () => select(node, true) } }, dot(node), say(node)))),
    el("p", { className: "help" }, t().keys.map(([key, what]) => [el("kbd", {}, key), ` ${what}　`])));
}

function details(node) {
  const second = [node.zh, node.en].filter(name => name && name !== say(node)).join(" · ");
  const aliases = node.aliases.filter(alias => alias !== say(node) && alias !== second);
  const links = linksOf(node), groups = new Map();
  for (const edge of links) {
    const out = edge.source === node, key = `${edge.kind} ${relationOf(edge).symmetric ? "" : out}`;
    if (!groups.has(key)) groups.set(key, { edge, out, list: [] });
    groups.get(key).list.push(edge);
  }
  const ordered = [...groups.values()].sort((a, b) => b.list.length - a.list.length || a.edge.kind - b.edge.kind);
  fill($("panel"), 
    el("h2", {}, say(node)), el("p", { className: "other" }, second),
    el("div", { className: "row" }, el("span", { className: "tag" }, dot(node), say(kindOf(node))), node.visible ? null : el("small", {}, t().hiddenConcept)),
    el("p", { className: "facts" }, [t().mentions(node.mentions), t().inPapers(node.docs.length), t().sure(node.confidence), t().community(node.community)].join(" · ")),
    aliases.length ? el("p", { className: "facts" }, `${t().aliases}: ${aliases.slice(0, 12).join(language === "zh" ? "、" : "; ")}`) : null,
    el("div", { className: "row" },
      el("button", { type: "button", id: "only", on: { click: () => isolate(node) } }, t().only),
      el("button", { type: "button", on: { click: () => setEnd("from", node) } }, t().pathFrom),
      el("button", { type: "button", on: { click: () => setEnd("to", node) } }, t().pathTo)),
    el("h3", {}, `${t().links} (${links.length})`),
    links.length ? null : el("p", { className: "help" }, t().noLinks),
    ordered.map(({ edge, out, list }) => {
      const symmetric = relationOf(edge).symmetric, title = symmetric ? `${say(relationOf(edge))} ↔` : out ? `${say(relationOf(edge))} →` : `← ${say(relationOf(edge))}`;
      list.sort((a, b) => b.confidence - a.confidence || b.weight - a.weight);
      return [el("h3", {}, title, el("small", {}, String(list.length))), list.slice(0, 60).map(edge => link(edge, node)), list.length > 60 ? el("p", { className: "help" }, t().more(list.length - 60)) : null];
    }),
    el("h3", {}, t().where), node.evidence.map(item => sentence(item, 0, [node], false)));
}

// One link, which opens to its sentences.
function link(edge, from) {
  const far = other(edge, from), body = el("div");
  const head = el("summary", {}, el("span", { className: "name" }, dot(far), " ", el("button", { type: "button", className: "go", on: { click: event => { event.preventDefault(); select(far, true); } } }, say(far))),
    el("span", { className: `how m${edge.modality}` }, edge.modality ? t().asserted[edge.modality] : ""), el("small", {}, `${edge.confidence}% · ${t().inPapers(edge.docs.length)}`));
  return el("details", { on: { toggle: event => { if (event.target.open && !body.firstChild) body.append(...proofs(edge)); } } }, head, body);
}

function proofs(edge) {
  const rest = edge.weight - edge.evidence.length;
  return [...edge.evidence.map(item => sentence(item, edge.modality, [edge.source, edge.target], true)), rest > 0 ? el("p", { className: "help" }, t().more(rest)) : ""];
}

// A sentence with the names it is about, its paper and section.
function sentence(item, modality, about, graded) {
  const [doc, section, start, end, quote, page] = item.sentence, paper = PAPERS[doc] || {};
  const names = about.flatMap(node => [node.label, node.zh, node.en, ...node.aliases]).filter(name => name && name.length > 1).sort((a, b) => b.length - a.length);
  const facts = [say(paper) + (paper.year ? ` (${paper.year})` : ""), section.join(" › "), page ? t().page(page) : "", `${t().chars} ${start}–${end}`, graded ? t().sure(item.confidence) : ""].filter(Boolean);
  return el("figure", { className: `m${modality}` }, el("blockquote", {}, marked(quote, names)),
    el("figcaption", {}, graded ? el("span", { className: `how m${modality}` }, `${t().asserted[modality]} · `) : null, facts.join(" · ")));
}

function marked(text, names) {
  const lower = text.toLowerCase(), spans = [];
  for (const name of names) for (let at = lower.indexOf(name.toLowerCase()); at >= 0; at = lower.indexOf(name.toLowerCase(), at + name.length)) {
    if (!spans.some(([a, b]) => at < b && at + name.length > a)) spans.push([at, at + name.length]);
    if (spans.length > 20) break;
  }
  if (lower.length !== text.length) return [text];
  spans.sort((a, b) => a[0] - b[0]);
  const out = [];
  let at = 0;
  for (const [a, b] of spans) { out.push(text.slice(at, a), el("mark", {}, text.slice(a, b))); at = b; }
  return [...out, text.slice(at)];
}

function showPaths(from, to) {
  const found = paths(from, to);
  const choose = path => {
    state.path = path;
    state.isolated = null;
    compose();
    fit(path.map(step => step.node), 1.2);
    [...document.querySelectorAll(".path")].forEach((box, n) => box.classList.toggle("chosen", found[n] === path));
  };
  fill($("panel"), el("h2", {}, `${say(from)} → ${say(to)}`), el("h3", {}, t().paths),
    found.length ? null : el("p", { className: "help" }, t().noPath),
    found.map(path => el("div", { className: "path", on: { click: event => { if (event.target.tagName !== "BUTTON" && !event.target.closest("summary")) choose(path); } } },
      path.map((step, n) => {
        if (!step.edge) return el("div", { className: "step" }, dot(step.node), el("button", { type: "button", className: "go", on: { click: () => choose(path) } }, say(step.node)));
        const forward = step.edge.target === step.node, symmetric = relationOf(step.edge).symmetric, body = el("div");
        return [el("details", { on: { toggle: event => { if (event.target.open && !body.firstChild) body.append(...proofs(step.edge)); } } },
          el("summary", {}, el("span", { className: `name m${step.edge.modality}` }, `${symmetric ? "↕" : forward ? "↓" : "↑"} ${say(relationOf(step.edge))}`), el("span", { className: `how m${step.edge.modality}` }, step.edge.modality ? t().asserted[step.edge.modality] : ""), el("small", {}, `${step.edge.confidence}%`)), body),
        el("div", { className: "step" }, dot(step.node), el("button", { type: "button", className: "go", on: { click: () => select(step.node, true) } }, say(step.node)))];
      }))));
  if (found.length) choose(found[0]);
  announce(found.length ? found[0].map(step => say(step.node)).join(" → ") : t().noPath);
}
