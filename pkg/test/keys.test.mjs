import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { createVerifier, TokenError } from "../dist/entry/node.js";
import { fetchJson } from "../dist/bounded_fetch.js";
import { accessClaims, AUDIENCE, createKey, keySet, mint, NOW } from "./issuer.mjs";
import { json, serve } from "./server.mjs";

const SUITE = JSON.parse(
  readFileSync(new URL("../../tests/vectors/keys.json", import.meta.url), "utf8"),
);
const KEY = createKey("1");

/** A verifier whose keys are at `url`; `clock.now` is its time. */
async function verifierOf(url, more = {}) {
  const clock = { now: NOW };
  const verifier = await createVerifier({
    issuer: "https://issuer.example",
    audience: AUDIENCE,
    development: true,
    keys: url,
    clock: () => clock.now,
    ...more,
  });
  return { verifier, clock };
}

async function assertRefused(verifying, code, status) {
  const jwt = mint(KEY);
  await assert.rejects(verifying, (error) => {
    assert.ok(error instanceof TokenError, String(error));
    assert.deepEqual([error.code, error.status], [code, status]);
    assert.equal(error.decision.code, code);
    assert.ok(!JSON.stringify([error, error.message, error.stack]).includes(jwt.slice(40, 80)));
    return true;
  });
}

test("keys are fetched with the first token that needs them, and kept", async (t) => {
  const { url, asked } = await serve(t, (_, response) => json(response, keySet(KEY)));
  const { verifier } = await verifierOf(`${url}/jwks`);
  assert.deepEqual(asked, []);
  // What is no token is refused without a look at the keys.
  await assertRefused(verifier.verify("a.b"), "ERR_TOKEN_SEGMENTS", 401);
  assert.throws(() => verifier.verifySync(mint(KEY)), { code: "ERR_KEYS_NOT_READY" });
  assert.deepEqual(asked, []);
  await verifier.verify(mint(KEY));
  await verifier.verify(mint(KEY));
  assert.equal(verifier.verifySync(mint(KEY)).claims.sub, "ada");
  assert.deepEqual(asked, ["/jwks"]);
});

test("certificates by kid serve where the options say that they are there", async (t) => {
  const { certificates } = SUITE.keys["four certificates"];
  const name = "keys: a certificate of an RSA key";
  const { token } = SUITE.vectors.find((vector) => vector.name === name);
  const { url, asked } = await serve(t, (_, response) => json(response, certificates));
  const { verifier } = await verifierOf(`${url}/x509`, { keyDocument: "certificates" });
  assert.equal((await verifier.verify(token)).claims.sub, "ada");
  assert.deepEqual(asked, ["/x509"]);
  const given = await verifierOf(certificates, { keyDocument: "certificates" });
  assert.equal(given.verifier.verifySync(token).claims.sub, "ada");
  // The same document is no JWK set, and discovery finds nothing else.
  const { verifier: expecting } = await verifierOf(`${url}/x509`);
  await assertRefused(expecting.verify(token), "ERR_JWKS_MALFORMED", 503);
  await assert.rejects(verifierOf(undefined, { keyDocument: "certificates" }), {
    name: "PolicyError",
    code: "ERR_POLICY_MISSING_MEMBER",
    path: "keys",
  });
  await assert.rejects(verifierOf(url, { keyDocument: "pem" }), {
    name: "PolicyError",
    code: "ERR_POLICY_VALUE",
    path: "keyDocument",
  });
});

test("keys out of reach are the verifier's trouble: 503, never 401 and never a pass", async (t) => {
  let answer;
  const { url } = await serve(t, (request, response) => answer(request, response));
  const body = JSON.stringify(keySet(KEY));
  const rows = [
    ["a redirect", "ERR_KEYS_REDIRECTED", (r) => r.writeHead(302, { location: "/" }).end()],
    ["another redirect", "ERR_KEYS_REDIRECTED", (r) => r.writeHead(308, { location: "/" }).end()],
    ["a failure", "ERR_KEYS_STATUS", (r) => json(r, keySet(KEY), 500)],
    ["not found", "ERR_KEYS_STATUS", (r) => json(r, keySet(KEY), 404)],
    ["no content", "ERR_KEYS_STATUS", (r) => r.writeHead(204).end()],
    [
      "a page",
      "ERR_JWKS_MALFORMED",
      (r) => r.writeHead(200, { "content-type": "text/html" }).end(body),
    ],
    ["no type", "ERR_JWKS_MALFORMED", (r) => r.writeHead(200).end(body)],
    ["no JSON", "ERR_JWKS_MALFORMED", (r) => json2(r, "{")],
    ["no UTF-8", "ERR_JWKS_MALFORMED", (r) => json2(r, Buffer.from([0x7b, 0xff, 0x7d]))],
    ["a byte order mark", "ERR_JWKS_MALFORMED", (r) => json2(r, `\ufeff${body}`)],
    ["no keys", "ERR_JWKS_NO_USABLE_KEY", (r) => json(r, { keys: [] })],
    ["nothing", "ERR_JWKS_MALFORMED", (r) => json2(r, "")],
    ["too much", "ERR_KEYS_TOO_LARGE", (r) => json2(r, body.padEnd(300_000))],
    ["a hang-up", "ERR_KEYS_UNREACHABLE", (r) => r.destroy()],
    [
      "half an answer",
      "ERR_KEYS_UNREACHABLE",
      (r) =>
        r
          .writeHead(200, { "content-type": "application/json", "content-length": 99 })
          .write("{", () => r.destroy()),
    ],
  ];
  for (const [name, code, reply] of rows) {
    await t.test(name, async () => {
      answer = (_, response) => reply(response);
      const { verifier, clock } = await verifierOf(url);
      await assertRefused(verifier.verify(mint(KEY)), code, 503);
      // It is tried again a second later.
      answer = (_, response) => json(response, keySet(KEY));
      clock.now += 1;
      await verifier.verify(mint(KEY));
    });
  }
});

