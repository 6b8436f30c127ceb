import assert from "node:assert/strict";
import { test } from "node:test";
import { runInNewContext } from "node:vm";

import { createVerifier, PolicyError, TokenError } from "../dist/entry/node.js";
import { AUDIENCE, createKey, ISSUER, keySet, mint, NOW } from "./issuer.mjs";

const KEY = createKey("1");
const KEYS = keySet(KEY);
const GOOD = { issuer: ISSUER, audience: AUDIENCE, keys: KEYS };

async function assertRefused(options, code, path) {
  await assert.rejects(createVerifier(options), (error) => {
    assert.ok(error instanceof PolicyError && error instanceof TypeError, String(error));
    assert.deepEqual([error.code, error.path], [code, path]);
    assert.equal(error.name, "PolicyError");
    return true;
  });
}

test("issuer and audience must be said", async () => {
  await createVerifier(GOOD);
  const missing = "ERR_POLICY_MISSING_MEMBER";
  await assertRefused({ audience: AUDIENCE, keys: KEYS }, missing, "issuer");
  await assertRefused({ issuer: ISSUER, keys: KEYS }, missing, "audience");
  await assertRefused({ ...GOOD, audience: undefined }, missing, "audience");
  await assertRefused({}, missing, "issuer");
  await assertRefused(
    { ...GOOD, issuer: undefined, anyIssuer: true },
    "ERR_POLICY_VALUE",
    "anyIssuer",
  );
});

test("an unknown option is refused with its path", async () => {
  const unknown = "ERR_POLICY_UNKNOWN_MEMBER";
  await assertRefused({ ...GOOD, audiance: "x" }, unknown, "audiance");
  await assertRefused({ ...GOOD, maxTokenAgee: 1 }, unknown, "maxTokenAgee");
  await assertRefused({ ...GOOD, limits: { tokens: 1 } }, unknown, "limits.tokens");
  await assertRefused({ ...GOOD, scopes: { all: ["a"], some: ["b"] } }, unknown, "scopes.some");
  await assertRefused({ ...GOOD, engines: "wasm" }, unknown, "engines");
  await assertRefused({ ...GOOD, presets: { auth0: {} } }, unknown, "presets");
  await assertRefused({ ...GOOD, jwksUri: "https://issuer.example/jwks" }, unknown, "jwksUri");
  await assertRefused({ ...GOOD, [KEY.jwk.x.repeat(2)]: 1 }, unknown, "?");
});

test("the policy's own spelling is not an option's", async () => {
  const unknown = "ERR_POLICY_UNKNOWN_MEMBER";
  await assertRefused({ ...GOOD, max_token_age: 60 }, unknown, "max_token_age");
  await assertRefused({ ...GOOD, jwks_uri: "https://issuer.example/jwks" }, unknown, "jwks_uri");
  await assertRefused({ ...GOOD, required_claims: ["sub"] }, unknown, "required_claims");
});

test("paths come back in the spelling of the options", async () => {
  await assertRefused({ ...GOOD, maxTokenAge: "60" }, "ERR_POLICY_TYPE", "maxTokenAge");
  await assertRefused(
    { ...GOOD, requiredClaims: ["sub", 7] },
    "ERR_POLICY_TYPE",
    "requiredClaims[1]",
  );
  await assertRefused({ ...GOOD, leeway: 301 }, "ERR_POLICY_VALUE", "leeway");
  await assertRefused(
    { ...GOOD, algorithms: ["ES256", "none"] },
    "ERR_POLICY_VALUE",
    "algorithms[1]",
  );
  await assertRefused({ ...GOOD, keys: "http://issuer.example/jwks" }, "ERR_POLICY_VALUE", "keys");
  await assertRefused({ ...GOOD, anyAudience: true }, "ERR_POLICY_CONFLICT", "anyAudience");
  const issuers = [GOOD, { ...GOOD, issuer: "https://two.example", maxAuthAge: -1 }];
  await assertRefused({ issuers }, "ERR_POLICY_VALUE", "issuers[1].maxAuthAge");
});

