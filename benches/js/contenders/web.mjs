// Who runs in every runtime, in the order of the tables.

import { honoJwk, honoJwt } from "./hono.mjs";
import { jose, joseSet } from "./jose.mjs";
import { cached, cachedSync, host, wasm, wasmSync } from "./portcullis.mjs";

export const contenders = [
  wasm,
  wasmSync,
  host,
  cached,
  cachedSync,
  jose,
  joseSet,
  honoJwt,
  honoJwk,
];
