import assert from "node:assert/strict";
import { test } from "node:test";

import { createGate } from "../dist/entry/node_edge.js";
import { accessClaims, AUDIENCE, createKey, ISSUER, keySet, mint, NOW } from "./issuer.mjs";
import { json, serve } from "./server.mjs";

const KEY = createKey("1");
const BARE = 'Bearer realm="portcullis"';

const ROUTES = [
  { path: "/health", public: true },
  { path: "/any" },
  { path: "/notes/*", methods: ["GET"], scopes: { all: ["notes:read"] } },
  { path: "/notes/*", methods: ["POST", "DELETE"], scopes: { any: ["notes:write", "admin"] } },
];

/** A gate with its origin and its issuer, all on this machine. */
async function start(test, more = {}, answer = echo) {
  const origin = await serve(test, answer);
  const issuer = await serve(test, (_, response) => json(response, keySet(KEY)));
  const records = [];
  const gate = createGate(
    {
      issuers: [{ issuer: ISSUER, audience: AUDIENCE, jwks_uri: issuer.url, development: true }],
      origin: origin.url,
      routes: ROUTES,
      forward: { sub: "x-auth-sub", scope: "x-auth-scope", client_id: "x-auth-client" },
      ...more,
    },
    { clock: () => NOW, onDecision: (record) => records.push(record) },
  );
  const call = async (path, { token, headers, ...init } = {}) => {
    const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const all = { ...authorization, ...headers };
    return gate.fetch(new Request(`https://gate.example${path}`, { headers: all, ...init }));
  };
  return { call, gate, origin, issuer, records };
}

/** Tells what reached the origin. */
function echo(request, response) {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    const { method, url, headers } = request;
    json(response, { method, url, headers, body: Buffer.concat(chunks).toString() });
  });
}

test("a good token reaches the origin as headers, and stays behind itself", async (t) => {
  const { call, origin, records } = await start(t);
  const answer = await call("/notes/7?q=a%20b", { token: mint(KEY) });
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get("cache-control"), "private, no-store");
  assert.equal(answer.headers.get("portcullis-decision"), null);
  const { method, url, headers } = await answer.json();
  assert.deepEqual([method, url], ["GET", "/notes/7?q=a%20b"]);
  assert.equal(headers["x-auth-sub"], "ada");
  assert.equal(headers["x-auth-scope"], "notes:read");
  assert.equal(headers["x-auth-client"], "client");
  assert.equal(headers.authorization, undefined);
  assert.equal(headers.host, new URL(origin.url).host);
  assert.deepEqual(
    records.map(({ verdict, code, kid }) => [verdict, code, kid]),
    [["accept", "OK", "1"]],
  );
});

