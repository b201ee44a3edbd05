
// Draws the graph, and answers pointer and keys.
const state = { selected: null, hover: null, isolated: null, path: null, depth: 1 };
const canvas = $("canvas"), brush = canvas.getContext("2d");
const camera = { x: 0, y: 0, k: 1 };
let shown = { nodes: [], edges: [] }, lit = { nodes: new Set(), edges: new Set() }, waiting = false, flight = 0;

const place = node => (state.isolated && state.isolated.get(node)) || node;

// What is drawn: all that the filters let through, or the surroundings of one concept.
function compose() {
  const inside = state.isolated;
  shown = { nodes: nodes.filter(node => inside ? inside.has(node) : node.visible), edges: edges.filter(edge => edge.visible && (!inside || inside.has(edge.source) && inside.has(edge.target))) };
  shown.nodes.sort((a, b) => b.score - a.score || a.number - b.number);
  light();
}

// What is stressed: a path, or a concept and its neighbours.
function light() {
  lit = { nodes: new Set(), edges: new Set() };
  const centre = state.selected || state.hover;
  if (state.path) for (const step of state.path) { lit.nodes.add(step.node); if (step.edge) lit.edges.add(step.edge); }
  else if (centre) {
    lit.nodes.add(centre);
    for (const edge of linksOf(centre)) if (!state.isolated || state.isolated.has(edge.source) && state.isolated.has(edge.target)) { lit.edges.add(edge); lit.nodes.add(other(edge, centre)); }
  }
  draw();
}

// The concepts around one, ring by ring, each near the one that leads to it.
function surroundings(centre, depth) {
  const found = new Map([[centre, { x: 0, y: 0 }]]);
  let ring = [{ node: centre, from: 0, to: 2 * Math.PI }];
  for (let n = 1; n <= depth && found.size < 160; n++) {
    const next = [];
    for (const place of ring) {
      const near = [...new Set(linksOf(place.node).map(edge => other(edge, place.node)))].filter(node => !found.has(node));
      near.sort((a, b) => a.kind - b.kind || b.score - a.score || a.number - b.number);
      place.near = near.slice(0, n === 1 ? 80 : 24);
      for (const node of place.near) found.set(node, null);
    }
    const total = ring.reduce((sum, place) => sum + place.near.length, 0);
    if (!total) break;
    // Down the right side and up the left one, evenly in height, so that every name has a line of its own.
    const half = Math.ceil(total / 2), ry = Math.max(150 * n, half * 25), rx = 270 * n;
    for (const place of ring) for (const node of place.near) {
      const at = next.length, right = at < half, rows = right ? half : total - half, row = right ? at : total - 1 - at;
      const y = (2 * (row + (right ? 0.25 : 0.75)) / rows - 1) * ry, t = y / (1.15 * ry);
      found.set(node, { x: (right ? 1 : -1) * rx * Math.sqrt(1 - t * t), y });
      next.push({ node });
    }
    ring = next;
  }
  return found;
}

function size() {
  const scale = window.devicePixelRatio || 1, box = canvas.getBoundingClientRect();
  if (canvas.width !== Math.round(box.width * scale) || canvas.height !== Math.round(box.height * scale)) {
    canvas.width = Math.round(box.width * scale);
    canvas.height = Math.round(box.height * scale);
  }
  return { width: box.width, height: box.height, scale };
}

function draw() {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    const { width, height, scale } = size();
    brush.setTransform(scale, 0, 0, scale, 0, 0);
    paint(brush, width, height, camera);
    if (!document.documentElement.dataset.painted) {
      document.documentElement.dataset.painted = "yes";
      performance.mark("painted");
    }
  });
}

