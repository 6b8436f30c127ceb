import type { Core } from "./core.js";
import { TokenError } from "./errors.js";
import type { ErrorCode } from "./generated/errors.js";
import type { FetchKeys, KeyAnswer, KnownDocument } from "./key_answer.js";
import type { KeyChange, KeyEvent } from "./key_event.js";
import type { KeyStore } from "./key_store.js";
import type { AcceptKeys, Background, KeyNeed, KeySource, Renewal } from "./keys.js";
import type { Glue, NativeKeyRing } from "./native.js";
import type { KeyRingOptions } from "./options.js";
import type { NormalPolicy } from "./normal_policy.js";
import { OK, wireOf } from "./wire.js";

/** What {@link KeyRing} goes by. */
export interface KeyRingParts {
  readonly policy: NormalPolicy["policy"];
  readonly fetchKeys: FetchKeys;
  /** Seconds since 1970. */
  readonly clock: () => number;
  readonly bounds: KeyRingBounds;
  readonly store: KeyStore | undefined;
  readonly onKeyEvent: ((event: KeyEvent) => void) | undefined;
}

/** The bounds of a ring, in seconds; NaN for the core's own default. */
export type KeyRingBounds = Readonly<Record<keyof KeyRingOptions, number>>;

/** What the core's ring says. */
interface Step {
  readonly step: "use" | "use-and-refresh" | "fetch-then-retry" | "wait" | "refuse";
  /** The age of stale keys, the time to wait, or the time until the next try. */
  readonly seconds?: number;
  /** The number of a fetch. */
  readonly fetch?: number;
  readonly etag?: string;
}

/** The keys at hand, as the core's ring describes them. */
interface Held {
  readonly jwks_uri: string;
  readonly dated: number;
  readonly refresh_at: number;
  readonly expires: number;
}

/** Nothing is at hand. */
const NOTHING: Held = {
  jwks_uri: "",
  dated: Number.POSITIVE_INFINITY,
  refresh_at: Number.POSITIVE_INFINITY,
  expires: Number.NEGATIVE_INFINITY,
};

/**
 * The keys of one issuer, fetched again and again. The core's ring decides; this does what it says.
 *
 * Nobody waits for another caller's fetch: in Workers a promise belongs to the request that made it. Who
 * has to wait looks at the ring now and then, by a timer of its own.
 */
export class KeyRing implements KeySource {
  readonly #core: Core;
  readonly #parts: KeyRingParts;
  readonly #name: string;
  /** Seconds, of all that one fetch takes. */
  readonly #timeout: number;
  #native: NativeKeyRing;
  #generation: number;
  #jwks: string | undefined;
  #held = NOTHING;
  /** Counts the sets, and the fetches that have come to an end. */
  #changes = 0;
  #settled = 0;
  /** The keys at hand, for the store and for the next instance. */
  #snapshot: string | undefined;
  #fault: ErrorCode | undefined;

  /** @throws `PolicyFault` for bounds that make no sense. */
  constructor(core: Core, parts: KeyRingParts) {
    this.#core = core;
    this.#parts = parts;
    this.#name = `portcullis:keys:${parts.policy.issuer}`;
    this.#native = core.call((glue) => this.#make(glue));
    this.#generation = core.generation;
    this.#timeout = parts.bounds.timeout;
  }

  held(now: number): string | undefined {
    const { dated, expires } = this.#held;
    return now >= dated && now < expires ? this.#jwks : undefined;
  }

  isDue(now: number): boolean {
    return now >= this.#held.refresh_at && now < this.#held.expires;
  }

  async refresh(background: Background | undefined): Promise<void> {
    try {
      const { fetch, etag } = this.#ask(false);
      if (fetch !== undefined) await this.#fetch(fetch, etag, background);
    } catch {
      // What is wrong with the instance or the clock is for the next token to say.
    }
  }

