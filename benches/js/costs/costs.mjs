// What Node shows that no table of tokens per second does: start, memory, preparation.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { ALGORITHMS, makeCase } from "../cases/cases.mjs";
import { summary } from "../measure/statistics.mjs";
import { lineOf } from "../runtimes/commands.mjs";

/** Keys whose preparation is weighed. */
const KEYS = 10;

/** Everything, each in processes of its own; a quick run looks at the start alone. */
export async function measureCosts({ quick, rounds }) {
  if (quick) return { start: await start(rounds) };
  return {
    start: await start(rounds),
    preparation: await eachAlgorithm(1, (file) =>
      lineOf("node", here("preparation"), file, rounds),
    ),
    memory: await eachAlgorithm(KEYS, (file) => lineOf("node", here("memory"), file)),
  };
}

async function start(rounds) {
  const compile = [];
  const instantiate = [];
  const both = [];
  for (let round = 0; round < rounds; round += 1) {
    const times = await lineOf("node", here("compile"));
    compile.push(times.compile);
    instantiate.push(times.instantiate);
    both.push(times.compile + times.instantiate);
  }
  return { compile: summary(compile), instantiate: summary(instantiate), both: summary(both) };
}

async function eachAlgorithm(count, measure) {
  const folder = await mkdtemp(join(tmpdir(), "portcullis-bench-"));
  const found = {};
  try {
    for (const alg of ALGORITHMS) {
      const file = join(folder, `${alg}.json`);
      const testCase = makeCase({ group: "algorithm", name: alg, alg, count });
      await writeFile(file, JSON.stringify(testCase));
      found[alg] = await measure(file);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return found;
}

function here(script) {
  return fileURLToPath(new URL(`${script}.mjs`, import.meta.url));
}
