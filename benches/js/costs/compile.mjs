// A fresh process of Node: milliseconds to compile and instantiate the module, file at hand.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { initSync } from "portcullis/slim";

const bytes = readFileSync(fileURLToPath(import.meta.resolve("portcullis/core.wasm")));

const start = performance.now();
const module = new WebAssembly.Module(bytes);
const compiled = performance.now();
initSync(module);
const ready = performance.now();
console.log(JSON.stringify({ compile: compiled - start, instantiate: ready - compiled }));
