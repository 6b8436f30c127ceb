import assert from "node:assert/strict";
import { test } from "node:test";

import { createVerifier } from "../dist/entry/node.js";
import { accessClaims, AUDIENCE, createKey, keySet, mint, NOW } from "./issuer.mjs";
import { json, serve } from "./server.mjs";

const KEY = createKey("1");
const OPENID = "/tenant/.well-known/openid-configuration";
const OAUTH = "/.well-known/oauth-authorization-server/tenant";

/** An issuer with a path, whose documents are what `pages` says; null hangs up. */
async function start(test, pages) {
  const server = await serve(test, (request, response) => {
    const page = pages(server.url)[request.url];
    if (page === undefined) json(response, {}, 404);
    else if (typeof page === "number") json(response, {}, page);
    else json(response, page);
  });
  const issuer = `${server.url}/tenant`;
  const verifier = await createVerifier({ issuer, audience: AUDIENCE, clock: () => NOW });
  return { ...server, verify: () => verifier.verify(mint(KEY, accessClaims({ iss: issuer }))) };
}

function metadata(url, more = {}) {
  return { issuer: `${url}/tenant`, jwks_uri: `${url}/jwks`, ...more };
}

test("OpenID Connect Discovery §4: the metadata names the keys", async (t) => {
  const { asked, verify } = await start(t, (url) => ({
    [OPENID]: metadata(url),
    "/jwks": keySet(KEY),
  }));
  await verify();
  await verify();
  assert.deepEqual(asked, [OPENID, "/jwks"]);
});

test("RFC 8414 §3: the other document is asked for where the first is not found", async (t) => {
  const { asked, verify } = await start(t, (url) => ({
    [OAUTH]: metadata(url),
    "/jwks": keySet(KEY),
  }));
  await verify();
  assert.deepEqual(asked, [OPENID, OAUTH, "/jwks"]);
});

test("only not found leads to the other document", async (t) => {
  const { asked, verify } = await start(t, (url) => ({
    [OPENID]: 500,
    [OAUTH]: metadata(url),
    "/jwks": keySet(KEY),
  }));
  await assert.rejects(verify(), { code: "ERR_KEYS_STATUS", status: 503 });
  assert.deepEqual(asked, [OPENID]);
});

test("metadata that cannot be used is the issuer's trouble", async (t) => {
  const rows = {
    "of another issuer (RFC 8414 §3.3)": (url) => metadata(url, { issuer: url }),
    "without keys": (url) => ({ issuer: `${url}/tenant` }),
    "with keys in the clear": (url) => metadata(url, { jwks_uri: "http://issuer.example/jwks" }),
    "with keys at no URL": (url) => metadata(url, { jwks_uri: 7 }),
    "of another shape": () => [],
  };
  for (const [name, page] of Object.entries(rows)) {
    await t.test(name, async (t) => {
      const { verify } = await start(t, (url) => ({ [OPENID]: page(url), "/jwks": keySet(KEY) }));
      await assert.rejects(verify(), { code: "ERR_DISCOVERY_MALFORMED", status: 503 });
    });
  }
  await t.test("none at all", async (t) => {
    const { verify } = await start(t, () => ({}));
    await assert.rejects(verify(), { code: "ERR_DISCOVERY_MALFORMED", status: 503 });
  });
});

test("an issuer that is no URL has keys that are handed over", async () => {
  const verifier = await createVerifier({
    issuer: "joe",
    audience: AUDIENCE,
    keys: keySet(KEY),
    clock: () => NOW,
  });
  await verifier.verify(mint(KEY, accessClaims({ iss: "joe" })));
  await assert.rejects(createVerifier({ issuer: "joe", audience: AUDIENCE }), {
    name: "PolicyError",
    code: "ERR_POLICY_MISSING_MEMBER",
    path: "keys",
  });
});
