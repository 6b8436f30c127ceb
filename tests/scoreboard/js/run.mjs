// Sends every case through every JavaScript verifier, in Node: run.mjs CASES RESULTS.
//
// A verdict is `true` for accepted. Whatever a verifier throws is a refusal.

import { readFileSync, writeFileSync } from "node:fs";

import { at } from "./clock.mjs";
import { fastJwt } from "./contenders/fast_jwt.mjs";
import { hono } from "./contenders/hono.mjs";
import { jose } from "./contenders/jose.mjs";
import { own } from "./contenders/portcullis.mjs";
import { tsndr } from "./contenders/tsndr.mjs";

const [input, output] = process.argv.slice(2);
const cases = JSON.parse(readFileSync(input, "utf8"));
const date = new Date().toISOString().slice(0, 10);
const peers = [];
for (const contender of [own, jose, fastJwt, hono, tsndr]) {
  const { name, columns } = contender;
  const recommended = await verdicts(contender, columns.recommended);
  const same = columns.strict === columns.recommended;
  const strict = same ? recommended : await verdicts(contender, columns.strict);
  peers.push({ name, version: versionOf(name), columns: { recommended, strict } });
}
writeFileSync(output, JSON.stringify({ date, node: process.versions.node, peers }));

async function verdicts({ algorithms }, { knows, verify }) {
  const found = {};
  for (const it of cases) {
    if (!expressible(it, knows, algorithms)) continue;
    found[it.name] = await at(it.now, async () => {
      try {
        return Boolean(await verify(it));
      } catch {
        return false;
      }
    });
  }
  return found;
}

/** Whether a set-up can be told what the verdict hangs on. One without a list knows everything. */
function expressible({ needs, alg }, knows, algorithms) {
  const known = knows === undefined || needs.every((need) => knows.includes(need));
  return known && (alg === undefined || algorithms === undefined || algorithms.includes(alg));
}

function versionOf(name) {
  const folder = name === "portcullis" ? "../../../pkg" : `node_modules/${name}`;
  return JSON.parse(readFileSync(new URL(`${folder}/package.json`, import.meta.url), "utf8"))
    .version;
}
