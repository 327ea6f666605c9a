// How soon headless Chromium shows a page, in milliseconds, as one JSON document with the median of
// seven visits, the quickest and the slowest: `node paint.mjs PAGE CHROMIUM`.
// Run it on a site of many experiments: `cargo run --release -p reports --example many FOLDER`.

import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [file, executablePath = "/usr/bin/chromium"] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const painted = [];
for (let visit = 0; visit < 7; visit += 1) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.goto(pathToFileURL(file).href);
  painted.push(await page.evaluate(() => new Promise((resolve) => {
    new PerformanceObserver((list) => {
      for (const { name, startTime } of list.getEntries()) {
        if (name === "first-contentful-paint") resolve(Math.round(startTime));
      }
    }).observe({ type: "paint", buffered: true });
  })));
  await context.close();
}
await browser.close();
painted.sort((a, b) => a - b);
console.log(JSON.stringify({ median: painted[3], quickest: painted[0], slowest: painted[6] }));
