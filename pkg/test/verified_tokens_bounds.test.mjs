// What the cache holds, by its own count and by the engine's.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import { VerifiedTokens } from "../dist/verified_tokens.js";
import { readClaims } from "../dist/claims.js";
import { accessClaims, encode, ISSUER, NOW } from "./issuer.mjs";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc");

const POLICY = { issuer: ISSUER, kind: "access", leeway: 30, limits: {} };
const JWKS = '{"keys":[]}';
const BOUNDS = { maxEntries: 1000, maxBytes: 8 * 2 ** 20, ttl: 300 };

function createTokens(bounds = {}) {
  const source = { held: () => JWKS };
  return new VerifiedTokens({ ...BOUNDS, ...bounds }, [{ id: "", policy: POLICY }], [source]);
}

/** A text like that of a token; nothing here looks at a signature. */
function textOf(claims) {
  const json = JSON.stringify(claims);
  const signature = createHash("sha512").update(json).digest();
  return `${encode('{"alg":"EdDSA"}')}.${encode(json)}.${encode(signature)}`;
}

function keep(tokens, claims, rule = -1) {
  const jwt = textOf(claims);
  const admitted = { jwt, claims: readClaims(JSON.stringify(claims)), rule, at: NOW };
  return { jwt, kept: tokens.keep(admitted, [JWKS]) };
}

/** Bytes in use after `work`, above those before it. `work` hands back what is to stay. */
function growth(work) {
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  const kept = work();
  collectGarbage();
  const bytes = process.memoryUsage().heapUsed - before;
  return { bytes, kept };
}

test("a flood of tokens stays within entries and bytes", () => {
  for (const bounds of [{}, { maxEntries: 7 }, { maxBytes: 100_000 }]) {
    const { maxEntries, maxBytes } = { ...BOUNDS, ...bounds };
    const tokens = createTokens(bounds);
    for (let index = 0; index < 5000; index += 1) {
      const filler = "x".repeat((index * 37) % 3000);
      const { jwt, kept } = keep(tokens, accessClaims({ jti: `${index}`, filler }));
      assert.equal(tokens.find(jwt, -1, NOW), kept);
      assert.ok(tokens.size <= maxEntries && tokens.bytes <= maxBytes);
    }
    assert.ok(tokens.size >= Math.min(maxEntries, 5));
    tokens.clear();
    assert.deepEqual([tokens.size, tokens.bytes], [0, 0]);
  }
});

test("bytes come and go with their tokens", () => {
  const tokens = createTokens();
  const jwts = Array.from(
    { length: 50 },
    (_, i) => keep(tokens, accessClaims({ jti: `${i}` })).jwt,
  );
  const { bytes } = tokens;
  // The same again is one entry; another route is a little more of it.
  for (const jwt of jwts) assert.ok(tokens.find(jwt, -1, NOW));
  keep(tokens, accessClaims({ jti: "7" }));
  assert.deepEqual([tokens.size, tokens.bytes], [50, bytes]);
  keep(tokens, accessClaims({ jti: "7" }), 3);
  assert.equal(tokens.size, 50);
  assert.ok(tokens.bytes > bytes && tokens.bytes < bytes + 100);
  for (const jwt of jwts) assert.equal(tokens.find(jwt, -1, NOW + 300), undefined);
  assert.deepEqual([tokens.size, tokens.bytes], [0, 0]);
  keep(tokens, accessClaims());
  tokens.forget(1);
  assert.equal(tokens.size, 1);
  tokens.forget(0);
  assert.deepEqual([tokens.size, tokens.bytes], [0, 0]);
});

test("the bytes of claims of any shape are not counted too low", () => {
  const many = (count, item) => Array.from({ length: count }, (_, i) => item(i));
  const shapes = {
    plain: () => ({}),
    "empty objects": () => ({ list: many(1000, () => ({})) }),
    "empty arrays": () => ({ list: many(1000, () => []) }),
    "objects of one member, each of another name": (token) => ({
      list: many(300, (i) => ({ [`${token}-${i}`]: 0 })),
    }),
    "many members": (token) => ({
      map: Object.fromEntries(many(200, (i) => [`${token}-${i}`, i])),
    }),
    fractions: () => ({ list: many(1000, (i) => i + 0.5) }),
    "mixed numbers": () => ({ list: many(1000, (i) => (i % 2 ? i + 0.5 : null)) }),
    "short strings": () => ({ list: many(1000, (i) => `${i % 10}`) }),
    "wide strings": () => ({ text: "\u0416".repeat(2000) }),
    deep: () => ({ deep: many(28, () => 0).reduce((inner) => [inner], 0) }),
  };
  for (const [name, shape] of Object.entries(shapes)) {
    const claimsOf = (token) => accessClaims({ jti: `${token}`, ...shape(token) });
    // What the engine keeps for itself is made before it is measured.
    keep(createTokens(), claimsOf("first"));
    const { bytes, kept: tokens } = growth(() => {
      const all = createTokens();
      for (let token = 0; token < 100; token += 1) keep(all, claimsOf(token));
      return all;
    });
    assert.ok(tokens.size > 20, name);
    assert.ok(bytes < 1.25 * tokens.bytes, `${name}: ${bytes} bytes, counted as ${tokens.bytes}`);
  }
});

