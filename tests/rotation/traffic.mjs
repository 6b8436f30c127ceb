// Many clients of one gate, and what they were answered.

import { setTimeout as sleep } from "node:timers/promises";

import { CLASSES, isForgery } from "./token_mix.mjs";

const CLIENTS = 32;

export class Traffic {
  /** Of each class how often which status was the answer, and how many answers could be right or were not. */
  tallies = new Map(
    CLASSES.map((name) => [name, { 200: 0, 401: 0, 503: 0, sent: 0, undecided: 0, wrong: 0 }]),
  );
  /** Verdicts that must not be. */
  wrong = [];
  /** Good tokens that were refused where the gate may not know their key yet, by that key. */
  early = new Map();
  /** Milliseconds of each request. */
  latencies = [];
  /** Whose tokens had to pass, and to be refused, and did: `pass KID`, `refuse KID`. */
  shown = new Set();
  #gate;
  #tokens;
  #lives;
  #rate;
  #isOver = false;
  #taken = 0;

  /** @param rate Requests a second, as long as the gate keeps up. */
  constructor({ gate, tokens, lives, rate }) {
    this.#gate = gate;
    this.#tokens = tokens;
    this.#lives = lives;
    this.#rate = rate;
  }

  get sent() {
    return this.latencies.length;
  }

  /** Sends until `stop`. */
  async run() {
    const started = performance.now();
    await Promise.all(Array.from({ length: CLIENTS }, () => this.#client(started)));
  }

  stop() {
    this.#isOver = true;
  }

  async #client(started) {
    while (!this.#isOver) {
      const due = started + (this.#taken / this.#rate) * 1000;
      this.#taken += 1;
      await sleep(Math.max(0, due - performance.now()));
      const { name, token, kid } = await this.#tokens.next();
      const sent = performance.now();
      const answer = await this.#gate.send(token);
      const answered = performance.now();
      const isGood = !isForgery(name) && this.#lives.isPublished(kid, answered);
      if (isGood && answer.status !== 200) this.early.set(kid, (this.early.get(kid) ?? 0) + 1);
      this.#judge(name, kid, this.#lives.verdict(kid, sent, answered), answer);
    }
  }

  #judge(name, kid, demanded, { status, code, milliseconds }) {
    const tally = this.tallies.get(name);
    const allowed = allowedStatuses(name, demanded);
    this.latencies.push(milliseconds);
    tally.sent += 1;
    tally[status] = (tally[status] ?? 0) + 1;
    if (!allowed.includes(status)) {
      tally.wrong += 1;
      this.wrong.push({ name, kid, demanded, status, code, request: this.sent });
    } else if (demanded === "undecided") {
      tally.undecided += 1;
    } else {
      this.shown.add(`${status === 200 ? "pass" : "refuse"} ${kid}`);
    }
  }
}

/** Keys are out of reach for nobody as long as there are some. */
function allowedStatuses(name, demanded) {
  if (isForgery(name)) return [401];
  return { pass: [200], refuse: [401], undecided: [200, 401] }[demanded];
}
