// What is measured: a case is a key set, tokens signed with it, and tokens that must be refused.

import { makeKey, mint, tamper } from "./tokens.mjs";

const ISSUER = "https://issuer.example";
const AUDIENCE = "https://api.example";

export const ALGORITHMS = ["ES256", "ES384", "EdDSA", "RS256", "PS256"];
/** What access tokens of well-known providers measure. */
const USUAL = 700;

/** Every case; a quick run measures the algorithms alone. */
export function makeCases({ quick }) {
  const algorithms = ALGORITHMS.map((alg) => makeCase({ group: "algorithm", name: alg, alg }));
  if (quick) return algorithms;
  const sizes = [512, 2048, 8192].map((length) =>
    makeCase({
      group: "size",
      name: `ES256, ${length / 1024} KB`,
      alg: "ES256",
      length,
      amount: length / 1024,
    }),
  );
  const sets = [1, 10, 100].map((count) =>
    makeCase({
      group: "keys",
      name: `ES256, ${keys(count)}`,
      alg: "ES256",
      count,
      amount: count,
    }),
  );
  return [...algorithms, ...sizes, ...sets];
}

/**
 * Every key of the set signs one token, and the tokens take turns. `amount` is how much there is of
 * what grows from case to case of a group.
 */
export function makeCase({ group, name, alg, length = USUAL, count = 1, amount }) {
  const pairs = Array.from({ length: count }, (_, index) => makeKey(alg, `${alg}-${index}`));
  const tokens = pairs.map((key, index) => mint(key, claims(index), length));
  return {
    group,
    name,
    amount,
    alg,
    issuer: ISSUER,
    audience: AUDIENCE,
    keys: pairs.map(({ jwk }) => jwk),
    tokens,
    refused: refusals(pairs[0]),
  };
}

function claims(index) {
  const now = Math.floor(Date.now() / 1000);
  return {
    iss: ISSUER,
    sub: `248289761${index}`,
    aud: AUDIENCE,
    exp: now + 86_400,
    iat: now - 60,
    jti: `b3f1c2d4-7c55-4e0e-9a39-${String(index).padStart(12, "0")}`,
    client_id: "s6BhdRkqt3",
    scope: "openid profile email",
  };
}

/** What a contender that makes the same checks refuses; `signature` alone says `isSignature`. */
function refusals(key) {
  const good = claims(0);
  return [
    { why: "signature", isSignature: true, token: tamper(mint(key, good)) },
    { why: "issuer", token: mint(key, { ...good, iss: "https://other.example" }) },
    { why: "audience", token: mint(key, { ...good, aud: "https://other.example" }) },
    { why: "expired", token: mint(key, { ...good, exp: good.iat - 3600 }) },
  ];
}

function keys(count) {
  return count === 1 ? "1 key" : `${count} keys`;
}