test("each refusal has its status, challenge and code, and the origin hears nothing", async (t) => {
  const { call, origin, records } = await start(t);
  const invalid = `${BARE}, error="invalid_token", error_description=`;
  const request = `${BARE}, error="invalid_request", error_description=`;
  const good = mint(KEY);
  const small = mint(KEY, accessClaims({ scope: "notes:read" }));
  const rows = [
    ["/notes/1", {}, 401, BARE, "ERR_CREDENTIALS_MISSING"],
    [`/notes/1?access_token=${good}`, {}, 401, BARE, "ERR_CREDENTIALS_MISSING"],
    [`/notes/1?access_token=${good}`, { token: good }, 400, request, "ERR_CREDENTIALS_MULTIPLE"],
    [`/notes/1?access%5Ftoken=x`, { token: good }, 400, request, "ERR_CREDENTIALS_MULTIPLE"],
    [
      "/notes/1",
      { headers: { authorization: "Basic YTpi" } },
      401,
      BARE,
      "ERR_CREDENTIALS_MISSING",
    ],
    [
      "/notes/1",
      { headers: { authorization: "Bearer" } },
      400,
      request,
      "ERR_CREDENTIALS_MALFORMED",
    ],
    ["/notes/1", { headers: { authorization: "" } }, 400, request, "ERR_CREDENTIALS_MALFORMED"],
    ["/notes/1", { headers: { authorization: good } }, 401, BARE, "ERR_CREDENTIALS_MISSING"],
    ["/notes/1", { token: `${good} ${good}` }, 400, request, "ERR_CREDENTIALS_MALFORMED"],
    ["/notes/1", { token: `${good}, Bearer ${good}` }, 400, request, "ERR_CREDENTIALS_MULTIPLE"],
    ["/notes/1", { token: `"${good}"` }, 401, invalid, "ERR_TOKEN_CHARACTER"],
    ["/notes/1", { token: "é.é.é" }, 401, invalid, "ERR_TOKEN_CHARACTER"],
    ["/notes/1", { token: "a.b" }, 401, invalid, "ERR_TOKEN_SEGMENTS"],
    [
      "/notes/1",
      { token: mint(KEY, accessClaims({ exp: NOW - 99 })) },
      401,
      invalid,
      "ERR_TOKEN_EXPIRED",
    ],
    [
      "/any",
      { token: mint(KEY, accessClaims({ aud: "b" })) },
      401,
      invalid,
      "ERR_AUDIENCE_MISMATCH",
    ],
    [
      "/notes/1",
      { token: small, method: "DELETE" },
      403,
      `${BARE}, error="insufficient_scope", error_description=`,
      "ERR_SCOPE_INSUFFICIENT",
    ],
    ["/admin", { token: good }, 404, null, "ERR_ROUTE_UNKNOWN"],
    ["/notes/1", { token: good, method: "PUT" }, 405, null, "ERR_METHOD_NOT_ALLOWED"],
    ["/notes/a%2Fb", { token: good }, 400, null, "ERR_PATH_MALFORMED"],
    ["//evil.example/notes/1", { token: good }, 400, null, "ERR_PATH_MALFORMED"],
    ["/notes/..%2fadmin", { token: good }, 400, null, "ERR_PATH_MALFORMED"],
    ["/notes/%00", { token: good }, 400, null, "ERR_PATH_MALFORMED"],
  ];
  for (const [path, init, status, challenge, code] of rows) {
    const answer = await call(path, init);
    const body = await answer.json();
    assert.equal(body.code, code, path);
    assert.equal(answer.status, status, code);
    const got = answer.headers.get("www-authenticate");
    const begins = challenge?.endsWith("=") ? got?.startsWith(challenge) : got === challenge;
    assert.ok(begins, `${code}: ${got}`);
    assert.equal(answer.headers.get("cache-control"), "no-store");
    assert.equal(answer.headers.get("content-type"), "application/json");
    assert.deepEqual(Object.keys(body), ["code", "message"]);
    assert.equal(records.at(-1).code, code);
    assert.equal(records.at(-1).verdict, "refuse");
    for (const part of good.split("."))
      assert.ok(!JSON.stringify([body, got, records]).includes(part));
  }
  assert.deepEqual(origin.asked, []);
});

test("RFC 9110 §10.2.1: 405 says which methods there are; RFC 6750 §3: 403 says which scope", async (t) => {
  const { call } = await start(t);
  const wrong = await call("/notes/1", { method: "PUT" });
  assert.equal(wrong.headers.get("allow"), "GET, HEAD, POST, DELETE");
  const small = await call("/notes/1", { method: "POST", token: mint(KEY) });
  assert.match(small.headers.get("www-authenticate"), /, scope="notes:write"$/);
  const head = await call("/notes/1", { method: "HEAD" });
  assert.deepEqual([head.status, await head.text()], [401, ""]);
});

test("the scheme is case-insensitive and may be followed by several spaces (RFC 9110 §11.1)", async (t) => {
  const { call } = await start(t);
  for (const scheme of ["bearer", "BEARER ", "bEaReR   "]) {
    const headers = { authorization: `${scheme} ${mint(KEY)}` };
    assert.equal((await call("/any", { headers })).status, 200, scheme);
  }
});

