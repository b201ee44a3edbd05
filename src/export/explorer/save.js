
// The current view as a file: what is drawn, in the language shown.
function download(name, blob) {
  const link = el("a", { href: URL.createObjectURL(blob), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

const xml = text => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd").replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
const quoted = text => `"${text.replace(/[\u0000-\u001f]/g, " ").replace(/&/g, "&amp;").replace(/\\/g, "\\\\").replace(/"/g, '\\"')}"`;

// What a file shows: the stressed part where there is one, else all that is drawn.
function view() {
  if (!state.path && !state.selected) return shown;
  return { nodes: shown.nodes.filter(node => lit.nodes.has(node)), edges: shown.edges.filter(edge => lit.nodes.has(edge.source) && lit.nodes.has(edge.target)) };
}

function asDot() {
  const { nodes, edges } = view(), styles = ["solid", "dashed", "dotted", "dashed"];
  return ['digraph "sinograph" {', `  graph [charset="UTF-8", layout="${nodes.length > 150 ? "sfdp" : "dot"}", rankdir="LR", overlap="prism"];`, '  node [fontname="Noto Sans CJK SC,Microsoft YaHei,PingFang SC,sans-serif", shape="box", style="rounded,filled"];', '  edge [fontname="Noto Sans CJK SC,Microsoft YaHei,PingFang SC,sans-serif", fontsize="9"];',
    ...nodes.map(node => `  "c${node.number}" [label=${quoted(say(node))}, fillcolor=${quoted(kindOf(node).colour)}];`),
    ...edges.map(edge => `  "c${edge.source.number}" -> "c${edge.target.number}" [label=${quoted((edge.modality === 3 ? "✕ " : "") + say(relationOf(edge)))}, style="${styles[edge.modality]}", color="${MODALITIES[edge.modality]}"${relationOf(edge).symmetric ? ', arrowhead="none"' : ""}];`), "}", ""].join("\n");
}

function asSvg() {
  const { nodes, edges } = view(), scale = state.isolated ? 1 : Math.max(camera.k, 0.8), X = p => p.x * scale, Y = p => p.y * scale;
  const points = nodes.map(node => place(node)), low = list => Math.min(...list), high = list => Math.max(...list);
  const x1 = low(points.map(X)) - 110, x2 = high(points.map(X)) + 110, y1 = low(points.map(Y)) - 40, y2 = high(points.map(Y)) + 60, n = v => v.toFixed(1);
  const lines = edges.map(edge => {
    const s = shape(edge, X, Y, 1), angle = Math.atan2(s.y2 - s.cy, s.x2 - s.cx), r = radius(edge.target, 1) + 2;
    const tip = relationOf(edge).symmetric ? "" : `<path d="M${n(s.x2 - Math.cos(angle) * r)} ${n(s.y2 - Math.sin(angle) * r)}L${[-0.42, 0.42].map(side => `${n(s.x2 - Math.cos(angle) * r - Math.cos(angle + side) * 8)} ${n(s.y2 - Math.sin(angle) * r - Math.sin(angle + side) * 8)}`).join("L")}Z" fill="${MODALITIES[edge.modality]}"/>`;
    const name = edges.length <= 150 ? `<text x="${n((s.x1 + 2 * s.cx + s.x2) / 4)}" y="${n((s.y1 + 2 * s.cy + s.y2) / 4 + 4)}" font-size="10" fill="${MODALITIES[edge.modality]}">${xml((edge.modality === 3 ? "✕ " : "") + say(relationOf(edge)))}</text>` : "";
    return `<path d="M${n(s.x1)} ${n(s.y1)}Q${n(s.cx)} ${n(s.cy)} ${n(s.x2)} ${n(s.y2)}" fill="none" stroke="${MODALITIES[edge.modality]}" stroke-opacity="${edges.length > 300 ? 0.25 : 0.75}" stroke-dasharray="${DASHES[edge.modality].join(" ") || "none"}"/>${tip}${name}`;
  });
  const discs = nodes.map(node => { const p = place(node); return `<circle cx="${n(X(p))}" cy="${n(Y(p))}" r="${n(radius(node, 1))}" fill="${tint(kindOf(node).colour)}" stroke="${shade(kindOf(node).colour)}"/>`; });
  const names = nodes.slice(0, 400).map(node => { const p = place(node); return `<text x="${n(X(p))}" y="${n(Y(p) + radius(node, 1) + 13)}" font-size="12" fill="#1f2933">${xml(cut(say(node), 22))}</text>`; });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${[x1, y1, x2 - x1, y2 - y1].map(n).join(" ")}" width="${Math.round(x2 - x1)}" height="${Math.round(y2 - y1)}"><rect x="${n(x1)}" y="${n(y1)}" width="100%" height="100%" fill="#ffffff"/><g>${lines.join("")}</g><g>${discs.join("")}</g><g text-anchor="middle" font-family="Noto Sans CJK SC,Microsoft YaHei,PingFang SC,sans-serif" paint-order="stroke" stroke="#ffffff" stroke-width="3" stroke-linejoin="round">${names.join("")}</g></svg>\n`;
}

function savePng() {
  const { width, height } = size(), picture = el("canvas", { width: width * 2, height: height * 2 }), g = picture.getContext("2d");
  g.setTransform(2, 0, 0, 2, 0, 0);
  paint(g, width, height, camera);
  picture.toBlob(blob => download("sinograph.png", blob), "image/png");
}
