// Tells each step as it ends, and counts.

/** A step that throws has failed; the next one is still tried. */
export function createTeller(table) {
  const tally = { passed: 0, failed: 0 };
  return {
    tally,
    /** The rest of the story cannot be played. */
    endEarly(error) {
      tally.failed += 1;
      table.note(error.message);
    },
    async step(request, token, run) {
      const started = performance.now();
      let outcome;
      try {
        outcome = await run();
      } catch (error) {
        outcome = { verdict: "not played", faults: [error.message.split("\n", 1)[0]] };
      }
      if (outcome.faults.length === 0) tally.passed += 1;
      else tally.failed += 1;
      table.row({ request, token, milliseconds: performance.now() - started, ...outcome });
    },
  };
}

/** What a row says of an answer from the edge. */
export function told({ status, decision, milliseconds }) {
  return {
    verdict: `${status} ${decision?.verdict ?? ""} ${decision?.code ?? ""}`.trimEnd(),
    clause: decision?.clause ?? "",
    ...(milliseconds === undefined ? {} : { milliseconds }),
  };
}