function paint(g, width, height, cam) {
  const X = p => (p.x - cam.x) * cam.k + width / 2, Y = p => (p.y - cam.y) * cam.k + height / 2;
  g.fillStyle = "#ffffff";
  g.fillRect(0, 0, width, height);
  const stressed = lit.nodes.size > 0, close = cam.k > 0.9 || shown.edges.length < 400;
  g.lineCap = "round";
  for (let modality = 0; modality < 4; modality++) {
    g.beginPath();
    for (const edge of shown.edges) {
      if (edge.modality !== modality || lit.edges.has(edge)) continue;
      curve(g, edge, X, Y, cam.k, width, height);
    }
    g.strokeStyle = MODALITIES[modality];
    g.globalAlpha = stressed ? 0.07 : close ? 0.42 : 0.2;
    g.lineWidth = close ? 1 : 0.7;
    g.setLineDash(close ? DASHES[modality] : []);
    g.stroke();
  }
  if (close && !stressed) heads(g, shown.edges, X, Y, cam.k, 0.5, width, height);
  g.globalAlpha = 1;
  for (const edge of lit.edges) {
    g.beginPath();
    curve(g, edge, X, Y, cam.k, width, height);
    g.strokeStyle = MODALITIES[edge.modality];
    g.lineWidth = state.path ? 2.6 : 1.5;
    g.setLineDash(DASHES[edge.modality]);
    g.stroke();
  }
  g.setLineDash([]);
  heads(g, lit.edges, X, Y, cam.k, 1, width, height);
  for (const bright of stressed ? [false, true] : [true]) {
    g.globalAlpha = bright ? 1 : 0.22;
    KINDS.concat([UNKNOWN]).forEach((kind, number) => {
      g.beginPath();
      for (const node of shown.nodes) {
        if ((KINDS[node.kind] ? node.kind : KINDS.length) !== number || stressed && lit.nodes.has(node) !== bright) continue;
        const p = place(node), x = X(p), y = Y(p), r = radius(node, cam.k);
        if (x < -r || y < -r || x > width + r || y > height + r) continue;
        g.moveTo(x + r, y);
        g.arc(x, y, r, 0, 2 * Math.PI);
      }
      g.fillStyle = tint(kind.colour);
      g.fill();
      g.lineWidth = 1;
      g.strokeStyle = shade(kind.colour);
      g.stroke();
    });
  }
  g.globalAlpha = 1;
  for (const node of [state.selected, state.hover]) if (node && shown.nodes.includes(node)) {
    const p = place(node);
    g.beginPath();
    g.arc(X(p), Y(p), radius(node, cam.k) + 3, 0, 2 * Math.PI);
    g.strokeStyle = node === state.selected ? "#1f5fa8" : "#7f8891";
    g.lineWidth = 2.5;
    g.stroke();
  }
  labels(g, X, Y, width, height, cam, stressed);
}

const radius = (node, k) => node.radius * Math.min(Math.max(Math.sqrt(k), 0.45), 1.6);
const channels = (colour, change) => "#" + [1, 3, 5].map(at => Math.round(Math.max(change(parseInt(colour.slice(at, at + 2), 16)), 0)).toString(16).padStart(2, "0")).join("");
const remember = make => { const known = new Map(); return colour => { if (!known.has(colour)) known.set(colour, make(colour)); return known.get(colour); }; };
// Colours of the schema are made for boxes with names in them; small discs need stronger ones.
const tint = remember(colour => channels(colour, v => 255 - (255 - v) * 1.9));
const shade = remember(colour => channels(colour, v => (255 - (255 - v) * 1.9) * 0.6));

// Middle and control point of a link on the screen.
function shape(edge, X, Y, k) {
  const a = place(edge.source), b = place(edge.target);
  const x1 = X(a), y1 = Y(a), x2 = X(b), y2 = Y(b), length = Math.hypot(x2 - x1, y2 - y1) || 1;
  const off = edge.bend * Math.min(26, length / 4) * (edge.source.number <= edge.target.number ? 1 : -1);
  return { x1, y1, x2, y2, cx: (x1 + x2) / 2 - (y2 - y1) / length * off * 2, cy: (y1 + y2) / 2 + (x2 - x1) / length * off * 2, length };
}

function curve(g, edge, X, Y, k, width, height) {
  const s = shape(edge, X, Y, k);
  if (Math.max(s.x1, s.x2) < -60 || Math.max(s.y1, s.y2) < -60 || Math.min(s.x1, s.x2) > width + 60 || Math.min(s.y1, s.y2) > height + 60) return;
  g.moveTo(s.x1, s.y1);
  if (edge.source === edge.target) g.arc(s.x1, s.y1 - 12, 12, Math.PI / 2, 2.5 * Math.PI);
  else if (edge.bend) g.quadraticCurveTo(s.cx, s.cy, s.x2, s.y2);
  else g.lineTo(s.x2, s.y2);
}

