// A trap while the host is at work: the ticket was of an instance that is gone.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createGate } from "../dist/entry/node_edge.js";
import { createVerifier } from "../dist/entry/node.js";
import { initSync } from "../dist/glue.js";
import { later, watchHost } from "./host.mjs";
import { accessClaims, AUDIENCE, createKey, ISSUER, keySet, mint, NOW } from "./issuer.mjs";

const KEY = createKey("1");
const OTHER = createKey("2");

function create() {
  return createVerifier({
    issuer: ISSUER,
    audience: AUDIENCE,
    keys: keySet(KEY, OTHER),
    clock: () => NOW,
    engine: "host",
  });
}

/** Fills the memory of the instance with what is no pointer, no length and no vector of anything. */
function poison() {
  new Uint8Array(initSync({ module: new Uint8Array() }).memory.buffer).fill(0xff);
}

function forged(jwt) {
  return `${jwt.slice(0, jwt.lastIndexOf("."))}.${mint(OTHER).split(".")[2]}`;
}

test("an answer from before a trap is nobody's; the next instance judges the token", async (t) => {
  const { waiting, verify } = later();
  watchHost(t, { verify });
  const verifier = await create();
  const verdictOf = (jwt) =>
    verifier.verify(jwt).then(
      ({ claims }) => claims.jti,
      ({ code }) => code,
    );
  const before = [
    verdictOf(mint(KEY, accessClaims({ jti: "good" }))),
    verdictOf(forged(mint(KEY, accessClaims({ jti: "bad" })))),
  ];
  while (waiting.length < 2) await turn();
  poison();
  assert.throws(() => verifier.verifySync(mint(KEY)), { code: "ERR_ENGINE_FAULT" });
  // The new instance gives out the same tickets, to tokens that are bad.
  const after = [1, 2].map((jti) => verdictOf(forged(mint(KEY, accessClaims({ jti: `${jti}` })))));
  while (waiting.length < 4) await turn();
  waiting[0].resolve(true);
  waiting[1].resolve(true);
  assert.deepEqual(await Promise.all(before), ["good", "ERR_SIGNATURE"]);
  waiting[2].resolve(false);
  waiting[3].resolve(false);
  assert.deepEqual(await Promise.all(after), ["ERR_SIGNATURE", "ERR_SIGNATURE"]);
});

test("an answer that finds the instance overwritten is judged anew", async (t) => {
  const { waiting, verify } = later();
  watchHost(t, { verify });
  const verifier = await create();
  const verdicts = [mint(KEY), forged(mint(KEY))].map((jwt) =>
    verifier.verify(jwt).then(
      ({ claims }) => claims.sub,
      ({ code }) => code,
    ),
  );
  while (waiting.length < 2) await turn();
  poison();
  for (const { resolve } of waiting) resolve(true);
  assert.deepEqual(await Promise.all(verdicts), ["ada", "ERR_SIGNATURE"]);
});

test("a gate takes the engine too, and goes on after a trap", async (t) => {
  const calls = watchHost(t);
  const gate = createGate(
    {
      issuers: [{ issuer: ISSUER, audience: AUDIENCE, jwks_uri: `${ISSUER}/jwks.json` }],
      origin: "https://origin.example",
      routes: [{ path: "/a", scopes: { all: ["notes:read"] } }],
    },
    {
      engine: "host",
      clock: () => NOW,
      fetch: async (asked) =>
        String(asked?.url ?? asked).startsWith(ISSUER)
          ? Response.json(keySet(KEY))
          : new Response("notes"),
    },
  );
  const call = async (jwt) => {
    const headers = { authorization: `Bearer ${jwt}` };
    return (await gate.fetch(new Request("https://gate.example/a", { headers }))).status;
  };
  const poor = accessClaims({ scope: "notes:write" });
  for (let round = 0; round < 2; round += 1) {
    assert.equal(await call(mint(KEY)), 200);
    assert.equal(await call(mint(KEY, poor)), 403);
    assert.equal(await call(forged(mint(KEY))), 401);
    assert.equal(calls.verify.length, 3 * (round + 1));
    poison();
    assert.equal(await call(mint(KEY)), 503);
  }
  assert.throws(() => createGate({}, { engine: "native" }), { code: "ERR_POLICY_VALUE" });
});

async function turn() {
  await new Promise((resolve) => setImmediate(resolve));
}
