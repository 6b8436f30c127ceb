// jose: `jwtVerify` with a local key set.

import { createLocalJWKSet, jwtVerify } from "jose";

async function verify(it, options) {
  const { issuer, audience, now } = it;
  const currentDate = new Date(now * 1000);
  await jwtVerify(it.token, createLocalJWKSet(it.keys), {
    issuer,
    audience,
    currentDate,
    ...options,
  });
  return true;
}

export const jose = {
  name: "jose",
  algorithms: [
    ...["ES256", "ES384", "EdDSA", "Ed25519"],
    ...["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"],
  ],
  columns: {
    recommended: {
      knows: ["issuer", "audience", "claims", "set"],
      verify: (it) => verify(it, {}),
    },
    strict: {
      knows: [
        ...["issuer", "audience", "claims", "set"],
        ...["typ", "algorithms", "leeway", "part of a second", "age"],
      ],
      verify: (it) =>
        verify(it, {
          typ: it.typ,
          algorithms: it.algorithms,
          requiredClaims: it.claims,
          clockTolerance: it.leeway,
          maxTokenAge: it.max_age,
        }),
    },
  },
};
