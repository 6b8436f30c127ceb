// Speaks to one gate over HTTP, and sees from the origin's side what came of it.

import { CONTROL } from "./gates.mjs";

/** Milliseconds: a gate that takes longer than any fetch of keys may has failed. */
const PATIENCE = 20_000;

let requests = 0;

/** A gate in a host, in front of an origin. */
export class GateClient {
  #host;
  #origin;
  #name;

  /** Makes the gate. Without `now` it goes by the system's clock. */
  static async make(host, origin, { name, issuer, options, now }) {
    const client = new GateClient(host, origin, name);
    const issuers = [{ ...issuer, development: true }];
    const policy = { issuers, origin: origin.url, routes: [{ path: "/notes/*" }] };
    await client.#control({ policy, options, now });
    return client;
  }

  constructor(host, origin, name) {
    this.#host = host;
    this.#origin = origin;
    this.#name = name;
  }

  /** Sets the gate's clock, in seconds since 1970. */
  setTime(now) {
    return this.#control({ now });
  }

  /**
   * Sends a token. `passed` is the origin's word; an answer that says otherwise than the origin is
   * an error of the gate.
   */
  async send(token) {
    requests += 1;
    const id = String(requests);
    const started = performance.now();
    const response = await fetch(`${this.#host.url}/notes/1`, {
      headers: { authorization: `Bearer ${token}`, "x-gate": this.#name, "x-request": id },
      signal: AbortSignal.timeout(PATIENCE),
    });
    const body = await response.text();
    const { status, headers } = response;
    const passed = this.#origin.reached(id);
    if (passed !== (status === 200)) {
      throw new Error(`the origin was ${passed ? "" : "not "}reached, but the answer is ${status}`);
    }
    const code = passed ? undefined : JSON.parse(body).code;
    const retryAfter = headers.get("retry-after");
    return { status, code, retryAfter, milliseconds: performance.now() - started };
  }

  async #control(order) {
    const body = JSON.stringify({ name: this.#name, ...order });
    const response = await fetch(`${this.#host.url}${CONTROL}`, { method: "POST", body });
    if (response.status !== 204) throw new Error(`no gate: ${await response.text()}`);
  }
}
