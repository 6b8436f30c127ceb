import { Instance } from "./instance.js";
import * as glue from "./login_glue.js";
import type { LoginGlue } from "./native.js";

/** The instance of `login.wasm`, the small module that has what a login needs. */
export const small: Instance<LoginGlue> = /* @__PURE__ */ new Instance<LoginGlue>(glue);
