// Node, Deno and Bun.

import { readFileSync } from "node:fs";

import * as portcullis from "portcullis";

import { verifyOne } from "./verify.mjs";

const sample = JSON.parse(readFileSync(new URL("sample.json", import.meta.url), "utf8"));
console.log(await verifyOne(portcullis, sample));