test("a set of another JSON type is taken", async (t) => {
  const { url } = await serve(t, (_, response) =>
    response
      .setHeader("content-type", "application/jwk-set+json; charset=utf-8")
      .end(JSON.stringify(keySet(KEY))),
  );
  const { verifier } = await verifierOf(url);
  await verifier.verify(mint(KEY));
});

test("a stream without an end is left at the size limit", async (t) => {
  let written = 0;
  const { url } = await serve(t, (_, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    const more = () => {
      if (response.destroyed) return;
      written += 10_000;
      response.write(" ".repeat(10_000), more);
    };
    more();
  });
  const { verifier } = await verifierOf(url, { limits: { jwks: 50_000 } });
  await assertRefused(verifier.verify(mint(KEY)), "ERR_KEYS_TOO_LARGE", 503);
  assert.ok(written < 5_000_000);
});

test("nobody there", async () => {
  const { verifier } = await verifierOf("http://127.0.0.1:1/jwks");
  await assertRefused(verifier.verify(mint(KEY)), "ERR_KEYS_UNREACHABLE", 503);
});

test("a stalled answer is left after the timeout, before and within its body", async (t) => {
  const { url } = await serve(t, (request, response) => {
    if (request.url === "/body") {
      response.writeHead(200, { "content-type": "application/json" }).write("{");
    }
  });
  for (const path of ["/head", "/body"]) {
    const started = performance.now();
    const bounds = { size: 1_000, signal: AbortSignal.timeout(200) };
    const fetched = await fetchJson(fetch, url + path, bounds, { malformed: "ERR_JWKS_MALFORMED" });
    assert.deepEqual(fetched, { fault: "ERR_KEYS_TIMEOUT" });
    assert.ok(performance.now() - started < 2_000);
  }
});

test("five seconds are what an issuer gets", async (t) => {
  const { url } = await serve(t, () => {});
  const { verifier } = await verifierOf(url);
  const started = performance.now();
  await assertRefused(verifier.verify(mint(KEY)), "ERR_KEYS_TIMEOUT", 503);
  const seconds = (performance.now() - started) / 1000;
  assert.ok(seconds > 4.5 && seconds < 8, `${seconds} s`);
});

test("of several issuers only the one that is asked about is asked", async (t) => {
  const one = await serve(t, (_, response) => json(response, keySet(KEY)));
  const two = await serve(t, (_, response) => json(response, {}, 500));
  const policy = { audience: AUDIENCE, development: true };
  const verifier = await createVerifier({
    issuers: [
      { ...policy, issuer: "https://issuer.example", keys: one.url },
      { ...policy, issuer: "https://two.example", keys: new URL(two.url) },
    ],
    clock: () => NOW,
  });
  await verifier.verify(mint(KEY));
  await assertRefused(
    verifier.verify(mint(KEY, accessClaims({ iss: "https://three.example" }))),
    "ERR_ISSUER_MISMATCH",
    401,
  );
  assert.deepEqual([one.asked.length, two.asked.length], [1, 0]);
  const jwt = mint(KEY, accessClaims({ iss: "https://two.example" }));
  await assertRefused(verifier.verify(jwt), "ERR_KEYS_STATUS", 503);
  assert.deepEqual([one.asked.length, two.asked.length], [1, 1]);
});

test("the given fetch is the one that is used, without cookies and without following", async () => {
  const calls = [];
  const fetch = async (url, init) => {
    calls.push([String(url), init.redirect, init.credentials, init.signal instanceof AbortSignal]);
    return Response.json(keySet(KEY));
  };
  const { verifier } = await verifierOf("https://issuer.example/jwks", { fetch });
  await verifier.verify(mint(KEY));
  assert.deepEqual(calls, [["https://issuer.example/jwks", "manual", "omit", true]]);
});

function json2(response, body) {
  response.writeHead(200, { "content-type": "application/json" }).end(body);
}
