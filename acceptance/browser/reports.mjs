// Reports of rehearsals: what is visible first, and whether the figures are those of the log.

import { statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { claimSound, isAboveTheFold, open, SIZES } from "./chromium.mjs";
import { check, equal } from "./claims.mjs";
import { rehearse, requestFile, ROOT } from "./coalmine.mjs";
import { figuresOfLog, figuresOfPicture } from "./figures.mjs";
import { HOSTILE } from "./hostile.mjs";

const NINETY_MINUTES = {
  function: "orders",
  plan: {
    steps: [10, 20, 30, 40, 50, 60, 70, 80].map((weight) => ({ weight, bake: "PT10M" })),
    poll: "PT1M",
  },
  gate: { alarms: ["orders-errors"] },
};
const HOSTILE_REQUEST = { function: "orders", gate: { alarms: [HOSTILE] } };
const APPROVALS = ["--tell", "25:approve=looks good", "--tell", "40:approve"];

const REPORTS = [
  { name: "promoted", words: () => [] },
  { name: "rolled-back", words: () => ["--traffic", "failing"] },
  { name: "slow", words: () => ["--traffic", "slow"] },
  { name: "alarm", words: () => [sample("alarm-alone.json"), "--traffic", "failing"] },
  { name: "three-functions", words: () => [sample("three-functions.json")] },
  { name: "ninety-minutes", words: () => [requestFile("ninety-minutes", NINETY_MINUTES)] },
  { name: "approved", words: () => [sample("approve.json"), ...APPROVALS] },
  { name: "refused", words: () => [sample("refused.json")] },
  { name: "hostile", words: () => [requestFile("hostile", HOSTILE_REQUEST)] },
];

function sample(name) {
  return join(ROOT, "events", name);
}

export async function reports(browser) {
  for (const { name, words } of REPORTS) {
    const { report, polls, last, status } = await rehearse(name, ...words());
    const address = pathToFileURL(report).href;
    for (const size of Object.keys(SIZES)) {
      const opened = await open(browser, address, size);
      await claimSound(`${name}, ${size}`, opened, address);
      await claimFirst(`${name}, ${size}`, opened.page, last, status);
      await opened.close();
    }
    await claimContent(browser, name, address, polls);
    if (name === "ninety-minutes") await claimSizeAndSpeed(browser, report, address);
  }
}

/** Outcome and reason come first, as the rehearsal printed them. */
async function claimFirst(name, page, last, status) {
  const outcome = /^outcome: (\S+?):? /.exec(last)[1];
  const words = outcome.toLowerCase().replace(/_/g, " ");
  check(`${name}: the outcome is above the fold`, await isAboveTheFold(page, words), words, "none");
  if (status !== 0) {
    const reason = last.replace(/^outcome: [A-Z_]+( \S+)?: /, "").slice(0, 40);
    check(`${name}: the reason is above the fold`, await isAboveTheFold(page, reason), reason, "none");
  }
}

async function claimContent(browser, name, address, polls) {
  const { page, close } = await open(browser, address, "wide");
  equal(
    `${name}: the figures in the picture are those of the log`,
    figuresOfLog(polls),
    await figuresOfPicture(page),
  );
  equal(`${name}: no name became a part of the page`, [0, false], [
    await page.locator("script, img, iframe, object, embed").count(),
    (await page.title()).includes("hit"),
  ]);
  await close();
}

async function claimSizeAndSpeed(browser, report, address) {
  const size = statSync(report).size;
  check("a report of 90 minutes is under 300 KB", size < 300_000, "300,000 bytes", size);
  const times = [];
  for (let i = 0; i < 5; i++) {
    const { page, close } = await open(browser, address, "wide");
    times.push(await page.evaluate(millisUntilDrawn));
    await close();
  }
  const median = times.sort((one, other) => one - other)[2];
  // Not a benchmark: a busy machine may take longer.
  console.log(`       a report of 90 minutes: ${size} bytes, drawn after ${median.toFixed(0)} ms`);
  check("a report of 90 minutes is drawn at once", median < 5_000, "5,000 ms at most", median);
}

function millisUntilDrawn() {
  return new Promise((resolve) =>
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now()))),
  );
}
