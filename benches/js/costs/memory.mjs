// A fresh process of Node: the instance's memory in bytes, before and after keys are prepared.

import { readFileSync } from "node:fs";

/** Good signatures after which every key has its tables, with some to spare. */
const ENOUGH = 12;

const instances = [];
const { Instance } = WebAssembly;
// The glue keeps its instance to itself.
WebAssembly.Instance = class extends Instance {
  constructor(...parts) {
    super(...parts);
    instances.push(this);
  }
};

const [file] = process.argv.slice(2);
const { issuer, audience, keys, tokens } = JSON.parse(readFileSync(file, "utf8"));
const { createVerifier } = await import("portcullis");

const verifier = await createVerifier({ issuer, audience, keys: { keys } });
const read = bytes();
const prepared = tokens.map((token) => {
  for (let count = 0; count < ENOUGH; count += 1) verifier.verifySync(token);
  return bytes();
});
console.log(JSON.stringify({ read, prepared }));

function bytes() {
  return instances.reduce((sum, { exports }) => sum + exports.memory.buffer.byteLength, 0);
}
