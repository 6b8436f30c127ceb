// The API behind the edge: it trusts what the edge says and echoes what it received.

import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

import { close, listen } from "./listen.mjs";

const BODY_LIMIT = 1024 * 1024;
const CHUNKS = 5;
const CHUNK_EVERY = 150;

/**
 * Starts the origin. `asked()` counts the requests that reached it: a refused token must not add to
 * it.
 */
export async function startOrigin(settings) {
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    answer(request, response).catch(() => response.destroy());
  });
  await listen(server, settings.ports.origin, "origin");
  return { asked: () => asked, stop: () => close(server) };
}

async function answer(request, response) {
  const url = new URL(`http://origin${request.url}`);
  if (url.pathname === "/health") {
    sendJson(response, { status: "ok", headers: request.headers });
  } else if (url.pathname === "/notes/stream") {
    await stream(response);
  } else {
    sendJson(response, {
      method: request.method,
      path: url.pathname,
      query: url.search,
      headers: request.headers,
      body: await readBody(request),
    });
  }
}

function sendJson(response, value) {
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify(value, null, 2));
}

/**
 * One JSON line at a time; each says when it was sent, so a reader can prove that nothing held it
 * back.
 */
async function stream(response) {
  response.writeHead(200, { "content-type": "application/x-ndjson" });
  for (let chunk = 1; chunk <= CHUNKS && !response.destroyed; chunk += 1) {
    response.write(`${JSON.stringify({ chunk, of: CHUNKS, sent: Date.now() })}\n`);
    if (chunk < CHUNKS) await sleep(CHUNK_EVERY);
  }
  response.end();
}

async function readBody(request) {
  const chunks = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > BODY_LIMIT) throw new Error("body over the limit");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