test("what JSON cannot say is refused where it stands, not dropped", async () => {
  const type = "ERR_POLICY_TYPE";
  await assertRefused({ ...GOOD, issuer: /issuer/ }, type, "issuer");
  await assertRefused({ ...GOOD, issuer: new URL(ISSUER) }, type, "issuer");
  await assertRefused({ ...GOOD, requiredClaims: ["sub", () => true] }, type, "requiredClaims[1]");
  await assertRefused({ ...GOOD, audience: [AUDIENCE, undefined] }, type, "audience[1]");
  await assertRefused({ ...GOOD, maxTokenAge: 60n }, type, "maxTokenAge");
  await assertRefused({ ...GOOD, typ: null }, type, "typ");
  await assertRefused({ ...GOOD, leeway: Number.NaN }, "ERR_POLICY_VALUE", "leeway");
  await assertRefused({ ...GOOD, maxTokenAge: Infinity }, "ERR_POLICY_VALUE", "maxTokenAge");
  await assertRefused({ ...GOOD, scopes: new Map() }, type, "scopes");
  for (const options of [undefined, null, "options", [GOOD], 7, new (class Options {})()]) {
    await assertRefused(options, type, "");
  }
  const unknown = "ERR_POLICY_UNKNOWN_MEMBER";
  const polluting = JSON.parse('{"__proto__":{"audience":"a"}}');
  await assertRefused({ ...GOOD, ...polluting }, unknown, "__proto__");
  await assertRefused({ ...GOOD, limits: polluting }, unknown, "limits.__proto__");
});

test("options of another realm are options", async () => {
  const text = JSON.stringify({ ...GOOD, scopes: { all: ["notes:read"] } });
  const options = runInNewContext(`JSON.parse(${JSON.stringify(text)})`);
  const verifier = await createVerifier(Object.assign(options, { clock: () => NOW }));
  assert.equal((await verifier.verify(mint(KEY))).claims.sub, "ada");
});

test("keys are a set, a URL, or nothing", async () => {
  for (const keys of [null, 7, [KEY.jwk], true]) {
    await assertRefused({ ...GOOD, keys }, "ERR_POLICY_TYPE", "keys");
  }
  await assertRefused({ ...GOOD, keys: { keys: [{ n: 1n }] } }, "ERR_POLICY_TYPE", "keys");
  for (const keys of [
    "https://issuer.example/jwks",
    new URL("http://127.0.0.1:1/jwks"),
    undefined,
  ]) {
    const verifier = await createVerifier({ ...GOOD, development: true, keys });
    assert.throws(() => verifier.verifySync(mint(KEY)), {
      code: "ERR_KEYS_NOT_READY",
      status: 503,
    });
  }
});

test("keys that are given and unusable are refused at creation", async () => {
  const rows = [
    [KEY.jwk, "ERR_JWKS_MALFORMED"],
    [{ keys: [] }, "ERR_JWKS_NO_USABLE_KEY"],
    [{ keys: [KEY.privateKey.export({ format: "jwk" })] }, "ERR_JWKS_NO_USABLE_KEY"],
    [{ keys: [{ kty: "oct", k: "c2VjcmV0" }] }, "ERR_JWKS_NO_USABLE_KEY"],
    [{ keys: Array.from({ length: 65 }, () => KEY.jwk) }, "ERR_JWKS_TOO_MANY_KEYS"],
  ];
  for (const [keys, code] of rows) {
    await assert.rejects(createVerifier({ ...GOOD, keys }), (error) => {
      assert.ok(error instanceof TokenError);
      assert.deepEqual([error.code, error.stage, error.decision], [code, "keys", undefined]);
      return true;
    });
  }
});

