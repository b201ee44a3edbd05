// Opens exports in headless Chromium: `graph.cyjs` is drawn by Cytoscape.js, `graph.svg` is shown as it is.
//
//     node check_pictures.mjs FOLDER
//
// FOLDER is what `cargo run --example export_samples` wrote. Needs playwright-core and cytoscape in the working folder and Chromium
// on the system. Concepts, links and names that Cytoscape has are compared with graph.json.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(path.join(process.cwd(), "package.json"));
const { chromium } = require("playwright-core");
const library = readFileSync(require.resolve("cytoscape/dist/cytoscape.min.js"), "utf8");
const [folder] = process.argv.slice(2);
const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
const problems = [];

async function cytoscape(page, name, directory) {
  const data = JSON.parse(readFileSync(path.join(directory, "graph.json"), "utf8"));
  const file = JSON.parse(readFileSync(path.join(directory, "graph.cyjs"), "utf8"));
  await page.setContent("<div id='graph' style='width:1200px;height:800px'></div>");
  await page.addScriptTag({ content: library });
  const found = await page.evaluate(elements => new Promise(done => {
    const cy = cytoscape({ container: document.getElementById("graph"), elements, layout: { name: "grid" }, style: [
      { selector: "node", style: { label: "data(label)" } }, { selector: "edge", style: { label: "data(type)", "curve-style": "bezier", "target-arrow-shape": "triangle" } }] });
    cy.ready(() => done({
      nodes: cy.nodes().map(node => [node.id(), node.data("label")]),
      edges: cy.edges().map(edge => [edge.source().id(), edge.target().id(), edge.data("type"), edge.data("modality")]),
      drawn: cy.nodes().length ? cy.png({ maxWidth: 600, maxHeight: 400 }).length : 0,
    }));
  }), file.elements);
  const same = (what, a, b) => { if (JSON.stringify(a.map(one => JSON.stringify(one)).sort()) !== JSON.stringify(b.map(one => JSON.stringify(one)).sort())) problems.push(`${name}: Cytoscape has other ${what}`); };
  same("concepts", found.nodes, data.nodes.map(node => [node.id, node.label]));
  same("links", found.edges, data.edges.map(edge => [edge.source, edge.target, edge.type, edge.modality]));
  if (found.nodes.length && found.drawn < 1000) problems.push(`${name}: Cytoscape draws nothing`);
  return `${found.nodes.length} concepts, ${found.edges.length} links`;
}

// A picture is well-formed, runs nothing, asks for nothing, and shows its concepts on the page.
async function svg(page, name, directory) {
  const file = path.resolve(directory, "graph.svg");
  await page.goto(`file://${file}`);
  const found = await page.evaluate(() => {
    const root = document.documentElement, box = root.getBoundingClientRect();
    const boxes = [...root.querySelectorAll("g > title")].map(title => title.parentElement.getBoundingClientRect());
    return {
      root: root.localName, n: boxes.length,
      active: root.querySelectorAll("script, foreignObject, image, iframe, a[*|href^='javascript']").length,
      outside: boxes.filter(one => one.left < box.left - 2 || one.top < box.top - 2 || one.right > box.right + 2 || one.bottom > box.bottom + 2).length,
    };
  });
  const { nodes } = JSON.parse(readFileSync(path.join(directory, "graph.json"), "utf8"));
  if (found.root !== "svg") problems.push(`${name}: graph.svg is torn`);
  if (found.active) problems.push(`${name}: graph.svg holds something active`);
  if (found.outside) problems.push(`${name}: ${found.outside} shapes lie outside of graph.svg`);
  if (nodes.length > 1 && found.n < 2) problems.push(`${name}: graph.svg shows nothing`);
  return `${found.n} shapes`;
}

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
for (const name of readdirSync(folder).sort()) {
  const directory = path.join(folder, name);
  if (!existsSync(path.join(directory, "graph.cyjs"))) continue;
  const page = await browser.newPage();
  page.on("pageerror", error => problems.push(`${name}: ${error.message}`));
  page.on("dialog", dialog => { problems.push(`${name}: a dialog opens`); dialog.dismiss(); });
  page.on("request", request => { if (!/^(file|data|about):/.test(request.url())) problems.push(`${name}: asks for ${request.url()}`); });
  try {
    console.log(`${name}: Cytoscape ${await cytoscape(page, name, directory)}; SVG ${await svg(page, name, directory)}`);
  } catch (error) { problems.push(`${name}: ${error.message}`); }
  await page.close();
}
await browser.close();
for (const problem of problems) console.error(problem);
console.log(problems.length ? `${problems.length} problems` : "Cytoscape and pictures are well");
process.exit(problems.length ? 1 : 0);
