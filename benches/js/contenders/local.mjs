// Who runs where there are files: everywhere, and on `node:crypto`.

import { contenders as web } from "./web.mjs";

const { Deno, Bun } = globalThis;

/** fast-jwt names Node alone as its runtime; Deno and Bun have `node:crypto` too. */
export async function localContenders() {
  const { fastJwt, fastJwtCached, nodeCrypto } = await import("./node.mjs");
  return Deno || Bun ? [...web, nodeCrypto] : [...web, fastJwt, fastJwtCached, nodeCrypto];
}
