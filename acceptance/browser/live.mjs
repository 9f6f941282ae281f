// The live page of `coalmine up`: releases are watched and steered in it.

import { claimSound, isAboveTheFold, open, SIZES } from "./chromium.mjs";
import { check, equal, eventually } from "./claims.mjs";
import { cause, start, up } from "./coalmine.mjs";
import { HOSTILE } from "./hostile.mjs";

export async function live(browser) {
  await up(["--speed", "10", "--traffic", "healthy"], async (address) => {
    for (const size of Object.keys(SIZES)) {
      await steering(browser, address, size);
    }
    await hostileNames(browser, address);
    await otherOrigins(browser, address);
  });
  await up(["--speed", "20", "--traffic", "failing"], (address) => rollback(browser, address));
}

/** Claims that a release gets one of these standings. */
function claimStanding(name, page, ...standings) {
  return eventually(
    name,
    (found) => standings.includes(found),
    () => page.locator("#stand").evaluate((node) => node.dataset.s),
  );
}

/** Presses a button of the release that is open; gives a reason where one is asked for. */
async function press(page, label, reason) {
  await page.locator("#buttons").getByRole("button", { name: label, exact: true }).click();
  if (await page.locator("#sure").isVisible()) {
    await page.locator("#sure-why").fill(reason);
    await page.locator("#sure-yes").click();
  }
  await page.locator("#answer:not(:empty)").waitFor();
}

/** A release is opened, paused, resumed and rolled back in the page. */
async function steering(browser, address, size) {
  const name = `steered-${size}`;
  const named = (claim) => `live page, ${size}: ${claim}`;
  const opened = await open(browser, address, size);
  const { page } = opened;
  equal(named("it has its title"), "Coalmine", await page.title());
  await start(address, name, { function: "orders", version: "8" });
  const row = page.locator(`#running [data-name="${name}"]`);
  await row.waitFor();
  check(named("a release that starts appears without a reload"), true);
  await row.getByRole("link").first().click();
  await claimStanding(named("it is opened by its row"), page, "RUNNING");
  const pictures = () => page.locator("#picture svg.picture").count();
  await eventually(named("its picture is drawn"), (found) => found > 0, pictures);
  await press(page, "Pause", "lunch");
  await claimStanding(named("Pause pauses it"), page, "PAUSED");
  await press(page, "Resume", "");
  await claimStanding(named("Resume resumes it"), page, "RUNNING");
  await press(page, "Roll back", "a browser's whim");
  await claimStanding(named("Roll back rolls it back"), page, "ROLLED_BACK");
  await eventually(named("the given reason is above the fold"), Boolean, async () => {
    await page.evaluate(() => window.scrollTo(0, 0));
    return isAboveTheFold(page, "a browser's whim");
  });
  const left = page.locator("#buttons").getByRole("button", { name: /Pause|Resume|Promote|Roll back/ });
  equal(named("no button is left that moves it"), 0, await left.count());
  await claimSound(`live page, ${size}`, opened, address);
  const link = await page.locator("#report").getAttribute("href");
  const report = await page.request.get(new URL(link, address).href);
  const hasReason = (await report.text()).includes("a browser");
  check(named("it links to the whole report"), hasReason, "the reason", "none");
  await opened.close();
}

/** A release whose alarm has a hostile name. */
async function hostileNames(browser, address) {
  const opened = await open(browser, address, "wide");
  const { page } = opened;
  await start(address, "hostile", { function: "orders", gate: { alarms: [HOSTILE] } });
  await page.goto(`${address}/#/hostile`);
  await claimStanding("live page: a release with a hostile name is shown", page, "REFUSED");
  await eventually(
    "live page: its reason is shown as it is",
    (found) => found.includes("<script>"),
    () => page.locator("#why").innerText(),
  );
  equal("live page: no name became a part of the page", [1, 0, "Coalmine"], [
    await page.locator("script").count(),
    await page.locator("img").count(),
    (await page.title()).replace(/.*Coalmine.*/, "Coalmine"),
  ]);
  await claimSound("live page with hostile names", opened, address);
  await opened.close();
}

/** A page from elsewhere can't press the buttons of this one. */
async function otherOrigins(browser, address) {
  await start(address, "wanted", { function: "orders", version: "8" });
  const foreign = await fetch(`${address}/_coalmine/releases/wanted/rollback`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: "https://elsewhere.example" },
    body: "{}",
  });
  equal("live page: a request from another origin is refused", 403, foreign.status);
  const { page, close } = await open(browser, `${address}/#/wanted`, "wide");
  await claimStanding("live page: a link opens the release", page, "RUNNING");
  await press(page, "Roll back", "make room");
  await claimStanding("live page: its own button works", page, "ROLLED_BACK");
  await close();
}

/** A bad canary: the page says why it was rolled back. */
async function rollback(browser, address) {
  const execution = await start(address, "bad", { function: "orders", version: "8" });
  for (const size of Object.keys(SIZES)) {
    const opened = await open(browser, `${address}/#/bad`, size);
    await claimStanding(`live page, ${size}: a bad canary is rolled back`, opened.page, "ROLLED_BACK");
    const reason = (await cause(address, execution)).slice(0, 40);
    await eventually(`live page, ${size}: the reason is above the fold`, Boolean, () =>
      reason !== "" && isAboveTheFold(opened.page, reason),
    );
    await claimSound(`live page of a rollback, ${size}`, opened, address);
    await opened.close();
  }
}