function heads(g, list, X, Y, k, alpha, width, height) {
  g.globalAlpha = alpha;
  for (const edge of list) {
    if (relationOf(edge).symmetric || edge.source === edge.target) continue;
    const s = shape(edge, X, Y, k);
    if (s.x2 < 0 || s.y2 < 0 || s.x2 > width || s.y2 > height || s.length < 18) continue;
    const angle = Math.atan2(s.y2 - s.cy, s.x2 - s.cx), r = radius(edge.target, k) + 1.5, x = s.x2 - Math.cos(angle) * r, y = s.y2 - Math.sin(angle) * r;
    g.beginPath();
    g.moveTo(x, y);
    for (const side of [-0.42, 0.42]) g.lineTo(x - Math.cos(angle + side) * 8, y - Math.sin(angle + side) * 8);
    g.fillStyle = MODALITIES[edge.modality];
    g.fill();
  }
}

// Names where there is room for them, the stressed and the salient first; names of stressed links while they are few.
function labels(g, X, Y, width, height, cam, stressed) {
  const taken = new Map(), cells = (x, y, w, h) => {
    const list = [];
    for (let c = Math.floor(x / 60); c <= Math.floor((x + w) / 60); c++) for (let r = Math.floor(y / 20); r <= Math.floor((y + h) / 20); r++) list.push(c * 4096 + r);
    return list;
  };
  const fits = (x, y, w, h) => {
    const list = cells(x, y, w, h);
    if (list.some(cell => (taken.get(cell) || []).some(b => x < b[0] + b[2] && b[0] < x + w && y < b[1] + b[3] && b[1] < y + h))) return false;
    for (const cell of list) { if (!taken.has(cell)) taken.set(cell, []); taken.get(cell).push([x, y, w, h]); }
    return true;
  };
  const write = (text, x, y, colour) => {
    g.strokeText(text, x, y);
    g.fillStyle = colour;
    g.fillText(text, x, y);
  };
  g.textAlign = "center";
  g.textBaseline = "middle";
  g.lineJoin = "round";
  g.strokeStyle = "rgba(255,255,255,.92)";
  g.lineWidth = 3.5;
  const order = stressed ? [...[...lit.nodes].sort((a, b) => b.score - a.score), ...(state.path || lit.nodes.size > 40 ? [] : shown.nodes.filter(node => !lit.nodes.has(node)).slice(0, 300))] : shown.nodes;
  if (state.selected && lit.nodes.has(state.selected)) order.unshift(state.selected);
  const most = stressed ? lit.nodes.size + 30 : 60 + 120 * cam.k;
  let n = 0;
  for (const node of new Set(order)) {
    if (n >= most) break;
    const p = place(node), x = X(p), y = Y(p);
    if (x < 0 || y < 0 || x > width || y > height) continue;
    const main = node === state.selected || node === state.hover;
    g.font = `${main ? "600 14px" : node.score > 60 ? "13px" : "12px"} ${FONT}`;
    const text = cut(say(node), 22), w = g.measureText(text).width + 4;
    // Around one concept names stand beside their discs, on the outer side.
    const side = state.isolated && node !== state.selected ? Math.sign(Math.round(p.x)) : 0;
    if (side) {
      const from = x + side * (radius(node, cam.k) + 5);
      if (!fits(side > 0 ? from : from - w, y - 8, w, 15) && !main) continue;
      g.globalAlpha = stressed && !lit.nodes.has(node) ? 0.3 : 1;
      g.textAlign = side > 0 ? "left" : "right";
      write(text, from, y, "#1f2933");
      g.textAlign = "center";
      n++;
      continue;
    }
    let top = y + radius(node, cam.k) + 2;
    if (!fits(x - w / 2, top, w, 15)) {
      const above = y - radius(node, cam.k) - 18;
      if (stressed && fits(x - w / 2, above, w, 15)) top = above; else if (!main) continue;
    }
    g.globalAlpha = stressed && !lit.nodes.has(node) ? 0.3 : 1;
    write(text, x, top + 8, "#1f2933");
    n++;
  }
  g.globalAlpha = 1;
  const list = lit.edges.size ? lit.edges : state.isolated || cam.k > 1.6 ? shown.edges : [];
  if (list.length > 300 || list.size > 120) return;
  g.font = `11px ${FONT}`;
  for (const edge of list) {
    const s = shape(edge, X, Y, cam.k), x = (s.x1 + 2 * s.cx + s.x2) / 4, y = (s.y1 + 2 * s.cy + s.y2) / 4;
    if (x < 0 || y < 0 || x > width || y > height) continue;
    const text = (edge.modality === 3 ? "✕ " : "") + say(relationOf(edge)), w = g.measureText(text).width + 2;
    if (fits(x - w / 2, y - 6, w, 12)) write(text, x, y, MODALITIES[edge.modality]);
  }
}

