// How the live page looks: at two widths, in light and in dark. What nobody can read is a fault.

import { open, SIZES } from "./chromium.mjs";
import { check, equal, eventually } from "./claims.mjs";
import { start, up } from "./coalmine.mjs";

const PAGES = [
  ["the list", ""],
  ["a release", "#/orders-8"],
  ["a question", "#/asks"],
];
const SCHEMES = ["light", "dark"];
const CONTRAST = 4.5; // WCAG 2.2, 1.4.3, for text of this size
const LEAST_TEXT_WIDTH = 150; // px; in a narrower column long text is a tower of words
const ONE_LINE = 34; // px, a row of a table with its padding
const STEPS = {
  plan: { steps: [10, 50].map((weight) => ({ weight, bake: "PT3M" })), poll: "PT1M" },
  watch: "PT0S",
};

export async function look(browser) {
  await up(["--speed", "120", "--traffic", "healthy"], async (address) => {
    await start(address, "orders-8", { function: "orders", version: "8", ...STEPS });
    await start(address, "asks", { function: "billing", version: "4", gate: { metrics: false }, approve: [10], ...STEPS });
    await start(address, "broken", { function: "nobody", watch: "soon" });
    await ended(browser, address);
    for (const size of Object.keys(SIZES)) {
      for (const [what, hash] of PAGES) {
        const places = [];
        for (const colorScheme of SCHEMES) {
          const name = `${what}, ${size}, ${colorScheme}`;
          const { page, close } = await open(browser, `${address}/${hash}`, size, { colorScheme });
          await shown(page, hash);
          await claimReadable(name, page);
          if (hash) await claimPicture(name, page);
          else await claimRows(name, page);
          places.push(await page.evaluate(placesOfStillThings));
          await close();
        }
        // What still runs moves between two looks.
        if (what !== "a question") equal(`${what}, ${size}: dark has the same places as light`, ...places);
      }
    }
  });
}

/** Waits until one release has ended and another one asks. */
async function ended(browser, address) {
  const { page, close } = await open(browser, address, "wide");
  await eventually("look: one release is promoted, one asks", Boolean, () =>
    page.evaluate(() => {
      const standing = (name) => document.querySelector(`[data-name="${name}"] .stands`)?.dataset.s;
      return standing("orders-8") === "PROMOTED" && standing("asks") === "ASKS";
    }),
  );
  await close();
}

async function shown(page, hash) {
  if (!hash) return page.locator('#done [data-name="orders-8"]').waitFor();
  await page.locator("#picture svg.picture").first().waitFor();
  await page.evaluate(() => document.querySelectorAll("#picture details").forEach((fold) => (fold.open = true)));
}

/** Claims that text stands out from what is behind it. */
async function claimReadable(name, page) {
  const faint = await page.evaluate((least) => {
    const numbers = (colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);
    const luminance = (colour) =>
      numbers(colour)
        .slice(0, 3)
        .map((part) => part / 255)
        .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
        .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
    const ground = (node) => {
      for (let at = node; at; at = at.parentElement) {
        const [, , , alpha = 1] = numbers(getComputedStyle(at).backgroundColor);
        if (getComputedStyle(at).backgroundColor !== "transparent" && alpha === 1) return getComputedStyle(at).backgroundColor;
      }
      return getComputedStyle(document.body).backgroundColor;
    };
    const found = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode.parentElement;
      if (!walker.currentNode.data.trim() || !node.checkVisibility()) continue;
      const style = getComputedStyle(node);
      const ink = node.namespaceURI.endsWith("svg") ? style.fill : style.color;
      const [one, other] = [luminance(ink), luminance(ground(node))].sort((a, b) => b - a);
      const ratio = (one + 0.05) / (other + 0.05);
      if (ratio < least) found.add(`${walker.currentNode.data.trim().slice(0, 30)}: ${ratio.toFixed(1)}`);
    }
    return [...found].slice(0, 5);
  }, CONTRAST);
  equal(`${name}: each text stands out`, [], faint);
}

/** Claims that rows of the list have their figures in one line. */
async function claimRows(name, page) {
  const heights = await page.locator(".row .share:visible").evaluateAll((all) =>
    all.map((node) => node.getBoundingClientRect().height),
  );
  check(`${name}: weight and time are in one line`, Math.max(...heights) < 30, "30 px", heights);
  const cut = await page.locator("#words").evaluate((field) => {
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = getComputedStyle(field).font;
    return pen.measureText(field.placeholder).width - (field.clientWidth - 16);
  });
  check(`${name}: the filter's hint is whole`, cut <= 0, "no more than its field", `${cut} px more`);
}

/** Claims that tables and charts of a release can be read without a guess. */
async function claimPicture(name, page) {
  const found = await page.evaluate(() => {
    const box = (node) => node.getBoundingClientRect();
    const drawn = (node) => node.checkVisibility() && box(node).width > 0;
    const words = (node) => node.textContent.trim().slice(0, 40);
    const all = (selector, from = document) => [...from.querySelectorAll(selector)].filter(drawn);
    const crosses = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    const titles = all("#picture svg .title");
    return {
      long: all("#picture td.w").map((cell) => ({ text: words(cell), width: box(cell).width, right: box(cell).right })),
      looks: all("#picture .wide tbody tr").map((row) => box(row).height),
      cut: all("#picture .plot").flatMap((plot) =>
        all("svg text", plot).filter((text) => box(text).right > box(plot).right + 1).map(words),
      ),
      crossed: titles.flatMap((title) =>
        all("#picture .plot svg .o1 :is(text, path, circle)").filter((mark) => crosses(box(title), box(mark))).map(() => words(title)),
      ),
      window: document.documentElement.clientWidth,
    };
  });
  const towers = found.long.filter((cell) => cell.width < LEAST_TEXT_WIDTH || cell.right > found.window);
  equal(`${name}: long text of tables has room on the page`, [], towers);
  const tall = found.looks.filter((height) => height > ONE_LINE);
  equal(`${name}: each look is one line`, [], tall);
  equal(`${name}: no text of a chart is cut off`, [], found.cut);
  equal(`${name}: no legend is written over a title`, [], found.crossed);
}

/** Where things are that do not change with time. */
function placesOfStillThings() {
  const still = "h1, h2, h3, #filter *, #buttons button, #picture summary, #picture th, #picture svg.picture, .row > a";
  return [...document.querySelectorAll(still)]
    .filter((node) => node.checkVisibility())
    .map((node) => node.getBoundingClientRect())
    .map(({ left, width, height }) => [left, width, height].map(Math.round).join(" "));
}
