// `fetch` sends the token to allowed origins and to nobody else (RFC 6750 §5.3).

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, beforeEach, test } from "node:test";

import { fetchWithToken } from "../../dist/login/fetch.js";

const servers = [];
const seen = [];
let api;
let other;
let settings;
let asked = 0;

const getToken = async () => {
  asked += 1;
  return "the-token";
};

before(async () => {
  other = await listen(() => ({ status: 200 }));
  api = await listen((path) =>
    path === "/away" ? { status: 307, headers: { location: `${other}/stolen` } } : { status: 200 },
  );
  settings = { allowedOrigins: new Set([api]), fetch: globalThis.fetch };
});

beforeEach(() => {
  seen.length = 0;
  asked = 0;
});

after(() => {
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
});

test("attaches the token for an allowed origin, whatever the form of the input", async () => {
  await fetchWithToken(settings, getToken, `${api}/a`);
  await fetchWithToken(settings, getToken, new URL(`${api}/b`), { method: "DELETE" });
  await fetchWithToken(settings, getToken, new Request(`${api}/c`, { headers: { "x-a": "1" } }));
  await fetchWithToken(settings, getToken, `${api}/d`, { method: "POST", body: "hello" });
  assert.deepEqual(
    seen.map(({ method, path, headers, body }) => [method, path, headers.authorization, body]),
    [
      ["GET", "/a", "Bearer the-token", ""],
      ["DELETE", "/b", "Bearer the-token", ""],
      ["GET", "/c", "Bearer the-token", ""],
      ["POST", "/d", "Bearer the-token", "hello"],
    ],
  );
  assert.equal(seen[2].headers["x-a"], "1");
});

test("refuses any other origin before it asks for a token", async () => {
  const { port } = new URL(api);
  const elsewhere = [
    `${other}/a`,
    `https://127.0.0.1:${port}/a`,
    `http://localhost:${port}/a`,
    `http://127.0.0.1.evil.example:${port}/`,
    "data:text/plain,x",
    new Request(`${other}/b`),
  ];
  for (const target of elsewhere) {
    await assert.rejects(fetchWithToken(settings, getToken, target), {
      code: "ERR_ORIGIN_NOT_ALLOWED",
    });
  }
  assert.equal(asked, 0);
  assert.deepEqual(seen, []);
});

test("follows no redirect, and so brings the token nowhere else", async () => {
  await assert.rejects(fetchWithToken(settings, getToken, `${api}/away`), TypeError);
  await assert.rejects(fetchWithToken(settings, getToken, new Request(`${api}/away`)), TypeError);
  assert.deepEqual(
    seen.map(({ path }) => path),
    ["/away", "/away"],
  );
  const manual = await fetchWithToken(settings, getToken, `${api}/away`, { redirect: "manual" });
  assert.equal(manual.status, 307);
});

test("never writes over a caller's own Authorization header", async () => {
  const own = { headers: { Authorization: "Basic abc" } };
  for (const [input, init] of [[`${api}/a`, own], [new Request(`${api}/a`, own)]]) {
    await assert.rejects(fetchWithToken(settings, getToken, input, init), {
      code: "ERR_AUTHORIZATION_PRESENT",
    });
  }
  assert.deepEqual(seen, []);
});

test("keeps the caller's signal", async () => {
  const signal = AbortSignal.abort();
  await assert.rejects(fetchWithToken(settings, getToken, `${api}/a`, { signal }), {
    name: "AbortError",
  });
  assert.deepEqual(seen, []);
});

async function listen(answer) {
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const { method, url: path, headers } = request;
    seen.push({ method, path, headers, body });
    const { status, headers: more } = answer(path);
    response.writeHead(status, more).end();
  });
  servers.push(server);
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${server.address().port}`;
}
