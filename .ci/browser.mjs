// Looks at reports and at the live page as a person does: in Chromium, driven by Playwright.
//
// Prints a line for each claim and last `N passed, M failed`; exits 1 if one failed.
// Needs Chromium (the variable CHROMIUM, or one on the PATH) and `npm install` in this folder.
//
// usage: node .ci/browser.mjs [STORY …]             (all stories if none is named)
//        node .ci/browser.mjs --pictures FOLDER    (takes the README's pictures instead)

import { execFile, spawn } from "node:child_process";
import { accessSync, constants, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const PATIENCE = 60_000; // milliseconds that anything may take
const FOR_BUILDING = 300_000; // the launcher may have to build first
const SIZES = { wide: { width: 1280, height: 800 }, narrow: { width: 390, height: 844 } };
const FOLDER = mkdtempSync(join(tmpdir(), "coalmine-browser-"));

// ---- claims

let passed = 0;
let failed = 0;

function holds(claim, condition, expected, found) {
  if (condition) {
    passed++;
    console.log(`ok     ${claim}`);
  } else {
    failed++;
    console.log(`FAILED ${claim}: expected ${text(expected)}, found ${text(found)}`);
  }
}

function equal(claim, expected, found) {
  holds(claim, text(expected) === text(found), expected, found);
}

function text(value) {
  return typeof value === "string" ? value : JSON.stringify(value);
}

// ---- the command line

function coalmine(...words) {
  return new Promise((resolve, reject) => {
    execFile(
      join(ROOT, "coalmine"),
      words,
      { timeout: FOR_BUILDING, maxBuffer: 64 << 20 },
      (fault, out, err) =>
        fault && (fault.killed || typeof fault.code !== "number")
          ? reject(fault)
          : resolve({ status: fault ? fault.code : 0, out, err }),
    );
  });
}

/** Plays a rehearsal; answers its report's file, the looks of its log and its last line. */
async function rehearse(name, ...words) {
  const report = join(FOLDER, `${name}.html`);
  const log = join(FOLDER, `${name}.jsonl`);
  const played = await coalmine("rehearse", ...words, "--report", report, "--log", log);
  const looks = readFileSync(log, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
  return { report, looks, last: played.out.trim().split("\n").at(-1), status: played.status };
}

/** The embedded AWS, served until the work is done. */
async function up(words, work) {
  const server = spawn(join(ROOT, "coalmine"), ["up", "--port", "0", ...words], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const lines = createInterface({ input: server.stdout });
    const place = await new Promise((resolve, reject) => {
      lines.on("line", (line) => line.startsWith("ready ") && resolve(line.split(" ")[1]));
      server.on("exit", (code) => reject(new Error(`up ended with ${code}`)));
      setTimeout(() => reject(new Error("up is not ready")), FOR_BUILDING).unref();
    });
    return await work(place);
  } finally {
    server.kill();
  }
}

/** Calls an operation of AWS' JSON services. */
async function aws(place, target, body) {
  const answer = await fetch(place, {
    method: "POST",
    headers: { "content-type": "application/x-amz-json-1.0", "x-amz-target": target },
    body: JSON.stringify(body),
  });
  if (!answer.ok) {
    throw new Error(`${target}: ${answer.status} ${await answer.text()}`);
  }
  return answer.json();
}

// ---- the browser

function browserFile() {
  const named = process.env.CHROMIUM ? [process.env.CHROMIUM] : [];
  const folders = (process.env.PATH ?? "").split(delimiter);
  const usual = ["chromium", "chromium-browser", "google-chrome"].flatMap((name) =>
    folders.map((folder) => join(folder, name)),
  );
  for (const file of [...named, ...usual]) {
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // the next one
    }
  }
  throw new Error("no Chromium found: install it, or name it by the variable CHROMIUM");
}

/** A page of a size, which notes what goes wrong in it and where else it goes. */
async function open(browser, address, size, options = {}) {
  const context = await browser.newContext({ viewport: SIZES[size], ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  const wrong = [];
  const asked = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) wrong.push(message.text());
  });
  page.on("pageerror", (fault) => wrong.push(String(fault)));
  page.on("dialog", (dialog) => {
    wrong.push(`dialog ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(address, { waitUntil: "load" });
  return { page, wrong, asked, close: () => context.close() };
}

/** What every page has to be at any width. */
async function mustBeSound(name, { page, wrong, asked }, origin) {
  equal(`${name}: the console has no errors`, [], wrong);
  equal(`${name}: nothing is asked of other places`, [], asked.filter((url) => !url.startsWith(origin)));
  const [content, window] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  holds(`${name}: nothing is cut off at the side`, content <= window, `at most ${window} px`, content);
}

/** Whether a text is seen before one scrolls. */
async function aboveTheFold(page, words) {
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

// ---- reports

/** Every look's figures as the log has them, in the words of the picture's data. */
function figuresOfLog(looks) {
  return looks.flatMap((look) =>
    (look.metrics ?? []).flatMap((metrics, target) =>
      metrics.minutes === 0
        ? []
        : [
            {
              target: String(target),
              minute: String(look.minute),
              weight: String(look.weightPercent),
              from: metrics.from,
              minutes: String(metrics.minutes),
              canary: side(metrics.canary),
              baseline: side(metrics.baseline),
              evidence: metrics.tests.map((test) => `${test.name}=${test.evidence}`).join(";"),
            },
          ],
    ),
  );
}

function side(counts) {
  return [counts.requests, counts.errors, counts.durations, ...counts.above].join(" ");
}

/** The same as the picture has them. */
function figuresOfPicture(page) {
  return page.locator("rect.column").evaluateAll((columns) =>
    columns.map(({ dataset }) => {
      const side = (name) =>
        [
          dataset[`${name}Requests`],
          dataset[`${name}Errors`],
          dataset[`${name}Durations`],
          ...dataset[`${name}Above`].split(","),
        ].join(" ");
      return {
        target: dataset.target,
        minute: dataset.minute,
        weight: dataset.weight,
        from: dataset.from,
        minutes: dataset.minutes,
        canary: side("canary"),
        baseline: side("baseline"),
        // Both write small numbers in their own way.
        evidence: dataset.evidence
          .split(";")
          .filter(Boolean)
          .map((test) => test.split("="))
          .map(([test, odds]) => `${test}=${Number(odds)}`)
          .join(";"),
      };
    }),
  );
}

function byPlace(one, other) {
  return one.from.localeCompare(other.from) || one.target - other.target;
}

const NINETY_MINUTES = {
  function: "orders",
  plan: {
    steps: [10, 20, 30, 40, 50, 60, 70, 80].map((weight) => ({ weight, bake: "PT10M" })),
    poll: "PT1M",
  },
  gate: { alarms: ["orders-errors"] },
};

const HOSTILE = `"><script>document.title="hit"</script><img src=x onerror=alert(1)>`;

function event(name, request) {
  const file = join(FOLDER, `${name}.json`);
  writeFileSync(file, JSON.stringify(request));
  return file;
}

const REPORTS = [
  { name: "promoted", words: [] },
  { name: "rolled-back", words: ["--traffic", "failing"] },
  { name: "slow", words: ["--traffic", "slow"] },
  { name: "alarm", words: [join(ROOT, "events/alarm-alone.json"), "--traffic", "failing"] },
  { name: "three-functions", words: [join(ROOT, "events/three-functions.json")] },
  { name: "ninety-minutes", words: [event("ninety-minutes", NINETY_MINUTES)] },
  { name: "asked", words: [join(ROOT, "events/approve.json"), "--tell", "25:approve=looks good", "--tell", "40:approve"] },
  { name: "refused", words: [join(ROOT, "events/refused.json")] },
  { name: "hostile", words: [event("hostile", { function: "orders", gate: { alarms: [HOSTILE] } })] },
];

async function reports(browser) {
  for (const { name, words } of REPORTS) {
    const { report, looks, last, status } = await rehearse(name, ...words);
    const address = pathToFileURL(report).href;
    for (const size of Object.keys(SIZES)) {
      const seen = await open(browser, address, size);
      await mustBeSound(`${name}, ${size}`, seen, address);
      await firstThings(`${name}, ${size}`, seen.page, last, status);
      await seen.close();
    }
    const seen = await open(browser, address, "wide");
    equal(
      `${name}: the figures in the picture are those of the log`,
      figuresOfLog(looks).sort(byPlace),
      (await figuresOfPicture(seen.page)).sort(byPlace),
    );
    equal(`${name}: no name became a part of the page`, [0, false], [
      await seen.page.locator("script, img, iframe, object, embed").count(),
      (await seen.page.title()).includes("hit"),
    ]);
    await seen.close();
    if (name === "ninety-minutes") await ninetyMinutes(browser, report, address);
  }
}

/** Outcome and reason come first, whatever comes after them. */
async function firstThings(name, page, last, status) {
  const outcome = /^outcome: (\S+?):? /.exec(last)[1];
  const word = outcome.toLowerCase().replace(/_/g, " ");
  holds(`${name}: the outcome is above the fold`, await aboveTheFold(page, word), word, "none");
  if (status !== 0) {
    const reason = last.replace(/^outcome: [A-Z_]+( \S+)?: /, "").slice(0, 40);
    holds(`${name}: the reason is above the fold`, await aboveTheFold(page, reason), reason, "none");
  }
}

async function ninetyMinutes(browser, report, address) {
  const size = statSync(report).size;
  holds("a report of 90 minutes is under 300 KB", size < 300_000, "300,000 bytes", size);
  const times = [];
  for (let i = 0; i < 5; i++) {
    const seen = await open(browser, address, "wide");
    times.push(
      await seen.page.evaluate(
        () =>
          new Promise((resolve) =>
            requestAnimationFrame(() => setTimeout(() => resolve(performance.now()))),
          ),
      ),
    );
    await seen.close();
  }
  const median = times.sort((one, other) => one - other)[2];
  // A machine that others use as well may take longer: this is not a benchmark.
  console.log(`       a report of 90 minutes: ${size} bytes, on the screen after ${median.toFixed(0)} ms`);
  holds("a report of 90 minutes is there at once", median < 5_000, "5,000 ms at most", median);
}

// ---- the live page

const ACCOUNT = "arn:aws:states:us-east-1:000000000000";
const WORKFLOW = `${ACCOUNT}:stateMachine:coalmine`;

function start(place, name, request) {
  return aws(place, "AWSStepFunctions.StartExecution", {
    stateMachineArn: WORKFLOW,
    name,
    input: JSON.stringify(request),
  });
}

async function eventually(claim, expected, ask) {
  const end = Date.now() + PATIENCE;
  let found;
  do {
    found = await ask();
    if (expected(found)) return holds(claim, true);
    await new Promise((resolve) => setTimeout(resolve, 200));
  } while (Date.now() < end);
  return holds(claim, false, expected, found);
}

/** What a release is said to be at, once it says one of these. */
function stands(name, page, ...words) {
  return eventually(
    name,
    (found) => words.includes(found),
    () => page.locator("#stand").evaluate((node) => node.dataset.s),
  );
}

/** Presses a button of the release that is open, and says why where that is asked. */
async function press(page, label, why) {
  await page.locator("#buttons").getByRole("button", { name: label, exact: true }).click();
  const sure = page.locator("#sure");
  if (await sure.isVisible()) {
    await page.locator("#sure-why").fill(why);
    await page.locator("#sure-yes").click();
  }
  await page.locator("#answer:not(:empty)").waitFor();
}

async function live(browser) {
  await up(["--speed", "10", "--traffic", "healthy"], async (place) => {
    for (const size of Object.keys(SIZES)) {
      await steered(browser, place, size);
    }
    await hostileNames(browser, place);
    await otherPages(browser, place);
  });
  await up(["--speed", "20", "--traffic", "failing"], (place) => rolledBack(browser, place));
}

/** A release is paused, resumed and rolled back by the buttons, and started from the page. */
async function steered(browser, place, size) {
  const name = `steered-${size}`;
  const says = (claim) => `live page, ${size}: ${claim}`;
  const seen = await open(browser, place, size);
  const { page } = seen;
  equal(says("it has its title"), "Coalmine", await page.title());
  await start(place, name, { function: "orders", version: "8" });
  const row = page.locator(`#running [data-name="${name}"]`);
  await row.waitFor();
  holds(says("a release that starts shows without a reload"), true);
  await row.getByRole("link").first().click();
  await stands(says("it is opened by its row"), page, "RUNNING");
  await eventually(says("its picture is drawn"), (found) => found > 0, () => page.locator("#picture svg.picture").count());
  await press(page, "Pause", "lunch");
  await stands(says("Pause pauses it"), page, "PAUSED");
  await press(page, "Resume", "");
  await stands(says("Resume lets it go on"), page, "RUNNING");
  await press(page, "Roll back", "a browser's whim");
  await stands(says("Roll back rolls it back"), page, "ROLLED_BACK");
  await eventually(
    says("the reason that was given is above the fold"),
    (found) => found,
    async () => {
      await page.evaluate(() => window.scrollTo(0, 0));
      return aboveTheFold(page, "a browser's whim");
    },
  );
  equal(says("nothing is left to be pressed that moves it"), 0, await page
    .locator("#buttons")
    .getByRole("button", { name: /Pause|Resume|Promote|Roll back/ })
    .count());
  await mustBeSound(`live page, ${size}`, seen, place);
  const report = await page.request.get(new URL(await page.locator("#report").getAttribute("href"), place).href);
  holds(says("it leads to the whole report"), (await report.text()).includes("a browser"), "the reason", "none");
  await seen.close();
}

/** A release whose alarm has a name that wants to be a program. */
async function hostileNames(browser, place) {
  const seen = await open(browser, place, "wide");
  await start(place, "hostile", { function: "orders", gate: { alarms: [HOSTILE] } });
  await seen.page.goto(`${place}/#/hostile`);
  await stands("live page: a release with a hostile name is shown", seen.page, "REFUSED");
  await eventually(
    "live page: its reason is shown as it is",
    (found) => found.includes("<script>"),
    () => seen.page.locator("#why").innerText(),
  );
  equal("live page: no name became a part of the page", [1, 0, "Coalmine"], [
    await seen.page.locator("script").count(),
    await seen.page.locator("img").count(),
    (await seen.page.title()).replace(/.*Coalmine.*/, "Coalmine"),
  ]);
  await mustBeSound("live page with hostile names", seen, place);
  await seen.close();
}

/** A page from elsewhere can't press the buttons of this one. */
async function otherPages(browser, place) {
  await start(place, "wanted", { function: "orders", version: "8" });
  const foreign = await fetch(`${place}/_coalmine/releases/wanted/rollback`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: "https://elsewhere.example" },
    body: "{}",
  });
  equal("live page: what another page sends is refused", 403, foreign.status);
  const seen = await open(browser, `${place}/#/wanted`, "wide");
  await stands("live page: a link leads to the release", seen.page, "RUNNING");
  await press(seen.page, "Roll back", "make room");
  await stands("live page: its own button works", seen.page, "ROLLED_BACK");
  await seen.close();
}

/** A bad canary: the page says why it went back, before one scrolls. */
async function rolledBack(browser, place) {
  await start(place, "bad", { function: "orders", version: "8" });
  for (const size of Object.keys(SIZES)) {
    const seen = await open(browser, `${place}/#/bad`, size);
    await stands(`live page, ${size}: a bad canary goes back`, seen.page, "ROLLED_BACK");
    await eventually(
      `live page, ${size}: why it went back is above the fold`,
      (found) => found,
      () => aboveTheFold(seen.page, "errors: canary"),
    );
    await mustBeSound(`live page of a rollback, ${size}`, seen, place);
    await seen.close();
  }
}

// ---- the README's pictures

async function shoot(browser, address, file, size, height, colorScheme, ready = async () => {}) {
  const seen = await open(browser, address, size, { colorScheme, viewport: { ...SIZES[size], height } });
  await ready(seen.page);
  await seen.page.screenshot({ path: join(pictures, file) });
  await seen.close();
}

async function takePictures(browser) {
  const slow = await rehearse("slow", "--traffic", "slow");
  const address = pathToFileURL(slow.report).href;
  await shoot(browser, address, "report.png", "wide", 1010, "light");
  await up(["--speed", "60", "--traffic", "healthy"], async (place) => {
    for (const [name, version] of [["orders", "8"], ["billing", "4"], ["mail", "12"]]) {
      await start(place, `${name}-${version}`, { function: name, version });
    }
    await shoot(browser, `${place}/#/orders-8`, "live.png", "wide", 1010, "light", async (page) => {
      await page.locator("#picture svg.picture").first().waitFor();
      await page.locator('#picture [data-mark][data-weight="30"]').first().waitFor({ state: "attached" });
    });
  });
}

// ---- all of it

const STORIES = { reports, live };

const words = process.argv.slice(2);
const pictures = words[0] === "--pictures" ? words.splice(0, 2)[1] : "";
const chosen = words.length > 0 ? words : pictures ? [] : Object.keys(STORIES);
const unknown = chosen.filter((name) => !STORIES[name]);
if (pictures) mkdirSync(pictures, { recursive: true });
if (unknown.length > 0) {
  console.error(`no story ${unknown.join(", ")}; there are ${Object.keys(STORIES).join(", ")}`);
  process.exit(64);
}

const browser = await chromium.launch({
  executablePath: browserFile(),
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
});
try {
  for (const name of chosen) {
    console.log(`\n${name}`);
    try {
      await STORIES[name](browser);
    } catch (fault) {
      holds(`${name} goes to its end`, false, "no fault", fault.stack);
    }
  }
  if (pictures) await takePictures(browser);
} finally {
  await browser.close();
  rmSync(FOLDER, { recursive: true });
}
console.log(`\nbrowser: ${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
