// The figures of each poll: as a rehearsal's log has them, and as the report's picture has them.

/** From the log, in the fields of the picture's data. */
export function figuresOfLog(polls) {
  return polls
    .flatMap((poll) =>
      (poll.metrics ?? []).flatMap((metrics, target) =>
        metrics.minutes === 0 ? [] : [figuresOfPoll(poll, metrics, target)],
      ),
    )
    .sort(byPlace);
}

function figuresOfPoll(poll, metrics, target) {
  return {
    target: String(target),
    minute: String(poll.minute),
    weight: String(poll.weightPercent),
    from: metrics.from,
    minutes: String(metrics.minutes),
    canary: counts(metrics.canary),
    baseline: counts(metrics.baseline),
    evidence: metrics.tests.map((test) => `${test.name}=${test.evidence}`).join(";"),
  };
}

function counts(side) {
  return [side.requests, side.errors, side.durations, ...side.above].join(" ");
}

/** From the picture. */
export async function figuresOfPicture(page) {
  const figures = await page.locator("rect.column").evaluateAll((columns) =>
    columns.map(({ dataset }) => {
      const counts = (side) =>
        [
          dataset[`${side}Requests`],
          dataset[`${side}Errors`],
          dataset[`${side}Durations`],
          ...dataset[`${side}Above`].split(","),
        ].join(" ");
      return {
        target: dataset.target,
        minute: dataset.minute,
        weight: dataset.weight,
        from: dataset.from,
        minutes: dataset.minutes,
        canary: counts("canary"),
        baseline: counts("baseline"),
        // Log and picture format small numbers differently.
        evidence: dataset.evidence
          .split(";")
          .filter(Boolean)
          .map((test) => test.split("="))
          .map(([test, odds]) => `${test}=${Number(odds)}`)
          .join(";"),
      };
    }),
  );
  return figures.sort(byPlace);
}

function byPlace(one, other) {
  return one.from.localeCompare(other.from) || one.target - other.target;
}
