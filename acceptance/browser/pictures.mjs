// The README's pictures.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { open, SIZES } from "./chromium.mjs";
import { rehearse, start, up } from "./coalmine.mjs";

const HEIGHT = 1010;

export async function takePictures(browser, folder) {
  mkdirSync(folder, { recursive: true });
  const { report } = await rehearse("slow", "--traffic", "slow");
  await shoot(browser, pathToFileURL(report).href, join(folder, "report.png"));
  await up(["--speed", "60", "--traffic", "healthy"], async (address) => {
    for (const [name, version] of [["orders", "8"], ["billing", "4"], ["mail", "12"]]) {
      await start(address, `${name}-${version}`, { function: name, version });
    }
    await shoot(browser, `${address}/#/orders-8`, join(folder, "live.png"), async (page) => {
      await page.locator("#picture svg.picture").first().waitFor();
      const weight = page.locator('#picture [data-mark][data-weight="50"]').first(); // every paced release stays there
      await weight.waitFor({ state: "attached" });
    });
  });
}

async function shoot(browser, address, path, ready = async () => {}) {
  const viewport = { ...SIZES.wide, height: HEIGHT };
  const { page, close } = await open(browser, address, "wide", { colorScheme: "light", viewport });
  await ready(page);
  await page.screenshot({ path });
  await close();
}
