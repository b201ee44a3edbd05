
// The graph of the page, and which of it the filters let through.
const DATA = JSON.parse($("data").textContent);
const KINDS = DATA.kinds.map(([name, zh, en, colour]) => ({ name, zh, en, colour }));
const RELATIONS = DATA.relations.map(([name, zh, en, symmetric]) => ({ name, zh, en, symmetric }));
const PAPERS = DATA.docs.map(([zh, en, file, year, source, authors]) => ({ zh, en, file, year, source, authors }));
const UNKNOWN = { name: "", zh: "", en: "", colour: "#ffffff" };
const nodes = [], edges = [], byNumber = new Map(), edgeKeys = new Set();
const filters = { types: new Set(), relations: new Set(), modalities: new Set(), papers: new Set(), confidence: 0, unlinked: false };
language = DATA.lang;

// Takes rows of the page or of an answer; what is known already stays as it is. Returns the concepts of the rows.
function take(part, near) {
  const found = [];
  const sentences = part.sentences;
  const told = list => list.map(([at, confidence]) => ({ sentence: sentences[at], confidence }));
  for (const [number, kind, label, zh, en, aliases, docs, mentions, score, confidence, community, x, y, evidence] of part.nodes) {
    let node = byNumber.get(number);
    if (!node) {
      const angle = nodes.length * 2.399963;
      node = { number, kind, label, zh, en, aliases, docs, mentions, score, confidence, community,
        x: near ? near.x + Math.cos(angle) * (60 + nodes.length % 7 * 18) : x, y: near ? near.y + Math.sin(angle) * (60 + nodes.length % 7 * 18) : y,
        evidence: told(evidence), edges: [], radius: 3.5 + 8 * Math.sqrt(score / 100), visible: true, at: nodes.length };
      node.keys = [...new Set([label, zh, en, ...aliases].filter(Boolean).map(fold))];
      nodes.push(node);
      byNumber.set(number, node);
    }
    found.push(node);
  }
  for (const [source, target, kind, modality, confidence, weight, docs, predicate, evidence] of part.edges) {
    const key = `${source}>${target}:${kind}/${modality}`;
    if (edgeKeys.has(key)) continue;
    edgeKeys.add(key);
    const edge = { source: byNumber.get(source), target: byNumber.get(target), kind, modality, confidence, weight, docs, predicate, evidence: told(evidence), bend: 0, visible: true };
    edges.push(edge);
    edge.source.edges.push(edge);
    if (edge.target !== edge.source) edge.target.edges.push(edge);
  }
  bendParallels();
  return found;
}

// Links of one pair are drawn side by side.
function bendParallels() {
  const pairs = new Map();
  for (const edge of edges) {
    const [a, b] = [edge.source.number, edge.target.number];
    const key = a < b ? `${a} ${b}` : `${b} ${a}`;
    if (!pairs.has(key)) pairs.set(key, []);
    pairs.get(key).push(edge);
  }
  for (const list of pairs.values()) list.forEach((edge, at) => {
    const side = edge.source.number <= edge.target.number ? 1 : -1;
    edge.bend = side * (at - (list.length - 1) / 2);
  });
}

function refilter() {
  const wantsPaper = docs => filters.papers.size === 0 || docs.some(doc => filters.papers.has(doc));
  for (const node of nodes) {
    node.visible = !filters.types.has(node.kind) && wantsPaper(node.docs);
    node.degree = 0;
  }
  for (const edge of edges) {
    edge.visible = edge.source.visible && edge.target.visible && !filters.relations.has(edge.kind) && !filters.modalities.has(edge.modality)
      && edge.confidence >= filters.confidence && wantsPaper(edge.docs);
    if (edge.visible) { edge.source.degree++; edge.target.degree++; }
  }
  if (!filters.unlinked && edges.length) for (const node of nodes) if (node.degree === 0) node.visible = false;
}

const kindOf = node => KINDS[node.kind] || UNKNOWN;
const relationOf = edge => RELATIONS[edge.kind] || UNKNOWN;
const say = thing => language === "en" ? thing.en || thing.zh || thing.label || thing.file : thing.zh || thing.en || thing.label || thing.file;
const other = (edge, node) => edge.source === node ? edge.target : edge.source;
const linksOf = node => node.edges.filter(edge => edge.visible);
// Lower case, full width to half, no blanks and joints: how names are compared.
function fold(text) { return text.normalize("NFKC").toLowerCase().replace(/[\s\-_·“”"'‘’《》()（）的]+/g, ""); }

// An answer of the server, where there is one; the page itself asks nothing.
async function ask(path) {
  const answer = await fetch(path, { cache: "no-store" });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}
