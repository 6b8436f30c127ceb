// Measures runtime after runtime and writes what it found: nothing else of ours runs meanwhile.
// usage: run.mjs CASES RESULTS [--quick] RUNTIME...

import { readFile, writeFile } from "node:fs/promises";
import { loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { measureCosts } from "./costs/costs.mjs";
import { BROWSER_NAMES, inBrowser } from "./runtimes/browsers.mjs";
import { COMMAND_NAMES, linesOf } from "./runtimes/commands.mjs";
import { inWorkerd } from "./runtimes/workerd.mjs";
import { firstTokens } from "./start/first_token.mjs";

const LOCAL = fileURLToPath(new URL("runtimes/local.mjs", import.meta.url));

const PACES = {
  full: { rounds: 40, sliceMs: 25, warmMs: 300, starts: 15 },
  quick: { rounds: 5, sliceMs: 6, warmMs: 30, starts: 1 },
};

const { values, positionals } = parseArgs({
  options: { quick: { type: "boolean", default: false } },
  allowPositionals: true,
});
const [casesFile, resultsFile, ...runtimes] = positionals;
const { starts, ...pace } = PACES[values.quick ? "quick" : "full"];
const cases = JSON.parse(await readFile(casesFile, "utf8"));

const results = { loadBefore: loadavg()[0], versions: {}, tokens: [], faults: [], first: [] };
for (const runtime of runtimes) {
  for await (const { version, case: name, rows, faults } of measure(runtime)) {
    if (version !== undefined) {
      results.versions[runtime] = version;
      console.log(`    ${runtime} ${version}`);
      continue;
    }
    const { group, amount } = cases.find((testCase) => testCase.name === name);
    results.tokens.push(...rows.map((row) => ({ runtime, group, case: name, amount, ...row })));
    results.faults.push(...faults.map((fault) => ({ runtime, case: name, ...fault })));
  }
  const firstCase = { file: await fileOfFirst(), testCase: cases[0], rounds: starts };
  const first = await firstTokens(runtime, firstCase);
  results.first.push(...first.map((row) => ({ runtime, case: cases[0].name, ...row })));
}
if (runtimes.includes("node")) results.costs = await measureCosts({ ...values, rounds: starts });
await writeFile(resultsFile, JSON.stringify(results));

function measure(runtime) {
  if (COMMAND_NAMES.includes(runtime))
    return linesOf(runtime, LOCAL, casesFile, JSON.stringify(pace));
  if (BROWSER_NAMES.includes(runtime)) return inBrowser(runtime, cases, pace);
  return inWorkerd(cases, pace);
}

/** The first case alone, for processes that read it from a file. */
async function fileOfFirst() {
  const file = `${casesFile}.first.json`;
  await writeFile(file, JSON.stringify(cases[0]));
  return file;
}
