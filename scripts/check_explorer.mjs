// Opens every explorer page of the sample graphs in headless Chromium, from disk, and uses it as a reader would.
//
//     node check_explorer.mjs FOLDER [SINOGRAPH STORE [SCREENSHOTS]]
//
// FOLDER is what `cargo run --example export_samples` wrote. With a program and a store, `sinograph serve` is tried as well.
// Needs playwright-core in the working folder and Chromium on the system.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync } from "node:fs";
import http from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";

const { chromium } = createRequire(path.join(process.cwd(), "package.json"))("playwright-core");
const [folder, program, store, shots] = process.argv.slice(2);
const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

const problems = [];
const expect = (holds, what) => { if (!holds) problems.push(what); };

// A page with a record of everything it should not do.
async function open(browser, address, own) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 860 }, acceptDownloads: true });
  const seen = [];
  page.on("console", message => { if (["error", "warning"].includes(message.type())) seen.push(`console: ${message.text()}`); });
  page.on("pageerror", error => seen.push(`error: ${error.message}`));
  page.on("dialog", dialog => { seen.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on("request", request => { if (request.url() !== address && !request.url().startsWith("blob:") && !(own && request.url().startsWith(own))) seen.push(`request: ${request.url()}`); });
  await page.goto(address);
  await page.waitForFunction(() => document.documentElement.dataset.painted, null, { timeout: 60000 }).catch(() => seen.push("nothing was painted"));
  return { page, seen };
}

const settle = page => page.evaluate(() => new Promise(done => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(done)), 420)));

// Milliseconds from an action in the page until the frame after it.
const timed = (page, action, argument) => page.evaluate(async ([source, argument]) => {
  const frame = () => new Promise(done => requestAnimationFrame(() => setTimeout(done, 0)));
  await frame();
  const start = performance.now();
  (0, [() => {}, argument => {
    const input = document.getElementById("search");
    input.value = argument;
    input.dispatchEvent(new Event("input"));
  }, () => document.getElementById("search").dispatchEvent(new KeyboardEvent("keydown", { key: "Enter" })),
  () => document.dispatchEvent(new KeyboardEvent("keydown", { key: "f" }))][source])(argument);
  await frame();
  return performance.now() - start;
}, [action, argument]);
const [, SEARCH, PICK, FOCUS] = [0, 1, 2, 3];

async function measured(page, name) {
  const painted = await page.evaluate(() => performance.getEntriesByName("painted")[0].startTime);
  const counts = await page.evaluate(() => [DATA.total[0], nodes.length, edges.length, say(nodes.slice().sort((a, b) => b.edges.length - a.edges.length)[0] || { zh: "x" })]);
  const median = list => list.sort((a, b) => a - b)[list.length >> 1];
  const times = { search: [], pick: [], focus: [] };
  for (let n = 0; n < 5; n++) {
    times.search.push(await timed(page, SEARCH, counts[3]));
    times.pick.push(await timed(page, PICK));
    await settle(page);
    times.focus.push(await timed(page, FOCUS));
    await settle(page);
    await page.keyboard.press("Escape");
    await settle(page);
  }
  console.log([name, ...counts.slice(0, 3), painted.toFixed(0), median(times.search).toFixed(1), median(times.pick).toFixed(1), median(times.focus).toFixed(1)].join("\t"));
  if (painted > 10000) problems.push(`${name}: first paint took ${painted} ms`);
}