test("several issuers are a list of policies and nothing beside", async () => {
  const two = { ...GOOD, issuer: "https://two.example" };
  await createVerifier({ issuers: [GOOD, two], clock: () => NOW });
  await assertRefused({ issuers: [] }, "ERR_POLICY_VALUE", "issuers");
  await assertRefused({ issuers: GOOD }, "ERR_POLICY_TYPE", "issuers");
  await assertRefused({ issuers: [GOOD, 7] }, "ERR_POLICY_TYPE", "issuers[1]");
  await assertRefused({ issuers: [GOOD], audience: "x" }, "ERR_POLICY_UNKNOWN_MEMBER", "audience");
  await assertRefused({ issuers: [GOOD, GOOD] }, "ERR_POLICY_CONFLICT", "issuers[1].issuer");
  await assertRefused(
    { issuers: [{ ...two, clock: () => NOW }] },
    "ERR_POLICY_TYPE",
    "issuers[0].clock",
  );
  await assertRefused(
    { issuers: [two, { issuer: ISSUER, keys: KEYS }] },
    "ERR_POLICY_MISSING_MEMBER",
    "issuers[1].audience",
  );
});

test("a cache has bounds, and each is a whole number within its own", async () => {
  for (const cache of [
    undefined,
    {},
    { maxEntries: 1, maxBytes: 1, ttl: 1 },
    { maxEntries: 1_000_000, maxBytes: 2 ** 30, ttl: 3600 },
    { maxEntries: undefined },
  ]) {
    await createVerifier({ ...GOOD, cache });
    await createVerifier({ issuers: [GOOD], cache });
  }
  for (const cache of [true, null, 1000, [], new Map()]) {
    await assertRefused({ ...GOOD, cache }, "ERR_POLICY_TYPE", "cache");
  }
  const unknown = "ERR_POLICY_UNKNOWN_MEMBER";
  await assertRefused({ ...GOOD, cache: { max_entries: 1 } }, unknown, "cache.max_entries");
  await assertRefused({ ...GOOD, cache: { TTL: 1 } }, unknown, "cache.TTL");
  await assertRefused(
    { ...GOOD, cache: JSON.parse('{"__proto__":1}') },
    unknown,
    "cache.__proto__",
  );
  await assertRefused({ issuers: [{ ...GOOD, cache: {} }] }, unknown, "issuers[0].cache");
  for (const [name, above] of Object.entries({
    maxEntries: 1_000_001,
    maxBytes: 2 ** 30 + 1,
    ttl: 3601,
  })) {
    for (const value of [0, -1, 1.5, above, NaN, Infinity]) {
      await assertRefused(
        { ...GOOD, cache: { [name]: value } },
        "ERR_POLICY_VALUE",
        `cache.${name}`,
      );
    }
    for (const value of ["1", null, 1n, true]) {
      await assertRefused(
        { ...GOOD, cache: { [name]: value } },
        "ERR_POLICY_TYPE",
        `cache.${name}`,
      );
    }
  }
});

test("what the host provides is a function", async () => {
  for (const name of ["clock", "fetch", "onDecision"]) {
    await assertRefused({ ...GOOD, [name]: 7 }, "ERR_POLICY_TYPE", name);
    await createVerifier({ ...GOOD, [name]: undefined });
  }
});

test("an engine is one of three", async () => {
  for (const engine of ["wasm", "host", "auto", undefined]) {
    const verifier = await createVerifier({ ...GOOD, engine, clock: () => NOW });
    assert.equal((await verifier.verify(mint(KEY))).claims.sub, "ada");
  }
  for (const engine of ["WASM", "", "native"]) {
    await assertRefused({ ...GOOD, engine }, "ERR_POLICY_VALUE", "engine");
  }
  for (const engine of [7, null, true, ["host"]]) {
    await assertRefused({ ...GOOD, engine }, "ERR_POLICY_TYPE", "engine");
  }
});
