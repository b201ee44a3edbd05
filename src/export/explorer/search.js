
// Names -> concepts: equal before beginning before containing, then by salience.
function find(text, most) {
  const key = fold(text);
  if (!key) return [];
  const found = [];
  for (const node of nodes) {
    let grade = 9;
    for (const name of node.keys) {
      const at = name.indexOf(key);
      if (at >= 0) grade = Math.min(grade, name.length === key.length ? 0 : at === 0 ? 1 : 2);
    }
    if (grade < 9) found.push([grade, -node.score, node.number, node]);
  }
  found.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
  return found.slice(0, most).map(row => row[3]);
}

// Which name of a concept a search met, when it is not the one shown.
function met(node, text) {
  const key = fold(text);
  return fold(say(node)).includes(key) ? "" : [node.zh, node.en, node.label, ...node.aliases].find(name => name && fold(name).includes(key)) || "";
}

// A field that offers concepts while one types; `chosen` is told which one was taken.
function combobox(input, list, chosen) {
  let offered = [], at = -1, asked = 0;
  const show = () => {
    list.replaceChildren(...offered.map((node, n) => el("li", { role: "option", id: `${list.id}-${n}`, "aria-selected": String(n === at), on: { mousedown: event => { event.preventDefault(); pick(n); } } },
      dot(node), el("span", {}, say(node)), el("small", {}, met(node, input.value)))));
    if (!offered.length && input.value.trim()) list.append(el("li", {}, el("small", {}, t().noResults)));
    list.hidden = !input.value.trim();
    input.setAttribute("aria-expanded", String(!list.hidden));
    if (at >= 0) input.setAttribute("aria-activedescendant", `${list.id}-${at}`); else input.removeAttribute("aria-activedescendant");
    if (at >= 0) list.children[at].scrollIntoView({ block: "nearest" });
  };
  const close = () => { list.hidden = true; input.setAttribute("aria-expanded", "false"); };
  const pick = n => { const node = offered[n]; close(); if (node) chosen(node); };
  const offer = (found) => { offered = found; at = found.length ? 0 : -1; show(); };
  input.addEventListener("input", async () => {
    const text = input.value, number = ++asked;
    offer(find(text, 12));
    if (!DATA.served || !text.trim()) return;
    try {
      const answer = await ask(`api/search?q=${encodeURIComponent(text)}`);
      if (number !== asked) return;
      take(answer, { x: 0, y: 0 });
      refilter();
      offer(answer.order.map(n => byNumber.get(n)).slice(0, 12));
    } catch { announce(t().failed); }
  });
  input.addEventListener("keydown", event => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!offered.length) return;
      at = (at + (event.key === "ArrowDown" ? 1 : offered.length - 1)) % offered.length;
      show();
      event.preventDefault();
    } else if (event.key === "Enter") { event.preventDefault(); if (!list.hidden) pick(Math.max(at, 0)); }
    else if (event.key === "Escape") { close(); input.blur(); event.stopPropagation(); }
  });
  input.addEventListener("blur", () => setTimeout(close, 120));
  input.addEventListener("focus", () => { input.select(); });
}

const dot = node => { const mark = el("span", { className: "dot" }); mark.style.background = tint(kindOf(node).colour); return mark; };
const announce = text => { $("said").textContent = text; };
