// Where one issuer's keys come from.

import type { ErrorCode } from "./generated/errors.js";

/** Keeps a piece of work alive beyond the answer that it is no part of, such as `ctx.waitUntil`. */
export type Background = (work: Promise<unknown>) => void;

/** Why keys are asked for: there are none, or a token needs another one than those at hand. */
export type KeyNeed = "missing" | "another";

/** One issuer's keys as a verifier sees them: the text of a JWK set, and when there is a newer one. */
export interface KeySource {
  /** The keys that may be used at `now`, in seconds since 1970; undefined when there are none. */
  held(now: number): string | undefined;
  /** Whether newer keys are to be fetched, although those at hand still decide. */
  isDue(now: number): boolean;
  /** Fetches them. It never fails: what is at hand stays. */
  refresh(background: Background | undefined): Promise<void>;
  /** Gets keys for a token that cannot be judged without. */
  renew(need: KeyNeed, accept: AcceptKeys, background: Background | undefined): Promise<Renewal>;
}

/** Hands a key set to the core; the code of its refusal, or undefined when it took the set. */
export type AcceptKeys = (jwks: string) => ErrorCode | undefined;

/** Whether there are other keys now; if not, and if that is the issuer's fault, why. */
export type Renewal =
  | {
      readonly renewed: true;
      /** They came from a store: an issuer that is asked may have newer ones. */
      readonly stored?: boolean;
    }
  | {
      readonly renewed: false;
      readonly fault: ErrorCode | undefined;
      /** Seconds after which it is worth while to try again. */
      readonly retryAfter?: number | undefined;
    };

/** Keys that were handed over: always there, never renewed. */
export class GivenKeys implements KeySource {
  readonly #jwks: string | undefined;

  /** @param jwks Undefined where tokens bring their own keys. */
  constructor(jwks: string | undefined) {
    this.#jwks = jwks;
  }

  held(): string | undefined {
    return this.#jwks;
  }

  isDue(): boolean {
    return false;
  }

  refresh(): Promise<void> {
    return Promise.resolve();
  }

  renew(): Promise<Renewal> {
    return Promise.resolve({ renewed: false, fault: undefined });
  }
}
