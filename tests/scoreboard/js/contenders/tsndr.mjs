// @tsndr/cloudflare-worker-jwt: a signature and the dates; the application finds the key.

import { decode, verify } from "@tsndr/cloudflare-worker-jwt";

import { algorithmsOf, find } from "../keys.mjs";

function check(it, options) {
  const jwk = find(it, decode(it.token).header);
  const [algorithm] = algorithmsOf(jwk, it);
  return verify(it.token, jwk, { algorithm, ...options });
}

export const tsndr = {
  name: "@tsndr/cloudflare-worker-jwt",
  algorithms: ["ES256", "ES384", "RS256", "RS384", "RS512"],
  columns: {
    recommended: { knows: ["algorithms"], verify: (it) => check(it, {}) },
    strict: {
      knows: ["algorithms", "leeway", "part of a second"],
      verify: (it) => check(it, { clockTolerance: it.leeway }),
    },
  },
};
