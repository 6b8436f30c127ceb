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

/** The day of the benchmark behind {@link ENGINE_CHOICE}; until there is one, the core does it all. */
export const MEASURED_ON: string | undefined = undefined;

/** A runtime that is not here is not known, and the core does it all. */
export const ENGINE_CHOICE: Readonly<Record<RuntimeName, EngineChoice>> = {
  node: { ...CORE },
  workerd: { ...CORE },
  deno: { ...CORE },
  bun: { ...CORE },
  chromium: { ...CORE },
  firefox: { ...CORE },
};
