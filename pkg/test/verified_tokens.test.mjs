// The cache of verified tokens, from the outside: its verdicts are those of a verifier without one.
// Whether a verdict came out of the cache shows in one thing only, the identity of the claims.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createVerifier, PolicyError, TokenError } from "../dist/entry/node.js";
import { initSync } from "../dist/glue.js";
import { Validity } from "../dist/validity.js";
import { accessClaims, AUDIENCE, createKey, encode, ISSUER, keySet, mint, NOW } from "./issuer.mjs";
import { json, serve } from "./server.mjs";

const KEY = createKey("1", "EdDSA");
const NEXT = createKey("2", "EdDSA");

/** A verifier with a cache, and the clock it goes by. */
async function create(more = {}) {
  const clock = { now: NOW };
  const verifier = await createVerifier({
    issuer: ISSUER,
    audience: AUDIENCE,
    keys: keySet(KEY),
    clock: () => clock.now,
    cache: {},
    ...more,
  });
  return { verifier, clock };
}

/** Everything that a caller can see of a verdict. */
function outcome(verifier, jwt, presentation) {
  try {
    const { claims, header, decision } = verifier.verifySync(jwt, presentation);
    return { claims, header, decision };
  } catch (error) {
    assert.ok(error instanceof TokenError, String(error));
    const { code, stage, claim, clause, status, decision } = error;
    return { code, stage, claim, clause, status, decision };
  }
}

/** Whether a token comes out of the cache now. It is accepted both times. */
function isKept(verifier, jwt) {
  const { claims } = verifier.verifySync(jwt);
  return verifier.verifySync(jwt).claims === claims;
}

function refused(verifier, jwt, code, presentation) {
  assert.throws(() => verifier.verifySync(jwt, presentation), { name: "TokenError", code });
}