  async renew(
    need: KeyNeed,
    _accept: AcceptKeys,
    background: Background | undefined,
  ): Promise<Renewal> {
    const isMissing = need === "missing";
    const [changes, settled] = [this.#changes, this.#settled];
    const failed = (retryAfter: number | undefined): Renewal => {
      // Without the key that it names, a token is refused as long as there are others.
      const fault = isMissing ? (this.#fault ?? "ERR_KEYS_NOT_READY") : undefined;
      return { renewed: false, fault, retryAfter };
    };
    for (let waited = 0; ;) {
      if (this.#changes !== changes) return { renewed: true };
      // The answer that it has waited for is the answer to its own question.
      if (!isMissing && this.#settled !== settled) return failed(undefined);
      const { step, seconds = 0, fetch = 0, etag } = this.#ask(!isMissing);
      if (step === "fetch-then-retry") {
        const { stored, retryAfter } = await this.#fetch(fetch, etag, background);
        return this.#changes === changes ? failed(retryAfter) : { renewed: true, stored };
      }
      if (step === "refuse") return failed(seconds);
      if (step !== "wait") {
        // Another caller has fetched meanwhile; a refresh that is due is for the next token to begin.
        this.#call((native) => native.giveBack(fetch));
        return isMissing ? { renewed: true } : failed(undefined);
      }
      waited += seconds;
      if (waited > this.#timeout) return failed(undefined);
      await sleep(seconds);
    }
  }

  #ask(another: boolean): Step {
    const now = this.#parts.clock();
    const step = JSON.parse(this.#call((native) => native.ask(another, now))) as Step;
    const { seconds: age } = step;
    if (age !== undefined && step.step.startsWith("use")) this.#announce({ type: "stale", age });
    return step;
  }

  /** Settles a fetch that the ring has given out. */
  async #fetch(
    fetch: number,
    etag: string | undefined,
    background: Background | undefined,
  ): Promise<{ readonly stored: boolean; readonly retryAfter: number | undefined }> {
    const generation = this.#generation;
    // The number is of one instance, and of no other that came after a trap.
    const ofFetch = <T>(work: (native: NativeKeyRing) => T): T | undefined =>
      this.#call((native) => (generation === this.#generation ? work(native) : undefined));
    if (await this.#restore()) {
      ofFetch((native) => native.giveBack(fetch));
      return { stored: true, retryAfter: undefined };
    }
    const known = etag === undefined ? undefined : { etag, jwksUri: this.#held.jwks_uri };
    const answer = await this.#answer(known);
    const now = this.#parts.clock();
    const change = this.#took(ofFetch((native) => settle(native, fetch, answer, now)));
    const failed = change?.type === "failed" ? change : undefined;
    this.#fault = failed?.code;
    this.#settled += 1;
    if (failed === undefined) await this.#keep(background);
    return { stored: false, retryAfter: failed?.retryAfter };
  }

  async #answer(known: KnownDocument | undefined): Promise<KeyAnswer> {
    const { fetchKeys, policy } = this.#parts;
    const signal = AbortSignal.timeout(this.#timeout * 1000);
    try {
      return await fetchKeys({ size: policy.limits.jwks, signal }, known);
    } catch (thrown) {
      if (!(thrown instanceof TokenError)) throw thrown;
      return { fault: thrown.code };
    }
  }

  /** Looks for newer keys in the store. */
  async #restore(): Promise<boolean> {
    const { store, clock } = this.#parts;
    if (store === undefined) return false;
    try {
      const kept = await inTime(store.get(this.#name), this.#timeout);
      if (typeof kept !== "string") return false;
      return this.#took(this.#call((native) => native.restore(kept, clock()))) !== undefined;
    } catch {
      // A store that is out of order is as good as none.
      return false;
    }
  }

  /** Leaves the keys at hand in the store. */
  async #keep(background: Background | undefined): Promise<void> {
    const { store, clock } = this.#parts;
    if (store === undefined || this.#snapshot === undefined) return;
    const seconds = this.#held.expires - clock();
    const kept = inTime(store.put(this.#name, this.#snapshot, seconds), this.#timeout);
    const done = kept.catch(() => undefined);
    if (background === undefined) await done;
    else background(done);
  }

  /** Takes note of what has happened, if anything, and of what the ring holds now. */
  #took(happened: string | undefined): KeyChange | undefined {
    if (happened === undefined) return undefined;
    const { retry_after: retryAfter, ...rest } = JSON.parse(happened);
    const change = { ...rest, ...(retryAfter !== undefined && { retryAfter }) } as KeyChange;
    this.#call((native) => {
      if (change.type === "replaced") {
        this.#jwks = native.document();
        this.#changes += 1;
      }
      const held = native.held();
      this.#held = held === undefined ? NOTHING : (JSON.parse(held) as Held);
      this.#snapshot = native.snapshot();
    });
    this.#announce(change);
    return change;
  }

  #announce(change: KeyChange): void {
    const { onKeyEvent, policy } = this.#parts;
    try {
      onKeyEvent?.(Object.freeze({ ...change, issuer: policy.issuer }));
    } catch {}
  }

  /** Calls the ring; after a trap it is made anew, with the keys that were at hand. */
  #call<T>(work: (native: NativeKeyRing) => T): T {
    return this.#core.call((glue) => {
      if (this.#generation !== this.#core.generation) {
        this.#native = this.#make(glue);
        this.#generation = this.#core.generation;
        if (this.#snapshot !== undefined) this.#native.restore(this.#snapshot, this.#parts.clock());
      }
      return work(this.#native);
    });
  }

  #make(glue: Glue): NativeKeyRing {
    const { floor, ceiling, hardAge, cooldown, timeout } = this.#parts.bounds;
    const policy = JSON.stringify(this.#parts.policy);
    return new glue.KeyRing(policy, floor, ceiling, hardAge, cooldown, timeout);
  }
}

function settle(
  native: NativeKeyRing,
  fetch: number,
  answer: KeyAnswer,
  now: number,
): string | undefined {
  // It spreads the load and protects nothing.
  const chance = Math.random();
  if ("fault" in answer) {
    const { fault, retryAfter = Number.NaN } = answer;
    return native.settle(fetch, wireOf(fault), "", "", "", retryAfter, now, chance);
  }
  const { text, jwksUri, headers } = answer;
  const lines = [headers.cacheControl, headers.age, headers.etag].join("\n");
  // An empty body is a document that the core refuses; no body at all is one that has not changed.
  const body = text === "" ? " " : (text ?? "");
  return native.settle(fetch, OK, body, jwksUri, lines, Number.NaN, now, chance);
}

function sleep(seconds: number): Promise<void> {
  return new Promise((wake) => setTimeout(wake, seconds * 1000));
}

/** The same, or a rejection after so many seconds. */
async function inTime<T>(work: Promise<T>, seconds: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("late")), seconds * 1000);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
