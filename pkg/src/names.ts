// What every entry exports beside its functions: errors, and the types of what goes in and out.

export type { Claims, Header } from "./claims.js";
export type { Identity } from "./identity.js";
export type { WasmSource } from "./core.js";
export type { Decision } from "./decision.js";
export { PolicyError, TokenError } from "./errors.js";
export type { ErrorCode, ErrorStage, PolicyCode } from "./generated/errors.js";
export * from "./key_names.js";
export type {
  CacheOptions,
  ClaimValues,
  HostOptions,
  CertificateMap,
  JwkSet,
  KeyRingOptions,
  KnownProvider,
  LimitOptions,
  NamedIssuer,
  PolicyOptions,
  PresetOptions,
  ProofPolicyOptions,
  ScopeOptions,
  VerifierOptions,
} from "./options.js";
export type { Peeked } from "./peek.js";
export type { Pkce } from "./pkce.js";
export type { DpopPresentation, Presentation, RequestTarget } from "./presentation.js";
export type { VerifiedToken, Verifier, VerifierContext } from "./verifier.js";
