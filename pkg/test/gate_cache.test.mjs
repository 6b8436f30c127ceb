// A gate with a cache answers as one without it, whatever was asked before.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createGate } from "../dist/entry/node_edge.js";
import { accessClaims, AUDIENCE, createKey, ISSUER, keySet, mint, NOW } from "./issuer.mjs";

const KEY = createKey("1", "EdDSA");
const OTHER = createKey("2", "EdDSA");
const JWKS_URL = "https://issuer.example/jwks";

const ROUTES = [
  { path: "/health", public: true },
  { path: "/any" },
  { path: "/notes/*", methods: ["GET"], scopes: { all: ["notes:read"] } },
  { path: "/notes/*", methods: ["POST", "DELETE"], scopes: { any: ["notes:write", "admin"] } },
  { path: "/both", scopes: { all: ["notes:read", "notes:write"] } },
];

/** A gate, its clock, and how its answers can be told apart. */
function create(cache) {
  const state = { now: NOW, keys: keySet(KEY), records: [] };
  const fetch = async (input) => {
    if (String(input) === JWKS_URL) return Response.json(state.keys);
    const { method, url, headers } = input;
    return Response.json({ method, url, headers: Object.fromEntries(headers) });
  };
  const gate = createGate(
    {
      issuers: [{ issuer: ISSUER, audience: AUDIENCE, jwks_uri: JWKS_URL }],
      origin: "https://origin.example",
      routes: ROUTES,
      forward: { sub: "x-auth-sub", scope: "x-auth-scope", client_id: "x-auth-client" },
      expose_decision: true,
    },
    { clock: () => state.now, fetch, cache, onDecision: (record) => state.records.push(record) },
  );
  const ask = async (method, path, authorization) => {
    const headers = authorization === undefined ? {} : { authorization };
    const answer = await gate.fetch(
      new Request(`https://gate.example${path}`, { method, headers }),
    );
    const record = state.records.at(-1);
    const shown = Object.fromEntries(answer.headers);
    return { status: answer.status, headers: shown, body: await answer.text(), record };
  };
  return { state, ask };
}

test("every route gets the answer of a gate without a cache, in any order and at any time", async () => {
  const scopes = ["notes:read", "notes:write", "admin", "notes:read notes:write", "", "other"];
  const claims = scopes.map((scope, i) =>
    accessClaims({ scope, jti: `${i}`, sub: `ad\u00e4 ${i}` }),
  );
  const tokens = [
    ...claims.map((each) => mint(KEY, each)),
    mint(KEY, accessClaims({ exp: NOW + 20, nbf: NOW })),
    mint(OTHER),
    "a.b.c",
  ];
  const asks = tokens.flatMap((token) =>
    [
      ["GET", "/health"],
      ["GET", "/any"],
      ["GET", "/notes/1"],
      ["HEAD", "/notes"],
      ["POST", "/notes/1"],
      ["DELETE", "/notes/1"],
      ["PUT", "/notes/1"],
      ["GET", "/both"],
      ["GET", "/nowhere"],
    ].flatMap(([method, path]) => [
      [method, path, `Bearer ${token}`],
      [method, path, `bearer  ${token}`],
      [method, path, `DPoP ${token}`],
      [method, `${path}?access_token=${token}`, `Bearer ${token}`],
      [method, path, token],
    ]),
  );
  const cached = create({});
  const plain = create(undefined);
  let state = 7;
  for (let turn = 0; turn < 1500; turn += 1) {
    state = (state * 48271) % 2147483647;
    const [method, path, authorization] = asks[state % asks.length];
    const now = NOW + [0, 0, 0, 0, 49.9, 50, -31, 20][state % 8];
    cached.state.now = now;
    plain.state.now = now;
    assert.deepEqual(
      await cached.ask(method, path, authorization),
      await plain.ask(method, path, authorization),
      `${method} ${path} ${now - NOW}`,
    );
  }
  assert.deepEqual(cached.state.records, plain.state.records);
});

test("RFC 6750 §3.1: a token that is kept for one route does not pass another one", async () => {
  const { ask } = create({});
  const bearer = `Bearer ${mint(KEY)}`;
  for (let turn = 0; turn < 3; turn += 1) {
    assert.equal((await ask("GET", "/notes/1", bearer)).status, 200);
    assert.equal((await ask("GET", "/any", bearer)).status, 200);
    const refused = await ask("POST", "/notes/1", bearer);
    assert.deepEqual([refused.status, refused.record.code], [403, "ERR_SCOPE_INSUFFICIENT"]);
    assert.match(refused.headers["www-authenticate"], /insufficient_scope.*scope="notes:write"/);
    assert.equal((await ask("GET", "/both", bearer)).status, 403);
  }
});

test("RFC 9449 §7.1: a token that is kept for Bearer is nothing under another scheme", async () => {
  const { ask } = create({});
  const token = mint(KEY);
  assert.equal((await ask("GET", "/notes/1", `Bearer ${token}`)).status, 200);
  for (const scheme of ["DPoP", "Basic", "Token"]) {
    const { status, record } = await ask("GET", "/notes/1", `${scheme} ${token}`);
    assert.deepEqual([status, record.code], [401, "ERR_CREDENTIALS_MISSING"]);
  }
});

test("a kept token dies with its date, and with its key", async () => {
  const { ask, state } = create({ ttl: 3600 });
  const bearer = `Bearer ${mint(KEY)}`;
  assert.equal((await ask("GET", "/any", bearer)).status, 200);
  state.keys = keySet(OTHER);
  // Within the time that keys are good for, a withdrawn one still is.
  state.now = NOW + 300;
  assert.equal((await ask("GET", "/any", bearer)).status, 200);
  state.now = NOW + 330;
  assert.equal((await ask("GET", "/any", bearer)).record.code, "ERR_TOKEN_EXPIRED");
  state.now = NOW + 30;
  assert.equal((await ask("GET", "/any", bearer)).status, 200);
  assert.equal((await ask("GET", "/any", `Bearer ${mint(OTHER)}`)).status, 200);
  assert.equal((await ask("GET", "/any", bearer)).record.code, "ERR_KEY_UNKNOWN");
});

test("the bounds of a cache are options of the host, not of the document", () => {
  const document = {
    issuers: [{ issuer: ISSUER, audience: AUDIENCE }],
    origin: "https://origin.example",
    routes: [{ path: "/any" }],
  };
  createGate(document, { cache: {} });
  const refused = (code, path) => ({ name: "PolicyError", code, path });
  const unknown = "ERR_POLICY_UNKNOWN_MEMBER";
  assert.throws(() => createGate({ ...document, cache: {} }), refused(unknown, "cache"));
  assert.throws(() => createGate(document, { cache: { ttk: 1 } }), refused(unknown, "cache.ttk"));
  const senseless = { cache: { ttl: 0 } };
  assert.throws(() => createGate(document, senseless), refused("ERR_POLICY_VALUE", "cache.ttl"));
});
