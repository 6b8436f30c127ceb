// hono: what its `jwk` middleware calls for each request.
//
// Without the option `typ` it takes nothing but JWT, so every set-up names it; and more options than
// these it does not have.

import { verifyWithJwks } from "hono/utils/jwt/jwt";

const column = {
  knows: ["issuer", "audience", "algorithms", "typ", "set"],
  verify: ({ token, keys, algorithms, issuer, audience, typ }) =>
    verifyWithJwks(token, {
      keys: keys.keys,
      allowedAlgorithms: algorithms,
      verification: { iss: issuer, aud: audience, typ },
    }),
};

export const hono = {
  name: "hono",
  algorithms: [
    ...["ES256", "ES384", "EdDSA"],
    ...["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"],
  ],
  columns: { recommended: column, strict: column },
};
