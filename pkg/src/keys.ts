// Where one issuer's keys come from.

import type { FetchBounds } from "./bounded_fetch.js";
import type { ErrorCode } from "./generated/errors.js";

/**
 * One issuer's keys as a verifier sees them. A source gives out the text of a JWK set and says when
 * there is a newer one; a fuller key ring takes the place of {@link RemoteKeys} through this.
 */
export interface KeySource {
  /** The keys at hand at `now`, in seconds since 1970; undefined when there are none or no fresh ones. */
  held(now: number): string | undefined;
  /** Gets keys because there are none (`missing`), or because a token names one that is not held (`unknown`). */
  renew(reason: "missing" | "unknown", accept: AcceptKeys): Promise<Renewal>;
}

/** Hands a key set to the core; the code of its refusal, or undefined when it took the set. */
export type AcceptKeys = (jwks: string) => ErrorCode | undefined;

/** Whether there are new keys now; if not, and if that is the issuer's fault, why. */
export type Renewal =
  { readonly renewed: true } | { readonly renewed: false; readonly fault: ErrorCode | undefined };

/** Keys that were handed over: always there, never renewed. */
export class GivenKeys implements KeySource {
  readonly #jwks: string;

  constructor(jwks: string) {
    this.#jwks = jwks;
  }

  held(): string {
    return this.#jwks;
  }

  renew(): Promise<Renewal> {
    return Promise.resolve({ renewed: false, fault: undefined });
  }
}

/** No keys: the tokens bring their own. */
export class NoKeys implements KeySource {
  held(): undefined {
    return undefined;
  }

  renew(): Promise<Renewal> {
    return Promise.resolve({ renewed: false, fault: undefined });
  }
}

/** The text of an issuer's key set, or the code of the reason why there is none. */
export type FetchKeys = (
  bounds: FetchBounds,
) => Promise<{ readonly text: string } | { readonly fault: ErrorCode }>;

/** What {@link RemoteKeys} goes by. */
export interface RemoteKeysOptions {
  readonly fetchKeys: FetchKeys;
  /** Bytes of one document. */
  readonly size: number;
  /** Seconds since 1970. */
  readonly clock: () => number;
  /** Seconds that one document may take. */
  readonly timeout?: number;
}

/** Seconds. */
const TIMEOUT = 5;
/** Seconds for which a key set is used without a look at the issuer's: a key that was withdrawn is gone by then. */
const FRESH = 600;
/** Seconds between two fetches because of unknown keys, which anybody can name. */
const COOLDOWN = 30;
/** Fetches because of unknown keys that may be under way at once. */
const PARALLEL = 4;

/**
 * Keys behind a URL, kept in memory.
 *
 * Every caller fetches for itself: in Workers a promise belongs to the request that made it, and
 * waiting for another request's may wait for ever.
 */
export class RemoteKeys implements KeySource {
  readonly #options: RemoteKeysOptions;
  #jwks: string | undefined;
  #fetchedAt = Number.NEGATIVE_INFINITY;
  #triedAt = Number.NEGATIVE_INFINITY;
  #fault: ErrorCode | undefined;
  #underway = 0;

  constructor(options: RemoteKeysOptions) {
    this.#options = options;
  }

  held(now: number): string | undefined {
    return within(now, this.#fetchedAt, FRESH) ? this.#jwks : undefined;
  }

  async renew(reason: "missing" | "unknown", accept: AcceptKeys): Promise<Renewal> {
    if (reason === "unknown") {
      // What could not be answered a moment ago is still not the token's fault.
      const cooling = within(this.#options.clock(), this.#triedAt, COOLDOWN);
      if (cooling) return { renewed: false, fault: this.#fault };
      if (this.#underway >= PARALLEL) return { renewed: false, fault: "ERR_KEYS_NOT_READY" };
    }
    this.#underway += 1;
    try {
      return await this.#fetch(accept);
    } finally {
      this.#underway -= 1;
    }
  }

  async #fetch(accept: AcceptKeys): Promise<Renewal> {
    const { fetchKeys, size, clock, timeout = TIMEOUT } = this.#options;
    const fetched = await fetchKeys({ size, timeout });
    const fault = "fault" in fetched ? fetched.fault : accept(fetched.text);
    const now = clock();
    this.#triedAt = now;
    this.#fault = fault;
    if ("fault" in fetched || fault !== undefined) return { renewed: false, fault };
    this.#jwks = fetched.text;
    this.#fetchedAt = now;
    return { renewed: true };
  }
}

/** Whether less than `seconds` have gone by since a moment; a clock that was set back has lost count. */
function within(now: number, since: number, seconds: number): boolean {
  const elapsed = now - since;
  return elapsed >= 0 && elapsed < seconds;
}
