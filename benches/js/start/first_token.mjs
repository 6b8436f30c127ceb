// The first token after a start, in milliseconds: nothing compiled, no key read, nothing cached.

import { fileURLToPath } from "node:url";

import { Miniflare } from "miniflare";

import { bundleWorker } from "../../../tests/runtimes/workerd.mjs";
import { summary } from "../measure/statistics.mjs";
import { open } from "../runtimes/browsers.mjs";
import { COMMAND_NAMES, lineOf } from "../runtimes/commands.mjs";

const CONTENDERS = ["portcullis", "jose"];
const LOCAL = fileURLToPath(new URL("local.mjs", import.meta.url));

/** A row for each contender; they take turns, each in a fresh process, isolate or page. */
export async function firstTokens(runtime, { file, testCase, rounds }) {
  if (COMMAND_NAMES.includes(runtime)) {
    return rowsOf(
      await takeTurns(rounds, CONTENDERS, (name) => lineOf(runtime, LOCAL, name, file)),
    );
  }
  if (runtime === "workerd") return rowsOf(await firstInWorkerd(testCase, rounds));
  return rowsOf(await firstInBrowser(runtime, testCase, rounds));
}

async function takeTurns(rounds, names, time) {
  const samples = new Map(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) samples.get(name).push(await time(name));
  }
  return samples;
}

function rowsOf(samples) {
  return CONTENDERS.map((contender) => ({ contender, ...summary(samples.get(contender)) }));
}

/**
 * From the start of the process to its first answer, which is what a cold request waits for, less
 * what a worker without any library took for it just before.
 */
async function firstInWorkerd(testCase, rounds) {
  const names = ["nothing", ...CONTENDERS];
  const bundles = new Map();
  for (const name of names) bundles.set(name, await bundleWorker(workerOf(name)));
  const samples = await takeTurns(rounds, names, async (name) => {
    const start = performance.now();
    const worker = new Miniflare(bundles.get(name));
    try {
      const request = { method: "POST", body: JSON.stringify(testCase) };
      const response = await worker.dispatchFetch("http://worker.example/", request);
      if (!response.ok) throw new Error(await response.text());
      return performance.now() - start;
    } finally {
      await worker.dispose();
    }
  });
  const nothing = samples.get("nothing");
  for (const name of CONTENDERS) {
    samples.set(
      name,
      samples.get(name).map((time, round) => time - nothing[round]),
    );
  }
  return samples;
}

function workerOf(name) {
  return fileURLToPath(new URL(`worker_${name}.mjs`, import.meta.url));
}

async function firstInBrowser(runtime, testCase, rounds) {
  const browser = await open(runtime);
  try {
    return await takeTurns(rounds, CONTENDERS, async (name) => {
      const tab = await browser.tab();
      const time = await tab.evaluate(timeFirst, [name, JSON.stringify(testCase)]);
      await tab.close();
      return time;
    });
  } finally {
    await browser.close();
  }
}

/** Runs in the page. */
async function timeFirst([name, text]) {
  const testCase = JSON.parse(text);
  const start = performance.now();
  const { firstToken } = await import(`/scripts/start/${name}.js`);
  await firstToken(testCase);
  return performance.now() - start;
}
