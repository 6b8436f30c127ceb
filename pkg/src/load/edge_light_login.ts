import wasm from "../login.wasm?module";
import type { Loader } from "../core.js";

/** Edge functions compile the module when they load the function. */
export const loader: Loader = { now: () => wasm };
