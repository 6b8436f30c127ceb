import wasm from "../login.wasm";
import type { Loader } from "../core.js";

/** workerd compiles the module when it loads the worker; base64 in a script is refused there. */
export const loader: Loader = { now: () => wasm };
