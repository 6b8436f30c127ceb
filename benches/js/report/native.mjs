// What criterion left: `HOME/CASE/CONTENDER/round-N/sample.json`.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { summary } from "../measure/statistics.mjs";

/** In the order of the tables; criterion's folders have none. */
const CONTENDERS = [
  "portcullis",
  "jsonwebtoken aws-lc-rs",
  "jsonwebtoken rust_crypto",
  "jwt-simple",
];

/** A row for each contender of each case, over the samples of all rounds, in microseconds. */
export async function nativeRows(home) {
  const rows = [];
  for (const testCase of await folders(home)) {
    for (const contender of CONTENDERS) {
      const samples = await samplesOf(join(home, testCase, contender));
      rows.push({
        runtime: "native",
        group: "algorithm",
        case: testCase,
        contender,
        ...summary(samples),
      });
    }
  }
  return rows;
}

async function samplesOf(folder) {
  const samples = [];
  for (const round of await folders(folder)) {
    if (!round.startsWith("round-")) continue;
    const { iters, times } = JSON.parse(await readFile(join(folder, round, "sample.json"), "utf8"));
    samples.push(...times.map((nanoseconds, index) => nanoseconds / iters[index] / 1000));
  }
  return samples;
}

async function folders(path) {
  const entries = await readdir(path, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && entry.name !== "report")
    .map(({ name }) => name)
    .sort();
}
