// A warm process of Node: what a fresh key's first tokens cost, the one that builds tables among
// them, in microseconds by number.

import { readFileSync } from "node:fs";

import { createVerifier } from "portcullis";

import { summary } from "../measure/statistics.mjs";

const TOKENS = 16;

const [file, rounds] = process.argv.slice(2);
const { issuer, audience, keys, tokens } = JSON.parse(readFileSync(file, "utf8"));
const [token] = tokens;

// Compilers, and whatever all keys of an algorithm share.
const first = await fresh();
for (let count = 0; count < 200; count += 1) first.verifySync(token);

const samples = Array.from({ length: TOKENS }, () => []);
for (let round = 0; round < Number(rounds); round += 1) {
  const verifier = await fresh();
  for (const times of samples) {
    const start = performance.now();
    verifier.verifySync(token);
    times.push((performance.now() - start) * 1000);
  }
}
console.log(JSON.stringify(samples.map((times) => summary(times).median)));

function fresh() {
  return createVerifier({ issuer, audience, keys: { keys } });
}
