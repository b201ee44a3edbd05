
// Two concepts -> up to three paths; a sure link is short, a path without denials, against the arrow is allowed but dearer.
function paths(from, to, most = 3) {
  const worn = new Map(), found = [], seen = new Set();
  for (let round = 0; round < most * 3 && found.length < most; round++) {
    const path = shortest(from, to, worn);
    if (!path) break;
    const key = path.map(step => step.node.number).join(" ");
    for (const step of path) if (step.edge) worn.set(step.edge, (worn.get(step.edge) || 0) + 1.2);
    if (!seen.has(key)) { seen.add(key); found.push(path); }
  }
  return found.sort((a, b) => cost(a) - cost(b));
}

const price = edge => 0.35 - Math.log(Math.max(edge.confidence, 1) / 100) - 0.05 * Math.log2(Math.max(edge.docs.length, 1));
const cost = path => path.reduce((sum, step) => sum + (step.edge ? price(step.edge) : 0), 0);

// Dijkstra with a heap of pairs.
function shortest(from, to, worn) {
  const best = new Map([[from, 0]]), came = new Map(), done = new Set(), heap = [[0, from]];
  const up = at => { while (at > 0) { const above = (at - 1) >> 1; if (heap[above][0] <= heap[at][0]) break; [heap[above], heap[at]] = [heap[at], heap[above]]; at = above; } };
  const pop = () => {
    const top = heap[0], last = heap.pop();
    if (heap.length) {
      heap[0] = last;
      for (let at = 0; ;) {
        let least = at;
        for (const below of [2 * at + 1, 2 * at + 2]) if (below < heap.length && heap[below][0] < heap[least][0]) least = below;
        if (least === at) break;
        [heap[least], heap[at]] = [heap[at], heap[least]];
        at = least;
      }
    }
    return top;
  };
  while (heap.length) {
    const [far, node] = pop();
    if (node === to) break;
    if (done.has(node)) continue;
    done.add(node);
    for (const edge of node.edges) {
      if (!edge.visible || edge.modality === 3) continue;
      const next = other(edge, node), length = far + Math.max(price(edge), 0.05) + (worn.get(edge) || 0) + (edge.source === node || relationOf(edge).symmetric ? 0 : 0.25);
      if (next !== node && length < (best.get(next) ?? Infinity)) {
        best.set(next, length);
        came.set(next, edge);
        heap.push([length, next]);
        up(heap.length - 1);
      }
    }
  }
  if (from === to || !came.has(to)) return null;
  const path = [];
  for (let node = to; node !== from;) { const edge = came.get(node); path.push({ node, edge }); node = other(edge, node); }
  path.push({ node: from, edge: null });
  return path.reverse();
}