test("no caller writes an identity, on no route and in no spelling", async (t) => {
  const { call } = await start(t);
  const forged = {
    "x-auth-sub": "root",
    X_Auth_Sub: "root",
    "x.auth-scope": "admin",
    "X-Auth-Client": "root",
    "x-auth-other": "kept",
  };
  const open = (await (await call("/health", { headers: forged })).json()).headers;
  const bare = mint(KEY, accessClaims({ scope: undefined }));
  const closed = (await (await call("/any", { headers: forged, token: bare })).json()).headers;
  for (const headers of [open, closed]) {
    const names = Object.keys(headers).filter((name) => /auth/.test(name));
    const expected = headers === open ? [] : ["x-auth-client", "x-auth-sub"];
    assert.deepEqual(names.sort(), [...expected, "x-auth-other"].sort());
  }
  assert.equal(closed["x-auth-sub"], "ada");
  assert.equal(open.authorization, undefined);
});

test("`Connection` takes no header of ours away, and forges none", async (t) => {
  const { gate } = await start(t);
  // A client's own request may not have these headers; one that comes from a server may.
  const request = new Request("https://gate.example/any");
  const headers = new Headers({
    authorization: `Bearer ${mint(KEY)}`,
    "x-named": "gone",
    te: "gzip",
  });
  headers.set("connection", "close, x-auth-sub, X-Named");
  Object.defineProperty(request, "headers", { value: headers });
  const seen = (await (await gate.fetch(request)).json()).headers;
  assert.equal(seen["x-auth-sub"], "ada");
  assert.equal(seen["x-named"], undefined);
  assert.equal(seen.te, undefined);
  assert.notEqual(seen.connection, "close, x-auth-sub, X-Named");
});

test("forwarded values are percent-encoded, and two subjects never become one", async (t) => {
  const { call } = await start(t);
  const seen = async (claims) => {
    const token = mint(KEY, accessClaims(claims));
    return (await (await call("/any", { token })).json()).headers;
  };
  const subjects = {
    "a b": "a%20b",
    "a%20b": "a%2520b",
    né: "n%C3%A9",
    "x\r\ny: z": "x%0D%0Ay:%20z",
    "\u{1F600}": "%F0%9F%98%80",
    "auth0|7,8": "auth0|7,8",
  };
  for (const [sub, header] of Object.entries(subjects)) {
    assert.equal((await seen({ sub }))["x-auth-sub"], header);
  }
  assert.equal((await seen({ scope: "a b né" }))["x-auth-scope"], "a b n%C3%A9");
});

test("bodies stream both ways, and status and headers are the origin's", async (t) => {
  const { call } = await start(t, {}, (request, response) => {
    if (request.url === "/notes/redirect") {
      return response.writeHead(302, { location: "https://elsewhere.example/" }).end();
    }
    response.writeHead(207, "Many", {
      "content-type": "text/plain",
      "cache-control": "public, max-age=9",
      "set-cookie": ["a=1", "b=2"],
      "portcullis-decision": "forged",
      "x-own": "origin",
    });
    response.write("first");
    request.on("data", (chunk) => response.write(`<${chunk}>`));
    request.on("end", () => response.end("last"));
  });
  const token = mint(KEY, accessClaims({ scope: "notes:read notes:write" }));
  let send;
  const body = new ReadableStream({
    start(controller) {
      send = controller;
    },
  });
  // Node's fetch sends nothing at all before the first part of a body.
  send.enqueue(new TextEncoder().encode("one"));
  const answer = await call("/notes", { token, method: "POST", body, duplex: "half" });
  assert.deepEqual([answer.status, answer.statusText], [207, "Many"]);
  assert.equal(answer.headers.get("cache-control"), "private, no-store");
  assert.equal(answer.headers.get("portcullis-decision"), null);
  assert.equal(answer.headers.get("x-own"), "origin");
  assert.deepEqual(answer.headers.getSetCookie(), ["a=1", "b=2"]);
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  const until = async (end) => {
    let text = "";
    while (!text.endsWith(end)) text += (await reader.read()).value;
    return text;
  };
  // The answer is here while the request is still being sent.
  assert.equal(await until("<one>"), "first<one>");
  send.enqueue(new TextEncoder().encode("two"));
  assert.equal(await until("<two>"), "<two>");
  send.close();
  assert.equal(await until("last"), "last");
  const redirect = await call("/notes/redirect", { token });
  assert.equal(redirect.status, 302);
  assert.equal(redirect.headers.get("location"), "https://elsewhere.example/");
});

