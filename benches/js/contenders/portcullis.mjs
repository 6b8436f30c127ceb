// This package: by the way it is called, and by the options of `createVerifier`.

import { createVerifier, PolicyError } from "portcullis";

/** `verify` and `verifySync` of the WebAssembly engine. */
export const wasm = { name: "portcullis", prepare: prepare({}) };
export const wasmSync = { name: "portcullis sync", prepare: prepare({}, "verifySync") };

/** The host's WebCrypto behind the same checks. */
export const host = { name: "portcullis host", prepare: prepare({ engine: "host" }) };

/** The cache of verified tokens. */
export const cached = { name: "portcullis cached", prepare: prepare({ cache: {} }) };
export const cachedSync = {
  name: "portcullis cached sync",
  prepare: prepare({ cache: {} }, "verifySync"),
};

function prepare(options, method = "verify") {
  return async ({ issuer, audience, keys }) => {
    const verifier = await create({ issuer, audience, keys: { keys }, limits: LIMITS, ...options });
    return verifier && ((token) => verifier[method](token));
  };
}

/** The set of a hundred keys is beyond the default. */
const LIMITS = { keys: 128 };

/** A verifier, or nothing when this build does not know the option. */
async function create(options) {
  try {
    return await createVerifier(options);
  } catch (error) {
    if (error instanceof PolicyError && (error.path === "engine" || error.path === "cache")) {
      return undefined;
    }
    throw error;
  }
}
