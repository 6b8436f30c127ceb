import { Core } from "../core.js";
import { bindCreateGate } from "../edge/gate.js";
import { full } from "../full_instance.js";
import { loader } from "../load/workerd.js";
import { bindInitSync, bindReady } from "../ready.js";

export * from "../edge/names.js";

const core = /* @__PURE__ */ new Core(loader, full);

export const createGate = /* @__PURE__ */ bindCreateGate(core, { decodesBodies: false });
export const ready = /* @__PURE__ */ bindReady(core);
export const initSync = /* @__PURE__ */ bindInitSync(core);