test("a token that was cut out of a long text does not hold the text", () => {
  const length = 1_000_000;
  const { bytes, kept: tokens } = growth(() => {
    const all = createTokens();
    for (let index = 0; index < 50; index += 1) {
      const claims = accessClaims({ jti: `${index}` });
      const token = textOf(claims);
      // Engines may make a slice point into the string it was taken from.
      const text = Buffer.from(`Bearer ${token}${" ".repeat(length)}`).toString("latin1");
      const jwt = text.slice(7, 7 + token.length);
      all.keep({ jwt, claims: readClaims(JSON.stringify(claims)), rule: -1, at: NOW }, [JWKS]);
      // Finding it by such a slice does not change that.
      const other = Buffer.from(`Bearer ${token}${" ".repeat(length)}`).toString("latin1");
      assert.ok(all.find(other.slice(7, 7 + token.length), -1, NOW));
      if (index > 0) assert.ok(all.find(textOf(accessClaims({ jti: "0" })), -1, NOW));
    }
    return all;
  });
  assert.equal(tokens.size, 50);
  assert.ok(bytes < 5 * length, `${bytes} bytes`);
});

test("a token that was judged with other keys than those at hand is not found", () => {
  let held = JWKS;
  const policies = [{ id: "", policy: POLICY }];
  const tokens = new VerifiedTokens(BOUNDS, policies, [{ held: () => held }]);
  for (const now of ['{"keys":[{}]}', undefined]) {
    held = JWKS;
    const { jwt, kept } = keep(tokens, accessClaims());
    assert.equal(tokens.find(jwt, -1, NOW), kept);
    held = now;
    assert.equal(tokens.find(jwt, -1, NOW), undefined);
    assert.equal(tokens.size, 0);
    held = JWKS;
    assert.equal(tokens.find(jwt, -1, NOW), undefined);
  }
  // Judged with no keys of its issuer: that was another verifier's verdict.
  const admitted = { jwt: textOf({}), claims: accessClaims(), rule: -1, at: NOW };
  assert.equal(tokens.keep(admitted, [undefined]), undefined);
  assert.equal(tokens.keep({ ...admitted, claims: accessClaims({ iss: "x" }) }, [JWKS]), undefined);
});

test("two tokens whose signatures end alike take each other's place, and never each other's claims", () => {
  const tokens = createTokens();
  const { jwt, kept } = keep(tokens, accessClaims({ jti: "1" }));
  const other = textOf(accessClaims({ jti: "2" })).slice(0, -43) + jwt.slice(-43);
  assert.equal(tokens.find(other, -1, NOW), undefined);
  assert.equal(tokens.find(jwt, -1, NOW), kept);
  const { bytes } = tokens;
  const claims = readClaims(JSON.stringify(accessClaims({ jti: "2" })));
  assert.equal(tokens.keep({ jwt: other, claims, rule: 3, at: NOW }, [JWKS]).claims, claims);
  assert.deepEqual([tokens.size, tokens.bytes], [1, bytes]);
  assert.equal(tokens.find(other, 3, NOW).claims, claims);
  assert.equal(tokens.find(other, -1, NOW), undefined);
  assert.equal(tokens.find(jwt, -1, NOW), undefined);
});

test("a token that is bound, or past its exp, is not kept", () => {
  const tokens = createTokens();
  assert.equal(keep(tokens, accessClaims({ cnf: {} })).kept, undefined);
  assert.equal(keep(tokens, accessClaims({ exp: NOW })).kept, undefined);
  assert.equal(tokens.size, 0);
});

test("a route is found once the token was admitted for it", () => {
  const tokens = createTokens();
  const { jwt } = keep(tokens, accessClaims(), 2);
  for (const rule of [-1, 0, 1, 3]) assert.equal(tokens.find(jwt, rule, NOW), undefined);
  assert.ok(tokens.find(jwt, 2, NOW));
  keep(tokens, accessClaims(), 0);
  assert.ok(tokens.find(jwt, 2, NOW) && tokens.find(jwt, 0, NOW));
  assert.equal(tokens.find(jwt, 1, NOW), undefined);
});
