// workerd, driven over HTTP.

import { fileURLToPath } from "node:url";

import { startWorker, workerdVersion } from "../../../tests/runtimes/workerd.mjs";
import { alternate } from "../measure/alternate.mjs";
import { paceOf } from "../measure/case.mjs";

/** Slices are longer here, so that the cost of a request, and its noise, stays small in them. */
const LONGER = 3;
const SHORTEST_MS = 30;

const WORKER = fileURLToPath(new URL("worker.mjs", import.meta.url));

/** Measures cases one after the other, and yields each. */
export async function* inWorkerd(cases, pace) {
  const worker = await startWorker(WORKER);
  try {
    yield { version: workerdVersion() };
    for (const testCase of cases) {
      const request = { method: "POST", body: JSON.stringify(testCase) };
      const { names, faults } = await (await ask(worker, "case", request)).json();
      const entries = names.map((name) => ({
        name,
        time: (count) => timeFromOutside(worker, name, count),
        rough: (count) => timeRequest(worker, name, count, count),
      }));
      const { sliceMs } = pace;
      const longer = { ...pace, sliceMs: Math.max(LONGER * sliceMs, SHORTEST_MS) };
      const rows = await alternate(entries, paceOf(testCase, longer));
      yield { case: testCase.name, rows, faults };
    }
  } finally {
    await worker.dispose();
  }
}

/**
 * A request that verifies all of its tokens less one that makes as many and verifies an eighth: what
 * a request and the making of tokens cost falls away.
 */
async function timeFromOutside(worker, contender, count) {
  const few = Math.floor(count / 8);
  const base = await timeRequest(worker, contender, count, few);
  const whole = await timeRequest(worker, contender, count, count);
  return ((whole - base) * count) / (count - few);
}

async function timeRequest(worker, contender, made, verified) {
  const query = new URLSearchParams({ contender, made, verified });
  const start = performance.now();
  await ask(worker, `run?${query}`);
  return (performance.now() - start) * 1000;
}

async function ask(worker, path, request) {
  const response = await worker.dispatchFetch(`http://worker.example/${path}`, request);
  if (!response.ok) throw new Error(`workerd: ${response.status} ${await response.text()}`);
  if (request === undefined) await response.text();
  return response;
}
