import { readFileSync } from "node:fs";
import type { Loader } from "../core.js";

/** Node, Deno and Bun read the file that lies beside this one. */
export const loader: Loader = {
  now: () => new WebAssembly.Module(readFileSync(new URL("../login.wasm", import.meta.url))),
};