test("a coded body arrives as the header says", async (t) => {
  const { call } = await start(t, {}, (request, response) => {
    json(response, { accepts: request.headers["accept-encoding"] });
  });
  const answer = await call("/health", { headers: { "accept-encoding": "gzip" } });
  assert.equal((await answer.json()).accepts, "identity");
  assert.equal(answer.headers.get("content-encoding"), null);
});

test("a public route keeps the origin's own caching and needs no keys", async (t) => {
  const { call, issuer } = await start(t, {}, (_, response) =>
    response.setHeader("cache-control", "public, max-age=9").end("up"),
  );
  const answer = await call("/health", { token: "not looked at" });
  assert.deepEqual([answer.status, await answer.text()], [200, "up"]);
  assert.equal(answer.headers.get("cache-control"), "public, max-age=9");
  assert.deepEqual(issuer.asked, []);
});

test("Authorization reaches the origin when the document says so", async (t) => {
  const { call } = await start(t, { forward_authorization: true });
  const token = mint(KEY);
  const { headers } = await (await call("/any", { token })).json();
  assert.equal(headers.authorization, `Bearer ${token}`);
});

test("keys out of reach: 503 with Retry-After, nothing for the origin", async (t) => {
  const { call, origin } = await start(t, {
    issuers: [
      {
        issuer: ISSUER,
        audience: AUDIENCE,
        jwks_uri: "http://127.0.0.1:1/jwks",
        development: true,
      },
    ],
  });
  const answer = await call("/any", { token: mint(KEY) });
  assert.equal(answer.status, 503);
  assert.equal(answer.headers.get("retry-after"), "1");
  assert.equal(answer.headers.get("cache-control"), "no-store");
  assert.equal(answer.headers.get("www-authenticate"), null);
  assert.equal((await answer.json()).code, "ERR_KEYS_UNREACHABLE");
  assert.deepEqual(origin.asked, []);
});

test("an origin out of reach: 502", async (t) => {
  const { call } = await start(t, { origin: "http://127.0.0.1:1" });
  const answer = await call("/any", { token: mint(KEY) });
  assert.deepEqual([answer.status, (await answer.json()).code], [502, "ERR_ORIGIN_UNREACHABLE"]);
  assert.equal(answer.headers.get("cache-control"), "no-store");
});

test("expose_decision sends the record with every answer, in ASCII", async (t) => {
  const key = createKey("schlüssel");
  const issuer = await serve(t, (_, response) => json(response, keySet(key)));
  const issuers = [{ issuer: ISSUER, audience: AUDIENCE, jwks_uri: issuer.url, development: true }];
  const { call, records } = await start(t, { expose_decision: true, issuers });
  const rows = [
    ["/any", { token: mint(key) }, "OK", "admitted"],
    ["/health", {}, "OK", "request"],
    ["/any", {}, "ERR_CREDENTIALS_MISSING", "request"],
    ["/none", {}, "ERR_ROUTE_UNKNOWN", "request"],
    ["/any", { token: mint(key, accessClaims({ exp: 1 })) }, "ERR_TOKEN_EXPIRED", "claims"],
  ];
  for (const [path, init, code, stage] of rows) {
    const text = (await call(path, init)).headers.get("portcullis-decision");
    assert.match(text, /^[\x20-\x7e]+$/);
    const record = JSON.parse(text);
    assert.deepEqual([record.code, record.stage, record.at], [code, stage, NOW]);
    assert.deepEqual(record, records.at(-1));
    assert.deepEqual(Object.keys(record).sort(), [
      "alg",
      "at",
      "claim",
      "clause",
      "code",
      "fingerprint",
      "kid",
      "policy",
      "stage",
      "status",
      "step",
      "verdict",
    ]);
  }
  assert.equal(records[0].kid, "schlüssel");
});
