// The API behind the gates: it knows which requests have reached it.

import { createServer } from "node:http";

import { close, listen } from "../../xtask/demo/listen.mjs";
import { urlOf } from "./hosts.mjs";

/** Starts the origin; `reached(id)` says whether a request with this `x-request` was let through. */
export async function startOrigin() {
  const ids = new Set();
  const server = createServer((request, response) => {
    ids.add(request.headers["x-request"]);
    response.writeHead(200, { "content-type": "text/plain" }).end("passed");
  });
  await listen(server, 0, "origin");
  return { url: urlOf(server), reached: (id) => ids.has(id), stop: () => close(server) };
}
