// Joins what the runtimes and criterion found, prints it, and keeps it.
// usage: report.mjs FOLDER [--quick] [--publish]; FOLDER holds `scripts.json` and `criterion/`.
// Its last line is JSON: how many bars are met and short, and how many rows were invalid.

import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { chart } from "./report/chart.mjs";
import { document } from "./report/document.mjs";
import { nativeRows } from "./report/native.mjs";
import { publish } from "./report/publish.mjs";
import {
  asText,
  barTable,
  costTables,
  firstTable,
  growthTables,
  tokenTables,
} from "./report/tables.mjs";

const BARS = new URL("../bars.json", import.meta.url);
/** Beyond this load before the start, someone else was at work. */
const BUSY = 0.5;

const { values, positionals } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    publish: { type: "boolean", default: false },
  },
  allowPositionals: true,
});
const [folder] = positionals;

const criterion = join(folder, "criterion");
const scripts = await read(join(folder, "scripts.json"));
const found = document({
  scripts,
  native: existsSync(criterion) ? await nativeRows(criterion) : [],
  bars: await read(BARS),
  quick: values.quick,
  loadBefore: scripts.loadBefore,
});
await writeFile(join(folder, "results.json"), `${JSON.stringify(found, null, 2)}\n`);
await writeFile(join(folder, "bench.svg"), chart(found));
if (values.publish) await publish(found);

for (const table of [
  ...tokenTables(found),
  ...growthTables(found),
  firstTable(found),
  ...costTables(found),
]) {
  console.log(asText(table));
}
console.log(asText(barTable(found)));
for (const { runtime, case: name, contender, fault } of found.faults) {
  console.log(`\ninvalid: ${contender} in ${runtime}, ${name}: ${fault}`);
}
if (found.machine.loadBefore > BUSY) {
  const load = found.machine.loadBefore.toFixed(1);
  console.log(`\nThe machine was busy before the start (load ${load}): do not trust the figures.`);
}
const met = found.bars.filter((bar) => bar.met).length;
const short = found.bars.length - met;
console.log(`\n${JSON.stringify({ met, short, invalid: found.faults.length })}`);

async function read(file) {
  return JSON.parse(await readFile(file, "utf8"));
}