/** A random number generator that gives the same numbers each time (xorshift32). */
function createRandom() {
  let state = 0x2545f491;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

test("without the option no token is kept, and with it one is", async () => {
  const jwt = mint(KEY);
  assert.ok(!isKept((await create({ cache: undefined })).verifier, jwt));
  const { verifier } = await create();
  assert.ok(isKept(verifier, jwt));
  assert.equal((await verifier.verify(jwt)).claims, verifier.verifySync(jwt).claims);
  assert.equal(verifier.verifySync(jwt, {}).claims, verifier.verifySync(jwt).claims);
});

test("RFC 7519 §4.1.4–§4.1.6, RFC 9470 §5: at any second, in any order, the verdict is the fresh one", async () => {
  const dates = [
    {},
    { nbf: NOW },
    { nbf: NOW + 0.1, exp: NOW + 40.7 },
    { iat: NOW, exp: NOW + 600 },
    { iat: NOW + 0.3, nbf: NOW - 5 },
    { iat: NOW - 50.6, exp: NOW + 0.3 },
  ].map((more) => ({ auth_time: NOW - 20, ...accessClaims(more) }));
  const jwts = dates.map((claims) => mint(KEY, claims));
  const random = createRandom();
  let hits = 0;
  const policies = [0, 0.1, 30, 300].flatMap((leeway) => [
    { leeway },
    { leeway, maxTokenAge: 30 },
    { leeway, maxAuthAge: 25.5 },
  ]);
  for (const policy of policies) {
    const { leeway, maxTokenAge = 0, maxAuthAge = 0 } = policy;
    // Each boundary, exactly and a little to either side; a double of this size is good for 2^-22.
    const moments = dates
      .flatMap(({ exp, nbf = NOW, iat, auth_time: signIn }) => [
        exp,
        exp + leeway,
        nbf - leeway,
        iat - leeway,
        iat + maxTokenAge + leeway,
        signIn - leeway,
        signIn + maxAuthAge + leeway,
      ])
      .flatMap((moment) => [-1, -(2 ** -22), 0, 2 ** -22, 1].map((by) => moment + by));
    const { verifier, clock } = await create(policy);
    const { verifier: fresh } = await create({
      ...policy,
      cache: undefined,
      clock: () => clock.now,
    });
    for (let turn = 0; turn < 400; turn += 1) {
      const jwt = jwts[random(jwts.length)];
      clock.now = NOW;
      // Kept, if it is good now at all; then the time jumps, forwards or backwards.
      const before = outcome(verifier, jwt).claims;
      clock.now = moments[random(moments.length)];
      const found = outcome(verifier, jwt);
      assert.deepEqual(found, outcome(fresh, jwt), JSON.stringify([policy, clock.now]));
      if (found.claims !== undefined && found.claims === before) hits += 1;
    }
  }
  assert.ok(hits > 300, `${hits} hits`);
});

test("a kept token's dates are judged as the core judges them, also those from before it was kept", async () => {
  const dates = [
    { nbf: NOW - 5.3 },
    { iat: NOW + 0.1 },
    { iat: NOW - 100.7, auth_time: NOW - 0.2 },
    { auth_time: NOW + 7 },
    { exp: NOW + 33.3 },
    {},
  ];
  const random = createRandom();
  const counts = { holds: 0, leeway: 0, refused: 0 };
  for (const leeway of [0, 0.1, 30, 299.9, 300]) {
    for (const [maxTokenAge, maxAuthAge] of [[], [60.1], [undefined, 0], [undefined, 45.9]]) {
      const options = { leeway, maxTokenAge, maxAuthAge, cache: undefined };
      const { verifier, clock } = await create(options);
      const policy = { leeway, max_token_age: maxTokenAge, max_auth_age: maxAuthAge };
      for (const more of dates) {
        const claims = accessClaims({ auth_time: NOW - 20, ...more });
        const { exp, nbf, iat, auth_time: signIn } = claims;
        const jwt = mint(KEY, claims);
        const validity = new Validity(claims, policy);
        const moments = [exp, iat - leeway, signIn - leeway]
          .concat(nbf === undefined ? [] : nbf - leeway)
          .concat(maxTokenAge === undefined ? [] : iat + maxTokenAge + leeway)
          .concat(maxAuthAge === undefined ? [] : signIn + maxAuthAge + leeway)
          .flatMap((at) => [-(2 ** -22), 0, 2 ** -22, random(600) - 300].map((by) => at + by));
        for (const now of moments) {
          clock.now = now;
          const accepted = outcome(verifier, jwt).claims !== undefined;
          const holds = validity.holdsAt(now);
          assert.equal(holds, accepted && now < exp, JSON.stringify([policy, more, now - NOW]));
          counts[holds ? "holds" : accepted ? "leeway" : "refused"] += 1;
        }
      }
    }
  }
  assert.ok(
    Object.values(counts).every((count) => count > 100),
    JSON.stringify(counts),
  );
});

test("RFC 7519 §4.1.4: a token is kept no longer than its exp, and within the leeway judged afresh", async () => {
  const { verifier, clock } = await create();
  const jwt = mint(KEY, accessClaims({ exp: NOW + 100 }));
  assert.ok(isKept(verifier, jwt));
  clock.now = NOW + 99.9;
  assert.ok(isKept(verifier, jwt));
  clock.now = NOW + 100;
  assert.ok(!isKept(verifier, jwt));
  clock.now = NOW + 130;
  refused(verifier, jwt, "ERR_TOKEN_EXPIRED");
});

test("RFC 7519 §4.1.5: a clock that is set back makes a kept token early again", async () => {
  const { verifier, clock } = await create({ leeway: 0 });
  const jwt = mint(KEY, accessClaims({ nbf: NOW, iat: NOW - 100 }));
  assert.ok(isKept(verifier, jwt));
  clock.now = NOW - 1;
  refused(verifier, jwt, "ERR_TOKEN_NOT_YET_VALID");
});

test("a token is judged afresh after the cache's own time, and when the clock lost count of it", async () => {
  const { verifier, clock } = await create({ cache: { ttl: 10 } });
  const jwt = mint(KEY);
  const { claims } = verifier.verifySync(jwt);
  clock.now = NOW + 9.9;
  assert.equal(verifier.verifySync(jwt).claims, claims);
  clock.now = NOW + 10;
  const later = verifier.verifySync(jwt).claims;
  assert.notEqual(later, claims);
  clock.now = NOW + 9;
  assert.notEqual(verifier.verifySync(jwt).claims, later);
});

test("a token without exp is kept for the cache's own time", async () => {
  const policy = { kind: "access-plain", anyLifetime: true };
  const { verifier, clock } = await create({ ...policy, cache: { ttl: 60 } });
  const jwt = mint(KEY, accessClaims({ exp: undefined }), { typ: "JWT" });
  const { claims } = verifier.verifySync(jwt);
  assert.equal(verifier.verifySync(jwt).claims, claims);
  clock.now += 60;
  assert.notEqual(verifier.verifySync(jwt).claims, claims);
});

test("claims and header are read-only at every depth, kept or not", async () => {
  const claims = accessClaims({ org: { id: 7, teams: [{ name: "a" }] }, empty: {}, none: null });
  const jwt = mint(KEY, claims);
  for (const cache of [undefined, {}]) {
    const { verifier } = await create({ cache });
    for (const token of [verifier.verifySync(jwt), verifier.verifySync(jwt)]) {
      const attempts = [
        () => (token.claims.sub = "eve"),
        () => (token.claims.admin = true),
        () => delete token.claims.exp,
        () => (token.claims.org.id = 8),
        () => token.claims.org.teams.push({}),
        () => (token.claims.org.teams[0].name = "b"),
        () => (token.claims.empty.x = 1),
        () => Object.setPrototypeOf(token.claims, { admin: true }),
        () => Object.defineProperty(token.claims, "sub", { value: "eve" }),
        () => (token.header.alg = "none"),
      ];
      for (const attempt of attempts) assert.throws(attempt, TypeError, String(attempt));
      assert.deepEqual(token.claims, claims);
    }
  }
});

test("a kept token shows the header, and the record of this moment", async () => {
  const records = [];
  const { verifier, clock } = await create({ onDecision: (record) => records.push(record) });
  const { verifier: fresh } = await create({ cache: undefined, clock: () => clock.now });
  const jwt = mint(KEY);
  for (let turn = 0; turn < 3; turn += 1) {
    clock.now = NOW + turn;
    const token = verifier.verifySync(jwt);
    const expected = fresh.verifySync(jwt);
    assert.deepEqual(token.header, expected.header);
    assert.deepEqual(token.decision, expected.decision);
    assert.deepEqual(Object.keys(token.decision), Object.keys(expected.decision));
    assert.ok(Object.isFrozen(token.decision));
    assert.equal(token.decision, token.decision);
    assert.equal(token.decision.at, clock.now);
    assert.equal(records.length, turn + 1);
    assert.equal(records[turn], token.decision);
  }
});

test("a refusal is never kept: it is judged, and recorded, every time", async () => {
  const records = [];
  const { verifier, clock } = await create({
    onDecision: ({ code, at }) => records.push([code, at]),
  });
  const early = mint(KEY, accessClaims({ nbf: NOW + 60 }));
  refused(verifier, early, "ERR_TOKEN_NOT_YET_VALID");
  clock.now = NOW + 60;
  assert.equal(verifier.verifySync(early).claims.sub, "ada");
  assert.deepEqual(records, [
    ["ERR_TOKEN_NOT_YET_VALID", NOW],
    ["OK", NOW + 60],
  ]);
});

test("only the very same text is the same token", async () => {
  const { verifier } = await create();
  const { verifier: fresh } = await create({ cache: undefined });
  const jwt = mint(KEY);
  assert.ok(isKept(verifier, jwt));
  const others = [
    `${jwt}=`,
    `${jwt}\u0000`,
    `${jwt}\ud800`,
    `\udfff${jwt}`,
    `\ufeff${jwt}`,
    ` ${jwt}`,
    jwt.replace(/^e/, "\u0435"),
    jwt.replace(/^e/, "\uff45"),
    jwt.replace(/^e/, "\ud800"),
    jwt.replace(/^e/, "\ufffd"),
    jwt.slice(0, -1),
    jwt.replace(/[^.]+$/, encode(new Uint8Array(64))),
    `${jwt.slice(0, -1)}${jwt.endsWith("A") ? "B" : "A"}`,
    // The end of the signature is right, and something before it is not.
    jwt.slice(1),
    jwt.slice(-43),
    jwt.replace(/\.(.)/, (_, first) => `.${first === "A" ? "B" : "A"}`),
    mint(KEY, accessClaims({ sub: "eve" })).slice(0, -43) + jwt.slice(-43),
    jwt.slice(0, -44) + (jwt.at(-44) === "A" ? "B" : "A") + jwt.slice(-43),
    jwt.toUpperCase(),
  ];
  for (const other of others) {
    const found = outcome(verifier, other);
    assert.ok(found.code, "refused");
    assert.deepEqual(found, outcome(fresh, other));
    assert.deepEqual(outcome(verifier, other), found);
  }
  // The same text, however it was put together.
  const { claims } = verifier.verifySync(jwt);
  for (const same of [
    Buffer.from(jwt).toString(),
    `${jwt.slice(0, 50)}${jwt.slice(50)}`,
    `\u0416${jwt}`.slice(1),
  ]) {
    assert.equal(verifier.verifySync(same).claims, claims);
  }
  for (const none of [new String(jwt), [jwt], { toString: () => jwt }, undefined]) {
    refused(verifier, none, "ERR_TOKEN_SEGMENTS");
  }
});

test("what comes along with a token is judged, also when the token alone is kept", async () => {
  const { verifier } = await create();
  const jwt = mint(KEY);
  assert.ok(isKept(verifier, jwt));
  const { verifier: fresh } = await create({ cache: undefined });
  const hash = encode(new Uint8Array(32));
  for (const presentation of [
    { nonce: "n" },
    { accessToken: "t" },
    { code: "c" },
    { clientCertificate: hash },
    { clientCertificate: new Uint8Array(5) },
  ]) {
    const found = outcome(verifier, jwt, presentation);
    assert.deepEqual(found, outcome(fresh, jwt, presentation));
    assert.notEqual(found.claims, verifier.verifySync(jwt).claims);
  }
  for (const [presentation, path] of [
    [{ nonse: "n" }, "nonse"],
    [{ nonce: 7 }, "nonce"],
    ["nonce", ""],
  ]) {
    assert.throws(
      () => verifier.verifySync(jwt, presentation),
      (error) => error instanceof PolicyError && error.path === path,
    );
  }
});

test("RFC 8705 §3: a bound token needs its certificate each time, and is never kept", async () => {
  const { verifier } = await create();
  const der = new Uint8Array([48, 3, 2, 1, 5]);
  const hash = encode(await crypto.subtle.digest("SHA-256", der));
  const jwt = mint(KEY, accessClaims({ cnf: { "x5t#S256": hash } }));
  for (let turn = 0; turn < 2; turn += 1) {
    const given = verifier.verifySync(jwt, { clientCertificate: der }).claims;
    assert.notEqual(verifier.verifySync(jwt, { clientCertificate: der }).claims, given);
    refused(verifier, jwt, "ERR_BINDING_UNPROVEN");
    refused(verifier, jwt, "ERR_BINDING_UNPROVEN", { clientCertificate: new Uint8Array(5) });
  }
});

test("an ID token is never kept, and a cache for nothing else is refused", async () => {
  const claims = { ...accessClaims(), aud: "client", client_id: undefined, scope: undefined };
  const login = {
    issuer: "https://login.example",
    audience: "client",
    kind: "id",
    keys: keySet(NEXT),
  };
  const { verifier } = await createBoth(login);
  const jwt = mint(NEXT, { ...claims, iss: login.issuer }, { typ: undefined });
  assert.ok(!isKept(verifier, jwt));
  assert.ok(isKept(verifier, mint(KEY)));
  await assert.rejects(createVerifier({ ...login, cache: {} }), {
    name: "PolicyError",
    code: "ERR_POLICY_CONFLICT",
    path: "cache",
  });
});

/** A verifier for our issuer and another one. */
function createBoth(other, keys = keySet(KEY)) {
  const ours = { issuer: ISSUER, audience: AUDIENCE, development: true, keys };
  const policies = { issuer: undefined, audience: undefined, keys: undefined };
  return create({ ...policies, issuers: [ours, other] });
}

test("each verifier keeps its own tokens: another policy, another verdict", async () => {
  const jwt = mint(KEY);
  assert.ok(isKept((await create()).verifier, jwt));
  refused((await create({ audience: "other" })).verifier, jwt, "ERR_AUDIENCE_MISMATCH");
  refused((await create({ scopes: { all: ["admin"] } })).verifier, jwt, "ERR_SCOPE_INSUFFICIENT");
  refused((await create({ keys: keySet(NEXT) })).verifier, jwt, "ERR_KEY_UNKNOWN");
});

test("a key that leaves the set takes its tokens along", async (t) => {
  let keys = keySet(KEY, NEXT);
  const { url } = await serve(t, (_, response) => json(response, keys));
  const { verifier, clock } = await create({ development: true, keys: url });
  const [jwt, other] = [mint(KEY), mint(NEXT)];
  await verifier.verify(jwt);
  await verifier.verify(other);
  assert.ok(isKept(verifier, jwt));
  keys = keySet(NEXT);
  // Nobody has told us; the issuer's keys are looked at again because of a token with another one.
  clock.now += 30;
  assert.ok(isKept(verifier, jwt));
  await assert.rejects(verifier.verify(mint(createKey("3", "EdDSA"))), { code: "ERR_KEY_UNKNOWN" });
  refused(verifier, jwt, "ERR_KEY_UNKNOWN");
  await assert.rejects(verifier.verify(jwt), { code: "ERR_KEY_UNKNOWN" });
  assert.equal(verifier.verifySync(other).header.kid, "2");
});

test("a key under an old name is another key", async (t) => {
  let keys = keySet(KEY);
  const { url } = await serve(t, (_, response) => json(response, keys));
  const { verifier, clock } = await create({ development: true, keys: url });
  const jwt = mint(KEY);
  await verifier.verify(jwt);
  assert.ok(isKept(verifier, jwt));
  keys = keySet({ jwk: { ...NEXT.jwk, kid: KEY.kid } });
  clock.now += 30;
  await assert.rejects(verifier.verify(mint(NEXT)), { code: "ERR_KEY_UNKNOWN" });
  refused(verifier, jwt, "ERR_SIGNATURE");
});

test("without usable keys a kept token is no better than another one", async (t) => {
  let answer = (response) => json(response, keySet(KEY));
  const { url, asked } = await serve(t, (_, response) => answer(response));
  const keyRing = { floor: 600, ceiling: 600, hardAge: 700 };
  const { verifier, clock } = await create({
    development: true,
    keys: url,
    cache: { ttl: 3600 },
    keyRing,
  });
  const jwt = mint(KEY, accessClaims({ exp: NOW + 3600 }));
  const { claims } = await verifier.verify(jwt);
  answer = (response) => json(response, {}, 500);
  clock.now = NOW + 699.9;
  assert.equal((await verifier.verify(jwt)).claims, claims);
  clock.now = NOW + 700;
  refused(verifier, jwt, "ERR_KEYS_NOT_READY");
  await assert.rejects(verifier.verify(jwt), { code: "ERR_KEYS_STATUS", status: 503 });
  answer = (response) => json(response, keySet(KEY));
  clock.now += 2;
  assert.notEqual((await verifier.verify(jwt)).claims, claims);
  assert.ok(isKept(verifier, jwt));
  assert.equal(asked.length, 3);
});

test("a set that was fetched again and is the same keeps its tokens", async (t) => {
  const { url, asked } = await serve(t, (_, response) => json(response, keySet(KEY)));
  const { verifier, clock } = await create({ development: true, keys: url });
  const { claims } = await verifier.verify(mint(KEY));
  const jwt = mint(KEY);
  clock.now += 30;
  await assert.rejects(verifier.verify(mint(NEXT)), { code: "ERR_KEY_UNKNOWN" });
  assert.equal(asked.length, 2);
  assert.equal(verifier.verifySync(jwt).claims, claims);
  assert.equal(verifier.verifySync(jwt).claims, claims);
});

test("a set that comes back does not bring back what was kept with it", async (t) => {
  let keys = keySet(KEY);
  const { url } = await serve(t, (_, response) => json(response, keys));
  const { verifier, clock } = await create({ development: true, keys: url });
  const jwt = mint(KEY);
  const { claims } = await verifier.verify(jwt);
  keys = keySet(NEXT);
  clock.now += 30;
  await verifier.verify(mint(NEXT));
  keys = keySet(KEY);
  clock.now += 30;
  const other = mint(KEY, accessClaims({ jti: "2" }));
  await verifier.verify(other);
  assert.notEqual(verifier.verifySync(jwt).claims, claims);
});

test("one issuer's new keys leave another one's tokens where they are", async (t) => {
  let keys = keySet(KEY);
  const { url } = await serve(t, (_, response) => json(response, keys));
  const two = { issuer: "https://two.example", audience: AUDIENCE, keys: keySet(NEXT) };
  const { verifier, clock } = await createBoth(two, url);
  const jwt = mint(KEY);
  const theirs = mint(NEXT, accessClaims({ iss: two.issuer }));
  await verifier.verify(jwt);
  const { claims } = verifier.verifySync(theirs);
  keys = keySet(createKey("1", "EdDSA"));
  clock.now += 30;
  await assert.rejects(verifier.verify(mint(NEXT)), { code: "ERR_KEY_UNKNOWN" });
  refused(verifier, jwt, "ERR_SIGNATURE");
  assert.equal(verifier.verifySync(theirs).claims, claims);
});

test("the token that was not used for longest goes first", async () => {
  const { verifier } = await create({ cache: { maxEntries: 2 } });
  const [a, b, c] = ["a", "b", "c"].map((jti) => mint(KEY, accessClaims({ jti })));
  const first = verifier.verifySync(a).claims;
  const second = verifier.verifySync(b).claims;
  assert.equal(verifier.verifySync(a).claims, first);
  verifier.verifySync(c);
  assert.equal(verifier.verifySync(a).claims, first);
  assert.notEqual(verifier.verifySync(b).claims, second);
});

test("a token that is larger than the whole cache is accepted and not kept", async () => {
  const { verifier } = await create({ cache: { maxBytes: 4096 } });
  assert.ok(isKept(verifier, mint(KEY)));
  const { claims } = verifier.verifySync(mint(KEY));
  assert.ok(!isKept(verifier, mint(KEY, accessClaims({ filler: "x".repeat(2000) }))));
  assert.equal(verifier.verifySync(mint(KEY)).claims, claims);
});

test("an instance that trapped takes the kept tokens with it", async () => {
  const { verifier } = await create();
  const jwt = mint(KEY);
  const { claims } = verifier.verifySync(jwt);
  assert.equal(verifier.verifySync(jwt).claims, claims);
  const { memory } = initSync({ module: new Uint8Array() });
  new Uint8Array(memory.buffer).fill(0xff);
  refused(verifier, mint(KEY, accessClaims({ jti: "2" })), "ERR_ENGINE_FAULT");
  const again = verifier.verifySync(jwt);
  assert.deepEqual(again.claims, claims);
  assert.notEqual(again.claims, claims);
  assert.equal(again.decision.kid, "1");
  assert.ok(isKept(verifier, jwt));
});

test("an instance that trapped elsewhere does so too", async () => {
  const { verifier } = await create();
  const { verifier: other } = await create();
  const jwt = mint(KEY);
  const token = verifier.verifySync(jwt);
  const { memory } = initSync({ module: new Uint8Array() });
  new Uint8Array(memory.buffer).fill(0xff);
  refused(other, jwt, "ERR_ENGINE_FAULT");
  // Asking for the record of long ago makes the verifier anew, without its keys.
  assert.equal(token.decision.code, "OK");
  const again = verifier.verifySync(jwt);
  assert.notEqual(again.claims, token.claims);
  assert.equal(again.decision.kid, "1");
});

test("a clock that gives no time finds nothing", async () => {
  const { verifier, clock } = await create();
  const jwt = mint(KEY);
  assert.ok(isKept(verifier, jwt));
  for (const now of [NaN, Infinity, undefined, String(NOW)]) {
    clock.now = now;
    assert.throws(() => verifier.verifySync(jwt), { name: "PolicyError", path: "clock" });
  }
});
