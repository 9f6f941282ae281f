// The live page without a mouse: what can be pressed is reached by Tab, shows its focus, and acts on Enter and Space.

import { open, SIZES } from "./chromium.mjs";
import { check, equal, eventually } from "./claims.mjs";
import { start, up } from "./coalmine.mjs";

export async function keyboard(browser) {
  await up(["--speed", "10", "--traffic", "healthy"], async (address) => {
    for (const size of Object.keys(SIZES)) {
      await walk(browser, address, size);
    }
  });
}

/** What has the focus: the release of a row, else its id, or the words on it. */
function focused(page) {
  return page.evaluate(() => {
    const node = document.activeElement;
    const row = node.closest("[data-name]");
    return node === document.body ? "body" : row ? row.dataset.name : node.id || node.textContent.trim();
  });
}

/** Whether what has the focus shows it, and is on the screen. */
function showsFocus(page) {
  return page.evaluate(() => {
    const node = document.activeElement;
    const ring = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    const box = node.getBoundingClientRect();
    const seen = box.top < innerHeight && box.bottom > 0;
    return seen && (ring(getComputedStyle(node)) || ring(getComputedStyle(node, "::after")));
  });
}

/** Presses Tab until this has the focus; returns what had it on the way. */
async function tabTo(page, wanted, most = 30) {
  const way = [];
  for (let i = 0; i < most; i++) {
    await page.keyboard.press("Tab");
    way.push({ what: await focused(page), visible: await showsFocus(page) });
    if (way.at(-1).what === wanted) return way;
  }
  throw new Error(`${wanted} is not reached by Tab: ${way.map((each) => each.what).join(", ")}`);
}

/** Waits until the last command was answered: until then the buttons take no other. */
async function answered(page) {
  await page.waitForFunction(() => {
    const buttons = [...document.querySelectorAll("#buttons button")];
    return buttons.length > 0 && buttons.every((button) => button.getAttribute("aria-disabled") !== "true");
  });
}

async function walk(browser, address, size) {
  const name = `by-keys-${size}`;
  const named = (claim) => `keyboard, ${size}: ${claim}`;
  await start(address, name, { function: "orders", version: "8" });
  const { page, errors, close } = await open(browser, address, size);
  await page.locator(`#running [data-name="${name}"]`).waitFor();
  const way = await tabTo(page, name);
  const order = ["Coalmine", "words", "stands", name];
  const met = way.map((each) => each.what).filter((what) => order.includes(what));
  equal(named("from the title through the filter to the release"), order, met);
  check(named("each shows its focus"), way.every((each) => each.visible), "all", way);

  await page.keyboard.press("Enter");
  await eventually(named("Enter opens the release, and its title has the focus"), (found) => found === "release-title", () => focused(page));
  await page.locator("#buttons").getByRole("button", { name: "Pause" }).waitFor();
  const buttons = await tabTo(page, "Pause");
  check(named("the buttons show their focus"), buttons.at(-1).visible, "a ring", buttons);

  await page.keyboard.press("Enter");
  await eventually(named("Enter asks, and the reason has the focus"), (found) => found === "sure-why", () => focused(page));
  await page.keyboard.press("Escape");
  await eventually(named("Escape leaves the question, and the button has the focus again"), (found) => found === "Pause", () => focused(page));

  await page.keyboard.press("Space");
  await page.locator("#sure-why").waitFor();
  await page.keyboard.type("lunch");
  await page.keyboard.press("Enter");
  await page.locator("#buttons").getByRole("button", { name: "Resume" }).waitFor();
  await eventually(named("after Pause, a button has the focus: the next key steers on"), (found) => found === "Resume", () => focused(page));
  await answered(page);
  await page.keyboard.press("Space");
  await page.locator("#sure-yes").waitFor();
  await page.keyboard.press("Tab");
  equal(named("Tab leads from the reason to the button"), "sure-yes", await focused(page));
  await page.keyboard.press("Space");
  await page.locator("#buttons").getByRole("button", { name: "Pause" }).waitFor();

  const folds = await tabTo(page, "Timeline");
  check(named("the folds of the picture show their focus"), folds.at(-1).visible, "a ring", folds.at(-1));
  const isOpen = () => page.locator("#picture details").first().evaluate((fold) => fold.open);
  const before = await isOpen();
  await page.keyboard.press("Space");
  equal(named("Space folds a table"), !before, await isOpen());

  await answered(page);
  await page.locator("#buttons").getByRole("button", { name: "Roll back" }).focus();
  await page.keyboard.press("Enter");
  await page.locator("#sure-why").waitFor();
  await page.keyboard.press("Enter");
  await eventually(named("Enter twice rolls back"), (found) => found === "ROLLED_BACK", () =>
    page.locator("#stand").evaluate((node) => node.dataset.s),
  );

  await page.locator("#release .back a").focus();
  await page.keyboard.press("Enter");
  await eventually(named("back in the list, the release's row has the focus"), (found) => found === name, () => focused(page));

  const short = `${name}-short`;
  const released = { wide: { function: "billing", version: "4" }, narrow: { function: "mail", version: "12" } };
  const plan = { steps: [{ weight: 10, bake: "PT1M" }] };
  await start(address, short, { ...released[size], plan, watch: "PT0S", gate: { metrics: false } });
  await page.locator(`#running [data-name="${short}"] a`).focus();
  await page.locator(`#done [data-name="${short}"]`).waitFor();
  await eventually(named("a row that moves to the ended ones keeps the focus"), (found) => found === short, () => focused(page));
  equal(named("the console has no errors"), [], errors);
  await close();
}
