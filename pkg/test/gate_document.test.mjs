import assert from "node:assert/strict";
import { test } from "node:test";

import { createGate, PolicyError } from "../dist/entry/node_edge.js";
import { AUDIENCE, ISSUER } from "./issuer.mjs";

const ROUTES = [
  { path: "/health", public: true },
  { path: "/notes/*", methods: ["GET"] },
];

test("a document is an object or text, and is read strictly", async () => {
  const good = {
    issuers: [{ issuer: ISSUER, audience: AUDIENCE }],
    origin: "https://origin.example",
    routes: ROUTES,
  };
  createGate(good);
  createGate(JSON.stringify(good));
  const rows = [
    [{ ...good, more: 1 }, "ERR_POLICY_UNKNOWN_MEMBER", "more"],
    [
      { ...good, issuers: [{ issuer: ISSUER }] },
      "ERR_POLICY_MISSING_MEMBER",
      "issuers[0].audience",
    ],
    [
      { ...good, issuers: [{ issuer: "joe", audience: "a" }] },
      "ERR_POLICY_MISSING_MEMBER",
      "issuers[0].jwks_uri",
    ],
    [
      { ...good, issuers: [{ issuer: ISSUER, audience: "a", max_token_age: "1" }] },
      "ERR_POLICY_TYPE",
      "issuers[0].max_token_age",
    ],
    [
      { ...good, routes: [{ path: "/a", public: true, scopes: { all: ["x"] } }] },
      "ERR_POLICY_CONFLICT",
      "routes[0].public",
    ],
    [
      { ...good, routes: [{ path: "/a", scopes: { all: [] } }] },
      "ERR_POLICY_VALUE",
      "routes[0].scopes.all",
    ],
    ['{"issuers":[],"issuers":[]}', "ERR_POLICY_MALFORMED", ""],
    ["", "ERR_POLICY_MALFORMED", ""],
    [undefined, "ERR_POLICY_MALFORMED", ""],
    [{ ...good, origin: 1n }, "ERR_POLICY_MALFORMED", ""],
  ];
  for (const [document, code, path] of rows) {
    assert.throws(
      () => createGate(document),
      (error) => {
        assert.ok(error instanceof PolicyError, String(error));
        assert.deepEqual([error.code, error.path], [code, path]);
        return true;
      },
    );
  }
  assert.throws(() => createGate(good, { fech: fetch }), { path: "fech" });
  assert.throws(() => createGate(good, { fetch: 7 }), { path: "fetch" });
});
