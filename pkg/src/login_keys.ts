import type { FetchKeys } from "./key_answer.js";
import type { AcceptKeys, KeyNeed, KeySource, Renewal } from "./keys.js";

/** What {@link LoginKeys} goes by. */
export interface LoginKeysOptions {
  readonly fetchKeys: FetchKeys;
  /** Bytes of one document. */
  readonly size: number;
  /** Seconds since 1970. */
  readonly clock: () => number;
}

/** Seconds that one document may take. */
const TIMEOUT = 5;
/** Seconds for which a key set is used without a look at the issuer's. */
const FRESH = 600;
/** Seconds between two fetches because of unknown keys. */
const COOLDOWN = 30;

/**
 * The keys of a login: fetched with an ID token, which came from the same issuer a moment ago, and used
 * for a few minutes. A browser verifies one such token an hour and has just talked to its issuer, so
 * there is nothing here of what a key ring does, nor in the login's module.
 */
export class LoginKeys implements KeySource {
  readonly #options: LoginKeysOptions;
  #jwks: string | undefined;
  #fetchedAt = Number.NEGATIVE_INFINITY;
  #triedAt = Number.NEGATIVE_INFINITY;

  constructor(options: LoginKeysOptions) {
    this.#options = options;
  }

  held(now: number): string | undefined {
    return within(now, this.#fetchedAt, FRESH) ? this.#jwks : undefined;
  }

  isDue(): boolean {
    return false;
  }

  refresh(): Promise<void> {
    return Promise.resolve();
  }

  async renew(need: KeyNeed, accept: AcceptKeys): Promise<Renewal> {
    const { fetchKeys, size, clock } = this.#options;
    if (need === "another" && within(clock(), this.#triedAt, COOLDOWN)) {
      return { renewed: false, fault: undefined };
    }
    const fetched = await fetchKeys({ size, signal: AbortSignal.timeout(TIMEOUT * 1000) });
    const text = "text" in fetched ? (fetched.text ?? "") : "";
    const fault = "fault" in fetched ? fetched.fault : accept(text);
    this.#triedAt = clock();
    if (fault !== undefined) return { renewed: false, fault };
    this.#jwks = text;
    this.#fetchedAt = this.#triedAt;
    return { renewed: true };
  }
}

/** Whether less than `seconds` have gone by since a moment; a clock that was set back has lost count. */
function within(now: number, since: number, seconds: number): boolean {
  const elapsed = now - since;
  return elapsed >= 0 && elapsed < seconds;
}
