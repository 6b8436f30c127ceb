// A fresh process of Node, Deno or Bun: from the library's import to its first verdict.

import { readFileSync } from "node:fs";

const [contender, file] = process.argv.slice(2);
const testCase = JSON.parse(readFileSync(file, "utf8"));

const start = performance.now();
const { firstToken } = await import(`./${contender}.mjs`);
await firstToken(testCase);
console.log(JSON.stringify(performance.now() - start));
