import type { Loader } from "../core.js";

/** Nothing is loaded: `ready` or `initSync` is given the module. */
export const loader: Loader = {};
