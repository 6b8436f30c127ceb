// hono: what its `jwt` and `jwk` middlewares call for each request.

import { verify, verifyWithJwks } from "hono/utils/jwt/jwt";

const IMPORTS = {
  ES256: { name: "ECDSA", namedCurve: "P-256" },
  ES384: { name: "ECDSA", namedCurve: "P-384" },
  EdDSA: { name: "Ed25519" },
  RS256: { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" },
  PS256: { name: "RSA-PSS", hash: "SHA-256" },
};

/** `jwt` with the key imported once. */
export const honoJwt = {
  name: "hono jwt",
  async prepare({ alg, issuer, audience, keys }) {
    if (keys.length > 1) return undefined;
    const key = await crypto.subtle.importKey("jwk", keys[0], IMPORTS[alg], false, ["verify"]);
    const options = { alg, iss: issuer, aud: audience, typ: "at+jwt" };
    return (token) => verify(token, key, options);
  },
};

/** `jwk` with the set at hand. It imports the key for each token. */
export const honoJwk = {
  name: "hono jwk",
  async prepare({ alg, issuer, audience, keys }) {
    const verification = { iss: issuer, aud: audience, typ: "at+jwt" };
    const options = { keys, allowedAlgorithms: [alg], verification };
    return (token) => verifyWithJwks(token, options);
  },
};
