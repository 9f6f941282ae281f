// Claims: each is checked, printed as one line and counted.

export const TIMEOUT_MS = 60_000; // wall time that one step may take

export const count = { passed: 0, failed: 0 };

export function check(claim, condition, expected, found) {
  if (condition) {
    count.passed++;
    console.log(`ok     ${claim}`);
  } else {
    count.failed++;
    console.log(`FAILED ${claim}: expected ${text(expected)}, found ${text(found)}`);
  }
}

export function equal(claim, expected, found) {
  check(claim, text(expected) === text(found), expected, found);
}

/** Asks until the answer is enough; claims that it is in time. */
export async function eventually(claim, isEnough, ask) {
  const end = Date.now() + TIMEOUT_MS;
  let found;
  do {
    found = await ask();
    if (isEnough(found)) return check(claim, true);
    await new Promise((resolve) => setTimeout(resolve, 200));
  } while (Date.now() < end);
  return check(claim, false, isEnough, found);
}

function text(value) {
  return typeof value === "string" ? value : JSON.stringify(value) ?? String(value);
}
