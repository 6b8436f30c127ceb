// An issuer of tokens for the tests: keys made anew each run, tokens of any header and claims.

import {
  constants,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
} from "node:crypto";

export const ISSUER = "https://issuer.example";
export const AUDIENCE = "https://api.example";
/** Seconds since 1970. */
export const NOW = 1_760_000_000;

const KINDS = {
  ES256: ["ec", { namedCurve: "P-256" }],
  ES384: ["ec", { namedCurve: "P-384" }],
  EdDSA: ["ed25519", undefined],
};
const RSA = ["rsa", { modulusLength: 2048 }];

/**
 * By way of PEM: Node 20 can lock up in `export({ format: "jwk" })` of a key that was just made,
 * when the garbage collector runs meanwhile.
 */
const PEM = {
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
};

/** A fresh key pair with a name. */
export function createKey(kid, alg = "ES256") {
  const [type, options] = KINDS[alg] ?? RSA;
  const pair = generateKeyPairSync(type, { ...options, ...PEM });
  const privateKey = createPrivateKey(pair.privateKey);
  const publicKey = createPublicKey(pair.publicKey);
  return { kid, alg, privateKey, jwk: { ...publicKey.export({ format: "jwk" }), kid, alg } };
}

/** The public halves as a JWK set. */
export function keySet(...keys) {
  return { keys: keys.map(({ jwk }) => jwk) };
}

/** Claims of an RFC 9068 access token that is good at {@link NOW}. */
export function accessClaims(more = {}) {
  return {
    iss: ISSUER,
    aud: AUDIENCE,
    sub: "ada",
    client_id: "client",
    scope: "notes:read",
    iat: NOW - 10,
    exp: NOW + 300,
    jti: "1",
    ...more,
  };
}

/** Signs a token. Members that are undefined are left out. */
export function mint(key, claims = accessClaims(), header = {}) {
  const whole = { alg: key.alg, kid: key.kid, typ: "at+jwt", ...header };
  const input = `${encode(JSON.stringify(whole))}.${encode(JSON.stringify(claims))}`;
  const hash = key.alg === "EdDSA" ? undefined : `sha${key.alg.slice(2)}`;
  const secret = { key: key.privateKey, dsaEncoding: "ieee-p1363" };
  if (key.alg.startsWith("PS")) {
    secret.padding = constants.RSA_PKCS1_PSS_PADDING;
    secret.saltLength = constants.RSA_PSS_SALTLEN_DIGEST;
  }
  return `${input}.${encode(sign(hash, Buffer.from(input), secret))}`;
}

export function encode(bytes) {
  return Buffer.from(bytes).toString("base64url");
}