// What a reader does: search in both languages, look at sentences, filter, find a path, switch language, read the list, save.
async function used(page, name) {
  const text = selector => page.locator(selector).innerText();
  const names = await page.evaluate(() => {
    const linked = nodes.filter(node => node.visible && linksOf(node).length);
    const both = linked.filter(node => node.zh && node.en).sort((a, b) => linksOf(b).length - linksOf(a).length)[0];
    const [from, to] = [linked[0], linked.find(node => node !== linked[0] && paths(linked[0], node).length)];
    const alias = linked.find(node => node.aliases.some(alias => find(alias, 3).includes(node)));
    return { zh: both.zh, en: both.en, from: say(from), to: say(to), alias: alias && alias.aliases.find(alias_ => find(alias_, 3).includes(alias)), aliasOf: alias && say(alias) };
  });
  await page.keyboard.press("/");
  await page.keyboard.type(names.en);
  await page.keyboard.press("Enter");
  await settle(page);
  expect((await text("#panel h2")) === names.zh, `${name}: search for ${names.en} shows ${await text("#panel h2")}`);
  expect(await page.locator("#panel details").count() > 0, `${name}: no links in the panel`);
  await page.locator("#panel details summary").first().click();
  await page.locator("#panel details figure").first().waitFor({ timeout: 3000 }).catch(() => problems.push(`${name}: a link does not open to its sentence`));
  expect((await text("#panel details[open] blockquote >> nth=0")).length > 3, `${name}: no sentence`);
  if (shots) await page.screenshot({ path: `${shots}/${name}-selected.png` });
  if (names.alias) {
    await page.fill("#search", names.alias);
    await page.keyboard.press("Enter");
    await settle(page);
    expect((await text("#panel h2")).length > 0, `${name}: no answer to the alias ${names.alias}`);
  }
  await page.locator("#canvas").focus();
  await page.keyboard.press("f");
  await settle(page);
  expect(await page.evaluate(() => state.isolated && shown.nodes.length > 1), `${name}: f does not show the surroundings`);
  if (shots) await page.screenshot({ path: `${shots}/${name}-focus.png` });
  const before = await page.evaluate(() => shown.nodes.length);
  await page.locator("#depth").fill("2");
  await settle(page);
  expect(await page.evaluate(() => shown.nodes.length) >= before, `${name}: a larger depth shows less`);
  await page.keyboard.press("Escape");
  await page.locator("#canvas").focus();
  await page.keyboard.press("Escape");
  const all = await page.evaluate(() => shown.edges.length);
  await page.locator("#filters input[type=range]").fill("90");
  expect(await page.evaluate(() => shown.edges.length) < all, `${name}: a higher confidence shows as many links`);
  expect(await page.evaluate(() => shown.edges.every(edge => edge.confidence >= 90)), `${name}: a link below the confidence is shown`);
  await page.locator("#filters input[type=range]").fill("0");
  await page.locator("#filters .choice input[type=checkbox]").first().uncheck();
  expect(await page.evaluate(() => shown.nodes.every(node => node.kind !== KINDS.findIndex((_, n) => filters.types.has(n)))), `${name}: a type that is off is shown`);
  await page.locator("#filters .choice input[type=checkbox]").first().check();
  for (const [field, value] of [["#path-from", names.from], ["#path-to", names.to]]) {
    await page.fill(field, value);
    await page.keyboard.press("Enter");
  }
  await settle(page);
  expect(await page.evaluate(() => state.path && state.path.length > 1) && await page.locator(".path").count() > 0, `${name}: no path from ${names.from} to ${names.to}`);
  if (shots) await page.screenshot({ path: `${shots}/${name}-path.png` });
  await page.locator("#path-clear").click();
  await page.locator("#language").click();
  expect(await page.evaluate(() => document.documentElement.lang) === "en" && (await text("#as-list")) === "List", `${name}: the language does not change`);
  await page.locator("#as-list").click();
  await page.locator("#list tbody button").first().click();
  expect((await text("#panel h2")).length > 0 && await page.locator("#list tbody tr").count() > 10, `${name}: the list does not select`);
  expect((await text("#said")).includes("selected"), `${name}: a selection is not announced`);
  if (shots) await page.screenshot({ path: `${shots}/${name}-list.png` });
  await page.locator("#as-graph").click();
  for (const [button, starts] of [["#save-dot", "digraph"], ["#save-svg", "<svg"], ["#save-png", "\u0089PNG"]]) {
    const [download] = await Promise.all([page.waitForEvent("download", { timeout: 10000 }), page.locator(button).click()]);
    const bytes = readFileSync(await download.path());
    expect(bytes.toString("latin1").startsWith(starts) && bytes.length > 500, `${name}: ${button} saves something else`);
    if (button === "#save-svg") expect(await page.evaluate(text => !new DOMParser().parseFromString(text, "image/svg+xml").querySelector("parsererror"), bytes.toString("utf8")), `${name}: the saved SVG is torn`);
  }
  await page.locator("#language").click();
}

// In narrow windows the filters open over the graph and close again, by mouse and by key, and nothing runs out of the window.
async function narrow(page, name) {
  for (const [width, height] of [[900, 700], [420, 800]]) {
    await page.setViewportSize({ width, height });
    await settle(page);
    expect(!await page.locator("#filters").isVisible(), `${name}: the filters cover a window of ${width}`);
    await page.locator("#show-filters").click();
    expect(await page.locator("#filters .choice input").first().isVisible(), `${name}: the filters do not open in a window of ${width}`);
    const before = await page.evaluate(() => shown.nodes.length);
    await page.locator("#filters .choice input[type=checkbox]").first().uncheck();
    expect(await page.evaluate(() => shown.nodes.length) < before, `${name}: a filter does nothing in a window of ${width}`);
    if (shots) await page.screenshot({ path: `${shots}/${name}-filters-${width}.png` });
    await page.locator("#filters .choice input[type=checkbox]").first().check();
    await page.keyboard.press("Escape");
    expect(!await page.locator("#filters").isVisible(), `${name}: Escape does not close the filters`);
    const [inside, wide] = await page.evaluate(() => [innerWidth, document.documentElement.scrollWidth]);
    expect(wide <= inside, `${name}: the page is ${wide} wide in a window of ${inside}`);
    const hidden = await page.evaluate(() => [...document.querySelectorAll("header button, header input, #path-bar input")].filter(one => { const box = one.getBoundingClientRect(); return one.offsetParent && (box.right > innerWidth + 1 || box.left < -1 || box.width < 1); }).map(one => one.id));
    expect(!hidden.length, `${name}: ${hidden} are cut off in a window of ${width}`);
    if (shots) await page.screenshot({ path: `${shots}/${name}-${width}.png` });
  }
  await page.setViewportSize({ width: 1440, height: 860 });
}

