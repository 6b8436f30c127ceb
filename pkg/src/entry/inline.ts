import { Core } from "../core.js";
import { bindCreateGate } from "../edge/gate.js";
import { full } from "../full_instance.js";
import { loader } from "../load/inline.js";
import { bindLogin } from "../login/index.js";
import { bindLoginParts } from "../login_parts.js";
import { bindDangerouslyPeek, bindDangerouslyPeekSync } from "../peek.js";
import { bindCreatePkce, bindCreatePkceSync, bindVerifyPkce, bindVerifyPkceSync } from "../pkce.js";
import { bindInitSync, bindReady } from "../ready.js";
import { bindThumbprint, bindThumbprintSync } from "../thumbprint.js";
import { bindCreateVerifier } from "../verifier.js";

export * from "../edge/names.js";
export { LoginError } from "../errors.js";
export type * from "../login/index.js";
export * from "../names.js";

const core = /* @__PURE__ */ new Core(loader, full);

export const createVerifier = /* @__PURE__ */ bindCreateVerifier(core);
export const createGate = /* @__PURE__ */ bindCreateGate(core, { decodesBodies: true });
export const createLogin = /* @__PURE__ */ bindLogin(/* @__PURE__ */ bindLoginParts(core));
export const createPkce = /* @__PURE__ */ bindCreatePkce(core);
export const createPkceSync = /* @__PURE__ */ bindCreatePkceSync(core);
export const verifyPkce = /* @__PURE__ */ bindVerifyPkce(core);
export const verifyPkceSync = /* @__PURE__ */ bindVerifyPkceSync(core);
export const thumbprint = /* @__PURE__ */ bindThumbprint(core);
export const thumbprintSync = /* @__PURE__ */ bindThumbprintSync(core);
export const dangerouslyPeek = /* @__PURE__ */ bindDangerouslyPeek(core);
export const dangerouslyPeekSync = /* @__PURE__ */ bindDangerouslyPeekSync(core);
export const ready = /* @__PURE__ */ bindReady(core);
export const initSync = /* @__PURE__ */ bindInitSync(core);
