// What stands on `node:crypto`.

import { createPublicKey, verify } from "node:crypto";

import { createVerifier } from "fast-jwt";

export const fastJwt = { name: "fast-jwt", prepare: (it) => prepare(it, false) };

/** With its cache of verified tokens, as large as it is by default. */
export const fastJwtCached = { name: "fast-jwt cached", prepare: (it) => prepare(it, true) };

/** A key where there is one; else a function that finds it by `kid`, as its documentation has it. */
function prepare({ alg, issuer, audience, keys }, cache) {
  const pems = new Map(keys.map((jwk) => [jwk.kid, publicKey(jwk)]));
  const key = keys.length > 1 ? async ({ header }) => pems.get(header.kid) : pems.get(keys[0].kid);
  return createVerifier({
    key,
    algorithms: [alg],
    allowedIss: issuer,
    allowedAud: audience,
    cache,
  });
}

function publicKey(jwk) {
  return createPublicKey({ key: jwk, format: "jwk" }).export({ type: "spki", format: "pem" });
}

const OPTIONS = {
  ES256: ["sha256", { dsaEncoding: "ieee-p1363" }],
  ES384: ["sha384", { dsaEncoding: "ieee-p1363" }],
  EdDSA: [undefined, {}],
  RS256: ["sha256", {}],
  PS256: ["sha256", { padding: 6, saltLength: 32 }],
};

/** The signature alone, of bytes that lie ready: the host's floor for anything that is synchronous. */
export const nodeCrypto = {
  name: "node:crypto",
  isSignatureAlone: true,
  prepare({ alg, keys }) {
    const [hash, options] = OPTIONS[alg];
    const held = new Map(
      keys.map((jwk) => [
        jwk.kid,
        { key: createPublicKey({ key: jwk, format: "jwk" }), ...options },
      ]),
    );
    const parts = new Map();
    return (token) => {
      // A short key: to hash the whole token would cost as much as splitting it.
      const end = token.slice(-24);
      let part = parts.get(end);
      if (part === undefined) {
        part = split(token, held);
        parts.set(end, part);
      }
      if (!verify(hash, part.input, part.key, part.signature)) throw new Error("signature");
    };
  },
};

function split(token, held) {
  const dot = token.lastIndexOf(".");
  const { kid } = JSON.parse(Buffer.from(token.slice(0, token.indexOf(".")), "base64url"));
  return {
    key: held.get(kid),
    input: Buffer.from(token.slice(0, dot)),
    signature: Buffer.from(token.slice(dot + 1), "base64url"),
  };
}
