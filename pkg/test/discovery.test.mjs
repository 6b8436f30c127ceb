import assert from "node:assert/strict";
import { test } from "node:test";

import { fetchKeysOf } from "../dist/discovery.js";
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
  const verifier = await createVerifier({
    issuer,
    audience: AUDIENCE,
    development: true,
    clock: () => NOW,
  });
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

test("a remote issuer's metadata leads to nothing inside of a network (RFC 9700 §2.6)", async () => {
  const issuer = "https://issuer.example";
  const verify = async (jwks_uri) => {
    const asked = [];
    const fetch = async (url) => {
      asked.push(url);
      return Response.json(url === jwks_uri ? keySet(KEY) : { issuer, jwks_uri });
    };
    const verifier = await createVerifier({ issuer, audience: AUDIENCE, clock: () => NOW, fetch });
    await verifier.verify(mint(KEY)).finally(() => assert.equal(asked.includes(jwks_uri), false));
  };
  for (const host of ["127.0.0.1", "[::ffff:10.0.0.1]", "2130706433", "a.internal", "localhost"]) {
    const refused = { code: "ERR_DISCOVERY_MALFORMED", status: 503 };
    await assert.rejects(verify(`https://${host}/jwks`), refused, host);
  }
  await assert.rejects(verify("https://keys.example/jwks"), { code: "ERR_ASSERTION" });
});

test("what is no JSON document of bounded size is not read, and no redirect followed", async (t) => {
  const answers = {
    ERR_KEYS_REDIRECTED: (response) => response.writeHead(302, { location: "/jwks" }).end(),
    ERR_DISCOVERY_MALFORMED: (response) =>
      response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html>"),
    ERR_KEYS_TOO_LARGE: (response) => json(response, { issuer: "x".repeat(10_000_000) }),
    ERR_KEYS_TIMEOUT: (response) =>
      response.writeHead(200, { "content-type": "text/json" }).write("{"),
  };
  for (const [code, answer] of Object.entries(answers)) {
    const { url, asked } = await serve(t, (_, response) => answer(response));
    const glue = { metadataUrl: (issuer, kind) => `${issuer}/${kind}`, readJwksUri: assert.fail };
    const fetchKeys = fetchKeysOf({ call: (use) => use(glue) }, fetch, url);
    const { fault } = await fetchKeys({
      size: 262_144,
      signal: AbortSignal.timeout(code.endsWith("TIMEOUT") ? 100 : 5_000),
    });
    assert.equal(fault, code);
    assert.deepEqual(asked, ["/openid"]);
  }
});

test("plain http is for development alone", async () => {
  const missing = { name: "PolicyError", code: "ERR_POLICY_MISSING_MEMBER", path: "development" };
  const options = { audience: AUDIENCE, issuer: "https://issuer.example" };
  for (const more of [{ issuer: "http://127.0.0.1:1" }, { keys: "http://127.0.0.1:1/jwks" }]) {
    await assert.rejects(createVerifier({ ...options, ...more }), missing);
    await createVerifier({ ...options, ...more, development: true });
  }
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
