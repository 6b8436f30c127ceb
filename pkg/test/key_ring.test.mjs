// What a verifier does about its issuer's keys over time, with a real HTTP server.

import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { createVerifier, PolicyError } from "../dist/entry/node.js";
import { accessClaims, AUDIENCE, createKey, ISSUER, keySet, mint, NOW } from "./issuer.mjs";
import { json, serve } from "./server.mjs";

const KEY = createKey("1");
const NEXT = createKey("2");
const DAY = accessClaims({ exp: NOW + 86_400 });

/** A verifier with a clock, the events of its keys, and a server whose answer can be another one. */
async function start(t, more = {}) {
  const issuer = { answer: (response) => json(response, keySet(KEY)), headers: [] };
  const server = await serve(t, (request, response) => {
    issuer.headers.push(request.headers);
    issuer.answer(response, request);
  });
  const clock = { now: NOW };
  const events = [];
  const verifier = await createVerifier({
    issuer: ISSUER,
    audience: AUDIENCE,
    development: true,
    keys: server.url,
    clock: () => clock.now,
    onKeyEvent: (event) => events.push(event),
    ...more,
  });
  const code = (jwt) =>
    verifier.verify(jwt).then(
      () => "OK",
      (error) => error.code,
    );
  return { verifier, code, clock, events, issuer, asked: server.asked };
}

/** Until what goes on in the background has come to its end. */
async function until(holds) {
  const end = performance.now() + 2000;
  while (!holds()) {
    assert.ok(performance.now() < end, "in vain");
    await sleep(2);
  }
}

/** An answer with headers of its own. */
function answering(keys, headers = {}, status = 200) {
  return (response) =>
    response
      .writeHead(status, { "content-type": "application/json", ...headers })
      .end(status === 304 ? undefined : JSON.stringify(keys));
}

test("keys that are due are used while newer ones are fetched, and a withdrawn one goes", async (t) => {
  const { verifier, code, clock, events, issuer, asked } = await start(t);
  await verifier.verify(mint(KEY, DAY));
  issuer.answer = (response) => json(response, keySet(NEXT));
  clock.now += 539;
  assert.equal(await code(mint(KEY, DAY)), "OK");
  assert.equal(asked.length, 1);
  clock.now += 61;
  // The answer does not wait for the issuer's.
  assert.equal(await code(mint(KEY, DAY)), "OK");
  await until(() => events.length === 2);
  assert.equal(asked.length, 2);
  assert.equal(await code(mint(KEY, DAY)), "ERR_KEY_UNKNOWN");
  assert.equal(await code(mint(NEXT, DAY)), "OK");
  assert.deepEqual(events, [
    { type: "replaced", added: ["1"], removed: [], ignored: 0, issuer: ISSUER },
    { type: "replaced", added: ["2"], removed: ["1"], ignored: 0, issuer: ISSUER },
    // The unknown key was looked for.
    { type: "replaced", added: [], removed: [], ignored: 0, issuer: ISSUER },
  ]);
});

test("verifySync begins to refresh too", async (t) => {
  const { verifier, clock, events } = await start(t);
  await verifier.verify(mint(KEY, DAY));
  clock.now += 600;
  verifier.verifySync(mint(KEY, DAY));
  await until(() => events.length === 2);
});

test("with a context the refresh outlives the answer; it is given to waitUntil", async (t) => {
  const { verifier, clock, issuer, asked } = await start(t);
  await verifier.verify(mint(KEY, DAY));
  clock.now += 600;
  let release;
  issuer.answer = (response) => {
    release = () => json(response, keySet(NEXT));
  };
  const waiting = [];
  const context = { waitUntil: (work) => waiting.push(work) };
  await verifier.verify(mint(KEY, DAY), undefined, context);
  assert.equal(waiting.length, 1);
  await until(() => asked.length === 2);
  // One refresh is enough for everybody.
  await verifier.verify(mint(KEY, DAY), undefined, context);
  release();
  await Promise.all(waiting);
  assert.equal(asked.length, 2);
  await assert.rejects(verifier.verify(mint(KEY, DAY)), { code: "ERR_KEY_UNKNOWN" });
});

for (const [name, headers, seconds] of [
  ["Cache-Control names the soft age", { "cache-control": "public, max-age=300" }, 300],
  ["less than the floor is the floor", { "cache-control": "no-store" }, 60],
  ["more than the ceiling is the ceiling", { "cache-control": "max-age=86400" }, 3600],
  ["Age has gone by already", { "cache-control": "max-age=900", age: "600" }, 300],
]) {
  test(`RFC 9111 §4.2: ${name}`, async (t) => {
    const { verifier, clock, issuer, asked, events } = await start(t);
    issuer.answer = answering(keySet(KEY), headers);
    await verifier.verify(mint(KEY, DAY));
    // A tenth is left to chance.
    clock.now = NOW + seconds * 0.9 - 0.1;
    await verifier.verify(mint(KEY, DAY));
    assert.equal(asked.length, 1);
    clock.now = NOW + seconds;
    await verifier.verify(mint(KEY, DAY));
    await until(() => events.length === 2);
    assert.equal(asked.length, 2);
  });
}

