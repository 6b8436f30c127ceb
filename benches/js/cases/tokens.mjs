// Signs tokens with Node's own crypto, so that no contender verifies what it made itself.

import { generateKeyPairSync, sign } from "node:crypto";

const KEY_PAIRS = {
  ES256: () => generateKeyPairSync("ec", { namedCurve: "P-256" }),
  ES384: () => generateKeyPairSync("ec", { namedCurve: "P-384" }),
  EdDSA: () => generateKeyPairSync("ed25519"),
  RS256: () => generateKeyPairSync("rsa", { modulusLength: 2048 }),
  PS256: () => generateKeyPairSync("rsa", { modulusLength: 2048 }),
};

const SIGNATURES = {
  ES256: (data, key) => sign("sha256", data, { key, dsaEncoding: "ieee-p1363" }),
  ES384: (data, key) => sign("sha384", data, { key, dsaEncoding: "ieee-p1363" }),
  EdDSA: (data, key) => sign(undefined, data, key),
  RS256: (data, key) => sign("sha256", data, key),
  PS256: (data, key) => sign("sha256", data, { key, padding: 6, saltLength: 32 }),
};

/** A fresh key: the private part to sign with, and the JWK that is published. */
export function makeKey(alg, kid) {
  const { privateKey, publicKey } = KEY_PAIRS[alg]();
  const jwk = { ...publicKey.export({ format: "jwk" }), kid, alg, use: "sig" };
  return { alg, kid, privateKey, jwk };
}

/** A token with these claims, filled up with scopes to at least `length` bytes when one is given. */
export function mint(key, claims, length = 0) {
  const bare = compact(key, claims);
  if (bare.length >= length) return bare;
  // Base64url makes four bytes of three; the JSON around the new words takes what `" "` does not.
  const missing = Math.ceil(((length - bare.length) * 3) / 4);
  return compact(key, { ...claims, scope: scopes(claims.scope, missing) });
}

function compact({ alg, kid, privateKey }, claims) {
  const input = `${encode({ alg, kid, typ: "at+jwt" })}.${encode(claims)}`;
  return `${input}.${SIGNATURES[alg](Buffer.from(input), privateKey).toString("base64url")}`;
}

function scopes(first, bytes) {
  let text = first;
  for (let index = 0; text.length - first.length < bytes; index += 1) {
    text += ` resource-${index}:read`;
  }
  return text.slice(0, first.length + bytes).trimEnd();
}

function encode(value) {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

/** The token with one bit of its signature turned, still canonical base64url. */
export function tamper(token) {
  const at = token.lastIndexOf(".") + 10;
  const other = token[at] === "A" ? "B" : "A";
  return token.slice(0, at) + other + token.slice(at + 1);
}
