// A trap for real: the instance's memory is overwritten, as a defect in it would do.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createGate } from "../dist/entry/node_edge.js";
import { createPkceSync, createVerifier, TokenError, verifyPkceSync } from "../dist/entry/node.js";
import { initSync } from "../dist/glue.js";
import { accessClaims, AUDIENCE, createKey, ISSUER, keySet, mint, NOW } from "./issuer.mjs";
import { json, serve } from "./server.mjs";

const KEY = createKey("1");
const OTHER = createKey("2", "EdDSA");

/** The exports of the instance that is in use. */
function instance() {
  return initSync({ module: new Uint8Array() });
}

/** Fills the memory with what is no pointer, no length and no vector of anything. */
function poison() {
  new Uint8Array(instance().memory.buffer).fill(0xff);
}

function create(keys, more = {}) {
  const options = { issuer: ISSUER, audience: AUDIENCE, clock: () => NOW, ...more };
  return createVerifier({ ...options, keys });
}

test("the overwritten instance traps, and the next one is another", () => {
  createPkceSync();
  const before = instance();
  poison();
  assert.throws(() => before.thumbprint(1, 2), WebAssembly.RuntimeError);
  assert.throws(createPkceSync, (error) => {
    assert.ok(error instanceof TokenError);
    assert.deepEqual([error.code, error.status], ["ERR_ENGINE_FAULT", 503]);
    return true;
  });
  const { codeVerifier, codeChallenge } = createPkceSync();
  assert.equal(verifyPkceSync(codeVerifier, codeChallenge), true);
  assert.notEqual(instance(), before);
  assert.notEqual(instance().memory, before.memory);
});

test("verifiers come back with their policies and keys, and each with its own", async (t) => {
  const { url, asked } = await serve(t, (_, response) => json(response, keySet(OTHER)));
  const given = await create(keySet(KEY), { scopes: { all: ["notes:read"] } });
  const fetched = await create(url, { development: true });
  const kept = await given.verify(mint(KEY));
  await fetched.verify(mint(OTHER));
  for (let round = 0; round < 3; round += 1) {
    poison();
    const verifier = round % 2 ? given : fetched;
    await assert.rejects(verifier.verify(mint(KEY)), (error) => {
      assert.deepEqual([error.code, error.stage], ["ERR_ENGINE_FAULT", "keys"]);
      assert.deepEqual(
        [error.decision.code, error.decision.fingerprint, error.decision.at],
        ["ERR_ENGINE_FAULT", null, NOW],
      );
      return true;
    });
    assert.equal((await given.verify(mint(KEY))).claims.sub, "ada");
    assert.equal(given.verifySync(mint(KEY)).header.kid, "1");
    assert.equal((await fetched.verify(mint(OTHER))).header.kid, "2");
    assert.throws(() => given.verifySync(mint(OTHER)), { code: "ERR_KEY_UNKNOWN" });
    const small = mint(KEY, accessClaims({ scope: "notes:write" }));
    assert.throws(() => given.verifySync(small), { code: "ERR_SCOPE_INSUFFICIENT" });
  }
  // What was fetched before the trap is not fetched again.
  assert.equal(asked.length, 1);
  assert.equal(kept.decision.kid, "1");
});

test("keys that were asked for before a trap settle nothing after it", async (t) => {
  let answer;
  const { url, asked } = await serve(t, (_, response) => {
    answer = () => json(response, keySet(OTHER));
    if (asked.length > 1) answer();
  });
  const given = await create(keySet(KEY));
  const fetched = await create(url, { development: true });
  const pending = fetched.verify(mint(OTHER));
  while (answer === undefined) await new Promise((wake) => setTimeout(wake, 2));
  poison();
  await assert.rejects(given.verify(mint(KEY)), { code: "ERR_ENGINE_FAULT" });
  assert.equal((await given.verify(mint(KEY))).claims.sub, "ada");
  answer();
  await assert.rejects(pending, { code: "ERR_KEYS_NOT_READY", status: 503 });
  assert.equal((await fetched.verify(mint(OTHER))).header.kid, "2");
  assert.equal(asked.length, 2);
});

test("a trap in the middle of a refresh is nobody's error", async (t) => {
  let answer;
  const { url, asked } = await serve(t, (_, response) => {
    answer = () => json(response, keySet(OTHER));
    if (asked.length !== 2) answer();
  });
  const clock = { now: NOW };
  const fetched = await create(url, { development: true, clock: () => clock.now });
  const jwt = mint(OTHER, accessClaims({ exp: NOW + 3600 }));
  await fetched.verify(jwt);
  clock.now += 600;
  fetched.verifySync(jwt);
  while (asked.length < 2) await new Promise((wake) => setTimeout(wake, 2));
  poison();
  answer();
  // A rejection that nobody hears would end the process.
  await new Promise((wake) => setTimeout(wake, 100));
  assert.equal((await fetched.verify(jwt)).header.kid, "2");
});

test("a verifier that is made at a trap fails once", async () => {
  await create(keySet(KEY));
  poison();
  await assert.rejects(create(keySet(KEY)), { code: "ERR_ENGINE_FAULT" });
  assert.equal((await (await create(keySet(KEY))).verify(mint(KEY))).claims.sub, "ada");
});

test("a gate answers 503 once and goes on", async (t) => {
  const origin = await serve(t, (request, response) => json(response, { url: request.url }));
  const issuer = await serve(t, (_, response) => json(response, keySet(KEY)));
  const gate = createGate(
    {
      issuers: [{ issuer: ISSUER, audience: AUDIENCE, jwks_uri: issuer.url, development: true }],
      origin: origin.url,
      routes: [
        { path: "/a", scopes: { all: ["notes:read"] } },
        { path: "/b", public: true },
      ],
      expose_decision: true,
    },
    { clock: () => NOW },
  );
  const headers = { authorization: `Bearer ${mint(KEY)}` };
  const call = (path) => gate.fetch(new Request(`https://gate.example${path}`, { headers }));
  assert.equal((await call("/a")).status, 200);
  for (const path of ["/a", "/b"]) {
    poison();
    const refused = await call(path);
    assert.equal(refused.status, 503);
    assert.equal(refused.headers.get("retry-after"), "5");
    assert.equal(refused.headers.get("cache-control"), "no-store");
    assert.equal(refused.headers.get("www-authenticate"), null);
    assert.equal(JSON.parse(refused.headers.get("portcullis-decision")).code, "ERR_ENGINE_FAULT");
    assert.equal((await refused.json()).code, "ERR_ENGINE_FAULT");
    assert.equal((await call("/a")).status, 200);
    assert.equal((await call("/b")).status, 200);
  }
  assert.equal(origin.asked.length, 5);
  assert.equal(issuer.asked.length, 1);
});

test("what is left of old instances is let go without a trap", async () => {
  for (let round = 0; round < 20; round += 1) {
    const verifier = await create(keySet(KEY));
    poison();
    await assert.rejects(verifier.verify(mint(KEY)), { code: "ERR_ENGINE_FAULT" });
    await verifier.verify(mint(KEY));
  }
  globalThis.gc?.();
  await new Promise((later) => setTimeout(later, 20));
  const verifier = await create(keySet(KEY));
  assert.equal((await verifier.verify(mint(KEY))).claims.sub, "ada");
});