test("RFC 9110 §13.1.2: a document that has not changed is not sent again", async (t) => {
  const { code, clock, issuer, events } = await start(t);
  issuer.answer = answering(keySet(KEY), { etag: '"one"' });
  assert.equal(await code(mint(KEY, DAY)), "OK");
  issuer.answer = answering(undefined, { etag: '"one"' }, 304);
  for (let round = 2; round < 30; round += 1) {
    clock.now += 600;
    assert.equal(await code(mint(KEY, DAY)), "OK");
    await until(() => events.length === round);
  }
  assert.deepEqual(
    issuer.headers.map((headers) => headers["if-none-match"]),
    [undefined, ...Array(28).fill('"one"')],
  );
  assert.deepEqual([...new Set(events.slice(1).map(({ type }) => type))], ["confirmed"]);
});

test("a 304 that nobody asked for is a failure", async (t) => {
  const { code, issuer, events } = await start(t);
  issuer.answer = answering(undefined, {}, 304);
  assert.equal(await code(mint(KEY)), "ERR_KEYS_STATUS");
  assert.equal(events[0].type, "failed");
});

test("an outage: keys at hand are used up to the hard age, and each use is told; then 503", async (t) => {
  const { verifier, code, clock, issuer, events, asked } = await start(t);
  await verifier.verify(mint(KEY, DAY));
  issuer.answer = (response) => json(response, {}, 500);
  clock.now += 600;
  assert.equal(await code(mint(KEY, DAY)), "OK");
  await until(() => events.at(-1)?.type === "failed");
  assert.equal(events.at(-1).code, "ERR_KEYS_STATUS");
  assert.equal(await code(mint(KEY, DAY)), "OK");
  const stale = { type: "stale", age: 600, issuer: ISSUER };
  assert.deepEqual(events.slice(-1), [stale]);
  // A key that is not at hand is refused: the others are still good.
  assert.equal(await code(mint(NEXT, DAY)), "ERR_KEY_UNKNOWN");
  clock.now = NOW + 14_399;
  assert.equal(await code(mint(KEY, DAY)), "OK");
  await until(() => asked.length === 3);
  await until(() => events.at(-1)?.type === "failed");
  clock.now = NOW + 14_400;
  await assert.rejects(verifier.verify(mint(KEY, DAY)), (error) => {
    assert.deepEqual([error.code, error.status], ["ERR_KEYS_STATUS", 503]);
    assert.ok(error.retryAfter > 0 && error.retryAfter <= 2, `${error.retryAfter}`);
    return true;
  });
  issuer.answer = (response) => json(response, keySet(KEY));
  clock.now += 2;
  assert.equal(await code(mint(KEY, DAY)), "OK");
});

test("after failures the issuer is left alone, longer each time, and as long as it asks", async (t) => {
  const { verifier, code, clock, issuer, asked } = await start(t);
  issuer.answer = (response) => json(response, {}, 500);
  for (const seconds of [1, 2, 4, 8]) {
    assert.equal(await code(mint(KEY)), "ERR_KEYS_STATUS");
    const before = asked.length;
    clock.now += seconds / 2 - 0.01;
    assert.equal(await code(mint(KEY)), "ERR_KEYS_STATUS");
    assert.equal(asked.length, before);
    clock.now += seconds / 2 + 0.01;
  }
  issuer.answer = answering({}, { "retry-after": "45" }, 503);
  await assert.rejects(verifier.verify(mint(KEY)), { retryAfter: 45 });
  issuer.answer = (response) => json(response, keySet(KEY));
  clock.now += 44.9;
  assert.equal(await code(mint(KEY)), "ERR_KEYS_STATUS");
  clock.now += 0.1;
  assert.equal(await code(mint(KEY)), "OK");
});

test("an answer without a usable key is a failed fetch, and a faulty key goes alone", async (t) => {
  const { code, clock, issuer, events } = await start(t);
  issuer.answer = answering({ keys: [{ kty: "oct", k: "AA" }, ...keySet(KEY).keys] });
  assert.equal(await code(mint(KEY, DAY)), "OK");
  assert.equal(events[0].ignored, 1);
  issuer.answer = (response) => json(response, { keys: [] });
  clock.now += 600;
  assert.equal(await code(mint(KEY, DAY)), "OK");
  await until(() => events.at(-1)?.type === "failed");
  assert.equal(events.at(-1).code, "ERR_JWKS_NO_USABLE_KEY");
  assert.equal(await code(mint(KEY, DAY)), "OK");
});

