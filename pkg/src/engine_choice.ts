// What `engine: "auto"` goes by: which engine verified an algorithm faster in a runtime, by the
// project's own benchmark.

import type { RuntimeName } from "./runtime_name.js";

/** What verifies a signature: the core itself, or the runtime's WebCrypto. */
export type EngineName = "wasm" | "host";

/** The engine for each algorithm, by its JOSE name. */
export type EngineChoice = Readonly<Record<HostAlgorithm, EngineName>>;

/** The algorithms of which a runtime's WebCrypto may have an engine, too. */
export type HostAlgorithm =
  "ES256" | "ES384" | "EdDSA" | "RS256" | "RS384" | "RS512" | "PS256" | "PS384" | "PS512";

const CORE: EngineChoice = {
  ES256: "wasm",
  ES384: "wasm",
  EdDSA: "wasm",
  RS256: "wasm",
  RS384: "wasm",
  RS512: "wasm",
  PS256: "wasm",
  PS384: "wasm",
  PS512: "wasm",
};

/**
 * Where the host is faster at RSA. Of each kind the shortest hash was measured: the exponentiation,
 * which is what takes time, is the same for all of them.
 */
const RSA_BY_HOST: EngineChoice = {
  ...CORE,
  RS256: "host",
  RS384: "host",
  RS512: "host",
  PS256: "host",
  PS384: "host",
  PS512: "host",
};

/** The day of the benchmark behind {@link ENGINE_CHOICE}: `docs/benchmarks.md`. */
export const MEASURED_ON = "2026-11-27";

/** A runtime that is not here is not known, and the core does it all. */
export const ENGINE_CHOICE: Readonly<Record<RuntimeName, EngineChoice>> = {
  node: CORE,
  workerd: RSA_BY_HOST,
  deno: CORE,
  bun: CORE,
  chromium: RSA_BY_HOST,
  firefox: CORE,
};
