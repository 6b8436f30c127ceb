// The gate as a page in a browser meets it (Fetch §3.2).

import assert from "node:assert/strict";
import { test } from "node:test";

import { createGate } from "../dist/entry/node_edge.js";
import { AUDIENCE, createKey, ISSUER, keySet, mint, NOW } from "./issuer.mjs";
import { json, serve } from "./server.mjs";

const KEY = createKey("1");
const PAGE = "https://app.example";

async function start(test, more = {}) {
  const origin = await serve(test, (_, response) => {
    response.setHeader("access-control-allow-origin", "*");
    response.setHeader("access-control-allow-credentials", "true");
    response.setHeader("vary", "Accept").end("note");
  });
  const issuer = await serve(test, (_, response) => json(response, keySet(KEY)));
  const gate = createGate(
    {
      issuers: [{ issuer: ISSUER, audience: AUDIENCE, jwks_uri: issuer.url, development: true }],
      origin: origin.url,
      routes: [
        { path: "/notes/*", methods: ["GET"] },
        { path: "/notes/*", methods: ["POST", "DELETE"] },
        { path: "/all" },
      ],
      cors: { origins: [PAGE] },
      ...more,
    },
    { clock: () => NOW },
  );
  const call = (path, init) => gate.fetch(new Request(`https://gate.example${path}`, init));
  const preflight = (path, method, page = PAGE, headers = "authorization, content-type") =>
    call(path, {
      method: "OPTIONS",
      headers: {
        origin: page,
        "access-control-request-method": method,
        ...(headers && { "access-control-request-headers": headers }),
      },
    });
  return { call, preflight, origin };
}

function cors(answer) {
  return Object.fromEntries(
    [...answer.headers].filter(([name]) => name.startsWith("access-control-")),
  );
}

test("preflights are answered by the gate alone", async (t) => {
  const { preflight, origin } = await start(t);
  const answer = await preflight("/notes/7", "DELETE");
  assert.deepEqual([answer.status, await answer.text()], [204, ""]);
  assert.deepEqual(cors(answer), {
    "access-control-allow-origin": PAGE,
    "access-control-allow-methods": "GET, HEAD, POST, DELETE",
    "access-control-allow-headers": "authorization, content-type",
    "access-control-expose-headers": "WWW-Authenticate, DPoP-Nonce, Retry-After",
    "access-control-max-age": "600",
  });
  assert.match(answer.headers.get("vary"), /Origin/);
  assert.deepEqual(origin.asked, []);
});

test("a route for every method takes the one that is asked for", async (t) => {
  const { preflight } = await start(t);
  const ordinary = "GET, HEAD, POST, PUT, PATCH, DELETE";
  for (const [method, expected] of [
    ["PATCH", ordinary],
    ["PURGE", `${ordinary}, PURGE`],
  ]) {
    const answer = await preflight("/all", method);
    assert.equal(cors(answer)["access-control-allow-methods"], expected);
  }
  const wrong = await preflight("/notes/7", "PATCH");
  assert.equal(wrong.status, 204);
  assert.equal(cors(wrong)["access-control-allow-methods"], "GET, HEAD, POST, DELETE");
});

test("headers that are no names are not repeated", async (t) => {
  const { preflight } = await start(t);
  for (const headers of ["", "a b", "<script>", "a,,b"]) {
    const answer = await preflight("/all", "GET", PAGE, headers);
    assert.equal(cors(answer)["access-control-allow-headers"], undefined, headers);
  }
});

test("another page's preflight is refused, and so is one for no route", async (t) => {
  const { preflight } = await start(t);
  for (const page of ["https://evil.example", "null", `${PAGE}.evil.example`, PAGE.toUpperCase()]) {
    const answer = await preflight("/notes/7", "GET", page);
    assert.deepEqual([answer.status, cors(answer)], [403, {}], page);
    assert.equal((await answer.json()).code, "ERR_CORS_ORIGIN");
  }
  assert.equal((await preflight("/none", "GET")).status, 404);
  assert.equal((await preflight("/notes/%2f", "GET")).status, 400);
});

test("answers and refusals are readable by the page, and by no other", async (t) => {
  const { call } = await start(t);
  const headers = { origin: PAGE, authorization: `Bearer ${mint(KEY)}` };
  const expected = {
    "access-control-allow-origin": PAGE,
    "access-control-expose-headers": "WWW-Authenticate, DPoP-Nonce, Retry-After",
  };
  const answer = await call("/notes/7", { headers });
  assert.deepEqual([answer.status, cors(answer)], [200, expected]);
  assert.equal(answer.headers.get("vary"), "Accept, Origin");
  const refused = await call("/notes/7", { headers: { origin: PAGE } });
  assert.deepEqual([refused.status, cors(refused)], [401, expected]);
  const other = await call("/notes/7", { headers: { ...headers, origin: "https://evil.example" } });
  assert.deepEqual(
    [other.status, cors(other), other.headers.get("vary")],
    [200, {}, "Accept, Origin"],
  );
});

test("expose_decision makes the record readable too", async (t) => {
  const { preflight } = await start(t, { expose_decision: true });
  const answer = await preflight("/all", "GET");
  assert.match(answer.headers.get("access-control-expose-headers"), /, Portcullis-Decision$/);
  assert.equal(JSON.parse(answer.headers.get("portcullis-decision")).code, "OK");
});

test("without pages in the document the origin speaks for itself, and preflights are requests", async (t) => {
  const { call, preflight } = await start(t, { cors: undefined });
  const headers = { origin: PAGE, authorization: `Bearer ${mint(KEY)}` };
  const answer = await call("/notes/7", { headers });
  assert.equal(answer.headers.get("access-control-allow-origin"), "*");
  for (const path of ["/notes/7", "/all"]) assert.equal((await preflight(path, "GET")).status, 405);
});