test("an unknown key is looked for: twice at once, then every thirty seconds", async (t) => {
  const { code, clock, issuer, asked } = await start(t);
  assert.equal(await code(mint(KEY, DAY)), "OK");
  const forged = (kid) => mint(NEXT, DAY, { kid });
  // Names that nobody has, one after the other.
  for (let round = 0; round < 20; round += 1) {
    assert.equal(await code(forged(`made up ${round}`)), "ERR_KEY_UNKNOWN");
  }
  assert.equal(asked.length, 1 + 2);
  issuer.answer = (response) => json(response, keySet(KEY, NEXT));
  clock.now += 29.9;
  assert.equal(await code(mint(NEXT, DAY)), "ERR_KEY_UNKNOWN");
  assert.equal(asked.length, 3);
  clock.now += 0.1;
  assert.equal(await code(mint(NEXT, DAY)), "OK");
  assert.equal(asked.length, 4);
});

test("a bad signature asks for keys only where the token names none", async (t) => {
  const { code, issuer, asked } = await start(t);
  const nameless = ({ kid: _, ...jwk }) => ({ keys: [jwk] });
  issuer.answer = (response) => json(response, nameless(KEY.jwk));
  assert.equal(await code(mint(KEY, DAY, { kid: undefined })), "OK");
  issuer.answer = (response) => json(response, nameless(NEXT.jwk));
  // Rolled without a name: the key at hand is not the one that signed.
  assert.equal(await code(mint(NEXT, DAY, { kid: undefined })), "OK");
  assert.equal(asked.length, 2);
  issuer.answer = (response) => json(response, keySet(KEY));
  const { code: named, asked: others } = await start(t);
  assert.equal(await named(mint(KEY, DAY)), "OK");
  assert.equal(await named(mint(NEXT, DAY, { kid: "1" })), "ERR_SIGNATURE");
  assert.equal(others.length, 1);
});

test("many callers at once, without keys: one fetch for all of them", async (t) => {
  const { code, issuer, asked } = await start(t, { clock: undefined });
  const claims = accessClaims({ exp: Date.now() / 1000 + 100, iat: Date.now() / 1000 });
  issuer.answer = (response) => setTimeout(() => json(response, keySet(KEY)), 100);
  const codes = await Promise.all(Array.from({ length: 50 }, () => code(mint(KEY, claims))));
  assert.deepEqual([...new Set(codes)], ["OK"]);
  assert.equal(asked.length, 1);
});

test("many callers at once with a key that has just come: one fetch for all of them", async (t) => {
  const { code, issuer, asked } = await start(t);
  assert.equal(await code(mint(KEY, DAY)), "OK");
  issuer.answer = (response) => setTimeout(() => json(response, keySet(KEY, NEXT)), 50);
  const codes = await Promise.all(Array.from({ length: 50 }, () => code(mint(NEXT, DAY))));
  assert.deepEqual([...new Set(codes)], ["OK"]);
  assert.equal(asked.length, 2);
});

test("demand 1: nobody depends on another caller's fetch", async (t) => {
  const { code, issuer, asked } = await start(t, { clock: undefined });
  const claims = accessClaims({ exp: Date.now() / 1000 + 100, iat: Date.now() / 1000 });
  issuer.answer = (response) => {
    // The first caller's request is never answered.
    if (asked.length > 1) json(response, keySet(KEY));
  };
  const [first, second] = [code(mint(KEY, claims)), code(mint(KEY, claims))];
  const started = performance.now();
  assert.equal(await second, "OK");
  assert.ok(performance.now() - started < 3000);
  assert.equal(await first, "OK");
  assert.equal(asked.length, 2);
});

test("a clock that is set back: keys of the future are fetched anew", async (t) => {
  const { code, clock, asked } = await start(t);
  assert.equal(await code(mint(KEY, DAY)), "OK");
  clock.now -= 5;
  assert.equal(await code(mint(KEY, DAY)), "OK");
  assert.equal(asked.length, 2);
});

test("what a listener throws changes nothing", async (t) => {
  const { code } = await start(t, {
    onKeyEvent: () => {
      throw new Error("not heard");
    },
  });
  assert.equal(await code(mint(KEY)), "OK");
});

test("bounds that make no sense are refused, with their path", async () => {
  const rows = [
    [7, "ERR_POLICY_TYPE", "keyRing"],
    [{ roof: 1 }, "ERR_POLICY_UNKNOWN_MEMBER", "keyRing.roof"],
    [{ floor: "1" }, "ERR_POLICY_TYPE", "keyRing.floor"],
    [{ floor: Number.NaN }, "ERR_POLICY_VALUE", "keyRing.floor"],
    [{ floor: 0.5 }, "ERR_POLICY_VALUE", "keyRing.floor"],
    [{ ceiling: 14_400 }, "ERR_POLICY_VALUE", "keyRing.ceiling"],
    [{ hardAge: 604_801 }, "ERR_POLICY_VALUE", "keyRing.hardAge"],
    [{ timeout: 61 }, "ERR_POLICY_VALUE", "keyRing.timeout"],
  ];
  for (const [keyRing, code, path] of rows) {
    const options = { issuer: ISSUER, audience: AUDIENCE, keyRing };
    await assert.rejects(createVerifier(options), (error) => {
      assert.ok(error instanceof PolicyError);
      assert.deepEqual([error.code, error.path], [code, path]);
      return true;
    });
  }
});
