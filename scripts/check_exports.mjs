// Reads exports with what Gephi Lite and Cytoscape are made of, and compares nodes, links and labels with graph.json:
//   node check_exports.mjs FOLDER
// FOLDER is what `cargo run --example export_samples` wrote. Needs graphology, graphology-gexf and cytoscape from npm.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";

const require = createRequire(path.join(process.cwd(), "x.js"));
const { MultiGraph } = require("graphology");
const gexf = require("graphology-gexf");
const cytoscape = require("cytoscape");

// Above this, a parser of XML in JavaScript takes minutes.
const LARGE = 5000;

function differ(what, found, expected) {
  const [less, more] = [expected.filter((x) => !found.includes(x)), found.filter((x) => !expected.includes(x))];
  if (found.length !== expected.length || less.length || more.length) {
    throw new Error(`${what}: ${found.length} for ${expected.length}; ${more.slice(0, 3)} for ${less.slice(0, 3)}`);
  }
}

function sorted(pairs) {
  return pairs.map((pair) => JSON.stringify(pair)).sort();
}

function checkGexf(folder, data) {
  if (data.nodes.length > LARGE) return "left out";
  const graph = gexf.parse(MultiGraph, fs.readFileSync(path.join(folder, "graph.gexf"), "utf8"));
  const squeeze = (text) => text.replace(/\s+/g, " ").trim();
  differ(
    "labels",
    sorted(graph.mapNodes((id, a) => [id, squeeze(a.label ?? "")])),
    sorted(data.nodes.map((n) => [n.id, squeeze(n.label)])),
  );
  differ(
    "links",
    sorted(graph.mapEdges((id, a, s, t) => [s, t, a.type, a.modality])),
    sorted(data.edges.map((e) => [e.source, e.target, e.type, e.modality])),
  );
  return "";
}

function checkCyjs(folder, data) {
  const file = JSON.parse(fs.readFileSync(path.join(folder, "graph.cyjs"), "utf8"));
  const cy = cytoscape({ headless: true, elements: file.elements });
  differ("labels", sorted(cy.nodes().map((n) => [n.id(), n.data("label")])), sorted(data.nodes.map((n) => [n.id, n.label])));
  differ(
    "links",
    sorted(cy.edges().map((e) => [e.source().id(), e.target().id(), e.data("type"), e.data("modality")])),
    sorted(data.edges.map((e) => [e.source, e.target, e.type, e.modality])),
  );
  return "";
}

let failed = 0;
const base = process.argv[2];
for (const name of fs.readdirSync(base).sort()) {
  const folder = path.join(base, name);
  const data = JSON.parse(fs.readFileSync(path.join(folder, "graph.json"), "utf8"));
  for (const [tool, check] of [["graphology", checkGexf], ["cytoscape", checkCyjs]]) {
    try {
      console.log(`${name}: ${tool} equal ${check(folder, data)}`);
    } catch (error) {
      failed += 1;
      console.log(`${name}: ${tool} DIFFERS: ${error.message}`);
    }
  }
}
process.exit(failed ? 1 : 0);
