// jose as its documentation has it: `jwtVerify` with issuer and audience.

import { createLocalJWKSet, importJWK, jwtVerify } from "jose";

/** With the key imported once, where the set has only one. */
export const jose = {
  name: "jose",
  async prepare({ alg, issuer, audience, keys }) {
    if (keys.length > 1) return undefined;
    const key = await importJWK(keys[0], alg);
    const options = { issuer, audience, algorithms: [alg] };
    return (token) => jwtVerify(token, key, options);
  },
};

/** With a set, which imports each key once. */
export const joseSet = {
  name: "jose set",
  async prepare({ alg, issuer, audience, keys }) {
    const set = createLocalJWKSet({ keys });
    const options = { issuer, audience, algorithms: [alg] };
    return (token) => jwtVerify(token, set, options);
  },
};
