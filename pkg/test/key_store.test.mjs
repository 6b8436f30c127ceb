// Keys that outlive the instance which has fetched them.

import assert from "node:assert/strict";
import { test } from "node:test";

import { cacheKeyStore, createVerifier, kvKeyStore, PolicyError } from "../dist/entry/node.js";
import { accessClaims, AUDIENCE, createKey, ISSUER, keySet, mint, NOW } from "./issuer.mjs";
import { json, serve } from "./server.mjs";

const KEY = createKey("1");
const NEXT = createKey("2");
const DAY = accessClaims({ exp: NOW + 86_400 });
const NAME = `portcullis:keys:${ISSUER}`;

/** A store in memory, with what was asked of it. */
function memory() {
  const kept = new Map();
  const calls = [];
  const store = {
    get: async (name) => {
      calls.push(["get", name]);
      return kept.get(name);
    },
    put: async (name, text, seconds) => {
      calls.push(["put", name, seconds]);
      kept.set(name, text);
    },
  };
  return { kept, calls, store };
}

async function start(t, keyStore, more = {}) {
  const issuer = { keys: keySet(KEY), status: 200 };
  const server = await serve(t, (_, response) => json(response, issuer.keys, issuer.status));
  const clock = { now: NOW };
  /** Another instance of the same worker. */
  const instance = async (other = {}) => {
    const verifier = await createVerifier({
      issuer: ISSUER,
      audience: AUDIENCE,
      development: true,
      keys: server.url,
      clock: () => clock.now,
      keyStore,
      ...more,
      ...other,
    });
    const code = (jwt) =>
      verifier.verify(jwt).then(
        () => "OK",
        (error) => error.code,
      );
    return code;
  };
  return { instance, clock, issuer, asked: server.asked };
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 20));

test("what one instance has fetched another one finds", async (t) => {
  const { store, calls } = memory();
  const { instance, issuer, asked } = await start(t, store);
  assert.equal(await (await instance())(mint(KEY, DAY)), "OK");
  assert.deepEqual(calls, [
    ["get", NAME],
    ["put", NAME, 14_400],
  ]);
  issuer.status = 500;
  assert.equal(await (await instance())(mint(KEY, DAY)), "OK");
  assert.equal(asked.length, 1);
});

test("keys age in the store as in memory: a withdrawn one goes after the same bound", async (t) => {
  const { store } = memory();
  const { instance, clock, issuer } = await start(t, store);
  assert.equal(await (await instance())(mint(KEY, DAY)), "OK");
  issuer.status = 500;
  clock.now += 14_399;
  assert.equal(await (await instance())(mint(KEY, DAY)), "OK");
  clock.now += 1;
  assert.equal(await (await instance())(mint(KEY, DAY)), "ERR_KEYS_STATUS");
});

test("an unknown key is looked for in the store first, and then at the issuer", async (t) => {
  const { store } = memory();
  const { instance, clock, issuer, asked } = await start(t, store);
  const [one, two] = [await instance(), await instance()];
  assert.equal(await one(mint(KEY, DAY)), "OK");
  assert.equal(await two(mint(KEY, DAY)), "OK");
  issuer.keys = keySet(KEY, NEXT);
  clock.now += 30;
  assert.equal(await one(mint(NEXT, DAY)), "OK");
  assert.equal(await two(mint(NEXT, DAY)), "OK");
  assert.equal(asked.length, 2);
  const third = createKey("3");
  issuer.keys = keySet(NEXT, third);
  clock.now += 30;
  assert.equal(await two(mint(third, DAY)), "OK");
  assert.equal(asked.length, 3);
});

test("a store that is out of order, slow or poisoned is as good as none", async (t) => {
  const otherIssuer = memory();
  const { instance: elsewhere } = await start(t, otherIssuer.store, {
    issuer: "https://other.example",
  });
  const foreign = mint(KEY, { ...DAY, iss: "https://other.example" });
  assert.equal(await (await elsewhere())(foreign), "OK");
  const [snapshot] = otherIssuer.kept.values();
  const stores = {
    "fails to get": { get: () => Promise.reject(new Error("down")), put: async () => {} },
    "fails to put": {
      get: async () => undefined,
      put: () => Promise.reject(new Error("full")),
    },
    "never answers": { get: () => new Promise(() => {}), put: () => new Promise(() => {}) },
    "gives no text": { get: async () => 7, put: async () => {} },
    "gives no snapshot": { get: async () => "{}", put: async () => {} },
    "gives another issuer's": { get: async () => snapshot, put: async () => {} },
  };
  for (const [name, store] of Object.entries(stores)) {
    await t.test(name, async () => {
      const keyRing = { timeout: 0.2 };
      const { instance, asked } = await start(t, store, { keyRing });
      assert.equal(await (await instance())(mint(KEY, DAY)), "OK");
      assert.equal(asked.length, 1);
    });
  }
});

test("keys of another address than the policy's are left alone", async (t) => {
  const { store } = memory();
  const one = await start(t, store);
  assert.equal(await (await one.instance())(mint(KEY, DAY)), "OK");
  const two = await start(t, store);
  assert.equal(await (await two.instance())(mint(KEY, DAY)), "OK");
  assert.deepEqual([one.asked.length, two.asked.length], [1, 1]);
});

test("Workers KV: a text under a name, kept for no longer than keys may be used", async (t) => {
  const kept = new Map();
  const puts = [];
  const namespace = {
    get: async (name) => kept.get(name) ?? null,
    put: async (name, text, options) => {
      puts.push([name, options]);
      kept.set(name, text);
    },
  };
  const { instance, issuer } = await start(t, kvKeyStore(namespace));
  assert.equal(await (await instance())(mint(KEY, DAY)), "OK");
  await turn();
  assert.deepEqual(puts, [[NAME, { expirationTtl: 14_400 }]]);
  issuer.status = 500;
  assert.equal(await (await instance())(mint(KEY, DAY)), "OK");
});

test("a cache: an answer at an address that nobody asks for", async (t) => {
  const kept = new Map();
  const cache = {
    match: async (url) => kept.get(url)?.clone(),
    put: async (url, response) => {
      kept.set(url, response);
    },
  };
  const { instance, issuer } = await start(
    t,
    cacheKeyStore(() => cache),
  );
  assert.equal(await (await instance())(mint(KEY, DAY)), "OK");
  await turn();
  const [[url, response]] = kept;
  assert.equal(url, `https://keys.portcullis.invalid/${encodeURIComponent(NAME)}`);
  assert.equal(response.headers.get("cache-control"), "max-age=14400");
  issuer.status = 500;
  assert.equal(await (await instance())(mint(KEY, DAY)), "OK");
});

test("what is no store is refused", async () => {
  for (const keyStore of [7, null, {}, { get: () => {} }]) {
    const options = { issuer: ISSUER, audience: AUDIENCE, keyStore };
    await assert.rejects(createVerifier(options), (error) => {
      assert.ok(error instanceof PolicyError);
      assert.deepEqual([error.code, error.path], ["ERR_POLICY_TYPE", "keyStore"]);
      return true;
    });
  }
});
