// fast-jwt: a function that finds the key by `kid`, or a verifier for the one key.

import { createPublicKey } from "node:crypto";

import { createDecoder, createVerifier } from "fast-jwt";

import { algorithmsOf, find } from "../keys.mjs";

const decode = createDecoder({ complete: true });

function recommended(it) {
  const verify = createVerifier({
    key: async ({ header }) => pem(find(it, header)),
    allowedIss: it.issuer,
    allowedAud: it.audience,
  });
  return verify(it.token);
}

function strict(it) {
  const jwk = find(it, decode(it.token).header);
  const verify = createVerifier({
    key: pem(jwk),
    algorithms: algorithmsOf(jwk, it),
    allowedIss: it.issuer,
    allowedAud: it.audience,
    requiredClaims: it.claims,
    checkTyp: it.typ,
    clockTolerance: it.leeway * 1000,
    maxAge: it.max_age === undefined ? undefined : it.max_age * 1000,
  });
  return verify(it.token);
}

function pem(jwk) {
  return createPublicKey({ key: jwk, format: "jwk" }).export({ type: "spki", format: "pem" });
}

export const fastJwt = {
  name: "fast-jwt",
  algorithms: [
    ...["ES256", "ES384", "EdDSA"],
    ...["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"],
  ],
  columns: {
    recommended: {
      knows: ["issuer", "audience", "claims"],
      verify: recommended,
    },
    strict: {
      knows: [
        ...["issuer", "audience", "claims"],
        ...["typ", "algorithms", "leeway", "part of a second", "age"],
      ],
      verify: strict,
    },
  },
};