// Every concept of the hostile graph is looked at, in the list and in both languages; none of its names may become markup.
async function harmless(page, name) {
  await page.evaluate(() => { for (const off of [filters.types, filters.relations, filters.modalities]) off.clear(); filters.unlinked = true; apply(); });
  for (let round = 0; round < 2; round++) {
    await page.evaluate(() => { for (const node of nodes) { select(node, false); for (const details of document.querySelectorAll("#panel details")) details.open = true; met(node, say(node)); find(say(node), 5); } showList(true); });
    await page.locator("#language").click();
  }
  const found = await page.evaluate(() => document.querySelectorAll("#panel b, #panel script, #list b, #list script, #panel img, a[href^=javascript]").length + document.scripts.length - 2);
  expect(found === 0, `${name}: a name became markup`);
  await page.evaluate(() => { showList(false); select(null); });
  for (const button of ["#save-dot", "#save-svg"]) {
    const [download] = await Promise.all([page.waitForEvent("download"), page.locator(button).click()]);
    const text = readFileSync(await download.path(), "utf8");
    if (button === "#save-svg") expect(await page.evaluate(text => { const parsed = new DOMParser().parseFromString(text, "image/svg+xml"); return !parsed.querySelector("parsererror, script, b"); }, text), `${name}: the saved SVG is torn`);
  }
}

function get(address, headers = {}, method = "GET") {
  return new Promise((done, fail) => http.request(address, { headers, method }, answer => {
    let text = "";
    answer.on("data", part => text += part);
    answer.on("end", () => done({ status: answer.statusCode, text, headers: answer.headers }));
  }).on("error", fail).end());
}

// The service: for this machine only, for looking only, and larger than a page.
async function served(browser) {
  const child = spawn(program, ["serve", "--store", store], { stdio: ["ignore", "pipe", "ignore"] });
  try {
    const address = await new Promise((done, fail) => {
      let text = "";
      child.stdout.on("data", part => { text += part; if (text.includes("\n")) done(text.trim()); });
      child.on("exit", code => fail(new Error(`serve ended with ${code}`)));
    });
    expect(/^http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}\/$/.test(address), `serve: ${address} is no address of this machine`);
    const root = new URL("/", address).href;
    expect((await get(root)).status === 404, "serve: answers without its token");
    expect((await get(address, {}, "POST")).status === 405, "serve: answers POST");
    expect((await get(address, { Host: "evil.example" })).status === 403, "serve: answers a foreign host");
    expect((await get(`${address}api/search?q=x`, { Origin: "http://evil.example" })).status === 403, "serve: answers a foreign page");
    expect((await get(`${address}api/around?n=999999999`)).status === 404 && (await get(`${address}api/around?n=x`)).status === 404, "serve: a concept that is not there");
    expect((await get(`${address}../../etc/passwd`)).status === 404, "serve: answers paths");
    expect((await get(`${address}${"x".repeat(9000)}`)).status >= 400, "serve: answers an endless address");
    const { page, seen } = await open(browser, address, address);
    await measured(page, "served");
    const far = await page.evaluate(async () => {
      for (const word of ["a", "e", "系", "中", "的", "co", "法"]) {
        const answer = await ask(`api/search?q=${encodeURIComponent(word)}`);
        const row = answer.nodes.find(row => !byNumber.has(row[0]));
        if (row) return row[2];
      }
      return null;
    });
    if (far) {
      await page.fill("#search", far);
      await page.waitForTimeout(600);
      await page.keyboard.press("Enter");
      await settle(page);
      expect((await page.locator("#panel h2").innerText()).length > 0, `serve: ${far} is not found`);
    }
    problems.push(...seen.map(what => `serve: ${what}`));
    await page.close();
  } finally { child.kill("SIGKILL"); }
}

const profile = mkdtempSync(path.join(tmpdir(), "explorer-"));
const browser = await chromium.launch({ executablePath, args: [...flags, `--crash-dumps-dir=${profile}`] });
console.log("graph\tconcepts\tin page\tlinks\tpaint ms\tsearch ms\tpick ms\tfocus ms");
for (const name of readdirSync(folder).sort()) {
  const file = path.resolve(folder, name, "explore.html");
  if (!existsSync(file)) continue;
  const { page, seen } = await open(browser, `file://${file}`);
  if (shots) await page.screenshot({ path: `${shots}/${name}.png` });
  try {
    if (name === "papers") { await used(page, name); await narrow(page, name); }
    if (name === "hostile") await harmless(page, name);
    if (!["empty", "one", "hostile"].includes(name)) await measured(page, name);
  } catch (error) { problems.push(`${name}: ${error.message}`); }
  problems.push(...seen.map(what => `${name}: ${what}`));
  await page.close();
}
if (program) await served(browser);
await browser.close();
for (const problem of problems) console.error(problem);
console.log(problems.length ? `${problems.length} problems` : "the explorer does what it should");
process.exit(problems.length ? 1 : 0);
