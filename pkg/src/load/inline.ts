import type { Loader } from "../core.js";
import { core } from "../core.inline.js";

/** The module as text, for bundlers that cannot carry a `.wasm` file. Not for workerd. */
export const loader: Loader = {
  now: () => new WebAssembly.Module(bytes()),
  load: () => WebAssembly.compile(bytes()),
};

function bytes(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(core), (character) => character.charCodeAt(0));
}
