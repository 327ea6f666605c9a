// Visits every page of a site in headless Chromium, in light and dark, wide and as on a phone, and
// prints what it finds as one JSON document: `node visit.mjs FOLDER CHROMIUM`.

import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { chromium } from "playwright-core";
import * as look from "./look.mjs";

const [folder, executablePath] = process.argv.slice(2);
const root = pathToFileURL(folder + "/").href;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const WIDE = 1280, PHONE = 390;

const pages = readdirSync(folder, { recursive: true })
  .map((entry) => join(folder, entry))
  .filter((path) => path.endsWith(".html"))
  .sort();
const findings = [];

// Opens a page and hands it over; whatever it asks for, complains of or violates is a finding.
async function visit(browser, path, where, options, check) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const find = (what, detail) =>
    findings.push({ what, page: relative(folder, path), where, detail: String(detail) });
  page.on("request", (request) => {
    if (!request.url().startsWith(root)) find("request", request.url());
  });
  page.on("pageerror", (error) => find("error", error.message));
  page.on("console", (message) => {
    if (message.type() === "error") find("policy", message.text());
  });
  await page.goto(pathToFileURL(path).href);
  await check(page, find);
  await context.close();
}

async function looks(page, find, width) {
  const answer = await page.evaluate(look.answer);
  if (answer && answer > (width === WIDE ? 400 : 700)) find("answer", `${answer} px down`);
  await page.evaluate(look.unfold);
  for (const [what, check] of Object.entries(look.checks)) {
    for (const detail of await page.evaluate(check)) find(what, detail);
  }
}

async function rules(page, find) {
  await page.evaluate(look.unfold);
  await page.evaluate(axe);
  const { violations } = await page.evaluate((runOnly) => globalThis.axe.run({ runOnly }), RULES);
  for (const violation of violations) {
    for (const node of violation.nodes) {
      find("axe", `${violation.id}: ${node.html.slice(0, 160)} (${node.failureSummary})`);
    }
  }
}

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
for (const path of pages) {
  for (const width of [WIDE, PHONE]) {
    for (const colorScheme of ["light", "dark"]) {
      const options = { viewport: { width, height: 900 }, colorScheme };
      const where = `${width} px, ${colorScheme}`;
      await visit(browser, path, where, options, (page, find) => looks(page, find, width));
      // Axe is put into the page, which the page's own policy forbids.
      await visit(browser, path, where, { ...options, bypassCSP: true }, rules);
    }
  }
  const silent = { viewport: { width: WIDE, height: 900 }, javaScriptEnabled: false };
  let scripted;
  await visit(browser, path, "with script", { viewport: silent.viewport }, async (page) => {
    scripted = await page.innerText("main");
  });
  await visit(browser, path, "without script", silent, async (page, find) => {
    const text = await page.locator("main").innerText();
    const words = new Set(text.split(/\s+/));
    const lost = scripted.split(/\s+/).filter((word) => /\d/.test(word) && !words.has(word));
    if (lost.length) find("script", `only a script shows ${lost.slice(0, 5).join(", ")}`);
  });
  await visit(browser, path, "print", { viewport: silent.viewport }, async (page, find) => {
    await page.emulateMedia({ media: "print" });
    for (const detail of await page.evaluate(look.printed)) find("print", detail);
  });
  const size = gzipSync(readFileSync(path)).length;
  if (relative(folder, path).startsWith("experiments") && size > 30 * 1024) {
    findings.push({ what: "size", page: relative(folder, path), where: "", detail: `${size} bytes` });
  }
}
await browser.close();
console.log(JSON.stringify({ pages: pages.map((path) => relative(folder, path)), findings }));
