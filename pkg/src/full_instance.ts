import * as glue from "./glue.js";
import { Instance } from "./instance.js";
import type { Glue } from "./native.js";

/** The instance of `core.wasm`. */
export const full: Instance<Glue> = /* @__PURE__ */ new Instance<Glue>(glue);
