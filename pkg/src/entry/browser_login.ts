import { Core } from "../core.js";
import { loader } from "../load/fetch_login.js";
import { bindLogin } from "../login/index.js";
import { small } from "../login_instance.js";
import { bindLoginParts } from "../login_parts.js";
import { bindInitSync, bindReady } from "../ready.js";

export { LoginError, TokenError } from "../errors.js";
export type * from "../login/index.js";

const core = /* @__PURE__ */ new Core(loader, small);

export const createLogin = /* @__PURE__ */ bindLogin(/* @__PURE__ */ bindLoginParts(core));
export const ready = /* @__PURE__ */ bindReady(core);
export const initSync = /* @__PURE__ */ bindInitSync(core);