// A name of at most so many columns; a Chinese character takes two.
function cut(text, columns) {
  let n = 0, out = "";
  for (const c of text) {
    n += c.codePointAt(0) > 0x2e7f ? 2 : 1;
    if (n > columns * 1.6) return out + "…";
    out += c;
  }
  return out;
}

// Moves the camera so that some concepts fill the canvas.
function fit(list, most = 1.5) {
  const { width, height } = size(), points = (list.length ? list : shown.nodes).map(place);
  if (!points.length) return draw();
  const xs = points.map(p => p.x), ys = points.map(p => p.y);
  const low = (v, share) => v.slice().sort((a, b) => a - b)[Math.floor((v.length - 1) * share)];
  const edge = list.length || points.length < 50 ? 0 : 0.01;
  const [x1, x2, y1, y2] = [low(xs, edge), low(xs, 1 - edge), low(ys, edge), low(ys, 1 - edge)];
  const room = state.isolated ? Math.max(width - 500, width * 0.25) : width - 230;
  fly({ x: (x1 + x2) / 2, y: (y1 + y2) / 2, k: Math.min(most, room / Math.max(x2 - x1, 1), (height - 170) / Math.max(y2 - y1, 1)) });
}

function fly(goal) {
  const number = ++flight, from = { ...camera }, quick = matchMedia("(prefers-reduced-motion: reduce)").matches || !document.documentElement.dataset.painted;
  let start = null;
  const step = now => {
    if (number !== flight) return;
    start ??= now;
    const share = quick ? 1 : Math.min((now - start) / 260, 1), ease = share * (2 - share);
    for (const key of ["x", "y", "k"]) camera[key] = from[key] + (goal[key] - from[key]) * ease;
    draw();
    if (share < 1) requestAnimationFrame(step);
  };
  if (quick) step(0); else requestAnimationFrame(step);
}

function nodeAt(event) {
  const box = canvas.getBoundingClientRect(), px = event.clientX - box.left, py = event.clientY - box.top;
  let best = null, least = Infinity;
  for (const node of shown.nodes) {
    const p = place(node), dx = (p.x - camera.x) * camera.k + box.width / 2 - px, dy = (p.y - camera.y) * camera.k + box.height / 2 - py, far = Math.hypot(dx, dy);
    if (far < radius(node, camera.k) + 6 && far < least) { best = node; least = far; }
  }
  return best;
}

function zoom(factor, px = 0, py = 0) {
  const k = Math.min(Math.max(camera.k * factor, 0.02), 8);
  flight++;
  camera.x += px / camera.k - px / k;
  camera.y += py / camera.k - py / k;
  camera.k = k;
  draw();
}

function listen() {
  let drag = null;
  canvas.addEventListener("pointerdown", event => { canvas.setPointerCapture(event.pointerId); drag = { x: event.clientX, y: event.clientY, moved: false }; });
  canvas.addEventListener("pointermove", event => {
    if (drag) {
      const dx = event.clientX - drag.x, dy = event.clientY - drag.y;
      if (Math.hypot(dx, dy) > 3 || drag.moved) { drag.moved = true; flight++; camera.x -= dx / camera.k; camera.y -= dy / camera.k; drag.x = event.clientX; drag.y = event.clientY; draw(); }
      return;
    }
    const node = nodeAt(event);
    if (node !== state.hover) { state.hover = node; canvas.style.cursor = node ? "pointer" : "grab"; if (state.selected || state.path) draw(); else light(); }
  });
  canvas.addEventListener("pointerup", event => { if (drag && !drag.moved) { const node = nodeAt(event); if (node) select(node, false); else if (!state.path) select(null); } drag = null; });
  canvas.addEventListener("pointerleave", () => { if (state.hover) { state.hover = null; light(); } });
  canvas.addEventListener("dblclick", event => { const node = nodeAt(event); if (node) isolate(node); });
  canvas.addEventListener("wheel", event => {
    event.preventDefault();
    const box = canvas.getBoundingClientRect();
    zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0016)), event.clientX - box.left - box.width / 2, event.clientY - box.top - box.height / 2);
  }, { passive: false });
  canvas.addEventListener("keydown", event => {
    const step = 60 / camera.k, moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    if (moves[event.key]) { camera.x += moves[event.key][0]; camera.y += moves[event.key][1]; event.preventDefault(); draw(); }
  });
  new ResizeObserver(() => draw()).observe(canvas);
}
