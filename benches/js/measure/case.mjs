// One case in a runtime whose clock goes on during computation.

import { alternate } from "./alternate.mjs";
import { proveAll } from "./proof.mjs";

/** Good signatures that a key needs at least before its tables are built and warm. */
const PER_KEY = 12;

/** The rows of a case, and the faults of contenders that may not take part. */
export async function measureCase(contenders, testCase, pace) {
  const { entries, faults } = await proveAll(contenders, testCase);
  const timed = entries.map((entry) => ({
    name: entry.name,
    time: (count) => timeHere(entry, testCase.tokens, count),
  }));
  return { rows: await alternate(timed, paceOf(testCase, pace)), faults };
}

/** The pace with a warm-up that reaches every key of the case. */
export function paceOf({ tokens }, pace) {
  return { ...pace, warmCount: PER_KEY * tokens.length };
}

async function timeHere(entry, tokens, count) {
  const start = performance.now();
  await repeat(entry, tokens, count);
  return (performance.now() - start) * 1000;
}

/** Verifies `count` tokens, one after the other. */
export async function repeat({ verify, isAsync }, tokens, count) {
  const { length } = tokens;
  // Two loops: a verdict that is there at once is not waited for.
  if (isAsync) {
    for (let index = 0; index < count; index += 1) await verify(tokens[index % length]);
  } else {
    for (let index = 0; index < count; index += 1) verify(tokens[index % length]);
  }
}
