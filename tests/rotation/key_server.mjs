// A real HTTP server of keys that can be told, from one request to the next, to misbehave.

import { createHash } from "node:crypto";
import { createServer } from "node:http";

import { close, listen } from "../../xtask/demo/listen.mjs";
import { urlOf } from "./hosts.mjs";

/** One issuer's keys at `url`. */
export class KeyServer {
  /** The set that a good answer brings. */
  keys;
  /** Headers of a good answer beside its type and tag. */
  headers = { "cache-control": "max-age=600" };
  /** Whether good answers have an ETag, and are 304 to those who know it (RFC 9110 §13.1.2). */
  hasTag = true;
  /** Answers in place of a good answer; one of `MISBEHAVIOURS`. */
  misbehaviour;
  /** Every request: `{ path, status, isWhole }`; the latter two once its answer has ended, or was cut off. */
  asked = [];
  #server = createServer((request, response) => this.#answer(request, response));

  static async start(keys) {
    const server = new KeyServer();
    server.keys = keys;
    await listen(server.#server, 0, "keys");
    return server;
  }

  get url() {
    return `${urlOf(this.#server)}/jwks`;
  }

  stop() {
    return close(this.#server);
  }

  /** The set as a good answer's body. */
  get body() {
    return JSON.stringify(this.keys);
  }

  #answer(request, response) {
    const { url: path } = request;
    const entry = { path };
    this.asked.push(entry);
    response.on("close", () => {
      entry.status = response.statusCode;
      entry.isWhole = response.writableFinished;
    });
    // What a redirect leads to is good: whoever follows it is found out by that.
    if (this.misbehaviour === undefined || path !== "/jwks") this.#good(request, response);
    else this.misbehaviour(response, this.body);
  }

  #good(request, response) {
    const { body } = this;
    const tag = `"${createHash("sha256").update(body).digest("base64url")}"`;
    const headers = this.hasTag ? { ...this.headers, etag: tag } : this.headers;
    if (this.hasTag && request.headers["if-none-match"] === tag) {
      response.writeHead(304, headers).end();
      return;
    }
    response.writeHead(200, { ...headers, "content-type": "application/json" }).end(body);
  }
}
