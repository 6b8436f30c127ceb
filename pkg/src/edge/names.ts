// What every gate entry exports beside its functions.

export type { WasmSource } from "../core.js";
export type { Decision } from "../decision.js";
export { PolicyError, TokenError } from "../errors.js";
export type { ErrorCode, ErrorStage, PolicyCode } from "../generated/errors.js";
export * from "../key_names.js";
export type {
  CacheOptions,
  HostOptions,
  KeyRingOptions,
  LimitOptions,
  ScopeOptions,
} from "../options.js";
export type { CreateGate, Gate, GateOptions } from "./gate.js";
export type { GateIssuer, GatePolicy, GateRoute } from "./policy.js";
