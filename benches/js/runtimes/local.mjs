// Runs in Node, Deno and Bun: cases from a file, a line of JSON for each.

import { readFileSync } from "node:fs";

import { localContenders } from "../contenders/local.mjs";
import { measureCase } from "../measure/case.mjs";

const { Deno, Bun } = globalThis;
const [file, pace] = process.argv.slice(2);
const contenders = await localContenders();

print({ version: Deno?.version.deno ?? Bun?.version ?? process.versions.node });
for (const testCase of JSON.parse(readFileSync(file, "utf8"))) {
  const measured = await measureCase(contenders, testCase, JSON.parse(pace));
  print({ case: testCase.name, ...measured });
}

function print(value) {
  console.log(JSON.stringify(value));
}
