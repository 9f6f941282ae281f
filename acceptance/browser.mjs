// Checks reports and the live page in Chromium, driven by Playwright.
//
// Prints a line for each claim, then `N passed, M failed`; exits with 1 if a claim failed.
// Needs Chromium (the variable CHROMIUM, or one on the PATH) and `npm ci` in this folder.
//
// usage: node acceptance/browser.mjs [STORY …]             (all stories if none is named)
//        node acceptance/browser.mjs --pictures FOLDER     (takes the README's pictures instead)

import { launch } from "./browser/chromium.mjs";
import { check, count } from "./browser/claims.mjs";
import { removeFiles } from "./browser/coalmine.mjs";
import { keyboard } from "./browser/keyboard.mjs";
import { live } from "./browser/live.mjs";
import { look } from "./browser/look.mjs";
import { takePictures } from "./browser/pictures.mjs";
import { reports } from "./browser/reports.mjs";

const STORIES = { reports, live, look, keyboard };
const USAGE_ERROR = 64;

async function runStories(browser, names) {
  for (const name of names) {
    console.log(`\n${name}`);
    try {
      await STORIES[name](browser);
    } catch (fault) {
      check(`${name} runs to its end`, false, "no error", fault.stack);
    }
  }
  console.log(`\nbrowser: ${count.passed} passed, ${count.failed} failed`);
}

const words = process.argv.slice(2);
const pictures = words[0] === "--pictures" ? words.splice(0, 2)[1] : "";
const unknown = words.filter((name) => !STORIES[name]);
if (unknown.length > 0) {
  console.error(`no story ${unknown.join(", ")}; there are ${Object.keys(STORIES).join(", ")}`);
  process.exit(USAGE_ERROR);
}

const browser = await launch();
try {
  if (pictures) {
    await takePictures(browser, pictures);
  } else {
    await runStories(browser, words.length > 0 ? words : Object.keys(STORIES));
  }
} finally {
  await browser.close();
  removeFiles();
}
process.exit(count.failed > 0 ? 1 : 0);
