// One case in a runtime whose clock goes on during computation.

import { alternate } from "./alternate.mjs";
import { proveAll } from "./proof.mjs";

/** Good signatures that a key needs at least before its tables are built and warm. */
const PER_KEY = 12;

/** The rows of a case, and the faults of contenders that may not take part. */
export async function measureCase(contenders, testCase, pace) {
  const { entries, faults } = await proveAll(contenders, testCase);
  const mint = freshTokens(testCase);
  const timed = entries.map((entry) => ({
    name: entry.name,
    time: (count) => timeHere(entry, mint, count),
  }));
  return { rows: await alternate(timed, paceOf(testCase, pace)), faults };
}

/** The pace with a warm-up that reaches every key of the case. */
export function paceOf({ tokens }, pace) {
  return { ...pace, warmCount: PER_KEY * tokens.length };
}

async function timeHere(entry, mint, count) {
  let spent = 0;
  for (let done = 0; done < count; done += BATCH) {
    const tokens = mint(done, Math.min(BATCH, count - done));
    const start = performance.now();
    await verifyAll(entry, tokens);
    spent += performance.now() - start;
  }
  return spent * 1000;
}

/** Tokens that are made at once, before the clock starts. */
export const BATCH = 1000;

/**
 * Makes tokens that take turns, each a string of its own: one that has been a key of a map before
 * carries its hash, and no request brings that along.
 *
 * @returns A function of the number of the first token and how many there shall be.
 */
export function freshTokens({ tokens }) {
  const bytes = tokens.map((token) => new TextEncoder().encode(token));
  const decoder = new TextDecoder();
  return (first, length) =>
    Array.from({ length }, (_, index) => decoder.decode(bytes[(first + index) % bytes.length]));
}

/** Verifies tokens, one after the other. */
export async function verifyAll({ verify, isAsync }, tokens) {
  // Two loops: a verdict that is there at once is not waited for.
  if (isAsync) {
    for (const token of tokens) await verify(token);
  } else {
    for (const token of tokens) verify(token);
  }
}
