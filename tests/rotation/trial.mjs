// One gate with a key server of its own, and a clock that the test moves.

import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

import {
  accessClaims,
  AUDIENCE,
  createKey,
  ISSUER,
  keySet,
  mint,
  NOW,
} from "../../pkg/test/issuer.mjs";
import { FORGERIES, UNKNOWN } from "./forgeries.mjs";
import { GateClient } from "./gate_client.mjs";
import { hostOptions, IMPATIENCE, RECOVERY } from "./key_ring.mjs";
import { KeyServer } from "./key_server.mjs";

/** The key that is published, and the one that follows it. */
export const KEY = createKey("present");
export const NEXT = createKey("next");

/** Milliseconds within which what the gate does after its answer has been done. */
const SETTLED = 3_000;
/** So that no token's lifetime is what a test of keys sees. */
const CLAIMS = accessClaims({ exp: NOW + 10 * 86_400 });

/** A gate without keys so far, at {@link NOW}. */
export class Trial {
  server;
  #client;
  #now = NOW;

  static async start(test, place) {
    const server = await KeyServer.start(keySet(KEY));
    test.after(() => server.stop());
    return Trial.beside({ server }, place, server.url);
  }

  /** Another gate for the keys of the same server, as another isolate has it. */
  static async beside({ server }, { host, origin, store }, name) {
    const trial = new Trial();
    trial.server = server;
    const issuer = { issuer: ISSUER, audience: AUDIENCE, jwks_uri: server.url };
    const options = { ...hostOptions({ timeout: IMPATIENCE }), store };
    trial.#client = await GateClient.make(host, origin, { name, issuer, options, now: NOW });
    return trial;
  }

  /** Lets this many seconds go by, at once. */
  advance(seconds) {
    this.#now += seconds;
    return this.#client.setTime(this.#now);
  }

  /** How often the key server was asked. */
  get fetches() {
    return this.server.asked.length;
  }

  /** Sends a good token of `key`. */
  send(key = KEY) {
    return this.#client.send(mint(key, CLAIMS));
  }

  async assertPasses(key = KEY) {
    const { status, code } = await this.send(key);
    assert.equal(status, 200, code);
  }

  /** Refuses all that is forged; no key is looked for, so one that nobody knows is left out. */
  async assertRefusesForgeries() {
    for (const [name, forge] of Object.entries(FORGERIES).filter(([name]) => name !== UNKNOWN)) {
      const { status, code } = await this.#client.send(forge(KEY, CLAIMS));
      assert.equal(status, 401, `${name}: ${code}`);
    }
  }

  /** Sends a token of a key that nobody knows. */
  sendUnknown() {
    return this.#client.send(FORGERIES[UNKNOWN](KEY, CLAIMS));
  }

  /** A good token is not passed and not refused, and its sender hears when to come again. */
  async assertUnavailable(answering = this.send()) {
    const { status, code, retryAfter } = await answering;
    assert.equal(status, 503, code);
    // RFC 9110 §10.2.3: here always seconds.
    assert.match(retryAfter, /^[1-9][0-9]*$/);
    assert.ok(Number(retryAfter) <= RECOVERY, `Retry-After: ${retryAfter}`);
    return Number(retryAfter);
  }

  /** Nothing passes for as long as no keys are there, and nobody hears that his good token is bad. */
  async assertForgeriesDoNotPass() {
    for (const forge of Object.values(FORGERIES)) {
      const { status } = await this.#client.send(forge(KEY, CLAIMS));
      assert.ok(status === 503 || status === 401, String(status));
    }
  }

  /** Holds `condition` to become true by what the gate does after its answer. */
  async settle(condition, complaint) {
    const end = performance.now() + SETTLED;
    while (!(await condition())) {
      assert.ok(performance.now() < end, complaint);
      await sleep(20);
    }
  }
}
