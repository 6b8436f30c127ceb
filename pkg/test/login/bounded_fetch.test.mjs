// The one way to the issuer: bounds on time and size, no redirect, strict text.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { fetchText } from "../../dist/login/bounded_fetch.js";

const LIMIT = 64;
const JSON_TYPE = { "content-type": "application/json; charset=utf-8" };
const HTML = { "content-type": "text/html" };

const ANSWERS = {
  "/good": (response) => response.writeHead(200, JSON_TYPE).end('{"a":"ü"}'),
  "/suffix": (response) =>
    response.writeHead(200, { "content-type": "application/jrd+json" }).end("{}"),
  "/error": (response) => response.writeHead(400, JSON_TYPE).end('{"error":"invalid_grant"}'),
  "/html": (response) => response.writeHead(200, HTML).end("<p>"),
  "/html-error": (response) => response.writeHead(502, HTML).end("<p>"),
  "/redirect": (response) => response.writeHead(302, { location: "/good" }).end(),
  "/at-limit": (response) => response.writeHead(200, JSON_TYPE).end("x".repeat(LIMIT)),
  "/over-limit": (response) => response.writeHead(200, JSON_TYPE).end("x".repeat(LIMIT + 1)),
  "/utf8": (response) => response.writeHead(200, JSON_TYPE).end(Buffer.from([0x22, 0xff, 0x22])),
  "/bom": (response) =>
    response.writeHead(200, JSON_TYPE).end(Buffer.from([0xef, 0xbb, 0xbf, 0x7b])),
  "/silent": () => {},
  "/slow": async (response) => {
    response.writeHead(200, JSON_TYPE);
    for (let chunk = 0; chunk < 20 && !response.destroyed; chunk += 1) {
      response.write(" ");
      await sleep(100);
    }
    response.end();
  },
  "/cut": (response) => {
    response.writeHead(200, { ...JSON_TYPE, "content-length": "20" });
    response.write("{");
    setTimeout(() => response.destroy(), 20);
  },
};

const EXPECTED = {
  "/good": { answer: { status: 200, text: '{"a":"ü"}' } },
  "/suffix": { answer: { status: 200, text: "{}" } },
  "/error": { answer: { status: 400, text: '{"error":"invalid_grant"}' } },
  "/html": { fault: "malformed" },
  "/html-error": { answer: { status: 502, text: "" } },
  "/redirect": { fault: "unreachable" },
  "/at-limit": { answer: { status: 200, text: "x".repeat(LIMIT) } },
  "/over-limit": { fault: "malformed" },
  "/utf8": { fault: "malformed" },
  // The mark stays in the text: the core's reader refuses it.
  "/bom": { answer: { status: 200, text: "\ufeff{" } },
  "/silent": { fault: "unreachable" },
  "/slow": { fault: "unreachable" },
  "/cut": { fault: "unreachable" },
};

let base;
const server = createServer((request, response) => ANSWERS[request.url](response));

before(async () => {
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${server.address().port}`;
});

after(() => {
  server.close();
  server.closeAllConnections();
});

for (const [path, expected] of Object.entries(EXPECTED)) {
  test(`${path} → ${JSON.stringify(expected).slice(0, 60)}`, async () => {
    const started = performance.now();
    const settings = { fetch: globalThis.fetch, timeout: 0.5 };
    assert.deepEqual(await fetchText(settings, base + path, {}, LIMIT), expected);
    assert.ok(performance.now() - started < 1500, "in bounded time");
  });
}
