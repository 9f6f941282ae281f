// Chromium, driven by Playwright, and what every page must be.

import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";
import { check, equal, TIMEOUT_MS } from "./claims.mjs";

export const SIZES = { wide: { width: 1280, height: 800 }, narrow: { width: 390, height: 844 } };

export function launch() {
  return chromium.launch({
    executablePath: chromiumFile(),
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
  });
}

function chromiumFile() {
  const named = process.env.CHROMIUM ? [process.env.CHROMIUM] : [];
  const folders = (process.env.PATH ?? "").split(delimiter);
  const usual = ["chromium", "chromium-browser", "google-chrome"].flatMap((name) =>
    folders.map((folder) => join(folder, name)),
  );
  const found = [...named, ...usual].find(isExecutable);
  if (!found) {
    throw new Error("no Chromium found: install it, or name it by the variable CHROMIUM");
  }
  return found;
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Opens a page; collects its errors and the addresses that it requests. */
export async function open(browser, address, size, options = {}) {
  const context = await browser.newContext({ viewport: SIZES[size], ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(TIMEOUT_MS);
  const errors = [];
  const requests = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) errors.push(message.text());
  });
  page.on("pageerror", (fault) => errors.push(String(fault)));
  page.on("dialog", (dialog) => {
    errors.push(`dialog ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(address, { waitUntil: "load" });
  return { page, errors, requests, close: () => context.close() };
}

/** Claims that a page has no errors, stays with its origin and fits its window. */
export async function claimSound(name, { page, errors, requests }, origin) {
  equal(`${name}: the console has no errors`, [], errors);
  const elsewhere = requests.filter((url) => !url.startsWith(origin));
  equal(`${name}: it requests nothing from other places`, [], elsewhere);
  const [content, window] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  check(`${name}: nothing is cut off at the side`, content <= window, `at most ${window} px`, content);
}

/** Whether a text is visible without scrolling. */
export async function isAboveTheFold(page, words) {
  return page.evaluate((wanted) => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.data.toLowerCase().includes(wanted.toLowerCase())) {
        const range = document.createRange();
        range.selectNodeContents(node);
        const box = range.getBoundingClientRect();
        if (box.height > 0 && box.top >= 0 && box.bottom <= window.innerHeight) return true;
      }
    }
    return false;
  }, words);
}
